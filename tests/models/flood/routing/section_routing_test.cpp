// Waves through channels whose sections are surveyed, beside the same channels by their width.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/flood/routing/sections.hpp"
#include "tests/models/flood/routing/catchment_runs.hpp"
#include "tests/models/flood/routing/random_section.hpp"

namespace hazone::models {
namespace {

using testing::TestGround;
using testing::TestState;

struct Method {
    const char* name;
    ChannelMethod channels;
    WaveScheme scheme;
};
constexpr Method kMethods[] = {
    {"upwind", ChannelMethod::wave, WaveScheme::upwind},
    {"box", ChannelMethod::wave, WaveScheme::box},
    {"muskingum_cunge", ChannelMethod::muskingum, WaveScheme::upwind},
    {"muskingum_cunge under box", ChannelMethod::muskingum, WaveScheme::box}};

RoutingRule rule_of(const Method& method) {
    RoutingRule rule;
    rule.channels = method.channels;
    rule.scheme = method.scheme;
    return rule;
}

/// Gives every channel the section.
void survey_all(const SectionShape& shape, Catchment& catchment) {
    std::vector<SectionReach> reaches;
    for (Index place = catchment.first_channel(); place < catchment.places(); ++place) {
        reaches.push_back({.place = place, .bed = shape.bottom()});
    }
    catchment.set_sections({SectionTable(shape)}, std::move(reaches));
}

/// A channel of 4 km with a fall of 1 in 1000, n = 0.035, a bed of 40 m.
TestGround channel_ground() {
    TestGround ground({1, 40});
    ground.cell_size = 100;
    for_each_cell(ground.slope.extent(), [&](Index row, Index col) {
        ground.channel(row, col) = 1;
        ground.slope(row, col) = 0.001F;
        ground.roughness(row, col) = 0.035F;
        ground.width(row, col) = 40;
    });
    return ground;
}

struct Hydrograph {
    double peak = 0;    // m3/s, at the outlet
    double centre = 0;  // s, of its volume
    double volume = 0;  // m3
    double held = 0;
    double given = 0;
    double deepest = 0;  // m
};

/// A flood of 5 to 125 m3/s comes in at the upper end.
Hydrograph flood(const TestGround& ground,
                 double side_slope,
                 const std::optional<SectionShape>& shape,
                 const Method& method,
                 double step) {
    CatchmentGround rasters = ground.ground();
    rasters.side_slope = side_slope;
    Catchment catchment(rasters);
    if (shape) {
        survey_all(*shape, catchment);
    }
    TestState state(catchment.places(), method.scheme);
    Hydrograph own;
    for (double time = step; time <= 8 * 3600.0 + 1; time += step) {
        const double into = 5 + 120 * std::exp(-std::pow((time - 5400) / 1800, 2));
        const auto excess = [&](Index first, Index last, double* rate) {
            for (Index place = first; place < last; ++place) {
                rate[place - first] = catchment.cell(place) == 0 ? into / 1e4 : 0;
            }
        };
        const auto moved = catchment.advance(step, time, excess, rule_of(method), state.state());
        own.given += moved.supplied;
        own.volume += moved.left;
        own.centre += moved.left * (time - step / 2);
        own.peak = std::max(own.peak, moved.left / step);
        own.deepest = std::max(own.deepest, catchment.depth(catchment.places() - 1, state.state()));
    }
    own.centre /= own.volume;
    own.held = state.stored();
    return own;
}

SectionShape rectangle() {
    return SectionShape({{0, 90, 0.035}, {0, 80, 0.035}, {40, 80, 0.035}, {40, 90, 0.035}});
}

SectionShape trapezoid() {
    return SectionShape({{0, 90, 0.035}, {20, 80, 0.035}, {60, 80, 0.035}, {80, 90, 0.035}});
}

/// How far the channel with the section is from that of the parameters, as shares.
void expect_alike(double side_slope, const SectionShape& shape, double step, double wave_share) {
    const TestGround ground = channel_ground();
    for (const Method& method : kMethods) {
        // Muskingum-Cunge by parameters takes 5/3 for d ln Q / d ln A, that of a wide bed.
        const double share = method.channels == ChannelMethod::muskingum ? 0.015 : wave_share;
        const Hydrograph plain = flood(ground, side_slope, std::nullopt, method, step);
        const Hydrograph given = flood(ground, side_slope, shape, method, step);
        EXPECT_NEAR(given.peak / plain.peak, 1, share) << method.name;
        EXPECT_NEAR(given.volume / plain.volume, 1, 2e-5) << method.name;
        EXPECT_NEAR(given.centre / plain.centre, 1, share) << method.name;
        EXPECT_NEAR(given.deepest / plain.deepest, 1, share) << method.name;
        EXPECT_NEAR((given.volume + given.held) / given.given, 1, 1e-12) << method.name;
        EXPECT_GT(given.peak, 90) << method.name;
        std::printf("step %4.0f s, %s: peak %.1e, volume %.1e, time %.1e, depth %.1e\n", step,
                    method.name, given.peak / plain.peak - 1, given.volume / plain.volume - 1,
                    given.centre / plain.centre - 1, given.deepest / plain.deepest - 1);
    }
}

// A channel of parameters knows the perimeter of the sub-step before: that is what is left, and it
// falls with the step. The tables themselves are within 1e-5.
TEST(SectionRouting, ARectangleIsThatOfTheParameters) {
    expect_alike(0, rectangle(), 60, 2e-3);
    expect_alike(0, rectangle(), 6, 3e-4);
}

TEST(SectionRouting, ATrapezoidIsThatOfTheParameters) {
    expect_alike(2, trapezoid(), 60, 3e-3);
    expect_alike(2, trapezoid(), 6, 6e-4);
}

// Steady flow: the outflow is what comes, and water stands as Manning's law has it.
TEST(SectionRouting, SteadyFlowStandsAtNormalDepth) {
    const TestGround ground = channel_ground();
    const SectionShape shape({{0, 104, 0.06},
                              {0, 102, 0.06},
                              {20, 102, 0.03},
                              {20, 100, 0.03},
                              {30, 100, 0.03},
                              {30, 102, 0.06},
                              {50, 102, 0.06},
                              {50, 104, 0.06}});
    const double inflow = 2307.4501426645938 * std::sqrt(double{0.001F});  // of 3 m, by hand
    for (const Method& method : kMethods) {
        Catchment catchment(ground.ground());
        survey_all(shape, catchment);
        TestState state(catchment.places(), method.scheme);
        const auto excess = [&](Index first, Index last, double* rate) {
            for (Index place = first; place < last; ++place) {
                rate[place - first] = catchment.cell(place) == 0 ? inflow / 1e4 : 0;
            }
        };
        for (int minute = 1; minute <= 600; ++minute) {
            catchment.advance(60, 60.0 * minute, excess, rule_of(method), state.state());
        }
        // In the first cell all water comes from beside, and the mean flow is at bank height,
        // where the celerity jumps: Muskingum-Cunge trembles there, and less below.
        const double share = method.channels == ChannelMethod::muskingum ? 2e-4 : 2e-5;
        const Index outlet = catchment.places() - 1;
        EXPECT_NEAR(catchment.discharge(outlet, state.state()) / inflow, 1, share) << method.name;
        EXPECT_NEAR(catchment.depth(outlet, state.state()), 3, 3 * share) << method.name;
        EXPECT_NEAR(state.volume[static_cast<std::size_t>(outlet)] / 7000, 1, share) << method.name;
    }
}

/// 20 mm/h for 12 h on rough ground, then a day, all channels with random sections.
testing::StormResult storm(const TestGround& ground, const Method& method, double step) {
    Catchment catchment(ground.ground());
    std::vector<SectionTable> tables;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        tables.emplace_back(SectionShape(testing::random_section(seed)));
    }
    std::vector<SectionReach> reaches;
    for (Index place = catchment.first_channel(); place < catchment.places(); ++place) {
        if (place % 5 != 0) {  // some stay as they are
            reaches.push_back({.place = place, .table = static_cast<std::size_t>(place) % 40});
        }
    }
    catchment.set_sections(std::move(tables), std::move(reaches));
    TestState state(catchment.places(), method.scheme);
    testing::StormResult result;
    for (double time = step; time <= 36 * 3600.0 + 1; time += step) {
        const double rain = time <= 12 * 3600.0 + 1 ? 0.02 / 3600 : 0;
        const auto moved =
            catchment.advance(step, time, testing::even_rain(rain), rule_of(method), state.state());
        result.supplied += moved.supplied;
        result.left += moved.left;
        result.peak = std::max(result.peak, moved.left / step);
    }
    for (const double held : state.volume) {
        EXPECT_GE(held, 0);
    }
    result.stored = state.stored();
    return result;
}

TEST(SectionRouting, RandomSectionsLoseNoWaterAtAnyStep) {
    const TestGround ground = testing::rough_ground({40, 40}, 3, 25);
    for (const Method& method : kMethods) {
        double peak = 0;
        double volume = 0;
        for (const double step : {300.0, 900.0, 3600.0}) {
            const auto result = storm(ground, method, step);
            EXPECT_NEAR((result.left + result.stored) / result.supplied, 1, 1e-12)
                << method.name << ", " << step;
            // What is still on the way after a day depends on the step.
            EXPECT_NEAR(result.left / (volume > 0 ? volume : result.left), 1, 2e-5)
                << method.name << ", " << step;
            EXPECT_NEAR(result.peak / (peak > 0 ? peak : result.peak), 1, 1e-6)
                << method.name << ", " << step;
            peak = result.peak;
            volume = result.left;
        }
    }
}

TEST(SectionRouting, WhatIsNotKnownAboveIsNotKnownBelow) {
    const TestGround ground = channel_ground();
    for (const Method& method : kMethods) {
        Catchment catchment(ground.ground());
        survey_all(rectangle(), catchment);
        TestState state(catchment.places(), method.scheme);
        const auto excess = [&](Index first, Index last, double* rate) {
            for (Index place = first; place < last; ++place) {
                rate[place - first] = catchment.cell(place) == 20 ? double{kMissing} : 1e-3;
            }
        };
        catchment.advance(60, 60, excess, rule_of(method), state.state());
        const Index outlet = catchment.places() - 1;
        EXPECT_TRUE(std::isnan(catchment.depth(outlet, state.state()))) << method.name;
        EXPECT_TRUE(std::isnan(catchment.discharge(outlet, state.state()))) << method.name;
        EXPECT_FALSE(std::isnan(catchment.discharge(0, state.state()))) << method.name;
    }
}

}  // namespace
}  // namespace hazone::models
