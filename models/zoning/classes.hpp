#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/core/view.hpp"
#include "engine/pipeline/params.hpp"

namespace hazone::models {

/// The values from which a susceptibility belongs to class 2, 3, 4 and 5; strictly increasing.
using ClassLimits = std::array<float, 4>;

constexpr ParamSpec class_limit(std::string_view name, double fallback, std::string_view meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 1, .meaning = meaning};
}
/// Parameters of every model that makes classes of a susceptibility 0..1; each has its defaults.
constexpr std::array<ParamSpec, 4> class_limit_params(const std::array<double, 4>& fallbacks) {
    return {class_limit("low_from", fallbacks[0], "class 2, low, begins here; below is very low"),
            class_limit("medium_from", fallbacks[1], "class 3, medium, begins here"),
            class_limit("high_from", fallbacks[2], "class 4, high, begins here"),
            class_limit("very_high_from", fallbacks[3], "class 5, very high, begins here")};
}

/// The limits as set. An InputError names `owner` and the two limits which do not increase.
ClassLimits class_limits(std::string_view owner, const Params& params);

/// Class 1..5 of a susceptibility: one more than the number of limits it reaches; kNoClass when it
/// is missing. Limits are compared in float, as fields are stored: 0.7 in a file reaches 0.7.
std::uint8_t class_of(float susceptibility, const ClassLimits& limits);

/// class_of() for every cell; both views have one extent.
void classify(View<const float> susceptibility,
              const ClassLimits& limits,
              View<std::uint8_t> classes);

}  // namespace hazone::models
