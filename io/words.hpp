#pragma once

#include <optional>
#include <string_view>

namespace hazone::io {

enum class Language { english, vietnamese };

/// "en" or "vi"; empty for anything else.
std::optional<Language> language_of(std::string_view code);

/// Words a person reads on maps, legends and attribute tables, one table per language.
enum class Word {
    map_title,       // Disaster warning zoning map
    class_very_low,  // the five classes in order, from here
    class_low,
    class_medium,
    class_high,
    class_very_high,
    no_data,
    hazard_landslide,  // deciding hazards 1, 2, 3 in order, from here
    hazard_flash_flood,
    hazard_both,
    legend,
    hazard_class,
    zone_level,
    zone_boundary,
    stream,
    no_stream,  // a cell off the streams
    scale,
    north,
    synthetic_notice,  // synthetic data: not a real place
    disclaimer,        // not an official warning
    sources,
    date,
};

/// The text in UTF-8. Every word exists in every language.
std::string_view text(Word word, Language language);

/// Name of class 1..5, "no data" for 0.
std::string_view class_name(int number, Language language);

}  // namespace hazone::io
