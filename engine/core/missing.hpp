#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace hazone {

/// The missing value of every floating-point raster. No other value means "missing".
inline constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
/// The missing value of class rasters (std::uint8_t). Classes count from 1.
inline constexpr std::uint8_t kNoClass = 0;
/// The missing value of flow directions: 0 is a valid code (an outlet), so 255 stands for "none".
inline constexpr std::uint8_t kNoDirection = 255;
/// The missing value of label rasters (std::int32_t): zones and basins count from 1.
inline constexpr std::int32_t kNoLabel = 0;

template <class T>
requires std::is_floating_point_v<T>
constexpr bool is_missing(T value) {
    return value !=
           value;  // NaN alone differs from itself; needs no library call, so loops vectorise
}

/// True when at least one of the values is missing; for formulas with min, max or comparisons,
/// which do not hand a missing value on.
template <class... Values>
constexpr bool any_missing(Values... values) {
    return (is_missing(values) || ...);
}

}  // namespace hazone
