#include "models/flood/routing/box_routing.hpp"

#include <cstdio>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "tests/models/flood/routing/catchment_runs.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::Errors;
using testing::even_rain;
using testing::order;
using testing::plane_errors;
using testing::PlaneRain;
using testing::rough_ground;
using testing::rule_of;
using testing::storm;
using testing::StormResult;
using testing::TestGround;
using testing::TestState;

// ---- one cell

TEST(BoxCell, PowersHold) {
    for (double x = 1.1e-33; x < 1e30; x *= 1.3) {
        EXPECT_NEAR(three_fifths_power(x) / std::pow(x, 0.6), 1, 1e-12) << x;
    }
    EXPECT_EQ(three_fifths_power(0), 0);
}

TEST(BoxCell, SolvesTheEquationOfTheFourPoints) {
    // Q from 1 to 2.2 m3/s above, beta 100, dt 60 s: held is what 1 m3/s needs at both ends.
    const double beta = 100;
    const BoxInflow own{.held = 100, .before = 1, .inflow = 2.2, .mean = 1.6, .supply = 0};
    const BoxOutflow out = box_outflow(60, beta, own);
    EXPECT_GT(out.end, 1);
    EXPECT_LT(out.end, 2.2);
    EXPECT_DOUBLE_EQ(out.mean, (1 + out.end) / 2);
    const double after = beta * (std::pow(2.2, 0.6) + std::pow(out.end, 0.6)) / 2;
    EXPECT_NEAR(after, 100 + 60 * (1.6 - out.mean), 1e-9);
}

TEST(BoxCell, SteadyFlowStays) {
    const BoxInflow own{.held = 50 * (std::pow(3, 0.6) + std::pow(3.5, 0.6)),
                        .before = 3.5,
                        .inflow = 3,
                        .mean = 3,
                        .supply = 0.5};
    for (const double dt : {0.1, 10.0, 1e3, 1e5}) {
        const BoxOutflow out = box_outflow(dt, 100, own);
        EXPECT_NEAR(out.end, 3.5, 1e-11);
        EXPECT_NEAR(out.mean, 3.5, 1e-11);
    }
}

// Whatever a reach holds and gets: between the flows it can come from, and never more than there
// is.
TEST(BoxCell, StaysBetweenItsNeighboursAndNeverEmptiesBelowNothing) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> share(0, 1);
    const auto between = [&](double low, double high) {
        return share(random) < 0.05 ? 0.0 : std::pow(10, low + (high - low) * share(random));
    };
    for (int i = 0; i < 100'000; ++i) {
        const double dt = std::pow(10, -1 + 5 * share(random));
        const double beta = std::pow(10, -2 + 7 * share(random));
        const double before_inflow = between(-9, 4);
        BoxInflow own{.held = between(-10, 8),
                      .before = between(-9, 4),
                      .inflow = between(-9, 4),
                      .supply = between(-9, 2)};
        own.mean = own.inflow + share(random) / 2 * (before_inflow - own.inflow);
        const BoxOutflow out = box_outflow(dt, beta, own);
        const double low = std::min({own.inflow + own.supply, own.mean + own.supply, own.before});
        const double high = std::max({own.inflow + own.supply, own.mean + own.supply, own.before});
        ASSERT_GE(out.end, low);
        ASSERT_LE(out.end, high);
        ASSERT_GE(out.mean, 0);
        ASSERT_LE(out.mean * dt, own.content(dt) * (1 + 1e-14));
    }
}

TEST(BoxCell, DryIsDryAndMissingIsMissing) {
    EXPECT_EQ(box_outflow(60, 12, {}).end, 0);
    EXPECT_EQ(box_outflow(60, 12, {}).mean, 0);
    const BoxInflow wet{.held = 5, .before = 1, .inflow = 1, .mean = 1, .supply = 0.1};
    for (double BoxInflow::*input : {&BoxInflow::held, &BoxInflow::mean, &BoxInflow::supply}) {
        BoxInflow own = wet;
        own.*input = kMissing;
        EXPECT_TRUE(is_missing(box_outflow(60, 12, own).end));
        EXPECT_TRUE(is_missing(box_outflow(60, 12, own).mean));
    }
    EXPECT_TRUE(is_missing(box_outflow(60, kMissing, wet).mean));
}

