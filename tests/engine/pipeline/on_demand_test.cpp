// Models which make of their fields only those that are read or wanted.
#include <array>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/pipeline/plan_cost.hpp"
#include "engine/pipeline/run.hpp"
#include "engine/pipeline/stored_plan.hpp"
#include "tests/engine/pipeline/toy_models.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

void fill(View<float> cells, float value) {
    if (cells.data() != nullptr) {
        for_each_cell(cells.extent(), [=](Index row, Index col) { cells(row, col) = value; });
    }
}

constexpr Extent kExtent{2, 3};

/// elevation -> slope, aspect, on demand
constexpr Model kEither{.name = "either",
                        .summary = "slope, aspect or both",
                        .source = "-",
                        .needs = testing::kElevationOnly,
                        .makes = testing::kSlopeAndAspect,
                        .params = {},
                        .run =
                            [](const Params&, FieldSet& fields) {
                                fill(fields.write_if_wanted(kSlope), 0.25F);
                                fill(fields.write_if_wanted(kAspect), 2.0F);
                            },
                        .halo = one_cell_halo,
                        .on_demand = true};
constexpr std::array<const Model*, 2> kCatalogue{&kEither, &testing::kToyDepth};

std::vector<std::string> names_of(const std::vector<const FieldSpec*>& fields) {
    std::vector<std::string> names;
    for (const FieldSpec* field : fields) {
        names.emplace_back(field->name);
    }
    return names;
}

/// Runs the plan for these fields; the fields that came to be, in their order.
std::vector<std::string> made_for(const PlanRequest& request) {
    FieldSet fields(Grid{.extent = kExtent});
    std::vector<std::string> made;
    RunHooks hooks;
    hooks.load = [](const FieldSpec& field, FieldSet& set) {
        set.put(field, Raster<float>(kExtent, 1.0F));
    };
    hooks.made = [&](const FieldSpec& field, const FieldSet& /*set*/) {
        made.emplace_back(field.name);
    };
    run_plan(make_plan(kCatalogue, request), fields, hooks);
    return made;
}

TEST(OnDemand, MakesWhatIsWantedAndNoMore) {
    EXPECT_THAT(made_for({.wanted = {"aspect"}, .given = {"elevation"}}),
                ElementsAre("elevation", "aspect"));
    EXPECT_THAT(made_for({.wanted = {"slope", "aspect"}, .given = {"elevation"}}),
                ElementsAre("elevation", "slope", "aspect"));
}

TEST(OnDemand, MakesWhatAnotherModelReads) {
    EXPECT_THAT(made_for({.wanted = {"soil_depth"}, .given = {"elevation"}}),
                ElementsAre("elevation", "slope", "soil_depth"));
}

TEST(OnDemand, LeavesAGivenFieldAlone) {
    EXPECT_THAT(made_for({.wanted = {"aspect", "soil_depth"}, .given = {"elevation", "slope"}}),
                ElementsAre("elevation", "aspect", "slope", "soil_depth"));
}

TEST(OnDemand, MakesEverythingOutsideAPlan) {
    FieldSet fields(Grid{.extent = kExtent});
    fields.put(kElevation, Raster<float>(kExtent, 1.0F));
    kEither.run({}, fields);
    EXPECT_EQ(fields.read(kSlope)(0, 0), 0.25F);
    EXPECT_EQ(fields.read(kAspect)(1, 2), 2.0F);
}

TEST(OnDemand, TakesNoMemoryForWhatIsLeftOut) {
    const auto bytes = [](std::vector<std::string> wanted) {
        return peak_bytes(
            make_plan(kCatalogue, {.wanted = std::move(wanted), .given = {"elevation"}}), kExtent);
    };
    EXPECT_EQ(bytes({"slope"}), 6 * 8);
    EXPECT_EQ(bytes({"slope", "aspect"}), 6 * 12);
}

TEST(OnDemand, StoresNothingThatIsLeftOut) {
    const Plan plan = make_plan(kCatalogue, {.wanted = {"aspect"}, .given = {"elevation"}});
    EXPECT_THAT(names_of(plan.stages.at(0).omits), ElementsAre("slope"));
    EXPECT_THAT(names_of(plan.stages.at(0).makes()), ElementsAre("aspect"));
    const StoredPlan stored =
        make_stored_plan(plan, Grid{.extent = {100, 100}}, {.memory = Index{1} << 30});
    ASSERT_EQ(stored.sweeps.size(), 1U);
    EXPECT_THAT(names_of(stored.sweeps[0].stored), ElementsAre("aspect"));
    EXPECT_THAT(names_of(stored.sweeps[0].part.stages.at(0).omits), ElementsAre("slope"));
    EXPECT_EQ(stored.sweeps[0].bytes_per_cell, 8);
}

TEST(OnDemand, OmitsNothingOfOtherModels) {
    const Plan plan =
        make_plan(testing::kToyCatalogue, {.wanted = {"aspect"}, .given = {"elevation"}});
    EXPECT_THAT(plan.stages.at(0).omits, IsEmpty());
}

}  // namespace
}  // namespace hazone
