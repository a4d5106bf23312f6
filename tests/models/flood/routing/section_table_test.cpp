// Surveyed sections: their water by depth, worked by hand, and the tables made of them.
#include "models/flood/routing/section_table.hpp"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "models/flood/routing/kinematic_cell.hpp"
#include "tests/models/flood/routing/random_section.hpp"

namespace hazone::models {
namespace {

std::vector<SectionPoint> with_roughness(std::vector<SectionPoint> points, double roughness) {
    for (SectionPoint& point : points) {
        point.roughness = roughness;
    }
    return points;
}

/// Two flood plains of 20 m, 2 m above a channel of 10 m.
std::vector<SectionPoint> compound(double channel, double plain) {
    return {{0, 104, plain},    {0, 102, plain},  {20, 102, channel}, {20, 100, channel},
            {30, 100, channel}, {30, 102, plain}, {50, 102, plain},   {50, 104, plain}};
}

TEST(SectionShape, ARectangleHasItsWalls) {
    const SectionShape shape(with_roughness({{0, 103}, {0, 100}, {10, 100}, {10, 103}}, 0.035));
    EXPECT_EQ(shape.panels(), 1U);
    EXPECT_EQ(shape.bottom(), 100);
    EXPECT_EQ(shape.rim(), 3);
    for (const double depth : {0.05, 0.5, 1.0, 2.9, 5.0}) {  // the last one above the walls
        const SectionWater water = shape.water(depth);
        const double perimeter = 10 + 2 * depth;
        EXPECT_NEAR(water.area, 10 * depth, 1e-12);
        EXPECT_NEAR(water.width, 10, 1e-12);
        EXPECT_NEAR(water.perimeter, perimeter, 1e-12);
        const double conveyance = 10 * depth * std::pow(10 * depth / perimeter, 2.0 / 3) / 0.035;
        EXPECT_NEAR(water.conveyance / conveyance, 1, 1e-12);
    }
    EXPECT_EQ(shape.water(0).area, 0);
    EXPECT_EQ(shape.water(0).conveyance, 0);
}

// A bed of 4 m, banks of 1 : 2, 1.5 m of water: A = (4 + 2 * 1.5) 1.5 = 10.5 m2,
// P = 4 + 2 * 1.5 sqrt(5) = 10.7082 m, R = 0.98056 m, R^(2/3) = 0.98700; with n = 0.03 and
// S = 0.001, Q = 10.5 * 0.98700 * 0.0316228 / 0.03 = 10.924 m3/s. A point on a straight bank makes
// no difference.
TEST(SectionShape, ATrapezoidIsThatOfTheHand) {
    const SectionShape shape(
        with_roughness({{0, 53}, {3.3, 51.35}, {6, 50}, {10, 50}, {12, 51}, {16, 53}}, 0.03));
    EXPECT_EQ(shape.panels(), 1U);
    const SectionWater water = shape.water(1.5);
    EXPECT_NEAR(water.area, 10.5, 1e-12);
    EXPECT_NEAR(water.perimeter, 10.7082, 5e-5);
    EXPECT_NEAR(water.width, 10, 1e-12);
    EXPECT_NEAR(water.conveyance * std::sqrt(0.001), 10.924, 5e-4);
}

// 1 m over the plains: the channel has A = 30 m2, P = 10 + 2 + 2 = 14 m, R^(2/3) = 1.66212,
// K = 30 * 1.66212 / 0.03 = 1662.12 m3/s; a plain has A = 20 m2, P = 20 + 1 = 21 m with its outer
// wall and without the line to the channel, R^(2/3) = 0.96800, K = 20 * 0.96800 / 0.06 = 322.67
// m3/s; together 2307.45 m3/s.
TEST(SectionShape, ACompoundSectionIsTheSumOfItsPanels) {
    const SectionShape shape(compound(0.03, 0.06));
    EXPECT_EQ(shape.panels(), 3U);
    const SectionWater water = shape.water(3);
    EXPECT_NEAR(water.area, 70, 1e-12);
    EXPECT_NEAR(water.width, 50, 1e-12);
    EXPECT_NEAR(water.perimeter, 14 + 2 * 21, 1e-12);
    EXPECT_NEAR(water.conveyance, 2307.45, 0.01);
}

TEST(SectionShape, WaterOverTheBanksDoesNotLowerTheDischarge) {
    const SectionShape shape(compound(0.03, 0.03));  // panels by the bed alone
    EXPECT_EQ(shape.panels(), 3U);
    const SectionWater full = shape.water(2);
    const SectionWater over = shape.water(2.05);
    EXPECT_GT(over.conveyance, full.conveyance);
    // In one panel it would fall to half of that.
    const double undivided = over.area * std::pow(over.area / over.perimeter, 2.0 / 3) / 0.03;
    EXPECT_LT(undivided, 0.55 * full.conveyance);
}

TEST(SectionShape, RandomSectionsConveyMoreTheHigherTheWater) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        const SectionShape shape(testing::random_section(seed));
        SectionWater before;
        for (int step = 1; step <= 400; ++step) {
            const SectionWater water = shape.water(0.03 * step);
            ASSERT_GT(water.conveyance, before.conveyance) << "seed " << seed << ", " << step;
            ASSERT_GT(water.area, before.area);
            ASSERT_GE(water.width, before.width);
            before = water;
        }
    }
}

