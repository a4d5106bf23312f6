// The model around the columns (models/landslide/transient/column.hpp): what it hands them, and
// what it does with rain and with missing values.
#include <array>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/landslide/transient/column.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"
#include "tests/support/wet_hillside.hpp"

namespace hazone::models {
namespace {

using testing::column_at;
using testing::hillside;
using testing::kGround;
using testing::kLengths;
using testing::kTimes;
using testing::run_model;
using testing::StepRain;

void expect_columns(bool uniform) {
    constexpr Extent kExtent{5, 13};
    FieldSet fields = hillside(kExtent, uniform);
    run_model("transient_infiltration", {{"increments", "6"}}, fields);
    const std::vector<transient::ColumnSoil> zone{
        {.saturated_water_content = 0.4, .residual_water_content = 0.1, .gardner_alpha = 1}};
    const transient::ColumnSolver solver({.increments = 6, .shallowest_depth = 0.001},
                                         {.boundaries = {0, 14400, 18000, 46800}, .end = 46800},
                                         kTimes, zone);
    const StepRain rain(kLengths, testing::kRates, uniform);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            std::array<float, 3> rates{};
            for (Index step = 0; step < 3; ++step) {
                rates[static_cast<std::size_t>(step)] =
                    static_cast<float>(rain.depth(step, uniform ? 0 : col) / rain.length(step));
            }
            std::array<float, 3> safety{};
            std::array<float, 3> head{};
            solver.solve_column(
                column_at(fields, row, col), {rates.data(), 1, 0},
                {.safety_factor = safety.data(), .pressure_head = head.data(), .time_stride = 1});
            for (Index time = 0; time < 3; ++time) {
                const auto k = static_cast<std::size_t>(time);
                ASSERT_EQ(fields.read_frames(kMinimumSafetyFactor).at(time)(row, col), safety[k]);
                ASSERT_EQ(fields.read_frames(kPressureHeadAtMinimum).at(time)(row, col), head[k]);
            }
        }
    }
}

TEST(TransientInfiltration, EveryCellIsItsColumn) {
    expect_columns(false);
    expect_columns(true);
}

TEST(TransientInfiltration, RootsStrengthenAsCohesionDoes) {
    FieldSet with_roots = hillside({3, 4});
    testing::put_constant(with_roots, kRootCohesion, 2000);
    run_model("transient_infiltration", {}, with_roots);
    FieldSet strong = hillside({3, 4});
    for (Index cell = 0; cell < 12; ++cell) {
        strong.write(kCohesion).data()[cell] += 2000;
    }
    run_model("transient_infiltration", {}, strong);
    for (Index cell = 0; cell < 12; ++cell) {
        EXPECT_NEAR(with_roots.read_frames(kMinimumSafetyFactor).at(0).data()[cell],
                    strong.read_frames(kMinimumSafetyFactor).at(0).data()[cell], 1e-5);
    }
}

TEST(TransientInfiltration, WhatIsMissingIsMissingAtAllTimesAndCounted) {
    for (const FieldSpec* field : kGround) {
        FieldSet fields = hillside({2, 9});
        fields.write (*field)(1, 4) = kMissing;
        run_model("transient_infiltration", {}, fields);
        for (const FieldSpec* made : {&kMinimumSafetyFactor, &kDepthOfMinimum,
                                      &kPressureHeadAtMinimum, &kWaterTableDepth}) {
            for (Index time = 0; time < 3; ++time) {
                EXPECT_TRUE(is_missing(fields.read_frames(*made).at(time)(1, 4)))
                    << made->name << " without " << field->name;
            }
            EXPECT_EQ(fields.missing_cells(*made), 1) << made->name << " without " << field->name;
        }
    }
}

TEST(TransientInfiltration, UnknownRainIsNotDryGround) {
    FieldSet fields = hillside({2, 9}, true);
    fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<StepRain>(
                          kLengths, std::vector<double>{1e-7, std::nan(""), 0}, false)));
    run_model("transient_infiltration", {}, fields);
    EXPECT_EQ(fields.missing_cells(kMinimumSafetyFactor), 18);
    fields = hillside({2, 9}, true);
    fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<StepRain>(
                          kLengths, std::vector<double>{1e-7, std::nan(""), 0}, true)));
    run_model("transient_infiltration", {}, fields);
    EXPECT_EQ(fields.missing_cells(kMinimumSafetyFactor), 18);
}

TEST(TransientInfiltration, EdgesOfTheGround) {
    FieldSet fields = hillside({1, 4});
    fields.write(kSoilDepth)(0, 0) = 0;
    fields.write(kSlope)(0, 1) = 0;
    fields.write(kSlope)(0, 2) = 1.4F;
    run_model("transient_infiltration", {{"highest_slope", "70 deg"}}, fields);
    const auto safety = fields.read_frames(kMinimumSafetyFactor).at(2);
    EXPECT_EQ(safety(0, 0), 10) << "without soil nothing slides";
    EXPECT_EQ(safety(0, 1), 10) << "level ground";
    EXPECT_TRUE(is_missing(safety(0, 2))) << "steeper than the limit";
    EXPECT_FALSE(is_missing(safety(0, 3)));

    FieldSet single = hillside({1, 1});
    run_model("transient_infiltration", {}, single);
    EXPECT_EQ(single.missing_cells(kMinimumSafetyFactor), 0);
}

TEST(TransientInfiltration, SameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = hillside({23, 37});
        run_model("transient_infiltration", {}, fields);
        return std::get<Raster<float>>(fields.take(kMinimumSafetyFactor));
    }));
}

