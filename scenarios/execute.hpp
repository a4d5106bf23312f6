#pragma once

#include <filesystem>

#include "scenarios/checkpoint.hpp"
#include "scenarios/console.hpp"

namespace hazone {

struct ExecuteOptions {
    std::filesystem::path folder;
    Talk talk = Talk::normal;
    /// Set: models of time leave checkpoints, see checkpoint.hpp.
    std::optional<CheckpointRequest> checkpoint = {};
};

/// Runs a prepared job, writes its products and run.json into the folder and prints what it did.
/// An earlier run.json there is removed first, so that a folder without it holds an unfinished run.
/// Throws InputError when the folder cannot be written, Interrupted when asked to stop.
void execute(Job& job, const ExecuteOptions& options);

}  // namespace hazone
