// The local inertial solver: its exact wave, uniform flow, rest, symmetry, mass, positivity.
#include "models/flood/inundation/local_inertial.hpp"

#include <memory>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"
#include "tests/models/flood/inundation/rough_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::everywhere;
using testing::Norms;
using testing::norms;
using testing::RoughGround;
using testing::run_to;
using testing::sampled;
using testing::show;

constexpr double g = kGravity;
constexpr LocalInertialRules kBates{.scheme = InertialScheme::bates};

// Without advection of momentum the wave of uniform velocity is another one:
// g 3/7 h^(7/3) - 3/4 u^2 h^(4/3) = g n^2 u^2 (u t - x), from the momentum equation with q = u h.
double wave_depth(double x, double t) {
    constexpr double n = 0.03, u = 0.29;
    const double s = u * t - x;
    double low = u * u / g;
    double high = 10;
    if (s <= 0) {
        return 0;
    }
    for (int turn = 0; turn < 100; ++turn) {
        const double h = (low + high) / 2;
        const double left = g * 3 / 7 * std::pow(h, 7.0 / 3) - 0.75 * u * u * std::pow(h, 4.0 / 3);
        (left < g * n * n * u * u * s ? low : high) = h;
    }
    return (low + high) / 2;
}

TEST(LocalInertial, ItsWaveOfUniformVelocityAdvancesOnADryBed) {
    constexpr double d = 5, end = 3600;
    const auto columns = testing::oracle_columns("analytic/wave_uniform_velocity.csv");
    if (!columns.empty()) {
        EXPECT_NEAR(wave_depth(0, end), columns[2][0], 1e-9);
    }
    const Extent extent{1, 240};
    const Raster<double> bed(extent, 0.0);
    for (const LocalInertialRules& rules :
         {LocalInertialRules{}, LocalInertialRules{.theta = 1}, kBates}) {
        LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = d},
                                     everywhere({{Side::west, {EdgeKind::discharge, 0}}}), rules);
        run_to(solver, end, 2.0, [&](double time, double step) {
            solver.edge_rules()[1].value = 0.29 * wave_depth(0, time + step / 2);
        });
        const Norms found =
            norms(sampled(extent, d, [&](double x, double) { return wave_depth(x, end); }),
                  [&](Index r, Index c) { return solver.water().depth(r, c); });
        show("local inertial wave", found);
        EXPECT_LE(found.l1 / found.scale, 0.01);
        EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().volume);
    }
}

// Rain on a plane which falls in the diagonal of the grid: the friction of Bates knows the flow in
// each direction alone, and the water is less deep by 2^-0.15, a tenth.
TEST(LocalInertial, TheSchemeOfBatesSeesEachDirectionAlone) {
    constexpr double slope = 0.001, n = 0.03, d = 10, rain = 20e-3 / 3600;
    const Extent extent{60, 60};
    const Raster<double> bed =
        sampled(extent, d, [](double x, double y) { return -slope * (x + y); });
    const auto depth_far_down = [&](const LocalInertialRules& rules) {
        LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = n, .cell_size = d},
                                     everywhere({{Side::east, {EdgeKind::slope, slope}},
                                                 {Side::south, {EdgeKind::slope, slope}}}),
                                     rules);
        solver.sources().set_uniform(rain);
        run_to(solver, 10000, 10);
        return solver.water().depth(15, 45);  // away from the ridge of the flow in the diagonal
    };
    // q = r y in each direction; S = n^2 |q| q / h^(10/3), |q| = sqrt(2) q by the vector.
    const double unit = rain * 16 * d;  // to the southern side of the cell
    const double by_vector = std::pow(n * n * unit * std::sqrt(2.0) * unit / slope, 0.3);
    const double by_side = std::pow(n * n * unit * unit / slope, 0.3);
    // Both are somewhat deeper: the surface is less steep than the bed.
    const double vector_depth = depth_far_down({});
    const double side_depth = depth_far_down(kBates);
    EXPECT_NEAR(vector_depth, by_vector, 0.04 * by_vector);
    EXPECT_NEAR(side_depth, by_side, 0.04 * by_side);
    EXPECT_NEAR(vector_depth / side_depth, std::pow(2.0, 0.15), 0.02);
}

