// Time steps of their own for tiles in which waves are slow.
#include "models/flood/inundation/step_levels.hpp"

#include <array>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"
#include "tests/models/flood/inundation/rough_ground.hpp"
#include "tests/support/resumed_run.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::everywhere;
using testing::norms;
using testing::Norms;
using testing::sampled;
using testing::show;

/// Steps until `end`; the steps of level 0, and how often a common step was refused.
struct Course {
    double steps = 0;
    double calls = 0;
    int refused = 0;
};
template <class T>
Course run_far(ShallowWater<T>& solver, double end, double longest = 1e9) {
    Course course;
    while (solver.time() < end * (1 - 1e-12)) {
        const StepReport report = solver.advance_far(longest, end - solver.time());
        course.steps += report.steps;
        course.calls += 1;
        course.refused += report.halvings;
    }
    return course;
}

template <class T>
Raster<T> depth_of(const ShallowWater<T>& solver) {
    Raster<T> depth(solver.water().depth.extent());
    for (Index row = 0; row < depth.rows(); ++row) {
        std::copy_n(solver.water().depth.row(row), depth.cols(), &depth(row, 0));
    }
    return depth;
}

// A rough slope with holes, on which it rains, and a pond behind a dam of which a part is missing.
struct DamAboveSlope {
    static constexpr Extent kExtent{200, 800};

    explicit DamAboveSlope(unsigned seed) : rough(seed, kExtent), depth(kExtent, 0.0) {
        for (Index row = 0; row < kExtent.rows; ++row) {
            for (Index col = 0; col < kExtent.cols; ++col) {
                double& bed = rough.bed(row, col);
                const double noise = 0.05 * (bed > 50 ? 20.0 : bed);
                const bool dam = ((col == 100 && row <= 40) || (row == 40 && col < 100)) &&
                                 !(row > 10 && row < 20);
                const bool pond = row < 40 && col < 100;
                bed = is_missing(bed)
                          ? bed
                          : 40 - 0.05 * static_cast<double>(col) + noise + (dam ? 25 : 0);
                depth(row, col) = pond && !is_missing(bed) ? std::max(0.0, 55 - bed) : 0;
            }
        }
    }
    GroundSource source() const {
        return {.bed = rough.bed.view(), .uniform_roughness = 0.03, .cell_size = 5};
    }
    Edges edges() const {
        return everywhere({{Side::west, {EdgeKind::wall}},
                           {Side::north, {EdgeKind::slope, 0.01}},
                           {Side::south, {EdgeKind::open}},
                           {Side::east, {EdgeKind::stage, 3}}});
    }
    template <class T>
    void fill(ShallowWater<T>& solver) const {
        solver.set_depth(depth.view());
        solver.sources().set_uniform(100e-3 / 3600);
        solver.sources().set_inflows({{.cell = {150, 700}, .discharge = 3}});
    }
    testing::RoughGround rough;
    Raster<double> depth;
};

TEST(StepLevels, NeighboursDifferByOneLevel) {
    StepLevels levels(Windows({64, 6 * 256}, kTile), 5);
    EXPECT_EQ(levels.highest_within(1, 10, 100), 3);   // 8 s
    EXPECT_EQ(levels.highest_within(1, 100, 8.5), 2);  // 4 s, so that a last step of 1 s is left
    EXPECT_EQ(levels.highest_within(1, 1, 1), 0);
    // 1.1 * 1 * 2^3 <= 16 < 1.1 * 1 * 2^4
    EXPECT_EQ(StepLevels::level_of(1, 16, 5), 3);
    EXPECT_EQ(StepLevels::level_of(0, 16, 5), 5);
    EXPECT_EQ(StepLevels::level_of(16, 16, 5), 0);
    const std::vector<Index> active{0, 1, 2, 3, 5};  // nothing passes tile 4
    levels.assign(active, {16, 1, 0, 0, 16, 0}, 16, 5);
    const std::array expected{0, 1, 2, 3, StepLevels::kIdle, 5};
    for (Index tile = 0; tile < 6; ++tile) {
        EXPECT_EQ(levels.level(tile), expected[static_cast<std::size_t>(tile)]) << tile;
    }
    levels.lower(active);
    EXPECT_EQ(levels.highest(), 4);
    EXPECT_EQ(levels.level(5), 4);
    EXPECT_EQ(levels.highest_within(1, 1e9, 1e9), 4);  // more is tried later
    levels.forget();
    EXPECT_EQ(levels.highest_within(1, 1e9, 1e9), 5);
}

TEST(StepLevels, SecondOrderIsRefusedWithARemedy) {
    const Raster<double> bed(Extent{4, 4}, 0.0);
    try {
        ShallowWater<double>({.bed = bed.view()}, {}, {.order = Order::second, .step_levels = 2});
        FAIL();
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("set order = first, or step_levels = 0"),
                  std::string::npos);
    }
}

