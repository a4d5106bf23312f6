#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/field_set.hpp"

namespace hazone::io {

/// What a checkpoint belongs to, by name, in the order in which it is written.
using CheckpointFacts = std::vector<std::pair<std::string, std::string>>;

/// Writes the rasters of the state with the facts, as HDF5; the file appears whole or not at all.
/// InputError when it cannot be written.
void write_checkpoint(const std::filesystem::path& path,
                      const CheckpointFacts& facts,
                      const FieldSet& state);

/// The facts of a checkpoint; InputError when the file is none.
CheckpointFacts read_checkpoint_facts(const std::filesystem::path& path);

/// Fills the rasters of the state, which must be those of the file in name, type and extent; else
/// InputError, which names the first that differs.
void read_checkpoint(const std::filesystem::path& path, FieldSet& state);

}  // namespace hazone::io
