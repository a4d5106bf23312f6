#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/job.hpp"
#include "scenarios/run_record.hpp"

namespace hazone {

enum class Talk { normal, quiet, json };

/// Progress of a run on the terminal: one line that is written over, or a line per stage when the
/// output is not a terminal. Silent when quiet or for JSON.
class ProgressLine {
public:
    ProgressLine(const Plan& plan, Talk talk);
    void show(std::size_t stage, double share);
    /// Of the members of an ensemble, which run after the stages.
    void show_member(Index member, Index members, double share);
    void end();

private:
    const Plan& plan_;
    bool silent_;
    bool terminal_;
    Index last_member_ = -1;
    std::size_t last_stage_ = static_cast<std::size_t>(-1);
};

/// The plan as a table: what is read, which models run in which order and what they make.
std::string plan_text(const Job& job);

/// What a run did: seconds of each stage, input and output apart, levels of the zones, files.
std::string summary_text(const Job& job,
                         const RunFacts& facts,
                         const std::filesystem::path& folder);

/// Lines joined as "  - line".
std::string bullet_list(const std::vector<std::string>& lines);

}  // namespace hazone
