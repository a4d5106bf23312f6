#pragma once

#include <filesystem>
#include <string>

#include "io/read/trigrs_project.hpp"

namespace hazone::io {

/// The file that `written` names from `folder`: as it stands, else with letters of either case in
/// any part of the path, else packed as .gz. `near_name` is set where only a name that differs in
/// .txt or .asc exists.
TrigrsFile find_trigrs_file(const std::filesystem::path& folder, const std::string& written);

}  // namespace hazone::io
