// Basins by outlet, by order, and above given cells.
#include "engine/terrain/network/basins.hpp"

#include <gtest/gtest.h>

#include "engine/terrain/network/drainage_basin.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::DrainedGround;
using testing::Drawing;
using testing::drawn;
using testing::DrawnNetwork;

using Labels = Raster<std::int32_t>;

Labels by_outlet(const Raster<std::uint8_t>& direction) {
    Labels basin(direction.extent());
    outlet_basins(direction, basin);
    return basin;
}

Labels by_order(const DrainedGround& ground, int least) {
    Labels basin(ground.extent());
    order_basins(ground.direction, ground.strahler, least, basin);
    return basin;
}

Labels above(const Raster<std::uint8_t>& direction, const std::vector<Cell>& outlets) {
    Labels basin(direction.extent());
    basins_above(direction, outlets, basin);
    return basin;
}

TEST(OutletBasins, EachOutletHasItsOwnRowByRow) {
    const DrawnNetwork ground({R"(o<v>o)",  //
                               R"(^.v#^)",  //
                               R"(^>v.<)",  //
                               R"(>>o<<)"});
    Labels basin(ground.direction.extent());
    EXPECT_EQ(outlet_basins(ground.direction, basin), 5);
    EXPECT_EQ(drawn(basin), (Drawing{"11522",  //
                                     "135.2",  //
                                     "15544",  //
                                     "55555"}));
}

TEST(OutletBasins, LeadIntoMissingCellsOffTheGridAndRoundInCircles) {
    // A code which leads off the grid or to a missing cell ends there; a cycle has no outlet.
    const DrawnNetwork ground({R"(<>#)",  //
                               R"(><v)",  //
                               R"(v.v)"});
    EXPECT_EQ(drawn(by_outlet(ground.direction)), (Drawing{"12.", "..5", "345"}));
}

TEST(OutletBasins, AreConstantAlongThePathsAndHaveTheAreaOfTheirOutlet) {
    std::int32_t outlets = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        Labels basin(ground.extent());
        const std::int32_t count = outlet_basins(ground.direction, basin);
        std::vector<double> cells(static_cast<std::size_t>(count) + 1, 0);
        std::vector<double> areas(static_cast<std::size_t>(count) + 1, 0);
        Index wrong = 0;
        std::int32_t last_outlet = 0;
        for (Index row = 0; row < ground.extent().rows; ++row) {
            for (Index col = 0; col < ground.extent().cols; ++col) {
                const std::int32_t label = basin(row, col);
                wrong += (label == kNoLabel) != is_missing(ground.filled(row, col));
                ++cells[static_cast<std::size_t>(label)];
                Cell next{row, col};
                if (label == kNoLabel) {
                    continue;
                }
                if (flow_on(ground.direction, next)) {
                    wrong += basin(next.row, next.col) != label;
                } else {
                    wrong += label != ++last_outlet;  // row by row, each once
                    areas[static_cast<std::size_t>(label)] += ground.area(row, col);
                }
            }
        }
        cells[0] = 0;
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_EQ(cells, areas) << "seed " << seed;
        EXPECT_EQ(last_outlet, count);
        outlets += count;
    }
    EXPECT_GT(outlets, 300);
}

TEST(OrderBasins, DrawnValleyOfSecondOrder) {
    // Two heads meet at (1,1); with order 2 the stream below is one link, into which a stream of
    // first order flows from the west.
    const DrawnNetwork network({R"(\./.)",  //
                                R"(.v..)",  //
                                R"(>v..)",  //
                                R"(.o..)"});
    DrawnNetwork ground({R"(\</v)",  //
                         R"(>v<v)",  //
                         R"(>v<v)",  //
                         R"(>o<o)"});
    Raster<std::uint8_t> strahler(ground.direction.extent());
    Raster<std::int32_t> shreve(ground.direction.extent());
    stream_orders(ground.direction, network.stream, {strahler, shreve});
    Labels basin(ground.direction.extent());
    EXPECT_EQ(order_basins(ground.direction, strahler, 2, basin), 1);
    EXPECT_EQ(drawn(basin), (Drawing{"111.", "111.", "111.", "111."}));
    // Links end at (0,0), (0,2), (1,1), (2,0) and (3,1).
    EXPECT_EQ(order_basins(ground.direction, strahler, 1, basin), 5);
    EXPECT_EQ(drawn(basin), (Drawing{"112.", "333.", "455.", "555."}));
    EXPECT_EQ(order_basins(ground.direction, strahler, 3, basin), 0);
    EXPECT_EQ(drawn(basin), (Drawing{"....", "....", "....", "...."}));
}

TEST(OrderBasins, UnknownOrdersGiveNoBasin) {
    const auto direction = testing::grid<std::uint8_t>({{1, 1, 1, 0}});
    const auto order = testing::grid<std::uint8_t>({{1, 255, 2, 2}});
    Labels basin(direction.extent());
    order_basins(direction, order, 2, basin);
    EXPECT_EQ(drawn(basin), (Drawing{"..11"}));
}

