// What is not known is never safe: for every model of the catalogue and every field it reads, a
// cell of that field without a value leaves the results of the cell without a value, and the report
// of the stage counts it. What holds otherwise stands in kExceptions with its reason.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "models/catalogue.hpp"
#include "tests/support/model_outcome.hpp"

namespace hazone {
namespace {

using namespace testing;

/// Where a result has a value although something that its model reads has none in the cell.
struct Exception {
    std::string_view model;
    std::string_view read;
    std::string_view made;     // empty: each field it makes
    std::string_view setting;  // empty: with every setting
    std::string_view reason;
};

constexpr Exception kExceptions[] = {
    {"worst_class", "landslide_class", "", "", "class 5 of the other hazard is the worst anyway"},
    {"worst_class", "flash_flood_class", "", "", "class 5 of the other hazard is the worst anyway"},
    {"matrix_class", "landslide_class", "", "", "class 5 of the other hazard is the worst anyway"},
    {"matrix_class", "flash_flood_class", "", "",
     "class 5 of the other hazard is the worst anyway"},
    {"weighted_overlay", "landslide_class", "", "", "keeps class 5 of the other; else not used"},
    {"weighted_overlay", "flash_flood_class", "", "", "keeps class 5 of the other; else not used"},
    {"weighted_overlay", "landslide_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"weighted_overlay", "flash_flood_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"weighted_overlay", "runout_reach_probability", "", "", "not used without a weight"},
    {"weighted_overlay", "flood_hazard_class", "", "", "not used without a weight"},
    {"ahp_overlay", "landslide_class", "", "", "keeps class 5 of the other; else not used"},
    {"ahp_overlay", "flash_flood_class", "", "", "keeps class 5 of the other; else not used"},
    {"ahp_overlay", "landslide_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"ahp_overlay", "flash_flood_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"ahp_overlay", "runout_reach_probability", "", "with_reach=no", "not used"},
    {"ahp_overlay", "flood_hazard_class", "", "with_flood=no", "not used"},
    {"fuzzy_gamma", "landslide_class", "", "", "keeps class 5 of the other; else not used"},
    {"fuzzy_gamma", "flash_flood_class", "", "", "keeps class 5 of the other; else not used"},
    {"fuzzy_gamma", "landslide_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"fuzzy_gamma", "flash_flood_susceptibility", "", "", "class 5 of a hazard is kept"},
    {"landslide_class", "runout_impacted", "", "with_runout=no", "not used"},
    {"landslide_class_by_failure_probability", "runout_impacted", "", "with_runout=no", "not used"},
    {"landslide_class", "runout_impacted", "", "with_runout=yes",
     "a class which the runout cannot raise stays"},
    {"landslide_class_by_failure_probability", "runout_impacted", "", "with_runout=yes",
     "a class which the runout cannot raise stays"},
    {"landslide_class_by_safety_factor", "runout_impacted", "", "with_runout=no", "not used"},
    {"landslide_class_by_critical_rainfall", "runout_impacted", "", "with_runout=no", "not used"},
    {"river_alarm", "record_stage", "alarm_passed", "", "the record has no part in it"},
    {"river_alarm", "record_stage", "stage_above_alarm_3", "", "the record has no part in it"},
    {"river_alarm", "alarm_stage_1", "stage_above_alarm_3", "", "of the third alone"},
    {"river_alarm", "alarm_stage_2", "stage_above_alarm_3", "", "of the third alone"},
    {"river_alarm", "alarm_stage_1", "stage_above_record", "", "of the record alone"},
    {"river_alarm", "alarm_stage_2", "stage_above_record", "", "of the record alone"},
    {"river_alarm", "alarm_stage_3", "stage_above_record", "", "of the record alone"},
    {"river_alarm", "gauge_stage", "stage_above_record", "", "without a record it is below any"},
    {"landslide_nowcast", "antecedent_rainfall_index", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"landslide_nowcast", "antecedent_rainfall_limit", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"landslide_nowcast_in_time", "antecedent_rainfall_limit", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"highest_landslide_nowcast", "greatest_antecedent_rainfall_index", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"highest_landslide_nowcast", "antecedent_rainfall_limit", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"flow_runout", "release_zone", "", "",
     "no zone: nothing begins; release_zones counts and "
     "notes the cells of which it is not known"},
    {"random_walk_runout", "release_zone", "", "", "as flow_runout"},
    {"runout_growth", "release_zone", "", "", "as flow_runout"},
    {"runout_growth", "slope", "", "", "ground which is not overrun gives nothing, whatever it is"},
    {"runout_growth", "soil_depth", "", "", "ground which is not overrun gives nothing"},
    {"runout_growth", "runout_source", "", "",
     "no label: no release comes here; what is not known is missing in runout_impacted"},
    {"curve_number_runoff", "slope", "", "slope_correction=none", "not used"},
    {"unit_hydrograph_peak", "event_rain", "", "duration=fixed", "not used"},
    {"unit_hydrograph_peak", "peak_intensity", "", "duration=fixed", "not used"},
    {"d_infinity_specific_area", "d_infinity_direction", "", "flow_width=cell_size", "not used"},
    {"level_lakes", "elevation", "", "", "inside a lake its level is that of the shore"},
    {"level_lakes", "lakes", "", "", "a mark which is missing marks nothing"},
    {"burn_streams", "mapped_streams", "", "", "a mark which is missing marks nothing"},
    {"multiple_flow_accumulation", "flow_direction", "", "", "used in flats alone"},
    {"upstream_path", "filled_elevation", "upstream_length", "", "used by the drop alone"},
    {"flow_time", "flow_velocity", "", "", "at an outlet the way has no length"},
    {"slope_area_streams", "contributing_area", "", "", "a stream from above goes on"},
    {"slope_area_streams", "filled_elevation", "", "", "a stream from above goes on"},
    {"slope_unit", "aspect", "", "", "missing where the ground is flat; flow goes on there"},
    {"slope_unit", "contributing_area", "", "", "missing only where flow_direction is"},
    {"desmet_govers", "aspect", "", "", "missing where the ground is flat"},
    {"bankfull_by_geometry", "channel_width", "", "",
     "hydraulic geometry stands for a missing width"},
    {"unit_stream_power_of_peak", "channel_width", "", "",
     "hydraulic geometry stands for a missing width"},
    {"valley_confinement", "channel_width", "", "",
     "hydraulic geometry stands for a missing width"},
    {"debris_flow_discharge", "channel_width", "", "",
     "hydraulic geometry stands for a missing width"},
    {"debris_flow_discharge", "peak_discharge", "debris_flow_threshold", "",
     "used by the ratio alone"},
    {"design_discharge", "annual_maximum_rain_variation", "", "growth=power", "not used"},
    {"velocity_method", "channel_width", "", "", "hydraulic geometry stands for a missing width"},
    {"velocity_method", "manning_roughness", "", "", "not used on streams"},
    {"flash_flood_guidance", "antecedent_rain", "", "soil_moisture=dry", "not used"},
    {"flash_flood_guidance", "antecedent_rain", "", "soil_moisture=average", "not used"},
    {"flash_flood_guidance", "antecedent_rain", "", "soil_moisture=wet", "not used"},
    {"guidance_of_durations", "antecedent_rain", "", "soil_moisture=dry", "not used"},
    {"guidance_of_durations", "antecedent_rain", "", "soil_moisture=average", "not used"},
    {"guidance_of_durations", "antecedent_rain", "", "soil_moisture=wet", "not used"},
};

/// Cells in which everything the model makes has a value, away from the edge.
std::vector<Cell> known_cells(const FieldSet& fields, const Model& model, std::size_t most) {
    std::vector<Cell> known;
    for (Index row = 3; row < kSmall.rows - 3; ++row) {
        for (Index col = 3; col < kSmall.cols - 3; ++col) {
            const Cell cell{row, col};
            const bool all =
                std::none_of(model.makes.begin(), model.makes.end(), [&](const FieldSpec& made) {
                    return has_cells(made) && missing_at(fields, made, cell) > 0;
                });
            if (all && known.size() < most) {
                known.push_back(cell);
            }
        }
    }
    return known;
}

Index counted(const Outcome& outcome, const FieldSpec& made) {
    for (const auto& [name, count] : outcome.reports.front().missing_cells) {
        if (name == made.name) {
            return count;
        }
    }
    return -1;
}

/// Compares the results of a model with and without gaps, and what is excepted from the rule.
class GapCheck {
public:
    explicit GapCheck(const Model& model) : model_(model) {}

    /// False where a choice wants an input of another form.
    bool check(const Variant& variant, std::size_t most_cells) {
        try {
            check(variant, most_cells, needs_of(model_), nullptr);
            for (const FieldSpec* used : uses_of(model_)) {
                check(variant, most_cells, {used}, used);
            }
        } catch (const InputError&) {
            return false;
        }
        return true;
    }
    int compared() const { return compared_; }
    void expect_exceptions_needed() const {
        for (const Exception& known : kExceptions) {
            EXPECT_TRUE(known.model != model_.name || needed_.contains(&known))
                << known.model << ": the exception of " << known.read << " is not needed";
        }
    }

private:
    void check(const Variant& variant,
               std::size_t most_cells,
               const std::vector<const FieldSpec*>& reads,
               const FieldSpec* used) {
        const Plan plan = plan_of(variant, used);
        const Outcome whole = outcome_of(plan, std::nullopt);
        const std::vector<Cell> cells = known_cells(whole.fields, model_, most_cells);
        EXPECT_FALSE(cells.empty()) << variant.text() << " has no cell with all results";
        for (const Cell cell : cells) {
            for (const FieldSpec* read : reads) {
                compare(variant, *read, cell, whole, outcome_of(plan, Gap{read, cell, {}}));
            }
        }
    }

    void compare(const Variant& variant,
                 const FieldSpec& read,
                 Cell cell,
                 const Outcome& whole,
                 const Outcome& gapped) {
        for (const FieldSpec& made : model_.makes) {
            if (!has_cells(made)) {
                continue;
            }
            ++compared_;
            const bool missing = missing_at(gapped.fields, made, cell) > 0;
            if (!missing && is_excepted(variant, read, made)) {
                continue;
            }
            EXPECT_TRUE(missing) << variant.text() << ": " << read.name << " is missing, "
                                 << made.name << " is not";
            EXPECT_TRUE(!missing || counted(gapped, made) > counted(whole, made))
                << variant.text() << ": " << made.name << " is not counted";
        }
    }

    bool is_excepted(const Variant& variant, const FieldSpec& read, const FieldSpec& made) {
        for (const Exception& known : kExceptions) {
            if (known.model == model_.name && known.read == read.name &&
                (known.made.empty() || known.made == made.name) &&
                variant.text().find(known.setting) != std::string::npos) {
                needed_.insert(&known);
                return true;
            }
        }
        return false;
    }

    const Model& model_;
    int compared_ = 0;
    std::set<const Exception*> needed_;
};

class MissingInputs : public ::testing::TestWithParam<const Model*> {};

TEST_P(MissingInputs, LeaveTheCellWithoutResultsAndAreCounted) {
    const Model& model = *GetParam();
    GapCheck check(model);
    const std::vector<Variant> variants = variants_of(model);
    EXPECT_TRUE(check.check(variants.front(), 12));
    int checked = 0;
    for (const Variant& variant : variants) {
        checked += check.check(variant, 1) ? 1 : 0;
    }
    EXPECT_GE(checked + 1, static_cast<int>(variants.size()));  // one choice wants another input
    check.expect_exceptions_needed();
    EXPECT_GT(check.compared(), 0);
}

std::vector<const Model*> models_of_cells() {
    std::vector<const Model*> found;
    std::copy_if(
        catalogue().begin(), catalogue().end(), std::back_inserter(found), [](const Model* model) {
            return model->name != "basin_shape" &&  // numbers of whole basins
                                                    // each of its losses wants inputs of its own:
                                                    // see kinematic_wave_test
                   model->name != "kinematic_wave" &&
                   // refuse ground of which rain or roughness is not known: flood_model_test
                   model->name != "shallow_water" && model->name != "local_inertial" &&
                   std::any_of(model->makes.begin(), model->makes.end(), has_cells) &&
                   !needs_of(*model).empty() &&
                   std::none_of(model->needs.begin(), model->needs.end(),
                                [](const FieldSpec& need) {
                                    return need.form == Form::features || need.form == Form::table;
                                });
        });
    return found;
}

INSTANTIATE_TEST_SUITE_P(Models,
                         MissingInputs,
                         ::testing::ValuesIn(models_of_cells()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace hazone