/// Largest error of the outflow of a channel of 4 km, whose inflow rises smoothly from 5 to 15
/// m3/s within an hour, by the method of characteristics: each flow comes at its own celerity.
double error_of_a_smooth_wave(int reaches) {
    constexpr double kLength = 4000;
    constexpr double kRise = 3600;
    const double beta = storage_factor(kLength, 0.035, 0.01, 20);  // of the whole channel
    const auto inflow_at = [](double time) {
        const double share = std::clamp(time / kRise, 0.0, 1.0);
        const double ease = 35 - share * (84 - share * (70 - share * 20));  // three times smooth
        return 5 + 10 * share * share * share * share * ease;
    };
    const auto arrival = [&](double start) {
        return start + 0.6 * beta * std::pow(inflow_at(start), -0.4);  // L / c
    };
    const double dt = 1500.0 / reaches;
    std::vector<BoxInflow> cells(static_cast<std::size_t>(reaches));
    for (BoxInflow& own : cells) {
        own = {.held = beta / reaches * std::pow(5, 0.6), .before = 5};
    }
    double worst = 0;
    for (double time = dt; time < 9000; time += dt) {
        BoxOutflow flow{(inflow_at(time - dt) + inflow_at(time)) / 2, inflow_at(time)};
        for (BoxInflow& own : cells) {
            own.mean = flow.mean;
            own.inflow = flow.end;
            flow = box_outflow(dt, beta / reaches, own);
            own.held = own.content(dt) - dt * flow.mean;
            own.before = flow.end;
        }
        double low = -kLength;
        double high = time;
        for (int i = 0; i < 60; ++i) {
            const double start = (low + high) / 2;
            (arrival(start) < time ? low : high) = start;
        }
        worst = std::max(worst, std::abs(flow.end - inflow_at(low)) / 15);
    }
    return worst;
}

TEST(BoxCell, IsOfSecondOrderWhereTheWaveIsSmooth) {
    std::vector<double> errors;
    for (const int reaches : {20, 40, 80, 160}) {
        errors.push_back(error_of_a_smooth_wave(reaches));
        std::printf("smooth wave, %3d reaches: largest error %.2e\n", reaches, errors.back());
    }
    EXPECT_GT(order(errors[1], errors[2]), 1.8);
    EXPECT_GT(order(errors[2], errors[3]), 1.8);
    EXPECT_LT(errors.back(), 1e-4);
}

// ---- exact hydrographs

// The box runs behind the corner by what it disperses, over a width that falls with the 2/3 power
// of the cell: that is the order there, and twice as much in the mean, which has width and height.
// It does not rise above equilibrium. Steps are 1.4 times those which a wave at the foot needs for
// a cell.
TEST(BoxPlane, KeepsTheCornerOfTheHydrograph) {
    std::vector<Errors> errors;
    for (const Index cells : {100, 200, 400, 800}) {
        errors.push_back(plane_errors(cells, 900.0 / static_cast<double>(cells), WaveScheme::box));
        const Errors& own = errors.back();
        std::printf(
            "plane of %4d cells by the box: mean error %.4f %%, largest %.3f %%, at the corner "
            "%.3f %%, above equilibrium %.4f %%\n",
            static_cast<int>(cells), 100 * own.mean, 100 * own.largest, 100 * own.at_the_corner,
            100 * own.above);
        EXPECT_LT(own.at_the_corner, 0.005);
        EXPECT_LT(own.largest, 0.005);
        EXPECT_LT(own.above, 2e-5);
    }
    EXPECT_LT(errors.back().at_the_corner, 0.0012);
    EXPECT_LT(errors.back().mean, 1.2e-5);
    EXPECT_GT(order(errors.front().mean, errors.back().mean) / 3, 1.0);
}

TEST(BoxPlane, ConvergesInLongStepsToo) {
    std::vector<Errors> errors;
    for (const Index cells : {100, 200, 400}) {
        errors.push_back(plane_errors(cells, 1800.0 / static_cast<double>(cells), WaveScheme::box));
        std::printf("the same in twice the step: mean error %.4f %%, at the corner %.3f %%\n",
                    100 * errors.back().mean, 100 * errors.back().at_the_corner);
    }
    EXPECT_GT(order(errors.front().mean, errors.back().mean) / 2, 1.2);
    EXPECT_GT(order(errors.front().at_the_corner, errors.back().at_the_corner) / 2, 0.6);
}

