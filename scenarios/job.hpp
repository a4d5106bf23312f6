#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/pipeline/run.hpp"
#include "engine/pipeline/stored_plan.hpp"
#include "engine/rules/rule_set.hpp"
#include "scenarios/ensemble/ensemble_plan.hpp"
#include "scenarios/memory_limit.hpp"
#include "scenarios/scenario.hpp"

namespace hazone {

/// A scenario made ready to run: its grid is known, its chain of models is planned, its inputs are
/// read and found good.
struct Job {
    Scenario scenario;
    Plan plan;
    std::unique_ptr<FieldSet> fields;  // holds the inputs which were read from files
    io::ZoneLayer zones;               // communes; empty when the basins serve
    std::shared_ptr<RuleSet> rules;    // null when no product asks for levels
    std::vector<std::string> warnings;
    Index peak_memory_bytes = 0;          // estimate, program included
    double compute_seconds = 0;           // estimate, two cores
    double write_seconds = 0;             // estimate of the GeoTIFFs, two cores
    double read_seconds = 0;              // measured
    std::optional<UtcSeconds> rain_from;  // of rain with a date
    std::optional<UtcSeconds> rain_until;
    MemoryLimit memory;
    // Of a run which goes window by window:
    std::unique_ptr<StoredFields> stored;  // holds its inputs; null for a run in memory
    StoredPlan windows;
    std::optional<EnsemblePlan> ensemble;
    std::string ensemble_budget;  // what `hazone check` says of it
    Plan nest_plan;               // of the hydrographs which nests ask for; empty without nests
};

/// Plans the scenario and reads its inputs; where the run would exceed the stated memory, into
/// scratch files. Everything wrong is added to `problems`; the job holds what could be found out
/// all the same. No model runs.
Job prepare(Scenario scenario, Problems& problems, MemoryLimit memory = {});

/// Names of the fields the run makes for its products, asked for or not.
std::vector<std::string> fields_for_products(const Scenario& scenario);

/// Estimate of the memory of the whole program in words, with the machine's memory beside it.
std::string memory_text(const Job& job);

}  // namespace hazone
