// Where slides begin: the cells whose safety factor is below a limit. What is not known about a
// cell stays missing: nothing is followed from it, and the report counts it. Horton, Jaboyedoff,
// Rudaz & Zimmermann (2013), Flow-R, Nat. Hazards Earth Syst. Sci. 13, 869-885,
// https://doi.org/10.5194/nhess-13-869-2013, section 2.1, with a model of stability in place of
// thresholds of the terrain.
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kLimit{.name = "safety_factor_below",
                           .fallback = 1,
                           .lowest = 0,
                           .highest = 10,
                           .meaning = "a cell with a lower safety factor slides"};
constexpr ParamSpec kParams[] = {kLimit};
constexpr FieldSpec kNeeds[] = {kSafetyFactor};
constexpr FieldSpec kMakes[] = {kReleaseArea};

void run(const Params& params, FieldSet& fields) {
    const auto value = fields.read(kSafetyFactor);
    const auto release = fields.write<std::uint8_t>(kReleaseArea);
    const double limit = params[kLimit];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const float own = value(row, col);
        const std::uint8_t slides = double{own} < limit ? 1 : 0;
        release(row, col) = is_missing(own) ? kNoDirection : slides;
    });
}

}  // namespace

constinit const Model release_by_safety_factor{
    .name = "release_by_safety_factor",
    .summary = "cells whose safety factor is below a limit",
    .source = "Horton et al. (2013), doi:10.5194/nhess-13-869-2013",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
