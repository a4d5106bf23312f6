#pragma once

#include <string>
#include <vector>

#include "io/map/map_sheet.hpp"
#include "io/publish/publication.hpp"

namespace hazone::io {

/// Whether the zones are communes, which have codes, and not basins.
bool are_communes(const ZoneTable& table);

/// Name and version of the rules, in the language of the publication.
std::string rules_title(const Publication& publication);

/// The article and id of a row of the rules; the id alone where the rules do not know it, empty
/// for an empty id.
std::string rule_text(const Publication& publication, const std::string& id);

/// Which field stands for each hazard, one line each.
std::vector<std::string> basis_lines(const Publication& publication);

/// "2024-09-09 07:00 UTC".
std::string time_text(UtcSeconds time);

/// What is said beside every map: fields, rules with what they are not, raised levels.
std::vector<SheetNote> about_notes(const Publication& publication);

/// What is known of one zone: level, hazard, row of the rules, reason, exposure, rain.
std::vector<SheetNote> zone_facts(const Publication& publication, const ZoneSummary& zone);

/// Mean and highest rain of a zone, mm: one line for each field of rain in its statistics.
std::vector<std::string> rain_lines(const ZoneSummary& zone, Language language);

}  // namespace hazone::io
