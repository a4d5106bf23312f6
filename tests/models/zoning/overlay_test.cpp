// Several hazards in one class: matrix, weights, comparisons, fuzzy sets.
#include "models/zoning/overlay.hpp"

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "models/zoning/ahp.hpp"
#include "models/zoning/matrix_class.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::HasSubstr;

// Saaty (2008), Int. J. Services Sciences 1(1), 83-98, relative consumption of drinks in the USA:
// coffee, wine, tea, beer, sodas, milk, water. The paper prints three digits.
TEST(AhpWeights, AreThoseOfThePublishedExample) {
    const std::vector<double> drinks{1,       9, 5,       2,       1,       1,       1 / 2.0,  //
                                     1 / 9.0, 1, 1 / 3.0, 1 / 9.0, 1 / 9.0, 1 / 9.0, 1 / 9.0,  //
                                     1 / 5.0, 3, 1,       1 / 3.0, 1 / 4.0, 1 / 3.0, 1 / 9.0,  //
                                     1 / 2.0, 9, 3,       1,       1 / 2.0, 1,       1 / 3.0,  //
                                     1,       9, 4,       2,       1,       2,       1 / 2.0,  //
                                     1,       9, 3,       1,       1 / 2.0, 1,       1 / 3.0,  //
                                     2,       9, 9,       3,       2,       3,       1};
    const std::vector<double> published{0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327};
    const AhpWeights found = ahp_weights(drinks, 7);
    for (std::size_t number = 0; number < published.size(); ++number) {
        EXPECT_NEAR(found.weights[number], published[number], 0.0006);
    }
    EXPECT_NEAR(found.consistency_ratio, 0.022, 0.0006);
}

TEST(AhpWeights, OfComparisonsWhichAgreeAreTheirRatios) {
    const std::vector<double> weights{0.5, 0.3, 0.15, 0.05};
    std::vector<double> comparisons;
    for (const double one : weights) {
        for (const double other : weights) {
            comparisons.push_back(one / other);
        }
    }
    const AhpWeights found = ahp_weights(comparisons, 4);
    for (std::size_t number = 0; number < weights.size(); ++number) {
        EXPECT_NEAR(found.weights[number], weights[number], 1e-12);
    }
    EXPECT_NEAR(found.largest_eigenvalue, 4, 1e-12);
    EXPECT_NEAR(found.consistency_ratio, 0, 1e-12);
    // Two criteria cannot contradict each other: 4 to 1.
    const AhpWeights two = ahp_weights(std::vector<double>{1, 4, 0.25, 1}, 2);
    EXPECT_NEAR(two.weights[0], 0.8, 1e-12);
    EXPECT_EQ(two.consistency_ratio, 0);
}

// 0.75 and 0.5: product 0.375, algebraic sum 1 - 0.25 * 0.5 = 0.875.
TEST(FuzzyGamma, IsAsWorkedByHand) {
    const CriterionValues values{0.75, 0.5, 0, 0};
    const auto gamma = [&](double exponent) {
        return overlaid(values, {.weights = {1, 1, 0, 0}, .gamma = exponent}).value;
    };
    EXPECT_NEAR(gamma(0), 0.375, 1e-12);
    EXPECT_NEAR(gamma(1), 0.875, 1e-12);
    EXPECT_NEAR(gamma(0.5), std::sqrt(0.375 * 0.875), 1e-12);
    EXPECT_NEAR(gamma(0.7), std::exp(0.7 * std::log(0.875) + 0.3 * std::log(0.375)), 1e-12);
}

