// The models of models/landslide/probability against the closed form, each other and their rules.
#include <cmath>
#include <filesystem>
#include <functional>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/pipeline/run_stored.hpp"
#include "engine/statistics/normal.hpp"
#include "models/landslide/failure_probability.hpp"
#include "models/landslide/probability/uncertain_slope.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr Extent kExtent{20, 30};

/// Random likely slopes; a row of level ground, one without soil, and a gap in each field.
FieldSet slope_fields(Extent extent = kExtent) {
    FieldSet fields(testing::plain_grid(extent));
    std::mt19937_64 random(5);
    const auto put = [&](const FieldSpec& spec, double low, double high) {
        std::uniform_real_distribution<double> between(low, high);
        Raster<float> cells(extent);
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                cells(row, col) = static_cast<float>(between(random));
            }
        }
        fields.put(spec, std::move(cells));
    };
    put(kSlope, 0.3, 0.8);
    put(kSoilDepth, 0.5, 3);
    put(kCohesion, 1000, 9000);
    put(kFrictionAngle, 0.45, 0.7);
    put(kUnitWeight, 16000, 21000);
    put(kSoilWetness, 0.1, 0.9);
    put(kRootCohesion, 0, 2000);
    put(kSurcharge, 0, 2000);
    return fields;
}

Raster<float> made(std::string_view model, const FieldSpec& field, const ParamTexts& settings) {
    FieldSet fields = slope_fields();
    testing::run_model(model, settings, fields);
    return testing::take_raster(fields, field);
}

const ParamTexts normal_cohesion{{"cohesion_distribution", "normal"}};

ParamTexts with(ParamTexts texts, const ParamTexts& more) {
    for (const auto& [name, text] : more) {
        texts[name] = text;
    }
    return texts;
}

double worst_difference(const Raster<float>& a, const Raster<float>& b) {
    double worst = 0;
    for (Index cell = 0; cell < a.size(); ++cell) {
        worst = std::max(worst, static_cast<double>(std::abs(a.data()[cell] - b.data()[cell])));
    }
    return worst;
}

TEST(SlopeLimitState, IsTheInfiniteSlope) {
    std::mt19937_64 random(8);
    const auto between = [&](double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random);
    };
    for (int trial = 0; trial < 2000; ++trial) {
        const SoilColumn soil{.depth = between(0.2, 5),
                              .unit_weight = between(14000, 22000),
                              .cohesion = between(0, 20000),
                              .friction_angle = between(0.2, 0.8),
                              .surcharge = between(0, 3000)};
        const double slope = between(0.1, 1.2);
        const double wetness = between(0, 1);
        const Factors<double> factors{between(0, 2), between(0.5, 1.5), between(0.2, 2),
                                      between(0, 3)};
        SoilColumn sample = soil;
        sample.cohesion *= factors[0];
        sample.friction_angle = std::atan(std::tan(soil.friction_angle) * factors[1]);
        sample.depth *= factors[2];
        const double expected =
            infinite_slope_safety(sample, slope, std::min(1.0, wetness * factors[3]), kInfinity);
        const SlopeLimitState<double> exact(soil, slope, wetness, 10);
        EXPECT_NEAR(exact(factors), expected, 1e-12 * expected);
        const SlopeLimitState<float> fast(soil, slope, wetness, 10);
        EXPECT_NEAR(fast({static_cast<float>(factors[0]), static_cast<float>(factors[1]),
                          static_cast<float>(factors[2]), static_cast<float>(factors[3])}),
                    expected, 2e-6 * (1 + expected));
        const Factors<double> gradient = exact.gradient(factors);
        for (std::size_t number = 0; number < kUncertain; ++number) {
            constexpr double kStep = 1e-6;
            Factors<double> above = factors;
            Factors<double> below = factors;
            above[number] += kStep;
            below[number] -= kStep;
            EXPECT_NEAR(gradient[number], (exact(above) - exact(below)) / (2 * kStep),
                        1e-5 * (1 + std::abs(gradient[number])));
        }
    }
}

