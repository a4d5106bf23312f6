#pragma once

#include <array>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/model.hpp"

namespace hazone::models {

/// A model of soil depth which changes evenly with one quantity of the ground between two values of
/// it, and not beyond them. Its four parameters, in this order: both values, both depths.
struct LinearDepth {
    std::string_view model;
    const FieldSpec* ground;
    std::array<ParamSpec, 4> params;
    double (*measure)(double value) = nullptr;  // of the quantity, else itself
};

/// Parameter of a value of the quantity; it has no default, since it is of its place.
constexpr ParamSpec ground_value(
    std::string_view name, Unit unit, double lowest, double highest, std::string_view meaning) {
    return {.name = name,
            .unit = unit,
            .lowest = lowest,
            .highest = highest,
            .meaning = meaning,
            .required = true};
}

/// Parameter of the depth at such a value.
constexpr ParamSpec depth_there(std::string_view name, std::string_view meaning) {
    return ground_value(name, Unit::metre, 0, 50, meaning);
}

/// Refuses values in the wrong order; for Model::check.
void check_linear_depth(const LinearDepth& relation, const Params& params);
template <const LinearDepth& relation>
void check_relation(const Params& params, const HasField& /*has*/) {
    check_linear_depth(relation, params);
}

/// Makes soil_depth. Missing ground in, missing depth out; refuses values in the wrong order.
void run_linear_depth(const LinearDepth& relation, const Params& params, FieldSet& fields);

}  // namespace hazone::models
