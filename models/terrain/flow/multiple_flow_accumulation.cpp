// Contributing area where each cell shares its water among all its lower neighbours, in proportion
// to
//   L (tan b)^p,
// b the slope to the neighbour, p the exponent, L the length of contour across which it flows.
// Freeman (1991), Computers & Geosciences 17(3), 413-422,
// https://doi.org/10.1016/0098-3004(91)90048-I: p = 1.1, L equal.
// Quinn, Beven, Chevallier & Planchon (1991), Hydrological Processes 5(1), 59-79,
// https://doi.org/10.1002/hyp.3360050106: p = 1, L 1/2 cell straight, sqrt 2 / 4 diagonal.
// Holmgren (1994), Hydrological Processes 8(4), 327-334, https://doi.org/10.1002/hyp.3360080405:
// p from 1 to infinity, best from 4 to 6, L equal.
// Flats follow the D8 direction.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/multiple_flow.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kExponent{
    .name = "exponent",
    .unit = Unit::one,
    .fallback = 1.1,
    .lowest = 0,
    .highest = 50,
    .meaning =
        "power of the slope: 1.1 Freeman (1991), 1 Quinn et al. (1991), 4 to 6 Holmgren "
        "(1994); the larger, the more of the water takes the steepest way"};
constexpr std::string_view kContours[] = {"equal", "quinn"};
constexpr ParamSpec kContourLength{
    .name = "contour_length",
    .fallback = 0,
    .meaning =
        "weight of a direction: the same for all, or that of Quinn et al. (1991), by which "
        "diagonal neighbours receive less",
    .choices = kContours};
constexpr ParamSpec kParams[] = {kExponent, kContourLength};
constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection};
constexpr FieldSpec kMakes[] = {kMultipleFlowContributingArea};

void run(const Params& params, FieldSet& fields) {
    const FlowSharing sharing{.exponent = params[kExponent],
                              .contour = params.choice<ContourLength>(kContourLength)};
    const auto filled = fields.read(kFilledElevation);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    hazone::multiple_flow_accumulation(filled, direction, sharing,
                                       fields.write<double>(kMultipleFlowContributingArea),
                                       fields.grid().cell_area());
}

}  // namespace

constinit const Model multiple_flow_accumulation{
    .name = "multiple_flow_accumulation",
    .summary = "contributing area where water is shared among all lower neighbours",
    .source =
        "Freeman (1991), doi:10.1016/0098-3004(91)90048-I; "
        "Quinn et al. (1991), doi:10.1002/hyp.3360050106; "
        "Holmgren (1994), doi:10.1002/hyp.3360080405",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 45,
};

}  // namespace hazone::models
