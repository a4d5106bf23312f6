#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/pipeline/plan.hpp"

namespace hazone {

/// What one stage did.
struct StageReport {
    const Model* model = nullptr;
    double seconds = 0;  // computing alone, without input and output
    Index cells = 0;     // cells of the grid times the steps in time
    std::vector<std::pair<std::string, Index>> missing_cells;  // per raster field made
    std::vector<double> sums;                                  // of Model::survey
};

/// Where a model of time stands: `next` is the first rain step which is not done, `count` after the
/// rain, and `within` the part of it, s, which is.
struct TimePoint {
    const Model* model = nullptr;
    Index next = 0;
    Index count = 0;
    double within = 0;
};
/// Why a model of time pauses: a step is done and another one follows, it was the last, or the run
/// is about to stop on request.
enum class Pause { step, end, stop };

/// What the caller adds to a run. All are optional and called on the calling thread.
struct RunHooks {
    /// Puts an input into the fields, called before the first stage which reads it.
    std::function<void(const FieldSpec&, FieldSet&)> load;
    /// Called once for every field, input or made, as soon as it exists.
    std::function<void(const FieldSpec&, const FieldSet&)> made;
    /// Progress: stage number from 0, and the share of it which is done, 0..1.
    std::function<void(std::size_t stage, double share)> progress;
    /// Where the fields are one window of a larger run: the cells which count there. Models survey
    /// these alone and conclude nothing.
    std::optional<Window> counted;
    /// True when the run is to stop; the run then throws Interrupted between two pieces of work.
    std::function<bool()> stop;
    /// Called once a model of time has started, with the beginning: gives the point to go on from,
    /// the same for the beginning, with the state as it was there. Rasters are filled, not
    /// replaced.
    std::function<TimePoint(const TimePoint&, FieldSet& state)> resume;
    /// Called with its state after each step of a model of time, and before the run stops in one.
    std::function<void(const TimePoint&, const FieldSet& state, Pause)> pause;
};

/// Runs the stages of the plan on the fields. Fields are released after their last reader.
std::vector<StageReport> run_plan(const Plan& plan, FieldSet& fields, const RunHooks& hooks = {});

}  // namespace hazone