TEST(SlopeLimitState, CannotSlideWithoutSoil) {
    const SoilColumn soil{.depth = 1, .unit_weight = 18000, .cohesion = 5, .friction_angle = 0.3};
    const SlopeLimitState<double> state(soil, 0.7, 0.5, 10);
    EXPECT_EQ(state({1, 1, 0, 1}), 10);
    EXPECT_EQ(state({1, 1, -0.3, 1}), 10);
    EXPECT_LT(state({1, 1, 0.3, 1}), 1);
}

// FS is linear in normal strengths: the answer of failure_probability is exact.
TEST(MonteCarloFailure, EqualsTheClosedFormOfNormalStrength) {
    const auto exact = made("failure_probability", kLandslideSusceptibility, {});
    for (const char* sampling : {"latin_hypercube", "monte_carlo"}) {
        const auto found =
            made("monte_carlo_failure", kLandslideSusceptibility,
                 with(normal_cohesion, {{"sampling", sampling}, {"samples", "20000"}}));
        double sum = 0;
        for (Index cell = 0; cell < exact.size(); ++cell) {
            sum += static_cast<double>(found.data()[cell] - exact.data()[cell]);
        }
        // five standard errors of one cell, and of the mean over all cells
        EXPECT_LT(worst_difference(found, exact), 5 * 0.5 / std::sqrt(20000)) << sampling;
        EXPECT_NEAR(sum / static_cast<double>(exact.size()), 0, 5 * 0.5 / std::sqrt(20000 * 600.0));
        EXPECT_GT(worst_difference(found, exact), 0.0);
    }
}

// Without cohesion FS = B tan(phi): with lognormal friction P = Phi((s2/2 - ln m) / s),
// s2 = ln(1 + V2).
TEST(ProbabilityModels, EqualTheClosedFormOfLognormalFriction) {
    const ParamTexts settings{{"friction_distribution", "lognormal"},
                              {"friction_variation", "0.2"},
                              {"cohesion_variation", "0"}};
    FieldSet fields = slope_fields();
    testing::put_constant(fields, kCohesion, 0);
    testing::put_constant(fields, kRootCohesion, 0);
    testing::run_model("infinite_slope", {{"highest_safety_factor", "1000"}}, fields);
    testing::run_model("monte_carlo_failure", with(settings, {{"samples", "10000"}}), fields);
    const auto sampled = testing::take_raster(fields, kLandslideSusceptibility);
    testing::run_model("form_failure", settings, fields);
    const auto by_index = testing::take_raster(fields, kLandslideSusceptibility);
    testing::run_model("point_estimate_failure",
                       with(settings, {{"safety_distribution", "lognormal"}}), fields);
    const auto by_points = testing::take_raster(fields, kLandslideSusceptibility);
    const double variance = std::log1p(0.04);
    double most = 0;
    for (Index cell = 0; cell < sampled.size(); ++cell) {
        const double mean = fields.read(kSafetyFactor).data()[cell];
        const double exact =
            normal_probability((variance / 2 - std::log(mean)) / std::sqrt(variance));
        EXPECT_NEAR(sampled.data()[cell], exact, 2e-4);  // one quantity: two strata of 10,000
        EXPECT_NEAR(by_index.data()[cell], exact, 2e-6);
        EXPECT_NEAR(by_points.data()[cell], exact, 2e-6);
        most = std::max(most, std::min(exact, 1 - exact));
    }
    EXPECT_GT(most, 0.3);
}

