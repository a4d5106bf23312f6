#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "engine/core/index.hpp"

namespace hazone {

/// What the user says of memory and disk.
struct MemoryLimit {
    std::optional<Index> bytes;     // of the whole program; empty: what the machine has
    std::filesystem::path scratch;  // folder of the scratch files of a run which exceeds the limit
};

/// "2GiB", "500 MB": a number and a unit, decimal (kB, MB, GB, TB) or binary (KiB, MiB, GiB, TiB).
/// InputError, beginning with `what`, for anything else.
Index bytes_of(const std::string& text, const std::string& what);

/// --memory and --scratch as they stand on the command line.
struct MemoryArguments {
    std::string memory;
    std::string scratch;

    /// `folder`: where scratch files go when --scratch does not say.
    MemoryLimit limit(const std::filesystem::path& folder) const;
};

/// Adds --memory and --scratch to a command.
void add_memory_options(CLI::App& command, MemoryArguments& arguments);

}  // namespace hazone
