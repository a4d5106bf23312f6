#pragma once

#include <filesystem>
#include <string>

namespace hazone {

/// A path as a scenario writes it: relative to `folder`, with ${NAME} replaced by the environment
/// variable, and ${NAME:-text} by the text where the variable is not set. InputError, starting with
/// `what`, when a variable without a default is not set or a brace is not closed.
std::filesystem::path path_from_text(const std::string& text,
                                     const std::filesystem::path& folder,
                                     const std::string& what);

}  // namespace hazone
