#pragma once

#include <filesystem>

#include <toml++/toml.h>

#include "engine/core/error.hpp"
#include "scenarios/ensemble/ensemble_request.hpp"

namespace hazone {

/// Reads the table [ensemble]; what is wrong with it is added to `problems`, each with its line.
EnsembleRequest read_ensemble(const toml::node& node,
                              const std::filesystem::path& file,
                              Problems& problems);

}  // namespace hazone
