// Specific catchment area where water is shared among all lower neighbours: contributing area per
// unit length of contour,
//   a = A / b,  b = cell size.
// Beven & Kirkby (1979), Hydrological Sciences Bulletin 24(1), 43-69,
// https://doi.org/10.1080/02626667909491834. The sum of the lengths of contour by which Quinn et
// al. (1991) share the water is not its width: on a plane which faces east it is 1.21 cells, the
// flow one cell wide.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/terrain/flow/specific_catchment_area.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kMultipleFlowContributingArea};
constexpr FieldSpec kMakes[] = {kSpecificCatchmentArea};

void run(const Params& /*params*/, FieldSet& fields) {
    make_specific_catchment_area(kMultipleFlowContributingArea, fields);
}

}  // namespace

constinit const Model multiple_flow_specific_area{
    .name = "multiple_flow_specific_area",
    .summary = "multiple-flow contributing area per unit contour length",
    .source = "Beven & Kirkby (1979), doi:10.1080/02626667909491834",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 7,
    .halo = no_halo,
};

}  // namespace hazone::models
