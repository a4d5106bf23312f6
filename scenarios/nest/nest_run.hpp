#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/job.hpp"
#include "scenarios/products.hpp"

namespace hazone {

/// Fields of the run which the choice of nests reads.
std::vector<std::string> fields_for_nests(const Scenario& scenario);

/// The scenario of the hydrographs: the same inputs, `points` as gauges, no products.
Scenario routing_scenario(const Scenario& scenario, const std::filesystem::path& points);

/// What `hazone check` says of the nests: how much they can cost at most.
std::string nest_budget(const Job& job, double routing_seconds);

/// Chooses the basins of a finished run, runs a flood in each and writes OUT/nests. What the user
/// shall read is noted in job.fields. Interrupted when asked to stop: no half nest is left.
std::vector<Product> run_nests(Job& job, const std::filesystem::path& folder);

}  // namespace hazone
