// The highest nowcast of landslide_nowcast of all moments of the run. The tree never falls with
// more rain, so that it is the nowcast of the greatest antecedent rainfall index. Sources and
// limits are in landslide_nowcast.cpp.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/landslide_nowcast.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kGreatestAntecedentRainfallIndex, kAntecedentRainfallLimit,
                                kSusceptibilityClass};
constexpr FieldSpec kMakes[] = {kHighestLandslideNowcast};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto index = fields.read(kGreatestAntecedentRainfallIndex);
    const auto limit = fields.read(kAntecedentRainfallLimit);
    const auto susceptibility = fields.read<std::uint8_t>(kSusceptibilityClass);
    const auto nowcast = fields.write<std::uint8_t>(kHighestLandslideNowcast);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        nowcast(row, col) = nowcast_of(index(row, col), limit(row, col), susceptibility(row, col));
    });
}

}  // namespace

constinit const Model highest_landslide_nowcast{
    .name = "highest_landslide_nowcast",
    .summary = "nowcast of landslides at the worst moment of the run (LHASA 1.1)",
    .source = "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
