// A model that is chosen for a field makes it, or the run is refused.
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/pipeline/plan.hpp"
#include "models/catalogue.hpp"

namespace hazone {
namespace {

using ::testing::HasSubstr;

std::vector<std::string> makers_in(const PlanRequest& request, const std::string& field) {
    std::vector<std::string> names;
    for (const Stage& stage : make_plan(catalogue(), request).stages) {
        for (const FieldSpec* made : stage.makes()) {
            if (made->name == field) {
                names.emplace_back(stage.model->name);
            }
        }
    }
    return names;
}

PlanRequest flood(std::vector<std::string> wanted, std::map<std::string, std::string> chosen) {
    return {
        .wanted = std::move(wanted), .given = {"elevation", "rain"}, .chosen = std::move(chosen)};
}

// The field which is asked for first is made by either model; only the second is chosen.
TEST(ChosenModels, MakeFieldsWhichComeFirstToo) {
    const PlanRequest request =
        flood({"maximum_water_level", "maximum_depth"}, {{"maximum_depth", "local_inertial"}});
    EXPECT_EQ(makers_in(request, "maximum_depth"), std::vector<std::string>{"local_inertial"});
    EXPECT_EQ(makers_in(request, "maximum_water_level"),
              std::vector<std::string>{"local_inertial"});
}

TEST(ChosenModels, AreNeverPassedOver) {
    PlanRequest request{.wanted = {"combined_susceptibility", "hazard_class"},
                        .given = {"landslide_susceptibility", "flash_flood_susceptibility",
                                  "landslide_class", "flash_flood_class"},
                        .chosen = {{"hazard_class", "worst_class"}}};
    try {
        make_plan(catalogue(), request);
        FAIL() << "not refused";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("hazard_class is to be made by worst_class, but "
                                            "weighted_overlay makes it too"));
    }
}

// Floods make what they are asked for, so that each makes its own.
TEST(ChosenModels, EachMakeTheirOwnWhereTheyCanLeaveFieldsToOthers) {
    const PlanRequest request =
        flood({"maximum_speed", "maximum_depth"},
              {{"maximum_depth", "local_inertial"}, {"maximum_speed", "shallow_water"}});
    EXPECT_EQ(makers_in(request, "maximum_depth"), std::vector<std::string>{"local_inertial"});
    EXPECT_EQ(makers_in(request, "maximum_speed"), std::vector<std::string>{"shallow_water"});
}

TEST(ChosenModels, ForAFieldWhichIsGivenChangeNothing) {
    PlanRequest request = flood({"maximum_speed"}, {{"maximum_depth", "local_inertial"}});
    request.given.insert("maximum_depth");
    EXPECT_EQ(makers_in(request, "maximum_speed"), std::vector<std::string>{"local_inertial"});
}

}  // namespace
}  // namespace hazone