TEST(WeightedMean, IsAsWorkedByHand) {
    const Overlaid found =
        overlaid({0.2, 0.9, 0.5, kMissing}, {.weights = {2, 1, 1, 0}, .gamma = {}});
    EXPECT_NEAR(found.value, (0.4 + 0.9 + 0.5) / 4, 1e-12);
    EXPECT_NEAR(found.landslide, 0.9 / 4, 1e-12);  // with its runout
    EXPECT_NEAR(found.flash_flood, 0.9 / 4, 1e-12);
    EXPECT_TRUE(is_missing(overlaid({0.2, kMissing, 0, 0}, {}).value));
    EXPECT_TRUE(
        is_missing(overlaid({kMissing, 0.0, 0, 0}, {.weights = {1, 1, 0, 0}, .gamma = 1.0}).value));
    EXPECT_TRUE(
        is_missing(overlaid({0.0, kMissing, 0, 0}, {.weights = {1, 1, 0, 0}, .gamma = 1.0}).value));
}

TEST(Overlaid, NeverFallsWhenASusceptibilityRises) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> share(0, 1);
    for (int trial = 0; trial < 2000; ++trial) {
        const OverlayRule mean{.weights = {share(random), share(random), share(random), 0},
                               .gamma = {}};
        const OverlayRule fuzzy{.weights = {1, 1, 0, 0}, .gamma = share(random)};
        CriterionValues low{share(random), share(random), share(random), 0};
        CriterionValues high = low;
        double& raised = high.at(random() % 3);
        raised += (1 - raised) * share(random);
        for (const OverlayRule& rule : {mean, fuzzy}) {
            const double before = overlaid(low, rule).value;
            const double after = overlaid(high, rule).value;
            ASSERT_GE(after, before - 1e-12);
            ASSERT_GE(before, 0);
            ASSERT_LE(after, 1 + 1e-12);
        }
    }
}

void expect_kept(const WorstClass& answer, int hazard_class, int deciding) {
    EXPECT_EQ(answer.hazard_class, hazard_class);
    EXPECT_EQ(answer.deciding_hazard, deciding);
}

TEST(KeptClass, KeepsWhatIsVeryHigh) {
    const Overlaid slide{0.4, 0.3, 0.1};
    expect_kept(kept_class(3, slide, 2, 5, KeepWorst::very_high), 5, kDecidedByFlashFlood);
    expect_kept(kept_class(3, slide, 2, 4, KeepWorst::very_high), 3, kDecidedByLandslide);
    expect_kept(kept_class(3, slide, 2, 4, KeepWorst::all), 4, kDecidedByFlashFlood);
    expect_kept(kept_class(4, slide, 2, 4, KeepWorst::all), 4, kDecidedByLandslide);
    expect_kept(kept_class(3, slide, 2, 5, KeepWorst::nothing), 3, kDecidedByLandslide);
    expect_kept(kept_class(3, {0.4, 0.2, 0.2}, 2, 2, KeepWorst::nothing), 3, kDecidedByBoth);
}

TEST(KeptClass, IsNoDataWhereAMissingHazardCouldChangeIt) {
    const Overlaid slide{0.4, 0.3, 0.1};
    expect_kept(kept_class(3, slide, 0, 2, KeepWorst::very_high), 0, 0);
    expect_kept(kept_class(0, slide, 2, 2, KeepWorst::very_high), 0, 0);
    expect_kept(kept_class(0, slide, 2, 2, KeepWorst::nothing), 0, 0);
    expect_kept(kept_class(0, slide, 0, 5, KeepWorst::very_high), 5, kDecidedByFlashFlood);
    expect_kept(kept_class(0, slide, 5, 2, KeepWorst::nothing), 0, 0);
}

constexpr Extent kExtent{6, 6};

