#pragma once

#include <array>

#include "engine/core/grid.hpp"
#include "engine/core/view.hpp"

namespace hazone::models {

/// What is meant by the width of a valley.
struct ValleySpec {
    double height = 10;    // m above the stream
    double widest = 3000;  // m; what is wider has this width
    double cell_size = 1;  // m
};

/// Directions in which the valley is crossed: half a turn in equal steps.
inline constexpr int kCrossings = 16;

/// Measures valleys. The width of the valley in which a cell lies is that of the shortest straight
/// line through its centre whose ends, one on each side, are the first points at which the ground
/// is `height` above the cell. Of kCrossings lines; in a straight valley the shortest is at most
/// 0.5 % longer than the one at right angles to it. Between the centres of cells the ground is
/// bilinear, and the end of a line is interpolated between points a cell apart: a kink of the
/// ground within that cell, as at the foot of a wall, displaces it by less than a cell, and widths
/// below two cells are those of the interpolation.
class ValleyRuler {
public:
    explicit ValleyRuler(const ValleySpec& spec);

    /// Width in m; `widest` where the shortest line is longer, as on a plain. Missing where the
    /// height of the cell is, and where a line which leaves the known ground could be the shortest.
    double width(View<const float> elevation, Cell cell) const;

    /// How far, in cells, it looks from a cell.
    Index reach() const;

private:
    /// A step of one cell, in cells.
    struct Step {
        double rows = 0;
        double cols = 0;
    };
    /// One side of a line.
    struct Side {
        double length = 0;  // in cells
        bool known = true;  // false: the ground is not known further on
    };
    /// The way to the first point which is as high as `level`, no further than `limit` cells.
    static Side side_to(
        View<const float> elevation, Cell cell, Step step, double level, double limit);

    ValleySpec spec_;
    std::array<Step, kCrossings> steps_;
};

}  // namespace hazone::models
