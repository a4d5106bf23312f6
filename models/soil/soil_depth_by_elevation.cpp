// Soil depth which changes evenly with elevation between two values of it, and not beyond them.
// Saulnier, Beven & Obled (1997), Including spatially variable effective soil depths in TOPMODEL,
// Journal of Hydrology 202, 158-172, https://doi.org/10.1016/S0022-1694(97)00059-0; as the linear
// interpolation "Simple-Z" in Schaller et al. (2025), https://doi.org/10.5194/nhess-25-467-2025.
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

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr ParamSpec kFirst{.name = "lower_elevation",
                           .unit = Unit::metre,
                           .lowest = -500,
                           .highest = 9000,
                           .meaning = "elevation up to which the first depth holds",
                           .required = true};
constexpr ParamSpec kSecond{.name = "upper_elevation",
                            .unit = Unit::metre,
                            .lowest = -500,
                            .highest = 9000,
                            .meaning = "elevation from which the second depth holds",
                            .required = true};
constexpr ParamSpec kFirstDepth{.name = "lower_depth",
                                .unit = Unit::metre,
                                .lowest = 0,
                                .highest = 50,
                                .meaning = "depth at the lower elevation",
                                .required = true};
constexpr ParamSpec kSecondDepth{.name = "upper_depth",
                                 .unit = Unit::metre,
                                 .lowest = 0,
                                 .highest = 50,
                                 .meaning = "depth at the upper elevation",
                                 .required = true};
constexpr ParamSpec kParams[] = {kFirst, kSecond, kFirstDepth, kSecondDepth};

void run(const Params& params, FieldSet& fields) {
    if (!(params[kSecond] > params[kFirst])) {
        throw InputError(fmt::format("soil_depth_by_elevation: {} {} must be above {} {}",
                                     kSecond.name, params.text(kSecond), kFirst.name,
                                     params.text(kFirst)));
    }
    const auto ground = fields.read(kElevation);
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

constinit const Model soil_depth_by_elevation{
    .name = "soil_depth_by_elevation",
    .summary = "soil depth linear in elevation",
    .source = "Saulnier, Beven & Obled (1997), doi:10.1016/S0022-1694(97)00059-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
