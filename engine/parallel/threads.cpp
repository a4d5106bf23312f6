#include "engine/parallel/threads.hpp"

#include <omp.h>

namespace hazone {

void set_threads(int count) {
    omp_set_dynamic(0);
    omp_set_num_threads(count < 1 ? omp_get_num_procs() : count);
}

int threads() { return omp_get_max_threads(); }

ThreadScope::ThreadScope(int count) : before_(threads()) { set_threads(count); }

ThreadScope::~ThreadScope() { set_threads(before_); }

}  // namespace hazone