// On an even slope Manning's depth stays: q = h^(5/3) sqrt(S) / n.
TEST(LocalInertial, UniformFlowHasManningsDepth) {
    constexpr double slope = 0.001, n = 0.03, q = 1, d = 10;
    const double depth = std::pow(q * n / std::sqrt(slope), 0.6);
    const Extent extent{2, 100};
    const Raster<double> bed = sampled(extent, d, [](double x, double) { return -slope * x; });
    LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = n, .cell_size = d},
                                 everywhere({{Side::west, {EdgeKind::discharge, q}},
                                             {Side::east, {EdgeKind::slope, slope}}}),
                                 {});
    solver.set_depth(Raster<double>(extent, depth / 2).view());
    run_to(solver, 20000);
    EXPECT_NEAR(solver.water().depth(1, 50), depth, 1e-6 * depth);
    EXPECT_NEAR(solver.water().east(1, 50), q, 1e-6 * q);
}

// Two cells with a wall around them, by hand, by Bates et al. 2010 and with theta = 0.8 by de
// Almeida et al. 2012, where the flows before and after the face are 0.
template <class T>
void expect_two_steps_by_hand(const LocalInertialRules& rules, double theta, double tolerance) {
    constexpr double d = 10, dt = 0.5, n = 0.05;
    const Raster<double> bed({1, 2}, 0.0);
    LocalInertial<T> solver({.bed = bed.view(), .uniform_roughness = n, .cell_size = d}, {}, rules);
    Raster<double> depth({1, 2}, 1.0);
    depth(0, 0) = 2;
    solver.set_depth(depth.view());
    solver.advance(dt);
    const double first = g * 2 * dt * (2 - 1) / d;
    EXPECT_NEAR(solver.water().east(0, 0), first, tolerance * first);
    const double moved = first * dt / d;
    const double deep = 2 - moved;
    const double fall = (2 - moved) - (1 + moved);
    solver.advance(dt);
    const double drag = dt * g * n * n * first / std::pow(deep, 7.0 / 3);
    const double second = (theta * first + g * deep * dt * fall / d) / (1 + drag);
    EXPECT_NEAR(solver.water().east(0, 0), second, tolerance * second);
    EXPECT_NEAR(solver.water().depth(0, 0), deep - second * dt / d, tolerance * deep);
}

TEST(LocalInertial, TwoStepsByHand) {
    expect_two_steps_by_hand<double>(kBates, 1, 1e-8);
    expect_two_steps_by_hand<float>(kBates, 1, 1e-6);
    const LocalInertialRules centred{.theta = 0.8};
    expect_two_steps_by_hand<double>(centred, 0.8, 1e-8);
    expect_two_steps_by_hand<float>(centred, 0.8, 1e-6);
}

template <class T>
double flow_over_a_step(double highest_froude) {
    Raster<double> bed({1, 2}, 0.0);
    bed(0, 0) = 10;
    LocalInertial<T> solver({.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = 10}, {},
                            {.highest_froude = highest_froude});
    Raster<double> depth({1, 2}, 0.0);
    depth(0, 0) = 0.5;
    solver.set_depth(depth.view());
    solver.advance(0.9);
    return static_cast<double>(solver.water().east(0, 0));
}

