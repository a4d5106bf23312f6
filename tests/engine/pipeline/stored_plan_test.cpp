#include "engine/pipeline/stored_plan.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "tests/engine/pipeline/stored_toys.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kStoredToys;

constexpr Index kMib = Index{1} << 20;

std::vector<std::string> names(const std::vector<const FieldSpec*>& fields) {
    std::vector<std::string> result;
    for (const FieldSpec* field : fields) {
        result.emplace_back(field->name);
    }
    return result;
}

Plan plan_for(std::vector<std::string> wanted) {
    return make_plan(kStoredToys, {.wanted = std::move(wanted), .given = {"elevation"}});
}

StoredPlan stored_plan(const Plan& plan, Extent extent, Index memory) {
    return make_stored_plan(plan, Grid{.extent = extent}, {.memory = memory, .program = 10 * kMib});
}

TEST(StoredPlan, PutsNeighbouringModelsIntoOneSweepAndAddsTheirHalos) {
    const Plan plan = plan_for({"stream_network", "contributing_area"});
    const StoredPlan stored = stored_plan(plan, {1000, 1000}, 1000 * kMib);
    ASSERT_EQ(stored.sweeps.size(), 3U);
    EXPECT_THAT(stored.sweeps[0].stages, ElementsAre(0, 1, 2));
    EXPECT_EQ(stored.sweeps[0].halo, 3);  // two cells for the highest, one for the slope
    EXPECT_THAT(names(stored.sweeps[0].stored), ElementsAre("soil_depth"));
    EXPECT_THAT(names(stored.sweeps[0].releases), ElementsAre("elevation"));
    EXPECT_TRUE(stored.sweeps[1].whole);
    EXPECT_THAT(names(stored.sweeps[1].releases), ElementsAre());
    EXPECT_EQ(stored.sweeps[2].halo, 1);
    EXPECT_THAT(names(stored.sweeps[2].releases),
                ElementsAre("contributing_area", "soil_depth", "stream_network"));
}

TEST(StoredPlan, CountsMemoryByTheFullestMomentOfAWindow) {
    const StoredPlan stored =
        stored_plan(plan_for({"filled_elevation"}), {1000, 1000}, 1000 * kMib);
    EXPECT_DOUBLE_EQ(stored.sweeps[0].bytes_per_cell, 4 + 4 + 3);
    EXPECT_EQ(stored.peak_bytes, 10 * kMib + 11 * 1000 * 1000);
}

TEST(StoredPlan, CountsScratchByTheFullestMomentOfTheRun) {
    const StoredPlan stored =
        stored_plan(plan_for({"stream_network", "contributing_area"}), {100, 100}, 1000 * kMib);
    // elevation and soil_depth, 8; then soil_depth, stream_network and contributing_area, 4 + 1 + 8
    EXPECT_EQ(stored.scratch_bytes, 13 * 100 * 100);
}

TEST(StoredPlan, TakesWholeRowsWhereEnoughOfThemFit) {
    const StoredPlan stored =
        stored_plan(plan_for({"filled_elevation"}), {50'000, 10'000}, 60 * kMib);
    const Extent window = stored.sweeps[0].window;
    EXPECT_EQ(window.cols, 10'000);
    EXPECT_LE((window.rows + 4) * 10'000 * 11, 50 * kMib);
    EXPECT_GT((window.rows + 5) * 10'000 * 11, 50 * kMib);
}

TEST(StoredPlan, TakesSquaresWhereRowsAreTooLong) {
    const StoredPlan stored =
        stored_plan(plan_for({"filled_elevation"}), {50'000, 100'000}, 12 * kMib);
    const Extent window = stored.sweeps[0].window;
    EXPECT_EQ(window.rows, window.cols);
    EXPECT_LE((window.rows + 4) * (window.cols + 4) * 11, 2 * kMib);
    EXPECT_LE(stored.peak_bytes, 12 * kMib);
}

TEST(StoredPlan, HoldsAModelOfTheWholeGridUnderTheLimitWithItsRims) {
    const Plan plan = plan_for({"stream_network"});
    for (const Index memory : {300 * kMib, 700 * kMib, 2048 * kMib}) {
        const StoredPlan stored = stored_plan(plan, {40'000, 40'000}, memory);
        const Extent window = stored.sweeps[1].window;
        EXPECT_LE(stored.peak_bytes, memory);
        EXPECT_LE(window.size() * 5, memory);
        EXPECT_GT(window.rows, 1000);
    }
}

/// What the refusal of 11 MiB says is needed, bytes.
double least_memory_named(const Plan& plan) {
    try {
        stored_plan(plan, {40'000, 40'000}, 11 * kMib);
    } catch (const InputError& error) {
        const std::string text = error.what();
        EXPECT_THAT(text, AllOf(HasSubstr("0.01 GiB of memory is too little"),
                                HasSubstr("whole_stream"), HasSubstr("the least that works")));
        return std::stod(text.substr(text.find("more. ") + 6)) * 1024 * static_cast<double>(kMib);
    }
    ADD_FAILURE() << "not refused";
    return 0;
}

TEST(StoredPlan, RefusesTooLittleMemoryWithTheLeastThatWorks) {
    const Plan plan = plan_for({"stream_network"});
    const auto least = static_cast<Index>(least_memory_named(plan));
    EXPECT_GT(least, 50 * kMib);
    EXPECT_LE(stored_plan(plan, {40'000, 40'000}, least).peak_bytes, least);
    EXPECT_THROW(stored_plan(plan, {40'000, 40'000}, least - 11 * kMib), InputError);
}

TEST(StoredPlan, RefusesAModelWhichNeedsTheWholeGridAndSaysWhatThatTakes) {
    Model lonely = testing::kNearHighest;
    lonely.halo = nullptr;
    const std::array<const Model*, 1> catalogue{&lonely};
    const Plan plan =
        make_plan(catalogue, {.wanted = {"filled_elevation"}, .given = {"elevation"}});
    try {
        stored_plan(plan, {40'000, 40'000}, 2048 * kMib);
        FAIL() << "not refused";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), AllOf(HasSubstr("near_highest"), HasSubstr("16.39 GiB")));
    }
}

}  // namespace
}  // namespace hazone
