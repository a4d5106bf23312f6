// The models of streams and basins: what they make of the fields, and which of them the plan takes.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/pipeline/plan.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "models/terrain/network/fan_process.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::DrainedGround;
using hazone::testing::plain_grid;
using hazone::testing::run_model;
using hazone::testing::same_bits;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kCellSize = 10;

/// Fields of seeded ground up to the contributing area, in m2, with the slope.
FieldSet fields_of(std::uint64_t seed) {
    const DrainedGround ground(hazone::testing::test_terrain({130, 111}, seed), 12);
    FieldSet fields(plain_grid(ground.extent(), kCellSize));
    fields.put(kFilledElevation, ground.filled.clone());
    fields.put(kFlowDirection, ground.direction.clone());
    Raster<double> area(ground.extent());
    flow_accumulation(ground.direction, area, kCellSize * kCellSize);
    fields.put(kContributingArea, std::move(area));
    fields.put(kSlope, Raster<float>(ground.extent(), 0.3F));
    return fields;
}

/// The models one after the other; the streams begin at 12 cells, the basins at 60.
FieldSet with_network(std::uint64_t seed) {
    FieldSet fields = fields_of(seed);
    run_model("stream_network", {{"threshold_area", "1200 m2"}}, fields);
    run_model("stream_order", {}, fields);
    run_model("link_number", {}, fields);
    run_model("stream_links", {}, fields);
    run_model("drainage_basin", {{"minimum_area", "6000 m2"}}, fields);
    run_model("upstream_path", {}, fields);
    return fields;
}

std::shared_ptr<const FeatureLayer> points_at(std::vector<Point> places) {
    FeatureLayer layer{.name = "points", .shape = FeatureShape::point};
    std::vector<std::string> names;
    for (std::size_t number = 0; number < places.size(); ++number) {
        names.push_back(number == 0 ? "bridge" : "");
        layer.first.push_back(number + 1);
    }
    layer.places = std::move(places);
    layer.attributes = {{"name", Unit::one, "name", std::move(names)}};
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

Point first_of(const FeatureLayer& layer, std::size_t feature) {
    return layer.places[layer.first[feature]];
}
Point last_of(const FeatureLayer& layer, std::size_t feature) {
    return layer.places[layer.first[feature + 1] - 1];
}

TEST(StreamLinksModel, LinesMeetInOneNetworkAndRunDownstream) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
        const FieldSet fields = with_network(seed);
        const FeatureLayer& layer = fields.features(kStreamLinks);
        const auto& links = layer.values<std::int32_t>("link");
        const auto& downstream = layer.values<std::int32_t>("downstream");
        const auto& shreve = layer.values<std::int32_t>("shreve");
        const auto& strahler = layer.values<std::int32_t>("strahler");
        const auto& area = layer.values<double>("area");
        const auto numbers = fields.read<std::int32_t>(kLinkNumber);
        ASSERT_EQ(layer.first.size(), links.size() + 1);
        std::vector<std::int32_t> heads(links.size(), 0);
        Index wrong = 0;
        Index without_line = 0;
        for (std::size_t link = 0; link < links.size(); ++link) {
            wrong += links[link] != static_cast<std::int32_t>(link + 1);
            if (layer.first[link] == layer.first[link + 1]) {
                ++without_line;
                wrong += downstream[link] != 0;
                continue;
            }
            const Cell head = fields.grid().cell_at(first_of(layer, link));
            wrong += numbers(head) != links[link];
            if (downstream[link] == 0) {
                continue;
            }
            const auto below = static_cast<std::size_t>(downstream[link] - 1);
            heads[below] += shreve[link];
            wrong += strahler[below] < strahler[link] || !(area[below] > area[link]);
            const Cell end = fields.grid().cell_at(last_of(layer, link));
            wrong += numbers(end) != downstream[link];
        }
        for (std::size_t link = 0; link < links.size(); ++link) {
            wrong += heads[link] == 0 ? shreve[link] != 1 : shreve[link] != heads[link];
        }
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_GT(links.size(), 100U) << "seed " << seed;
        EXPECT_LT(without_line, static_cast<Index>(links.size()) / 2);
    }
}

