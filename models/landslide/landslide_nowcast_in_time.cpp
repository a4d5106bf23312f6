// The nowcast of landslide_nowcast at every output time, as NASA's LHASA 1 gives one for each day:
// its tree, its sources and its limits are in landslide_nowcast.cpp.
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/landslide_nowcast.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kAntecedentRainfallIndexInTime, kAntecedentRainfallLimit,
                                kSusceptibilityClass};
constexpr FieldSpec kMakes[] = {kLandslideNowcastInTime};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto index = fields.read_frames(kAntecedentRainfallIndexInTime);
    const auto limit = fields.read(kAntecedentRainfallLimit);
    const auto susceptibility = fields.read<std::uint8_t>(kSusceptibilityClass);
    const auto nowcast = fields.write_frames(kLandslideNowcastInTime);
    for (Index time = 0; time < nowcast.count(); ++time) {
        const auto index_then = index.at(time);
        const auto nowcast_then = nowcast.at(time);
        for_each_cell(fields.extent(), [=](Index row, Index col) {
            const std::uint8_t level =
                nowcast_of(index_then(row, col), limit(row, col), susceptibility(row, col));
            nowcast_then(row, col) = level == kNoClass ? kMissing : static_cast<float>(level);
        });
    }
}

}  // namespace

constinit const Model landslide_nowcast_in_time{
    .name = "landslide_nowcast_in_time",
    .summary = "nowcast of landslides at the output times (LHASA 1.1)",
    .source = "Kirschbaum & Stanley (2018), doi:10.1002/2017EF000715",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
