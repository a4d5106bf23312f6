#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

#include "engine/core/cell_memory.hpp"
#include "engine/core/index.hpp"
#include "engine/core/view.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {

/// Owns the cells of one grid, row-major, one value per cell. Move-only: a province-wide raster is
/// never copied by accident. Cells are first written by the threads that will work on their rows.
template <class T>
class Raster {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    Raster() = default;

    /// All cells are set to `value`.
    Raster(Extent extent, T value) : Raster(extent) {
        for_each_row(extent.rows, [cells = cells_.get(), cols = extent.cols, value](Index row) {
            std::fill_n(cells + row * cols, cols, value);
        });
    }

    /// Cells are left unset; for kernels which write every cell.
    explicit Raster(Extent extent)
        : extent_(extent),
          cells_(static_cast<T*>(
              allocate_cells(static_cast<std::size_t>(extent.size()) * sizeof(T)))) {}

    Raster clone() const {
        Raster copy(extent_);
        for_each_row(extent_.rows, [&](Index row) {
            std::copy_n(cells_.get() + row * extent_.cols, extent_.cols,
                        copy.cells_.get() + row * extent_.cols);
        });
        return copy;
    }

    View<T> view() { return {cells_.get(), extent_}; }
    View<const T> view() const { return {cells_.get(), extent_}; }
    operator View<T>() { return view(); }
    operator View<const T>() const { return view(); }

    T& operator()(Index row, Index col) { return view()(row, col); }
    const T& operator()(Index row, Index col) const { return view()(row, col); }

    Extent extent() const { return extent_; }
    Index rows() const { return extent_.rows; }
    Index cols() const { return extent_.cols; }
    Index size() const { return extent_.size(); }
    T* data() { return cells_.get(); }
    const T* data() const { return cells_.get(); }

private:
    Extent extent_;
    std::unique_ptr<T[], CellDeleter> cells_;
};

}  // namespace hazone