// Variance of A c + B t with correlation r: (A sc)2 + (B st)2 + 2 r A sc B st.
TEST(ProbabilityModels, EqualTheClosedFormOfCorrelatedNormalStrength) {
    const ParamTexts settings = with(normal_cohesion, {{"correlation", "-0.5"}});
    FieldSet fields = slope_fields();
    testing::run_model("monte_carlo_failure", with(settings, {{"samples", "20000"}}), fields);
    const auto sampled = testing::take_raster(fields, kLandslideSusceptibility);
    testing::run_model("form_failure", settings, fields);
    const auto by_index = testing::take_raster(fields, kLandslideSusceptibility);
    testing::run_model("point_estimate_failure", settings, fields);
    const auto by_points = testing::take_raster(fields, kLandslideSusceptibility);
    const SlopeFields slopes(fields);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            const SoilColumn soil = slopes.soil(row, col);
            const StrengthFactors per =
                strength_factors(soil, slopes.slope(row, col), slopes.wetness(row, col));
            const double cohesion = per.per_cohesion * soil.cohesion;
            const double friction = per.per_friction * std::tan(soil.friction_angle);
            const double a = 0.4 * cohesion;
            const double b = 0.12 * friction;
            const double exact =
                normal_probability((1 - cohesion - friction) / std::sqrt(a * a + b * b - a * b));
            EXPECT_NEAR(sampled(row, col), exact, 5 * 0.5 / std::sqrt(20000));
            EXPECT_NEAR(by_index(row, col), exact, 1e-6);
            EXPECT_NEAR(by_points(row, col), exact, 1e-6);
        }
    }
}

TEST(ProbabilityModels, EqualFailureProbabilityWithNormalStrength) {
    const auto exact = made("failure_probability", kLandslideSusceptibility, {});
    EXPECT_LT(
        worst_difference(made("form_failure", kLandslideSusceptibility, normal_cohesion), exact),
        1e-6);
    EXPECT_LT(worst_difference(
                  made("point_estimate_failure", kLandslideSusceptibility, normal_cohesion), exact),
              1e-6);
}

TEST(ProbabilityModels, GiveTheMeanSafetyFactorOfTheLikelySoil) {
    const auto likely = made("infinite_slope", kSafetyFactor, {});
    const auto points = made("point_estimate_failure", kMeanSafetyFactor, {});
    const auto sampled = made("monte_carlo_failure", kMeanSafetyFactor,
                              with(normal_cohesion, {{"samples", "4000"}}));
    EXPECT_LT(worst_difference(points, likely), 1e-5);
    EXPECT_LT(worst_difference(sampled, likely), 1e-3);  // Latin hypercube of a linear function
}

TEST(ProbabilityModels, AgreeWhereDepthAndWetnessAreUncertain) {
    const ParamTexts settings{{"depth_variation", "0.2"}, {"wetness_variation", "0.15"}};
    const auto sampled = made("monte_carlo_failure", kLandslideSusceptibility,
                              with(settings, {{"samples", "10000"}}));
    const auto by_index = made("form_failure", kLandslideSusceptibility, settings);
    const auto by_points = made("point_estimate_failure", kLandslideSusceptibility, settings);
    double mean_of_index = 0;
    for (Index cell = 0; cell < sampled.size(); ++cell) {
        EXPECT_FALSE(is_missing(by_index.data()[cell]));
        mean_of_index += std::abs(by_index.data()[cell] - sampled.data()[cell]) /
                         static_cast<double>(sampled.size());
    }
    // what bent limit states and the shape of FS cost: first order and normal FS are approximations
    EXPECT_LT(mean_of_index, 0.01);
    EXPECT_LT(worst_difference(by_index, sampled), 0.05);
    EXPECT_LT(worst_difference(by_points, sampled), 0.1);
}

TEST(MonteCarloFailure, HoldsTheClosedFormInItsIntervalNineteenTimesOfTwenty) {
    const auto exact = made("failure_probability", kLandslideSusceptibility, {});
    FieldSet fields = slope_fields();
    testing::run_model("monte_carlo_failure",
                       with(normal_cohesion, {{"samples", "400"}, {"sampling", "monte_carlo"}}),
                       fields);
    const auto found = fields.read(kLandslideSusceptibility);
    const auto error = fields.read(kFailureProbabilityError);
    const Index inside = count_cells(kExtent, [&](Index row, Index col) {
        return std::abs(found(row, col) - exact(row, col)) <= error(row, col) + 0.5 / 400;
    });
    EXPECT_GT(static_cast<double>(inside) / 600, 0.93);
    EXPECT_LT(static_cast<double>(inside) / 600, 0.995);
}

