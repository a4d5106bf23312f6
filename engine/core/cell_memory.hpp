#pragma once

#include <cstddef>
#include <type_traits>

namespace hazone {

/// Memory for the cells of a raster, unset, aligned to 64 bytes; large rasters ask the system for
/// huge pages, without which every step to another row misses the table of pages.
/// std::bad_alloc when there is none.
void* allocate_cells(std::size_t bytes);
void free_cells(void* cells);

/// Lets the C library return what is freed to the system, so that a run takes what it was foretold
/// and no more: as it is, glibc keeps up to 64 MiB of freed cells for later. For a program to call
/// first; does nothing with another C library.
void return_freed_memory();

/// Owns the cells; frees them as free_cells() does.
struct CellDeleter {
    template <class T>
    void operator()(T* cells) const {
        free_cells(const_cast<std::remove_const_t<T>*>(cells));
    }
};

}  // namespace hazone