TEST(SectionTable, FollowsTheShapeWithinItsTolerance) {
    double worst = 0;
    std::size_t most_rows = 0;
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        const SectionShape shape(testing::random_section(seed));
        const SectionTable table(shape);
        most_rows = std::max(most_rows, table.rows());
        for (double depth = 1e-3; depth < 20; depth *= 1.037) {
            const SectionWater water = shape.water(depth);
            worst = std::max(worst, std::abs(table.conveyance(water.area) / water.conveyance - 1));
            ASSERT_NEAR(table.depth(water.area), depth, 1e-6 * (1 + depth)) << "seed " << seed;
            ASSERT_NEAR(table.width(water.area), water.width, 1e-3 * water.width + 1e-6);
            const double back = table.area(table.conveyance(water.area));
            ASSERT_NEAR(back / water.area, 1, 1e-12);
        }
    }
    EXPECT_LT(worst, SectionTable::kTableTolerance);
    EXPECT_LT(most_rows, 3000U);
    RecordProperty("worst", std::to_string(worst));
    RecordProperty("most_rows", static_cast<int>(most_rows));
}

TEST(SectionTable, SolvesTheBalanceOfAReach) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const SectionTable table{SectionShape(testing::random_section(seed))};
        double before = 0;
        for (double content = 1e-8; content < 1e9; content *= 1.9) {
            for (const double per_conveyance : {1e-3, 1.0, 600.0}) {
                const double area = table.area_of_content(per_conveyance, 100, content);
                const double residual =
                    per_conveyance * table.conveyance(area) + 100 * area - content;
                ASSERT_LE(std::abs(residual), 1.01 * kRootTolerance * content)
                    << "seed " << seed << ", content " << content;
            }
            const double area = table.area_of_content(1, 100, content);
            ASSERT_GT(area, before);
            before = area;
        }
    }
}

TEST(SectionTable, KeepsWhatIsMissingAndWhatIsDry) {
    const SectionTable table{SectionShape(compound(0.03, 0.06))};
    const double missing = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(table.conveyance(missing)));
    EXPECT_TRUE(std::isnan(table.area(missing)));
    EXPECT_TRUE(std::isnan(table.depth(missing)));
    EXPECT_TRUE(std::isnan(table.width(missing)));
    EXPECT_TRUE(std::isnan(table.exponent(missing)));
    EXPECT_TRUE(std::isnan(table.area_of_content(1, 1, missing)));
    EXPECT_EQ(table.conveyance(0), 0);
    EXPECT_EQ(table.area(0), 0);
    EXPECT_EQ(table.depth(0), 0);
    EXPECT_EQ(table.area_of_content(1, 1, 0), 0);
}

}  // namespace
}  // namespace hazone::models
