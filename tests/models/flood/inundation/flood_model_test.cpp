// The models shallow_water and local_inertial as the pipeline runs them.
#include <cmath>
#include <cstring>
#include <memory>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "models/flood/inundation/hazard.hpp"
#include "models/flood/inundation/maxima.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/support/resumed_run.hpp"
#include "tests/support/run_model.hpp"

namespace hazone {
namespace {

using testing::run_model;
using testing::take_raster;

constexpr Extent kExtent{30, 40};
const ParamTexts kSettings{{"gauge_interval", "60 s"}, {"edge", "wall"}};

/// A valley which falls to the east, with a hole in it and a heap of water.
FieldSet valley(double rain, bool water = true) {
    FieldSet fields(testing::plain_grid(kExtent, 5));
    Raster<float> ground(kExtent);
    Raster<float> depth(kExtent, 0.0F);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            const auto across = static_cast<float>(std::abs(row - 15));
            ground(row, col) = 200 + 0.5F * across - 0.1F * static_cast<float>(col);
        }
    }
    ground(10, 10) = kMissing;
    depth(15, 5) = water ? 3 : 0;
    fields.put(kElevation, std::move(ground));
    fields.put(kInitialDepth, std::move(depth));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(rain, 600, 120, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    FeatureLayer points{.name = "points"};
    points.places = {{100, 75}};  // row 14 or 15
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    return fields;
}

class FloodModels : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All,
                         FloodModels,
                         ::testing::Values("shallow_water", "local_inertial"),
                         [](const auto& model) { return std::string(model.param); });

TEST_P(FloodModels, WaterIsKeptAndMapsAgree) {
    FieldSet fields = valley(0.05);
    run_model(GetParam(), kSettings, fields);
    const auto depth = fields.read(kMaximumWaterDepth);
    const auto level = fields.read(kMaximumWaterLevel);
    const auto ground = fields.read(kElevation);
    const auto hazard = fields.read<std::uint8_t>(kFloodHazardClass);
    const auto arrival = fields.read(kArrivalTime);
    Index flooded = 0;
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            if (is_missing(ground(row, col))) {
                EXPECT_TRUE(is_missing(depth(row, col)));
                EXPECT_EQ(hazard(row, col), kNoClass);
                continue;
            }
            EXPECT_GT(depth(row, col), 0);
            EXPECT_NEAR(level(row, col), ground(row, col) + depth(row, col), 1e-4);
            EXPECT_GE(hazard(row, col), 1);
            EXPECT_EQ(is_missing(arrival(row, col)), depth(row, col) < 0.05F);
            flooded += depth(row, col) >= 0.05F ? 1 : 0;
        }
    }
    EXPECT_EQ(depth(15, 5), 3);
    EXPECT_GE(hazard(15, 5), 5);
    EXPECT_EQ(arrival(15, 5), 0);
    EXPECT_GT(flooded, 20);
    // walls all around: what fell is there
    EXPECT_NE(fields.notes().front().find("not accounted for"), std::string::npos);
    const auto& gauges = fields.features(kGauges);
    EXPECT_EQ(gauges.values<double>("time_s").size(), 11U);
    EXPECT_NEAR(gauges.values<double>("time_s").back(), 600, 1e-6);
    EXPECT_GT(gauges.values<double>("depth_m").back(), 0);
    EXPECT_EQ(gauges.values<std::string>("gauge").front(), "bridge");
}

TEST_P(FloodModels, ADryValleyStaysDry) {
    FieldSet fields = valley(0, false);
    run_model(GetParam(), kSettings, fields);
    const auto depth = fields.read(kMaximumWaterDepth);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            EXPECT_TRUE(is_missing(depth(row, col)) || depth(row, col) == 0);
        }
    }
}

TEST_P(FloodModels, GoOnWithTheSoilOfAnEarlierRun) {
    ParamTexts settings = kSettings;
    settings["loss"] = "initial_and_constant";
    settings["initial_loss"] = "30 mm";
    const auto soil_after = [&](double rain, const Raster<float>* before) {
        FieldSet fields = valley(rain);
        if (before != nullptr) {
            fields.put(kInitialInfiltration, before->clone());
        }
        run_model(GetParam(), settings, fields);
        return take_raster(fields, kFinalInfiltration);
    };
    const auto one = soil_after(0.02, nullptr);
    const auto two = soil_after(0.02, &one);
    EXPECT_TRUE(is_missing(two(10, 10)));
    EXPECT_NEAR(one(20, 20), 0.02, 1e-7) << "all is lost below 30 mm";
    // then 2.5 mm/h
    EXPECT_GT(two(20, 20), 0.03);
    EXPECT_LT(two(20, 20), 0.03 + 2.5e-3 / 6 + 1e-7);
}

