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
#include "engine/pipeline/run.hpp"
#include "models/catalogue.hpp"
#include "tests/support/catalogue_inputs.hpp"

namespace hazone {
namespace {

constexpr Extent kExtent{11, 10};
const std::vector<double> kTimes{1800, 7200};  // s, where a model makes frames

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
    {"landslide_nowcast", "antecedent_rainfall_index", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"landslide_nowcast", "antecedent_rainfall_limit", "", "",
     "ground of the two lowest classes has a low nowcast in any rain"},
    {"flow_runout", "release_zone", "", "",
     "no zone: nothing begins; release_zones counts and "
     "notes the cells of which it is not known"},
    {"random_walk_runout", "release_zone", "", "", "as flow_runout"},
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
};

Grid small_grid() {
    return {.extent = kExtent, .west = 499'980.1, .north = 2'500'020.7, .cell_size = 24.6};
}

/// Rain with a gap in one cell in its second step.
class RainWithGap final : public RainSeries {
public:
    RainWithGap(std::shared_ptr<const RainSeries> whole, Cell gap)
        : whole_(std::move(whole)), gap_(gap) {}
    Index steps() const override { return whole_->steps(); }
    double step_length() const override { return whole_->step_length(); }
    UtcSeconds start() const override { return whole_->start(); }
    void read(Index step, View<float> rain) const override {
        whole_->read(step, rain);
        if (step == 1) {
            rain(gap_) = kMissing;
        }
    }

private:
    std::shared_ptr<const RainSeries> whole_;
    Cell gap_;
};

template <class T>
constexpr T missing_value(CellType type) {
    if constexpr (std::is_floating_point_v<T>) {
        return static_cast<T>(kMissing);
    } else {
        return static_cast<T>(type == CellType::code8 ? kNoDirection : 0);
    }
}

/// Soils as they are: over the whole of their ranges most have no answer.
double lifelike(const FieldSpec& field, double share) {
    struct Usual {
        const FieldSpec* field;
        double low, high;
    };
    static constexpr std::array<Usual, 14> kUsual{{{&kSlope, 0.3, 0.9},
                                                   {&kSoilDepth, 0.5, 3},
                                                   {&kInitialWaterTableDepth, 0.3, 4},
                                                   {&kBackgroundFlux, 0, 1e-8},
                                                   {&kCohesion, 0, 8e3},
                                                   {&kFrictionAngle, 0.35, 0.7},
                                                   {&kHydraulicDiffusivity, 1e-5, 1e-4},
                                                   {&kConductivity, 1e-6, 1e-5},
                                                   {&kSaturatedWaterContent, 0.35, 0.5},
                                                   {&kResidualWaterContent, 0.03, 0.1},
                                                   {&kGardnerAlpha, 0.5, 5},
                                                   {&kElevation, 100, 900},
                                                   {&kSpecificCatchmentArea, 30, 3000},
                                                   {&kTransmissivity, 1e-5, 1e-3}}};
    for (const Usual& usual : kUsual) {
        if (usual.field->name == field.name) {
            return usual.low + share * (usual.high - usual.low);
        }
    }
    return testing::plausible(field, share);
}

/// As lifelike(), but every third value each the lowest and the highest which the field may have.
double extreme(const FieldSpec& field, double share) {
    const double kind = 3 * share;
    if (kind < 1 && std::isfinite(field.lowest)) {
        return field.lowest;
    }
    if (kind >= 2 && std::isfinite(field.highest) && field.type == CellType::float32) {
        return static_cast<double>(static_cast<float>(field.highest));
    }
    return lifelike(field, kind - std::floor(kind));
}

using Value = double (*)(const FieldSpec&, double);

template <class T>
Raster<T> cells_of(const FieldSpec& field, Value value) {
    std::mt19937_64 random(std::hash<std::string_view>{}(field.name));
    std::uniform_real_distribution<double> share(0, 1);
    Raster<T> cells(kExtent);
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            cells(row, col) = static_cast<T>(value(field, share(random)));
        }
    }
    return cells;
}

/// A model with its choices made.
struct Variant {
    const Model* model = nullptr;
    ParamTexts settings;

    std::string text() const {
        std::string all(model->name);
        for (const auto& [name, value] : settings) {
            all += " " + name + "=" + value;
        }
        return all;
    }
};

/// Numbers with which a small grid has results.
void set_numbers(Variant& variant) {
    struct Number {
        std::string_view model, param, value;
    };
    static constexpr Number kNumbers[] = {{"safety_sensitivity", "spacing", "1"},
                                          {"safety_sensitivity", "samples", "16"},
                                          {"monte_carlo_failure", "samples", "16"},
                                          {"order_basins", "least_order", "1"},
                                          {"random_walk_runout", "walks", "50"}};
    for (const Number& number : kNumbers) {
        if (number.model == variant.model->name) {
            variant.settings[std::string(number.param)] = number.value;
        }
    }
}

