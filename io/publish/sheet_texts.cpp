#include "io/publish/sheet_texts.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/alerts/alert_words.hpp"
#include "io/level_reason.hpp"
#include "io/map/sheet_words.hpp"

namespace hazone::io {
namespace {

template <class... Values>
std::string filled(SheetWord word, Language language, const Values&... values) {
    return fmt::format(fmt::runtime(text(word, language)), values...);
}

std::string level_text(const Publication& publication, int level) {
    const Language language = publication.language;
    if (level == 0) {
        return capitalised(text(SheetWord::below_levels, language));
    }
    return capitalised(filled(SheetWord::level_number, language, level));
}

/// The level of one hazard, or that there is no data for it.
std::string hazard_line(const Publication& publication, const HazardLevel& own) {
    const Language language = publication.language;
    const std::string name = capitalised(hazard_name(own.hazard, language));
    if (!own.level) {
        return fmt::format("{}: {}", name, text(Word::no_data, language));
    }
    const std::string rule = rule_text(publication, own.rule);
    const std::string level = *own.level == 0
                                  ? std::string(text(SheetWord::below_levels, language))
                                  : filled(SheetWord::level_number, language, *own.level);
    return fmt::format("{}: {}{}", name, level, rule.empty() ? "" : " (" + rule + ")");
}

SheetNote level_note(const Publication& publication, const ZoneSummary& zone) {
    const Language language = publication.language;
    SheetNote note;
    if (!zone.level) {
        note.heading = text(SheetWord::no_level, language);
    } else {
        note.heading = level_text(publication, *zone.level);
        if (zone.hazard != Hazard::none) {
            note.heading += " · " + std::string(hazard_name(zone.hazard, language));
        }
    }
    if (!zone.rule.empty()) {
        const RuleRow* const row = publication.rules->row(zone.rule);
        std::string line = filled(
            SheetWord::rule, language,
            row == nullptr ? std::string("-") : article_text(row->article, language), zone.rule);
        if (row != nullptr && row->extrapolated) {
            line += " " + std::string(text(SheetWord::extrapolated_rule, language));
        }
        note.lines.push_back(std::move(line));
    }
    if (!zone.reason.empty()) {
        note.lines.push_back(
            filled(SheetWord::reason, language, level_reason(zone, publication.rules, language)));
    }
    return note;
}

SheetNote exposure_note(const Publication& publication, const ZoneSummary& zone) {
    const Language language = publication.language;
    SheetNote note{.heading = std::string(text(SheetWord::exposed, language))};
    const double share = zone.known_area() > 0 ? 100 * zone.exposed_area / zone.known_area() : NAN;
    note.lines.push_back(filled(SheetWord::exposed_area, language,
                                number_text(zone.exposed_area / 1e6, 1, language),
                                number_text(share, 1, language)));
    const auto add = [&](SheetWord word, const std::optional<Exposure>& counted) {
        if (counted) {
            note.lines.push_back(filled(word, language, number_text(counted->all, 0, language),
                                        number_text(counted->exposed, 0, language)));
        }
    };
    add(SheetWord::people, zone.people);
    add(SheetWord::buildings, zone.buildings);
    if ((zone.people || zone.buildings) && zone.missing_area > 0) {
        note.lines.emplace_back(text(SheetWord::exposed_note, language));
    }
    return note;
}

SheetNote hazards_note(const Publication& publication, const ZoneSummary& zone) {
    SheetNote note{.heading = std::string(text(SheetWord::level_by_hazard, publication.language))};
    for (const HazardLevel& own : zone.hazards) {
        note.lines.push_back(hazard_line(publication, own));
    }
    return note;
}

}  // namespace

bool are_communes(const ZoneTable& table) {
    return std::any_of(table.begin(), table.end(),
                       [](const ZoneSummary& zone) { return !zone.code.empty(); });
}

std::string rules_title(const Publication& publication) {
    const RuleSet& rules = *publication.rules;
    const bool own =
        publication.language == Language::vietnamese && !rules.title_vietnamese.empty();
    return filled(SheetWord::rules_version, publication.language,
                  own ? rules.title_vietnamese : rules.title, rules.name, rules.version);
}

std::string rule_text(const Publication& publication, const std::string& id) {
    const RuleRow* const row = id.empty() ? nullptr : publication.rules->row(id);
    return row == nullptr || row->article.empty()
               ? id
               : article_text(row->article, publication.language) + ", " + id;
}

std::vector<std::string> basis_lines(const Publication& publication) {
    std::vector<std::string> lines;
    for (const HazardBasis& basis : publication.bases) {
        std::string line = fmt::format(
            "{}: {}", capitalised(hazard_name(basis.hazard, publication.language)), basis.field);
        for (const std::string& part : {basis.model, basis.method}) {
            if (!part.empty()) {
                line += "; " + part;
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::string time_text(UtcSeconds time) {
    return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(static_cast<std::time_t>(time)));
}

std::vector<SheetNote> about_notes(const Publication& publication) {
    const Language language = publication.language;
    std::vector<SheetNote> notes;
    SheetNote bases{std::string(text(SheetWord::bases, language)), basis_lines(publication)};
    if (!bases.lines.empty()) {
        notes.push_back(std::move(bases));
    }
    if (publication.rules == nullptr) {
        return notes;
    }
    SheetNote rules{std::string(text(SheetWord::rules, language)), {rules_title(publication)}};
    if (!publication.rules->since.empty()) {
        rules.lines.push_back(filled(SheetWord::rules_since, language, publication.rules->since));
    }
    const bool english = publication.language == Language::english;
    const std::string& translated = publication.rules->caution_vietnamese;
    const std::string& caution =
        english || translated.empty() ? publication.rules->caution : translated;
    if (!caution.empty()) {
        rules.lines.push_back(caution);
    }
    if (publication.joint.added > 0) {
        rules.lines.push_back(filled(SheetWord::joint_note, language, publication.joint.added,
                                     publication.joint.reason));
    }
    notes.push_back(std::move(rules));
    return notes;
}

std::vector<SheetNote> zone_facts(const Publication& publication, const ZoneSummary& zone) {
    std::vector<SheetNote> facts{level_note(publication, zone), exposure_note(publication, zone)};
    if (zone.hazards.size() > 1) {
        facts.push_back(hazards_note(publication, zone));
    }
    SheetNote values{std::string(text(SheetWord::values, publication.language)),
                     rain_lines(zone, publication.language)};
    if (!values.lines.empty()) {
        facts.push_back(std::move(values));
    }
    return facts;
}

std::vector<std::string> rain_lines(const ZoneSummary& zone, Language language) {
    std::vector<std::string> lines;
    for (const ZoneStatistic& own : zone.statistics) {
        const bool event = own.field == kEventRain.name;
        if ((!event && own.field != kGreatestRainOf24Hours.name) || !std::isfinite(own.mean)) {
            continue;
        }
        const auto millimetres_text = [&](double metres) {
            return number_text(metres * 1000, 0, language) + " mm";
        };
        lines.push_back(
            filled(SheetWord::mean_and_highest, language,
                   text(event ? SheetWord::event_rain : SheetWord::rain_of_24_hours, language),
                   millimetres_text(own.mean), millimetres_text(own.highest)));
    }
    return lines;
}

}  // namespace hazone::io