/// The V-catchment exactly, by characteristics: along dx/dt = dQ/dA the area of the channel grows
/// by what comes from beside, which is known in time and alike all along it.
class ExactV {
public:
    ExactV() {
        const PlaneRain plane{.length = 800,
                              .rate = testing::kVRate,
                              .slope = 0.05,
                              .roughness = 0.015,
                              .lasting = testing::kVLasting};
        gained_.push_back(0);
        for (double time = 0; time < 10800; time += kStep) {
            const double rain = time < testing::kVLasting ? testing::kVRate * kWidth : 0;
            const double mean = plane.discharge(time) + plane.discharge(time + kStep);
            gained_.push_back(gained_.back() + kStep * (mean + rain));
        }
    }
    /// m3/s at the outlet.
    double discharge(double time) const {
        const auto last = static_cast<std::size_t>(std::lround(time / kStep));
        if (way(0, last) <= kLength) {
            return flow(gained_[last]);
        }
        std::size_t low = 0;
        std::size_t high = last;
        while (high - low > 1) {
            const std::size_t start = (low + high) / 2;
            (way(start, last) > kLength ? low : high) = start;
        }
        const double beyond = way(low, last);
        const double share = (beyond - kLength) / (beyond - way(high, last));
        return flow(gained_[last] - gained_[low] - share * (gained_[high] - gained_[low]));
    }

private:
    static constexpr double kStep = 2;  // s
    static constexpr double kWidth = 20;
    static constexpr double kLength = 1000;

    static double flow(double area) {
        const double perimeter = kWidth + 2 * area / kWidth;
        return std::sqrt(0.02) / 0.15 * area * std::pow(area / perimeter, 2.0 / 3);
    }
    static double celerity(double area) {
        const double perimeter = kWidth + 2 * area / kWidth;
        return area > 0 ? flow(area) * (5 / (3 * area) - 4 / (3 * kWidth * perimeter)) : 0;
    }
    /// m, from `start` to `last`, of what enters at the upper end at `start`.
    double way(std::size_t start, std::size_t last) const {
        double sum = 0;
        double before = 0;
        for (std::size_t i = start + 1; i <= last; ++i) {
            const double now = celerity(gained_[i] - gained_[start]);
            sum += kStep * (before + now) / 2;
            before = now;
        }
        return sum;
    }
    std::vector<double> gained_;  // m2, what has come from beside
};

TEST(BoxVCatchment, EqualsTheCharacteristicsEverywhere) {
    const ExactV exact;
    EXPECT_NEAR(exact.discharge(5400), 4.86, 1e-4);
    std::vector<double> expected;
    for (int minute = 1; minute <= 180; minute += minute > 40 && minute < 55 ? 1 : 5) {
        expected.push_back(exact.discharge(60.0 * minute));
    }
    double before = 0;
    for (const Index cells : {40, 100, 200}) {
        const auto series = testing::v_hydrograph_of_lines(
            cells, 2 * cells, 400.0 / static_cast<double>(cells), WaveScheme::box);
        double worst = 0;
        std::size_t number = 0;
        for (int minute = 1; minute <= 180; minute += minute > 40 && minute < 55 ? 1 : 5) {
            worst = std::max(
                worst,
                std::abs(series[static_cast<std::size_t>(minute) - 1] - expected[number++]) / 4.86);
        }
        std::printf("V-catchment by the box, planes of %3d, channel of %3d cells: %.3f %%\n",
                    static_cast<int>(cells), static_cast<int>(2 * cells), 100 * worst);
        EXPECT_NEAR(series[89], 4.86, 1e-5);
        EXPECT_LT(worst, 0.01);
        before = worst;
    }
    EXPECT_LT(before, 0.001);
}

// ---- what holds on any ground

TEST(BoxCatchment, ClosesTheWaterBalance) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        for (const double step : {60.0, 300.0, 3600.0}) {
            const StormResult result =
                storm(rough_ground({61, 47}, seed), step, 0.02 / 3600, WaveScheme::box);
            EXPECT_NEAR((result.left + result.stored) / result.supplied, 1, 1e-12)
                << "seed " << seed << " step " << step;
            EXPECT_LE(result.peak, result.supplied / (12 * 3600.0) * (1 + 1e-6));
        }
    }
}

TEST(BoxCatchment, TheSameStormInOtherStepsBringsTheSameVolumeAndPeak) {
    const TestGround ground = rough_ground({120, 120}, 1);
    const StormResult fine = storm(ground, 300, 0.02 / 3600, WaveScheme::box);
    for (const double step : {900.0, 3600.0}) {
        const StormResult coarse = storm(ground, step, 0.02 / 3600, WaveScheme::box);
        EXPECT_NEAR(coarse.supplied / fine.supplied, 1, 1e-9);
        EXPECT_NEAR((coarse.left + coarse.stored) / (fine.left + fine.stored), 1, 1e-9);
        EXPECT_NEAR(coarse.peak / fine.peak, 1, 0.05) << step;
    }
}