// From rest g h dt (10 + 0.5) / 10 = 4.63 m2/s; waves are as fast as sqrt(g h).
TEST(LocalInertial, NoFlowIsFasterThanItsFroudeNumberAllows) {
    const double wave = std::sqrt(g * 0.5) * 0.5;
    for (const double froude : {0.5, 1.0, 2.0}) {
        EXPECT_NEAR(flow_over_a_step<double>(froude), froude * wave, 1e-12) << froude;
        EXPECT_NEAR(flow_over_a_step<float>(froude), froude * wave, 1e-6) << froude;
    }
    EXPECT_NEAR(flow_over_a_step<double>(10), g * 0.5 * 0.9 * 1.05, 1e-12);
}

TEST(LocalInertial, ALargeCourantNumberIsRefused) {
    const Raster<double> bed({3, 3}, 0.0);
    const GroundSource ground{.bed = bed.view()};
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.courant = 0.7, .theta = 0.9}), InputError);
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.courant = 0.72, .theta = 1}), InputError);
    EXPECT_NO_THROW(LocalInertial<double>(ground, {}, {.courant = 0.67, .theta = 0.9}));
    EXPECT_NO_THROW(LocalInertial<double>(ground, {}, {.courant = 0.707, .theta = 1}));
    EXPECT_THROW(LocalInertial<double>(ground, {}, {.theta = 1.1}), InputError);
    EXPECT_NO_THROW(
        LocalInertial<double>(ground, {}, {.courant = 0.707, .scheme = InertialScheme::bates}));
    EXPECT_THROW(
        LocalInertial<double>(ground, {}, {.courant = 0.708, .scheme = InertialScheme::bates}),
        InputError);
}

// Near the greatest number allowed a checkerboard of 0.1 mm stays one (at 0.7 and theta 0.9 it is
// 0.2 m after 40 steps). With theta 1 the two roots nearly meet there, and it first grows a little.
TEST(LocalInertial, ACheckerboardDoesNotGrow) {
    const Extent extent{64, 64};
    const Raster<double> bed(extent, 0.0);
    for (const auto& [theta, courant, most, scheme] :
         {std::tuple{0.9, 0.6705, 2e-4, InertialScheme::q_centred},
          std::tuple{1.0, 0.7, 1e-3, InertialScheme::q_centred},
          std::tuple{1.0, 0.7, 1e-3, InertialScheme::bates}}) {
        LocalInertial<double> solver(
            {.bed = bed.view(), .uniform_roughness = 0.035, .cell_size = 10}, {},
            {.courant = courant, .theta = theta, .scheme = scheme});
        solver.set_depth(sampled(extent, 1, [](double x, double y) {
                             const auto sum = static_cast<Index>(x) + static_cast<Index>(y);
                             return 1.5 + (sum % 2 == 0 ? 1e-4 : -1e-4);
                         }).view());
        for (int step = 0; step < 400; ++step) {
            solver.advance(1e9);
        }
        double worst = 0;
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                worst = std::max(worst, std::abs(solver.water().depth(row, col) - 1.5));
            }
        }
        EXPECT_LE(worst, most) << theta;
    }
}

TEST(LocalInertial, ALakeAroundAnIslandStaysAtRest) {
    const Extent extent{100, 100};
    const auto bump = [](double x, double y) {
        return std::max(0.0, 0.6 - 0.1 * ((x - 5) * (x - 5) + (y - 5) * (y - 5)));
    };
    const Raster<double> bed = sampled(extent, 0.1, bump);
    LocalInertial<double> solver({.bed = bed.view(), .cell_size = 0.1}, {}, {});
    solver.set_depth(sampled(extent, 0.1, [&](double x, double y) {
                         return std::max(0.0, 0.3 - bump(x, y));
                     }).view());
    run_to(solver, 10);
    double flow = 0;
    for (Index row = 0; row < 100; ++row) {
        for (Index col = 0; col < 100; ++col) {
            flow = std::max({flow, std::abs(solver.water().east(row, col)),
                             std::abs(solver.water().south(row, col))});
        }
    }
    EXPECT_LE(flow, 1e-12);
}

