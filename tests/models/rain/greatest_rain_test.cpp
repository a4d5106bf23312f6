#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::EvenRain;
using hazone::testing::plain_grid;
using hazone::testing::run_model;
using hazone::testing::take_raster;

constexpr double kHour = 3600;
constexpr const FieldSpec* kGreatest[] = {&kGreatestRainOf1Hour, &kGreatestRainOf3Hours,
                                          &kGreatestRainOf6Hours, &kGreatestRainOf12Hours,
                                          &kGreatestRainOf24Hours};

FieldSet greatest_of(std::vector<float> depths, double length, const ParamTexts& settings = {}) {
    FieldSet fields(plain_grid({3, 4}));
    fields.put(kRain, std::make_shared<const EvenRain>(std::move(depths), length));
    run_model("greatest_rain", settings, fields);
    return fields;
}

TEST(GreatestRain, IsThatOfTheWorstWindow) {
    // Hours: 5 0 20 30 10 0 ... 40 mm
    std::vector<float> depths{0.005F, 0, 0.020F, 0.030F, 0.010F, 0, 0, 0, 0, 0.040F};
    const FieldSet fields = greatest_of(depths, kHour);
    EXPECT_NEAR(fields.read(kGreatestRainOf1Hour)(1, 2), 0.040, 1e-7);
    EXPECT_NEAR(fields.read(kGreatestRainOf3Hours)(1, 2), 0.060, 1e-7);
    EXPECT_NEAR(fields.read(kGreatestRainOf6Hours)(1, 2), 0.065, 1e-7);
    EXPECT_NEAR(fields.read(kGreatestRainOf12Hours)(1, 2), 0.105, 1e-7);
    EXPECT_NEAR(fields.read(kGreatestRainOf24Hours)(1, 2), 0.105, 1e-7);
    EXPECT_TRUE(fields.notes().empty());
}

TEST(GreatestRain, AgreesWithAllWindowsOfARandomSeries) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<float> depth(0, 0.02F);
    for (const double length : {600.0, 1000.0, 1800.0, kHour}) {
        std::vector<float> depths(170);
        std::generate(depths.begin(), depths.end(), [&] { return depth(random); });
        const FieldSet fields = greatest_of(depths, length);
        for (std::size_t number = 0; number < std::size(kGreatest); ++number) {
            const double hours[] = {1, 3, 6, 12, 24};
            const auto steps =
                static_cast<std::size_t>(std::ceil(hours[number] * kHour / length * (1 - 1e-9)));
            double most = 0;
            for (std::size_t last = 0; last < depths.size(); ++last) {
                double sum = 0;
                for (std::size_t i = last + 1 > steps ? last + 1 - steps : 0; i <= last; ++i) {
                    sum += double{depths[i]};
                }
                most = std::max(most, sum);
            }
            EXPECT_NEAR(fields.read(*kGreatest[number])(2, 3), most, 1e-6 * most) << length;
        }
    }
}

TEST(GreatestRain, TakesAWholeStepThatIsLongerAndSaysSo) {
    const FieldSet fields = greatest_of({0.01F, 0.06F}, 3 * kHour);
    EXPECT_EQ(fields.read(kGreatestRainOf1Hour)(0, 0), 0.06F);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_NE(fields.notes().front().find("3 h"), std::string::npos) << fields.notes().front();
}

TEST(GreatestRain, LeavesOutWhatFellBeforeTheEvent) {
    const std::vector<float> depths{0.09F, 0.02F, 0.01F, 0};
    const FieldSet fields = greatest_of(depths, kHour, {{"antecedent_duration", "1 h"}});
    EXPECT_EQ(fields.read(kGreatestRainOf1Hour)(0, 0), 0.02F);
    EXPECT_NEAR(fields.read(kGreatestRainOf24Hours)(0, 0), 0.03, 1e-8);
}

TEST(GreatestRain, IsMissingWhereAStepIs) {
    FieldSet fields(plain_grid({3, 4}));
    auto rain = std::make_shared<EvenRain>(std::vector<float>(40, 0.01F), kHour);
    rain->hole = {1, 1};
    fields.put(kRain, std::shared_ptr<const RainSeries>(rain));
    run_model("greatest_rain", {}, fields);
    EXPECT_TRUE(is_missing(fields.read(kGreatestRainOf1Hour)(1, 1)));
    EXPECT_TRUE(is_missing(fields.read(kGreatestRainOf24Hours)(1, 1)));
    EXPECT_NEAR(fields.read(kGreatestRainOf24Hours)(1, 2), 0.24, 1e-6);
}

TEST(GreatestRain, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        FieldSet fields = greatest_of({0.01F, 0.003F, 0.02F, 0.0001F, 0.05F}, 1800);
        return take_raster(fields, kGreatestRainOf3Hours);
    }));
}

}  // namespace
}  // namespace hazone::models
