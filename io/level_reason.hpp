#pragma once

#include <string>

#include "engine/core/zones.hpp"
#include "engine/rules/rule_set.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// Why a zone has its level, or none: in English as the run recorded it, in Vietnamese told from
/// the same numbers, but for what the rule of the level needed. "" where nothing was recorded.
/// `rules` may be null.
std::string level_reason(const ZoneSummary& zone, const RuleSet* rules, Language language);

}  // namespace hazone::io