TEST(StepLevels, WaterIsKeptAndNeverNegative) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const DamAboveSlope place(seed);
        ShallowWater<double> solver(place.source(), place.edges(), {.step_levels = 5});
        place.fill(solver);
        const Course course = run_far(solver, 25);
        EXPECT_GE(course.steps, 1.5 * course.calls) << seed;  // it did come to longer steps
        const Raster<double> depth = depth_of(solver);
        for (Index cell = 0; cell < depth.size(); ++cell) {
            ASSERT_GE(depth.data()[cell], 0);
        }
        EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().initial) << seed;
        EXPECT_GT(solver.balance().sources, 0);
        EXPECT_NE(solver.balance().edges, 0);
    }
}

// Rain on one tile only, which takes two steps or more in a common one: its water comes to the dry
// tile in the east within it.
TEST(StepLevels, WaterOfRainIsKeptWhereItLeavesItsTile) {
    const Extent extent{3 * 64, 4 * 256};
    const Raster<double> bed = sampled(extent, 5, [](double x, double y) {
        return x < 500 && y < 100 ? -20 : 0.3 * (5200 - x) + 0.2 * y;
    });
    Raster<double> depth(extent, 0.0);
    Raster<float> rain(extent, 0.0F);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            depth(row, col) = bed(row, col) < -10 ? 19.0 : 0.0;
            rain(row, col) = row / 64 == 0 && col / 256 == 1 ? 1e-3F : 0.0F;
        }
    }
    ShallowWater<double> solver({.bed = bed.view(), .uniform_roughness = 0.01, .cell_size = 5}, {},
                                {.step_levels = 5});
    solver.set_depth(depth.view());
    for (int call = 0; call < 4; ++call) {
        if (call == 2) {  // until then the tiles in the east have come to rest
            solver.sources().set(rain.view(), {});
        }
        EXPECT_GT(solver.advance_far(1e9, 1e9).steps, 2);
    }
    EXPECT_GT(solver.water().depth(30, 512), 0);
    EXPECT_LE(std::abs(solver.balance().defect()), 1e-13 * solver.balance().initial);
}

// A deep lake with shallows and islands: longer steps in the shallows.
TEST(StepLevels, ALakeStaysAtRestToTheBit) {
    const Extent extent{150, 1000};
    const Raster<double> bed = sampled(extent, 1, [](double x, double y) {
        // in parts of a metre which sums hold exactly
        const double shallows = std::floor(64 * (-0.3 + 0.5 * std::sin(x / 9) * std::sin(y / 7)));
        return x < 200 ? -30.0 : shallows / 64;
    });
    ShallowWater<double> solver({.bed = bed.view()}, {}, {.step_levels = 4});
    Raster<double> before = sampled(extent, 1, [&](double x, double y) {
        return std::max(0.0, -bed(static_cast<Index>(y), static_cast<Index>(x)));
    });
    solver.set_depth(before.view());
    const Course course = run_far(solver, 5);
    EXPECT_GE(course.steps, 3 * course.calls);
    EXPECT_TRUE(testing::same_bits(depth_of(solver), before));
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ASSERT_EQ(solver.flow_size({row, col}), 0);
        }
    }
}

TEST(StepLevels, TilesOfOneLevelTakeTheStepsOfAll) {
    const testing::RoughGround rough(4, {200, 800});
    const auto run = [&](int levels) {
        ShallowWater<double> solver({.bed = rough.bed.view(), .uniform_roughness = 0.03}, {},
                                    {.step_levels = levels});
        solver.set_depth(rough.depth.view());
        const Course course = run_far(solver, 5);
        EXPECT_EQ(course.steps, course.calls);
        return testing::depth_and_defect<double>(solver);
    };
    EXPECT_TRUE(testing::same_bits(run(0), run(5)));
}

TEST(StepLevels, SameBitsForAnyNumberOfThreads) {
    const DamAboveSlope place(5);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        ShallowWater<float> solver(place.source(), place.edges(),
                                   {.dry_depth = 1e-6, .step_levels = 5});
        place.fill(solver);
        run_far(solver, 15);
        return testing::depth_and_defect<float>(solver);
    }));
}

