// Soil depth which changes evenly with elevation between two values of it, and not beyond them.
// Saulnier, Beven & Obled (1997), Including spatially variable effective soil depths in TOPMODEL,
// Journal of Hydrology 202, 158-172, https://doi.org/10.1016/S0022-1694(97)00059-0; as the linear
// interpolation "Simple-Z" in Schaller et al. (2025), https://doi.org/10.5194/nhess-25-467-2025.
// The four numbers are of their place and have no default; where depths were measured, give
// soil_depth_points instead.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/soil/linear_depth.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr LinearDepth kRelation{
    .model = "soil_depth_by_elevation",
    .ground = &kElevation,
    .params = {ground_value("lower_elevation",
                            Unit::metre,
                            -500,
                            9000,
                            "elevation up to which the first depth holds"),
               ground_value("upper_elevation",
                            Unit::metre,
                            -500,
                            9000,
                            "elevation from which the second depth holds"),
               depth_there("lower_depth", "depth at the lower elevation"),
               depth_there("upper_depth", "depth at the upper elevation")}};

void run(const Params& params, FieldSet& fields) { run_linear_depth(kRelation, params, fields); }

}  // namespace

constinit const Model soil_depth_by_elevation{
    .name = "soil_depth_by_elevation",
    .summary = "soil depth linear in elevation",
    .source = "Saulnier, Beven & Obled (1997), doi:10.1016/S0022-1694(97)00059-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kRelation.params,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
    .check = check_relation<kRelation>,
};

}  // namespace hazone::models
