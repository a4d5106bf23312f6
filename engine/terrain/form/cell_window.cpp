#include "engine/terrain/form/cell_window.hpp"

#include <cmath>

namespace hazone {
namespace {

// A radius of three cells shall reach the third in spite of rounding.
constexpr double kRounding = 1e-9;

double reach_in_cells(double radius, double cell_size) {
    return std::max(1.0, radius / cell_size * (1 + kRounding));
}

}  // namespace

Index radius_in_cells(double radius, double cell_size) {
    return static_cast<Index>(reach_in_cells(radius, cell_size));
}

CellWindow window_around(WindowShape shape, double radius, double cell_size) {
    const Index cells = radius_in_cells(radius, cell_size);
    CellWindow window;
    window.half_widths.assign(static_cast<std::size_t>(cells) + 1, cells);
    if (shape == WindowShape::disc) {
        const double reach = reach_in_cells(radius, cell_size);
        for (Index rows_away = 0; rows_away <= cells; ++rows_away) {
            const auto away = static_cast<double>(rows_away);
            window.half_widths[static_cast<std::size_t>(rows_away)] =
                static_cast<Index>(std::sqrt(reach * reach - away * away));
        }
    }
    return window;
}

}  // namespace hazone
