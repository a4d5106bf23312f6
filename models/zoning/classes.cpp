#include "models/zoning/classes.hpp"

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::models {

ClassLimits class_limits(std::string_view owner, const Params& params) {
    ClassLimits limits{};
    const auto specs = params.specs();
    Problems problems;
    for (std::size_t number = 0; number < limits.size(); ++number) {
        limits[number] = static_cast<float>(params[specs[number]]);
        if (number > 0 && !(limits[number] > limits[number - 1])) {
            const ParamSpec& lower = specs[number - 1];
            const ParamSpec& upper = specs[number];
            problems.add(fmt::format("{}: {} {} must be above {} {}", owner, upper.name,
                                     params.text(upper), lower.name, params.text(lower)));
        }
    }
    problems.raise();
    return limits;
}

std::uint8_t class_of(float susceptibility, const ClassLimits& limits) {
    if (is_missing(susceptibility)) {
        return kNoClass;
    }
    int reached = 0;
    for (const float limit : limits) {
        reached += susceptibility >= limit ? 1 : 0;
    }
    return static_cast<std::uint8_t>(1 + reached);
}

void classify(View<const float> susceptibility,
              const ClassLimits& limits,
              View<std::uint8_t> classes) {
    for_each_cell(susceptibility.extent(), [=](Index row, Index col) {
        classes(row, col) = class_of(susceptibility(row, col), limits);
    });
}

}  // namespace hazone::models