constexpr const char* kModels[] = {"monte_carlo_failure", "form_failure", "point_estimate_failure"};
const FieldSpec& second_field(std::string_view model) {
    return model == "form_failure" ? kReliabilityIndex : kMeanSafetyFactor;
}

TEST(ProbabilityModels, KeepTheRulesOfLevelGroundAndZeroDepth) {
    for (const char* model : kModels) {
        FieldSet fields = slope_fields({1, 2});
        fields.write(kSlope)(0, 0) = 0;
        fields.write(kSoilDepth)(0, 1) = 0;
        testing::run_model(model, {{"depth_variation", "0.2"}}, fields);
        for (const Index col : {0, 1}) {
            EXPECT_EQ(fields.read(kLandslideSusceptibility)(0, col), 0) << model;
            EXPECT_EQ(fields.read(second_field(model))(0, col), 10) << model;
        }
    }
}

void expect_missing_without(const FieldSpec& need, std::string_view model, const FieldSpec* zero) {
    FieldSet fields = slope_fields({1, 1});
    if (zero != nullptr) {
        fields.write (*zero)(0, 0) = 0;
    }
    fields.write(need)(0, 0) = kMissing;
    testing::run_model(model, {}, fields);
    EXPECT_TRUE(is_missing(fields.read(kLandslideSusceptibility)(0, 0))) << need.name;
    EXPECT_TRUE(is_missing(fields.read(second_field(model))(0, 0))) << need.name;
}

TEST(ProbabilityModels, AreMissingWhereAnyInputIs) {
    static_assert(std::size(kInfiniteSlopeNeeds) == 8);
    for (const char* model : kModels) {
        for (const FieldSpec& need : kInfiniteSlopeNeeds) {
            expect_missing_without(need, model, nullptr);
            expect_missing_without(need, model, &kSlope);
            expect_missing_without(need, model, &kSoilDepth);
        }
    }
}

TEST(ProbabilityModels, OfAGridWithoutAnyInputAreMissing) {
    for (const char* model : {"monte_carlo_failure", "form_failure", "point_estimate_failure"}) {
        FieldSet fields = slope_fields();
        testing::put_constant(fields, kCohesion, kMissing);
        testing::run_model(model, {}, fields);
        EXPECT_EQ(fields.missing_cells(kLandslideSusceptibility), kExtent.size());
    }
}

TEST(ProbabilityModels, AreCertainWithoutVariation) {
    const ParamTexts none{{"cohesion_variation", "0"}, {"friction_variation", "0"}};
    const auto safety = made("infinite_slope", kSafetyFactor, {});
    for (const char* model : kModels) {
        const auto found = made(model, kLandslideSusceptibility, none);
        for (Index cell = 0; cell < found.size(); ++cell) {
            EXPECT_EQ(found.data()[cell], safety.data()[cell] < 1 ? 1 : 0) << model;
        }
    }
}

TEST(ProbabilityModels, HaveTheSameBitsOnAnyNumberOfThreads) {
    const ParamTexts settings{{"depth_variation", "0.2"}, {"correlation", "-0.3"}};
    for (const char* sampling : {"latin_hypercube", "monte_carlo"}) {
        const auto more = with(settings, {{"sampling", sampling}, {"samples", "300"}});
        for (const FieldSpec& field :
             {kLandslideSusceptibility, kFailureProbabilityError, kMeanSafetyFactor}) {
            EXPECT_TRUE(testing::same_for_any_thread_count(
                [&] { return made("monte_carlo_failure", field, more); }));
        }
    }
    for (const char* model : {"form_failure", "point_estimate_failure"}) {
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return made(model, second_field(model), settings); }));
    }
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        return made("safety_sensitivity", kSensitivityToDepth,
                    {{"depth_variation", "0.2"}, {"spacing", "3"}, {"samples", "64"}});
    }));
}

