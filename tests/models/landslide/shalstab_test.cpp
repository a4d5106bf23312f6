#include "models/landslide/shalstab.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/landslide/soil_wetness.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::number;

constexpr double kDegree = kRightAngle / 90;

TEST(Shalstab, EqualsTheWorkedAnswers) {
    for (const testing::Answer& answer : testing::read_answers("shalstab.csv")) {
        const SoilColumn soil{.depth = number(answer, "depth_m"),
                              .unit_weight = number(answer, "unit_weight"),
                              .cohesion = number(answer, "cohesion"),
                              .friction_angle = number(answer, "friction_deg") * kDegree};
        const double rain =
            critical_rainfall_of(soil, number(answer, "slope_deg") * kDegree,
                                 number(answer, "transmissivity"), number(answer, "specific_area"));
        const double expected = number(answer, "expected");
        if (std::isinf(expected)) {
            EXPECT_EQ(rain, expected) << answer.at("source");
        } else {
            EXPECT_NEAR(rain, expected, expected * number(answer, "relative_tolerance"))
                << answer.at("source");
        }
    }
}

/// Compares with the safety factor at the wetness which the rain makes. True when the rain lies
/// between 0 and infinity.
bool expect_safety_one(const SoilColumn& soil, double slope) {
    const double rain = critical_rainfall_of(soil, slope, 2e-4, 60);
    if (rain == 0) {
        EXPECT_LE(infinite_slope_safety(soil, slope, 0, 1e9), 1 + 1e-12);
        return false;
    }
    if (std::isinf(rain)) {
        EXPECT_GE(infinite_slope_safety(soil, slope, 1, 1e9), 1 - 1e-12);
        return false;
    }
    const double wetness = saturated_share({.slope = slope,
                                            .specific_area = 60,
                                            .transmissivity = 2e-4,
                                            .soil_depth = soil.depth,
                                            .recharge = rain},
                                           0.3);
    EXPECT_NEAR(infinite_slope_safety(soil, slope, wetness, 1e9), 1, 1e-9);
    return true;
}

TEST(Shalstab, IsTheRainAtWhichTheInfiniteSlopeHasSafetyFactorOne) {
    std::mt19937_64 random(8);
    std::uniform_real_distribution<double> share(0, 1);
    int between = 0;
    for (int trial = 0; trial < 3000; ++trial) {
        const SoilColumn soil{.depth = 0.3 + 3 * share(random),
                              .unit_weight = 15000 + 6000 * share(random),
                              .cohesion = 6000 * share(random),
                              .friction_angle = 0.4 + 0.4 * share(random)};
        between += expect_safety_one(soil, 0.2 + 0.7 * share(random)) ? 1 : 0;
    }
    EXPECT_GT(between, 500);
}

/// The closed form as the paper and its extension by cohesion print it.
double printed_form(const SoilColumn& soil, double slope, double transmissivity, double area) {
    const double friction = std::tan(soil.friction_angle);
    const double cosine = std::cos(slope);
    return transmissivity * std::sin(slope) / area *
           (soil.cohesion / (kWaterUnitWeight * soil.depth * cosine * cosine * friction) +
            soil.unit_weight / kWaterUnitWeight * (1 - std::tan(slope) / friction));
}

SoilColumn random_soil(std::mt19937_64& random) {
    std::uniform_real_distribution<double> share(0, 1);
    return {.depth = 0.3 + 3 * share(random),
            .unit_weight = 15000 + 6000 * share(random),
            .cohesion = 6000 * share(random),
            .friction_angle = 0.4 + 0.4 * share(random)};
}

/// 0 always unstable, 1 in between, 2 always stable: the rules of the paper, with cohesion.
int rule_of(const SoilColumn& soil, double slope) {
    const double friction = std::tan(soil.friction_angle);
    const double cosine = std::cos(slope);
    const double by_cohesion = soil.cohesion / (soil.unit_weight * soil.depth * cosine * cosine);
    if (std::tan(slope) > friction + by_cohesion) {
        return 0;
    }
    const double drained = 1 - kWaterUnitWeight / soil.unit_weight;
    return std::tan(slope) <= drained * friction + by_cohesion ? 2 : 1;
}

TEST(Shalstab, EqualsThePrintedFormAndItsRules) {
    std::mt19937_64 random(21);
    std::uniform_real_distribution<double> share(0, 1);
    std::array<int, 3> counts{};
    for (int trial = 0; trial < 5000; ++trial) {
        const SoilColumn soil = random_soil(random);
        const double slope = 0.1 + 0.9 * share(random);
        const double rain = critical_rainfall_of(soil, slope, 3e-4, 80);
        const int rule = rule_of(soil, slope);
        ++counts.at(static_cast<std::size_t>(rule));
        if (rule == 1) {
            EXPECT_NEAR(rain, printed_form(soil, slope, 3e-4, 80), 1e-12 * 3e-4);
        } else {
            EXPECT_EQ(rain, rule == 0 ? 0 : kInfinity);
        }
    }
    EXPECT_GT(*std::min_element(counts.begin(), counts.end()), 300);
}

/// Of rains spread evenly up to `most`, the share in which the infinite slope fails.
double failing_share(const SoilColumn& soil, double slope, double most, int samples) {
    std::mt19937_64 random(31);
    std::uniform_real_distribution<double> rain(0, most);
    int failures = 0;
    for (int sample = 0; sample < samples; ++sample) {
        const double wetness = steady_saturated_share(slope, 80, 3e-4, rain(random));
        failures += infinite_slope_safety(soil, slope, wetness, 10) < 1 ? 1 : 0;
    }
    return static_cast<double>(failures) / samples;
}

