// The best of several divisions into slope units: little variance of aspect within a unit, little
// likeness of aspect between neighbours,
//   V = sum(s_n v_n) / sum(s_n)
//   I = N sum(w_nl (a_n - a)(a_l - a)) / (sum(w_nl) sum((a_n - a)^2))
//   F = (V_max - V) / (V_max - V_min) + (I_max - I) / (I_max - I_min), to be largest,
// s area and v circular variance of aspect of a unit, a_n its mean aspect and a the mean of these,
// w 1 for neighbours and else 0, extremes over all divisions that are compared. Espindola, Camara,
// Reis, Bins & Monteiro (2006), International Journal of Remote Sensing 27, 3035-3040,
// https://doi.org/10.1080/01431160600617194, for grey levels; Alvioli et al. (2016), Geoscientific
// Model Development 9, 3975-3991, https://doi.org/10.5194/gmd-9-3975-2016, for aspect.
//
// An aspect is a direction: here a_n is the unit vector of the mean aspect, a the mean of these
// vectors, and products are scalar products, so that I is that of Moran in two dimensions and knows
// no jump in the north. Cells without an aspect have no part in v and s, nor units of them in I.
#include "models/terrain/network/slope_unit_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::models {
namespace {

void keep_each_once(UnitBorders& borders) {
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
}

void add_border(std::int32_t one, std::int32_t other, UnitBorders& borders) {
    if (one != other && one != kNoLabel && other != kNoLabel) {
        const auto pair = std::minmax(one, other);
        if (borders.empty() || borders.back() != UnitBorders::value_type(pair)) {
            borders.emplace_back(pair);
        }
    }
}

/// Where the units face: unit vectors less their mean; none for a unit without a direction.
struct Facings {
    std::vector<double> east, north;
    double units = 0;
    double scatter = 0;

    Facings(const SlopeUnitTree& tree, const std::vector<bool>& is_unit)
        : east(tree.nodes.size(), kMissing), north(tree.nodes.size(), kMissing) {
        double mean_east = 0;
        double mean_north = 0;
        for (std::size_t node = 0; node < is_unit.size(); ++node) {
            const SlopeUnitNode& own = tree.nodes[node];
            const double length = std::hypot(own.sines, own.cosines);
            if (is_unit[node] && length > 1e-9 * own.facing) {
                east[node] = own.sines / length;
                north[node] = own.cosines / length;
                mean_east += east[node];
                mean_north += north[node];
                units += 1;
            }
        }
        for (std::size_t node = 0; node < is_unit.size() && units > 0; ++node) {
            east[node] -= mean_east / units;
            north[node] -= mean_north / units;
            scatter +=
                is_missing(east[node]) ? 0 : east[node] * east[node] + north[node] * north[node];
        }
    }

    double product(std::size_t one, std::size_t other) const {
        return east[one] * east[other] + north[one] * north[other];
    }
};

std::vector<bool> units_among(const SlopeUnitTree& tree, const std::vector<std::int32_t>& units) {
    std::vector<bool> is_unit(tree.nodes.size(), false);
    for (std::size_t node = kWholeGround; node < units.size(); ++node) {
        if (tree.nodes[node].parts == 0) {  // one of the finest, and so in some unit
            is_unit[static_cast<std::size_t>(units[node])] = tree.nodes[node].cells > 0;
        }
    }
    return is_unit;
}

double autocorrelation(const Facings& facings,
                       const std::vector<std::int32_t>& units,
                       const UnitBorders& finest) {
    UnitBorders borders;
    borders.reserve(finest.size());
    for (const auto& [one, other] : finest) {
        add_border(units[static_cast<std::size_t>(one)], units[static_cast<std::size_t>(other)],
                   borders);
    }
    keep_each_once(borders);
    double sum = 0;
    double pairs = 0;
    for (const auto& [one, other] : borders) {
        const double product =
            facings.product(static_cast<std::size_t>(one), static_cast<std::size_t>(other));
        if (!is_missing(product)) {
            sum += product;
            pairs += 1;
        }
    }
    const bool comparable = pairs > 0 && facings.scatter > 1e-12 * facings.units;
    return comparable ? facings.units * sum / (pairs * facings.scatter) : double{kMissing};
}

/// Share of the way from the highest to the lowest of all values; 0 where all are alike.
struct Scale {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    double share(double value) const { return high > low ? (high - value) / (high - low) : 0; }
};

}  // namespace

