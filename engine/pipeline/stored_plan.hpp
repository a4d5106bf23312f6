#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/pipeline/plan.hpp"

namespace hazone {

/// What a run which does not fit in memory may take.
struct StoredRequest {
    Index memory = 0;   // bytes, of the whole program
    Index program = 0;  // of them: what the program takes beside the windows
    Index files = 0;    // what it takes, in place of a window, to read and to write files
    /// Inputs which are made anew for every window, as constants and gauges are. The others lie in
    /// stores.
    std::set<std::string, std::less<>> by_window;
    /// Windows of this size, halo apart, whatever fits; for tests.
    std::optional<Extent> window;
};

/// One pass over the grid: models which look near a cell, one after the other in every window, or
/// one model of the whole grid which goes through the windows by itself.
struct Sweep {
    Plan part;                        // the stages, loads and releases inside one window
    std::vector<std::size_t> stages;  // for each stage of `part`, its number in the plan
    std::vector<bool> repeated;       // for each: true when it ran in an earlier sweep already
    bool whole = false;               // the one model brings run_stored
    Index halo = 0;                   // cells around a window which its models look at together
    Extent window;                    // without halo
    double bytes_per_cell = 0;        // memory per cell of a window with its halo
    std::vector<const FieldSpec*> stored;    // made here, read later or wanted
    std::vector<const FieldSpec*> releases;  // stores which nobody reads after this sweep
};

/// The passes of a run, window by window.
struct StoredPlan {
    std::vector<Sweep> sweeps;
    Index peak_bytes = 0;     // memory of the whole program
    Index scratch_bytes = 0;  // on the disk, at the fullest moment, inputs included
};

/// Divides the plan into passes: consecutive models with a halo go together, so that what only they
/// read stays in memory. InputError when a model of the plan needs the whole grid in memory, or
/// when the memory is less than any window needs; it names the model, or the least memory that
/// works.
StoredPlan make_stored_plan(const Plan& plan, const Grid& grid, const StoredRequest& request);

}  // namespace hazone
