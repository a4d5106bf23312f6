#pragma once

// Width of a channel, where it is not given, by hydraulic geometry on the contributing area,
// W = a A^b, A in km2: Leopold & Maddock (1953), USGS Professional Paper 252; the default is the
// curve of the United States in Bieger et al. (2015), Journal of the American Water Resources
// Association 51(3), 842-858, https://doi.org/10.1111/jawr.12282: fit it where you can.

#include <cmath>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"

namespace hazone::models {

inline constexpr ParamSpec kWidthOf1Km2{
    .name = "width_of_1_km2",
    .unit = Unit::metre,
    .fallback = 2.7,
    .lowest = 0.01,
    .highest = 100,
    .meaning = "width of a channel below 1 km2, where channel_width is not given"};
inline constexpr ParamSpec kWidthExponent{
    .name = "width_exponent",
    .fallback = 0.352,
    .lowest = 0,
    .highest = 1,
    .meaning = "power of the contributing area for the width"};
inline constexpr ParamSpec kDepthOf1Km2{
    .name = "depth_of_1_km2",
    .unit = Unit::metre,
    .lowest = 0.01,
    .highest = 10,
    .meaning = "depth of the banks below 1 km2, fitted to the region",
    .required = true};
inline constexpr ParamSpec kDepthExponent{.name = "depth_exponent",
                                          .lowest = 0,
                                          .highest = 1,
                                          .meaning = "power of the contributing area for the depth",
                                          .required = true};
inline constexpr ParamSpec kBankfullRoughness{.name = "channel_roughness",
                                              .fallback = 0.05,
                                              .lowest = 0.005,
                                              .highest = 1,
                                              .meaning = "Manning n of the channel, s m-1/3"};
inline constexpr ParamSpec kLeastReachSlope{.name = "least_slope",
                                            .fallback = 1e-3,
                                            .lowest = 1e-6,
                                            .highest = 1,
                                            .meaning = "flatter ground counts as this steep, m/m"};

/// Widths of channels, m: those of the field channel_width where it has a value, else by the area;
/// missing where the area is missing too.
class ChannelWidths {
public:
    ChannelWidths(const Params& params, const FieldSet& fields)
        : given_(fields.has(kChannelWidth) ? fields.read(kChannelWidth) : View<const float>()),
          area_(fields.read<double>(kContributingArea)),
          width_of_1_km2_(params[kWidthOf1Km2]),
          exponent_(params[kWidthExponent]),
          is_given_(fields.has(kChannelWidth)) {}

    double at(Cell cell) const {
        return is_given_ && !is_missing(given_(cell))
                   ? double{given_(cell)}
                   : width_of_1_km2_ * std::pow(1e-6 * area_(cell), exponent_);
    }

private:
    View<const float> given_;
    View<const double> area_;
    double width_of_1_km2_;
    double exponent_;
    bool is_given_;
};

}  // namespace hazone::models