// Tiles lie as in a mirror, and so do levels.
TEST(StepLevels, ADamBreakStaysSymmetric) {
    const Extent extent{4 * 64, 4 * 256};
    const Raster<double> bed(extent, 0.0);
    ShallowWater<double> solver({.bed = bed.view(), .uniform_roughness = 0.03}, {},
                                {.step_levels = 5});
    solver.set_depth(sampled(extent, 1, [](double x, double y) {
                         return std::hypot(x - 512, y - 128) < 30 ? 10.0 : 0.01;
                     }).view());
    const Course course = run_far(solver, 12);
    EXPECT_GE(course.steps, 1.5 * course.calls);
    const auto& h = solver.water().depth;
    double worst = 0;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            worst = std::max({worst, std::abs(h(row, col) - h(extent.rows - 1 - row, col)),
                              std::abs(h(row, col) - h(row, extent.cols - 1 - col))});
        }
    }
    EXPECT_LE(worst, 1e-12);
    EXPECT_LE(std::abs(solver.balance().defect()), 1e-12 * solver.balance().volume);
}

// Stoker (1957): a dam breaks on a wet bed. The wave passes two sides of tiles.
TEST(StepLevels, ADamBreakIsAsGoodAsWithTheSameSteps) {
    constexpr double high = 10, low = 0.3, end = 40;
    constexpr double g = kGravity;
    const double left = std::sqrt(g * high);
    // depth between the waves by halving: u behind the rarefaction is that behind the shock
    double middle = 0;
    double above = high;
    double below = low;
    for (int turn = 0; turn < 200; ++turn) {
        middle = 0.5 * (above + below);
        const double rarefied = 2 * (left - std::sqrt(g * middle));
        const double shocked =
            (middle - low) * std::sqrt(0.5 * g * (middle + low) / (middle * low));
        (rarefied > shocked ? below : above) = middle;
    }
    const double speed = 2 * (left - std::sqrt(g * middle));
    const double shock = middle * speed / (middle - low);
    const Extent extent{32, 5 * 256};
    const Raster<double> exact = sampled(extent, 1, [&](double x, double /*y*/) {
        const double xi = (x - 400) / end;
        if (xi < -left) {
            return high;
        }
        if (xi < speed - std::sqrt(g * middle)) {
            return (2 * left - xi) * (2 * left - xi) / (9 * g);
        }
        return xi < shock ? middle : low;
    });
    const auto run = [&](int levels) {
        const Raster<double> bed(extent, 0.0);
        ShallowWater<double> solver({.bed = bed.view()}, {}, {.step_levels = levels});
        solver.set_depth(
            sampled(extent, 1, [](double x, double /*y*/) { return x < 400 ? high : low; }).view());
        const Course course = run_far(solver, end);
        EXPECT_GE(course.steps, (levels > 0 ? 1.5 : 1.0) * course.calls);
        return norms(exact, [&](Index row, Index col) { return solver.water().depth(row, col); });
    };
    const Norms same = run(0);
    const Norms own = run(5);
    show("Stoker, same steps", same);
    show("Stoker, own steps", own);
    EXPECT_LE(own.l1, 1.2 * same.l1);
    EXPECT_LE(own.l2, 1.2 * same.l2);
    EXPECT_LE(own.highest, 1.2 * same.highest);
}

// Thacker's turning plane in a bowl of some tiles, with shallow water beside it.
TEST(StepLevels, ThackersPlaneTurnsAsWellAsWithTheSameSteps) {
    constexpr double a = 60, h0 = 4, eta = 20;
    const Extent extent{3 * 64, 3 * 256};
    const double omega = std::sqrt(2 * kGravity * h0) / a;
    const auto bowl = [&](double x, double y) {
        return h0 * (((x - 384) * (x - 384) + (y - 96) * (y - 96)) / (a * a) - 1);
    };
    const auto bed = [&](double x, double y) {
        return std::abs(x - 384) > 95 ? -0.05 : std::min(bowl(x, y), 10.0);
    };
    // the plane leans to the east at first, to the west after half a turn
    const auto depth = [&](double x, double y, double lean) {
        if (std::abs(x - 384) > 95) {
            return 0.05;  // at rest, on the other side of the rim
        }
        return std::max(0.0, eta * h0 / (a * a) * (2 * lean * (x - 384) - eta) - bowl(x, y));
    };
    const auto depths = [&](double lean) {
        return sampled(extent, 1, [&](double x, double y) { return depth(x, y, lean); });
    };
    const Raster<double> exact = depths(-1);
    const auto run = [&](int levels) {
        const Raster<double> ground = sampled(extent, 1, bed);
        ShallowWater<double> solver({.bed = ground.view()}, {}, {.step_levels = levels});
        solver.set_depth(depths(1).view());
        solver.set_flow(Raster<double>(extent, 0.0).view(),
                        sampled(extent, 1, [&](double x, double y) {
                            return std::abs(x - 384) > 95 ? 0.0 : depth(x, y, 1) * eta * omega;
                        }).view());
        const Course course = run_far(solver, std::numbers::pi / omega);
        EXPECT_GE(course.steps, (levels > 0 ? 1.5 : 1.0) * course.calls);
        return norms(exact, [&](Index row, Index col) { return solver.water().depth(row, col); });
    };
    const Norms same = run(0);
    const Norms own = run(5);
    show("Thacker, same steps", same);
    show("Thacker, own steps", own);
    EXPECT_LE(own.l1, 1.2 * same.l1);
    EXPECT_LE(own.l2, 1.2 * same.l2);
    EXPECT_LE(own.highest, 1.2 * same.highest);
}

