#include "engine/core/grid.hpp"

#include <cmath>

namespace hazone {

Cell Grid::cell_at(Point point) const {
    return {static_cast<Index>(std::floor((north - point.y) / cell_size)) - first.row,
            static_cast<Index>(std::floor((point.x - west) / cell_size)) - first.col};
}

Grid Grid::part(Window window) const {
    Grid grid = *this;
    grid.whole = whole.empty() ? extent : whole;
    grid.extent = window.extent;
    grid.first = {first.row + window.from.row, first.col + window.from.col};
    return grid;
}

Grid Grid::whole_grid() const {
    Grid grid = *this;
    grid.extent = whole.empty() ? extent : whole;
    grid.first = {0, 0};
    grid.whole = {0, 0};
    return grid;
}

}  // namespace hazone
