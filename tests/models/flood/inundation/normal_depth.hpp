#pragma once

#include <cmath>

namespace hazone::testing {

/// Depth at which a rectangle carries the discharge by Manning's law, by bisection.
inline double normal_depth(double discharge, double width, double slope, double roughness) {
    double low = 0;
    double high = 100;
    for (int turn = 0; turn < 200; ++turn) {
        const double depth = (low + high) / 2;
        const double area = width * depth;
        const double radius = area / (width + 2 * depth);
        const double flow = area * std::cbrt(radius * radius) * std::sqrt(slope) / roughness;
        (flow < discharge ? low : high) = depth;
    }
    return (low + high) / 2;
}

}  // namespace hazone::testing
