// Outlets, longest paths and the form of basins.
#include "engine/terrain/network/basin_shape.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "engine/parallel/threads.hpp"
#include "engine/terrain/flow/flow_length.hpp"
#include "engine/terrain/network/basins.hpp"
#include "engine/terrain/network/convex_hull.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/stream_links.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/drawn_network.hpp"

namespace hazone {
namespace {

using std::numbers::sqrt2;
using testing::DrainedGround;
using testing::DrawnNetwork;

/// Ground with basins and all that their form is told from.
struct Basins {
    Raster<std::uint8_t> direction;
    Raster<float> filled;
    Raster<std::int32_t> basin;
    Raster<float> slope;
    Raster<float> length;
    double cell_size;

    Basins(Raster<std::uint8_t> directions,
           Raster<float> heights,
           Raster<std::int32_t> basins,
           double size)
        : direction(std::move(directions)),
          filled(std::move(heights)),
          basin(std::move(basins)),
          slope(filled.extent()),
          length(filled.extent()),
          cell_size(size) {
        Raster<float> drop(filled.extent());
        upstream_path(filled, direction, cell_size, {length, drop});
        for_each_cell(filled.extent(), [&](Index row, Index col) {
            slope(row, col) = 0.1F * static_cast<float>((row + 3 * col) % 7);
        });
    }

