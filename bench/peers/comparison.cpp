#include "bench/peers/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_direction.hpp"

namespace hazone::bench {
namespace {

double difference(double first, double second, const ComparisonRules& rules) {
    if (first == second) {
        return 0;  // two infinities too
    }
    double apart = std::abs(first - second);
    if (rules.circle > 0) {
        apart = std::min(apart, std::abs(rules.circle - apart));
    }
    return rules.relative ? apart / std::max(std::abs(first), std::abs(second)) : apart;
}

/// Counts one cell; its difference goes to `apart`.
void compare(double first,
             double second,
             const ComparisonRules& rules,
             Agreement& found,
             std::vector<float>& apart) {
    if (is_missing(first) || is_missing(second)) {
        found.only_in_first += is_missing(first) ? 0 : 1;
        found.only_in_second += is_missing(second) ? 0 : 1;
        return;
    }
    const double amount = difference(first, second, rules);
    found.equal += amount == 0 ? 1 : 0;
    found.within += amount <= rules.tolerance ? 1 : 0;
    found.greatest = std::max(found.greatest, amount);
    apart.push_back(static_cast<float>(amount));
}

/// The value below which `share` of the values lie; reorders them.
double quantile(std::vector<float>& values, double share) {
    if (values.empty()) {
        return 0;
    }
    const auto place = values.begin() +
                       static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return double{*place};
}

/// True when two neighbours lie equally steep below the cell, or none lies below.
bool steepest_way_is_doubtful(View<const float> z, Cell cell) {
    double steepest = 0;
    int ways = 0;
    for (int number = 0; number < kNeighbours; ++number) {
        const double slope = (double{z(cell)} - z(neighbour(cell, number))) / step_length(number);
        if (slope > steepest) {
            steepest = slope;
            ways = 1;
        } else if (slope == steepest) {
            ++ways;
        }
    }
    return steepest == 0 || ways != 1;
}

}  // namespace

Agreement agreement_of(View<const double> first,
                       View<const double> second,
                       View<const std::uint8_t> where,
                       const ComparisonRules& rules) {
    Agreement found;
    std::vector<float> apart;
    for (Index row = 0; row < first.rows(); ++row) {
        for (Index col = 0; col < first.cols(); ++col) {
            if (where.extent().empty() || where(row, col) != 0) {
                compare(first(row, col) * rules.scale, second(row, col), rules, found, apart);
            }
        }
    }
    found.compared = static_cast<Index>(apart.size());
    found.median = quantile(apart, 0.5);
    found.percentile_99 = quantile(apart, 0.99);
    return found;
}

Raster<std::uint8_t> cells_with_one_d8_area(View<const float> elevation) {
    const Extent extent = elevation.extent();
    Raster<float> filled(extent);
    fill_depressions(elevation, filled);
    Raster<std::uint8_t> direction(extent);
    flow_direction(filled, direction);
    Raster<float> doubt(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        const Cell cell{row, col};
        const float* level = elevation.row(row) + col;
        const bool inner = is_inner(extent, cell);
        const bool edge =
            !inner || beside_missing(level - elevation.stride(), level, level + elevation.stride());
        const bool doubtful = edge || filled(row, col) > elevation(row, col) ||
                              steepest_way_is_doubtful(elevation, cell);
        doubt(row, col) = doubtful ? 1.0F : 0.0F;
    });
    Raster<double> doubts(extent);
    accumulate(direction, doubt, doubts);
    Raster<std::uint8_t> sure(extent);
    for_each_cell(extent, [&](Index row, Index col) { sure(row, col) = doubts(row, col) == 0; });
    return sure;
}

}  // namespace hazone::bench
