#pragma once

#include "scenarios/outputs.hpp"
#include "scenarios/toml_reader.hpp"

namespace hazone {

/// The section [outputs] and, for who publishes, [publisher]; absent keys keep their defaults.
Outputs read_outputs(const toml::table& root, TomlReader& reader);

}  // namespace hazone
