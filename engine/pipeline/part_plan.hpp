#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pipeline/plan.hpp"

namespace hazone {

/// In what a second run differs from the first one of the same plan.
struct Changes {
    std::set<std::string, std::less<>> inputs;  // fields which come with other values
    std::set<std::string, std::less<>> models;  // models which run with other parameters
};

/// A part of a plan, to be run again on the fields of the first run. The stages are complete: they
/// give every field that may differ, with the bits which a whole second run would give.
struct PartPlan {
    Plan plan;
    std::vector<std::size_t> stages;  // for each stage of `plan`, its number in the whole plan
    std::vector<const FieldSpec*> borrowed;  // fields of the first run which the part reads
};

/// The stages of the plan whose results may change, each of which loads what it reads of the first
/// run and of the changed inputs. `counted` are fields which the caller reads after each run: those
/// that the part makes are wanted there, and not released.
PartPlan changed_part(const Plan& whole,
                      const Changes& changes,
                      const std::set<std::string, std::less<>>& counted);

/// Lets the fields live to the end of the run.
void keep_fields(Plan& plan, const std::vector<const FieldSpec*>& fields);

/// Bytes of one cell which are still held when the run has ended.
double bytes_kept_per_cell(const Plan& plan);

}  // namespace hazone
