// An edge whose level changes in time, as the flood models take it from the input `stage`.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "models/flood/inundation/flood_ground.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/support/resumed_run.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_model;
using testing::same_bits;
using testing::take_raster;

using Series = std::vector<std::pair<double, double>>;  // s, m

constexpr Extent kExtent{12, 20};
constexpr double kCell = 5;                        // m
constexpr double kArea = 12 * 20 * kCell * kCell;  // m2
const ParamTexts kWestOpen{{"edge", "wall"}, {"west_edge", "stage"}, {"gauge_interval", "60 s"}};

std::shared_ptr<const FeatureLayer> layer_of(const Series& series) {
    std::vector<double> time;
    std::vector<double> level;
    for (const auto& [when, height] : series) {
        time.push_back(when);
        level.push_back(height);
    }
    FeatureLayer layer{.name = "stage", .shape = FeatureShape::none};
    layer.attributes = {{"time", Unit::second, "", std::move(time)},
                        {"level", Unit::metre, "", std::move(level)}};
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

/// A basin, its bed at 10 m, with water up to `level` and a gauge at the far end.
FieldSet basin(double length, double level, const Series& series, Extent extent = kExtent) {
    FieldSet fields(testing::plain_grid(extent, kCell));
    testing::put_constant(fields, kElevation, 10);
    testing::put_constant(fields, kInitialWaterLevel, static_cast<float>(level));
    std::shared_ptr<const RainSeries> rain =
        std::make_shared<models::UniformRain>(0, length, length / 4, models::StormShape::uniform);
    fields.put(kRain, std::move(rain));
    FeatureLayer points{.name = "points"};
    points.places = {{97.5, 32.5}};
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"far end"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    if (!series.empty()) {
        fields.put(kStage, layer_of(series));
    }
    return fields;
}

/// The numbers of the note on the water balance which stand before these words.
double balance_of(const FieldSet& fields, const std::string& words) {
    for (const std::string& note : fields.notes()) {
        const auto end = note.find(words);
        if (end != std::string::npos) {
            const auto begin = note.find_last_of(' ', end - 1);
            return std::stod(note.substr(begin + 1, end - begin - 1));
        }
    }
    ADD_FAILURE() << "no note says" << words;
    return kMissing;
}

class Stage : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All,
                         Stage,
                         ::testing::Values("shallow_water", "local_inertial"),
                         [](const auto& model) { return std::string(model.param); });

// The level outside rises by 1 m in an hour, 0.28 mm/s, and a wave passes the basin in some 40 s:
// the water inside keeps within a centimetre or two of it, and 6000 m2 take in 6000 m3.
TEST_P(Stage, ABasinFollowsALevelWhichRisesSlowly) {
    FieldSet fields = basin(3600, 10.5, {{0, 10.5}, {3600, 11.5}});
    run_model(GetParam(), kWestOpen, fields);
    const auto& gauges = fields.features(kGauges);
    const auto& time = gauges.values<double>("time_s");
    const auto& level = gauges.values<double>("water_level_m");
    ASSERT_EQ(time.size(), 61U);
    for (std::size_t row = 0; row < time.size(); ++row) {
        EXPECT_NEAR(level[row], 10.5 + time[row] / 3600, 0.02) << time[row] << " s";
    }
    EXPECT_NEAR(balance_of(fields, " through the edges"), kArea, 0.02 * kArea);
    EXPECT_LE(balance_of(fields, " of the water is not accounted for"), 1e-12);
}

TEST_P(Stage, WaterLeavesWhereTheLevelFalls) {
    FieldSet fields = basin(3600, 11.5, {{0, 11.5}, {3600, 10.5}});
    run_model(GetParam(), kWestOpen, fields);
    EXPECT_NEAR(fields.features(kGauges).values<double>("water_level_m").back(), 10.5, 0.02);
    EXPECT_NEAR(balance_of(fields, " through the edges"), -kArea, 0.02 * kArea);
    EXPECT_LE(balance_of(fields, " of the water is not accounted for"), 1e-12);
}

TEST_P(Stage, DryGroundIsFloodedWhenTheLevelPassesIt) {
    FieldSet fields = basin(2400, 9, {{0, 9}, {1200, 9.9}, {1800, 11}, {2400, 11}});
    run_model(GetParam(), kWestOpen, fields);
    const auto& gauges = fields.features(kGauges);
    const auto& time = gauges.values<double>("time_s");
    const auto& depth = gauges.values<double>("depth_m");
    for (std::size_t row = 0; row < time.size(); ++row) {
        EXPECT_TRUE(time[row] > 1254 || depth[row] == 0) << time[row];  // at the bed after 1254.5 s
    }
    EXPECT_NEAR(depth.back(), 1, 0.05);
}

