#pragma once

#include "engine/core/raster.hpp"

namespace hazone::inundation {

/// A raster with a ring of cells around it, so that a stencil needs no test for the edge. Rows
/// begin on a multiple of 64 bytes.
template <class T>
class Padded {
public:
    static constexpr Index kRowsAround = 6;
    static constexpr Index kColsAround = 32;

    Padded() = default;
    Padded(Extent inner, T fill)
        : inner_(inner),
          stride_((inner.cols + 2 * kColsAround + 15) / 16 * 16),
          cells_({inner.rows + 2 * kRowsAround, stride_}, fill) {}

    Extent extent() const { return inner_; }
    /// Pointer to column 0 of a row; rows -6 to rows + 5 and columns -32 to cols + 31 exist.
    T* row(Index row) { return cells_.data() + (row + kRowsAround) * stride_ + kColsAround; }
    const T* row(Index row) const {
        return cells_.data() + (row + kRowsAround) * stride_ + kColsAround;
    }
    T& operator()(Index row_number, Index col) { return row(row_number)[col]; }
    const T& operator()(Index row_number, Index col) const { return row(row_number)[col]; }
    View<const T> view() const { return {row(0), inner_, stride_}; }
    View<T> view() { return {row(0), inner_, stride_}; }

private:
    Extent inner_;
    Index stride_ = 0;
    Raster<T> cells_;
};

}  // namespace hazone::inundation
