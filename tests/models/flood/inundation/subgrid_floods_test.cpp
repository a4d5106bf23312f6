// Channels narrower than a cell under the cells of local_inertial, as the pipeline runs them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/pipeline/plan.hpp"
#include "engine/terrain/d8.hpp"
#include "models/catalogue.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/models/flood/inundation/normal_depth.hpp"
#include "tests/support/resumed_run.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using ::testing::HasSubstr;
using testing::normal_depth;
using testing::run_model;
using testing::same_bits;
using testing::take_raster;

constexpr double kSize = 20;  // m
constexpr Extent kExtent{30, 30};
const ParamTexts kSettings{{"channels", "subgrid"},    {"depth_of_1_km2", "1 m"},
                           {"gauge_interval", "60 s"}, {"channel_roughness", "0.03"},
                           {"width_of_1_km2", "4 m"},  {"width_exponent", "0"},
                           {"longest_step", "5 s"}};

/// A slope of 1 per cent to the south-east with a stream down its diagonal, which cells cross by
/// their corners; the ground of the stream lies no lower than that beside it. One cell is missing.
FieldSet slope_with_stream(double rain) {
    FieldSet fields(testing::plain_grid(kExtent, kSize));
    Raster<float> ground(kExtent);
    Raster<std::uint8_t> stream(kExtent, 0);
    Raster<std::uint8_t> direction(kExtent, direction_code(1));
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            const auto across = static_cast<float>(std::abs(row - col));
            ground(row, col) = 800 - 0.14F * static_cast<float>(row + col) + 0.2F * across;
            stream(row, col) = row == col ? 1 : 0;
        }
    }
    ground(4, 20) = kMissing;
    direction(29, 29) = kOutlet;
    fields.put(kElevation, std::move(ground));
    fields.put(kStreamNetwork, std::move(stream));
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kContributingArea, Raster<double>(kExtent, 1e6));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(rain, 600, 120, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    FeatureLayer points{.name = "points"};
    points.places = {{25.5 * kSize, 4.5 * kSize}};  // row 25, column 25
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    return fields;
}

/// Brings a discharge, m3/s, to a place for so many seconds.
void put_inflow_at(Point place, double discharge, double seconds, FieldSet& fields) {
    FeatureLayer inflow{.name = "inflow"};
    inflow.places = {place, place};
    inflow.first = {0, 1, 2};
    inflow.attributes = {
        {"name", Unit::one, "", std::vector<std::string>{"a", "a"}},
        {"time", Unit::second, "", std::vector<double>{0, seconds}},
        {"discharge", Unit::cubic_metre_per_second, "", std::vector<double>{discharge, discharge}}};
    fields.put(kInflow, std::make_shared<const FeatureLayer>(std::move(inflow)));
}

/// The same into the upper end of the stream.
void put_inflow(double discharge, double seconds, FieldSet& fields) {
    put_inflow_at({1.5 * kSize, (30 - 1.5) * kSize}, discharge, seconds, fields);
}

ParamTexts with(ParamTexts settings, const std::string& name, const std::string& value) {
    settings[name] = value;
    return settings;
}

/// What of the water the balance of the run does not account for.
double unaccounted(const FieldSet& fields) {
    for (const std::string& note : fields.notes()) {
        const std::size_t end = note.find(" of the water is not accounted for");
        if (end != std::string::npos) {
            return std::stod(note.substr(note.rfind("; ", end) + 2));
        }
    }
    ADD_FAILURE() << "no balance";
    return 1;
}

// The discharge of the stream arrives in full, in the channel, at the depth of Manning's law; the
// cells alone hold water back behind each corner.
TEST(SubgridFloods, AStreamCrossesCellsByTheirCorners) {
    FieldSet fields = slope_with_stream(0);
    put_inflow(3, 4 * 3600, fields);
    run_model("local_inertial", with(kSettings, "recession", "2 h"), fields);
    const auto& discharge = fields.features(kGauges).values<double>("discharge_m3s");
    const auto& depth = fields.features(kGauges).values<double>("depth_m");
    const auto& level = fields.features(kGauges).values<double>("water_level_m");
    const double slope = 0.28 / (kSize * std::sqrt(2));
    const double expected = normal_depth(3, 4, slope, 0.03);
    ASSERT_LT(expected, 1);
    EXPECT_NEAR(discharge.back(), 3, 3e-3);
    EXPECT_NEAR(depth.back(), expected, 1e-3 * expected);
    EXPECT_NEAR(level.back(), 800 - 0.14 * 50 - 1 + depth.back(), 1e-4);
    EXPECT_LT(unaccounted(fields), 1e-12);
    const auto highest = fields.read(kMaximumWaterDepth);
    EXPECT_EQ(highest(20, 20), 0);  // all in the channel

    FieldSet plain = slope_with_stream(0);
    put_inflow(3, 4 * 3600, plain);
    run_model("local_inertial", {{"recession", "2 h"}, {"longest_step", "5 s"}}, plain);
    EXPECT_GT(plain.read(kMaximumWaterDepth)(20, 20), 0.05F);
}

