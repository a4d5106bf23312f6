#pragma once

#include <filesystem>
#include <string>

#include <toml++/toml.h>

#include "engine/core/field.hpp"
#include "io/read/sources.hpp"

namespace hazone {

/// The source of one field as the scenario file states it: a number, a text, a list of tiles, or a
/// table with one of the keys raster, classes, polygons, features, points, stack, netcdf.
/// InputError starts with `what` (file, line and key).
io::Source source_from_toml(const toml::node& node,
                            const FieldSpec& field,
                            const std::filesystem::path& folder,
                            const std::string& what);

}  // namespace hazone
