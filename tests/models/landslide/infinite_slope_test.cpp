#include "models/landslide/infinite_slope.hpp"

#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/landslide/failure_probability.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::number;

constexpr double kDegree = kRightAngle / 90;
constexpr double kHighest = 10;

/// One cell of likely soil on a likely slope.
struct Place {
    SoilColumn soil;
    double slope = 0;
    double wetness = 0;
};

Place random_place(std::mt19937_64& random) {
    const auto between = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    return {.soil = {.depth = between(0.2, 5),
                     .unit_weight = between(14000, 22000),
                     .cohesion = between(0, 20000),
                     .friction_angle = between(15, 45) * kDegree,
                     .surcharge = between(0, 3000)},
            .slope = between(5, 44) * kDegree,
            .wetness = between(0, 0.9)};
}

double safety(const Place& place, double highest = kHighest) {
    return infinite_slope_safety(place.soil, place.slope, place.wetness, highest);
}

double probability(const Place& place) {
    return probability_of_failure(place.soil, place.slope, place.wetness, {0.4, 0.12});
}

TEST(InfiniteSlope, EqualsTheWorkedAnswers) {
    for (const testing::Answer& answer : testing::read_answers("infinite_slope.csv")) {
        const Place place{
            .soil = {.depth = number(answer, "depth_m"),
                     .unit_weight = number(answer, "unit_weight"),
                     .cohesion = number(answer, "cohesion") + number(answer, "root_cohesion"),
                     .friction_angle = number(answer, "friction_deg") * kDegree,
                     .surcharge = number(answer, "surcharge")},
            .slope = number(answer, "slope_deg") * kDegree,
            .wetness = number(answer, "wetness")};
        EXPECT_NEAR(safety(place), number(answer, "expected"), number(answer, "tolerance"))
            << answer.at("source");
    }
}

TEST(InfiniteSlope, WetterIsNeverSafer) {
    std::mt19937_64 random(1);
    for (int trial = 0; trial < 2000; ++trial) {
        const Place dry = random_place(random);
        Place wet = dry;
        wet.wetness += 0.1;
        EXPECT_LE(safety(wet), safety(dry));
        EXPECT_GE(probability(wet), probability(dry) - 1e-12);
    }
}

TEST(InfiniteSlope, MoreCohesionOrFrictionIsNeverLessSafe) {
    std::mt19937_64 random(2);
    for (int trial = 0; trial < 2000; ++trial) {
        const Place weak = random_place(random);
        Place rooted = weak;
        rooted.soil.cohesion += 1000;
        Place rough = weak;
        rough.soil.friction_angle += kDegree;
        EXPECT_GE(safety(rooted), safety(weak));
        EXPECT_GE(safety(rough), safety(weak));
    }
}

TEST(InfiniteSlope, SteeperUpToHalfARightAngleIsNeverSafer) {
    std::mt19937_64 random(3);
    for (int trial = 0; trial < 2000; ++trial) {
        const Place gentle = random_place(random);
        Place steep = gentle;
        steep.slope += kDegree;
        EXPECT_LE(safety(steep), safety(gentle));
    }
}

TEST(InfiniteSlope, DeeperSoilWithCohesionIsNeverSafer) {
    std::mt19937_64 random(4);
    for (int trial = 0; trial < 2000; ++trial) {
        Place thin = random_place(random);
        thin.soil.surcharge = 0;
        Place thick = thin;
        thick.soil.depth += 0.5;
        EXPECT_LE(safety(thick), safety(thin));
    }
}

TEST(InfiniteSlope, IsHighestOnLevelGroundAndWithoutSoil) {
    const Place level{.soil = {1, 18000, 0, 0.5, 0}, .slope = 0, .wetness = 1};
    const Place bare{.soil = {0, 18000, 0, 0.5, 0}, .slope = 0.7, .wetness = 1};
    const Place gentle{.soil = {1, 18000, 0, 0.5, 0}, .slope = 1e-4, .wetness = 1};
    for (const Place& place : {level, bare, gentle}) {
        EXPECT_EQ(safety(place), kHighest);
        EXPECT_LT(probability(place), 1e-15);
    }
    EXPECT_GT(safety(gentle, 1000), kHighest);
}

