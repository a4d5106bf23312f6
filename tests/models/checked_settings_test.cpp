// Settings which contradict each other, or ask for what a run will not have, are refused before it
// begins, all at once.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/pipeline/plan.hpp"
#include "models/catalogue.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Case {
    std::string model;
    ParamTexts settings;
    std::string refusal;                  // part of it; empty: the plan stands
    std::vector<std::string> given = {};  // beside what the model needs
};

/// What is said of a run which wants the first field of the model.
std::string refusal(const Case& one) {
    const Model* model = find_model(catalogue(), one.model);
    if (model == nullptr) {
        return "no such model";
    }
    const std::string wanted(model->makes.front().name);
    PlanRequest request{.wanted = {wanted},
                        .given = {one.given.begin(), one.given.end()},
                        .chosen = {{wanted, one.model}},
                        .settings = {{one.model, one.settings}}};
    for (const FieldSpec& need : model->needs) {
        request.given.emplace(need.name);
    }
    try {
        make_plan(catalogue(), request);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::vector<Case> cases() {
    return {
        {"shallow_water", {{"order", "second"}, {"step_levels", "2"}}, "order = first only"},
        {"shallow_water", {{"order", "first"}, {"step_levels", "2"}}, ""},
        {"shallow_water", {{"loss", "curve_number"}}, "shallow_water: loss = curve_number needs"},
        {"shallow_water",
         {{"loss", "curve_number"}},
         "",
         {"curve_number", "antecedent_rain", "slope"}},
        {"shallow_water", {}, "no edge of the grid takes it", {"stage"}},
        {"shallow_water", {{"west_edge", "stage"}}, "", {"stage"}},
        {"local_inertial", {{"theta", "0.5"}, {"courant", "0.6"}}, "courant = 0.6 must be"},
        {"local_inertial", {{"theta", "0.5"}, {"courant", "0.5"}}, ""},
        {"local_inertial", {{"channels", "subgrid"}}, "depth_of_1_km2 = 0 m"},
        {"kinematic_wave", {{"loss", "horton"}, {"final_capacity", "100 mm/h"}}, "is below"},
        {"kinematic_wave", {}, "reservoir_levels is given without", {"reservoir_levels"}},
        {"curve_number_runoff", {{"dry_below", "60 mm"}}, "is above wet_above"},
        {"damming_volume", {{"no_dam_below", "5"}}, "must not be above dam_from"},
        {"landslide_dam", {{"breaks_below", "8"}}, "must not be above stands_from"},
        {"flash_flood_potential", {{"end_height", "5 m"}}, "must be above full_height"},
        {"flash_flood_potential_index", {}, "is not given; give it"},
        {"threshold_exceedance", {{"threshold", "fitted"}}, "needs the input rainfall_events"},
        {"sinmap", {{"lowest_friction_angle", "50 deg"}}, "must not be above highest"},
        {"landslide_class", {{"medium_from", "0.9"}}, "must be above medium_from"},
        {"landslide_class", {{"with_runout", "yes"}}, "needs runout_impacted"},
        {"landslide_class", {{"with_runout", "yes"}}, "", {"runout_impacted"}},
        {"flash_flood_class", {{"method", "area_shares"}, {"low_share", "90 %"}}, "must be 100 %"},
        {"weighted_overlay",
         {{"landslide_weight", "0"}, {"flash_flood_weight", "0"}},
         "all weights are 0"},
        {"weighted_overlay", {{"runout_weight", "1"}}, "runout is to take part"},
        {"weighted_overlay", {{"medium_from", "0.9"}}, "must be above medium_from"},
        {"ahp_overlay", {{"with_flood", "yes"}}, "flood is to take part"},
        {"fuzzy_gamma", {{"medium_from", "0.9"}}, "must be above medium_from"},
        {"soil_depth_by_elevation",
         {{"lower_elevation", "900 m"},
          {"upper_elevation", "100 m"},
          {"lower_depth", "2 m"},
          {"upper_depth", "1 m"}},
         "must be above lower_elevation"},
    };
}

TEST(CheckedSettings, AreRefusedByThePlan) {
    for (const Case& one : cases()) {
        const std::string said = refusal(one);
        if (one.refusal.empty()) {
            EXPECT_EQ(said, "") << one.model;
        } else {
            EXPECT_THAT(said, HasSubstr(one.refusal)) << one.model;
        }
    }
}

TEST(CheckedSettings, AreRefusedAllAtOnce) {
    const std::string said =
        refusal({"shallow_water",
                 {{"order", "second"}, {"step_levels", "2"}, {"loss", "green_ampt"}},
                 "",
                 {"stage"}});
    EXPECT_THAT(said, AllOf(HasSubstr("step_levels = 2"), HasSubstr("the input conductivity"),
                            HasSubstr("no edge of the grid takes it")));
}

}  // namespace
}  // namespace hazone
