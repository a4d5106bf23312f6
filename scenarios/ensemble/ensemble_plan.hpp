#pragma once

#include <string>
#include <vector>

#include "engine/pipeline/part_plan.hpp"
#include "scenarios/ensemble/draws.hpp"
#include "scenarios/scenario.hpp"

namespace hazone {

/// What the members of an ensemble run, and with what.
struct EnsemblePlan {
    PartPlan part;                          // the stages which run again, with the run's parameters
    std::vector<std::vector<Draw>> draws;   // by member, in the order of request.vary
    std::vector<const FieldSpec*> counted;  // of hazard_class, risk_level and zone_levels
};

/// Whether the ensemble makes the field, and no model.
bool made_by_ensemble(std::string_view field);

/// Fields of the run which the ensemble counts, whoever else wants them.
std::vector<std::string> fields_for_ensemble(const Scenario& scenario);

/// Finds the stages which what varies can reach, draws the members and lets the plan keep what they
/// read. InputError where something that varies is not in the run, reaches no class, or cannot have
/// a value which was drawn; all that is wrong at once.
EnsemblePlan plan_ensemble(const Scenario& scenario, Plan& plan);

/// The stages of one member with its parameters; the inputs are varied as they are loaded.
Plan member_plan(const Scenario& scenario, const EnsemblePlan& ensemble, std::size_t member);

/// Bytes of one cell at the fullest moment of the members, with what the run still holds then.
double ensemble_bytes_per_cell(const EnsemblePlan& ensemble, const Plan& whole);

/// What `hazone check` says of the ensemble: what runs again and how long it takes on two cores.
std::string ensemble_budget(const EnsemblePlan& ensemble,
                            const Plan& whole,
                            Extent extent,
                            Index series_steps);

}  // namespace hazone
