// Basins, valleys, inflows and bulking of nested floods, worked by hand on a small valley.
#include "models/flood/nest/valley.hpp"

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"

namespace hazone::nest {
namespace {

constexpr Extent kExtent{5, 7};

/// A channel along row 2 to the east, hillslopes from north and south straight into it. Basin 1 is
/// columns 0 to 2, basin 2 the rest; the channel begins in column 1.
struct Valley {
    Raster<std::int32_t> basin{kExtent, 2};
    Raster<std::uint8_t> direction{kExtent, 4};
    Raster<std::uint8_t> stream{kExtent, 0};
    Raster<double> area{kExtent, 1};
    Raster<float> height{kExtent, 0};
    Raster<float> threat{kExtent, 0};

    Valley() {
        for (Index col = 0; col < kExtent.cols; ++col) {
            for (Index row = 0; row < kExtent.rows; ++row) {
                basin(row, col) = col < 3 ? 1 : 2;
                direction(row, col) = row < 2 ? 4 : 64;
                height(row, col) = static_cast<float>(10 * std::abs(row - 2));
                area(row, col) = row == 0 || row == 4 ? 1 : 2;
            }
            direction(2, col) = col + 1 < kExtent.cols ? 1 : 0;
            stream(2, col) = col > 0 ? 1 : 0;
            area(2, col) = 5.0 * static_cast<double>(col + 1);
        }
    }
    Choice choose(const Rule& rule) const {
        return nest::choose({basin.view(), direction.view(), stream.view(), area.view(),
                             height.view(), threat.view()},
                            rule);
    }
};

constexpr Rule kRule{.threshold = 1, .least_area = 8, .valley_height = 10, .margin = 1};

TEST(NestedValley, OnlyTheBasinThatPassesGetsAWindowAndInflows) {
    Valley valley;
    valley.threat(2, 4) = 1.0F;  // reaches the threshold
    const Choice choice = valley.choose(kRule);
    ASSERT_EQ(choice.basins.size(), 2U);
    EXPECT_EQ(choice.basins[0].verdict, Verdict::below);
    const Basin& basin = choice.basins[1];
    EXPECT_EQ(basin.verdict, Verdict::passes);
    ASSERT_EQ(basin.reach.size(), 4U);
    EXPECT_EQ(basin.reach.front(), (Cell{2, 3}));
    // The first cell takes the channel of basin 1 and two hillslopes, the others two hillslopes.
    ASSERT_EQ(basin.inflows.size(), 4U);
    EXPECT_EQ(basin.inflows[0].donors.size(), 3U);
    EXPECT_EQ(basin.inflows[1].donors.size(), 2U);
    // Rows 1 to 3 lie within 10 m; one cell around them, cut at the edge of the grid.
    EXPECT_EQ(basin.window.from, (Cell{0, 2}));
    EXPECT_EQ(basin.window.extent, (Extent{5, 5}));
    EXPECT_EQ(choice.valley(1, 5), 2);
    EXPECT_EQ(choice.valley(0, 5), 0);
    EXPECT_EQ(choice.valley(1, 1), 1);
}

TEST(NestedValley, AreaOfAllThatEntersAndOfTheReachIsThatOfTheBasin) {
    Valley valley;
    valley.threat(2, 6) = 2.0F;
    const Choice choice = valley.choose(kRule);
    const Basin& basin = choice.basins[1];
    // 15 from above and four times two hillslopes of 2; the reach has 4 cells, 35 in all.
    const double share = own_share(basin, valley.area.view(), 1);
    EXPECT_DOUBLE_EQ((1 + share) * (15 + 4 * 4), 35);
}

TEST(NestedValley, UnknownThreatIsNeverBelow) {
    Valley valley;
    valley.threat(2, 1) = kMissing;
    valley.threat(2, 4) = kMissing;
    valley.threat(2, 5) = 3.0F;
    const Choice choice = valley.choose(kRule);
    EXPECT_EQ(choice.basins[0].verdict, Verdict::unknown);
    EXPECT_EQ(choice.basins[0].unknown, 1);
    EXPECT_EQ(choice.basins[1].verdict, Verdict::passes);
    for (Index col = 0; col < kExtent.cols; ++col) {
        valley.threat(2, col) = kMissing;
    }
    EXPECT_EQ(valley.choose(kRule).basins[1].verdict, Verdict::unknown);
}

TEST(NestedValley, NothingKnownGivesNoBasin) {
    const Raster<std::int32_t> basin(kExtent, kNoLabel);
    const Raster<std::uint8_t> direction(kExtent, kNoDirection);
    const Raster<double> area(kExtent, double{kMissing});
    const Raster<float> none(kExtent, kMissing);
    const Choice choice = choose(
        {basin.view(), direction.view(), direction.view(), area.view(), none.view(), none.view()},
        kRule);
    EXPECT_TRUE(choice.basins.empty());
    EXPECT_EQ(choice.valley(2, 2), 0);
}

TEST(NestedValley, ASlideCountsOnceWhereItFirstMeetsAChannel) {
    const Valley valley;
    Raster<std::int32_t> source(kExtent, kNoLabel);
    Raster<float> volume(kExtent, kMissing);
    for (const Index col : {3, 4, 5}) {
        source(2, col) = 7;
        volume(2, col) = 100.0F * static_cast<float>(col);
    }
    source(0, 0) = 9;  // stays on the hillslope
    volume(0, 0) = 1e6F;
    const auto slides =
        slides_at_streams(source.view(), volume.view(), valley.stream.view(), valley.area.view());
    ASSERT_EQ(slides.size(), 1U);
    EXPECT_EQ(slides[0].cell, (Cell{2, 3}));
    EXPECT_EQ(slides[0].volume, 500);
}

TEST(NestedValley, GroundIsCarriedToTheConcentrationAndTheRestGoesOn) {
    Valley valley;
    valley.threat(2, 4) = 1.0F;
    const Choice choice = valley.choose(kRule);
    const Basin& basin = choice.basins[1];
    const std::vector<double> water{100, 100, 100, 100};
    // Half by volume: each inflow carries as much ground as it has water. A slide above the nest
    // comes down the channel to its first cell.
    const Bulking bulking = bulk(basin, valley.direction.view(), {{{2, 1}, 250}}, water, 0.5);
    EXPECT_EQ(bulking.factors, (std::vector<double>{2, 2, 1.5, 1}));
    EXPECT_DOUBLE_EQ(bulking.carried, 250);
    EXPECT_DOUBLE_EQ(bulking.left, 0);
    const Bulking full = bulk(basin, valley.direction.view(), {{{2, 3}, 450}}, water, 0.5);
    EXPECT_DOUBLE_EQ(full.carried, 400);
    EXPECT_DOUBLE_EQ(full.left, 50);
    const Bulking none = bulk(basin, valley.direction.view(), {}, water, 0.5);
    EXPECT_EQ(none.factors, (std::vector<double>{1, 1, 1, 1}));
}

TEST(NestedValley, AStreamAcrossACornerFindsAWayThroughSides) {
    Raster<float> bed({3, 3}, 50.0F);
    bed(0, 0) = 10;
    bed(1, 1) = 9;
    bed(0, 1) = 30;
    bed(1, 0) = 40;
    bed(2, 1) = kMissing;
    bed(2, 2) = 8;
    Raster<std::uint8_t> direction({3, 3}, 0);
    direction(0, 0) = 2;  // south east
    direction(1, 1) = 2;
    Raster<std::uint8_t> stream({3, 3}, 0);
    stream(0, 0) = 1;
    stream(1, 1) = 1;
    Raster<float> part({3, 3});
    connected_bed(bed.view(), direction.view(), stream.view(), {{0, 0}, {3, 3}}, part.view());
    EXPECT_EQ(part(0, 1), 10);  // the lower of the two, to the bed above
    EXPECT_EQ(part(1, 0), 40);
    EXPECT_EQ(part(1, 2), 9);  // the other is missing
    EXPECT_TRUE(is_missing(part(2, 1)));
    EXPECT_EQ(part(2, 2), 8);
}

TEST(NestedValley, TheWayOutHasTheSlopeOfTheStreamBelowTheReach) {
    Valley valley;
    valley.threat(2, 1) = 1.0F;
    const Choice choice = valley.choose({1, 8, 10, 2});
    Raster<float> bed(kExtent, 0.0F);
    for (Index col = 0; col < kExtent.cols; ++col) {
        bed(2, col) = 100 - 3 * static_cast<float>(col);
    }
    // The reach of basin 1 ends in column 2.
    EXPECT_DOUBLE_EQ(slope_of_way_out(choice.basins[0], bed.view(), valley.direction.view(), 30),
                     0.1);
}

TEST(NestedValley, DirectionsInACircleEnd) {
    Valley valley;
    valley.threat(2, 4) = 1.0F;
    const Choice choice = valley.choose(kRule);
    valley.direction(2, 0) = 1;
    valley.direction(2, 1) = 16;
    const Bulking bulking =
        bulk(choice.basins[1], valley.direction.view(), {{{2, 0}, 10}}, {1, 1, 1, 1}, 0.5);
    EXPECT_EQ(bulking.carried, 0);
}

}  // namespace
}  // namespace hazone::nest
