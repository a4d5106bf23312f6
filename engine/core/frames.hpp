#pragma once

#include "engine/core/view.hpp"

namespace hazone {

/// Windows on one raster per output time, which lie one after the other in memory: the cells of a
/// field of Form::frames.
template <class T>
class Frames {
public:
    Frames() = default;
    /// `all` has the rows of the first time, then those of the second, and so on.
    Frames(View<T> all, Index count) : all_(all), count_(count) {}

    Index count() const { return count_; }
    /// Of each raster.
    Extent extent() const {
        return count_ == 0 ? Extent{0, all_.cols()} : Extent{all_.rows() / count_, all_.cols()};
    }
    View<T> at(Index time) const { return all_.window({time * extent().rows, 0}, extent()); }
    T* data() const { return all_.data(); }
    /// Cells from one time to the next.
    Index stride() const { return extent().rows * all_.stride(); }

private:
    View<T> all_;
    Index count_ = 0;
};

/// The extent of `count` rasters, one below the other.
constexpr Extent stacked(Extent each, Index count) { return {each.rows * count, each.cols}; }

}  // namespace hazone