UnitBorders unit_borders(const std::vector<std::int32_t>& label, Extent extent) {
    constexpr std::size_t kMany = std::size_t{1} << 22;
    std::size_t limit = kMany;
    UnitBorders borders;
    for (Index row = 0; row < extent.rows; ++row) {
        const auto first = static_cast<std::size_t>(row * extent.cols);
        const auto cols = static_cast<std::size_t>(extent.cols);
        for (std::size_t col = 0; col < cols; ++col) {
            if (col + 1 < cols) {
                add_border(label[first + col], label[first + col + 1], borders);
            }
            if (row + 1 < extent.rows) {
                add_border(label[first + col], label[first + col + cols], borders);
            }
        }
        if (borders.size() > limit) {
            keep_each_once(borders);
            limit = std::max(kMany, 2 * borders.size());
        }
    }
    keep_each_once(borders);
    return borders;
}

Segmentation segmentation_of(const SlopeUnitTree& tree,
                             const std::vector<std::int32_t>& units,
                             const UnitBorders& borders) {
    const std::vector<bool> is_unit = units_among(tree, units);
    Segmentation made{.quality = kMissing};
    double spread = 0;
    double facing = 0;
    for (std::size_t node = 0; node < is_unit.size(); ++node) {
        if (is_unit[node]) {
            made.units += 1;
            spread += tree.nodes[node].facing * tree.nodes[node].variance();
            facing += tree.nodes[node].facing;
        }
    }
    made.internal_variance = facing > 0 ? spread / facing : double{kMissing};
    made.autocorrelation = autocorrelation(Facings(tree, is_unit), units, borders);
    return made;
}

std::size_t judge(std::vector<Segmentation>& all) {
    Scale variance;
    Scale likeness;
    for (const Segmentation& own : all) {
        if (!is_missing(own.autocorrelation)) {
            variance.add(own.internal_variance);
            likeness.add(own.autocorrelation);
        }
    }
    std::size_t best = 0;
    for (std::size_t number = 0; number < all.size(); ++number) {
        Segmentation& own = all[number];
        own.quality = is_missing(own.autocorrelation) ? double{kMissing}
                                                      : variance.share(own.internal_variance) +
                                                            likeness.share(own.autocorrelation);
        if (own.quality > all[best].quality ||
            (is_missing(all[best].quality) && !is_missing(own.quality))) {
            best = number;
        }
    }
    return best;
}

SlopeUnitSearch search_slope_units(const SlopeUnitGround& ground,
                                   const SlopeUnitRule& rule,
                                   const SlopeUnitChoices& choices) {
    std::vector<SlopeUnitRule> rules;
    SlopeUnitRule finest = rule;
    finest.least_area = std::numeric_limits<double>::infinity();
    finest.largest_variance = 1;
    for (const double area : choices.least_areas) {
        for (const double variance : choices.largest_variances) {
            rules.push_back(rule);
            rules.back().least_area = area;
            rules.back().largest_variance = variance;
            finest.least_area = std::min(finest.least_area, area);
            finest.largest_variance = std::min(finest.largest_variance, variance);
        }
    }
    SlopeUnitSearch search{.tree = slope_unit_tree(ground, finest)};
    const UnitBorders borders = unit_borders(search.tree.finest, ground.direction.extent());
    search.tried.resize(rules.size());
    for_each_block(static_cast<Index>(rules.size()), [&](Index number) {
        const auto place = static_cast<std::size_t>(number);
        Segmentation& own = search.tried[place];
        own = segmentation_of(search.tree, search.tree.units(rules[place], ground), borders);
        own.least_area = rules[place].least_area;
        own.largest_variance = rules[place].largest_variance;
    });
    search.best = judge(search.tried);
    search.units = search.tree.units(rules[search.best], ground);
    return search;
}

}  // namespace hazone::models
