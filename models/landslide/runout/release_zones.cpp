// Release cells which touch, straight or diagonally, are one release: its number is that under
// which the runout says where it comes from. Rosenfeld & Pfaltz (1966), J. ACM 13(4), 471-494,
// https://doi.org/10.1145/321356.321357 (connected components).
#include <algorithm>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/conditioning/regions.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kReleaseArea};
constexpr FieldSpec kMakes[] = {kReleaseZone};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto area = fields.read<std::uint8_t>(kReleaseArea);
    const auto zone = fields.write<std::int32_t>(kReleaseZone);
    for_each_row(zone.rows(),
                 [=](Index row) { std::fill_n(zone.row(row), zone.cols(), kNoLabel); });
    const Regions regions = connected_regions(
        fields.extent(), [=](Index row, Index col) { return area(row, col) == 1; });
    for (const CellRun& run : regions.runs) {
        std::fill(zone.row(run.row) + run.first, zone.row(run.row) + run.last,
                  static_cast<std::int32_t>(run.region) + 1);
    }
    const Index unknown = count_missing(area, kReleaseArea.type);
    if (unknown > 0) {
        fields.note(fmt::format(
            "in {} of {} cells it is not known whether a slide begins there (release_area is "
            "missing): none is followed from them, and ground below may be reached all the same",
            unknown, fields.extent().size()));
    }
}

}  // namespace

constinit const Model release_zones{
    .name = "release_zones",
    .summary = "numbers of the releases: cells of the release area which touch",
    .source = "Rosenfeld & Pfaltz (1966), doi:10.1145/321356.321357",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 8,
    .nanoseconds_per_cell = 2,
};

}  // namespace hazone::models
