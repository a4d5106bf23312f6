#pragma once

#include <string>
#include <string_view>

#include "engine/core/hazards.hpp"
#include "io/level_words.hpp"
#include "io/words.hpp"

namespace hazone::io {

/// Words of map sheets and the bulletin which stand on no other product.
enum class SheetWord {
    all_hazards,
    commune_levels,  // headings of the levels
    zone_levels,
    level_number,  // "level {}"
    below_levels,
    communes,  // column of numbers
    square_kilometres,
    inset_levels,  // heading of the small map
    inset_place,
    shown_ground,       // the frame in it
    focus_boundary,     // boundary of the commune of this sheet
    level_mark,         // what a badge is
    pale_outside,       // outside the communes colours are paler
    lower_bound_note,   // what the sign before a level means
    class_level_note,   // classes are not levels
    bases,              // heading: which field stands for a hazard
    rules,              // heading
    rules_version,      // "{}, version {}"
    rules_since,        // "in force since {}"
    joint_note,         // "levels raised by {} where hazards meet: {}"
    warnings,           // heading
    hazard_sheet,       // title: "{}: warning zoning map"
    level_sheet,        // title: "{}: levels of risk"
    zone_sheet,         // title: "Warning zoning map of {}"
    class_of,           // legend: "Class of {}"
    level_of,           // legend: "Level of {}"
    zone_level,         // "Level of this commune"
    hazard,             // "Hazard: {}"
    rule,               // "Rule: {}, {}"
    extrapolated_rule,  // it fills a gap of the text
    reason,
    people,        // "People: {}; exposed {}"
    buildings,     // "Buildings: {}; exposed {}"
    exposed,       // heading
    exposed_area,  // "Ground of class 4 and 5: {} km², {} %"
    exposed_note,  // people and buildings without data count as exposed
    highest_levels,
    values,            // heading of statistics
    mean_and_highest,  // "mean {}, highest {}"
    no_level,          // no hazard could be judged
    event_rain,        // rain of the whole event
    rain_of_24_hours,  // the heaviest
    level_by_hazard,   // heading
    last = level_by_hazard,
};

/// The text in UTF-8. Every word exists in every language.
std::string_view text(SheetWord word, Language language);

/// The first letter as a capital; letters of Vietnamese which ASCII lacks stay as they are but for
/// đ.
std::string capitalised(std::string_view words);

}  // namespace hazone::io
