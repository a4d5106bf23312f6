#include "engine/core/cell_memory.hpp"

#include <cstdlib>
#include <new>

#include <sys/mman.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace hazone {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kLarge = 4 * kHugePage;

std::size_t rounded_up(std::size_t bytes, std::size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

}  // namespace

void* allocate_cells(std::size_t bytes) {
    const std::size_t unit = bytes >= kLarge ? kHugePage : kCacheLine;
    const std::size_t size = rounded_up(bytes, unit);
    void* cells = std::aligned_alloc(unit, size);
    if (cells == nullptr && size > 0) {
        throw std::bad_alloc();
    }
    if (unit == kHugePage) {
        madvise(cells, size, MADV_HUGEPAGE);  // advice: a system which cannot goes without
    }
    return cells;
}

void free_cells(void* cells) { std::free(cells); }

void return_freed_memory() {
#if defined(__GLIBC__)
    // both set: either one alone ends the adjustment of the other and leaves it at 128 KiB
    // GDAL takes and frees buffers of a tile, 1 to 2 MiB, for each tile it compresses. Given back
    // each time, every page of them would be cleared by the system anew.
    constexpr int kOwnMapping = 4 << 20;  // bytes; what is larger goes back as soon as it is freed
    constexpr int kKeptAtMost = 16 << 20;
    mallopt(M_MMAP_THRESHOLD, kOwnMapping);
    mallopt(M_TRIM_THRESHOLD, kKeptAtMost);
#endif
}

}  // namespace hazone