TEST(BoxCatchment, BeginsDryAndStaysFiniteInTheHeaviest) {
    const TestGround ground = rough_ground({40, 40}, 4);
    const StormResult dry = storm(ground, 600, 0, WaveScheme::box);
    EXPECT_EQ(dry.left, 0);
    EXPECT_EQ(dry.stored, 0);
    const StormResult heavy = storm(ground, 600, 0.5 / 3600, WaveScheme::box);
    EXPECT_NEAR((heavy.left + heavy.stored) / heavy.supplied, 1, 1e-12);
    EXPECT_LE(heavy.peak, heavy.supplied / (12 * 3600.0) * 1.0000001);
}

// Where rain lasts until equilibrium no place may carry more than its own share of it.
TEST(BoxCatchment, NowhereRisesAboveEquilibrium) {
    const TestGround ground = rough_ground({70, 60}, 2);
    Catchment catchment(ground.ground());
    for (const double step : {60.0, 300.0, 900.0}) {
        TestState state(catchment.places(), WaveScheme::box);
        constexpr double kRate = 0.05 / 3600;
        for (double time = step; time < 6 * 3600.0; time += step) {
            catchment.advance(step, time, even_rain(kRate), rule_of(WaveScheme::box),
                              state.state());
        }
        Raster<double> area(ground.direction.extent());
        flow_accumulation(ground.direction, area, ground.cell_size * ground.cell_size);
        for (Index place = 0; place < catchment.places(); ++place) {
            const Index cell = catchment.cell(place);
            const auto own = static_cast<std::size_t>(place);
            const double equilibrium = kRate * area.data()[cell];
            ASSERT_LE(state.peak[own], equilibrium * (1 + 2e-3)) << place << ' ' << step;
            ASSERT_GE(state.volume[own], 0);
            ASSERT_GE(state.outflow[own], 0);
        }
    }
}

TEST(BoxCatchment, HasTheSameBitsOnAnyNumberOfThreads) {
    const TestGround ground = rough_ground({260, 250}, 1, 100);
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([&] {
        Catchment catchment(ground.ground());
        TestState state(catchment.places(), WaveScheme::box);
        double left = 0;
        for (int number = 1; number <= 20; ++number) {
            left += catchment
                        .advance(120, 120.0 * number, even_rain(1e-5), rule_of(WaveScheme::box),
                                 state.state())
                        .left;
        }
        Raster<double> result({1, 2 * catchment.places() + 1});
        std::copy(state.volume.begin(), state.volume.end(), result.data());
        std::copy(state.outflow.begin(), state.outflow.end(), result.data() + catchment.places());
        result(0, 2 * catchment.places()) = left;
        return result;
    }));
}

TEST(BoxCatchment, DoesNotDependOnHowTheNetworkIsCut) {
    TestGround ground({1, 40'000});  // its lower end is the trunk
    ground.cell_size = 1;
    Catchment catchment(ground.ground());
    TestState state(catchment.places(), WaveScheme::box);
    for (int number = 1; number <= 30; ++number) {
        catchment.advance(60, 60.0 * number, even_rain(1e-5), rule_of(WaveScheme::box),
                          state.state());
    }
    const auto chunk_cell = static_cast<std::size_t>(RoutingNetwork::kChunkCells - 1);
    EXPECT_NEAR(state.volume[chunk_cell] / state.volume.back(), 1, 1e-12);
    EXPECT_FLOAT_EQ(state.outflow[chunk_cell], state.outflow.back());
}

TEST(BoxCatchment, WhatIsNotKnownIsNotKnownBelow) {
    TestGround ground({3, 30});
    for (Index row = 0; row < 3; ++row) {
        for (Index col = 20; col < 30; ++col) {
            ground.channel(row, col) = 1;
        }
    }
    ground.roughness(1, 10) = kMissing;
    Catchment catchment(ground.ground());
    TestState state(catchment.places(), WaveScheme::box);
    for (int number = 1; number <= 5; ++number) {
        catchment.advance(60, 60.0 * number, even_rain(1e-5), rule_of(WaveScheme::box),
                          state.state());
    }
    for (Index place = 0; place < catchment.places(); ++place) {
        const Index row = catchment.cell(place) / 30;
        const Index col = catchment.cell(place) % 30;
        const bool unknown = row == 1 && col >= 10;
        EXPECT_EQ(is_missing(state.volume[static_cast<std::size_t>(place)]), unknown);
        EXPECT_EQ(is_missing(catchment.discharge(place, state.state())), unknown);
    }
}

}  // namespace
}  // namespace hazone::models