// Steady flow over the banks of a straight channel: by Manning's law the channel carries its part
// with its own roughness, up to the level, and the ground beside it the rest.
TEST(SubgridFloods, FlowOverTheBanksIsThatOfBothTogether) {
    const Extent extent{1, 80};
    const double slope = 0.004;
    const double width = 5;
    FieldSet fields(testing::plain_grid(extent, kSize));
    Raster<float> ground(extent);
    for (Index col = 0; col < extent.cols; ++col) {
        ground(0, col) = static_cast<float>(100 - slope * kSize * static_cast<double>(col));
    }
    fields.put(kElevation, std::move(ground));
    fields.put(kStreamNetwork, Raster<std::uint8_t>(extent, 1));
    fields.put(kFlowDirection, Raster<std::uint8_t>(extent, direction_code(0)));
    fields.put(kContributingArea, Raster<double>(extent, 1e6));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(0.0, 600, 120, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    put_inflow_at({10, 10}, 30, 90000, fields);
    FeatureLayer points{.name = "points"};
    points.places = {{40.5 * kSize, 10}};
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    ParamTexts settings = kSettings;
    settings["width_of_1_km2"] = "5 m";
    settings["edge"] = "wall";
    settings["east_edge"] = "slope";
    settings["edge_slope"] = "0.004";
    settings["roughness"] = "0.06";
    settings["recession"] = "3 h";
    run_model("local_inertial", settings, fields);
    const double depth = fields.features(kGauges).values<double>("depth_m").back();
    const auto both = [&](double over) {
        const double area = width * (1 + over);
        const double radius = area / (width + 2);
        return std::sqrt(slope) * (area * std::cbrt(radius * radius) / 0.03 +
                                   (kSize - width) * std::cbrt(std::pow(over, 5)) / 0.06);
    };
    double low = 0;
    double high = 10;
    for (int turn = 0; turn < 100; ++turn) {
        const double over = (low + high) / 2;
        (both(over) < 30 ? low : high) = over;
    }
    ASSERT_GT(low, 0.3);
    EXPECT_NEAR(depth, 1 + low, 1e-3 * (1 + low));
    EXPECT_NEAR(fields.features(kGauges).values<double>("discharge_m3s").back(), 30, 0.03);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

// A width given in a cell goes before that of hydraulic geometry, and none is wider than the cell.
TEST(SubgridFloods, AWidthThatIsGivenIsTaken) {
    for (const float width : {8.0F, 50.0F}) {
        FieldSet fields = slope_with_stream(0);
        testing::put_constant(fields, kChannelWidth, width);
        put_inflow(3, 4 * 3600, fields);
        run_model("local_inertial", with(kSettings, "recession", "2 h"), fields);
        const double slope = 0.28 / (kSize * std::sqrt(2));
        const double expected = normal_depth(3, std::min(double{width}, kSize), slope, 0.03);
        const double depth = fields.features(kGauges).values<double>("depth_m").back();
        EXPECT_NEAR(depth, expected, 1e-3 * expected);
    }
}

// Missing ground which reaches the edge lets the channel out as the edge does; a hole inside is a
// wall, before which the water comes over the banks.
TEST(SubgridFloods, MissingGroundIsEdgeOrWall) {
    for (const Index at : {Index{29}, Index{15}}) {
        FieldSet fields = slope_with_stream(0);
        Raster<float> ground = take_raster(fields, kElevation);
        ground(at, at) = kMissing;
        fields.put(kElevation, std::move(ground));
        put_inflow(3, 4 * 3600, fields);
        run_model("local_inertial", with(kSettings, "recession", "2 h"), fields);
        const auto depth = fields.read(kMaximumWaterDepth);
        EXPECT_TRUE(is_missing(depth(at, at)));
        EXPECT_EQ(depth(at - 1, at - 1) > 0.05F, at == 15);
        EXPECT_LT(unaccounted(fields), 1e-12);
    }
}

// Where a channel ends its water comes over the banks, on ground far from any that was wet before,
// which had no work to do until then.
TEST(SubgridFloods, WhereAStreamEndsItsWaterSpreads) {
    const Extent extent{300, 3};
    FieldSet fields(testing::plain_grid(extent, kSize));
    Raster<float> ground(extent);
    Raster<std::uint8_t> stream(extent, 0);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ground(row, col) = 500 - 0.1F * static_cast<float>(row);
            stream(row, col) = col == 1 && row < 200 ? 1 : 0;
        }
    }
    fields.put(kElevation, std::move(ground));
    fields.put(kStreamNetwork, std::move(stream));
    fields.put(kFlowDirection, Raster<std::uint8_t>(extent, direction_code(2)));
    fields.put(kContributingArea, Raster<double>(extent, 1e6));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(0.0, 600, 120, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    put_inflow_at({1.5 * kSize, 298.5 * kSize}, 3, 7200, fields);
    ParamTexts settings = with(kSettings, "recession", "2 h");
    settings["edge"] = "wall";
    run_model("local_inertial", settings, fields);
    const auto depth = fields.read(kMaximumWaterDepth);
    EXPECT_EQ(depth(100, 1), 0);
    EXPECT_GT(depth(199, 1), 0.05F);
    EXPECT_GT(depth(205, 0), 0.05F);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

TEST(SubgridFloods, AWaveLeavesTheBanksAndComesBack) {
    FieldSet fields = slope_with_stream(0);
    put_inflow(30, 900, fields);
    run_model("local_inertial", with(kSettings, "recession", "5 h"), fields);
    const auto highest = fields.read(kMaximumWaterDepth);
    EXPECT_GT(highest(20, 20), 0.1F);
    EXPECT_GT(highest(20, 21), 0.0F);
    const auto& depth = fields.features(kGauges).values<double>("depth_m");
    EXPECT_GT(*std::max_element(depth.begin(), depth.end()), 1.1);
    EXPECT_LT(depth.back(), 0.1);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

TEST(SubgridFloods, RainAndInflowAreKept) {
    for (const char* precision : {"double", "single"}) {
        FieldSet fields = slope_with_stream(0.08);
        put_inflow(5, 600, fields);
        run_model("local_inertial", with(kSettings, "precision", precision), fields);
        EXPECT_LT(unaccounted(fields), precision == std::string("double") ? 1e-12 : 1e-6);
    }
}

// A lake over the channel, whose level is below the ground in the north-west.
TEST(SubgridFloods, ALakeOverAChannelStaysAtRest) {
    FieldSet fields = slope_with_stream(0);
    testing::put_constant(fields, kInitialWaterLevel, 795);
    run_model("local_inertial", with(kSettings, "edge", "wall"), fields);
    const auto depth = fields.read(kMaximumWaterDepth);
    const auto ground = fields.read(kElevation);
    Index wet = 0;
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            if (!is_missing(ground(row, col))) {
                EXPECT_NEAR(depth(row, col), std::max(0.0F, 795 - ground(row, col)), 1e-6F);
                wet += depth(row, col) > 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(wet, 50);
    const auto& discharge = fields.features(kGauges).values<double>("discharge_m3s");
    EXPECT_LT(*std::max_element(discharge.begin(), discharge.end()), 1e-6);
}

TEST(SubgridFloods, ADryStreamStaysDry) {
    FieldSet fields = slope_with_stream(0);
    run_model("local_inertial", kSettings, fields);
    EXPECT_EQ(fields.read(kMaximumWaterDepth)(15, 15), 0);
    EXPECT_EQ(fields.features(kGauges).values<double>("depth_m").back(), 0);
}

// Fields of streams which are there change nothing where no channels are asked for.
TEST(SubgridFloods, WithoutChannelsStreamsDoNotCount) {
    FieldSet with_streams = slope_with_stream(0.08);
    FieldSet without = slope_with_stream(0.08);
    for (const FieldSpec& field : {kStreamNetwork, kFlowDirection, kContributingArea}) {
        without.take(field);
    }
    run_model("local_inertial", {}, with_streams);
    run_model("local_inertial", {}, without);
    EXPECT_TRUE(same_bits(take_raster(with_streams, kMaximumWaterDepth),
                          take_raster(without, kMaximumWaterDepth)));
}

TEST(SubgridFloods, SameBitsForAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = slope_with_stream(0.08);
        put_inflow(20, 600, fields);
        run_model("local_inertial", kSettings, fields);
        return take_raster(fields, kMaximumWaterDepth);
    }));
}

/// Depths of a run, and the water in its channels at the end; with `stop` the state is carried into
/// a new start before that step, as a resumed run does.
std::pair<Raster<float>, Raster<double>> run_resumed_at(Index stop) {
    FieldSet fields = slope_with_stream(0.08);
    put_inflow(20, 600, fields);
    const auto state = testing::run_resumed("local_inertial", kSettings, stop, fields);
    auto volume = std::get<Raster<double>>(state->take(FieldSpec{"flood_channel_volume_now"}));
    return {take_raster(fields, kMaximumWaterDepth), std::move(volume)};
}

TEST(SubgridFloods, AResumedRunHasTheSameBits) {
    const auto [depth, volume] = run_resumed_at(-1);
    const auto [other_depth, other_volume] = run_resumed_at(3);
    EXPECT_TRUE(same_bits(depth, other_depth));
    EXPECT_EQ(std::memcmp(volume.data(), other_volume.data(),
                          static_cast<std::size_t>(volume.size()) * sizeof(double)),
              0);
    EXPECT_GT(volume(20, 20), 0);
}

std::string refusal(const ParamTexts& settings, const FieldSpec& without) {
    FieldSet fields = slope_with_stream(0);
    if (fields.has(without)) {
        fields.take(without);
    }
    try {
        run_model("local_inertial", settings, fields);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(SubgridFloods, WhatIsNotThereIsRefusedByName) {
    EXPECT_THAT(refusal(kSettings, kStreamNetwork),
                HasSubstr("local_inertial.channels = subgrid: stream_network"));
    EXPECT_THAT(refusal(kSettings, kFlowDirection), HasSubstr("flow_direction"));
    EXPECT_THAT(refusal(kSettings, kContributingArea), HasSubstr("contributing_area"));
    EXPECT_THAT(refusal({{"channels", "subgrid"}}, kChannelWidth),
                HasSubstr("local_inertial.depth_of_1_km2 = 0 m"));
}

// The stream network is made for a run with channels, and not for one without.
TEST(SubgridFloods, StreamsAreMadeOnlyForChannels) {
    const auto has_streams = [](const ParamTexts& settings) {
        const PlanRequest request{.wanted = {"maximum_depth"},
                                  .given = {"elevation", "rain"},
                                  .chosen = {{"maximum_depth", "local_inertial"}},
                                  .settings = {{"local_inertial", settings}}};
        const Plan plan = make_plan(catalogue(), request);
        return std::any_of(plan.stages.begin(), plan.stages.end(), [](const Stage& stage) {
            const auto made = stage.makes();
            return std::any_of(made.begin(), made.end(), [](const FieldSpec* field) {
                return field->name == kStreamNetwork.name;
            });
        });
    };
    EXPECT_TRUE(has_streams({{"channels", "subgrid"}, {"depth_of_1_km2", "1 m"}}));
    EXPECT_FALSE(has_streams({}));
}

// Ground which rises across the stream, as at a bridge, does not hold the water in the channel.
TEST(SubgridFloods, BedsDoNotRiseDownstream) {
    FieldSet fields = slope_with_stream(0);
    Raster<float> ground = take_raster(fields, kElevation);
    ground(15, 15) += 5;
    fields.put(kElevation, std::move(ground));
    put_inflow(3, 4 * 3600, fields);
    run_model("local_inertial", with(kSettings, "recession", "3 h"), fields);
    EXPECT_NEAR(fields.features(kGauges).values<double>("discharge_m3s").back(), 3, 0.03);
    EXPECT_THAT(fields.notes(), ::testing::Contains(HasSubstr("the bed of 1")));
}

}  // namespace
}  // namespace hazone