    std::vector<BasinOutlet> outlets() const { return basin_outlets(basin, direction); }
    std::vector<BasinShape> shapes() const {
        return basin_shapes({basin, filled, slope, length, cell_size}, outlets());
    }
};

Raster<std::int32_t> outlet_labels(const Raster<std::uint8_t>& direction) {
    Raster<std::int32_t> basin(direction.extent());
    outlet_basins(direction, basin);
    return basin;
}

Basins basins_by_area(const DrainedGround& ground, double minimum_area) {
    Raster<std::int32_t> basin(ground.extent());
    drainage_basins(ground.direction, ground.area, minimum_area, basin);
    return {ground.direction.clone(), ground.filled.clone(), std::move(basin), 10};
}

TEST(ConvexHull, OfSquaresLinesAndPoints) {
    EXPECT_EQ(convex_hull({}).size(), 0U);
    EXPECT_EQ(convex_hull({{3, 3}, {3, 3}}), (std::vector<Cell>{{3, 3}}));
    std::vector<Cell> line;
    std::vector<Cell> square;
    for (Index row = 0; row < 5; ++row) {
        line.push_back({row, 2 * row});
        for (Index col = 0; col < 5; ++col) {
            square.push_back({row, col});
        }
    }
    EXPECT_EQ(convex_hull(line), (std::vector<Cell>{{0, 0}, {4, 8}}));
    EXPECT_EQ(convex_hull(square), (std::vector<Cell>{{0, 0}, {4, 0}, {4, 4}, {0, 4}}));
}

TEST(ConvexHull, HoldsTheCellFarthestFromAnyPlace) {
    std::mt19937 random(1);
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<Cell> cells;
        for (int number = 0; number < 40; ++number) {
            cells.push_back({static_cast<Index>(random() % 30), static_cast<Index>(random() % 30)});
        }
        const Cell place{static_cast<Index>(random() % 60) - 15,
                         static_cast<Index>(random() % 60) - 15};
        const auto farthest = [&](const std::vector<Cell>& some) {
            Index most = 0;
            for (const Cell cell : some) {
                most = std::max(most, (cell.row - place.row) * (cell.row - place.row) +
                                          (cell.col - place.col) * (cell.col - place.col));
            }
            return most;
        };
        EXPECT_EQ(farthest(convex_hull(cells)), farthest(cells));
    }
}

TEST(MeltonRatio, IsReliefOverTheSquareRootOfTheArea) {
    EXPECT_DOUBLE_EQ(melton_ratio(600, 1e6), 0.6);  // 600 m on 1 km2
    EXPECT_DOUBLE_EQ(melton_ratio(600, 4e6), 0.3);
    EXPECT_TRUE(std::isnan(melton_ratio(static_cast<double>(kMissing), 1e6)));
}

TEST(ReliefRatio, IsReliefOverLengthAndNoneWithoutLength) {
    EXPECT_DOUBLE_EQ(relief_ratio(500, 2000), 0.25);
    EXPECT_TRUE(std::isnan(relief_ratio(0, 0)));
    EXPECT_TRUE(std::isnan(relief_ratio(static_cast<double>(kMissing), 2000)));
}

TEST(BasinOutlets, WhereTheLabelChangesAndWhereTheFlowEnds) {
    const DrawnNetwork ground({R"(>>>o)", R"(>>>o)"});
    const auto basin = testing::grid<std::int32_t>({{7, 7, 2, 2}, {2, 2, 2, 0}});
    const auto outlets = basin_outlets(basin, ground.direction);
    ASSERT_EQ(outlets.size(), 3U);
    EXPECT_EQ(outlets[0].label, 2);
    EXPECT_EQ(outlets[0].cell, (Cell{0, 3}));
    EXPECT_EQ(outlets[0].downstream, 0);
    EXPECT_EQ(outlets[1].label, 2);
    EXPECT_EQ(outlets[1].cell, (Cell{1, 2}));
    EXPECT_EQ(outlets[2].label, 7);
    EXPECT_EQ(outlets[2].downstream, 2);
    const auto single = single_outlets(outlets);
    ASSERT_EQ(single.size(), 1U);
    EXPECT_EQ(single[0].label, 7);
}

// Two basins, the first flowing into the second:
//   row 0 drains east and down into row 1 at (1,3); the second basin is row 1.
TEST(BasinShape, TwoBasinsWorkedByHand) {
    const DrawnNetwork ground({R"(>>>v)",  //
                               R"(>>>o)"});
    const auto height = testing::grid<float>({{90, 70, 60, 50},  //
                                              {40, 30, 20, 10}});
    const auto basin = testing::grid<std::int32_t>({{1, 1, 1, 1}, {2, 2, 2, 2}});
    Basins basins(ground.direction.clone(), height.clone(), basin.clone(), 30);
    basins.slope = testing::grid<float>({{0.1F, 0.2F, kMissing, 0.3F}, {0.5F, 0.5F, 0.5F, 0.5F}});
    const auto shapes = basins.shapes();
    ASSERT_EQ(shapes.size(), 2U);
    const BasinShape& upper = shapes[0];
    EXPECT_EQ(upper.label, 1);
    EXPECT_EQ(upper.downstream, 2);
    EXPECT_DOUBLE_EQ(upper.area, 4 * 900);
    EXPECT_DOUBLE_EQ(upper.catchment_area, 4 * 900);
    EXPECT_DOUBLE_EQ(upper.relief, 40);
    EXPECT_NEAR(upper.mean_slope, 0.2, 1e-7);
    EXPECT_DOUBLE_EQ(upper.length, 90);  // from (0,3) to (0,0)
    EXPECT_DOUBLE_EQ(upper.path_length, 90);
    EXPECT_DOUBLE_EQ(upper.melton_ratio, 40 / 60.0);
    EXPECT_DOUBLE_EQ(upper.relief_ratio, 40 / 90.0);
    const BasinShape& lower = shapes[1];
    EXPECT_EQ(lower.downstream, 0);
    EXPECT_DOUBLE_EQ(lower.area, 4 * 900);
    EXPECT_DOUBLE_EQ(lower.catchment_area, 8 * 900);
    EXPECT_DOUBLE_EQ(lower.relief, 80);
    EXPECT_NEAR(lower.mean_slope, 2.6 / 7, 1e-7);
    EXPECT_DOUBLE_EQ(lower.length, 30 * std::sqrt(10.0));  // from (1,3) to (0,0)
    EXPECT_DOUBLE_EQ(lower.path_length, 120);              // by (0,3)
    EXPECT_DOUBLE_EQ(lower.melton_ratio, 80 / std::sqrt(7200.0));
    EXPECT_DOUBLE_EQ(lower.relief_ratio, 80 / (30 * std::sqrt(10.0)));
}

TEST(BasinShape, ACellAloneHasReliefNoneAndNoLength) {
    Basins basins(Raster<std::uint8_t>({1, 1}, 0), Raster<float>({1, 1}, 5),
                  Raster<std::int32_t>({1, 1}, 1), 10);
    const auto shapes = basins.shapes();
    ASSERT_EQ(shapes.size(), 1U);
    EXPECT_EQ(shapes[0].relief, 0);
    EXPECT_EQ(shapes[0].melton_ratio, 0);
    EXPECT_EQ(shapes[0].length, 0);
    EXPECT_TRUE(std::isnan(shapes[0].relief_ratio));
}

TEST(BasinShape, GroundWithSeveralOutletsAndWhatLiesBelowItHasNoForm) {
    // 1 leaves by two outlets, one of them into 2; 3 is a basin of its own.
    const DrawnNetwork ground({R"(o<>>o)", R"(>>o.#)"});
    const auto basin = testing::grid<std::int32_t>({{1, 1, 1, 2, 2}, {3, 3, 3, 0, 4}});
    Basins basins(ground.direction.clone(), Raster<float>({2, 5}, 1), basin.clone(), 10);
    const auto shapes = basins.shapes();
    ASSERT_EQ(shapes.size(), 4U);
    for (const int none : {0, 1, 3}) {
        const BasinShape& shape = shapes[static_cast<std::size_t>(none)];
        EXPECT_GT(shape.area, 0) << "basin " << none + 1;
        EXPECT_TRUE(std::isnan(shape.catchment_area)) << "basin " << none + 1;
        EXPECT_TRUE(std::isnan(shape.relief)) << "basin " << none + 1;
        EXPECT_TRUE(std::isnan(shape.melton_ratio)) << "basin " << none + 1;
    }
    EXPECT_DOUBLE_EQ(shapes[2].catchment_area, 300);
}

TEST(BasinShape, BasinsInARingHaveNoForm) {
    const DrawnNetwork ground({R"(>v)", R"(^<)"});
    const auto basin = testing::grid<std::int32_t>({{1, 1}, {2, 2}});
    Basins basins(ground.direction.clone(), Raster<float>({2, 2}, 1), basin.clone(), 10);
    const auto shapes = basins.shapes();
    ASSERT_EQ(shapes.size(), 2U);
    EXPECT_TRUE(std::isnan(shapes[0].catchment_area));
    EXPECT_TRUE(std::isnan(shapes[1].catchment_area));
}

TEST(BasinShape, MissingElevationLeavesTheAreaAlone) {
    const DrawnNetwork ground({R"(>>o)"});
    auto height = testing::grid<float>({{3, kMissing, 1}});
    Basins basins(ground.direction.clone(), std::move(height), Raster<std::int32_t>({1, 3}, 1), 10);
    const auto shapes = basins.shapes();
    EXPECT_TRUE(std::isnan(shapes[0].relief));
    EXPECT_TRUE(std::isnan(shapes[0].melton_ratio));
    EXPECT_TRUE(std::isnan(shapes[0].relief_ratio));
    EXPECT_DOUBLE_EQ(shapes[0].catchment_area, 300);
    EXPECT_DOUBLE_EQ(shapes[0].length, 20);
}

/// What the cells of the grid say of the ground above an outlet, asked one by one.
struct Counted {
    double cells = 0;
    float highest = -1e9F;
    float lowest = 1e9F;
    double slope = 0;
    double squared = 0;

