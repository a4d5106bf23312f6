// Where slides begin: the cells whose safety factor is below a limit. Horton et al. (2013),
// https://doi.org/10.5194/nhess-13-869-2013; see release_limit.hpp.
#include "models/declarations.hpp"
#include "models/landslide/runout/release_limit.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kLimit{.name = "safety_factor_below",
                           .fallback = 1,
                           .lowest = 0,
                           .highest = 10,
                           .meaning = "a cell with a lower safety factor slides"};
constexpr ParamSpec kParams[] = {kLimit};
constexpr FieldSpec kNeeds[] = {kSafetyFactor};

void run(const Params& params, FieldSet& fields) {
    const double limit = params[kLimit];
    release_where(
        kSafetyFactor, [=](double value) { return value < limit; }, fields);
}

}  // namespace

constinit const Model release_by_safety_factor{
    .name = "release_by_safety_factor",
    .summary = "cells whose safety factor is below a limit",
    .source = kReleaseByLimitSource,
    .needs = kNeeds,
    .makes = kReleaseByLimitMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
