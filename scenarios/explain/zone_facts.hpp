#pragma once

#include <string>

#include "scenarios/explain/finished_run.hpp"

namespace hazone {

/// The zone of run.json with that code or name; see zone_explanation() for what counts as the same
/// and for errors.
const OrderedJson& zone_of(const FinishedRun& run, const std::string& code_or_name);

/// Code, name, level and reason of a zone of run.json.
OrderedJson zone_in_short(const OrderedJson& zone);
std::string zone_in_short_text(const OrderedJson& zone);

/// "at least level 4", "no data", "below level 1".
std::string level_words(const OrderedJson& zone);

/// What more of the area would give the zone higher levels: the share that has them, the share
/// needed, and the area between.
OrderedJson steps_of_zone(const FinishedRun& run, const OrderedJson& zone);

/// One line for every share of members: "  class 4  0.30 +/- 0.08". "" for no shares. `first` is
/// the class or level of the first share, and +/- one standard error.
std::string shares_words(const std::string& kind,
                         int first,
                         const OrderedJson& shares,
                         Index members);

}  // namespace hazone
