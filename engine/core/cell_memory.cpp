#include "engine/core/cell_memory.hpp"

#include <cstdlib>
#include <new>

#include <sys/mman.h>

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

}  // namespace hazone
