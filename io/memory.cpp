#include "io/memory.hpp"

#include <algorithm>
#include <fstream>

#include <unistd.h>

namespace hazone::io {
namespace {

/// The number in a control-group file; the fallback where there is none or it says "max".
Index number_in(const char* path, Index fallback) {
    std::ifstream stream(path);
    Index value = 0;
    return (stream >> value) && value > 0 ? value : fallback;
}

}  // namespace

Index physical_memory_bytes() {
    const Index machine = Index{sysconf(_SC_PHYS_PAGES)} * Index{sysconf(_SC_PAGE_SIZE)};
    return std::min(machine, number_in("/sys/fs/cgroup/memory.max", machine));
}

}  // namespace hazone::io
