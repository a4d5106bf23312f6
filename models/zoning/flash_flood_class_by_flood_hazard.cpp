// Class of the flash-flood hazard by the hazard class H1 to H6 of a flood in two dimensions (AIDR
// 2017, Guideline 7-3, table 1): H1 or dry is very low, H2 (small vehicles) low, H3 (vehicles,
// children, the elderly) medium, H4 (all people) high, H5 and H6 (buildings too) very high.
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFloodHazardClass};
constexpr FieldSpec kMakes[] = {kFlashFloodClass};

void numbers(const FieldSet& fields, View<float> values) {
    const auto classes = fields.read<std::uint8_t>(kFloodHazardClass);
    for_each_cell(values.extent(), [=](Index row, Index col) {
        const std::uint8_t own = classes(row, col);
        values(row, col) = own == kNoClass ? kMissing : static_cast<float>(own);
    });
}

constexpr auto kParams = class_params(limits_from(kFloodHazardClass, {2, 3, 4, 5}));
constexpr ClassSource kSource{
    .model = "flash_flood_class_by_flood_hazard",
    .of = "flood_hazard_class",
    .reads = kNeeds,
    .makes = &kMakes[0],
    .values = numbers,
};

}  // namespace

constinit const Model flash_flood_class_by_flood_hazard{
    .name = "flash_flood_class_by_flood_hazard",
    .summary =
        "class of the flash-flood hazard by the classes H1 to H6 of a flood in two dimensions",
    .source = "AIDR (2017), Guideline 7-3; limits of the scenario",
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
