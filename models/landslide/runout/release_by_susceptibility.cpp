// Where slides begin: the cells whose probability of failure is above a limit. Horton et
// al. (2013), https://doi.org/10.5194/nhess-13-869-2013; see release_limit.hpp.
#include "models/declarations.hpp"
#include "models/landslide/runout/release_limit.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kLimit{.name = "susceptibility_above",
                           .fallback = 0.5,
                           .lowest = 0,
                           .highest = 1,
                           .meaning = "a cell with a higher probability of failure slides"};
constexpr ParamSpec kParams[] = {kLimit};
constexpr FieldSpec kNeeds[] = {kLandslideSusceptibility};

void run(const Params& params, FieldSet& fields) {
    const double limit = params[kLimit];
    release_where(
        kLandslideSusceptibility, [=](double value) { return value > limit; }, fields);
}

}  // namespace

constinit const Model release_by_susceptibility{
    .name = "release_by_susceptibility",
    .summary = "cells whose probability of failure is above a limit",
    .source = kReleaseByLimitSource,
    .needs = kNeeds,
    .makes = kReleaseByLimitMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
