#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "scenarios/job.hpp"

namespace hazone {

/// What the caller adds to the run of an ensemble. All are called on the calling thread.
struct EnsembleHooks {
    /// Called for every field of probabilities as soon as it is made; it is released after that.
    std::function<void(const FieldSpec&, const FieldSet&)> made;
    /// The number of the member from 0, and the share of it which is done, 0..1.
    std::function<void(Index member, double share)> progress;
    /// True when the run is to stop; it then throws Interrupted.
    std::function<bool()> stop;
};

/// How often a model ran for the members, and how long.
struct StageRuns {
    const Model* model = nullptr;
    Index runs = 0;
    double seconds = 0;
};

/// What an ensemble did.
struct EnsembleReport {
    std::vector<StageRuns> stages;
    double seconds = 0;
    std::vector<std::string> failed;        // members which a model refused, with its words
    std::map<std::string, Index> held;      // input -> cells of all members at the end of its range
    std::map<std::int32_t, Index> members;  // zone -> members in which it has a level
};

/// Runs the members of job.ensemble on the fields of a finished run, which keeps its own results:
/// makes the probabilities of classes and levels, and fills ZoneSummary::level_probability. A
/// member which a model refuses has data nowhere; where more than half are refused that is an
/// InputError. The same bits for any number of threads.
EnsembleReport run_ensemble(Job& job, const EnsembleHooks& hooks);

/// For run.json: members, seed, what varies and how, every value drawn, what ran again.
nlohmann::ordered_json ensemble_record(const Job& job, const EnsembleReport& report);

}  // namespace hazone
