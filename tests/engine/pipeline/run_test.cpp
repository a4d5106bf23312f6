#include "engine/pipeline/run.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "tests/engine/pipeline/toy_models.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;
using testing::kToyCatalogue;

constexpr Extent kExtent{2, 3};

RunHooks hooks_with_elevation(std::vector<std::string>* made) {
    RunHooks hooks;
    hooks.load = [](const FieldSpec& field, FieldSet& fields) {
        Raster<float> cells(kExtent, field.name == kSlope.name ? 0.5F : 3.0F);
        cells(0, 0) = kMissing;
        fields.put(field, std::move(cells));
    };
    hooks.made = [made](const FieldSpec& field, const FieldSet& /*fields*/) {
        made->emplace_back(field.name);
    };
    return hooks;
}

TEST(RunPlan, RunsTheChainAndAnnouncesEveryField) {
    const Plan plan = make_plan(
        kToyCatalogue, {.wanted = {"soil_depth"}, .kept = {"soil_depth"}, .given = {"elevation"}});
    FieldSet fields(Grid{.extent = kExtent});
    std::vector<std::string> made;
    const auto reports = run_plan(plan, fields, hooks_with_elevation(&made));
    EXPECT_THAT(made, ElementsAre("elevation", "slope", "aspect", "soil_depth"));
    EXPECT_FLOAT_EQ(fields.read(kSoilDepth)(1, 1), 7.0F);
    EXPECT_TRUE(is_missing(fields.read(kSoilDepth)(0, 0)));
    EXPECT_THAT(fields.names(), ElementsAre("soil_depth"));
    EXPECT_THAT(reports[1].missing_cells,
                ElementsAre(std::pair<std::string, Index>("soil_depth", 1)));
}

TEST(RunPlan, LeavesAGivenFieldAsItWas) {
    const PlanRequest request{.wanted = {"aspect", "soil_depth"},
                              .kept = {"soil_depth"},
                              .given = {"elevation", "slope"}};
    FieldSet fields(Grid{.extent = kExtent});
    std::vector<std::string> made;
    run_plan(make_plan(kToyCatalogue, request), fields, hooks_with_elevation(&made));
    EXPECT_FLOAT_EQ(fields.read(kSoilDepth)(1, 1), 1.5F);
}

TEST(RunPlan, StopsBetweenStagesWhenAsked) {
    const Plan plan = make_plan(kToyCatalogue, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    FieldSet fields(Grid{.extent = kExtent});
    std::vector<std::string> made;
    RunHooks hooks = hooks_with_elevation(&made);
    hooks.stop = [&made] { return made.size() > 1; };
    EXPECT_THROW(run_plan(plan, fields, hooks), Interrupted);
    EXPECT_THAT(made, ElementsAre("elevation", "slope", "aspect"));
}

}  // namespace
}  // namespace hazone
