// Class of the flash-flood hazard by the peak discharge per contributing area, a depth of water in
// time: 1 m3/s from 1 km2 is 3.6 mm/h. The defaults, 0.5, 1, 2 and 5 m3/s from 1 km2, are hazone's
// own. On a slope of few cells the peak is nearly the highest intensity of the rain; it says more
// of streams.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischarge, kContributingArea};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};
/// For the limits alone.
constexpr FieldSpec kUnitDischarge{"unit_discharge", Unit::metre_per_second,
                                   "peak discharge per contributing area", 0, 1};

void unit_discharge(const FieldSet& fields, View<float> values) {
    const auto discharge = fields.read(kPeakDischarge);
    const auto area = fields.read<double>(kContributingArea);
    for_each_cell(values.extent(), [=](Index row, Index col) {
        values(row, col) = static_cast<float>(double{discharge(row, col)} / area(row, col));
    });
}

constexpr auto kParams = class_params(limits_from(kUnitDischarge, {0.5e-6, 1e-6, 2e-6, 5e-6}));
constexpr ClassSource kSource{
    .model = "flash_flood_class_by_unit_discharge",
    .of = "peak_discharge per contributing_area",
    .unit = Unit::metre_per_second,
    .reads = kNeeds,
    .makes = &kMakes[0],
    .values = unit_discharge,
};

}  // namespace

constinit const Model flash_flood_class_by_unit_discharge{
    .name = "flash_flood_class_by_unit_discharge",
    .summary = "class of the flash-flood hazard by the peak discharge per area",
    .source = "limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run_classes<kSource>,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 3,
    .halo = class_halo,
    .run_stored = run_stored_classes<kSource>,
    .check = check_source<kSource>,
};

}  // namespace hazone::models
