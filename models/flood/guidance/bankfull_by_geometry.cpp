// Discharge which fills a channel to its banks: width and depth by hydraulic geometry on the
// contributing area, W = a A^b and D = c A^f with A in km2, and Manning's law for a rectangle, as
// Carpenter et al. (1999), https://doi.org/10.1016/S0022-1694(99)00115-8, do. The curve of the
// width is that of the United States in Bieger et al. (2015), Journal of the American Water
// Resources Association 51(3), 842-858, https://doi.org/10.1111/jawr.12282. Depths differ from
// region to region by a factor, and the guidance with them: the model serves only where they are
// set.
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {

double bankfull_discharge(const BankfullSection& section) {
    const double area = section.width * section.depth;
    const double radius = area / (section.width + 2 * section.depth);
    return area * std::pow(radius, 2.0 / 3) * std::sqrt(section.slope) / section.roughness;
}

Raster<float> discharge_as_threshold(View<const float> discharge) {
    Raster<float> threshold(discharge.extent());
    for_each_cell(discharge.extent(),
                  [&](Index row, Index col) { threshold(row, col) = discharge(row, col); });
    return threshold;
}

namespace {

constexpr FieldSpec kNeeds[] = {kContributingArea, kFilledElevation, kFlowDirection};
constexpr FieldSpec kUses[] = {kChannelWidth};
constexpr FieldSpec kMakes[] = {kBankfullDischarge};

constexpr ParamSpec kParams[] = {kWidthOf1Km2,   kWidthExponent,     kDepthOf1Km2,
                                 kDepthExponent, kBankfullRoughness, kLeastReachSlope};

void run(const Params& params, FieldSet& fields) {
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, params[kLeastReachSlope], slope);
    const ChannelWidths widths(params, fields);
    const auto area = fields.read<double>(kContributingArea);
    const auto discharge = fields.write(kBankfullDischarge);
    const BankfullSection unit{.depth = params[kDepthOf1Km2],
                               .roughness = params[kBankfullRoughness]};
    const double depth_exponent = params[kDepthExponent];
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double size = 1e-6 * area(row, col);
        BankfullSection section = unit;
        section.width = widths.at({row, col});
        section.depth = unit.depth * std::pow(size, depth_exponent);
        section.slope = slope(row, col);
        discharge(row, col) = static_cast<float>(bankfull_discharge(section));
    });
}

}  // namespace

constinit const Model bankfull_by_geometry{
    .name = "bankfull_by_geometry",
    .summary = "discharge which fills the channel, by hydraulic geometry and Manning's law",
    .source =
        "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8; Bieger et al. (2015), "
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
