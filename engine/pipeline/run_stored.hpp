#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/pipeline/run.hpp"
#include "engine/pipeline/stored_plan.hpp"

namespace hazone {

/// What the caller adds to a run through stores. All but `load_part` are optional; all are called
/// on the calling thread.
struct StoredHooks {
    /// Puts an input which is made anew for every window (see StoredRequest) into the fields of
    /// one, whose grid is the window.
    std::function<void(const FieldSpec&, FieldSet& part)> load_part;
    /// Called once for every field which is stored, input or made, as soon as it is whole.
    std::function<void(const FieldSpec&, const StoredFields&)> made;
    /// As in RunHooks.
    std::function<void(std::size_t stage, double share)> progress;
    std::function<bool()> stop;
};

/// What a run through stores did.
struct StoredReport {
    std::vector<StageReport> stages;  // run_stored moves its cells itself: its seconds count that
    double scratch_seconds = 0;       // moving cells for the models which go window by window
    std::vector<std::string> notes;   // of the models, each sentence once
};

/// Runs the plan through its sweeps. The inputs which are not made by window are in `fields`.
/// Stores are released after their last reader. The results have the bits of run_plan().
StoredReport run_stored(const Plan& plan,
                        const StoredPlan& stored,
                        StoredFields& fields,
                        const StoredHooks& hooks = {});

}  // namespace hazone