/// The model with its defaults, and with every word of every choice.
std::vector<Variant> variants_of(const Model& model) {
    Variant usual{&model, testing::required_settings(model)};
    set_numbers(usual);
    for (const ParamSpec& param : model.params) {
        if (!param.choices.empty() && !param.required) {
            usual.settings[std::string(param.name)] =
                param.choices[static_cast<std::size_t>(param.fallback)];
        }
    }
    std::vector<Variant> all{usual};
    for (const ParamSpec& param : model.params) {
        for (const std::string_view word : param.choices) {
            Variant variant = usual;
            variant.settings[std::string(param.name)] = word;
            all.push_back(variant);
            if (model.name == "transient_infiltration") {
                variant.settings["mode"] = "trigrs-2.1";
                all.push_back(variant);
                variant.settings["initial_condition"] = "saturated";
                all.push_back(variant);
            }
        }
    }
    return all;
}

/// What the model needs and this test can blank: rasters, and the rain.
std::vector<const FieldSpec*> needs_of(const Model& model) {
    std::vector<const FieldSpec*> read;
    for (const FieldSpec& need : model.needs) {
        if (need.form == Form::raster || need.form == Form::series) {
            read.push_back(&need);
        }
    }
    return read;
}

/// Rasters which the model reads where they are there; one may stand for another.
std::vector<const FieldSpec*> uses_of(const Model& model) {
    std::vector<const FieldSpec*> used;
    for (const FieldSpec& field : model.uses) {
        if (field.form == Form::raster) {
            used.push_back(&field);
        }
    }
    return used;
}

/// The model alone, with what it needs and that field.
Plan plan_of(const Variant& variant, const FieldSpec* used) {
    const Model& model = *variant.model;
    PlanRequest request;
    for (const FieldSpec& made : model.makes) {
        request.wanted.emplace_back(made.name);
        request.kept.emplace(made.name);
    }
    for (const FieldSpec& need : model.needs) {
        request.given.emplace(need.name);
    }
    if (used != nullptr) {
        request.given.emplace(used->name);
    }
    request.settings[std::string(model.name)] = variant.settings;
    request.times = static_cast<Index>(kTimes.size());
    const std::array<const Model*, 1> alone{&model};
    return make_plan(alone, request);
}

/// A cell of one input which has another value there.
struct Gap {
    const FieldSpec* field;
    Cell cell;
    std::optional<float> value;  // of a float field; else the cell is missing
};

struct Outcome {
    FieldSet fields;
    std::vector<StageReport> reports;
};

Outcome outcome_of(const Plan& plan, const std::optional<Gap>& gap, Value value = lifelike) {
    Outcome outcome{FieldSet(small_grid()), {}};
    outcome.fields.set_times(kTimes);
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& set) {
        const bool blank = gap && gap->field->name == field.name;
        if (field.form != Form::raster) {
            testing::put_series(field, set);
            if (blank) {
                auto whole =
                    std::get<std::shared_ptr<const RainSeries>>(FieldSet::Value(set.take(field)));
                set.put(field, std::shared_ptr<const RainSeries>(
                                   std::make_shared<RainWithGap>(std::move(whole), gap->cell)));
            }
            return;
        }
        with_type_of(field.type, [&](auto kind) {
            using T = decltype(kind);
            Raster<T> cells = cells_of<T>(field, value);
            if (blank) {
                cells.view()(gap->cell) =
                    gap->value ? static_cast<T>(*gap->value) : missing_value<T>(field.type);
            }
            set.put(field, std::move(cells));
        });
    };
    outcome.reports = run_plan(plan, outcome.fields, hooks);
    return outcome;
}

Index missing_at(const FieldSet& fields, const FieldSpec& made, Cell cell) {
    return fields.missing_cells(made, {cell, {1, 1}});
}

/// Cells in which everything the model makes has a value, away from the edge.
std::vector<Cell> known_cells(const FieldSet& fields, const Model& model, std::size_t most) {
    std::vector<Cell> known;
    for (Index row = 3; row < kExtent.rows - 3; ++row) {
        for (Index col = 3; col < kExtent.cols - 3; ++col) {
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
                   std::any_of(model->makes.begin(), model->makes.end(), has_cells) &&
                   !needs_of(*model).empty() &&
                   std::none_of(model->needs.begin(), model->needs.end(),
                                [](const FieldSpec& need) {
                                    return need.form == Form::features || need.form == Form::table;
                                });
        });
    return found;
}

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

INSTANTIATE_TEST_SUITE_P(Models,
                         MissingInputs,
                         ::testing::ValuesIn(models_of_cells()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace hazone