TEST_P(Stage, ASeriesWhichStaysTheSameIsTheConstantLevel) {
    FieldSet by_series = basin(600, 10.2, {{0, 11.37}, {200, 11.37}, {450, 11.37}});
    FieldSet by_level = basin(600, 10.2, {});
    run_model(GetParam(), kWestOpen, by_series);
    ParamTexts settings = kWestOpen;
    settings["edge_level"] = "11.37 m";
    run_model(GetParam(), settings, by_level);
    EXPECT_EQ(by_series.features(kGauges).values<double>("depth_m"),
              by_level.features(kGauges).values<double>("depth_m"));
    for (const FieldSpec* field : {&kMaximumWaterDepth, &kMaximumSpeed, &kInundationTime}) {
        EXPECT_TRUE(same_bits(take_raster(by_series, *field), take_raster(by_level, *field)))
            << field->name;
    }
}

TEST_P(Stage, TheSeriesRulesOverTheConstantLevel) {
    FieldSet fields = basin(3600, 10.5, {{0, 10.5}, {3600, 11.5}});
    ParamTexts settings = kWestOpen;
    settings["edge_level"] = "20 m";
    run_model(GetParam(), settings, fields);
    EXPECT_NEAR(fields.features(kGauges).values<double>("water_level_m").back(), 11.5, 0.02);
}

TEST_P(Stage, BeyondTheSeriesItsEndsHoldAndANoteSaysSo) {
    FieldSet fields = basin(3600, 10.8, {{900, 10.8}, {1800, 11.2}});
    run_model(GetParam(), kWestOpen, fields);
    const auto& gauges = fields.features(kGauges);
    const auto& time = gauges.values<double>("time_s");
    const auto& level = gauges.values<double>("water_level_m");
    for (std::size_t row = 0; row < time.size(); ++row) {
        EXPECT_TRUE(time[row] > 900 || std::abs(level[row] - 10.8) < 1e-6) << time[row];
    }
    EXPECT_NEAR(level.back(), 11.2, 0.02);
    EXPECT_THAT(fields.notes(), Contains(AllOf(HasSubstr("stage begins at 900 s"),
                                               HasSubstr("its first, 10.8 m"))));
    EXPECT_THAT(fields.notes(),
                Contains(AllOf(HasSubstr("stage ends at 1800 s and the run at 3600"),
                               HasSubstr("its last, 11.2 m"))));
    FieldSet whole = basin(3600, 10.8, {{0, 10.8}, {3600, 11.2}});
    run_model(GetParam(), kWestOpen, whole);
    EXPECT_THAT(whole.notes(), Each(Not(HasSubstr("stage"))));
}

TEST_P(Stage, WithoutAnEdgeOfItsKindItIsRefused) {
    for (const char* edge : {"open", "wall", "slope"}) {
        FieldSet fields = basin(600, 10.5, {{0, 10.5}, {600, 11}});
        std::string message;
        try {
            run_model(GetParam(), {{"edge", edge}}, fields);
        } catch (const InputError& error) {
            message = error.what();
        }
        EXPECT_THAT(message, AllOf(HasSubstr("stage: "), HasSubstr("no edge of the grid"),
                                   HasSubstr(std::string(GetParam()) + ".edge"),
                                   HasSubstr("west_edge"), HasSubstr("leave the input stage out")));
    }
}

/// Runs all steps; with `stop` the state is carried into a new start after that step, as a resumed
/// run does.
Raster<float> depth_of_run(const char* name, Index stop, double length, Extent extent) {
    const Series waves{{0, 10.3}, {130, 10.9}, {700, 10.1}, {1100, 12}};
    FieldSet fields = basin(length, 10.3, waves, extent);
    testing::run_resumed(name, kWestOpen, stop, fields);
    return take_raster(fields, kMaximumWaterDepth);
}

TEST_P(Stage, AResumedRunHasTheSameBits) {
    const Raster<float> whole = depth_of_run(GetParam(), -1, 1200, kExtent);
    EXPECT_GT(*std::max_element(whole.data(), whole.data() + whole.size()), 1.5F);
    for (const Index stop : {1, 3}) {
        EXPECT_TRUE(same_bits(whole, depth_of_run(GetParam(), stop, 1200, kExtent))) << stop;
    }
}

TEST_P(Stage, AnyNumberOfThreadsGivesTheSameBits) {
    constexpr Extent kTall{140, 20};  // three tiles
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [&] { return depth_of_run(GetParam(), -1, 200, kTall); }));
}

TEST(StageSeries, IsLinearBetweenItsTimesAndHoldsItsEnds) {
    const models::StageSeries series{{10, 20, 40}, {1, 3, -1}};
    const std::pair<double, double> known[] = {{0, 1},    {10, 1}, {12.5, 1.5}, {20, 3},
                                               {30, 1.0}, {35, 0}, {40, -1},    {1e9, -1}};
    for (const auto& [time, level] : known) {
        EXPECT_DOUBLE_EQ(series.at(time), level) << time;
    }
}

}  // namespace
}  // namespace hazone
