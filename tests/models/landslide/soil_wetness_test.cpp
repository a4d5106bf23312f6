#include "models/landslide/soil_wetness.hpp"

#include <array>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::number;

constexpr double kDegree = kRightAngle / 90;
constexpr WetnessInputs kHillside{.slope = 0.5,
                                  .specific_area = 80,
                                  .transmissivity = 2e-4,
                                  .soil_depth = 1.5,
                                  .recharge = 5e-8,
                                  .infiltrated_rain = 0.1};

TEST(SoilWetness, EqualsTheWorkedAnswers) {
    for (const testing::Answer& answer : testing::read_answers("soil_wetness.csv")) {
        const WetnessInputs cell{.slope = number(answer, "slope_deg") * kDegree,
                                 .specific_area = number(answer, "specific_area"),
                                 .transmissivity = number(answer, "transmissivity"),
                                 .soil_depth = number(answer, "depth_m"),
                                 .recharge = number(answer, "recharge"),
                                 .infiltrated_rain = number(answer, "infiltrated_rain")};
        EXPECT_NEAR(saturated_share(cell, number(answer, "porosity")), number(answer, "expected"),
                    number(answer, "tolerance"))
            << answer.at("source");
    }
}

void expect_growth(const WetnessInputs& cell) {
    WetnessInputs rainier = cell;
    rainier.infiltrated_rain += 0.05;
    WetnessInputs recharged = cell;
    recharged.recharge += 1e-8;
    const double before = saturated_share(cell, 0.3);
    EXPECT_GE(before, 0);
    EXPECT_LE(before, 1);
    EXPECT_GE(saturated_share(rainier, 0.3), before);
    EXPECT_GE(saturated_share(recharged, 0.3), before);
}

TEST(SoilWetness, StaysWithinZeroAndOneAndGrowsWithWater) {
    std::mt19937_64 random(6);
    std::uniform_real_distribution<double> share(0, 1);
    for (int trial = 0; trial < 2000; ++trial) {
        const WetnessInputs cell{.slope = share(random),
                                 .specific_area = 10 + 500 * share(random),
                                 .transmissivity = 1e-3 * share(random),
                                 .soil_depth = 3 * share(random),
                                 .recharge = 1e-7 * share(random),
                                 .infiltrated_rain = 0.3 * share(random)};
        expect_growth(cell);
    }
}

TEST(SoilWetness, IsFullWhereWaterHasNoRoomAndDryWithoutWater) {
    WetnessInputs level = kHillside;
    level.slope = 0;
    WetnessInputs bare = kHillside;
    bare.soil_depth = 0;
    WetnessInputs tight = kHillside;
    tight.transmissivity = 0;
    for (WetnessInputs cell : {level, bare, tight}) {
        EXPECT_EQ(saturated_share(cell, 0.3), 1);
        cell.recharge = 0;
        cell.infiltrated_rain = 0;
        EXPECT_EQ(saturated_share(cell, 0.3), 0);
    }
}

TEST(SoilWetness, IsMissingWhereAnyInputIs) {
    std::array<WetnessInputs, 6> gaps;
    gaps.fill(kHillside);
    gaps[0].slope = kMissing;
    gaps[1].specific_area = kMissing;
    gaps[2].transmissivity = kMissing;
    gaps[3].soil_depth = kMissing;
    gaps[4].recharge = kMissing;
    gaps[5].infiltrated_rain = kMissing;
    EXPECT_FALSE(is_missing(saturated_share(kHillside, 0.3)));
    for (const WetnessInputs& gap : gaps) {
        EXPECT_TRUE(is_missing(saturated_share(gap, 0.3))) << &gap - gaps.data();
    }
}

