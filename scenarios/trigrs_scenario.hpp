#pragma once

#include <string>
#include <vector>

#include "io/read/trigrs_project.hpp"

namespace hazone {

/// scenario.toml of a TRIGRS project whose grids lie beside it. `rain_files` has the raster of each
/// period, empty where its rate is a number. `notes` gets what cannot be carried over.
std::string trigrs_scenario_text(const io::TrigrsProject& project,
                                 const std::vector<std::string>& rain_files,
                                 std::vector<std::string>& notes);

/// zones.csv: one line for each property zone.
std::string trigrs_zone_table(const io::TrigrsProject& project);

}  // namespace hazone
