// Channels narrower than a cell: what flows in them alone.
#include "models/flood/inundation/subgrid_channels.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/terrain/d8.hpp"
#include "tests/models/flood/inundation/normal_depth.hpp"

namespace hazone {
namespace {

using inundation::ChannelCell;
using inundation::ChannelRun;
using inundation::EdgeKind;
using inundation::EdgeRule;
using testing::normal_depth;

constexpr double kSize = 20;  // m

/// A channel which falls evenly through the cells of a row, or of a diagonal, and out at its end.
std::vector<ChannelCell> even_channel(Index count, int direction, double slope) {
    std::vector<ChannelCell> cells;
    const double length = kSize * step_length(direction);
    for (Index number = 0; number < count; ++number) {
        ChannelCell own{.cell = {direction == 0 ? 0 : number, number}};
        own.bed = 500 - slope * length * static_cast<double>(number);
        own.ground = own.bed + 3;
        own.width = 4;
        own.length = length;
        own.direction = direction;
        own.to = number + 1 < count ? number + 1 : ChannelCell::kNone;
        own.rule = number + 1 < count ? ChannelCell::kNone : 0;
        own.slope = slope;
        cells.push_back(own);
    }
    return cells;
}

class EvenChannels : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Directions,
                         EvenChannels,
                         ::testing::Values(0, 1),
                         [](const auto& direction) {
                             return direction.param == 0 ? "Straight" : "Diagonal";
                         });

// Steady flow in a prism has the depth of Manning's law everywhere.
TEST_P(EvenChannels, FlowAsManningHasIt) {
    const double slope = 0.002;
    ChannelRun run(even_channel(40, GetParam(), slope), kSize, {.roughness = 0.03});
    const std::vector<EdgeRule> open{{EdgeKind::open}};
    std::vector<double> edges{0.0};
    const double discharge = 10;
    for (int turn = 0; turn < 3000; ++turn) {
        run.depth()[0] += discharge * 2 / (kSize * kSize);
        run.advance(2, open, edges);
    }
    const double expected = normal_depth(discharge, 4, slope, 0.03);
    ASSERT_LT(expected, 3);
    for (Index number = 2; number < 40; ++number) {
        EXPECT_NEAR(run.depth_at(number), expected, 1e-3 * expected) << number;
        EXPECT_NEAR(run.discharge(number), discharge, 1e-3 * discharge) << number;
    }
}

TEST(SubgridChannels, DryOnesStayDry) {
    ChannelRun run(even_channel(10, 1, 0.01), kSize, {});
    std::vector<double> edges{0.0};
    EXPECT_TRUE(std::isinf(run.stable_step({{EdgeKind::open}})));
    run.advance(600, {{EdgeKind::open}}, edges);
    EXPECT_EQ(run.volume(), 0);
    EXPECT_EQ(edges[0], 0);
}

/// East, south-east or south, not off the grid.
int direction_towards(bool last_row, bool last_col, double draw) {
    if (last_row) {
        return 0;
    }
    if (last_col) {
        return 2;
    }
    return draw < 0.4 ? 1 : draw < 0.7 ? 0 : 2;
}

/// A random tree of channels: each cell drains to a neighbour nearer to the corner in the
/// south-east, where the water leaves.
std::vector<ChannelCell> random_tree(Extent extent, unsigned seed, double fall) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> random(0, 1);
    std::vector<ChannelCell> cells;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ChannelCell own{.cell = {row, col}};
            own.ground = 900 - fall * static_cast<double>(row + col) + random(generator);
            own.bed = own.ground - 0.2 - random(generator);
            own.width = 1 + 19 * random(generator);
            const bool last_row = row + 1 == extent.rows;
            const bool last_col = col + 1 == extent.cols;
            own.direction = direction_towards(last_row, last_col, random(generator));
            own.length = kSize * step_length(own.direction);
            const Cell next = neighbour(own.cell, own.direction);
            own.to = last_row && last_col ? ChannelCell::kNone : next.row * extent.cols + next.col;
            own.rule = last_row && last_col ? 0 : ChannelCell::kNone;
            own.slope = 0.01;
            cells.push_back(own);
        }
    }
    return cells;
}

double all_water(ChannelRun& run) {
    double sum = run.volume();
    for (const double depth : run.depth()) {
        sum += depth * kSize * kSize;
    }
    return sum;
}

// On steep ground the channels run dry upstream, on flat ground the water lies over the banks.
TEST(SubgridChannels, KeepTheirWater) {
    for (const double fall : {0.0, 0.5, 5.0}) {
        ChannelRun run(random_tree({12, 15}, 7, fall), kSize, {});
        std::mt19937 generator(3);
        std::uniform_real_distribution<double> random(0, 0.5);
        std::generate(run.depth().begin(), run.depth().end(), [&] { return random(generator); });
        const double before = all_water(run);
        std::vector<double> edges{0.0};
        for (int turn = 0; turn < 300; ++turn) {
            run.advance(3, {{EdgeKind::open}}, edges);
            ASSERT_GE(*std::min_element(run.depth().begin(), run.depth().end()), 0);
        }
        EXPECT_LT(edges[0], -0.01 * before);
        EXPECT_NEAR(all_water(run) - edges[0], before, 1e-12 * before) << fall;
    }
}

// A level over all banks, and one below some of them: what flows is rounding.
TEST(SubgridChannels, ALakeStaysAtRest) {
    for (const double level : {902.0, 900.3}) {
        std::vector<ChannelCell> cells = random_tree({8, 9}, 11, 0);
        for (ChannelCell& own : cells) {
            own.rule = ChannelCell::kNone;
            own.bed = own.ground - 1.5;  // below the lower level everywhere
        }
        ChannelRun run(cells, kSize, {});
        for (std::size_t number = 0; number < cells.size(); ++number) {
            run.fill_to(static_cast<Index>(number), level);
            run.depth()[number] = std::max(level - cells[number].ground, 0.0);
        }
        std::vector<double> edges;
        run.advance(500, {}, edges);
        for (Index number = 0; number < static_cast<Index>(cells.size()); ++number) {
            const ChannelCell& own = cells[static_cast<std::size_t>(number)];
            EXPECT_NEAR(run.depth_at(number) + own.bed, level, 1e-10);
            EXPECT_LT(run.discharge(number), 1e-9);
        }
    }
}

// A level outside fills the channel from below and then holds it.
TEST(SubgridChannels, TakeTheLevelOutside) {
    ChannelRun run(even_channel(12, 0, 0.001), kSize, {});
    std::vector<double> edges{0.0};
    run.advance(4 * 3600, {{EdgeKind::stage, 501.0}}, edges);
    for (Index number = 0; number < 12; ++number) {
        const double bed = run.cells()[static_cast<std::size_t>(number)].bed;
        EXPECT_NEAR(run.depth_at(number) + bed, 501, 1e-3);
    }
    EXPECT_NEAR(edges[0], run.volume(), 1e-9);
}

TEST(SubgridChannels, WallsLetNothingOut) {
    ChannelRun run(even_channel(6, 1, 0.01), kSize, {});
    run.depth()[0] = 1;
    std::vector<double> edges{0.0};
    run.advance(3600, {{EdgeKind::wall}}, edges);
    EXPECT_EQ(edges[0], 0);
    EXPECT_NEAR(all_water(run), kSize * kSize, 1e-9);
}

}  // namespace
}  // namespace hazone
