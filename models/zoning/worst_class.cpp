// Hazard class of a cell: the worst of its hazards, with the one that decided kept. Decision
// 18/2021/QD-TTg sets a level for each hazard by itself; adding a level where several meet
// (Art. 4(4)) is a person's decision and no part of this model.
#include "models/zoning/worst_class.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

WorstClass worst_of(std::uint8_t landslide, std::uint8_t flash_flood) {
    const std::uint8_t worst = std::max(landslide, flash_flood);
    const bool one_missing = landslide == kNoClass || flash_flood == kNoClass;
    if (one_missing && worst != kClassCount) {
        return {};
    }
    if (landslide == flash_flood) {
        return {worst, kDecidedByBoth};
    }
    return {worst, worst == landslide ? kDecidedByLandslide : kDecidedByFlashFlood};
}

namespace {

constexpr FieldSpec kNeeds[] = {kLandslideClass, kFlashFloodClass};
constexpr FieldSpec kMakes[] = {kHazardClass, kDecidingHazard};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto landslide = fields.read<std::uint8_t>(kLandslideClass);
    const auto flash_flood = fields.read<std::uint8_t>(kFlashFloodClass);
    const auto worst = fields.write<std::uint8_t>(kHazardClass);
    const auto deciding = fields.write<std::uint8_t>(kDecidingHazard);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const WorstClass answer = worst_of(landslide(row, col), flash_flood(row, col));
        worst(row, col) = answer.hazard_class;
        deciding(row, col) = answer.deciding_hazard;
    });
}

}  // namespace

constinit const Model worst_class{
    .name = "worst_class",
    .summary = "worst of the hazard classes, and the hazard which decided",
    .source = "maximum of the classes",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
