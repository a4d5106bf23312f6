#include "models/flood/routing/catchment.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/models/flood/routing/catchment_runs.hpp"
#include "tests/support/shared_numbers.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::Errors;
using testing::even_rain;
using testing::order;
using testing::plane_errors;
using testing::PlaneRain;
using testing::rough_ground;
using testing::storm;
using testing::StormResult;
using testing::TestGround;
using testing::TestState;
using testing::v_hydrograph_of_lines;

TEST(KinematicPlane, ReachesEquilibriumInTheKnownTime) {
    EXPECT_NEAR(PlaneRain().equilibrium_time(), 1055.725, 0.001);
}

// The exact hydrograph has a corner at equilibrium. A scheme of first order rounds it over a width
// that falls with the root of the cell: there the order is a half, elsewhere one.
TEST(KinematicPlane, ConvergesToTheExactHydrograph) {
    std::vector<Errors> errors;
    for (const Index cells : {100, 200, 400, 800, 1600}) {
        errors.push_back(
            plane_errors(cells, 1800.0 / static_cast<double>(cells), WaveScheme::upwind));
        std::printf(
            "plane of %4d cells: mean error %.3f %%, largest %.3f %%, at the corner %.2f %%\n",
            static_cast<int>(cells), 100 * errors.back().mean, 100 * errors.back().largest,
            100 * errors.back().at_the_corner);
    }
    EXPECT_LT(errors.back().mean, 0.0005);
    EXPECT_LT(errors.back().largest, 0.001);
    EXPECT_LT(errors.back().at_the_corner, 0.0206);
    for (std::size_t i = 1; i < errors.size(); ++i) {
        EXPECT_GT(order(errors[i - 1].mean, errors[i].mean), 0.94);
        EXPECT_GT(order(errors[i - 1].at_the_corner, errors[i].at_the_corner), 0.44);
    }
    EXPECT_GT(order(errors[3].largest, errors[4].largest), 0.95);
}

TEST(KinematicPlane, EqualsTheSharedSeries) {
    const auto file =
        hazone::testing::shared_folder() / "oracles/flood/analytic/plane_200m_50mmh.csv";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is absent, see HAZONE_SHARED";
    }
    const auto rows = hazone::testing::read_numbers(file);
    ASSERT_GT(rows.size(), 100U);
    for (const auto& row : rows) {
        EXPECT_NEAR(PlaneRain().discharge(row[0]), row[1], 1e-9);
    }
}

/// The V-catchment of Di Giammarco, Todini & Lamberti (1996), Journal of Hydrology 175, 267-291,
/// https://doi.org/10.1016/S0022-1694(96)80014-X: two planes of 800 m and a channel of 20 m x
/// 1000 m, one cell wide. With cells smaller than the channel the ground beside its middle is steep
/// and smooth, so that its water comes at once.
struct VCatchment {
    TestGround ground;
    explicit VCatchment(Index per_width) : ground({50 * per_width, 81 * per_width}) {
        ground.cell_size = 20.0 / static_cast<double>(per_width);
        const Index middle = ground.slope.cols() / 2;
        for_each_cell(ground.slope.extent(), [&](Index row, Index col) {
            const bool bank = std::abs(col - middle) <= per_width / 2;
            ground.direction(row, col) = direction_code(col < middle ? 0 : 4);
            ground.slope(row, col) = bank ? 1.0F : 0.05F;
            ground.roughness(row, col) = bank ? 1e-4F : 0.015F;
        });
        for (Index row = 0; row < ground.slope.rows(); ++row) {
            ground.direction(row, middle) = direction_code(2);
            ground.channel(row, middle) = 1;
            ground.slope(row, middle) = 0.02F;
            ground.roughness(row, middle) = 0.15F;
            ground.width(row, middle) = 20;
        }
    }
};

/// Discharge at the outlet at the end of every minute, m3/s.
std::vector<double> v_hydrograph(Index per_width, double step) {
    const VCatchment v(per_width);
    Catchment catchment(v.ground.ground());
    TestState state(catchment.places());
    std::vector<double> series;
    const auto per_minute = static_cast<int>(std::lround(60 / step));
    Index outlet = catchment.first_channel();
    while (catchment.cell(outlet) / v.ground.slope.cols() != v.ground.slope.rows() - 1) {
        ++outlet;
    }
    for (int number = 1; number <= 180 * per_minute; ++number) {
        const double time = step * number;
        const double rain = time <= testing::kVLasting + 1e-6 ? testing::kVRate : 0;
        catchment.advance(step, time, even_rain(rain), {}, state.state());
        if (number % per_minute == 0) {
            series.push_back(catchment.discharge(outlet, state.state()));
        }
    }
    return series;
}

constexpr double kEquilibrium = 4.86;  // m3/s, 3e-6 m/s on 1.62 km2

