// Time of concentration from the longest flow path,
//   t = 0.0195 L^0.77 S^-0.385 (min; L in m, S = H/L).
// Kirpich (1940), Time of concentration of small agricultural watersheds, Civil Engineering 10(6),
// 362; in metres as in the Hydraulic Design Manual of the Texas Department of Transportation, eq.
// 4-15. Fitted to basins of 0.5 to 45 ha with slopes of 3 to 10 %: on large basins an
// extrapolation.
#include "models/flood/response/kirpich.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double kirpich_time(double length, double drop, const KirpichLimits& limits) {
    if (is_missing(length) || is_missing(drop)) {
        return kMissing;
    }
    if (length <= 0) {
        return limits.shortest_time;
    }
    const double slope = std::max(drop / length, limits.minimum_slope);
    const double time = 60.0 * 0.0195 * std::pow(length, 0.77) * std::pow(slope, -0.385);
    return std::max(time, limits.shortest_time);
}

namespace {

constexpr FieldSpec kNeeds[] = {kUpstreamLength, kUpstreamDrop};
constexpr FieldSpec kMakes[] = {kConcentrationTime};

constexpr ParamSpec kMinimumSlope{
    .name = "minimum_slope",
    .fallback = 0.0005,
    .lowest = 1e-6,
    .highest = 0.1,
    .meaning =
        "slope (tangent) which stands for a flatter path; 0.0005 is the low-slope term of "
        "the Hydraulic Design Manual of the Texas Department of Transportation"};
constexpr ParamSpec kShortestTime{
    .name = "shortest_time",
    .unit = Unit::second,
    .fallback = 360,
    .lowest = 0,
    .highest = 7200,
    .meaning =
        "no time is shorter; taken for a cell nothing flows into. 0.1 h is the limit of "
        "USDA Technical Release 55 (1986)"};
constexpr ParamSpec kParams[] = {kMinimumSlope, kShortestTime};

void run(const Params& params, FieldSet& fields) {
    const KirpichLimits limits{params[kMinimumSlope], params[kShortestTime]};
    const auto length = fields.read(kUpstreamLength);
    const auto drop = fields.read(kUpstreamDrop);
    const auto time = fields.write(kConcentrationTime);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        time(row, col) = static_cast<float>(kirpich_time(length(row, col), drop(row, col), limits));
    });
}

}  // namespace

constinit const Model kirpich{
    .name = "kirpich",
    .summary = "time of concentration from length and fall of the longest flow path",
    .source = "Kirpich (1940), Civil Engineering 10(6), 362",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 6,
    .halo = no_halo,
};

}  // namespace hazone::models