TEST(LocalInertial, AMoundSpreadsWithSymmetry) {
    const Extent extent{101, 101};
    const Raster<double> bed(extent, 0.0);
    LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = 0.03}, {}, {});
    solver.set_depth(sampled(extent, 1, [](double x, double y) {
                         return std::hypot(x - 50.5, y - 50.5) < 20 ? 2.0 : 0.0;
                     }).view());
    run_to(solver, 8);
    const auto& h = solver.water().depth;
    double worst = 0;
    for (Index row = 0; row < 101; ++row) {
        for (Index col = 0; col < 101; ++col) {
            worst = std::max({worst, std::abs(h(row, col) - h(col, row)),
                              std::abs(h(row, col) - h(100 - row, col)),
                              std::abs(h(row, col) - h(row, 100 - col))});
        }
    }
    EXPECT_LE(worst, 1e-12);
}

TEST(LocalInertial, WaterIsKeptAndNeverNegativeOnRoughGround) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const RoughGround rough(seed);
        LocalInertial<double> solver(
            {.bed = rough.bed.view(), .uniform_roughness = seed == 1 ? 0 : 0.03, .cell_size = 2},
            everywhere({{Side::west, {EdgeKind::open}},
                        {Side::north, {EdgeKind::slope, 0.01}},
                        {Side::south, {EdgeKind::stage, 8}},
                        {Side::east, {EdgeKind::discharge, 0.1}}}),
            seed == 2 ? kBates : LocalInertialRules{});
        solver.set_depth(rough.depth.view());
        solver.sources().set_uniform(seed == 3 ? -1e-3 : 500e-3 / 3600);
        solver.sources().set_inflows({{.cell = {40, 40}, .discharge = 5}});
        int halvings = 0;
        for (int step = 0; step < 500; ++step) {
            halvings += solver.advance(1).halvings;
        }
        EXPECT_EQ(halvings, 0);
        for (Index row = 0; row < 90; ++row) {
            for (Index col = 0; col < 300; ++col) {
                ASSERT_GE(solver.water().depth(row, col), 0);
                if (is_missing(rough.bed(row, col))) {
                    ASSERT_EQ(solver.water().depth(row, col), 0);
                }
            }
        }
        EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().initial) << seed;
    }
}

// A float run loses no more than 1e-6 of the water that came (the worst here 0.8e-6: what trickles
// into a deep pit at less than the last digit of its depth is lost).
TEST(LocalInertial, WaterIsKeptInFloat) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const RoughGround rough(seed);
        LocalInertial<float> solver(
            {.bed = rough.bed.view(), .uniform_roughness = seed == 1 ? 0 : 0.03, .cell_size = 2},
            everywhere({{Side::west, {EdgeKind::open}},
                        {Side::north, {EdgeKind::slope, 0.01}},
                        {Side::south, {EdgeKind::stage, 8}},
                        {Side::east, {EdgeKind::discharge, 0.1}}}),
            {});
        solver.set_depth(rough.depth.view());
        solver.sources().set_uniform(seed == 3 ? -1e-3 : 500e-3 / 3600);
        solver.sources().set_inflows({{.cell = {40, 40}, .discharge = 5}});
        for (int step = 0; step < 500; ++step) {
            solver.advance_far(1, 1e9);
        }
        const WaterBalance& books = solver.balance();
        const double came =
            books.initial + std::max(books.sources, 0.0) + std::max(books.edges, 0.0);
        EXPECT_LE(std::abs(books.defect()), 1e-6 * came) << seed;
    }
}

