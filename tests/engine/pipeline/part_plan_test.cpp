#include "engine/pipeline/part_plan.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/pipeline/run.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Ground -> slope; slope + depth -> cohesion; slope -> aspect; cohesion + aspect -> safety factor.
constexpr FieldSpec kGround[] = {kElevation};
constexpr FieldSpec kSlopeOnly[] = {kSlope};
constexpr FieldSpec kCohesionNeeds[] = {kSlope, kSoilDepth};
constexpr FieldSpec kCohesionOnly[] = {kCohesion};
constexpr FieldSpec kAspectOnly[] = {kAspect};
constexpr FieldSpec kSafetyNeeds[] = {kCohesion, kAspect};
constexpr FieldSpec kSafetyOnly[] = {kSafetyFactor};
constexpr ParamSpec kPlus[] = {
    {.name = "plus", .fallback = 1, .lowest = 0, .highest = 10, .meaning = "what is added"}};

/// The sum of what is read, and of the parameter.
template <const auto& needs, const auto& makes>
void add_up(const Params& params, FieldSet& fields) {
    const auto sum = fields.write(makes[0]);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        sum(row, col) = static_cast<float>(params[kPlus[0]]);
        for (const FieldSpec& need : needs) {
            sum(row, col) += fields.read(need)(row, col);
        }
    });
}

template <const auto& needs, const auto& makes>
constexpr Model adder(std::string_view name) {
    return {.name = name,
            .summary = "adds up",
            .source = "test",
            .needs = needs,
            .makes = makes,
            .params = kPlus,
            .run = add_up<needs, makes>};
}

constexpr Model kToSlope = adder<kGround, kSlopeOnly>("to_slope");
constexpr Model kToCohesion = adder<kCohesionNeeds, kCohesionOnly>("to_cohesion");
constexpr Model kToAspect = adder<kSlopeOnly, kAspectOnly>("to_aspect");
constexpr Model kToSafety = adder<kSafetyNeeds, kSafetyOnly>("to_safety");
constexpr const Model* kModels[] = {&kToSlope, &kToCohesion, &kToAspect, &kToSafety};

Plan whole_plan(std::map<std::string, ParamTexts> settings = {}) {
    return make_plan(kModels, {.wanted = {"safety_factor"},
                               .kept = {"safety_factor"},
                               .given = {"elevation", "soil_depth"},
                               .settings = std::move(settings)});
}

std::vector<std::string> models_of(const Plan& plan) {
    std::vector<std::string> names;
    for (const Stage& stage : plan.stages) {
        names.emplace_back(stage.model->name);
    }
    return names;
}

std::vector<std::string> names_of(const std::vector<const FieldSpec*>& fields) {
    std::vector<std::string> names;
    for (const FieldSpec* field : fields) {
        names.emplace_back(field->name);
    }
    return names;
}

TEST(ChangedPart, HoldsTheStagesBelowAChangedInputAlone) {
    const PartPlan part = changed_part(whole_plan(), {.inputs = {"soil_depth"}}, {"safety_factor"});
    EXPECT_THAT(models_of(part.plan), ElementsAre("to_cohesion", "to_safety"));
    EXPECT_THAT(names_of(part.borrowed), UnorderedElementsAre("slope", "aspect"));
    EXPECT_THAT(names_of(part.plan.wanted), ElementsAre("safety_factor"));
    EXPECT_THAT(names_of(part.plan.stages[1].releases), UnorderedElementsAre("cohesion"));
    EXPECT_THAT(names_of(part.plan.stages[0].releases), UnorderedElementsAre("soil_depth"));
}

TEST(ChangedPart, HoldsTheStagesFromAChangedModelOn) {
    const PartPlan part = changed_part(whole_plan(), {.models = {"to_aspect"}}, {"safety_factor"});
    EXPECT_THAT(models_of(part.plan), ElementsAre("to_aspect", "to_safety"));
    EXPECT_THAT(names_of(part.borrowed), UnorderedElementsAre("slope", "cohesion"));
    EXPECT_EQ(changed_part(whole_plan(), {.inputs = {"elevation"}}, {}).plan.stages.size(), 4U);
}

TEST(ChangedPart, IsEmptyWhereNothingChanges) {
    const PartPlan part = changed_part(whole_plan(), {}, {"safety_factor"});
    EXPECT_THAT(models_of(part.plan), IsEmpty());
    EXPECT_THAT(part.borrowed, IsEmpty());
}

TEST(ChangedPart, GivesWhatAWholeRunWithTheChangeGives) {
    const auto ground = [](float depth) {
        FieldSet fields(Grid{.extent = {2, 3}, .cell_size = 10});
        fields.put(kElevation, Raster<float>({2, 3}, 7.0F));
        fields.put(kSoilDepth, Raster<float>({2, 3}, depth));
        return fields;
    };
    Plan plan = whole_plan();
    const PartPlan part = changed_part(plan, {.inputs = {"soil_depth"}}, {"safety_factor"});
    keep_fields(plan, part.borrowed);
    FieldSet first = ground(1);
    run_plan(plan, first);
    EXPECT_TRUE(first.has(kSlope));
    EXPECT_FALSE(first.has(kCohesion));  // the part makes it anew

    FieldSet again(first.grid());
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& fields) {
        fields.put(field, field.name == "soil_depth" ? FieldSet::Value(Raster<float>({2, 3}, 5.0F))
                                                     : first.take(field));
    };
    run_plan(part.plan, again, hooks);
    FieldSet whole = ground(5);
    run_plan(whole_plan(), whole);
    EXPECT_EQ(again.read(kSafetyFactor)(1, 2), whole.read(kSafetyFactor)(1, 2));
    EXPECT_NE(again.read(kSafetyFactor)(1, 2), first.read(kSafetyFactor)(1, 2));
}

TEST(BytesKept, CountWhatOutlivesTheRun) {
    Plan plan = whole_plan();
    EXPECT_DOUBLE_EQ(bytes_kept_per_cell(plan), 4);  // safety_factor
    keep_fields(plan, {&kSlope, &kElevation});
    EXPECT_DOUBLE_EQ(bytes_kept_per_cell(plan), 12);
}

}  // namespace
}  // namespace hazone
