// Soil depth which changes evenly with wetness index between two values of it, and not beyond them.
// No published constants: soil is deeper where water gathers, and how much is for measurements to
// say (relations of soil depth to the wetness index: Tesfa, Tarboton, Chandler & McNamara (2009),
// Modeling soil depth from topographic and land cover attributes, Water Resources Research 45,
// W10438, https://doi.org/10.1029/2008WR007474).
// The four numbers are of their place and have no default; where depths were measured, give
// soil_depth_points instead.
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kWetnessIndex};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr ParamSpec kFirst{.name = "lower_wetness_index",
                           .unit = Unit::one,
                           .lowest = -20,
                           .highest = 50,
                           .meaning = "wetness index up to which the first depth holds",
                           .required = true};
constexpr ParamSpec kSecond{.name = "upper_wetness_index",
                            .unit = Unit::one,
                            .lowest = -20,
                            .highest = 50,
                            .meaning = "wetness index from which the second depth holds",
                            .required = true};
constexpr ParamSpec kFirstDepth{.name = "lower_depth",
                                .unit = Unit::metre,
                                .lowest = 0,
                                .highest = 50,
                                .meaning = "depth at the lower wetness index",
                                .required = true};
constexpr ParamSpec kSecondDepth{.name = "upper_depth",
                                 .unit = Unit::metre,
                                 .lowest = 0,
                                 .highest = 50,
                                 .meaning = "depth at the upper wetness index",
                                 .required = true};
constexpr ParamSpec kParams[] = {kFirst, kSecond, kFirstDepth, kSecondDepth};

void run(const Params& params, FieldSet& fields) {
    if (!(params[kSecond] > params[kFirst])) {
        throw InputError(fmt::format("soil_depth_by_wetness: {} {} must be above {} {}",
                                     kSecond.name, params.text(kSecond), kFirst.name,
                                     params.text(kFirst)));
    }
    const auto ground = fields.read(kWetnessIndex);
    const auto depth = fields.write(kSoilDepth);
    const double first = params[kFirst];
    const double second = params[kSecond];
    const double at_first = params[kFirstDepth];
    const double at_second = params[kSecondDepth];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        depth(row, col) = static_cast<float>(
            between(static_cast<double>(ground(row, col)), first, second, at_first, at_second));
    });
}

}  // namespace

constinit const Model soil_depth_by_wetness{
    .name = "soil_depth_by_wetness",
    .summary = "soil depth linear in wetness index",
    .source =
        "linear relation, constants of the user; cf. Tesfa et al. (2009), doi:10.1029/2008WR007474",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
