#include "engine/terrain/network/convex_hull.hpp"

#include <algorithm>

namespace hazone {
namespace {

/// Above 0 when the way from a over b to c turns left; 0 on a line.
Index turn(Cell a, Cell b, Cell c) {
    return (b.row - a.row) * (c.col - a.col) - (b.col - a.col) * (c.row - a.row);
}

/// Appends the cells in their order as one half of the hull, the last cell left out.
template <class Cells>
void append_half(const Cells& cells, std::vector<Cell>& hull) {
    const std::size_t start = hull.size();
    for (const Cell cell : cells) {
        while (hull.size() >= start + 2 && turn(hull[hull.size() - 2], hull.back(), cell) <= 0) {
            hull.pop_back();
        }
        hull.push_back(cell);
    }
    hull.pop_back();
}

}  // namespace

std::vector<Cell> convex_hull(std::vector<Cell> cells) {
    std::sort(cells.begin(), cells.end(),
              [](Cell a, Cell b) { return a.row < b.row || (a.row == b.row && a.col < b.col); });
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    if (cells.size() < 3) {
        return cells;
    }
    std::vector<Cell> hull;
    append_half(cells, hull);
    std::reverse(cells.begin(), cells.end());
    append_half(cells, hull);
    return hull;
}

}  // namespace hazone
