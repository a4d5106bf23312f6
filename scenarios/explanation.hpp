#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace hazone {

/// Every value and rule which led to the class and the level of one cell, and what would have to
/// change for the next one, from the results and run.json in the folder. InputError when the folder
/// holds no finished run or the point lies outside its grid. Degrees, WGS 84.
nlohmann::ordered_json cell_explanation(const std::filesystem::path& folder,
                                        double longitude,
                                        double latitude);

/// The same of one zone by its code or name; capitals and the marks on letters do not matter.
/// InputError when no zone has it, with the nearest name, or when several have, with all of them.
nlohmann::ordered_json zone_explanation(const std::filesystem::path& folder,
                                        const std::string& code_or_name);

/// Such an explanation in words.
std::string cell_explanation_text(const nlohmann::ordered_json& cell);
std::string zone_explanation_text(const nlohmann::ordered_json& zone);

}  // namespace hazone
