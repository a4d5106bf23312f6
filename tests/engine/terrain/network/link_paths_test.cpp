// Links of a stream network: their cells, numbers and the links below them.
#include "engine/terrain/network/link_paths.hpp"

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

LinkPaths links_of(const DrawnNetwork& network) {
    Raster<std::uint8_t> strahler(network.direction.extent());
    Raster<std::int32_t> shreve(network.direction.extent());
    stream_orders(network.direction, network.stream, {strahler, shreve});
    return {network.direction, strahler};
}

Raster<std::int32_t> numbers_of(const LinkPaths& paths, Extent extent) {
    Raster<std::int32_t> number(extent);
    link_numbers(paths, number);
    return number;
}

std::vector<std::int32_t> downstream_of(const LinkPaths& paths) {
    std::vector<std::int32_t> downstream;
    for (std::int32_t link = 1; link <= paths.count(); ++link) {
        downstream.push_back(paths.downstream(link));
    }
    return downstream;
}

std::vector<Cell> cells_of(const LinkPaths& paths, std::int32_t link) {
    return {paths.cells(link).begin(), paths.cells(link).end()};
}

TEST(LinkPaths, DrawnNetworkOfFiveHeadsHasNineLinks) {
    const DrawnNetwork network({R"(\./...\./)",  //
                                R"(.\...../.)",  //
                                R"(..\.../..)",  //
                                R"(...\./...)",  //
                                R"(....v....)",  //
                                R"(>>>>v....)",  //
                                R"(....o....)"});
    const LinkPaths paths = links_of(network);
    // Shreve (1966): n heads, 2n - 1 links where two streams meet at each junction.
    EXPECT_EQ(paths.count(), 9);
    EXPECT_EQ(drawn(numbers_of(paths, network.direction.extent())), (Drawing{"1.2...3.4",  //
                                                                             ".5.....6.",  //
                                                                             "..5...6..",  //
                                                                             "...5.6...",  //
                                                                             "....7....",  //
                                                                             "88889....",  //
                                                                             "....9...."}));
    EXPECT_EQ(downstream_of(paths), (std::vector<std::int32_t>{5, 5, 6, 6, 7, 7, 9, 9, 0}));
    EXPECT_EQ(cells_of(paths, 6), (std::vector<Cell>{{1, 7}, {2, 6}, {3, 5}}));
    EXPECT_EQ(cells_of(paths, 8), (std::vector<Cell>{{5, 0}, {5, 1}, {5, 2}, {5, 3}}));
}

TEST(LinkPaths, EightStreamsMeetInAnOutletOfOneCell) {
    const DrawnNetwork network({R"(\v/)", R"(>o<)", R"("^')"});
    const LinkPaths paths = links_of(network);
    EXPECT_EQ(drawn(numbers_of(paths, {3, 3})), (Drawing{"123", "456", "789"}));
    EXPECT_EQ(downstream_of(paths), (std::vector<std::int32_t>{5, 5, 5, 5, 0, 5, 5, 5, 5}));
}

TEST(LinkPaths, AStreamEndsAtTheUnknownAtMissingCellsAndAtCycles) {
    const DrawnNetwork network({R"(>?>>o)",  //
                                R"(>#>>o)",  //
                                R"(><<..)"});
    const LinkPaths paths = links_of(network);
    EXPECT_EQ(drawn(numbers_of(paths, {3, 5})), (Drawing{"1.222", "3.444", "..5.."}));
    EXPECT_EQ(downstream_of(paths), (std::vector<std::int32_t>{0, 0, 0, 0, 0}));
}

TEST(LinkPaths, WithoutStreamsThereIsNone) {
    const LinkPaths paths = links_of(DrawnNetwork({"..#", ".?."}));
    EXPECT_EQ(paths.count(), 0);
    EXPECT_EQ(drawn(numbers_of(paths, {2, 3})), (Drawing{"...", "..."}));
}

TEST(LinkPaths, PartTheNetworkAndFlowIntoEachOther) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        const LinkPaths paths(ground.direction, ground.strahler);
        const auto number = numbers_of(paths, ground.extent());
        Index cells = 0;
        Index wrong = 0;
        for (std::int32_t link = 1; link <= paths.count(); ++link) {
            const auto path = paths.cells(link);
            cells += static_cast<Index>(path.size());
            const auto into_first = ground.stream_donors(path.front()).size();
            wrong += into_first == 1;  // neither head nor junction
            for (std::size_t step = 0; step + 1 < path.size(); ++step) {
                Cell next = path[step];
                wrong += !flow_on(ground.direction, next) || !(next == path[step + 1]);
                wrong += ground.stream_donors(next).size() != 1;
            }
            Cell next = path.back();
            const bool goes_on = flow_on(ground.direction, next);
            wrong += paths.downstream(link) != (goes_on ? number(next.row, next.col) : 0);
            wrong += goes_on && !(paths.cells(paths.downstream(link)).front() == next);
        }
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_EQ(cells, count_cells(ground.extent(), [&](Index row, Index col) {
                      return ground.stream(row, col) == 1;
                  }));
        EXPECT_EQ(cells, count_cells(ground.extent(), [&](Index row, Index col) {
                      return number(row, col) != kNoLabel;
                  }));
        EXPECT_GT(paths.count(), 100) << "seed " << seed;
    }
}

TEST(LinkPaths, HaveTheNumbersOfTheirDrainageBasins) {
    const DrainedGround ground(testing::test_terrain({130, 111}, 1), 30);
    const auto number = numbers_of(LinkPaths(ground.direction, ground.strahler), ground.extent());
    Raster<std::int32_t> basin(ground.extent());
    drainage_basins(ground.direction, ground.area, 30, basin);
    Index compared = 0;
    for (Index cell = 0; cell < number.size(); ++cell) {
        if (number.data()[cell] != kNoLabel) {
            ++compared;
            ASSERT_EQ(number.data()[cell], basin.data()[cell]);
        }
    }
    EXPECT_GT(compared, 500);
}

TEST(LinkPaths, AwkwardShapes) {
    for (const Extent extent : testing::awkward_extents()) {
        const DrainedGround all(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 1);
        const auto number = numbers_of(LinkPaths(all.direction, all.strahler), extent);
        EXPECT_EQ(count_cells(extent, [&](Index row, Index col) { return number(row, col) < 1; }),
                  0);
    }
}

TEST(LinkPaths, SameForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const DrainedGround ground(testing::test_terrain({300, 257}, seed), 8);
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            return numbers_of(LinkPaths(ground.direction, ground.strahler), ground.extent());
        }));
        const LinkPaths reference(ground.direction, ground.strahler);
        for (const int count : {1, 2, 3, 8}) {
            const ThreadScope scope(count);
            EXPECT_EQ(downstream_of(LinkPaths(ground.direction, ground.strahler)),
                      downstream_of(reference));
        }
    }
}

}  // namespace
}  // namespace hazone
