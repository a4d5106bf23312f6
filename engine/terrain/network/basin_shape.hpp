#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/network/basin_outlets.hpp"

namespace hazone {

/// Ruggedness number of Melton (1965), Journal of Geology 73(1), 1-38: the relief of a basin
/// over the square root of its area. relief: m, area: m2 and above 0.
double melton_ratio(double relief, double area);

/// Relief ratio of Schumm (1956), GSA Bulletin 67(5), 597-646: the relief of a basin over its
/// length. Both m; NaN for a basin without length.
double relief_ratio(double relief, double length);

/// Basins and their ground; all views have one extent.
struct BasinGround {
    View<const std::int32_t> basin;     // labels from 1, 0 for none
    View<const float> filled;           // m
    View<const float> slope;            // rad
    View<const float> upstream_length;  // m
    double cell_size = 1;               // m
};

/// Form of a basin. But for its own area, what is said is said of all the ground above its outlet,
/// the basins above included: an area between two outlets has no ratios of its own. NaN for ground
/// with several outlets or none, and for what lies below such ground; the relief and its ratios
/// also where an elevation is missing.
struct BasinShape {
    std::int32_t label = 0;
    std::int32_t downstream = 0;  // basin into which it flows; 0 for none
    double area = 0;              // m2, of its own cells
    double catchment_area = 0;    // m2
    double relief = 0;            // m, between the highest and the lowest cell
    double mean_slope = 0;        // rad, over the cells with a slope
    double path_length = 0;       // m, of the longest flow path
    double length = 0;            // m, straight from the outlet to the cell farthest from it
    double melton_ratio = 0;
    double relief_ratio = 0;  // relief / length
};

/// The form of every basin, by label. `outlets` as basin_outlets() gives them. Sums are taken in
/// double and in a fixed order: same bits for any number of threads. Scratch: some hundred bytes
/// per basin and band of 64 rows which it meets.
std::vector<BasinShape> basin_shapes(const BasinGround& ground,
                                     const std::vector<BasinOutlet>& outlets);

/// Gives every cell the value of its basin, missing where it has none or its value is NaN. `shapes`
/// by label, as basin_shapes() gives them.
void spread_by_basin(View<const std::int32_t> basin,
                     const std::vector<BasinShape>& shapes,
                     double BasinShape::*value,
                     View<float> out);

}  // namespace hazone
