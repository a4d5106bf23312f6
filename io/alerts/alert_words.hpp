#pragma once

#include <string>
#include <string_view>

#include "engine/core/hazards.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// Sentences of alerts and of their feed, one table per language. "{}" stands for what is filled
/// in.
enum class AlertWord {
    headline,         // level, hazard, zone
    headline_cancel,  // zone
    exercise,         // mark in front of the headline of an exercise
    test,             // of what is neither an exercise nor actual
    share,            // share of the area, level
    probability,      // share of the members, level
    rule,             // row, article, rules
    extrapolated,
    unverified,
    lower_bound,
    synthetic,
    cancelled,  // why: below level 1
    sources,    // what the run was made from
    monitor,    // instruction of level 1
    prepare,    // of level 2
    avoid,      // of level 3 and above
    cancel_instruction,
    feed_title,
    feed_counts,    // alerts, zones without data
    no_data_zones,  // heading of the list of zones without data
    kept,           // earlier alert which stays
    last = kept,
};

inline constexpr int kAlertWordCount = static_cast<int>(AlertWord::last) + 1;

/// The sentence in UTF-8.
std::string_view text(AlertWord word, Language language);

/// What to do against a hazard: one sentence; empty for Hazard::none.
std::string_view advice(Hazard hazard, Language language);

/// "Art. 46" as the language writes it: "Điều 46".
std::string article_text(const std::string& article, Language language);

}  // namespace hazone::io