TEST(Shalstab, PartsTheRainsOfAMonteCarloSample) {
    constexpr int kSamples = 20000;
    constexpr double kMost = 3e-6;  // m/s
    std::mt19937_64 random(22);
    std::uniform_real_distribution<double> share(0, 1);
    int between = 0;
    for (int trial = 0; trial < 200; ++trial) {
        const SoilColumn soil = random_soil(random);
        const double slope = 0.3 + 0.5 * share(random);
        const double rain = std::min(critical_rainfall_of(soil, slope, 3e-4, 80), kMost);
        const double expected = 1 - rain / kMost;
        EXPECT_NEAR(failing_share(soil, slope, kMost, kSamples), expected,
                    5 * std::sqrt(0.25 / kSamples));
        between += rain > 0 && rain < kMost ? 1 : 0;
    }
    EXPECT_GT(between, 30);
}

TEST(Shalstab, LargerCatchmentsNeedLessRainAndStrongerSoilNeedsMore) {
    const SoilColumn soil{
        .depth = 1.5, .unit_weight = 18000, .cohesion = 2e3, .friction_angle = 0.58};
    SoilColumn rooted = soil;
    rooted.cohesion += 500;
    const double rain = critical_rainfall_of(soil, 0.61, 2e-4, 50);
    ASSERT_GT(rain, 0);
    EXPECT_DOUBLE_EQ(critical_rainfall_of(soil, 0.61, 2e-4, 100), rain / 2);
    EXPECT_GT(critical_rainfall_of(rooted, 0.61, 2e-4, 50), rain);
}

TEST(Shalstab, HasAnAnswerWithoutFriction) {
    const SoilColumn clay{.depth = 1, .unit_weight = 18000, .cohesion = 9e3, .friction_angle = 0};
    const SoilColumn soft{.depth = 1, .unit_weight = 18000, .cohesion = 2e3, .friction_angle = 0};
    EXPECT_EQ(critical_rainfall_of(clay, 0.5, 1e-4, 50), kInfinity);
    EXPECT_EQ(critical_rainfall_of(soft, 0.5, 1e-4, 50), 0);
}

TEST(Shalstab, NeverFailsOnLevelGroundNorWithoutSoil) {
    const SoilColumn soil{.depth = 1, .unit_weight = 18000, .friction_angle = 0.5};
    const SoilColumn none{.depth = 0, .unit_weight = 18000, .friction_angle = 0.5};
    EXPECT_EQ(critical_rainfall_of(soil, 0, 1e-4, 50), kInfinity);
    EXPECT_EQ(critical_rainfall_of(none, 0.7, 0, 50), kInfinity);
}

TEST(Shalstab, IsMissingWhereAnyPropertyOfTheSoilIs) {
    const SoilColumn soil{.depth = 1, .unit_weight = 18000, .cohesion = 1e3, .friction_angle = 0.5};
    std::array<SoilColumn, 4> gaps;
    gaps.fill(soil);
    gaps[0].depth = kMissing;
    gaps[1].unit_weight = kMissing;
    gaps[2].cohesion = kMissing;
    gaps[3].friction_angle = kMissing;
    for (const double slope : {0.0, 0.3, 0.9}) {
        for (const SoilColumn& gap : gaps) {
            EXPECT_TRUE(is_missing(critical_rainfall_of(gap, slope, 1e-4, 50)));
        }
    }
}

TEST(Shalstab, IsMissingWhereTheGroundOrItsWaterIs) {
    const SoilColumn soil{.depth = 1, .unit_weight = 18000, .cohesion = 1e3, .friction_angle = 0.5};
    for (const double slope : {0.0, 0.3, 0.9}) {
        EXPECT_TRUE(is_missing(critical_rainfall_of(soil, slope, kMissing, 50)));
        EXPECT_TRUE(is_missing(critical_rainfall_of(soil, slope, 1e-4, kMissing)));
    }
    EXPECT_TRUE(is_missing(critical_rainfall_of(soil, kMissing, 1e-4, 50)));
}

Raster<float> run_shalstab(float root_cohesion) {
    const Extent extent{20, 30};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> slope(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        slope(row, col) = static_cast<float>(row * 30 + col) / 600.0F;
    });
    slope(0, 1) = kMissing;
    fields.put(kSlope, std::move(slope));
    testing::put_constant(fields, kSpecificCatchmentArea, 40);
    testing::put_constant(fields, kTransmissivity, 1e-4F);
    testing::put_constant(fields, kSoilDepth, 2);
    testing::put_constant(fields, kCohesion, 2000);
    testing::put_constant(fields, kFrictionAngle, 0.5F);
    testing::put_constant(fields, kUnitWeight, 18000);
    testing::put_constant(fields, kRootCohesion, root_cohesion);
    testing::run_model("shalstab", {}, fields);
    return testing::take_raster(fields, kCriticalRainfall);
}

TEST(ShalstabModel, GoesFromNeverFailsToFailsDryAsSlopesSteepen) {
    const auto rain = run_shalstab(0);
    EXPECT_EQ(rain(0, 0), kInfinity);
    EXPECT_TRUE(is_missing(rain(0, 1)));
    EXPECT_EQ(rain(19, 29), 0);
    const float* steeper = rain.data() + 2;
    const float* last = rain.data() + rain.size();
    EXPECT_TRUE(std::is_sorted(steeper, last, std::greater<>()));
    EXPECT_GT(std::count_if(steeper, last, [](float q) { return q > 0 && std::isfinite(q); }), 50);
    EXPECT_EQ(run_shalstab(50e3F)(19, 29), kInfinity);
}

TEST(ShalstabModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] { return run_shalstab(0); }));
}

}  // namespace
}  // namespace hazone::models