TEST_P(FloodModels, ASideMayHaveAnEdgeOfItsOwn) {
    const auto left = [](const char* side) {
        FieldSet fields = valley(0.05);
        ParamTexts settings = kSettings;
        settings["recession"] = "20 min";
        if (side != nullptr) {
            settings[side] = "open";
        }
        run_model(GetParam(), settings, fields);
        const std::string& note =
            *std::find_if(fields.notes().begin(), fields.notes().end(), [](const std::string& own) {
                return own.find("through the edges") != std::string::npos;
            });
        return std::stod(note.substr(note.find("losses (rain"))
                             .substr(note.substr(note.find("losses (rain")).find(')') + 1));
    };
    EXPECT_EQ(left(nullptr), 0);  // walls all around
    EXPECT_LT(left("east_edge"), -100);
    EXPECT_GT(left("west_edge"), 0.5 * left("east_edge"));  // it falls to the east
}

TEST_P(FloodModels, AGaugeOnTheValleySideMayStandInTheLowestCellNearby) {
    const auto depth_at = [](double x, double y, const char* distance) {
        FieldSet fields = valley(0.05);
        FeatureLayer points{.name = "points"};
        points.places = {{x, y}};
        points.first = {0, 1};
        points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"mark"}}};
        fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
        ParamTexts settings = kSettings;
        settings["gauge_snap_distance"] = distance;
        run_model(GetParam(), settings, fields);
        const auto& levels = fields.features(kGauges).values<double>("water_level_m");
        const bool named =
            std::any_of(fields.notes().begin(), fields.notes().end(), [](const std::string& note) {
                return note.find("gauge 'mark' lies on no ground") != std::string::npos;
            });
        return std::pair(levels.empty() ? -1.0 : levels.front(), named);
    };
    // Row 13, two cells above the bottom of the valley, which falls to the east; dry at first.
    EXPECT_NEAR(depth_at(102.5, 82.5, "0 m").first, 200 + 1 - 2.0, 1e-5);
    EXPECT_NEAR(depth_at(102.5, 82.5, "5 m").first, 200 + 0.5 - 2.0, 1e-5);
    EXPECT_NEAR(depth_at(102.5, 82.5, "10 m").first, 200 - 2.0, 1e-5);
    // In the hole of row 10.
    EXPECT_EQ(depth_at(52.5, 97.5, "0 m"), std::pair(-1.0, true));
    EXPECT_NEAR(depth_at(52.5, 97.5, "5 m").first, 200 + 2 - 1.0, 1e-5);
}

TEST_P(FloodModels, SoilWhichTakesUpNothingIsNamed) {
    FieldSet fields = valley(0.05);
    testing::put_constant(fields, kCurveNumber, 75);
    run_model(GetParam(), kSettings, fields);
    const auto names_it = [](const std::string& note) {
        return note.find("curve_number is given but takes up no rain") != std::string::npos;
    };
    EXPECT_TRUE(std::any_of(fields.notes().begin(), fields.notes().end(), names_it));
    FieldSet bare = valley(0.05);
    run_model(GetParam(), kSettings, bare);
    EXPECT_FALSE(std::any_of(bare.notes().begin(), bare.notes().end(), names_it));
}

TEST_P(FloodModels, ConstantRoughnessAsAFieldIsThatOfTheParameter) {
    FieldSet by_parameter = valley(0.05);
    FieldSet by_field = valley(0.05);
    testing::put_constant(by_field, kManningRoughness, 0.04F);
    ParamTexts settings = kSettings;
    settings["roughness"] = "0.04";
    run_model(GetParam(), settings, by_parameter);
    run_model(GetParam(), kSettings, by_field);
    const auto one = take_raster(by_parameter, kMaximumWaterDepth);
    const auto other = take_raster(by_field, kMaximumWaterDepth);
    for (Index cell = 0; cell < one.size(); ++cell) {
        EXPECT_TRUE(is_missing(one.data()[cell]) ||
                    std::abs(one.data()[cell] - other.data()[cell]) < 1e-5F);
    }
}