TEST(OrderBasins, ChangeOnlyBelowAStreamOfTheOrder) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        for (const int least : {1, 2, 3}) {
            const Labels basin = by_order(ground, least);
            const Index wrong = count_cells(ground.extent(), [&](Index row, Index col) {
                const bool missing = is_missing(ground.filled(row, col));
                const bool on_network =
                    ground.stream(row, col) == 1 && ground.strahler(row, col) >= least;
                Cell next{row, col};
                const bool goes_on = !missing && flow_on(ground.direction, next);
                const bool changes = goes_on && basin(row, col) != basin(next.row, next.col);
                const bool has_basin = basin(row, col) != kNoLabel;
                return (missing && has_basin) || (on_network && !has_basin) ||
                       (changes && !on_network);
            });
            EXPECT_EQ(wrong, 0) << "seed " << seed << ", order " << least;
        }
    }
}

TEST(OrderBasins, OfTheFirstOrderAreThoseOfTheChannels) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        Labels by_area(ground.extent());
        const BasinCount count = drainage_basins(ground.direction, ground.area, 12, by_area);
        Labels basin(ground.extent());
        EXPECT_EQ(order_basins(ground.direction, ground.strahler, 1, basin), count.links);
        for_each_cell(ground.extent(), [&](Index row, Index col) {
            const std::int32_t label = by_area(row, col);
            by_area(row, col) = label == count.slopes ? kNoLabel : label;
        });
        EXPECT_TRUE(testing::same_bits(basin, by_area)) << "seed " << seed;
    }
}

TEST(BasinsAbove, DrawnValleyWithThreePoints) {
    const DrawnNetwork ground({R"(>v<v)",  //
                               R"(>v<v)",  //
                               R"(>v<v)",  //
                               R"(>o<o)"});
    // The second point lies below the first; the third on the ground beside the valley.
    EXPECT_EQ(drawn(above(ground.direction, {{1, 1}, {3, 1}, {1, 3}})), (Drawing{"1113",  //
                                                                                 "1113",  //
                                                                                 "222.",  //
                                                                                 "222."}));
    EXPECT_EQ(drawn(above(ground.direction, {{2, 1}, {2, 1}})), (Drawing{"111.",  //
                                                                         "111.",  //
                                                                         "111.",  //
                                                                         "...."}));
    EXPECT_EQ(drawn(above(ground.direction, {})), (Drawing{"....", "....", "....", "...."}));
}

TEST(BasinsAbove, APointOnMissingGroundHasNoBasin) {
    const DrawnNetwork ground({R"(>#<)"});
    EXPECT_EQ(drawn(above(ground.direction, {{0, 1}, {0, 2}})), (Drawing{"..2"}));
}

TEST(BasinsAbove, TheWholeGroundAboveAPointWithItsArea) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        Cell largest{0, 0};
        for (Index row = 1; row < ground.extent().rows - 1; ++row) {
            for (Index col = 1; col < ground.extent().cols - 1; ++col) {
                const bool more = ground.area(row, col) > ground.area(largest.row, largest.col) ||
                                  is_missing(ground.area(largest.row, largest.col));
                largest = more ? Cell{row, col} : largest;
            }
        }
        const Labels basin = above(ground.direction, {largest});
        EXPECT_EQ(static_cast<double>(count_cells(
                      ground.extent(), [&](Index row, Index col) { return basin(row, col) == 1; })),
                  ground.area(largest.row, largest.col));
        EXPECT_GT(ground.area(largest.row, largest.col), 100);
    }
}

TEST(Basins, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const DrainedGround rough(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 3);
        const auto without = [&](const Labels& basin) {
            return count_cells(extent,
                               [&](Index row, Index col) { return basin(row, col) == kNoLabel; });
        };
        EXPECT_EQ(without(by_outlet(rough.direction)), 0);
        const DrainedGround streams(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 1);
        EXPECT_EQ(without(by_order(streams, 1)), 0);  // every cell is a stream
        EXPECT_LT(without(above(rough.direction, {{extent.rows - 1, extent.cols - 1}})),
                  extent.size());
        const DrainedGround nothing(Raster<float>(extent, kMissing), 3);
        EXPECT_EQ(without(by_outlet(nothing.direction)), extent.size());
        EXPECT_EQ(without(by_order(nothing, 1)), extent.size());
        EXPECT_EQ(without(above(nothing.direction, {{0, 0}})), extent.size());
    }
}

TEST(Basins, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const DrainedGround ground(testing::test_terrain({300, 257}, seed), 8);
        EXPECT_TRUE(
            testing::same_for_any_thread_count([&] { return by_outlet(ground.direction); }));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return by_order(ground, 2); }));
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            return above(ground.direction, {{299, 0}, {150, 128}, {20, 200}, {255, 256}});
        }));
    }
}

}  // namespace
}  // namespace hazone
