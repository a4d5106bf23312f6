// Levelled elevation: each lake at the height of its lowest shore, over which its water leaves. On
// a level lake the flow finds its way across from every inflow to the outlet: Barnes, Lehman &
// Mulla (2014), Computers & Geosciences 62, 128-135, https://doi.org/10.1016/j.cageo.2013.01.009.
// That the lowest shore is the outlet is a definition, not a finding: see
// engine/terrain/conditioning/lakes.hpp.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/conditioning/lakes.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation, kLakes};
constexpr FieldSpec kMakes[] = {kLevelledElevation};

void run(const Params& /*params*/, FieldSet& fields) {
    hazone::level_lakes(fields.read(kElevation), fields.read<std::uint8_t>(kLakes),
                        fields.write(kLevelledElevation));
}

}  // namespace

constinit const Model level_lakes{
    .name = "level_lakes",
    .summary = "each lake levelled to its lowest shore, also where its heights are missing",
    .source = "flow across flats: Barnes, Lehman & Mulla (2014), doi:10.1016/j.cageo.2013.01.009",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 3,
};

}  // namespace hazone::models
