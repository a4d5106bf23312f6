#pragma once

#include <cassert>
#include <cstddef>
#include <type_traits>

#include "engine/core/index.hpp"

namespace hazone {

/// A window on cells which somebody else owns: pointer, extent and row stride, passed by value.
/// Kernels take views and never ask where the cells live. Bounds are checked in debug builds only.
template <class T>
class View {
public:
    View() = default;
    View(T* data, Extent extent, Index stride) : data_(data), extent_(extent), stride_(stride) {}
    View(T* data, Extent extent) : View(data, extent, extent.cols) {}

    /// A view of mutable cells is also a view of constant cells.
    operator View<const T>() const requires(!std::is_const_v<T>) {
        return {data_, extent_, stride_};
    }

    T& operator()(Index row, Index col) const {
        assert(extent_.contains(row, col));
        return data_[row * stride_ + col];
    }
    T& operator()(Cell cell) const { return (*this)(cell.row, cell.col); }

    /// Pointer to the first cell of a row; cells of one row are contiguous.
    T* row(Index row) const {
        assert(row >= 0 && row < extent_.rows);
        return data_ + row * stride_;
    }

    /// The part of this view which starts at `from` and has the size `extent`.
    View window(Cell from, Extent extent) const {
        assert(from.row + extent.rows <= extent_.rows && from.col + extent.cols <= extent_.cols);
        return {data_ + from.row * stride_ + from.col, extent, stride_};
    }

    T* data() const { return data_; }
    Extent extent() const { return extent_; }
    Index rows() const { return extent_.rows; }
    Index cols() const { return extent_.cols; }
    Index stride() const { return stride_; }
    Index size() const { return extent_.size(); }
    bool contiguous() const { return stride_ == extent_.cols; }

private:
    T* data_ = nullptr;
    Extent extent_;
    Index stride_ = 0;
};

}  // namespace hazone
