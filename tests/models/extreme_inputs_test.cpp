// What models do with inputs at the ends of their ranges, and beyond: results within their own
// range or none, and no soil of less than no depth.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "models/catalogue.hpp"
#include "tests/support/model_outcome.hpp"

namespace hazone {
namespace {

using namespace testing;

/// Values of a float field outside of its range; missing ones are inside.
Index outside(const FieldSet& fields, const FieldSpec& made) {
    const auto cells = fields.read(made);
    Index count = 0;
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            const float value = cells(row, col);
            count +=
                value < static_cast<float>(made.lowest) || value > static_cast<float>(made.highest)
                    ? 1
                    : 0;
        }
    }
    return count;
}

/// Fields which say how safe the ground is.
constexpr std::array<const FieldSpec*, 11> kJudged{
    &kSafetyFactor,        &kMinimumSafetyFactor,     &kMeanSafetyFactor,
    &kStabilityIndex,      &kLandslideSusceptibility, &kFailureProbabilityError,
    &kReliabilityIndex,    &kCriticalRainfall,        &kSoilWetness,
    &kThresholdExceedance, &kFlashFloodSusceptibility};

class Extremes : public ::testing::TestWithParam<const Model*> {};

TEST_P(Extremes, GiveResultsWithinTheirRangeOrNone) {
    const Model& model = *GetParam();
    const Outcome outcome =
        outcome_of(plan_of(variants_of(model).front(), nullptr), std::nullopt, extreme);
    for (const FieldSpec* made : kJudged) {
        if (outcome.fields.has(*made)) {
            EXPECT_EQ(outside(outcome.fields, *made), 0) << model.name << ": " << made->name;
        }
    }
}

bool judges(const Model& model) {
    return std::any_of(kJudged.begin(), kJudged.end(), [&](const FieldSpec* judged) {
        return std::any_of(model.makes.begin(), model.makes.end(),
                           [&](const FieldSpec& made) { return made.name == judged->name; });
    });
}

std::vector<const Model*> models_which_judge() {
    std::vector<const Model*> found;
    std::copy_if(catalogue().begin(), catalogue().end(), std::back_inserter(found),
                 [](const Model* model) { return judges(*model); });
    return found;
}

/// No reader lets it in, and no model may take it for ground without soil.
TEST(ExtremeInputs, ASoilDepthBelowZeroIsMissing) {
    int compared = 0;
    for (const Model* model : models_which_judge()) {
        const Plan plan = plan_of(variants_of(*model).front(), nullptr);
        const Cell cell{4, 4};
        const Outcome outcome = outcome_of(plan, Gap{&kSoilDepth, cell, -0.5F});
        const bool is_read =
            std::any_of(plan.inputs.begin(), plan.inputs.end(),
                        [](const FieldSpec* input) { return input->name == kSoilDepth.name; });
        for (const FieldSpec* made : kJudged) {
            if (is_read && outcome.fields.has(*made)) {
                EXPECT_EQ(missing_at(outcome.fields, *made, cell), 1)
                    << model->name << ": " << made->name;
                ++compared;
            }
        }
    }
    EXPECT_GE(compared, 9);
}

INSTANTIATE_TEST_SUITE_P(Models,
                         Extremes,
                         ::testing::ValuesIn(models_which_judge()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace hazone