// On the corner of four tiles one cell is wet at first: in two steps water turns the corner into
// the fourth. All kinds of edges, rain and losses cell by cell, and an inflow beside the corner.
template <class T>
struct AtACorner {
    AtACorner(unsigned seed, bool wet, const LocalInertialRules& rules)
        : rough(seed, {150, 600}),
          depth({150, 600}, 0.0),
          rates({150, 600}, 0.0F),
          kept({150, 600}) {
        depth(kTile.rows - 1, kTile.cols - 1) = 3;
        for (Index row = 0; row < 150; ++row) {
            for (Index col = 0; col < 600; ++col) {
                rough.bed(row, col) = wet ? rough.bed(row, col) : 0;
                rates(row, col) = wet ? 1e-5F * static_cast<float>((row + col) % 5 - 1) : -1e-5F;
            }
        }
        solver = std::make_unique<LocalInertial<T>>(
            GroundSource{.bed = rough.bed.view(), .uniform_roughness = 0.03, .cell_size = 2},
            wet ? everywhere({{Side::west, {EdgeKind::stage, 9}},
                              {Side::north, {EdgeKind::stage, 8}},
                              {Side::south, {EdgeKind::slope, 0.01}},
                              {Side::east, {EdgeKind::discharge, 0.1}}})
                : everywhere({}),
            rules);
        solver->set_depth(wet ? rough.depth.view() : depth.view());
        solver->sources().set(rates.view(), {});
        solver->sources().set_inflows(
            {{.cell = {kTile.rows, kTile.cols}, .discharge = wet ? 5.0 : 0.0}});
        maxima = std::make_unique<Maxima>(kept.views());
        solver->keep(maxima.get());
    }
    RoughGround rough;
    Raster<double> depth;
    Raster<float> rates;
    MaximaCells kept;
    std::unique_ptr<Maxima> maxima;
    std::unique_ptr<LocalInertial<T>> solver;
};

template <class T>
void expect_same_cells(const AtACorner<T>& a, const AtACorner<T>& b) {
    const Water<T>& x = a.solver->water();
    const Water<T>& y = b.solver->water();
    for (Index row = 0; row < 150; ++row) {
        for (Index col = 0; col < 600; ++col) {
            ASSERT_EQ(x.depth(row, col), y.depth(row, col)) << row << ' ' << col;
            ASSERT_EQ(x.east(row, col), y.east(row, col)) << row << ' ' << col;
            ASSERT_EQ(x.south(row, col), y.south(row, col)) << row << ' ' << col;
            ASSERT_EQ(a.kept.depth(row, col), b.kept.depth(row, col)) << row << ' ' << col;
            ASSERT_EQ(a.kept.speed(row, col), b.kept.speed(row, col)) << row << ' ' << col;
            ASSERT_EQ(a.kept.hazard(row, col), b.kept.hazard(row, col)) << row << ' ' << col;
            ASSERT_EQ(a.kept.arrival(row, col), b.kept.arrival(row, col)) << row << ' ' << col;
            ASSERT_EQ(a.kept.duration(row, col), b.kept.duration(row, col)) << row << ' ' << col;
        }
    }
}

template <class T>
void compare_two_steps_with_one(bool wet, const LocalInertialRules& rules = {}) {
    constexpr double kLength = 0.0625;  // s, the sums of which have no rounding
    AtACorner<T> together(4, wet, rules);
    AtACorner<T> singly(4, wet, rules);
    for (int step = 0; step < 40; ++step) {
        const StepReport report = together.solver->advance_far(kLength, 2 * kLength);
        ASSERT_EQ(report.steps, 2);
        ASSERT_EQ(report.length, 2 * kLength);
        singly.solver->advance(kLength);
        singly.solver->advance(kLength);
    }
    expect_same_cells(together, singly);
    const WaterBalance& a = together.solver->balance();
    const WaterBalance& b = singly.solver->balance();
    EXPECT_GT(a.volume, 0);
    EXPECT_NEAR(a.edges, b.edges, 1e-9 * a.volume);
    EXPECT_NEAR(a.sources, b.sources, 1e-6 * a.volume);
    EXPECT_LE(std::abs(a.defect()), (sizeof(T) == 8 ? 1e-12 : 1e-6) * a.volume);
}

