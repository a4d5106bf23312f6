// Soil depth which changes evenly with wetness index between two values of it, and not beyond them.
// No published constants: soil is deeper where water gathers, and how much is for measurements to
// say (relations of soil depth to the wetness index: Tesfa, Tarboton, Chandler & McNamara (2009),
// Modeling soil depth from topographic and land cover attributes, Water Resources Research 45,
// W10438, https://doi.org/10.1029/2008WR007474).
// The four numbers are of their place and have no default; where depths were measured, give
// soil_depth_points instead.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/soil/linear_depth.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kWetnessIndex};
constexpr FieldSpec kMakes[] = {kSoilDepth};

constexpr LinearDepth kRelation{
    .model = "soil_depth_by_wetness",
    .ground = &kWetnessIndex,
    .params = {ground_value("lower_wetness_index",
                            Unit::one,
                            -20,
                            50,
                            "wetness index up to which the first depth holds"),
               ground_value("upper_wetness_index",
                            Unit::one,
                            -20,
                            50,
                            "wetness index from which the second depth holds"),
               depth_there("lower_depth", "depth at the lower wetness index"),
               depth_there("upper_depth", "depth at the upper wetness index")}};

void run(const Params& params, FieldSet& fields) { run_linear_depth(kRelation, params, fields); }

}  // namespace

constinit const Model soil_depth_by_wetness{
    .name = "soil_depth_by_wetness",
    .summary = "soil depth linear in wetness index",
    .source =
        "linear relation, constants of the user; cf. Tesfa et al. (2009), doi:10.1029/2008WR007474",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kRelation.params,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
    .check = check_relation<kRelation>,
};

}  // namespace hazone::models
