#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/grid.hpp"
#include "engine/core/zone_cover.hpp"

namespace hazone {

/// Runs and parts of one zone, in the order of rows, then columns.
struct CoveredCells {
    std::vector<CellRun> runs = {};
    std::vector<CellPart> parts = {};
    double area = 0;  // m2 of the rings, inside the grid and outside
};

/// Exact cover of polygons on a grid. An edge which crosses a cell adds to it the signed area
/// between the edge and the cell's right side, and to all cells right of it the signed height it
/// passes; edges that go down count one way and edges that go up the other, so that a cell's sum is
/// the area inside. It is the signed-area accumulation of font rasterisers (R. Levien, "Inside the
/// fastest font renderer in the world", 2016; FreeType, src/smooth/ftgrays.c), in double and with
/// the crossings of an edge computed from its upper end, whichever way the ring runs: two polygons
/// share an edge without a gap. No sampling; the error is that of rounding, below 1e-9 of a cell
/// for grids of up to 1e5 rows and columns.
class RingCover {
public:
    explicit RingCover(const Grid& grid);

    /// Adds a ring: its outline counts as ground of the zone, or takes a hole out of it, whichever
    /// way the points run. The last point may repeat the first. The rings of a zone must form valid
    /// polygons: a hole lies inside an outline, outlines do not overlap. Fewer than three points
    /// are nothing.
    void add_outline(std::span<const Point> points) { add_ring(points, 1); }
    void add_hole(std::span<const Point> points) { add_ring(points, -1); }

    /// The cover of the rings added since the last call.
    CoveredCells take();

private:
    /// What the edges in one cell add: `height` to all cells to the right, `area` to this one.
    struct Touch {
        std::int32_t row;
        std::int32_t col;
        double height;
        double area;
    };
    /// A point in units of cells from the north-west corner, v to the south.
    struct Place {
        double u;
        double v;
    };

    void add_ring(std::span<const Point> points, double sign);
    void add_edge(Place from, Place to);
    void add_in_row(std::int32_t row, Place upper, Place lower, double sign);
    void add_in_columns(std::int32_t row, Place upper, Place lower, double sign);
    void touch(std::int32_t row, std::int32_t col, double height, double area);
    void take_row(std::span<const Touch> touches, CoveredCells& cells) const;

    Grid grid_;
    double area_ = 0;  // cells
    std::vector<Touch> touches_;
    std::vector<Place> ring_;
};

}  // namespace hazone