    Counted(const Basins& basins, Cell outlet) {
        std::vector<Cell> waiting{outlet};
        while (!waiting.empty()) {
            const Cell cell = waiting.back();
            waiting.pop_back();
            ++cells;
            highest = std::max(highest, basins.filled.view()(cell));
            lowest = std::min(lowest, basins.filled.view()(cell));
            slope += double{basins.slope.view()(cell)};
            squared =
                std::max(squared, std::pow(static_cast<double>(cell.row - outlet.row), 2) +
                                      std::pow(static_cast<double>(cell.col - outlet.col), 2));
            const Donors donors(basins.direction, cell);
            waiting.insert(waiting.end(), donors.begin(), donors.end());
        }
    }
};

TEST(BasinShape, IsThatOfAllGroundAboveTheOutlet) {
    std::size_t compared = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        const Basins basins = basins_by_area(ground, 60);
        const auto shapes = basins.shapes();
        for (const BasinOutlet& outlet : single_outlets(basins.outlets())) {
            const BasinShape& shape = shapes[static_cast<std::size_t>(outlet.label) - 1];
            ASSERT_EQ(shape.label, outlet.label);
            const Counted counted(basins, outlet.cell);
            EXPECT_DOUBLE_EQ(shape.catchment_area, 100 * counted.cells);
            EXPECT_EQ(shape.catchment_area, 100 * ground.area.view()(outlet.cell));
            EXPECT_EQ(shape.relief, double{counted.highest} - double{counted.lowest});
            EXPECT_NEAR(shape.mean_slope, counted.slope / counted.cells, 1e-12);
            EXPECT_DOUBLE_EQ(shape.length, 10 * std::sqrt(counted.squared));
            EXPECT_LE(shape.length, shape.path_length * (1 + 1e-6) + 1e-6);
            EXPECT_EQ(shape.downstream, outlet.downstream);
            ++compared;
        }
        double own = 0;
        for (const BasinShape& shape : shapes) {
            own += shape.area;
        }
        EXPECT_DOUBLE_EQ(own, 100 * static_cast<double>(testing::count_valid(ground.filled)));
    }
    EXPECT_GT(compared, 200U);
}