TEST(PourPointBasins, MovesThePointsAndSaysHowFar) {
    FieldSet fields = with_network(1);
    const auto area = fields.read<double>(kContributingArea);
    Cell largest{1, 1};
    for (Index row = 0; row < fields.extent().rows; ++row) {
        for (Index col = 0; col < fields.extent().cols; ++col) {
            const bool more = area(row, col) > area(largest) || is_missing(area(largest));
            largest = more ? Cell{row, col} : largest;
        }
    }
    const Point centre = fields.grid().centre(largest);
    fields.put(kPourPoints,
               points_at({{centre.x + 4, centre.y + 3}, {-5000, 70}, {centre.x, centre.y}}));
    run_model("pour_point_basins", {{"snap_distance", "5 m"}}, fields);
    const FeatureLayer& moved = fields.features(kSnappedPourPoints);
    EXPECT_THAT(moved.values<std::int32_t>("point"), ElementsAre(1, 2, 3));
    EXPECT_THAT(moved.values<std::int32_t>("basin"), ElementsAre(1, 0, 1));
    EXPECT_THAT(moved.values<std::string>("name"), ElementsAre("bridge", "", ""));
    EXPECT_DOUBLE_EQ(moved.values<double>("moved")[0], 5);
    EXPECT_TRUE(std::isnan(moved.values<double>("moved")[1]));
    EXPECT_DOUBLE_EQ(moved.values<double>("moved")[2], 0);
    EXPECT_EQ(moved.values<double>("area")[0], area(largest));
    EXPECT_EQ(moved.places[0].x, centre.x);
    EXPECT_EQ(moved.places[1].x, -5000);  // stays where it was given
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    const Index cells =
        count_cells(fields.extent(), [=](Index row, Index col) { return basin(row, col) == 1; });
    EXPECT_DOUBLE_EQ(static_cast<double>(cells) * kCellSize * kCellSize, area(largest));
    std::string notes;
    for (const std::string& note : fields.notes()) {
        notes += note + "\n";
    }
    EXPECT_THAT(notes, HasSubstr("pour point 1 'bridge' was moved 5 m"));
    EXPECT_THAT(notes, HasSubstr("pour point 2 has no ground within 5 m and gets no basin"));
    EXPECT_THAT(notes, HasSubstr("pour point 3 comes to lie on the cell of pour point 1 'bridge'"));
}

TEST(PourPointBasins, GoesToTheNearestStreamWhereAsked) {
    FieldSet fields = with_network(1);
    fields.put(kPourPoints, points_at({{555, 655}}));
    run_model("pour_point_basins", {{"snap", "nearest_stream"}, {"snap_distance", "500 m"}},
              fields);
    const FeatureLayer& moved = fields.features(kSnappedPourPoints);
    const Cell cell = fields.grid().cell_at(moved.places[0]);
    EXPECT_EQ(fields.read<std::uint8_t>(kStreamNetwork)(cell), 1);
    EXPECT_LE(moved.values<double>("moved")[0], 500);
}

