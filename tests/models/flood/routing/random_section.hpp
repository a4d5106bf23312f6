#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "models/flood/routing/section_table.hpp"

namespace hazone::models::testing {

/// A section of three to twenty points: rough ground in a valley, now and then with upright walls,
/// flat parts and other roughness, whose lowest point is not at its ends.
inline std::vector<SectionPoint> random_section(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    const auto draw = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    const auto count = static_cast<std::size_t>(draw(3, 21));
    std::vector<SectionPoint> points(count);
    double station = 0;
    double roughness = draw(0.02, 0.1);
    for (std::size_t number = 0; number < count; ++number) {
        const double side =
            std::abs(2.0 * static_cast<double>(number) / static_cast<double>(count - 1) - 1);
        const double height = 4 * side * side + draw(-0.8, 0.8);
        points[number] = {station, 200 + height, roughness};
        if (number > 0 && draw(0, 1) < 0.15) {
            points[number].elevation = points[number - 1].elevation;
        }
        const bool stood = number > 0 && points[number - 1].station == station;
        station += !stood && draw(0, 1) < 0.15 ? 0.0 : draw(0.2, 12);
        roughness = draw(0, 1) < 0.3 ? draw(0.02, 0.15) : roughness;
    }
    points.back().station = std::max(points.back().station, points.front().station + 1);
    const double high = 206;
    points.front().elevation = high;
    points.back().elevation = high + draw(-1, 1);
    points[count / 2].elevation = 198;
    return points;
}

}  // namespace hazone::models::testing
