#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/raster.hpp"

namespace hazone::demo {

/// Where the water of every cell goes, as a forest whose roots are outlets: the form in which a
/// river profile is solved from the mouth to the source. Cells are numbered row * cols + col.
struct DrainageTree {
    std::vector<std::int32_t> receiver;  // of each cell; an outlet is its own receiver
    std::vector<std::int32_t> order;     // every cell once, a receiver before its donors
};

/// The tree of steepest descent; where there is none (pits, flats) the water goes back along the
/// path on which rising water would have come (priority flood: Barnes, Lehman and Mulla 2014,
/// doi:10.1016/j.cageo.2013.04.024). Every cell reaches a cell whose `outlet` is not 0; there must
/// be one. Nothing may be missing.
DrainageTree drainage_tree(View<const double> elevation, View<const std::uint8_t> outlet);

/// Number of cells which drain through each cell, its own included.
std::vector<double> contributing_cells(const DrainageTree& tree);

/// Distance between the centres of a cell and its receiver in cells: 1, sqrt 2, or 0 at an outlet.
double receiver_distance(std::int32_t cell, std::int32_t receiver, Index cols);

}  // namespace hazone::demo