TEST(LongestFlowPath, DrawnValley) {
    const DrawnNetwork ground({R"(\..v)",  //
                               R"(.\.v)",  //
                               R"(>>v/)",  //
                               R"(..o.)"});
    Raster<float> length(ground.direction.extent());
    Raster<float> drop(ground.direction.extent());
    upstream_path(Raster<float>(ground.direction.extent(), 1), ground.direction, 10,
                  {length, drop});
    // Three steps from (0,0), two of them diagonal, against three from (0,3), one diagonal.
    const auto path = longest_flow_path(ground.direction, length, 10, {3, 2});
    EXPECT_EQ(path, (std::vector<Cell>{{0, 0}, {1, 1}, {2, 2}, {3, 2}}));
    EXPECT_DOUBLE_EQ(line_length(path, 10), 10 * (1 + 2 * sqrt2));
    EXPECT_EQ(longest_flow_path(ground.direction, length, 10, {2, 2}),
              (std::vector<Cell>{{0, 0}, {1, 1}, {2, 2}}));
    EXPECT_EQ(longest_flow_path(ground.direction, length, 10, {2, 0}), (std::vector<Cell>{{2, 0}}));
}

TEST(LongestFlowPath, HasTheUpstreamLengthOfItsOutlet) {
    std::size_t compared = 0;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        const Basins basins = basins_by_area(ground, 60);
        for (const BasinOutlet& outlet : single_outlets(basins.outlets())) {
            const auto path = longest_flow_path(basins.direction, basins.length, 10, outlet.cell);
            const double length = double{basins.length.view()(outlet.cell)};
            EXPECT_NEAR(line_length(path, 10), length, 1e-5 * length);
            EXPECT_EQ(path.back(), outlet.cell);
            EXPECT_EQ(basins.length.view()(path.front()), 0);
            ++compared;
        }
    }
    EXPECT_GT(compared, 200U);
}

TEST(SpreadByBasin, EachCellHasTheValueOfItsBasin) {
    const auto basin = testing::grid<std::int32_t>({{2, 2, 0, 5}, {9, 5, 5, 2}});
    const std::vector<BasinShape> shapes{
        {.label = 2, .melton_ratio = 0.5},
        {.label = 5, .melton_ratio = static_cast<double>(kMissing)}};
    Raster<float> out(basin.extent());
    spread_by_basin(basin, shapes, &BasinShape::melton_ratio, out);
    EXPECT_EQ(out(0, 0), 0.5F);
    EXPECT_EQ(out(0, 1), 0.5F);
    EXPECT_EQ(out(1, 3), 0.5F);
    for (const Cell none : {Cell{0, 2}, Cell{0, 3}, Cell{1, 0}, Cell{1, 1}, Cell{1, 2}}) {
        EXPECT_TRUE(is_missing(out.view()(none)));
    }
}

/// The bits of all numbers of all shapes.
std::vector<std::uint64_t> bits_of(const std::vector<BasinShape>& shapes) {
    std::vector<std::uint64_t> bits;
    for (const BasinShape& shape : shapes) {
        for (const double value :
             {shape.area, shape.catchment_area, shape.relief, shape.mean_slope, shape.path_length,
              shape.length, shape.melton_ratio, shape.relief_ratio}) {
            std::uint64_t own = 0;
            std::memcpy(&own, &value, sizeof own);
            bits.push_back(own);
        }
    }
    return bits;
}

TEST(BasinShape, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const DrainedGround ground(testing::test_terrain({300, 257}, seed), 12);
        const Basins basins = basins_by_area(ground, 40);
        std::vector<std::uint64_t> reference;
        for (const int count : {1, 2, 3, 8}) {
            const ThreadScope scope(count);
            const auto bits = bits_of(basins.shapes());
            reference = reference.empty() ? bits : reference;
            EXPECT_EQ(bits, reference) << count << " threads";
            EXPECT_GT(bits.size(), 80U);
        }
    }
}

TEST(BasinShape, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const DrainedGround rough(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 3);
        const Basins basins(rough.direction.clone(), rough.filled.clone(),
                            outlet_labels(rough.direction), 1);
        double area = 0;
        for (const BasinShape& shape : basins.shapes()) {
            area += shape.catchment_area;
        }
        EXPECT_EQ(area, static_cast<double>(extent.size()));
        const DrainedGround nothing(Raster<float>(extent, kMissing), 3);
        const Basins none(nothing.direction.clone(), nothing.filled.clone(),
                          outlet_labels(nothing.direction), 1);
        EXPECT_TRUE(none.shapes().empty());
        EXPECT_TRUE(none.outlets().empty());
    }
}

}  // namespace
}  // namespace hazone
