#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/potential/valley_width.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::HasSubstr;

constexpr double kCellSize = 10;
constexpr Extent kExtent{101, 101};
constexpr Cell kMiddle{50, 50};

/// Height above the stream by the distance from it, m: negative on one side.
using Section = std::function<double(double)>;

/// A straight valley through the middle of the grid, which runs at `angle` to the rows and falls by
/// `fall` along its way.
Raster<float> valley(const Section& section, double angle, double fall = 0) {
    Raster<float> ground(kExtent);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            const double south = kCellSize * static_cast<double>(row - kMiddle.row);
            const double east = kCellSize * static_cast<double>(col - kMiddle.col);
            const double along = east * std::cos(angle) + south * std::sin(angle);
            const double across = south * std::cos(angle) - east * std::sin(angle);
            ground(row, col) = static_cast<float>(500 + section(across) - fall * along);
        }
    }
    return ground;
}

/// Walls of a slope on both sides of a flat floor.
Section flat_floor(double floor, double wall) {
    return [=](double across) { return wall * std::max(0.0, std::abs(across) - floor / 2); };
}

double width_of(const Raster<float>& ground, double height = 10, double widest = 800) {
    return ValleyRuler({.height = height, .widest = widest, .cell_size = kCellSize})
        .width(ground, kMiddle);
}

TEST(ValleyWidth, OfAVIsTheSectionAtTheHeight) {
    for (int part = 0; part < kCrossings; ++part) {
        const double angle = part * std::numbers::pi / kCrossings;
        // walls of 20 %: 50 m on each side at 10 m, 25 m at 5 m
        EXPECT_NEAR(width_of(valley(flat_floor(0, 0.2), angle)), 100, 1e-2) << part;
        EXPECT_NEAR(width_of(valley(flat_floor(0, 0.2), angle), 5), 50, 1e-2) << part;
    }
}

TEST(ValleyWidth, OfAFlatFloorHasTheFloorAndTheFootOfTheWalls) {
    for (int part = 0; part < kCrossings; ++part) {
        const double angle = part * std::numbers::pi / kCrossings;
        // 200 m of floor, walls of 10 %: 100 m of wall on each side
        EXPECT_NEAR(width_of(valley(flat_floor(200, 0.1), angle)), 400, 1e-2) << part;
    }
}

TEST(ValleyWidth, ErrsInAnyDirectionByHalfAPerCentAtMost) {
    for (int degree = 0; degree < 180; ++degree) {
        const double angle = degree * std::numbers::pi / 180;
        const double width = width_of(valley(flat_floor(100, 0.1), angle));
        EXPECT_GE(width, 300 - 1e-2) << degree;
        EXPECT_LE(width, 300 * 1.005) << degree;
    }
}

TEST(ValleyWidth, ErrsByLessThanACellOnEachSideAtTheFootOfAWall) {
    for (int degree = 0; degree < 180; degree += 3) {
        const double angle = degree * std::numbers::pi / 180;
        // cliffs at 95 m and 105 m from the stream
        const double width = width_of(
            valley([](double across) { return across < -95 || across > 105 ? 80.0 : 0.0; }, angle));
        EXPECT_GT(width, 200 - 2 * kCellSize) << degree;
        EXPECT_LT(width, (200 + 2 * kCellSize) * 1.005) << degree;
    }
}

TEST(ValleyWidth, DoesNotDependOnTheFallOfTheValley) {
    for (const double fall : {0.01, 0.05, 0.15}) {
        EXPECT_NEAR(width_of(valley(flat_floor(60, 0.2), 0, fall)), 160, 1e-2) << fall;
    }
}

TEST(ValleyWidth, HasASideOfItsOwnForEachWall) {
    const Section uneven = [](double across) { return across < 0 ? -0.1 * across : 0.5 * across; };
    EXPECT_NEAR(width_of(valley(uneven, 0)), 100 + 20, 1e-2);
    EXPECT_NEAR(width_of(valley(uneven, std::numbers::pi / 2)), 100 + 20, 1e-2);
}

TEST(ValleyWidth, OfAGorgeNarrowerThanACellIsInterpolated) {
    // 100 m up within the next cell: a tenth of a cell on each side
    const Section gorge = [](double across) { return std::abs(across) < 5 ? 0.0 : 100.0; };
    EXPECT_NEAR(width_of(valley(gorge, 0)), 0.2 * kCellSize, 1e-3);
}

TEST(ValleyWidth, DoesNotTurnUpASideValley) {
    Raster<float> ground = valley(flat_floor(40, 0.5), 0);
    for (Index row = 0; row < kMiddle.row; ++row) {
        ground(row, kMiddle.col) = 500;  // the mouth of another stream
    }
    EXPECT_NEAR(width_of(ground), 80 / std::cos(std::numbers::pi / 8), 15);
}

