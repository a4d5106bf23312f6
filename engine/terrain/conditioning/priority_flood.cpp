#include "engine/terrain/conditioning/priority_flood.hpp"

#include <algorithm>
#include <cassert>
#include <queue>
#include <tuple>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

struct OpenCell {
    float height = 0;
    Cell cell;

    friend bool operator>(const OpenCell& a, const OpenCell& b) {
        return std::tie(a.height, a.cell.row, a.cell.col) >
               std::tie(b.height, b.cell.row, b.cell.col);
    }
};

bool is_outlet(View<const float> z, Cell cell) {
    if (!is_inner(z.extent(), cell)) {
        return true;
    }
    for (int number = 0; number < kNeighbours; ++number) {
        if (is_missing(z(neighbour(cell, number)))) {
            return true;
        }
    }
    return false;
}

/// The flood front: cells whose filled height is known and whose neighbours were not looked at.
class Front {
public:
    void add(Cell cell, float height) { by_height_.push({height, cell}); }
    void add_to_depression(Cell cell) { depression_.push(cell); }
    bool empty() const { return by_height_.empty() && depression_.empty(); }
    /// Next cell: one of the depression which is being filled, or else the lowest.
    Cell take() {
        if (!depression_.empty()) {
            const Cell cell = depression_.front();
            depression_.pop();
            return cell;
        }
        const Cell cell = by_height_.top().cell;
        by_height_.pop();
        return cell;
    }

private:
    std::priority_queue<OpenCell, std::vector<OpenCell>, std::greater<>> by_height_;
    std::queue<Cell> depression_;
};

}  // namespace

void priority_flood(View<const float> z, View<float> filled) {
    assert(z.extent() == filled.extent());
    const Extent extent = z.extent();
    Raster<std::uint8_t> closed(extent, 0);
    Front front;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            filled(row, col) = z(row, col);
            const bool missing = is_missing(z(row, col));
            if (!missing && is_outlet(z, {row, col})) {
                front.add({row, col}, z(row, col));
                closed(row, col) = 1;
            }
            closed(row, col) |= static_cast<std::uint8_t>(missing);
        }
    }
    while (!front.empty()) {
        const Cell cell = front.take();
        const float level = filled(cell);
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell next = neighbour(cell, number);
            if (!extent.contains(next.row, next.col) || closed(next.row, next.col) != 0) {
                continue;
            }
            closed(next.row, next.col) = 1;
            if (z(next) <= level) {
                filled(next) = level;
                front.add_to_depression(next);
            } else {
                front.add(next, z(next));
            }
        }
    }
}

}  // namespace hazone
