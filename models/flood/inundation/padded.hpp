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
    /// Rasters which are worked through together should have different numbers.
    Padded(Extent inner, T fill, Index number = 0)
        : inner_(inner),
          stride_((inner.cols + 2 * kColsAround + 15) / 16 * 16),
          shift_(number * kShift / static_cast<Index>(sizeof(T))),
          cells_({inner.rows + 2 * kRowsAround + shift_ / stride_ + 1, stride_}, fill) {}

    Extent extent() const { return inner_; }
    /// Pointer to column 0 of a row; rows -6 to rows + 5 and columns -32 to cols + 31 exist.
    T* row(Index row) { return cells_.data() + place(row); }
    const T* row(Index row) const { return cells_.data() + place(row); }
    T& operator()(Index row_number, Index col) { return row(row_number)[col]; }
    const T& operator()(Index row_number, Index col) const { return row(row_number)[col]; }
    View<const T> view() const { return {row(0), inner_, stride_}; }
    View<T> view() { return {row(0), inner_, stride_}; }

private:
    // Large rasters begin at the beginning of a huge page, so that the same cell of all of them has
    // its place in the same few lines of a cache, of which there are fewer than rasters in use.
    // They are set apart by so many bytes, 198 lines, which is 6 lines more than three pages.
    static constexpr Index kShift = Index{198} * 64;

    Index place(Index row) const { return shift_ + (row + kRowsAround) * stride_ + kColsAround; }

    Extent inner_;
    Index stride_ = 0;
    Index shift_ = 0;
    Raster<T> cells_;
};

}  // namespace hazone::inundation
