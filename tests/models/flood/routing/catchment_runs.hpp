#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/models/flood/routing/catchment_ground.hpp"
#include "tests/support/terrain.hpp"

namespace hazone::models::testing {

inline RoutingRule rule_of(WaveScheme scheme) {
    RoutingRule rule;
    rule.scheme = scheme;
    return rule;
}

/// Errors of a computed hydrograph as shares of the highest discharge.
struct Errors {
    double mean = 0;
    double largest = 0;        // beside the corner where equilibrium is reached
    double at_the_corner = 0;  // within a tenth of that time
    double above = 0;          // over equilibrium
};

/// Of the discharge at the foot of the plane, which is the mean of a step.
inline Errors plane_errors(Index cells, double step, WaveScheme scheme) {
    const PlaneRain plane;
    TestGround ground({1, cells});
    ground.cell_size = plane.length / static_cast<double>(cells);
    Catchment catchment(ground.ground());
    TestState state(catchment.places(), scheme);
    const double equilibrium = plane.rate * plane.length;
    Errors errors;
    Index count = 0;
    for (double time = step; time < 5400 + step / 2; time += step, ++count) {
        const double rain = time <= plane.lasting + step / 2 ? plane.rate : 0;
        const auto moved =
            catchment.advance(step, time, even_rain(rain), rule_of(scheme), state.state());
        const double flow = moved.left / step / ground.cell_size;
        const double error = std::abs(flow - plane.discharge(time - step / 2)) / equilibrium;
        const double away = std::abs(time / plane.equilibrium_time() - 1);
        errors.mean += error;
        double& worst = away < 0.1 ? errors.at_the_corner : errors.largest;
        worst = std::max(worst, error);
        errors.above = std::max(errors.above, flow / equilibrium - 1);
    }
    errors.mean /= static_cast<double>(count);
    return errors;
}

inline double order(double coarse, double fine) { return std::log2(coarse / fine); }

/// Rain on the V-catchment, m/s and s.
inline constexpr double kVRate = 3e-6;
inline constexpr double kVLasting = 5400;

/// The V-catchment of Di Giammarco, Todini & Lamberti (1996), see catchment_test.cpp, with one row
/// for all of a plane and one for the channel, as fine as one likes: discharge at the outlet at the
/// end of every minute, m3/s.
inline std::vector<double> v_hydrograph_of_lines(Index plane_cells,
                                                 Index channel_cells,
                                                 double step,
                                                 WaveScheme scheme) {
    TestGround plane({1, plane_cells});
    plane.cell_size = 800.0 / static_cast<double>(plane_cells);
    for_each_cell(plane.slope.extent(), [&](Index row, Index col) {
        plane.slope(row, col) = 0.05F;
        plane.roughness(row, col) = 0.015F;
    });
    TestGround channel({1, channel_cells});
    channel.cell_size = 1000.0 / static_cast<double>(channel_cells);
    for_each_cell(channel.slope.extent(), [&](Index row, Index col) {
        channel.channel(row, col) = 1;
        channel.slope(row, col) = 0.02F;
        channel.roughness(row, col) = 0.15F;
        channel.width(row, col) = 20;
    });
    Catchment upper(plane.ground());
    Catchment lower(channel.ground());
    TestState upper_state(upper.places(), scheme);
    TestState lower_state(lower.places(), scheme);
    std::vector<double> series;
    const auto per_minute = static_cast<int>(std::lround(60 / step));
    for (int number = 1; number <= 180 * per_minute; ++number) {
        const double time = step * number;
        const double rain = time <= kVLasting + 1e-6 ? kVRate : 0;
        const auto moved =
            upper.advance(step, time, even_rain(rain), rule_of(scheme), upper_state.state());
        const double beside = 2 * moved.left / step / plane.cell_size + 20 * rain;  // m2/s
        lower.advance(step, time, even_rain(beside / channel.cell_size), rule_of(scheme),
                      lower_state.state());
        if (number % per_minute == 0) {
            const Index outlet = lower.places() - 1;
            series.push_back(lower.discharge(outlet, lower_state.state()));
        }
    }
    return series;
}

/// Rough ground, drained, with channels from 40 cells on.
inline TestGround rough_ground(Extent extent, std::uint64_t seed, double channel_cells = 40) {
    const auto surface = hazone::testing::filled(hazone::testing::test_terrain(extent, seed));
    TestGround ground(extent);
    ground.direction = hazone::testing::directions(surface);
    Raster<double> area(extent);
    flow_accumulation(ground.direction, area, 1.0);
    reach_slope(ground.direction, surface, 10, 1e-3, ground.slope);
    for_each_cell(extent, [&](Index row, Index col) {
        ground.channel(row, col) = static_cast<std::uint8_t>(area(row, col) >= channel_cells);
        ground.width(row, col) = static_cast<float>(std::sqrt(area(row, col)) * 0.3);
    });
    return ground;
}

struct StormResult {
    double supplied = 0;
    double left = 0;
    double stored = 0;
    double peak = 0;  // of the whole outflow
    int most_sub_steps = 0;
};

/// 20 mm/h for 12 h, then a dry day, in equal steps.
inline StormResult storm(const TestGround& ground,
                         double step,
                         double rate = 0.02 / 3600,
                         WaveScheme scheme = WaveScheme::upwind) {
    Catchment catchment(ground.ground());
    TestState state(catchment.places(), scheme);
    StormResult result;
    for (double time = step; time <= 36 * 3600.0 + 1; time += step) {
        const double rain = time <= 12 * 3600.0 + 1 ? rate : 0;
        const auto moved =
            catchment.advance(step, time, even_rain(rain), rule_of(scheme), state.state());
        result.supplied += moved.supplied;
        result.left += moved.left;
        result.peak = std::max(result.peak, moved.left / step);
        result.most_sub_steps = std::max(result.most_sub_steps, moved.sub_steps);
    }
    result.stored = state.stored();
    return result;
}

}  // namespace hazone::models::testing
