// Length, fall, slope, order and area of the links of a network.
#include "engine/terrain/network/stream_links.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "engine/parallel/threads.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/drawn_network.hpp"

namespace hazone {
namespace {

using std::numbers::sqrt2;
using testing::DrainedGround;
using testing::DrawnNetwork;

std::vector<StreamLink> links_of(const DrainedGround& ground, double cell_size) {
    return measure_links(LinkPaths(ground.direction, ground.strahler), {.filled = ground.filled,
                                                                        .area = ground.area,
                                                                        .order = ground.strahler,
                                                                        .shreve = ground.shreve,
                                                                        .cell_size = cell_size});
}

TEST(StreamLinks, DrawnNetworkMeasuredByHand) {
    const DrawnNetwork network({R"(\./...\./)",  //
                                R"(.\...../.)",  //
                                R"(..\.../..)",  //
                                R"(...\./...)",  //
                                R"(....v....)",  //
                                R"(>>>>v....)",  //
                                R"(....o....)"});
    const Extent extent = network.direction.extent();
    Raster<std::uint8_t> strahler(extent);
    Raster<std::int32_t> shreve(extent);
    stream_orders(network.direction, network.stream, {strahler, shreve});
    Raster<float> height(extent);
    Raster<double> area(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        height(row, col) = static_cast<float>(100 - row * row);
        area(row, col) = static_cast<double>(1000 * row + col);
    });
    const auto links = measure_links(
        LinkPaths(network.direction, strahler),
        {.filled = height, .area = area, .order = strahler, .shreve = shreve, .cell_size = 10});
    ASSERT_EQ(links.size(), 9U);
    const std::vector<double> cells{sqrt2, sqrt2, sqrt2, sqrt2, 3 * sqrt2, 3 * sqrt2, 1, 4, 1};
    const std::vector<double> drops{1, 1, 1, 1, 15, 15, 9, 0, 11};
    const std::vector<std::int32_t> magnitudes{1, 1, 1, 1, 2, 2, 4, 1, 5};
    const std::vector<std::int32_t> orders{1, 1, 1, 1, 2, 2, 3, 1, 3};
    for (std::size_t link = 0; link < links.size(); ++link) {
        EXPECT_DOUBLE_EQ(links[link].length, 10 * cells[link]) << "link " << link + 1;
        EXPECT_DOUBLE_EQ(links[link].drop, drops[link]) << "link " << link + 1;
        EXPECT_DOUBLE_EQ(links[link].slope, drops[link] / (10 * cells[link]));
        EXPECT_EQ(links[link].shreve, magnitudes[link]) << "link " << link + 1;
        EXPECT_EQ(links[link].order, orders[link]) << "link " << link + 1;
    }
    EXPECT_EQ(links[7].area, 5003);  // at its own end, not at the junction
    EXPECT_EQ(links[8].area, 6004);
}

TEST(StreamLinks, ALinkOfOneCellWithoutOneBelowHasNoLengthAndNoSlope) {
    const DrainedGround ground(testing::grid<float>({{5}}), 1);
    const auto links = links_of(ground, 10);
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].downstream, 0);
    EXPECT_EQ(links[0].length, 0);
    EXPECT_EQ(links[0].drop, 0);
    EXPECT_TRUE(std::isnan(links[0].slope));
    EXPECT_EQ(links[0].area, 1);
    EXPECT_EQ(link_line(LinkPaths(ground.direction, ground.strahler), 1),
              (std::vector<Cell>{{0, 0}}));
}

TEST(StreamLinks, MissingElevationGivesMissingFall) {
    DrainedGround ground(testing::grid<float>({{9, 8, 7}}), 1);
    ground.filled(0, 2) = kMissing;
    const auto links = links_of(ground, 10);
    ASSERT_EQ(links.size(), 1U);
    EXPECT_TRUE(std::isnan(links[0].drop));
    EXPECT_TRUE(std::isnan(links[0].slope));
    EXPECT_EQ(links[0].length, 20);
}

TEST(StreamLinks, LengthsAndFallsAreThoseOfTheNetwork) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        const LinkPaths paths(ground.direction, ground.strahler);
        double length = 0;
        double drop = 0;
        Index wrong = 0;
        for (const StreamLink& link : links_of(ground, 1)) {
            length += link.length;
            drop += link.drop;
            wrong += link.drop < 0;
            wrong += link.downstream == 0
                         ? 0
                         : link.area >= ground.area.view()(paths.cells(link.downstream).front());
        }
        double steps = 0;
        double falls = 0;
        for (Index row = 0; row < ground.extent().rows; ++row) {
            for (Index col = 0; col < ground.extent().cols; ++col) {
                Cell next{row, col};
                if (ground.stream(row, col) == 1 && flow_on(ground.direction, next)) {
                    steps += step_length(neighbour_of(ground.direction(row, col)));
                    falls +=
                        double{ground.filled(row, col)} - double{ground.filled(next.row, next.col)};
                }
            }
        }
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_NEAR(length, steps, 1e-9 * steps) << "seed " << seed;
        EXPECT_NEAR(drop, falls, 1e-6 * falls) << "seed " << seed;
        EXPECT_GT(steps, 1000) << "seed " << seed;
    }
}

TEST(StreamLinks, SameBitsForAnyThreadCount) {
    const DrainedGround ground(testing::test_terrain({300, 257}, 1), 8);
    std::vector<double> reference;
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        std::vector<double> values;
        for (const StreamLink& link : links_of(ground, 10)) {
            values.insert(values.end(), {link.length, link.drop, link.area,
                                         static_cast<double>(link.downstream)});
        }
        reference = reference.empty() ? values : reference;
        EXPECT_EQ(values, reference);
        EXPECT_GT(values.size(), 400U);
    }
}

}  // namespace
}  // namespace hazone
