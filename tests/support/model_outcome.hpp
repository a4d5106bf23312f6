#pragma once

// One model of the catalogue alone on a small grid, with each of its choices, on inputs as they
// are, at the ends of their ranges, or with a gap.

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "engine/pipeline/run.hpp"
#include "models/catalogue.hpp"
#include "tests/support/catalogue_inputs.hpp"

namespace hazone::testing {

inline constexpr Extent kSmall{11, 10};

inline Grid small_grid() {
    return {.extent = kSmall, .west = 499'980.1, .north = 2'500'020.7, .cell_size = 24.6};
}

/// Output times of models that make frames, s.
inline std::vector<double> output_times() { return {1800, 7200}; }

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
inline double lifelike(const FieldSpec& field, double share) {
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
    return plausible(field, share);
}

/// As lifelike(), but every third value each the lowest and the highest which the field may have.
inline double extreme(const FieldSpec& field, double share) {
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
    const auto times = static_cast<Index>(field.form == Form::frames ? output_times().size() : 1);
    Raster<T> cells(stacked(kSmall, times));
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < kSmall.cols; ++col) {
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
inline void set_numbers(Variant& variant) {
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
inline std::vector<Variant> variants_of(const Model& model) {
    Variant usual{&model, required_settings(model)};
    set_numbers(usual);
    for (const ParamSpec& param : model.params) {
        if (!param.choices.empty() && !param.required) {
            usual.settings.try_emplace(std::string(param.name),
                                       param.choices[static_cast<std::size_t>(param.fallback)]);
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
inline std::vector<const FieldSpec*> needs_of(const Model& model) {
    std::vector<const FieldSpec*> read;
    for (const FieldSpec& need : model.needs) {
        if (need.form == Form::raster || need.form == Form::series) {
            read.push_back(&need);
        }
    }
    return read;
}

/// Rasters which the model reads where they are there; one may stand for another.
inline std::vector<const FieldSpec*> uses_of(const Model& model) {
    std::vector<const FieldSpec*> used;
    for (const FieldSpec& field : model.uses) {
        if (field.form == Form::raster) {
            used.push_back(&field);
        }
    }
    return used;
}

/// Rasters of its uses which the model with these settings asks for: without them it has no
/// results.
inline std::vector<const FieldSpec*> asked_for(const Variant& variant) {
    const Model& model = *variant.model;
    std::vector<const FieldSpec*> asked;
    if (model.takes != nullptr) {
        const Params params = Params::resolve(model.name, model.params, variant.settings);
        for (const FieldSpec* use : uses_of(model)) {
            if (model.takes(params, *use)) {
                asked.push_back(use);
            }
        }
    }
    return asked;
}

/// The model alone, with what it needs and that field.
inline Plan plan_of(const Variant& variant, const FieldSpec* used) {
    const Model& model = *variant.model;
    PlanRequest request;
    for (const FieldSpec& made : model.makes) {
        request.wanted.emplace_back(made.name);
        request.kept.emplace(made.name);
    }
    for (const FieldSpec& need : model.needs) {
        request.given.emplace(need.name);
    }
    for (const FieldSpec* asked : asked_for(variant)) {
        request.given.emplace(asked->name);
    }
    if (used != nullptr) {
        request.given.emplace(used->name);
    }
    request.settings[std::string(model.name)] = variant.settings;
    request.times = static_cast<Index>(output_times().size());
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

inline Outcome outcome_of(const Plan& plan, const std::optional<Gap>& gap, Value value = lifelike) {
    Outcome outcome{FieldSet(small_grid()), {}};
    outcome.fields.set_times(output_times());
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& set) {
        const bool blank = gap && gap->field->name == field.name;
        if (!has_cells(field)) {
            put_series(field, set);
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
                for (Index row = gap->cell.row; row < cells.rows(); row += kSmall.rows) {
                    cells(row, gap->cell.col) =
                        gap->value ? static_cast<T>(*gap->value) : missing_value<T>(field.type);
                }
            }
            set.put(field, std::move(cells));
        });
    };
    outcome.reports = run_plan(plan, outcome.fields, hooks);
    return outcome;
}

inline Index missing_at(const FieldSet& fields, const FieldSpec& made, Cell cell) {
    return fields.missing_cells(made, {cell, {1, 1}});
}

}  // namespace hazone::testing