TEST(LocalInertial, TwoStepsTogetherAreTwoSteps) {
    for (const bool wet : {false, true}) {
        compare_two_steps_with_one<double>(wet);
        compare_two_steps_with_one<float>(wet);
    }
    compare_two_steps_with_one<double>(true, kBates);
}

// A wall of water that a dam lets go: the second of two steps would often be too long.
TEST(LocalInertial, ASecondStepIsNeverTooLong) {
    const Extent extent{40, 200};
    const Raster<double> bed(extent, 0.0);
    LocalInertial<double> solver({.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = 5},
                                 everywhere({{Side::west, {EdgeKind::discharge, 0}}}),
                                 {.courant = 0.67});
    solver.set_depth(Raster<double>(extent, 0.01).view());
    int shortened = 0;
    for (int step = 0; step < 200; ++step) {
        solver.edge_rules()[1].value = 0.05 * step;
        const double planned = solver.reach(1e9, 1e9);
        const StepReport report = solver.advance_far(1e9, 1e9);
        shortened += report.length < planned ? 1 : 0;
        EXPECT_EQ(report.halvings, 0);
    }
    EXPECT_GT(shortened, 0);
    EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().volume);
}

template <class T>
void resume_with_water_at_the_edges() {
    const Extent extent{30, 40};
    const Raster<double> bed =
        sampled(extent, 2, [](double x, double y) { return 0.01 * (x + y); });
    const GroundSource ground{.bed = bed.view(), .uniform_roughness = 0.03, .cell_size = 2};
    const Edges edges =
        everywhere({{Side::west, {EdgeKind::stage, 2}}, {Side::north, {EdgeKind::stage, 1.5}}});
    LocalInertial<T> whole(ground, edges, {});
    for (int step = 0; step < 30; ++step) {
        whole.advance(1e3);
    }
    Raster<double> depth(extent), east(extent), south(extent);
    Raster<double> west({extent.rows, 1});
    Raster<double> north({1, extent.cols});
    whole.save({depth.view(), east.view(), south.view(), west.view(), north.view()});
    EXPECT_NE(west(10, 0), 0);
    EXPECT_NE(north(0, 10), 0);
    LocalInertial<T> resumed(ground, edges, {});
    resumed.restore({depth.view(), east.view(), south.view(), west.view(), north.view()},
                    whole.totals());
    for (int step = 0; step < 30; ++step) {
        whole.advance(1e3);
        resumed.advance(1e3);
    }
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ASSERT_EQ(whole.water().depth(row, col), resumed.water().depth(row, col));
            ASSERT_EQ(whole.water().east(row, col), resumed.water().east(row, col));
        }
    }
    EXPECT_EQ(whole.time(), resumed.time());
}

TEST(LocalInertial, ARunWithWaterAtTheEdgesIsResumedBitForBit) {
    resume_with_water_at_the_edges<double>();
    resume_with_water_at_the_edges<float>();
}

TEST(LocalInertial, ARefusedStepNamesTheCell) {
    const Raster<double> bed({100, 300}, 0.0);
    LocalInertial<double> solver({.bed = bed.view()}, {}, {});
    solver.set_depth(Raster<double>({100, 300}, 1.0).view());
    solver.sources().set_inflows({{.cell = {70, 290}, .discharge = 1e30}});
    try {
        solver.advance_far(1, 10);
        FAIL() << "a depth of 1e30 m was accepted";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("row 70, column 290"), std::string::npos)
            << error.what();
    }
}

TEST(LocalInertial, SameBitsForAnyNumberOfThreads) {
    const RoughGround rough(5, {150, 600});
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        LocalInertial<float> solver({.bed = rough.bed.view(), .uniform_roughness = 0.03},
                                    everywhere({{Side::west, {EdgeKind::open}}}), {});
        solver.set_depth(rough.depth.view());
        for (int step = 0; step < 20; ++step) {
            solver.advance_far(1e9, 1e9);
        }
        return testing::depth_and_defect<float>(solver);
    }));
}

}  // namespace
}  // namespace hazone
