// Soil depth which changes evenly with tangent of the slope between two values of it, and not
// beyond them. The linear interpolation in the tangent of the slope, "Simple-S", of Schaller et al.
// (2025), Predicting the thickness of shallow landslides in Switzerland using machine learning,
// Natural Hazards and Earth System Sciences 25, 467-491, https://doi.org/10.5194/nhess-25-467-2025,
// after Saulnier, Beven & Obled (1997), https://doi.org/10.1016/S0022-1694(97)00059-0. The four
// numbers are of their place and have no default; where depths were measured, give
// soil_depth_points instead.
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSlope};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr ParamSpec kFirst{.name = "lower_slope",
                           .unit = Unit::radian,
                           .lowest = 0,
                           .highest = 1.5,
                           .meaning = "tangent of the slope up to which the first depth holds",
                           .required = true};
constexpr ParamSpec kSecond{.name = "upper_slope",
                            .unit = Unit::radian,
                            .lowest = 0,
                            .highest = 1.5,
                            .meaning = "tangent of the slope from which the second depth holds",
                            .required = true};
constexpr ParamSpec kFirstDepth{.name = "lower_depth",
                                .unit = Unit::metre,
                                .lowest = 0,
                                .highest = 50,
                                .meaning = "depth at the lower tangent of the slope",
                                .required = true};
constexpr ParamSpec kSecondDepth{.name = "upper_depth",
                                 .unit = Unit::metre,
                                 .lowest = 0,
                                 .highest = 50,
                                 .meaning = "depth at the upper tangent of the slope",
                                 .required = true};
constexpr ParamSpec kParams[] = {kFirst, kSecond, kFirstDepth, kSecondDepth};

void run(const Params& params, FieldSet& fields) {
    if (!(params[kSecond] > params[kFirst])) {
        throw InputError(fmt::format("soil_depth_by_gradient: {} {} must be above {} {}",
                                     kSecond.name, params.text(kSecond), kFirst.name,
                                     params.text(kFirst)));
    }
    const auto ground = fields.read(kSlope);
    const auto depth = fields.write(kSoilDepth);
    const double first = std::tan(params[kFirst]);
    const double second = std::tan(params[kSecond]);
    const double at_first = params[kFirstDepth];
    const double at_second = params[kSecondDepth];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        depth(row, col) = static_cast<float>(between(
            std::tan(static_cast<double>(ground(row, col))), first, second, at_first, at_second));
    });
}

}  // namespace

constinit const Model soil_depth_by_gradient{
    .name = "soil_depth_by_gradient",
    .summary = "soil depth linear in tangent of the slope",
    .source = "Schaller et al. (2025), doi:10.5194/nhess-25-467-2025",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 5,
    .halo = no_halo,
};

}  // namespace hazone::models