/// Variances of A c and B tan(phi), exact first-order indices of independent strengths.
TEST(SafetySensitivity, IsTheShareOfTheVarianceOfALinearSafetyFactor) {
    FieldSet fields = slope_fields();
    testing::run_model("safety_sensitivity", {{"spacing", "5"}, {"samples", "20000"}}, fields);
    const SlopeFields slopes(fields);
    int compared = 0;
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            if (row % 5 != 0 || col % 5 != 0) {
                EXPECT_TRUE(is_missing(fields.read(kSensitivityToCohesion)(row, col)));
                continue;
            }
            const SoilColumn soil = slopes.soil(row, col);
            const StrengthFactors per =
                strength_factors(soil, slopes.slope(row, col), slopes.wetness(row, col));
            const double cohesion = std::pow(0.4 * per.per_cohesion * soil.cohesion, 2);
            const double friction =
                std::pow(0.12 * per.per_friction * std::tan(soil.friction_angle), 2);
            EXPECT_NEAR(fields.read(kSensitivityToCohesion)(row, col),
                        cohesion / (cohesion + friction), 0.05);
            EXPECT_NEAR(fields.read(kSensitivityToFriction)(row, col),
                        friction / (cohesion + friction), 0.05);
            EXPECT_NEAR(fields.read(kSensitivityToDepth)(row, col), 0, 1e-6);
            ++compared;
        }
    }
    EXPECT_EQ(compared, 4 * 6);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_NE(fields.notes()[0].find("over 24 cells"), std::string::npos);
}

TEST(SafetySensitivity, IsMissingOnLevelGroundAndWithoutInput) {
    FieldSet fields = slope_fields({1, 3});
    fields.write(kSlope)(0, 0) = 0;
    fields.write(kCohesion)(0, 1) = kMissing;
    testing::run_model("safety_sensitivity", {{"spacing", "1"}, {"samples", "16"}}, fields);
    const auto shares = fields.read(kSensitivityToCohesion);
    EXPECT_TRUE(is_missing(shares(0, 0)));
    EXPECT_TRUE(is_missing(shares(0, 1)));
    EXPECT_FALSE(is_missing(shares(0, 2)));
}

/// Slopes of a ground, and with them the shares: one sweep, whose windows overlap.
Plan sensitivity_plan() {
    const std::array<const Model*, 2> chain{find_model(catalogue(), "horn_slope"),
                                            find_model(catalogue(), "safety_sensitivity")};
    PlanRequest request{.wanted = {"sensitivity_to_cohesion"}, .given = {"elevation"}};
    for (const FieldSpec& need : kInfiniteSlopeNeeds) {
        if (need.name != kSlope.name) {
            request.given.emplace(need.name);
        }
    }
    request.settings["safety_sensitivity"] = {{"spacing", "3"}, {"samples", "32"}};
    return make_plan(chain, request);
}

TEST(SafetySensitivity, TellsTheSameOfTheWholeGridWindowByWindow) {
    FieldSet inputs = slope_fields();
    Raster<float> ground(kExtent);
    for_each_cell(kExtent, [z = ground.view()](Index row, Index col) {
        z(row, col) = row == 7 && col == 9 ? kMissing : static_cast<float>(4 * row + 3 * col);
    });
    inputs.put(kElevation, std::move(ground));
    const Plan plan = sensitivity_plan();

    FieldSet memory(inputs.grid());
    StoredFields stored(inputs.grid(), std::filesystem::temp_directory_path());
    for (const FieldSpec* field : plan.inputs) {
        stored.write(*field).write({0, 0}, inputs.read(*field));
    }
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& set) {
        Raster<float> copy(kExtent);
        for_each_cell(kExtent, [&, to = copy.view(), from = inputs.read(field)](
                                   Index row, Index col) { to(row, col) = from(row, col); });
        set.put(field, std::move(copy));
    };
    run_plan(plan, memory, hooks);
    ASSERT_EQ(memory.notes().size(), 1U);
    EXPECT_NE(memory.notes()[0].find("over 53 cells"), std::string::npos) << memory.notes()[0];
    const StoredReport report =
        run_stored(plan, make_stored_plan(plan, inputs.grid(), {.window = Extent{7, 11}}), stored);
    EXPECT_EQ(report.notes, memory.notes());
}

}  // namespace
}  // namespace hazone::models