TEST(BasinShapeModel, MakesALayerAndRastersOfOneKind) {
    FieldSet fields = with_network(1);
    run_model("basin_shape", {}, fields);
    const FeatureLayer& layer = fields.features(kBasins);
    EXPECT_EQ(layer.shape, FeatureShape::area);
    EXPECT_EQ(layer.labels, kDrainageBasin.name);
    const auto& labels = layer.values<std::int32_t>("basin");
    const auto& melton = layer.values<double>("melton_ratio");
    const auto& relief = layer.values<double>("relief_ratio");
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    const auto melton_cells = fields.read(kMeltonRatio);
    const auto relief_cells = fields.read(kReliefRatio);
    const auto& process = layer.values<std::int32_t>("process");
    const auto process_cells = fields.read<std::uint8_t>(kFanProcess);
    Index compared = 0;
    const auto differs = [](float cell, double row) {
        return is_missing(cell) != std::isnan(row) ||
               (!is_missing(cell) && cell != static_cast<float>(row));
    };
    Index wrong = 0;
    for (Index row = 0; row < basin.rows(); ++row) {
        for (Index col = 0; col < basin.cols(); ++col) {
            if (basin(row, col) == kNoLabel) {
                wrong += !is_missing(melton_cells(row, col));
                wrong += process_cells(row, col) != kNoClass;
                continue;
            }
            const auto place = static_cast<std::size_t>(basin(row, col) - 1);
            ASSERT_EQ(labels[place], basin(row, col));
            wrong += differs(melton_cells(row, col), melton[place]);
            wrong += differs(relief_cells(row, col), relief[place]);
            wrong += process_cells(row, col) != process[place];
            ++compared;
        }
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(compared, 10000);
}

TEST(FanProcess, LimitsOfWilfordOnBothSides) {
    const FanLimits limits;
    EXPECT_EQ(fan_process(0.29, 1000, limits), FanProcess::flood);
    EXPECT_EQ(fan_process(0.30, 1000, limits), FanProcess::debris_flood);
    EXPECT_EQ(fan_process(0.60, 1000, limits), FanProcess::debris_flood);
    EXPECT_EQ(fan_process(0.61, 2699, limits), FanProcess::debris_flow);
    EXPECT_EQ(fan_process(0.61, 2700, limits), FanProcess::debris_flood);
    EXPECT_EQ(fan_process(0.29, 9000, limits), FanProcess::flood);
    EXPECT_EQ(fan_process(static_cast<double>(kMissing), 1000, limits), FanProcess::unknown);
    EXPECT_EQ(fan_process(0.61, static_cast<double>(kMissing), limits), FanProcess::unknown);
    EXPECT_EQ(fan_process(0.61, 2699, {.debris_flow_ratio = 0.7}), FanProcess::debris_flood);
}

TEST(LongestFlowPathsModel, OneLineForEachBasinWithTheUpstreamLength) {
    FieldSet fields = with_network(1);
    run_model("longest_flow_paths", {}, fields);
    const FeatureLayer& layer = fields.features(kLongestFlowPaths);
    const auto outlets = single_outlets(basin_outlets(fields.read<std::int32_t>(kDrainageBasin),
                                                      fields.read<std::uint8_t>(kFlowDirection)));
    const auto length = fields.read(kUpstreamLength);
    ASSERT_EQ(layer.size(), outlets.size());
    ASSERT_GT(layer.size(), 20U);
    for (std::size_t path = 0; path < layer.size(); ++path) {
        EXPECT_EQ(layer.values<std::int32_t>("basin")[path], outlets[path].label);
        EXPECT_NEAR(layer.values<double>("length")[path], double{length(outlets[path].cell)}, 1e-2);
        EXPECT_GE(layer.values<double>("elevation_drop")[path], 0);
        if (layer.first[path] != layer.first[path + 1]) {
            EXPECT_EQ(fields.grid().cell_at(last_of(layer, path)), outlets[path].cell);
        }
    }
}

TEST(BasinModels, OrderAndOutletMakeTheSameFieldInOtherWays) {
    FieldSet fields = with_network(1);
    const auto by_area = fields.read<std::int32_t>(kDrainageBasin)(60, 60);
    run_model("order_basins", {{"least_order", "2"}}, fields);
    EXPECT_GT(fields.read<std::int32_t>(kDrainageBasin)(60, 60), 0);
    run_model("outlet_basins", {}, fields);
    EXPECT_GT(fields.read<std::int32_t>(kDrainageBasin)(60, 60), 0);
    EXPECT_GT(by_area, 0);
}

TEST(SlopeAreaStreams, WithoutSlopeIsTheModelByArea) {
    FieldSet fields = with_network(2);
    const Raster<std::uint8_t> by_area =
        std::get<Raster<std::uint8_t>>(fields.take(kStreamNetwork));
    run_model("slope_area_streams", {{"threshold", "1200 m2"}, {"exponent", "0"}}, fields);
    EXPECT_TRUE(same_bits(std::get<Raster<std::uint8_t>>(fields.take(kStreamNetwork)), by_area));
}

std::vector<std::string> models_for(const PlanRequest& request) {
    std::vector<std::string> names;
    for (const Stage& stage : make_plan(catalogue(), request).stages) {
        names.emplace_back(stage.model->name);
    }
    return names;
}

TEST(NetworkPlan, PourPointsDecideTheBasinsWhereTheyAreGiven) {
    const auto without = models_for({.wanted = {"basins"}, .given = {"elevation"}});
    EXPECT_THAT(without, ::testing::Contains("drainage_basin"));
    EXPECT_THAT(without, ::testing::Not(::testing::Contains("pour_point_basins")));
    const auto with = models_for({.wanted = {"basins"}, .given = {"elevation", "pour_points"}});
    EXPECT_THAT(with, ::testing::Contains("pour_point_basins"));
    EXPECT_THAT(with, ::testing::Not(::testing::Contains("drainage_basin")));
}

TEST(NetworkPlan, StreamsAreByAreaUnlessChosenOtherwise) {
    EXPECT_THAT(models_for({.wanted = {"stream_links"}, .given = {"elevation"}}),
                ElementsAre("fill_depressions", "d8_flow", "flow_accumulation", "stream_network",
                            "stream_order", "stream_links"));
    EXPECT_THAT(models_for({.wanted = {"strahler_order"},
                            .given = {"elevation"},
                            .chosen = {{"stream_network", "slope_area_streams"}}}),
                ::testing::Contains("slope_area_streams"));
}

}  // namespace
}  // namespace hazone::models