/// The place six times, each time without one of its inputs.
std::array<Place, 6> gaps_of(const Place& whole) {
    std::array<Place, 6> gaps;
    gaps.fill(whole);
    gaps[0].soil.depth = kMissing;
    gaps[1].soil.unit_weight = kMissing;
    gaps[2].soil.cohesion = kMissing;
    gaps[3].soil.friction_angle = kMissing;
    gaps[4].slope = kMissing;
    gaps[5].wetness = kMissing;
    return gaps;
}

void expect_missing(const Place& gap) {
    EXPECT_TRUE(is_missing(safety(gap)));
    EXPECT_TRUE(is_missing(probability(gap)));
}

TEST(InfiniteSlope, IsMissingWhereAnyInputIsEvenOnLevelGround) {
    const Place steep{.soil = {1, 18000, 5000, 0.5, 0}, .slope = 0.6, .wetness = 0.5};
    Place level = steep;
    level.slope = 0;
    Place bare = steep;
    bare.soil.depth = 0;
    for (const Place& whole : {steep, level, bare}) {
        EXPECT_FALSE(is_missing(safety(whole)));
        for (const Place& gap : gaps_of(whole)) {
            expect_missing(gap);
        }
    }
}

TEST(FailureProbability, EqualsTheWorkedAnswers) {
    for (const testing::Answer& answer : testing::read_answers("failure_probability.csv")) {
        const SoilColumn soil{.depth = number(answer, "depth_m"),
                              .unit_weight = number(answer, "unit_weight"),
                              .cohesion = number(answer, "cohesion"),
                              .friction_angle = number(answer, "friction_deg") * kDegree};
        const StrengthVariation variation{.cohesion = number(answer, "cohesion_variation"),
                                          .friction = number(answer, "friction_variation")};
        EXPECT_NEAR(probability_of_failure(soil, number(answer, "slope_deg") * kDegree,
                                           number(answer, "wetness"), variation),
                    number(answer, "expected"), number(answer, "tolerance"))
            << answer.at("source");
    }
}

TEST(FailureProbability, EqualsAMonteCarloEstimate) {
    const Place place{.soil = {2, 18000, 6000, 33 * kDegree, 0}, .slope = 0.6, .wetness = 0.6};
    const StrengthVariation variation{.cohesion = 0.4, .friction = 0.12};
    std::mt19937_64 random(20240909);
    std::normal_distribution<double> normal;
    constexpr int kDraws = 200000;
    int failures = 0;
    for (int draw = 0; draw < kDraws; ++draw) {
        Place drawn = place;
        drawn.soil.cohesion *= 1 + variation.cohesion * normal(random);
        drawn.soil.friction_angle = std::atan(std::tan(place.soil.friction_angle) *
                                              (1 + variation.friction * normal(random)));
        failures += safety(drawn) < 1 ? 1 : 0;
    }
    const double expected =
        probability_of_failure(place.soil, place.slope, place.wetness, variation);
    EXPECT_GT(expected, 0.05);
    EXPECT_LT(expected, 0.95);
    // Four standard deviations of the estimate.
    EXPECT_NEAR(static_cast<double>(failures) / kDraws, expected,
                4 * std::sqrt(expected * (1 - expected) / kDraws));
}

TEST(FailureProbability, IsCertainWithoutVariation) {
    const SoilColumn strong{
        .depth = 1, .unit_weight = 18000, .cohesion = 9e3, .friction_angle = 0.6};
    const SoilColumn weak{.depth = 1, .unit_weight = 18000, .cohesion = 0, .friction_angle = 0.4};
    EXPECT_EQ(probability_of_failure(strong, 0.5, 0, {0, 0}), 0);
    EXPECT_EQ(probability_of_failure(weak, 0.5, 0, {0, 0}), 1);
}

