// Unit stream power: the power of the event's peak discharge per area of the bed,
//   omega = rho g Q S / w,   w = a A^b where channel_width is not given (A in km2).
// Bagnold (1966), An approach to the sediment transport problem from general physics, USGS
// Professional Paper 422-I. Width: Bieger et al. (2015), https://doi.org/10.1111/jawr.12282, United
// States; a width of another region changes the power by the same factor.
// Only streams have a bed: other cells have no value.
// S is the slope of the bed, that of the D8 step; of a reach which is flat in the model of the
// ground, least_slope.
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/debris_flood.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models {

double unit_stream_power(double discharge, double slope, double width) {
    constexpr double kWaterUnitWeight = 9810.0;  // N/m3
    return kWaterUnitWeight * discharge * slope / width;
}

namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischarge, kContributingArea, kFilledElevation, kFlowDirection,
                                kStreamNetwork};
constexpr FieldSpec kUses[] = {kChannelWidth};
constexpr FieldSpec kMakes[] = {kUnitStreamPower};

constexpr ParamSpec kWidth{.name = "width_of_1_km2",
                           .unit = Unit::metre,
                           .fallback = 2.7,
                           .lowest = 0.01,
                           .highest = 100,
                           .meaning = "width below 1 km2, where channel_width is not given"};
constexpr ParamSpec kWidthExponent{.name = "width_exponent",
                                   .fallback = 0.352,
                                   .lowest = 0,
                                   .highest = 1,
                                   .meaning = "power of the contributing area for the width"};
constexpr ParamSpec kLeastSlope{.name = "least_slope",
                                .fallback = 1e-3,
                                .lowest = 1e-6,
                                .highest = 1,
                                .meaning = "flatter ground counts as this steep, m/m"};
constexpr ParamSpec kParams[] = {kWidth, kWidthExponent, kLeastSlope};

void run(const Params& params, FieldSet& fields) {
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, params[kLeastSlope], slope);
    const bool wide = fields.has(kChannelWidth);
    const auto given = wide ? fields.read(kChannelWidth) : View<const float>();
    const auto area = fields.read<double>(kContributingArea);
    const auto discharge = fields.read(kPeakDischarge);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto power = fields.write(kUnitStreamPower);
    const double width_of_1_km2 = params[kWidth];
    const double exponent = params[kWidthExponent];
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double width = wide && !is_missing(given(row, col))
                                 ? double{given(row, col)}
                                 : width_of_1_km2 * std::pow(1e-6 * area(row, col), exponent);
        const double result = unit_stream_power(discharge(row, col), slope(row, col), width);
        const bool known = stream(row, col) == 1 && !is_missing(area(row, col));
        power(row, col) = known ? static_cast<float>(result) : kMissing;
    });
}

}  // namespace

constinit const Model unit_stream_power_of_peak{
    .name = "unit_stream_power_of_peak",
    .summary = "power of the peak discharge per area of the channel's bed",
    .source =
        "Bagnold (1966), USGS Professional Paper 422-I; width: Bieger et al. (2015), "
        "doi:10.1111/jawr.12282",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 60,
    .halo = one_cell_halo,
    .uses = kUses,
};

}  // namespace hazone::models