TEST(ValleyWidth, OfAPlainIsTheWidestOne) {
    EXPECT_EQ(width_of(valley([](double) { return 0.0; }, 0)), 800);
    const Section hillside = [](double across) { return 0.3 * across; };
    EXPECT_EQ(width_of(valley(hillside, 0), 10, 400), 400);
    EXPECT_EQ(width_of(valley(flat_floor(300, 0.1), 0), 10, 400), 400);
}

TEST(ValleyWidth, IsMissingWhereTheShortestLineMayLeaveTheKnownGround) {
    EXPECT_TRUE(is_missing(width_of(valley(flat_floor(0, 0), 0), 10, 2000)));
    Raster<float> ground = valley(flat_floor(200, 0.5), 0);
    EXPECT_NEAR(width_of(ground), 240, 1);
    ground(kMiddle.row - 30, kMiddle.col) = kMissing;  // beyond the wall
    ground(kMiddle.row, kMiddle.col + 35) = kMissing;  // along the valley, further than its width
    EXPECT_NEAR(width_of(ground), 240, 1);
    ground(kMiddle.row - 5, kMiddle.col) = kMissing;
    EXPECT_TRUE(is_missing(width_of(ground)));
    ground = valley(flat_floor(200, 0.5), 0);
    ground(kMiddle.row, kMiddle.col) = kMissing;
    EXPECT_TRUE(is_missing(width_of(ground)));
}

/// The valley with its stream in the middle row, 1 km2 above each cell.
FieldSet valley_with_stream(const Section& section) {
    FieldSet fields(testing::plain_grid(kExtent, kCellSize));
    fields.put(kFilledElevation, valley(section, 0, 0.02));
    Raster<std::uint8_t> stream(kExtent, std::uint8_t{0});
    for (Index col = 0; col < kExtent.cols; ++col) {
        stream(kMiddle.row, col) = 1;
    }
    fields.put(kStreamNetwork, std::move(stream));
    fields.put(kContributingArea, Raster<double>(kExtent, 1e6));
    return fields;
}

TEST(ValleyConfinement, ComparesTheValleyWithTheChannel) {
    FieldSet fields = valley_with_stream(flat_floor(100, 0.2));
    testing::run_model("valley_confinement", {}, fields);
    EXPECT_NEAR(fields.read(kValleyWidth)(kMiddle), 200, 1e-2);
    EXPECT_NEAR(fields.read(kValleyConfinementRatio)(kMiddle), 200 / 2.7, 1e-2);  // of 1 km2
    EXPECT_TRUE(is_missing(fields.read(kValleyWidth)(kMiddle.row + 1, kMiddle.col)));
    EXPECT_TRUE(is_missing(fields.read(kValleyConfinementRatio)(kMiddle.row + 1, kMiddle.col)));
    EXPECT_EQ(fields.notes().back(), "");
}

TEST(ValleyConfinement, TakesTheGivenWidthOfTheChannel) {
    FieldSet fields = valley_with_stream(flat_floor(100, 0.2));
    testing::put_constant(fields, kChannelWidth, 8);
    fields.write(kChannelWidth)(kMiddle.row, 40) = kMissing;
    testing::run_model("valley_confinement", {{"height", "5 m"}}, fields);
    EXPECT_NEAR(fields.read(kValleyWidth)(kMiddle), 150, 1e-2);
    EXPECT_NEAR(fields.read(kValleyConfinementRatio)(kMiddle), 150.0 / 8, 1e-3);
    EXPECT_NEAR(fields.read(kValleyConfinementRatio)(kMiddle.row, 40), 150 / 2.7, 1e-2);
}

TEST(ValleyConfinement, SaysWhereTheGroundIsTooCoarse) {
    // 10 m wide at 10 m; the two ends of the stream have no width
    FieldSet fields = valley_with_stream(flat_floor(0, 2));
    testing::run_model("valley_confinement", {}, fields);
    EXPECT_THAT(fields.notes().back(), HasSubstr("at 99 of 99 stream cells"));
}

TEST(ValleyConfinement, HasTheSameBitsOnAnyNumberOfThreads) {
    for (const FieldSpec* made : {&kValleyWidth, &kValleyConfinementRatio}) {
        EXPECT_TRUE(testing::same_for_any_thread_count([made] {
            FieldSet fields = valley_with_stream(
                [](double across) { return std::abs(across) * (0.2 + 0.1 * std::sin(across)); });
            fields.put(kStreamNetwork, Raster<std::uint8_t>(kExtent, std::uint8_t{1}));
            testing::run_model("valley_confinement", {{"widest", "400 m"}}, fields);
            return testing::take_raster(fields, *made);
        }));
    }
}

}  // namespace
}  // namespace hazone::models