TEST(TransientInfiltration, MoreWaterIsNeverSafer) {
    FieldSet dry = hillside({9, 9});
    run_model("transient_infiltration", {{"initial_condition", "saturated"}}, dry);
    FieldSet wet = hillside({9, 9});
    wet.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<StepRain>(
                       kLengths, std::vector<double>{9e-7, 3e-6, 2e-7}, false)));
    run_model("transient_infiltration", {{"initial_condition", "saturated"}}, wet);
    int lower = 0;
    for (Index cell = 0; cell < 3 * 81; ++cell) {
        const float before = dry.read_frames(kMinimumSafetyFactor).data()[cell];
        const float after = wet.read_frames(kMinimumSafetyFactor).data()[cell];
        ASSERT_LE(after, before + 1e-6F);
        lower += after < before ? 1 : 0;
    }
    EXPECT_GT(lower, 0);
}

TEST(RoutedInfiltration, TakesThePlaceOfTheRain) {
    FieldSet fields = hillside({1, 3}, true);
    fields.put(kConductivity, Raster<float>({1, 3}, 1e-6F));
    fields.write(kConductivity)(0, 2) = 1e-4F;
    Raster<float> filled({1, 3});
    Raster<std::uint8_t> direction({1, 3}, 1);
    for (Index col = 0; col < 3; ++col) {
        filled(0, col) = static_cast<float>(9 - col);
    }
    direction(0, 2) = 0;
    fields.put(kFilledElevation, std::move(filled));
    fields.put(kFlowDirection, std::move(direction));
    for (const char* routing : {"d8", "multiple"}) {
        run_model("routed_infiltration", {{"routing", routing}}, fields);
        Raster<float> water({1, 3});
        fields.series(kInfiltration).read(1, water.view());  // 2e-6 m/s for an hour
        EXPECT_NEAR(water(0, 0), 3.6e-3, 1e-8) << routing;
        EXPECT_NEAR(water(0, 1), 3.6e-3, 1e-8) << routing;
        EXPECT_NEAR(water(0, 2), 3 * 7.2e-3 - 2 * 3.6e-3, 1e-8) << "all that runs off above";
    }
    EXPECT_EQ(fields.series(kInfiltration).length(2), 28800);
    FieldSet without = hillside({1, 3}, true);
    without.put(kConductivity, Raster<float>({1, 3}, 1e-6F));
    without.write(kConductivity)(0, 2) = 1e-4F;
    run_model("transient_infiltration", {}, without);
    run_model("transient_infiltration", {}, fields);
    EXPECT_LT(fields.read_frames(kMinimumSafetyFactor).at(2)(0, 2),
              without.read_frames(kMinimumSafetyFactor).at(2)(0, 2))
        << "runoff from above makes the lowest cell wetter";
}

TEST(RoutedInfiltration, IsMissingBelowGroundOfWhichItIsNotKnownWhetherWaterComesOut) {
    struct Start {
        float table, flux;
        bool known;
    };
    for (const Start& start : {Start{0, -1e-7F, true},
                               {1, kMissing, true},
                               {kMissing, 1e-7F, true},
                               {0, kMissing, false},
                               {kMissing, -1e-7F, false},
                               {kMissing, kMissing, false}}) {
        FieldSet fields = hillside({1, 3}, true);
        fields.put(kFilledElevation, Raster<float>({1, 3}, 1));
        fields.put(kFlowDirection, Raster<std::uint8_t>({1, 3}, 1));
        fields.write<std::uint8_t>(kFlowDirection)(0, 2) = 0;
        fields.write(kInitialWaterTableDepth)(0, 0) = start.table;
        fields.write(kBackgroundFlux)(0, 0) = start.flux;
        run_model("routed_infiltration", {{"routing", "d8"}}, fields);
        Raster<float> water({1, 3});
        fields.series(kInfiltration).read(1, water.view());
        EXPECT_EQ(!is_missing(water(0, 2)), start.known) << start.table << " " << start.flux;
    }
}

TEST(PressureProfiles, HoldWhatTheLowestSafetyIsTakenFrom) {
    FieldSet fields = hillside({4, 6});
    fields.write(kSlope)(2, 5) = kMissing;
    FeatureLayer points{.name = "points"};
    points.places = {fields.grid().centre({1, 3}), fields.grid().centre({2, 5}), {-500, 0}};
    points.first = {0, 1, 2, 3};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"scarp", "hole", "far"}}};
    fields.put(kProfilePoints, std::make_shared<const FeatureLayer>(std::move(points)));
    run_model("transient_infiltration", {{"increments", "6"}}, fields);
    run_model("pressure_profiles", {{"increments", "6"}}, fields);
    const FeatureLayer& layer = fields.features(kPressureProfiles);
    ASSERT_EQ(layer.size(), 3U * 7U) << "three times, seven depths, of one point";
    const auto& safety = layer.values<double>("safety_factor");
    const auto& depth = layer.values<double>("depth");
    for (std::size_t time = 0; time < 3; ++time) {
        EXPECT_EQ(layer.values<double>("time")[7 * time], kTimes[time]);
        std::size_t lowest = 7 * time;
        for (std::size_t k = 7 * time; k < 7 * time + 7; ++k) {
            lowest = safety[k] < safety[lowest] ? k : lowest;
        }
        EXPECT_NEAR(safety[lowest],
                    fields.read_frames(kMinimumSafetyFactor).at(static_cast<Index>(time))(1, 3),
                    1e-5);
        EXPECT_NEAR(depth[lowest],
                    fields.read_frames(kDepthOfMinimum).at(static_cast<Index>(time))(1, 3), 1e-5);
    }
    ASSERT_EQ(fields.notes().size(), 2U);
    EXPECT_NE(fields.notes()[0].find("point 2 'hole' has no profile"), std::string::npos);
    EXPECT_NE(fields.notes()[1].find("point 3 'far' lies outside"), std::string::npos);
}

}  // namespace
}  // namespace hazone::models