// Waves grow when the dam breaks, so that common steps are refused. What was kept of them is
// undone: a cell which is wet throughout is wet as long as the run lasts.
TEST(StepLevels, ARefusedStepLeavesNoTrace) {
    const DamAboveSlope place(6);
    const auto run = [&](int levels, MaximaCells& cells) {
        ShallowWater<double> solver(place.source(), place.edges(), {.step_levels = levels});
        place.fill(solver);
        Maxima maxima(cells.views());
        solver.keep(&maxima);
        const Course course = run_far(solver, 20);
        solver.keep_last();
        return course;
    };
    MaximaCells same(DamAboveSlope::kExtent);
    MaximaCells own(DamAboveSlope::kExtent);
    run(0, same);
    EXPECT_GT(run(5, own).refused, 0);
    for (const Cell cell : {Cell{5, 5}, Cell{20, 30}, Cell{35, 60}}) {
        if (place.depth(cell.row, cell.col) > 10) {
            EXPECT_NEAR(own.duration(cell.row, cell.col), 20, 1e-9);
            EXPECT_EQ(own.arrival(cell.row, cell.col), 0);
        }
    }
    double longest = 0;
    double apart = 0;
    for (Index row = 0; row < own.depth.rows(); ++row) {
        for (Index col = 0; col < own.depth.cols(); ++col) {
            longest = std::max(longest, own.duration(row, col));
            apart = std::max(
                apart, static_cast<double>(std::abs(own.depth(row, col) - same.depth(row, col))));
        }
    }
    EXPECT_NEAR(longest, 20, 1e-9);
    EXPECT_LE(apart, 0.1);  // m, where the front meets walls; the pond is 15 m deep
}

/// Two tiles in each direction: a heap of water above a rainy valley.
FieldSet dam_fields() {
    constexpr Extent kExtent{100, 400};
    FieldSet fields(testing::plain_grid(kExtent, 5));
    Raster<float> ground(kExtent);
    Raster<float> depth(kExtent, 0.0F);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            ground(row, col) = 200 + 0.2F * static_cast<float>(std::abs(row - 20)) -
                               0.1F * static_cast<float>(col);
            depth(row, col) = row > 10 && row < 30 && col < 40 ? 12 : 0;
        }
    }
    ground(50, 300) = kMissing;
    fields.put(kElevation, std::move(ground));
    fields.put(kInitialDepth, std::move(depth));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(0.05, 150, 30, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    FeatureLayer points{.name = "points"};
    points.places = {{800, 400}};
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    return fields;
}

TEST(StepLevelsModel, AResumedRunHasTheSameBits) {
    const auto run = [](const char* levels, Index stop) {
        FieldSet fields = dam_fields();
        testing::run_resumed(
            "shallow_water",
            {{"order", "first"}, {"step_levels", levels}, {"gauge_interval", "20 s"}}, stop,
            fields);
        return fields;
    };
    FieldSet whole = run("5", -1);
    FieldSet resumed = run("5", 2);
    FieldSet same_steps = run("0", -1);
    for (const FieldSpec& result : {kMaximumWaterDepth, kMaximumSpeed, kInundationTime}) {
        const Raster<float> found = testing::take_raster(whole, result);
        EXPECT_TRUE(testing::same_bits(found, testing::take_raster(resumed, result)))
            << result.name;
        EXPECT_FALSE(testing::same_bits(found, testing::take_raster(same_steps, result)))
            << result.name;
    }
}

TEST(StepLevelsModel, GaugesStandAtTheirTimes) {
    const auto gauge = [](const char* levels) {
        FieldSet fields = dam_fields();
        testing::run_model(
            "shallow_water",
            {{"order", "first"}, {"step_levels", levels}, {"gauge_interval", "20 s"}}, fields);
        const FeatureLayer& rows = fields.features(kGauges);
        return std::pair(rows.values<double>("time_s"), rows.values<double>("depth_m"));
    };
    const auto [time, depth] = gauge("5");
    const auto [same_time, same_depth] = gauge("0");
    ASSERT_EQ(time.size(), 8U);
    ASSERT_EQ(same_time.size(), time.size());
    for (std::size_t row = 0; row < time.size(); ++row) {
        EXPECT_NEAR(time[row], 20 * static_cast<double>(row), 1e-6);
        EXPECT_NEAR(depth[row], same_depth[row], 0.02 + 0.05 * same_depth[row]) << row;
    }
}

}  // namespace
}  // namespace hazone
