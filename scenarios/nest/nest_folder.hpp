#pragma once

#include <filesystem>

#include "models/flood/nest/valley.hpp"
#include "scenarios/job.hpp"
#include "scenarios/nest/nest_hydrographs.hpp"

namespace hazone {

/// Writes the scenario of one nest with its inputs into the folder: scenario.toml, elevation.tif,
/// manning_roughness.tif where the run has it, inflow.csv, outlet.csv.
void write_nest(const Job& job,
                const nest::Basin& basin,
                const NestInflow& inflow,
                const std::filesystem::path& folder);

/// The grid of a window as one of its own.
Grid nest_grid(const Grid& grid, Window window);

}  // namespace hazone
