#pragma once

#include <utility>

#include "models/terrain/network/slope_unit_tree.hpp"

namespace hazone::models {

/// Neighbours among the finest parts, each pair once, the lower number first, in rising order.
using UnitBorders = std::vector<std::pair<std::int32_t, std::int32_t>>;

/// The pairs of numbers which meet at the side of two cells.
UnitBorders unit_borders(const std::vector<std::int32_t>& label, Extent extent);

/// How well units divide the ground.
struct Segmentation {
    double least_area = 0;  // m2, as in SlopeUnitRule
    double largest_variance = 0;
    double units = 0;
    double internal_variance = 0;  // V, 0 to 1: 0 where every unit faces one way
    double autocorrelation = 0;    // I, -1 to 1: low where neighbours face other ways
    double quality = 0;            // F, 0 to 2: high is good; missing where I is
};

/// V and I of these units, F missing. I is missing where there is nothing to compare: fewer than
/// two units with a direction, no two of them neighbours, or all facing one way.
Segmentation segmentation_of(const SlopeUnitTree& tree,
                             const std::vector<std::int32_t>& units,
                             const UnitBorders& borders);

/// Fills in F of all, and gives the place of the best: the first of the highest. The first of all
/// where F is missing everywhere.
std::size_t judge(std::vector<Segmentation>& all);

/// What the search tries, each from coarse to fine.
struct SlopeUnitChoices {
    std::vector<double> least_areas;
    std::vector<double> largest_variances;
};

/// The result of a search: the units, and what was tried.
struct SlopeUnitSearch {
    SlopeUnitTree tree;
    std::vector<std::int32_t> units;  // of the best, as SlopeUnitTree::units
    std::vector<Segmentation> tried;
    std::size_t best = 0;
};

/// Tries every pair of the choices, with the channels of `rule`; same bits for any number of
/// threads. The ground is divided once, by the finest pair, and every other is read off the tree.
SlopeUnitSearch search_slope_units(const SlopeUnitGround& ground,
                                   const SlopeUnitRule& rule,
                                   const SlopeUnitChoices& choices);

}  // namespace hazone::models
