#pragma once

#include <cstdint>

#include "engine/core/cell_store.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/windows.hpp"

namespace hazone {

/// The directions of one window and of the cells around it.
class WindowDirections {
public:
    WindowDirections(const CellStore<std::uint8_t>& stored, const Windows& windows, Index window)
        : place_(windows.at(window)),
          outer_(windows.with_halo(place_, 1)),
          direction_(outer_.extent) {
        stored.read(outer_, direction_);
    }

    Window place() const { return place_; }
    Window outer() const { return outer_; }
    View<const std::uint8_t> all() const { return direction_.view(); }
    View<const std::uint8_t> inside() const {
        return all().window(in_outer({0, 0}), place_.extent);
    }

    /// A cell of the window in the rows and columns of all().
    Cell in_outer(Cell cell) const {
        return {cell.row + place_.from.row - outer_.from.row,
                cell.col + place_.from.col - outer_.from.col};
    }

private:
    Window place_;
    Window outer_;
    Raster<std::uint8_t> direction_;
};

}  // namespace hazone