// References at 30, 60, 120 and 150 min: the channel by an explicit scheme with 400 cells, below
// the exact planes (an independent program).
TEST(KinematicVCatchment, ConvergesToTheReference) {
    constexpr std::pair<int, double> kKnown[] = {
        {30, 0.994905}, {60, 4.858709}, {120, 2.166813}, {150, 0.708339}};
    std::vector<double> errors;
    for (const Index per_width : {1, 3, 5}) {
        const auto series = v_hydrograph(per_width, 20.0 / static_cast<double>(per_width));
        double worst = 0;
        for (const auto& [minute, known] : kKnown) {
            worst = std::max(worst, std::abs(series[static_cast<std::size_t>(minute) - 1] - known));
        }
        errors.push_back(worst / kEquilibrium);
        std::printf("V-catchment, cells of %.2f m: Q(90 min) %.4f m3/s, largest error %.3f %%\n",
                    20.0 / static_cast<double>(per_width), series[89], 100 * errors.back());
        EXPECT_NEAR(series[89], kEquilibrium, 0.005 * kEquilibrium);
    }
    EXPECT_LT(errors.back(), 0.0015);
    EXPECT_GT(std::log(errors[0] / errors[1]) / std::log(3.0), 0.8);
    EXPECT_GT(std::log(errors[1] / errors[2]) / std::log(5.0 / 3), 0.8);
}

TEST(KinematicVCatchment, IsWithinHalfAPerCentOfTheSharedSeries) {
    const auto file =
        hazone::testing::shared_folder() / "oracles/flood/analytic/vcatchment_outlet.csv";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is absent, see HAZONE_SHARED";
    }
    const auto rows = hazone::testing::read_numbers(file);
    double worst = 1;
    double before = 1;
    for (const Index cells : {200, 400, 800}) {
        const auto series = v_hydrograph_of_lines(cells, 400, 800.0 / static_cast<double>(cells),
                                                  WaveScheme::upwind);
        ASSERT_EQ(rows.size(), series.size());
        before = worst;
        worst = 0;
        double mean = 0;
        for (std::size_t minute = 0; minute < rows.size(); ++minute) {
            const double error = std::abs(series[minute] - rows[minute][1]) / kEquilibrium;
            worst = std::max(worst, error);
            mean += error / static_cast<double>(rows.size());
        }
        std::printf("V-catchment, planes of %4d cells: mean error %.3f %%, largest %.3f %%\n",
                    static_cast<int>(cells), 100 * mean, 100 * worst);
    }
    EXPECT_LT(worst, 0.003);
    EXPECT_GT(order(before, worst), 0.8);
}

// ---- what holds on any ground

TEST(Catchment, ClosesTheWaterBalance) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        for (const double step : {60.0, 300.0, 3600.0}) {
            const StormResult result = storm(rough_ground({61, 47}, seed), step);
            EXPECT_GT(result.supplied, 0);
            EXPECT_NEAR((result.left + result.stored) / result.supplied, 1, 1e-12)
                << "seed " << seed << " step " << step;
        }
    }
}

// A public code, whose iteration ends at a fixed residual, brings 24, 224 and 1592 m3/s here.
TEST(Catchment, TheSameStormInOtherStepsBringsTheSameVolumeAndPeak) {
    const TestGround ground = rough_ground({120, 120}, 1);
    const StormResult fine = storm(ground, 300);
    for (const double step : {900.0, 3600.0}) {
        const StormResult coarse = storm(ground, step);
        EXPECT_NEAR(coarse.supplied / fine.supplied, 1, 1e-9);
        EXPECT_NEAR((coarse.left + coarse.stored) / (fine.left + fine.stored), 1, 1e-9);
        EXPECT_NEAR(coarse.peak / fine.peak, 1, 0.05) << step;
        std::printf("steps of %4.0f s: peak %.4f of that at 300 s\n", step,
                    coarse.peak / fine.peak);
    }
}

TEST(Catchment, HasTheSameBitsOnAnyNumberOfThreads) {
    const TestGround ground = rough_ground({260, 250}, 1, 100);
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([&] {
        Catchment catchment(ground.ground());
        TestState state(catchment.places());
        double left = 0;
        for (int number = 1; number <= 20; ++number) {
            left += catchment.advance(120, 120.0 * number, even_rain(1e-5), {}, state.state()).left;
        }
        Raster<double> result({1, catchment.places() + 1});
        std::copy(state.volume.begin(), state.volume.end(), result.data());
        result(0, catchment.places()) = left;
        return result;
    }));
}

