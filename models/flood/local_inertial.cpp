// Flood in two dimensions by the local inertial approximation: rain on the grid, inflow and water
// that is there at first. The scheme and its sources: inundation/local_inertial.hpp.
// Bates, Horritt & Fewtrell (2010), J. Hydrol. 387, 33-45,
// https://doi.org/10.1016/j.jhydrol.2010.03.027; de Almeida et al. (2012), Water Resour. Res. 48,
// W05528, https://doi.org/10.1029/2011WR011570.
// Neal et al. (2012), Water Resour. Res. 48, W11506, https://doi.org/10.1029/2012WR012514: channels
// narrower than a cell, where they are asked for.
// For slow flow in valleys and towns; where it is as fast as its waves, shallow_water is right.
#include "models/flood/inundation/local_inertial.hpp"

#include "engine/core/error.hpp"
#include "models/declarations.hpp"
#include "models/flood/inundation/flood_channels.hpp"
#include "models/flood/inundation/flood_model.hpp"

namespace hazone::models {
namespace {

using namespace inundation;

constexpr ParamSpec kCourant{
    .name = "courant",
    .fallback = 0.6,
    .lowest = 0.01,
    .highest = 0.7071,
    .meaning = "share of a cell which waves pass in a step; at most sqrt(theta / 2)"};
constexpr ParamSpec kTheta{
    .name = "theta",
    .fallback = 0.9,
    .lowest = 0.1,
    .highest = 1,
    .meaning = "weight of the flow of a face against that of its neighbours"};
constexpr ParamSpec kHighestFroude{
    .name = "highest_froude",
    .fallback = 1,
    .lowest = 0.1,
    .highest = 100,
    .meaning = "flow is held at so many times the speed of its waves"};
constexpr std::string_view kSchemeWords[] = {"q_centred", "bates"};  // as InertialScheme
constexpr ParamSpec kScheme{
    .name = "scheme",
    .lowest = 0,
    .highest = 1,
    .meaning =
        "q_centred after de Almeida et al. (2012), with the flow along a face in its friction; "
        "bates after Bates et al. (2010): faster and rougher, theta is 1",
    .choices = kSchemeWords};
constexpr auto kParams = with_flood_params(
    std::array{kCourant, kTheta, kScheme, kHighestFroude, kChannels, kWidthOf1Km2, kWidthExponent,
               kBankDepthOf1Km2, kBankDepthExponent, kBedRoughness, kLeastReachSlope});
constexpr auto kUses = with_flood_uses(kChannelUses);

LocalInertialRules rules_of(const Params& params) {
    return {.courant = params[kCourant],
            .theta = params[kTheta],
            .scheme = params.choice<InertialScheme>(kScheme),
            .highest_froude = params[kHighestFroude]};
}

template <class T>
std::unique_ptr<FloodSolver> solver_of(const Params& params,
                                       const GroundSource& ground,
                                       const Edges& edges) {
    return flood_solver<T>(std::make_unique<LocalInertial<T>>(ground, edges, rules_of(params)));
}

std::unique_ptr<FloodSolver> make(const Params& params,
                                  const GroundSource& ground,
                                  const Edges& edges) {
    return params[kPrecision] == 0 ? solver_of<float>(params, ground, edges)
                                   : solver_of<double>(params, ground, edges);
}

constexpr FloodKind kKind{"local_inertial", make, true};

void check(const Params& params, const HasField& has) {
    Problems problems;
    problems.collect([&] { inundation::check(rules_of(params)); });
    problems.collect([&] { check_flood(kKind.name, params, has); });
    problems.collect([&] { check_channels(kKind.name, params, has); });
    problems.raise();
}

/// Fields of channels are not made for a run without.
bool takes_field(const Params& params, const FieldSpec& use) {
    return wants_channels(params) || !is_channel_use(use);
}

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    start_flood(kKind, params, fields, state);
}
void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    step_flood(kKind, params, fields, now, state);
}
void finish(const Params& params, FieldSet& fields, FieldSet& state) {
    finish_flood(kKind, params, fields, state);
}

}  // namespace

constinit const Model local_inertial{
    .name = "local_inertial",
    .summary = "flood in two dimensions by the local inertial approximation",
    .source =
        "Bates et al. (2010), doi:10.1016/j.jhydrol.2010.03.027; de Almeida et al. (2012), "
        "doi:10.1029/2011WR011570; channels: Neal et al. (2012), doi:10.1029/2012WR012514",
    .needs = kFloodNeeds,
    .makes = kFloodMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 230,
    .nanoseconds_per_cell = 8000,  // a rain step of some thousand steps where all is wet
    .uses = kUses,
    .takes = takes_field,
    .check = check,
    .on_demand = true,
    .start = start,
    .step = step,
    .finish = finish,
    .next_step = next_flood_step,
};

}  // namespace hazone::models
