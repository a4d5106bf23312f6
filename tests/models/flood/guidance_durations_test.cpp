#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::put_constant;
using hazone::testing::run_model;
using hazone::testing::take_raster;

constexpr double kHour = 3600;
constexpr const FieldSpec* kGuidances[] = {&kGuidanceOf1Hour, &kGuidanceOf3Hours,
                                           &kGuidanceOf6Hours, &kGuidanceOf12Hours,
                                           &kGuidanceOf24Hours};
constexpr const FieldSpec* kRains[] = {&kGreatestRainOf1Hour, &kGreatestRainOf3Hours,
                                       &kGreatestRainOf6Hours, &kGreatestRainOf12Hours,
                                       &kGreatestRainOf24Hours};
constexpr std::string_view kHours[] = {"1 h", "3 h", "6 h", "12 h", "24 h"};

template <class Visit>
void for_each_cell_in_turn(Extent extent, Visit visit) {
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            visit(row, col);
        }
    }
}

FieldSet guided() {
    FieldSet fields = hazone::testing::storm_ground({60, 50}, 1, {0.01F}, kHour);
    put_constant(fields, kConcentrationTime, 1800);
    run_model("bankfull_by_geometry", {{"depth_of_1_km2", "0.4 m"}, {"depth_exponent", "0.3"}},
              fields);
    run_model("guidance_of_durations", {}, fields);
    return fields;
}

TEST(GuidanceOfDurations, IsTheGuidanceOfEachDuration) {
    FieldSet fields = guided();
    for (std::size_t number = 0; number < std::size(kGuidances); ++number) {
        run_model("threshold_runoff_of_duration", {{"duration", std::string(kHours[number])}},
                  fields);
        run_model("flash_flood_guidance", {}, fields);
        const auto alone = fields.read(kFlashFloodGuidance);
        const auto together = fields.read(*kGuidances[number]);
        Index compared = 0;
        for_each_cell_in_turn(fields.extent(), [&](Index row, Index col) {
            if (is_missing(alone(row, col))) {
                EXPECT_TRUE(is_missing(together(row, col)));
            } else {
                ASSERT_EQ(alone(row, col), together(row, col));
                ++compared;
            }
        });
        EXPECT_GT(compared, 1000);
    }
}

TEST(WorstFlashFloodThreat, IsThatOfTheWorstDuration) {
    FieldSet fields = hazone::testing::storm_ground({20, 20}, 1, {0.01F}, kHour);
    const float rain[] = {0.02F, 0.05F, 0.06F, 0.07F, 0.075F};
    const float guidance[] = {0.04F, 0.05F, 0.05F, 0.08F, 0.1F};
    for (std::size_t number = 0; number < std::size(kRains); ++number) {
        put_constant(fields, *kRains[number], rain[number]);
        put_constant(fields, *kGuidances[number], guidance[number]);
    }
    run_model("worst_flash_flood_threat", {}, fields);
    const auto threat = take_raster(fields, kWorstFlashFloodThreat);
    const auto duration = take_raster(fields, kWorstThreatDuration);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    Index compared = 0;
    for_each_cell_in_turn(fields.extent(), [&](Index row, Index col) {
        if (direction(row, col) == kNoDirection) {
            EXPECT_TRUE(is_missing(threat(row, col)));
            EXPECT_TRUE(is_missing(duration(row, col)));
        } else {
            EXPECT_NEAR(threat(row, col), 1.2, 1e-5);
            EXPECT_EQ(duration(row, col), 6 * 3600.0F);
            ++compared;
        }
    });
    EXPECT_GT(compared, 100);
    // One duration that is not known leaves the worst unknown.
    put_constant(fields, kGreatestRainOf24Hours, kMissing);
    run_model("worst_flash_flood_threat", {}, fields);
    EXPECT_TRUE(is_missing(fields.read(kWorstFlashFloodThreat)(10, 10)));
    EXPECT_TRUE(is_missing(fields.read(kWorstThreatDuration)(10, 10)));
}

TEST(GuidanceOfDurations, ThresholdsMayBeFloodsOfAReturnPeriod) {
    FieldSet fields = hazone::testing::storm_ground({20, 20}, 1, {0.01F}, kHour);
    put_constant(fields, kPeakDischargeOf2Years, 12);
    put_constant(fields, kPeakDischargeOfReturnPeriod, 40);
    run_model("two_year_flood", {}, fields);
    EXPECT_EQ(fields.read(kBankfullDischarge)(3, 3), 12);
    run_model("flood_of_return_period", {}, fields);
    EXPECT_EQ(fields.read(kBankfullDischarge)(3, 3), 40);
}

TEST(GuidanceOfDurations, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        FieldSet fields = guided();
        return take_raster(fields, kGuidanceOf6Hours);
    }));
}

}  // namespace
}  // namespace hazone::models
