// Flood in two dimensions by the full shallow water equations: rain on the grid, inflow and water
// that is there at first. The scheme and its sources: inundation/shallow_water.hpp.
// Audusse et al. (2004), SIAM J. Sci. Comput. 25(6), 2050-2065,
// https://doi.org/10.1137/S1064827503431090.
// For dam breaks, steep ground and fast flow; local_inertial is faster where flow is slow.
#include "models/flood/inundation/shallow_water.hpp"

#include "engine/core/error.hpp"
#include "models/declarations.hpp"
#include "models/flood/inundation/flood_model.hpp"

namespace hazone::models {
namespace {

using namespace inundation;

constexpr std::string_view kOrderWords[] = {"first", "second"};  // as in Order
constexpr ParamSpec kOrder{
    .name = "order",
    .fallback = 1,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "of the scheme; the first is half again as fast, and wrong where the "
        "ground falls by more than the depth from cell to cell",
    .choices = kOrderWords};
constexpr ParamSpec kCourant{.name = "courant",
                             .fallback = 0.45,
                             .lowest = 0.01,
                             .highest = 0.5,
                             .meaning = "share of a cell which the fastest wave passes in a step"};
constexpr ParamSpec kStepLevels{
    .name = "step_levels",
    .fallback = 0,
    .lowest = 0,
    .highest = kMostStepLevels,
    .meaning =
        "n: where waves are slow steps are up to 2^n times as long as where they are the "
        "fastest; 0: the same everywhere; order first only",
    .whole = true};
constexpr auto kParams = with_flood_params(std::array{kOrder, kCourant, kStepLevels});

ShallowWaterRules rules_of(const Params& params) {
    return {.order = params.choice<Order>(kOrder),
            .courant = params[kCourant],
            .dry_depth = params[kPrecision] == 0 ? 1e-6 : 1e-10,
            .step_levels = static_cast<int>(params[kStepLevels])};
}

template <class T>
std::unique_ptr<FloodSolver> solver_of(const Params& params,
                                       const GroundSource& ground,
                                       const Edges& edges) {
    return flood_solver<T>(std::make_unique<ShallowWater<T>>(ground, edges, rules_of(params)));
}

std::unique_ptr<FloodSolver> make(const Params& params,
                                  const GroundSource& ground,
                                  const Edges& edges) {
    return params[kPrecision] == 0 ? solver_of<float>(params, ground, edges)
                                   : solver_of<double>(params, ground, edges);
}

constexpr FloodKind kKind{"shallow_water", make};

void check(const Params& params, const HasField& has) {
    Problems problems;
    problems.collect([&] { inundation::check(rules_of(params)); });
    problems.collect([&] { check_flood(kKind.name, params, has); });
    problems.raise();
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

constinit const Model shallow_water{
    .name = "shallow_water",
    .summary = "flood in two dimensions by the full shallow water equations",
    .source = "Audusse et al. (2004), doi:10.1137/S1064827503431090; Toro (2001), HLLC",
    .needs = kFloodNeeds,
    .makes = kFloodMakes,
    .params = kParams,
    .scratch_bytes_per_cell = 230,
    .nanoseconds_per_cell = 30000,  // a rain step of some thousand steps where all is wet
    .uses = kFloodUses,
    .check = check,
    .on_demand = true,
    .start = start,
    .step = step,
    .finish = finish,
    .next_step = next_flood_step,
};

}  // namespace hazone::models
