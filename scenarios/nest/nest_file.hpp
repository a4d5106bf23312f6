#pragma once

#include <filesystem>

#include <toml++/toml.h>

#include "engine/core/error.hpp"
#include "scenarios/nest/nest_request.hpp"

namespace hazone {

/// Reads the table [nest]; what is wrong with it is added to `problems`.
NestRequest read_nest(const toml::node& node,
                      const std::filesystem::path& file,
                      Problems& problems);

}  // namespace hazone
