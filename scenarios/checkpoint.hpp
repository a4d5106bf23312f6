#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "io/checkpoint_file.hpp"
#include "scenarios/job.hpp"

namespace hazone {

/// What the user asked for. `every` is a number of rain steps, or a time of the clock: "10 min".
struct CheckpointRequest {
    std::string every;
    bool resume = false;
};

/// How often a checkpoint is written; none set: only when the run is asked to stop.
struct CheckpointInterval {
    std::optional<Index> steps;
    std::optional<double> seconds;
};

/// InputError naming --checkpoint where the text is neither a count nor a time.
CheckpointInterval checkpoint_interval(const std::string& every);

/// Writes checkpoint.h5 into the output folder while models of time run, and lets a run go on from
/// it. A file of another scenario, grid, input or version is refused with what differs. A run that
/// is asked to stop leaves its state there; one that is done has none.
class Checkpoints {
public:
    /// InputError where the folder has no checkpoint to resume from, or that of another run.
    Checkpoints(const Job& job,
                const std::filesystem::path& folder,
                const CheckpointRequest& request);

    /// Adds itself to the hooks of a run.
    void attach(RunHooks& hooks);
    /// Removes the file: the run is done.
    void remove() const;

private:
    TimePoint resume(const TimePoint& point, FieldSet& state);
    void pause(const TimePoint& point, const FieldSet& state, Pause why);
    bool is_due(const TimePoint& point) const;

    std::filesystem::path file_;
    CheckpointInterval interval_;
    io::CheckpointFacts facts_;
    std::string model_;  // of the checkpoint to go on from; empty: none
    Index next_ = 0;
    double within_ = 0;  // s of that step which are done
    std::chrono::steady_clock::time_point written_;
};

}  // namespace hazone
