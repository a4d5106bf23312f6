// Specific catchment area: contributing area per unit length of contour,
//   a = A / b,  b = cell size.
// Beven & Kirkby (1979), Hydrological Sciences Bulletin 24(1), 43-69,
// https://doi.org/10.1080/02626667909491834.
#include "models/terrain/flow/specific_catchment_area.hpp"

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

void make_specific_catchment_area(const FieldSpec& contributing_area, FieldSet& fields) {
    const auto area = fields.read<double>(contributing_area);
    const auto specific = fields.write(kSpecificCatchmentArea);
    const double width = fields.grid().cell_size;
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        specific(row, col) = static_cast<float>(area(row, col) / width);
    });
}

namespace {

constexpr FieldSpec kNeeds[] = {kContributingArea};
constexpr FieldSpec kMakes[] = {kSpecificCatchmentArea};

void run(const Params& /*params*/, FieldSet& fields) {
    make_specific_catchment_area(kContributingArea, fields);
}

}  // namespace

constinit const Model specific_catchment_area{
    .name = "specific_catchment_area",
    .summary = "contributing area per unit contour length",
    .source = "Beven & Kirkby (1979), doi:10.1080/02626667909491834",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 7,
    .halo = no_halo,
};

}  // namespace hazone::models