TEST(FailureProbability, IsAHalfWhereTheMeanSafetyFactorIsOne) {
    const SoilColumn soil{.depth = 1, .unit_weight = 18000, .friction_angle = 0.5};
    EXPECT_NEAR(probability_of_failure(soil, 0.5, 0, {0.4, 0.12}), 0.5, 1e-9);
}

FieldSet slope_fields(Extent extent) {
    FieldSet fields(testing::plain_grid(extent));
    std::mt19937_64 random(5);
    for (const FieldSpec& spec : kInfiniteSlopeNeeds) {
        fields.put(spec, Raster<float>(extent));
    }
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            const Place place = random_place(random);
            fields.write(kSlope)(row, col) = static_cast<float>(place.slope);
            fields.write(kSoilDepth)(row, col) = static_cast<float>(place.soil.depth);
            fields.write(kCohesion)(row, col) = static_cast<float>(place.soil.cohesion);
            fields.write(kFrictionAngle)(row, col) = static_cast<float>(place.soil.friction_angle);
            fields.write(kUnitWeight)(row, col) = static_cast<float>(place.soil.unit_weight);
            fields.write(kSoilWetness)(row, col) = static_cast<float>(place.wetness);
            fields.write(kRootCohesion)(row, col) = 0;
            fields.write(kSurcharge)(row, col) = 0;
        }
    }
    return fields;
}

Raster<float> made_by(std::string_view model, const FieldSpec& made, const ParamTexts& settings) {
    FieldSet fields = slope_fields({30, 40});
    testing::run_model(model, settings, fields);
    return testing::take_raster(fields, made);
}

/// The safety factor under vegetation as its model makes it.
Raster<float> safety_under(const ParamTexts& vegetation) {
    FieldSet fields = slope_fields({30, 40});
    testing::run_model("vegetation", vegetation, fields);
    testing::run_model("infinite_slope", {}, fields);
    return testing::take_raster(fields, kSafetyFactor);
}

TEST(InfiniteSlopeModels, HaveTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return made_by("infinite_slope", kSafetyFactor, {}); }));
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return made_by("failure_probability", kLandslideSusceptibility, {}); }));
}

TEST(InfiniteSlopeModels, ApplyRootsAndTheHighestValue) {
    const auto plain = made_by("infinite_slope", kSafetyFactor, {});
    const auto rooted = safety_under({{"root_cohesion", "5 kPa"}});
    const auto capped = made_by("infinite_slope", kSafetyFactor, {{"highest_safety_factor", "2"}});
    for (Index cell = 0; cell < plain.size(); ++cell) {
        const float safety = plain.data()[cell];
        EXPECT_TRUE(rooted.data()[cell] > safety || safety == kHighest);
        EXPECT_EQ(capped.data()[cell], std::min(safety, 2.0F));
    }
}

TEST(InfiniteSlopeModels, ApplyTheWeightOfTrees) {
    const auto plain = made_by("infinite_slope", kSafetyFactor, {});
    const auto forest = safety_under({{"surcharge", "3 kPa"}});
    EXPECT_FALSE(testing::same_bits(plain, forest));
}

TEST(InfiniteSlopeModels, AgreeOnWhichSideOfOneTheSafetyFactorLies) {
    const auto plain = made_by("infinite_slope", kSafetyFactor, {});
    const auto risk = made_by("failure_probability", kLandslideSusceptibility, {});
    const auto known = made_by("failure_probability", kLandslideSusceptibility,
                               {{"cohesion_variation", "0"}, {"friction_variation", "0"}});
    for (Index cell = 0; cell < plain.size(); ++cell) {
        const bool fails = plain.data()[cell] < 1;
        EXPECT_EQ(risk.data()[cell] > 0.5F, fails);
        EXPECT_EQ(known.data()[cell], fails ? 1 : 0);
    }
}

}  // namespace
}  // namespace hazone::models
