#pragma once

#include <filesystem>
#include <string>

#include "engine/core/grid.hpp"

namespace hazone {

/// Every value and rule which led to the class of one cell and the level of its zone, in words,
/// from the results and run.json in the folder. InputError when the folder holds no finished run or
/// the point lies outside its grid.
std::string explanation(const std::filesystem::path& folder, double longitude, double latitude);

}  // namespace hazone
