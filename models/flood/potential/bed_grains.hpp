#pragma once

#include "engine/pipeline/params.hpp"

namespace hazone::models {

inline constexpr ParamSpec kRelativeDensity{.name = "relative_density",
                                            .fallback = 2.65,
                                            .lowest = 1.5,
                                            .highest = 4,
                                            .meaning = "density of the grains over that of water"};

}  // namespace hazone::models
