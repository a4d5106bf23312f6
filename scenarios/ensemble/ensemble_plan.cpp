#include "scenarios/ensemble/ensemble_plan.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/plan_cost.hpp"
#include "models/catalogue.hpp"
#include "scenarios/ensemble/level_counts.hpp"

namespace hazone {
namespace {

using Settings = std::map<std::string, ParamTexts>;

const ParamTexts& texts_of(const Settings& settings, std::string_view model) {
    static const ParamTexts none;
    const auto found = settings.find(std::string(model));
    return found == settings.end() ? none : found->second;
}

Params params_of(const Model& model, const Settings& settings) {
    return Params::resolve(model.name, model.params, texts_of(settings, model.name),
                           model.params_of, texts_of(settings, model.params_of));
}

/// Whether the model runs with that parameter: its own, or one which the other model lends it.
bool follows(const Model& model, const Variation& variation, const Settings& settings) {
    if (model.name == variation.model) {
        return true;
    }
    return model.params_of == variation.model &&
           !texts_of(settings, model.name).contains(variation.parameter) &&
           std::any_of(model.params.begin(), model.params.end(),
                       [&](const ParamSpec& spec) { return spec.name == variation.parameter; });
}

std::string names_of_inputs(const Plan& plan) {
    std::vector<std::string> names;
    for (const FieldSpec* field : plan.inputs) {
        names.emplace_back(field->name);
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

Changes changes_of(const Scenario& scenario, const Plan& plan, Problems& problems) {
    Changes changes;
    for (const Variation& variation : scenario.ensemble->vary) {
        if (variation.effect != Effect::parameter) {
            changes.inputs.insert(variation.input);
            if (std::none_of(plan.inputs.begin(), plan.inputs.end(), [&](const FieldSpec* field) {
                    return field->name == variation.input;
                })) {
                problems.add(fmt::format(
                    "ensemble.vary: '{}' is no input which this run reads; those are: {}",
                    variation.input, names_of_inputs(plan)));
            }
            continue;
        }
        bool runs = false;
        for (const Stage& stage : plan.stages) {
            if (follows(*stage.model, variation, scenario.settings)) {
                changes.models.emplace(stage.model->name);
                runs = true;
            }
        }
        if (!runs) {
            problems.add(
                fmt::format("ensemble.vary: {} does not run in this scenario", variation.model));
        }
    }
    return changes;
}

Settings settings_of(const Scenario& scenario, const std::vector<Draw>& draws) {
    Settings settings = scenario.settings;
    for (std::size_t number = 0; number < draws.size(); ++number) {
        const Variation& variation = scenario.ensemble->vary[number];
        if (variation.effect == Effect::parameter) {
            settings[variation.model][variation.parameter] = draws[number].text;
        }
    }
    return settings;
}

/// A parameter that decides which fields a model reads would need another plan.
void check_reads(const Stage& stage, const Params& params, Problems& problems) {
    const Model& model = *stage.model;
    if (model.takes == nullptr) {
        return;
    }
    for (const FieldSpec& use : model.uses) {
        if (model.takes(stage.params, use) != model.takes(params, use)) {
            problems.add(fmt::format(
                "ensemble.vary: a value drawn for {} decides whether it reads '{}': that is "
                "another chain of models, not another member",
                model.name, use.name));
        }
    }
}

void check_members(const Scenario& scenario, const EnsemblePlan& ensemble, Problems& problems) {
    for (std::size_t member = 0; member < ensemble.draws.size(); ++member) {
        const Settings settings = settings_of(scenario, ensemble.draws[member]);
        for (const Stage& stage : ensemble.part.plan.stages) {
            Problems found;
            found.collect([&] { check_reads(stage, params_of(*stage.model, settings), problems); });
            for (const std::string& problem : found.list()) {
                problems.add(fmt::format("ensemble.vary: member {} draws {}: state low and high",
                                         member + 1, problem));
                return;  // the others say the same
            }
        }
    }
}

std::vector<const FieldSpec*> counted_fields(const Plan& plan) {
    std::vector<const FieldSpec*> counted;
    for (const FieldSpec* field : {&kHazardClass, &kRiskLevel, &kZoneLevels}) {
        const bool made =
            std::any_of(plan.stages.begin(), plan.stages.end(), [&](const Stage& stage) {
                const auto makes = stage.makes();
                return std::any_of(makes.begin(), makes.end(),
                                   [&](const FieldSpec* one) { return one->name == field->name; });
            });
        if (made) {
            counted.push_back(field);
        }
    }
    return counted;
}

std::set<std::string, std::less<>> names_of(const std::vector<const FieldSpec*>& fields) {
    std::set<std::string, std::less<>> names;
    for (const FieldSpec* field : fields) {
        names.emplace(field->name);
    }
    return names;
}

}  // namespace

bool made_by_ensemble(std::string_view field) {
    const auto same = [&](const FieldSpec& spec) { return spec.name == field; };
    return std::any_of(kHazardClassProbability.begin(), kHazardClassProbability.end(), same) ||
           std::any_of(kRiskLevelProbability.begin(), kRiskLevelProbability.end(), same);
}

std::vector<std::string> fields_for_ensemble(const Scenario& scenario) {
    std::vector<std::string> names{std::string(kHazardClass.name)};
    const auto& asked = scenario.outputs.fields;
    if (std::any_of(asked.begin(), asked.end(), [](const std::string& name) {
            return name.starts_with(kRiskLevel.name) && made_by_ensemble(name);
        })) {
        names.emplace_back(kRiskLevel.name);
    }
    return names;
}

EnsemblePlan plan_ensemble(const Scenario& scenario, Plan& plan) {
    Problems problems;
    const Changes changes = changes_of(scenario, plan, problems);
    problems.raise();
    EnsemblePlan ensemble;
    ensemble.counted = counted_fields(plan);
    ensemble.part = changed_part(plan, changes, names_of(ensemble.counted));
    if (ensemble.part.plan.wanted.empty()) {
        problems.add(
            "ensemble.vary: nothing of what varies reaches hazard_class: every member would be "
            "the same");
    }
    ensemble.draws = draw_members(*scenario.ensemble);
    check_members(scenario, ensemble, problems);
    problems.raise();
    keep_fields(plan, ensemble.part.borrowed);
    std::vector<const FieldSpec*> originals = ensemble.counted;
    for (const FieldSpec* field : plan.inputs) {
        if (changes.inputs.contains(field->name)) {
            originals.push_back(field);
        }
    }
    keep_fields(plan, originals);
    return ensemble;
}

Plan member_plan(const Scenario& scenario, const EnsemblePlan& ensemble, std::size_t member) {
    const Settings settings = settings_of(scenario, ensemble.draws[member]);
    Plan plan = ensemble.part.plan;
    for (Stage& stage : plan.stages) {
        stage.params = params_of(*stage.model, settings);
    }
    return plan;
}

double ensemble_bytes_per_cell(const EnsemblePlan& ensemble, const Plan& whole) {
    Plan members = ensemble.part.plan;
    const auto borrowed = names_of(ensemble.part.borrowed);
    for (Stage& stage : members.stages) {
        std::erase_if(stage.loads,
                      [&](const FieldSpec* field) { return borrowed.contains(field->name); });
    }
    double counters = 0;
    const auto count = static_cast<Index>(ensemble.draws.size());
    for (const FieldSpec* field : ensemble.counted) {
        if (has_cells(*field)) {
            const int lowest = field->type == CellType::class8 ? 1 : 0;
            counters += LevelCounts::bytes_per_cell(lowest, kLevelCount, count);
        }
    }
    constexpr double kShare = 4;  // one raster of probabilities at a time
    return bytes_kept_per_cell(whole) + counters + std::max(peak_bytes_per_cell(members), kShare);
}

std::string ensemble_budget(const EnsemblePlan& ensemble,
                            const Plan& whole,
                            Extent extent,
                            Index series_steps) {
    const double seconds = estimated_seconds(ensemble.part.plan, extent, series_steps);
    const auto members = static_cast<double>(ensemble.draws.size());
    return fmt::format(
        "{} members run {} of the {} models again: about {:.1f} s each, {:.0f} s "
        "together, on two cores, beside the run itself; a probability of 1/2 is told with a "
        "standard error of {:.2f}",
        ensemble.draws.size(), ensemble.part.stages.size(), whole.stages.size(), seconds,
        std::ceil(seconds * members), standard_error(0.5, static_cast<Index>(members)));
}

}  // namespace hazone
