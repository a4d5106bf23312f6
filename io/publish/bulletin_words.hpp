#pragma once

#include <string_view>

#include "io/words.hpp"

namespace hazone::io {

/// Words of the bulletin. "communes" stands in them for zones of any kind.
enum class BulletinWord {
    title,
    issued,
    issued_by,
    valid,
    valid_span,  // "{} to {}"
    kind,        // heading of the next three
    kind_forecast,
    kind_observed,
    kind_scenario,
    highest,            // "Highest level: {} ..., in {} of {} communes"
    none_reached,       // no commune reaches level 1
    nothing_known,      // no commune has data
    without_data,       // "{} communes without data: they are not known to be safe"
    levels,             // heading
    communes_of_level,  // "{}: {} communes"
    other_hazard,       // communes whose hazard is not named
    more,               // "and {} more"
    hazards,            // heading
    hazard_line,        // "{}: up to {}; level 1 or more in {} communes, no data in {}"
    rain,               // heading
    rain_line,          // "{}: mean {} mm, highest {} mm ({})"
    no_rain,            // the run has no figures of rain
    exposed,            // "{} km² of class 4 or 5"
    exposed_people,     // "{} people, {} of them exposed"
    all_names,          // where all communes stand
    order_note,         // in which order they stand
    last = order_note,
};

/// The text in UTF-8. Every word exists in every language.
std::string_view text(BulletinWord word, Language language);

}  // namespace hazone::io