Raster<float> run_soil_wetness(const ParamTexts& settings) {
    const Extent extent{20, 30};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> slope(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        slope(row, col) = static_cast<float>(row * 30 + col) / 800.0F;
    });
    slope(3, 3) = kMissing;
    fields.put(kSlope, std::move(slope));
    testing::put_constant(fields, kSpecificCatchmentArea, 40);
    testing::put_constant(fields, kTransmissivity, 1e-4F);
    testing::put_constant(fields, kSoilDepth, 2);
    testing::put_constant(fields, kEventRain, 0.25F);
    testing::put_constant(fields, kRunoffDepth, 0.1F);
    testing::put_constant(fields, kAntecedentRain, 0.0432F);
    testing::run_model("soil_wetness", settings, fields);
    return testing::take_raster(fields, kSoilWetness);
}

TEST(SoilWetnessModel, SharesTheAntecedentRainOverFiveDays) {
    // Recharge 0.5 * 0.0432 m / 432000 s = 5e-8 m/s; at row 13, col 10: slope 0.5 rad.
    const double lateral = 5e-8 * 40 / (1e-4 * std::sin(0.5));
    EXPECT_NEAR(run_soil_wetness({})(13, 10), lateral + 0.15 / (0.3 * 2), 1e-6);
    EXPECT_NEAR(run_soil_wetness({{"recharge_share", "0"}})(13, 10), 0.25, 1e-6);
    EXPECT_NEAR(run_soil_wetness({{"recharge_share", "0"}, {"fillable_porosity", "0.15"}})(13, 10),
                0.5, 1e-6);
}

TEST(SoilWetnessModel, KeepsMissingCellsAndHasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(is_missing(run_soil_wetness({})(3, 3)));
    EXPECT_TRUE(testing::same_for_any_thread_count([] { return run_soil_wetness({}); }));
}

TEST(SteadyWetness, IsTheFlowOfTheRainOverThatOfTheSaturatedSoil) {
    EXPECT_NEAR(steady_saturated_share(kRightAngle / 3, 50, 2e-4, 1e-6), 0.5, 1e-12);
    EXPECT_EQ(steady_saturated_share(kRightAngle / 3, 50, 2e-4, 1e-5), 1);
    EXPECT_EQ(steady_saturated_share(0, 50, 2e-4, 1e-9), 1);
    EXPECT_EQ(steady_saturated_share(0, 50, 2e-4, 0), 0);
    EXPECT_TRUE(is_missing(steady_saturated_share(kMissing, 50, 2e-4, 1e-6)));
    EXPECT_TRUE(is_missing(steady_saturated_share(0.5, kMissing, 2e-4, 1e-6)));
    EXPECT_TRUE(is_missing(steady_saturated_share(0.5, 50, kMissing, 1e-6)));
}

Raster<float> run_steady_wetness() {
    FieldSet fields(testing::plain_grid({9, 14}));
    Raster<float> slope({9, 14});
    for_each_cell(slope.extent(), [&](Index row, Index col) {
        slope(row, col) = static_cast<float>(row * 14 + col) / 120.0F;
    });
    slope(3, 4) = kMissing;
    fields.put(kSlope, std::move(slope));
    testing::put_constant(fields, kSpecificCatchmentArea, 50);
    testing::put_constant(fields, kTransmissivity, 2e-4F);
    testing::run_model("steady_wetness", {{"recharge", "3.6 mm/h"}}, fields);
    return testing::take_raster(fields, kSoilWetness);
}

TEST(SteadyWetnessModel, DriesAsSlopesSteepen) {
    const auto wetness = run_steady_wetness();
    EXPECT_EQ(wetness(0, 0), 1);
    EXPECT_TRUE(is_missing(wetness(3, 4)));
    EXPECT_NEAR(wetness(8, 13), 1e-6 * 50 / (2e-4 * std::sin(125.0F / 120.0F)), 1e-6);
    EXPECT_LT(wetness(8, 13), wetness(5, 0));
}

TEST(SteadyWetnessModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(run_steady_wetness));
}

}  // namespace
}  // namespace hazone::models
