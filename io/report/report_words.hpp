#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/core/field.hpp"
#include "io/map/palette.hpp"
#include "io/publish/publication.hpp"

namespace hazone::io {

/// One text of the web report in both languages, by the key with which its pages ask for it.
struct ReportWord {
    std::string_view key;
    std::string_view english;
    std::string_view vietnamese;
};
std::span<const ReportWord> report_words();

/// The text of a key which exists; the key itself otherwise.
std::string report_text(std::string_view key, Language language);

/// What a field is called in the report.
std::string report_title(const FieldSpec& field, Language language);

/// "Level 3", with the name which the rules give it; "Below level 1" for 0.
std::string level_text(const Publication& publication, int level, Language language);
/// Colour of level 1..5: that of the rules, where they give one.
Colour level_colour(const Publication& publication, int level);

}  // namespace hazone::io