/// All pairs of classes with random susceptibilities.
FieldSet hazards() {
    FieldSet fields(testing::plain_grid(kExtent));
    Raster<std::uint8_t> landslide(kExtent);
    Raster<std::uint8_t> flash_flood(kExtent);
    Raster<float> slides(kExtent);
    Raster<float> floods(kExtent);
    std::mt19937_64 random(17);
    std::uniform_real_distribution<float> share(0, 1);
    for (Index row = 0; row < 6; ++row) {
        for (Index col = 0; col < 6; ++col) {
            landslide(row, col) = static_cast<std::uint8_t>(row);
            flash_flood(row, col) = static_cast<std::uint8_t>(col);
            slides(row, col) = row == 0 ? kMissing : share(random);
            floods(row, col) = col == 0 ? kMissing : share(random);
        }
    }
    fields.put(kLandslideClass, std::move(landslide));
    fields.put(kFlashFloodClass, std::move(flash_flood));
    fields.put(kLandslideSusceptibility, std::move(slides));
    fields.put(kFlashFloodSusceptibility, std::move(floods));
    return fields;
}

const char* const kOverlays[] = {"weighted_overlay", "ahp_overlay", "fuzzy_gamma"};

TEST(OverlayModels, NeverLoseVeryHighUnlessToldTo) {
    for (const char* model : kOverlays) {
        for (const char* keep : {"very_high", "all", "nothing"}) {
            FieldSet fields = hazards();
            testing::run_model(model, {{"keep_worst", keep}}, fields);
            const auto classes = fields.read<std::uint8_t>(kHazardClass);
            Index lower = 0;
            for (Index row = 0; row < 6; ++row) {
                for (Index col = 0; col < 6; ++col) {
                    const Index worst = std::max(row, col);
                    lower += worst == 5 && classes(row, col) != 5 ? 1 : 0;
                    if (std::string(keep) == "all" && row > 0 && col > 0) {
                        EXPECT_GE(classes(row, col), worst) << model;
                    }
                    EXPECT_EQ(classes(row, col) == 0,
                              fields.read<std::uint8_t>(kDecidingHazard)(row, col) == 0);
                }
            }
            EXPECT_EQ(lower > 0, std::string(keep) == "nothing") << model << " " << keep;
            const std::string said = fields.notes().back();
            EXPECT_EQ(said, lower == 0 ? "" : said);
            if (lower > 0) {
                EXPECT_THAT(said,
                            HasSubstr("in " + std::to_string(lower) + " cells one hazard is"));
            }
        }
    }
}

TEST(OverlayModels, HaveTheSameBitsOnAnyNumberOfThreads) {
    for (const char* model : kOverlays) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields = hazards();
            testing::run_model(model, {{"method", "quantiles"}}, fields);
            return std::get<Raster<std::uint8_t>>(fields.take(kHazardClass));
        }));
    }
}