TEST(Catchment, DoesNotDependOnHowTheNetworkIsCut) {
    // One hillslope of more cells than a chunk holds: its lower end is the trunk.
    TestGround ground({1, 40'000});
    ground.cell_size = 1;
    Catchment catchment(ground.ground());
    TestState state(catchment.places());
    for (int number = 1; number <= 30; ++number) {
        catchment.advance(60, 60.0 * number, even_rain(1e-5), {}, state.state());
    }
    // Far from the upper end all cells have seen the same; so has the trunk.
    const auto chunk_cell = static_cast<std::size_t>(RoutingNetwork::kChunkCells - 1);
    EXPECT_EQ(catchment.cell(static_cast<Index>(chunk_cell)), RoutingNetwork::kChunkCells - 1);
    EXPECT_DOUBLE_EQ(state.volume[chunk_cell], state.volume.back());
    EXPECT_DOUBLE_EQ(state.peak[chunk_cell], state.peak.back());
}

TEST(Catchment, StaysDryWithoutRainAndFiniteInTheHeaviest) {
    const TestGround ground = rough_ground({40, 40}, 4);
    const StormResult dry = storm(ground, 600, 0);
    EXPECT_EQ(dry.left, 0);
    EXPECT_EQ(dry.stored, 0);
    const StormResult heavy = storm(ground, 600, 0.5 / 3600);
    EXPECT_NEAR((heavy.left + heavy.stored) / heavy.supplied, 1, 1e-12);
    EXPECT_LE(heavy.peak, heavy.supplied / (12 * 3600.0) * 1.0000001);
    EXPECT_GT(heavy.most_sub_steps, 10);
}

TEST(Catchment, WhatIsNotKnownIsNotKnownBelow) {
    TestGround ground({3, 30});
    for (Index row = 0; row < 3; ++row) {
        for (Index col = 20; col < 30; ++col) {
            ground.channel(row, col) = 1;
        }
    }
    ground.roughness(1, 10) = kMissing;
    Catchment catchment(ground.ground());
    TestState state(catchment.places());
    for (int number = 1; number <= 5; ++number) {
        catchment.advance(60, 60.0 * number, even_rain(1e-5), {}, state.state());
    }
    for (Index place = 0; place < catchment.places(); ++place) {
        const Index row = catchment.cell(place) / 30;
        const Index col = catchment.cell(place) % 30;
        EXPECT_EQ(is_missing(state.volume[static_cast<std::size_t>(place)]), row == 1 && col >= 10);
    }
}

TEST(Catchment, ChannelsDoNotEndOnAHillslope) {
    TestGround ground({1, 12});
    ground.channel(0, 4) = 1;
    EXPECT_EQ(Catchment(ground.ground()).first_channel(), 4);
}

// 30 cells of channel with 0.2 m3/s from beside each: 6 m3/s in a trapezoid of 3 m with banks of 2
// to 1, by Manning's law with A = (3 + 2 h) h and P = 3 + 2 h sqrt(5), for each scheme.
TEST(Catchment, FlowsInATrapezoidAsManningsLawSays) {
    for (const WaveScheme scheme : {WaveScheme::upwind, WaveScheme::box}) {
        for (const ChannelMethod method : {ChannelMethod::wave, ChannelMethod::muskingum}) {
            TestGround ground({1, 30});
            ground.channel = Raster<std::uint8_t>({1, 30}, std::uint8_t{1});
            ground.width = Raster<float>({1, 30}, 3.0F);
            CatchmentGround given = ground.ground();
            given.side_slope = 2;
            Catchment catchment(given);
            TestState state(catchment.places(), scheme);
            RoutingRule rule = testing::rule_of(scheme);
            rule.channels = method;
            for (int number = 1; number <= 200; ++number) {
                catchment.advance(30, 30.0 * number, even_rain(0.2 / 100), rule, state.state());
            }
            const Index outlet = catchment.places() - 1;
            const double depth = catchment.depth(outlet, state.state());
            const double area = (3 + 2 * depth) * depth;
            const double perimeter = 3 + 2 * depth * std::sqrt(5.0);
            const double flow = std::sqrt(0.1) / 0.1 * area * std::pow(area / perimeter, 2.0 / 3);
            // Muskingum-Cunge beside upwind knows the mean of the reach alone.
            const bool mean = scheme == WaveScheme::upwind && method == ChannelMethod::muskingum;
            EXPECT_NEAR(flow, mean ? 5.9 : 6.0, mean ? 0.05 : 0.03);
            EXPECT_NEAR(catchment.discharge(outlet, state.state()), flow, 0.03);
        }
    }
}

TEST(ReachSlope, IsTheFallOfTheStepAndOfAnOutletThatOfItsDonor) {
    const auto z = hazone::testing::grid<float>({{9, 6, 5}, {kMissing, 6, 6}});
    Raster<std::uint8_t> direction({2, 3}, direction_code(0));
    direction(0, 2) = kOutlet;
    direction(1, 0) = kNoDirection;
    direction(1, 1) = direction_code(7);  // north-east
    direction(1, 2) = direction_code(2);  // off the grid
    Raster<float> slope({2, 3});
    reach_slope(direction, z, 2, 0.01, slope);
    EXPECT_FLOAT_EQ(slope(0, 0), 1.5F);
    EXPECT_FLOAT_EQ(slope(0, 1), 0.5F);
    EXPECT_FLOAT_EQ(slope(0, 2), static_cast<float>(1 / (2 * std::sqrt(2.0))));
    EXPECT_TRUE(is_missing(slope(1, 0)));
    EXPECT_FLOAT_EQ(slope(1, 1), static_cast<float>(1 / (2 * std::sqrt(2.0))));
    EXPECT_FLOAT_EQ(slope(1, 2), 0.01F);
}

}  // namespace
}  // namespace hazone::models
