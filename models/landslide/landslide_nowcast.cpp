// LHASA 1.1: a nowcast of landslides by a tree of two questions,
//   is the antecedent rainfall index above the 95th percentile of its record?   no: low
//   how susceptible is the ground?   class 1, 2: low; 3, 4: moderate; 5: high.
// Kirschbaum & Stanley (2018), Satellite-based assessment of rainfall-triggered landslide hazard
// for situational awareness, Earth's Future 6, 505-523, https://doi.org/10.1002/2017EF000715; the
// classes of NASA's LHASA 1.1.1 (moderate above class 2, high above class 4). The susceptibility is
// that of Stanley & Kirschbaum (2017), Natural Hazards 87, 145-164,
// https://doi.org/10.1007/s11069-017-2757-y, or any other in five classes. "Low" means that the
// tree raises no nowcast, not that no slope can fail.
#include "models/landslide/landslide_nowcast.hpp"

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

std::uint8_t nowcast_of(float index, float limit, std::uint8_t susceptibility) {
    constexpr std::uint8_t kLow = 1;
    constexpr std::uint8_t kModerate = 2;
    constexpr std::uint8_t kHigh = 3;
    if (susceptibility == kNoClass) {
        return kNoClass;
    }
    if (susceptibility <= 2) {
        return kLow;
    }
    if (any_missing(index, limit)) {
        return kNoClass;
    }
    if (!(index > limit)) {
        return kLow;
    }
    return susceptibility > 4 ? kHigh : kModerate;
}

namespace {

constexpr FieldSpec kNeeds[] = {kAntecedentRainfallIndex, kAntecedentRainfallLimit,
                                kSusceptibilityClass};
constexpr FieldSpec kMakes[] = {kLandslideNowcast};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto index = fields.read(kAntecedentRainfallIndex);
    const auto limit = fields.read(kAntecedentRainfallLimit);
    const auto susceptibility = fields.read<std::uint8_t>(kSusceptibilityClass);
    const auto nowcast = fields.write<std::uint8_t>(kLandslideNowcast);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        nowcast(row, col) = nowcast_of(index(row, col), limit(row, col), susceptibility(row, col));
    });
}

}  // namespace

constinit const Model landslide_nowcast{
    .name = "landslide_nowcast",
    .summary = "nowcast of landslides by antecedent rain and susceptibility (LHASA 1.1)",
    .source = "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