TEST_P(FloodModels, InflowComesInFull) {
    FieldSet fields = valley(0, false);
    FeatureLayer inflow{.name = "inflow"};
    inflow.places = {{20, 75}, {20, 75}};
    inflow.first = {0, 1, 2};
    inflow.attributes = {
        {"name", Unit::one, "", std::vector<std::string>{"a", "a"}},
        {"time", Unit::second, "", std::vector<double>{0, 600}},
        {"discharge", Unit::cubic_metre_per_second, "", std::vector<double>{2, 2}}};
    fields.put(kInflow, std::make_shared<const FeatureLayer>(std::move(inflow)));
    run_model(GetParam(), kSettings, fields);
    // 2 m3/s for 600 s: the balance says it in its note
    EXPECT_NE(fields.notes().front().find("+1200 by rain and inflow"), std::string::npos)
        << fields.notes().front();
}

/// Rain of which one cell is not known.
class GappyRain : public RainSeries {
public:
    Index steps() const override { return 1; }
    double step_length() const override { return 60; }
    UtcSeconds start() const override { return 0; }
    void read(Index /*step*/, View<float> rain) const override {
        for (Index row = 0; row < rain.rows(); ++row) {
            std::fill_n(rain.row(row), rain.cols(), 0.001F);
        }
        rain(3, 3) = kMissing;
    }
};

TEST_P(FloodModels, MissingRainIsRefused) {
    FieldSet fields = valley(0.05);
    std::shared_ptr<const RainSeries> rain = std::make_shared<GappyRain>();
    fields.put(kRain, std::move(rain));
    EXPECT_THROW(run_model(GetParam(), kSettings, fields), InputError);
}

/// Runs all steps; with `stop` the state is carried into a new start after that step, as a resumed
/// run does.
Raster<float> depth_of_run(const char* name, Index stop) {
    FieldSet fields = valley(0.05);
    testing::run_resumed(name, kSettings, stop, fields);
    return take_raster(fields, kMaximumWaterDepth);
}

TEST_P(FloodModels, AResumedRunHasTheSameBits) {
    const Raster<float> whole = depth_of_run(GetParam(), -1);
    const Raster<float> resumed = depth_of_run(GetParam(), 3);
    EXPECT_EQ(std::memcmp(whole.data(), resumed.data(),
                          static_cast<std::size_t>(whole.size()) * sizeof(float)),
              0);
}

// AIDR (2017) Guideline 7-3, table 1, on both sides of each limit.
TEST(FloodHazard, ClassesFollowTheCurves) {
    using inundation::hazard_class;
    EXPECT_EQ(hazard_class(0.3F, 0.99F), 1);
    EXPECT_EQ(hazard_class(0.31F, 0.5F), 2);
    EXPECT_EQ(hazard_class(0.29F, 1.2F), 2);
    EXPECT_EQ(hazard_class(0.6F, 0.5F), 3);
    EXPECT_EQ(hazard_class(1.1F, 0.8F), 4);
    EXPECT_EQ(hazard_class(1.9F, 0.1F), 4);
    EXPECT_EQ(hazard_class(0.1F, 2.1F), 5);
    EXPECT_EQ(hazard_class(3.9F, 1.0F), 5);
    EXPECT_EQ(hazard_class(4.1F, 0.0F), 6);
    EXPECT_EQ(hazard_class(0.1F, 4.1F), 6);
    EXPECT_EQ(hazard_class(2.1F, 2.0F), 6);
}

TEST(FloodHazard, RatingIsThatOfDefra) {
    EXPECT_FLOAT_EQ(inundation::hazard_rating(0.4F, 1), 1.6F);
    EXPECT_FLOAT_EQ(inundation::hazard_rating(1, 1), 2.5F);
    EXPECT_FLOAT_EQ(inundation::hazard_rating(2, 0), 2.0F);
    EXPECT_FLOAT_EQ(inundation::hazard_rating(0.25F, 1), 0.875F);
}

// Deep water that stood and shallow water that ran are not deep water that ran.
TEST(FloodHazard, ClassesAreJudgedAtEachStep) {
    inundation::MaximaCells cells({1, 1});
    inundation::Maxima maxima(cells.views());
    const float depths[] = {1.1F, 0.2F};
    const float speeds[] = {0.1F, 1.4F};
    for (int step = 0; step < 2; ++step) {
        const float still = 0;
        maxima.record<float>({0, 0}, 1, {&depths[step], &speeds[step], &still}, step + 1.0, 1);
    }
    EXPECT_EQ(cells.hazard(0, 0), 3);
    EXPECT_FLOAT_EQ(cells.flow(0, 0), 0.28F);
    EXPECT_FLOAT_EQ(cells.depth(0, 0), 1.1F);
    EXPECT_FLOAT_EQ(cells.speed(0, 0), 1.4F);
    EXPECT_EQ(cells.arrival(0, 0), 1);
    EXPECT_EQ(cells.duration(0, 0), 2);
}

}  // namespace
}  // namespace hazone
