// Unit stream power: the power of the event's peak discharge per area of the bed,
//   omega = rho g Q S / w,   w = a A^b where channel_width is not given (A in km2).
// Bagnold (1966), An approach to the sediment transport problem from general physics, USGS
// Professional Paper 422-I. Width: routing/channel_width.hpp; one of another region changes the
// power by the same factor. Only streams have a bed: other cells have no value. S is the slope of
// the bed, that of the D8 step; of a reach which is flat in the model of the ground, least_slope.
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/debris_flood.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"

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

constexpr ParamSpec kParams[] = {kWidthOf1Km2, kWidthExponent, kLeastReachSlope};

void run(const Params& params, FieldSet& fields) {
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, params[kLeastReachSlope], slope);
    const ChannelWidths widths(params, fields);
    const auto area = fields.read<double>(kContributingArea);
    const auto discharge = fields.read(kPeakDischarge);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto power = fields.write(kUnitStreamPower);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double result =
            unit_stream_power(discharge(row, col), slope(row, col), widths.at({row, col}));
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
    .nanoseconds_per_cell = 9.5,
    .halo = one_cell_halo,
    .uses = kUses,
};

}  // namespace hazone::models
