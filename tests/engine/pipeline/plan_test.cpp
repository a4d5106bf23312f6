#include "engine/pipeline/plan.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/pipeline/plan_cost.hpp"
#include "tests/engine/pipeline/toy_models.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kToyCatalogue;

std::vector<std::string> order_of(const Plan& plan) {
    std::vector<std::string> names;
    for (const Stage& stage : plan.stages) {
        names.emplace_back(stage.model->name);
    }
    return names;
}

std::string refusal(const PlanRequest& request) {
    try {
        make_plan(kToyCatalogue, request);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(Plan, PutsEachModelAfterTheModelsItNeeds) {
    const Plan plan = make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    EXPECT_THAT(order_of(plan), ElementsAre("toy_slope", "toy_depth"));
}

TEST(Plan, NeverComputesAGivenField) {
    const Plan plan =
        make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation", "slope"}});
    EXPECT_THAT(order_of(plan), ElementsAre("toy_depth"));
    EXPECT_THAT(plan.unused, ElementsAre("elevation"));
}

TEST(Plan, KeepsAGivenFieldWhichAWantedModelWouldMakeToo) {
    const Plan plan =
        make_plan(kToyCatalogue, {.wanted = {"aspect"}, .given = {"elevation", "slope"}});
    ASSERT_THAT(order_of(plan), ElementsAre("toy_slope"));
    ASSERT_EQ(plan.stages[0].spares.size(), 1U);
    EXPECT_EQ(plan.stages[0].spares[0]->name, "slope");
}

TEST(Plan, ReleasesAFieldAfterItsLastReaderUnlessKept) {
    const PlanRequest request{
        .wanted = {"soil_depth"}, .kept = {"soil_depth"}, .given = {"elevation"}};
    const Plan plan = make_plan(kToyCatalogue, request);
    std::vector<std::string> first;
    for (const FieldSpec* field : plan.stages[0].releases) {
        first.emplace_back(field->name);
    }
    std::vector<std::string> second;
    for (const FieldSpec* field : plan.stages[1].releases) {
        second.emplace_back(field->name);
    }
    EXPECT_THAT(first, ElementsAre("aspect", "elevation"));
    EXPECT_THAT(second, ElementsAre("slope"));
}

TEST(Plan, RefusesAnUnknownFieldAndSuggestsTheNearest) {
    EXPECT_THAT(refusal({.wanted = {"sope"}, .given = {"elevation"}}),
                HasSubstr("Did you mean 'slope'?"));
}

TEST(Plan, NamesEveryMissingInputAtOnce) {
    const std::string text = refusal({.wanted = {"safety_factor"}});
    EXPECT_THAT(text, HasSubstr("'elevation'"));
    EXPECT_THAT(text, HasSubstr("'cohesion'"));
    EXPECT_THAT(text, HasSubstr("toy_factor needs it"));
}

TEST(Plan, TakesAModelWithoutDefaultsOnlyWhenTheUserSetsIt) {
    PlanRequest request{.wanted = {"rain"}};
    EXPECT_THAT(refusal(request), HasSubstr("'rain_gauges'"));
    EXPECT_THAT(refusal(request), HasSubstr("toy_storm.depth"));
    request.settings["toy_storm"]["depth"] = "100 mm";
    EXPECT_THAT(order_of(make_plan(kToyCatalogue, request)), ElementsAre("toy_storm"));
}

TEST(Plan, TakesTheFirstOfSeveralMakersUnlessAnotherIsChosen) {
    PlanRequest request{.wanted = {"rain"}, .given = {"rain_gauges"}};
    request.settings["toy_storm"]["depth"] = "100 mm";
    const Plan first = make_plan(kToyCatalogue, request);
    EXPECT_THAT(order_of(first), ElementsAre("toy_gauges"));
    ASSERT_FALSE(first.notes.empty());
    EXPECT_THAT(first.notes[0], HasSubstr("toy_storm"));
    request.chosen["rain"] = "toy_storm";
    EXPECT_THAT(order_of(make_plan(kToyCatalogue, request)), ElementsAre("toy_storm"));
}

constexpr FieldSpec kSlopeAndCurvature[] = {kSlope, kPlanCurvature};

/// elevation -> slope, plan_curvature
constexpr Model tilt(bool on_demand) {
    return {.name = "toy_tilt",
            .summary = "slope and curvature",
            .source = "-",
            .needs = testing::kElevationOnly,
            .makes = kSlopeAndCurvature,
            .params = {},
            .run = testing::make_nothing,
            .on_demand = on_demand};
}

TEST(Plan, RefusesTwoMakersOfOneField) {
    constexpr Model kTilt = tilt(false);
    const std::array<const Model*, 2> models{&testing::kToySlope, &kTilt};
    PlanRequest request{.wanted = {"slope", "plan_curvature"}, .given = {"elevation"}};
    try {
        make_plan(models, request);
        FAIL() << "not refused";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("slope is made by toy_slope, and toy_tilt makes it "
                                            "too"));
        EXPECT_THAT(error.what(), HasSubstr("slope = \"toy_tilt\""));
    }
    request.chosen["slope"] = "toy_tilt";
    EXPECT_THAT(order_of(make_plan(models, request)), ElementsAre("toy_tilt"));
}

TEST(Plan, LetsAModelLeaveAFieldToAnother) {
    constexpr Model kTilt = tilt(true);
    const std::array<const Model*, 2> models{&testing::kToySlope, &kTilt};
    const Plan plan =
        make_plan(models, {.wanted = {"slope", "plan_curvature"}, .given = {"elevation"}});
    ASSERT_THAT(order_of(plan), ElementsAre("toy_slope", "toy_tilt"));
    ASSERT_EQ(plan.stages[1].omits.size(), 1U);
    EXPECT_EQ(plan.stages[1].omits[0]->name, "slope");
}

TEST(Plan, MakesWhatAModelUsesWhereItCanBeHad) {
    const Plan plan =
        make_plan(kToyCatalogue, {.wanted = {"wetness_index"}, .given = {"elevation"}});
    EXPECT_THAT(order_of(plan), ElementsAre("toy_slope", "toy_depth", "toy_wetness"));
    const Plan without =
        make_plan(kToyCatalogue, {.wanted = {"wetness_index"}, .given = {"slope", "soil_depth"}});
    EXPECT_THAT(order_of(without), ElementsAre("toy_wetness"));
    EXPECT_TRUE(without.unused.empty());
}

TEST(Plan, KeepsAFieldUntilItsLastUser) {
    const PlanRequest request{.wanted = {"wetness_index"}, .given = {"elevation", "conductivity"}};
    const Plan plan = make_plan(kToyCatalogue, request);
    const auto names = [](const std::vector<const FieldSpec*>& fields) {
        std::vector<std::string> found;
        for (const FieldSpec* field : fields) {
            found.emplace_back(field->name);
        }
        return found;
    };
    const Stage& last = plan.stages.back();
    EXPECT_THAT(names(last.loads), ElementsAre("conductivity"));
    EXPECT_THAT(names(last.releases),
                ElementsAre("conductivity", "slope", "soil_depth", "wetness_index"));
}

TEST(Plan, RefusesAChoiceThatDoesNotMakeTheField) {
    EXPECT_THAT(
        refusal({.wanted = {"slope"}, .given = {"elevation"}, .chosen = {{"slope", "toy_depth"}}}),
        HasSubstr("does not make 'slope'; models which do: toy_slope"));
}

TEST(Plan, ReportsAllProblemsOfParametersTogether) {
    PlanRequest request{.wanted = {"slope"}, .given = {"elevation"}};
    request.settings["toy_slope"] = {{"factor", "11"}, {"facto", "1"}};
    const std::string text = refusal(request);
    EXPECT_THAT(text, HasSubstr("toy_slope.factor: 11 is out of range; allowed: 0 to 10"));
    EXPECT_THAT(text, HasSubstr("no parameter 'facto'"));
}

double factor_of(const Plan& plan, std::string_view model) {
    for (const Stage& stage : plan.stages) {
        if (stage.model->name == model) {
            return stage.params[testing::kFactorParam];
        }
    }
    ADD_FAILURE() << model << " is not in the plan";
    return 0;
}

TEST(LentSettings, HoldWhereAModelHasNoneOfItsOwn) {
    PlanRequest request{.wanted = {"plan_curvature"}, .given = {"elevation"}};
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_curve"), 2);
    request.settings["toy_slope"] = {{"factor", "3"}};
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_slope"), 3);
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_curve"), 3);
    request.settings["toy_curve"] = {{"factor", "4"}};
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_slope"), 3);
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_curve"), 4);
    request.settings.erase("toy_slope");  // nothing is lent the other way
    EXPECT_EQ(factor_of(make_plan(kToyCatalogue, request), "toy_slope"), 2);
}

TEST(LentSettings, HaveAnEffectThoughTheirModelIsOutsideThePlan) {
    PlanRequest request{.wanted = {"plan_curvature"}, .given = {"slope"}};
    request.settings["toy_slope"] = {{"factor", "3"}};
    const Plan plan = make_plan(kToyCatalogue, request);
    EXPECT_EQ(factor_of(plan, "toy_curve"), 3);
    EXPECT_TRUE(plan.notes.empty());
}

TEST(LentSettings, AreRefusedOnceAndUnderTheNameTheUserWrote) {
    PlanRequest request{.wanted = {"plan_curvature"}, .given = {"elevation"}};
    request.settings["toy_slope"] = {{"factor", "11"}};
    EXPECT_EQ(refusal(request), "toy_slope.factor: 11 is out of range; allowed: 0 to 10");
    request.given = {"slope"};
    EXPECT_EQ(refusal(request), "toy_slope.factor: 11 is out of range; allowed: 0 to 10");
    request.settings["toy_slope"] = {{"facto", "1"}};  // an unknown name is refused by its model
    EXPECT_THAT(refusal(request), HasSubstr("toy_slope: no parameter 'facto'"));
}

TEST(PeakBytes, CountsWhatIsAliveAtTheFullestMoment) {
    const Plan plan = make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    // elevation, slope and aspect together: three floats per cell
    EXPECT_EQ(peak_bytes(plan, {10, 10}), 3 * 4 * 100);
}

TEST(PeakBytes, CountsTheScratchOfStepsAndTimes) {
    Plan plan = make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    constexpr Index kAlive = 2 * 4 * 100;  // slope and soil depth, while the last model runs
    Model holds_both = *plan.stages.back().model;
    holds_both.scratch_bytes_per_rain_step = 4;
    holds_both.scratch_bytes_per_output_time = 16;
    plan.stages.back().model = &holds_both;
    plan.rain_steps = 72;
    plan.times = 3;
    EXPECT_EQ(peak_bytes(plan, {10, 10}), kAlive + (72 * 4 + 3 * 16) * 100);
}

TEST(PeakBytes, CountsTheWritingOfWantedFieldsAlone) {
    const Plan plan = make_plan(kToyCatalogue, {.wanted = {"slope"}, .given = {"elevation"}});
    const Index without = peak_bytes(plan, {10, 10});
    EXPECT_EQ(peak_bytes(plan, {10, 10}, 0.25), without + 100);  // a quarter of 4 bytes a cell
    const Plan deeper =
        make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    Plan nothing_wanted = deeper;
    nothing_wanted.wanted.clear();
    EXPECT_EQ(peak_bytes(nothing_wanted, {10, 10}, 1), peak_bytes(deeper, {10, 10}));
}

}  // namespace
}  // namespace hazone
