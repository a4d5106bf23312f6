// Soil depth which changes evenly with tangent of the slope between two values of it, and not
// beyond them. The linear interpolation in the tangent of the slope, "Simple-S", of Schaller et al.
// (2025), Predicting the thickness of shallow landslides in Switzerland using machine learning,
// Natural Hazards and Earth System Sciences 25, 467-491, https://doi.org/10.5194/nhess-25-467-2025,
// after Saulnier, Beven & Obled (1997), https://doi.org/10.1016/S0022-1694(97)00059-0. The four
// numbers are of their place and have no default; where depths were measured, give
// soil_depth_points instead.
#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/soil/linear_depth.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSlope};
constexpr FieldSpec kMakes[] = {kSoilDepth};

double tangent(double slope) { return std::tan(slope); }

constexpr LinearDepth kRelation{
    .model = "soil_depth_by_gradient",
    .ground = &kSlope,
    .params = {ground_value(
                   "lower_slope", Unit::radian, 0, 1.5, "slope up to which the first depth holds"),
               ground_value(
                   "upper_slope", Unit::radian, 0, 1.5, "slope from which the second depth holds"),
               depth_there("lower_depth", "depth at the lower slope"),
               depth_there("upper_depth", "depth at the upper slope")},
    .measure = tangent};

void run(const Params& params, FieldSet& fields) { run_linear_depth(kRelation, params, fields); }

}  // namespace

constinit const Model soil_depth_by_gradient{
    .name = "soil_depth_by_gradient",
    .summary = "soil depth linear in tangent of the slope",
    .source = "Schaller et al. (2025), doi:10.5194/nhess-25-467-2025",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kRelation.params,
    .run = run,
    .nanoseconds_per_cell = 5,
    .halo = no_halo,
    .check = check_relation<kRelation>,
};

}  // namespace hazone::models