std::string refusal(const std::string& model, const ParamTexts& settings) {
    FieldSet fields = hazards();
    try {
        testing::run_model(model, settings, fields);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(WeightedOverlay, LetsFloodAndRunoutTakePart) {
    FieldSet fields = hazards();
    testing::put_constant(fields, kRunoutReachProbability, 1);
    fields.put(kFloodHazardClass, Raster<std::uint8_t>(kExtent, 6));
    testing::run_model("weighted_overlay",
                       {{"landslide_weight", "0"},
                        {"flash_flood_weight", "0"},
                        {"runout_weight", "1"},
                        {"flood_weight", "3"}},
                       fields);
    EXPECT_EQ(fields.read(kCombinedSusceptibility)(2, 2), 1);
    EXPECT_EQ(fields.read<std::uint8_t>(kHazardClass)(2, 2), 5);
    EXPECT_EQ(fields.read<std::uint8_t>(kDecidingHazard)(2, 2), kDecidedByFlashFlood);
    EXPECT_THAT(refusal("weighted_overlay", {{"runout_weight", "1"}}),
                HasSubstr("runout is to take part and runout_reach_probability is neither given"));
    EXPECT_THAT(
        refusal("weighted_overlay", {{"landslide_weight", "0"}, {"flash_flood_weight", "0"}}),
        HasSubstr("all weights are 0"));
}

TEST(AhpOverlay, SaysItsWeightsAndRefusesContradictions) {
    FieldSet fields = hazards();
    testing::run_model("ahp_overlay", {{"landslide_over_flash_flood", "3"}}, fields);
    EXPECT_EQ(fields.notes()[0],
              "ahp_overlay: weights landslide 0.750, flash_flood 0.250; consistency ratio 0.000");
    // Landslide over flood over runout over landslide: a circle.
    const ParamTexts circle{{"with_reach", "yes"},
                            {"landslide_over_flash_flood", "5"},
                            {"flash_flood_over_runout", "5"},
                            {"landslide_over_runout", "0.2"}};
    const std::string text = refusal("ahp_overlay", circle);
    EXPECT_THAT(text, HasSubstr("the comparisons contradict each other: their consistency ratio"));
    EXPECT_THAT(text, HasSubstr("above consistency_limit 0.1"));
    EXPECT_THAT(text, HasSubstr("Look first at this one: "));
}

ClassMatrix usual_matrix() {
    return {{{1, 2, 3, 4, 5}, {2, 2, 3, 4, 5}, {3, 3, 4, 4, 5}, {4, 4, 4, 5, 5}, {5, 5, 5, 5, 5}}};
}

TEST(MatrixOf, SaysTheClassAndWhoDecided) {
    const ClassMatrix matrix = usual_matrix();
    expect_kept(matrix_of(matrix, 1, 4), 4, kDecidedByFlashFlood);
    expect_kept(matrix_of(matrix, 3, 2), 3, kDecidedByLandslide);
    expect_kept(matrix_of(matrix, 3, 3), 4, kDecidedByBoth);
    expect_kept(matrix_of(matrix, 4, 4), 5, kDecidedByBoth);
    expect_kept(matrix_of(matrix, 2, 2), 2, kDecidedByBoth);
}

TEST(MatrixOf, IsNoDataUnlessTheMissingClassChangesNothing) {
    const ClassMatrix matrix = usual_matrix();
    expect_kept(matrix_of(matrix, 0, 0), 0, 0);
    for (std::uint8_t known = 1; known < 5; ++known) {
        expect_kept(matrix_of(matrix, 0, known), 0, 0);
        expect_kept(matrix_of(matrix, known, 0), 0, 0);
    }
    expect_kept(matrix_of(matrix, 5, 0), 5, kDecidedByLandslide);
    expect_kept(matrix_of(matrix, 0, 5), 5, kDecidedByFlashFlood);
}

TEST(MatrixClass, ReadsItsRows) {
    FieldSet fields = hazards();
    testing::run_model("matrix_class", {{"landslide_1", "11145"}}, fields);
    const auto classes = fields.read<std::uint8_t>(kHazardClass);
    EXPECT_EQ(classes(1, 3), 1);
    EXPECT_EQ(classes(1, 4), 4);
    EXPECT_EQ(classes(3, 3), 4);
    EXPECT_EQ(classes(0, 3), 0);
    EXPECT_EQ(classes(0, 5), 5);
}

TEST(MatrixClass, RefusesRowsWhichAreNoMatrix) {
    EXPECT_THAT(refusal("matrix_class", {{"landslide_2", "12645"}}),
                HasSubstr("landslide_2 12645 must have five digits from 1 to 5"));
    EXPECT_THAT(refusal("matrix_class", {{"landslide_2", "21345"}}),
                HasSubstr("landslide_class 2 with flash_flood_class 2 gives 1, less than"));
    EXPECT_THAT(refusal("matrix_class", {{"landslide_1", "12344"}}),
                HasSubstr("keep_worst = \"very_high\" wants 5 at least"));
    EXPECT_THAT(refusal("matrix_class", {{"landslide_1", "12335"}, {"keep_worst", "all"}}),
                HasSubstr("keep_worst = \"all\" wants 4 at least"));
    EXPECT_EQ(refusal("matrix_class", {{"landslide_1", "12344"}, {"keep_worst", "nothing"}}), "");
}

}  // namespace
}  // namespace hazone::models
