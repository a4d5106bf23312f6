#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"

namespace hazone::models {

/// The worst which the water at a place did, each at its own time.
struct WaterMaxima {
    float depth = 0;  // m
    float speed = 0;  // m/s
    float flow = 0;   // greatest product of depth and speed, m2/s
};

/// These maxima of all cells.
struct WaterMaximaViews {
    View<const float> depth;
    View<const float> speed;
    View<const float> flow;

    explicit WaterMaximaViews(const FieldSet& fields)
        : depth(fields.read(kMaximumWaterDepth)),
          speed(fields.read(kMaximumSpeed)),
          flow(fields.read(kMaximumUnitDischarge)) {}
    WaterMaxima at(Index row, Index col) const {
        return {depth(row, col), speed(row, col), flow(row, col)};
    }
};
/// What the models below need.
inline constexpr FieldSpec kWaterMaxima[] = {kMaximumWaterDepth, kMaximumSpeed,
                                             kMaximumUnitDischarge};

inline bool is_unknown(const WaterMaxima& water) {
    return is_missing(water.depth) || is_missing(water.speed) || is_missing(water.flow);
}

/// Limits of a class: none of the three may be passed.
struct WaterLimits {
    float depth;  // m
    float speed;  // m/s
    float flow;   // m2/s
};

/// 1 plus the number of limits which were passed; the limits grow. "d > a or v > b or d v > c" held
/// at some time exactly when one of the three maxima passes its limit, so that the class of the
/// maxima is the worst class of any time. kNoClass where a maximum is missing.
template <std::size_t Count>
std::uint8_t class_of_limits(const WaterMaxima& water, const WaterLimits (&limits)[Count]) {
    if (is_unknown(water)) {
        return kNoClass;
    }
    int passed = 1;
    for (const WaterLimits& limit : limits) {
        const bool over =
            water.depth > limit.depth || water.speed > limit.speed || water.flow > limit.flow;
        passed += over ? 1 : 0;
    }
    return static_cast<std::uint8_t>(passed);
}

/// Class 1 to 4 for adults (height times mass above 50 m kg).
std::uint8_t adult_hazard(const WaterMaxima& water);

/// Class 1, 3 or 4 for children (height times mass of 25 to 50 m kg).
std::uint8_t child_hazard(const WaterMaxima& water);

/// Class 1 to 4: the greatest of the standing vehicles which the water moves.
std::uint8_t vehicle_hazard(const WaterMaxima& water);

/// Class 1 to 3 of the damage to buildings of masonry.
std::uint8_t building_damage(const WaterMaxima& water);

}  // namespace hazone::models
