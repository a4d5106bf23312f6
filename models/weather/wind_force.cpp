// Beaufort number of a wind. WMO (2019), Manual on Codes, WMO-No. 306, code table 1100: the scale
// is v = 0.836 B^1.5 m/s, rounded; here the limits of the table, of which each is the lowest speed
// of its force, m/s. Forces 13 to 17 are those of the scale as it was widened in 1944 and as East
// Asian services use it.
#include <algorithm>
#include <array>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr std::array kLowestSpeeds{0.3F,  1.6F,  3.4F,  5.5F,  8.0F,  10.8F, 13.9F, 17.2F, 20.8F,
                                   24.5F, 28.5F, 32.7F, 37.0F, 41.5F, 46.2F, 51.0F, 56.1F};

constexpr FieldSpec kNeeds[] = {kWindSpeed};
constexpr FieldSpec kMakes[] = {kWindForce};

float beaufort(float speed) {
    if (is_missing(speed)) {
        return kMissing;
    }
    const auto above = std::upper_bound(kLowestSpeeds.begin(), kLowestSpeeds.end(), speed);
    return static_cast<float>(above - kLowestSpeeds.begin());
}

void run(const Params& /*params*/, FieldSet& fields) {
    const auto speed = fields.read(kWindSpeed);
    const auto force = fields.write(kWindForce);
    for_each_cell(fields.extent(),
                  [=](Index row, Index col) { force(row, col) = beaufort(speed(row, col)); });
}

}  // namespace

constinit const Model wind_force{
    .name = "wind_force",
    .summary = "Beaufort number of the wind",
    .source = "WMO-No. 306, code table 1100; forces 13 to 17 as widened in 1944",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 5,
    .halo = no_halo,
};

}  // namespace hazone::models
