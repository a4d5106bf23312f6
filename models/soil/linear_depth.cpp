#include "models/soil/linear_depth.hpp"

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/soil/soil_relation.hpp"

namespace hazone::models {

void check_linear_depth(const LinearDepth& relation, const Params& params) {
    const ParamSpec& first = relation.params[0];
    const ParamSpec& second = relation.params[1];
    if (!(params[second] > params[first])) {
        throw InputError(fmt::format("{}: {} {} must be above {} {}", relation.model, second.name,
                                     params.text(second), first.name, params.text(first)));
    }
}

void run_linear_depth(const LinearDepth& relation, const Params& params, FieldSet& fields) {
    check_linear_depth(relation, params);
    const auto& [first, second, first_depth, second_depth] = relation.params;
    const auto measured = [measure = relation.measure](double value) {
        return measure == nullptr ? value : measure(value);
    };
    const auto ground = fields.read(*relation.ground);
    const auto depth = fields.write(kSoilDepth);
    const double from = measured(params[first]);
    const double to = measured(params[second]);
    const double depth_from = params[first_depth];
    const double depth_to = params[second_depth];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const double value = measured(static_cast<double>(ground(row, col)));
        depth(row, col) = static_cast<float>(between(value, from, to, depth_from, depth_to));
    });
}

}  // namespace hazone::models
