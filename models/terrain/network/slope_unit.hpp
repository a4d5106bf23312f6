#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone::models {

/// When the ground is divided further.
struct SlopeUnitRule {
    double first_area = 0;        // m2, contributing area of the coarsest channels
    double least_area = 0;        // m2, no smaller unit is divided
    double largest_variance = 0;  // circular variance of aspect, 0 to 1, up to which a unit stays
    double reduction = 10;        // each round takes this part off the area of the channels
    int most_rounds = 100;
};

/// What the division reads; all views have one extent.
struct SlopeUnitGround {
    View<const std::uint8_t> direction;  // ESRI codes, 255 missing
    View<const double> area;             // contributing area, m2
    View<const float> aspect;            // rad; missing where flat
    double cell_size = 1;                // m
};

/// Labels from 1 row by row, 0 where the direction is missing. Gives how many units there are.
/// Serial: the same bits for any number of threads. Scratch: 18 bytes per cell.
std::int32_t slope_units_of(const SlopeUnitGround& ground,
                            const SlopeUnitRule& rule,
                            View<std::int32_t> unit);

/// Circular variance, 0 to 1, of `count` directions with these sums of sines and cosines; 0 for
/// none.
double circular_variance(double sines, double cosines, double count);

}  // namespace hazone::models
