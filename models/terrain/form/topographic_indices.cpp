// Indices of how much water a cell gets (specific catchment area a, m) against how steeply it can
// leave (slope b):
//   wetness index         ln(a / tan b)
//   stream power index    a tan b
//   length-slope factor   1.4 (a / 22.13)^0.4 (sin b / 0.0896)^1.3
// Beven & Kirkby (1979), Hydrological Sciences Bulletin 24(1), 43-69,
// https://doi.org/10.1080/02626667909491834; Moore, Grayson & Ladson (1991), Hydrological Processes
// 5(1), 3-30, https://doi.org/10.1002/hyp.3360050103; Moore & Wilson (1992), Journal of Soil and
// Water Conservation 47(5), 423-428. The wetness index has no value on level ground: there the
// slope is bounded below by the parameter least_slope.
#include "models/terrain/form/topographic_indices.hpp"

#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/topographic_indices.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double wetness_index_of(double specific_area, double slope, double least_slope) {
    // A missing slope compares false and stays.
    const double bounded = slope < least_slope ? least_slope : slope;
    return std::log(specific_area / std::tan(bounded));
}

double stream_power_index_of(double specific_area, double slope) {
    return specific_area * std::tan(slope);
}

double length_slope_factor_of(double specific_area, double slope) {
    return 1.4 * std::pow(specific_area / 22.13, 0.4) * std::pow(std::sin(slope) / 0.0896, 1.3);
}

namespace {

constexpr FieldSpec kNeeds[] = {kSpecificCatchmentArea, kSlope};
constexpr FieldSpec kMakes[] = {kWetnessIndex, kStreamPowerIndex, kLengthSlopeFactor};

constexpr ParamSpec kLeastSlope{.name = "least_slope",
                                .unit = Unit::radian,
                                .fallback = 0.001,
                                .lowest = 1e-6,
                                .highest = 0.1,
                                .meaning = "wetness_index: gentler ground counts as this steep"};
constexpr ParamSpec kParams[] = {kLeastSlope};

void run(const Params& params, FieldSet& fields) {
    hazone::topographic_indices(
        fields.read(kSpecificCatchmentArea), fields.read(kSlope), params[kLeastSlope],
        {.wetness_index = fields.write_if_wanted(kWetnessIndex),
         .stream_power_index = fields.write_if_wanted(kStreamPowerIndex),
         .length_slope_factor = fields.write_if_wanted(kLengthSlopeFactor)});
}

}  // namespace

constinit const Model topographic_indices{
    .name = "topographic_indices",
    .summary = "topographic wetness index, stream power index and length-slope factor",
    .source =
        "Beven & Kirkby (1979), doi:10.1080/02626667909491834; Moore, Grayson & Ladson (1991), "
        "doi:10.1002/hyp.3360050103; Moore & Wilson (1992)",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
    .on_demand = true,
};

}  // namespace hazone::models
