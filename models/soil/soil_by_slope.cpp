// Soil constants by class of slope, for a first look at a place without a soil map: gentle, middle
// and steep ground each have one cohesion, friction angle, unit weight and conductivity.
// There is no paper behind the numbers and so no default: they are the user's assumption, written
// in the scenario and kept in the record of the run.
#include <array>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kSlope};
constexpr FieldSpec kMakes[] = {kCohesion, kFrictionAngle, kUnitWeight, kConductivity};

constexpr ParamSpec required_param(const char* name, const FieldSpec& field, const char* meaning) {
    return {.name = name,
            .unit = field.unit,
            .lowest = field.lowest,
            .highest = field.highest,
            .meaning = meaning,
            .required = true};
}

constexpr ParamSpec kParams[] = {
    required_param("steep_from", kSlope, "ground from this slope on is steep"),
    required_param("middle_from", kSlope, "ground below this slope is gentle"),
    required_param("cohesion_gentle", kCohesion, "cohesion on gentle ground"),
    required_param("cohesion_middle", kCohesion, "cohesion on middle ground"),
    required_param("cohesion_steep", kCohesion, "cohesion on steep ground"),
    required_param("friction_angle_gentle", kFrictionAngle, "friction angle on gentle ground"),
    required_param("friction_angle_middle", kFrictionAngle, "friction angle on middle ground"),
    required_param("friction_angle_steep", kFrictionAngle, "friction angle on steep ground"),
    required_param("unit_weight_gentle", kUnitWeight, "unit weight on gentle ground"),
    required_param("unit_weight_middle", kUnitWeight, "unit weight on middle ground"),
    required_param("unit_weight_steep", kUnitWeight, "unit weight on steep ground"),
    required_param("conductivity_gentle", kConductivity, "conductivity on gentle ground"),
    required_param("conductivity_middle", kConductivity, "conductivity on middle ground"),
    required_param("conductivity_steep", kConductivity, "conductivity on steep ground"),
};
constexpr std::size_t kFirstValue = 2;  // position of the first soil constant in kParams
constexpr std::size_t kClasses = 3;

struct SlopeLimits {
    double middle_from = 0;  // rad
    double steep_from = 0;   // rad
};

/// 0 gentle, 1 middle, 2 steep.
std::size_t slope_class(double slope, const SlopeLimits& limits) {
    return slope >= limits.steep_from ? 2 : slope >= limits.middle_from ? 1 : 0;
}

void fill_constant(View<const float> slope,
                   const SlopeLimits& limits,
                   const std::array<float, kClasses>& values,
                   View<float> made) {
    for_each_cell(slope.extent(), [=](Index row, Index col) {
        const float here = slope(row, col);
        made(row, col) = is_missing(here) ? kMissing : values[slope_class(here, limits)];
    });
}

void run(const Params& params, FieldSet& fields) {
    const SlopeLimits limits{.middle_from = params[kParams[1]], .steep_from = params[kParams[0]]};
    const auto slope = fields.read(kSlope);
    for (std::size_t field = 0; field < std::size(kMakes); ++field) {
        std::array<float, kClasses> values{};
        for (std::size_t number = 0; number < kClasses; ++number) {
            values[number] =
                static_cast<float>(params[kParams[kFirstValue + field * kClasses + number]]);
        }
        fill_constant(slope, limits, values, fields.write(kMakes[field]));
    }
}

}  // namespace

constinit const Model soil_by_slope{
    .name = "soil_by_slope",
    .summary = "soil constants by class of slope, all of them set by the user",
    .source = "assumption of the user, no publication",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 25,
    .halo = no_halo,
};

}  // namespace hazone::models
