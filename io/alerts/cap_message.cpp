// Alerts after the Common Alerting Protocol 1.2, OASIS Standard, 1 July 2010. The order of the
// elements is that of its section 3.2; a reader may refuse another.
#include "io/alerts/cap_message.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "io/alerts/alert_words.hpp"
#include "io/level_words.hpp"

namespace hazone::io {
namespace {

void add(pugi::xml_node parent, const char* name, std::string_view text) {
    parent.append_child(name).text().set(std::string(text).c_str());
}

void add_pair(pugi::xml_node parent,
              const char* element,
              std::string_view name,
              const std::string& value) {
    if (value.empty()) {
        return;
    }
    const pugi::xml_node node = parent.append_child(element);
    add(node, "valueName", name);
    add(node, "value", value);
}

template <class... Values>
std::string filled(AlertWord word, Language language, const Values&... values) {
    return fmt::format(fmt::runtime(text(word, language)), values...);
}

double share_at_or_above(const ZoneSummary& zone, int level) {
    const double known = std::accumulate(zone.level_area.begin(), zone.level_area.end(), 0.0);
    const double above =
        std::accumulate(zone.level_area.begin() + level, zone.level_area.end(), 0.0);
    return known > 0 ? above / known : 0;
}

/// Of the members of the ensemble; empty without one.
std::optional<double> probability_at_or_above(const ZoneSummary& zone, int level) {
    if (zone.level_probability.size() <= static_cast<std::size_t>(level)) {
        return std::nullopt;
    }
    return std::accumulate(zone.level_probability.begin() + level, zone.level_probability.end(),
                           0.0);
}

std::string percent(double share, Language language) {
    return number_text(100 * share, 1, language);
}

const RuleRow* row_of(const ZoneSummary& zone, const Publication& publication) {
    return publication.rules == nullptr || zone.rule.empty() ? nullptr
                                                             : publication.rules->row(zone.rule);
}

/// The row, its article and its marks, in sentences.
void add_rule_words(std::string& words,
                    const ZoneSummary& zone,
                    const Publication& publication,
                    Language language) {
    const RuleRow* const row = row_of(zone, publication);
    if (row == nullptr) {
        return;
    }
    const RuleSet& rules = *publication.rules;
    const std::string& title = language == Language::vietnamese && !rules.title_vietnamese.empty()
                                   ? rules.title_vietnamese
                                   : rules.title;
    words += ' ' + filled(AlertWord::rule, language, row->id, article_text(row->article, language),
                          title.empty() ? rules.name : title);
    if (row->extrapolated) {
        words += ' ' + std::string(text(AlertWord::extrapolated, language));
    }
    if (row->unverified) {
        words += ' ' + std::string(text(AlertWord::unverified, language));
    }
}

/// Reasons come from the run in English; the other language is told from the same numbers.
std::string description_of(const CapMessage& message,
                           const Publication& publication,
                           Language language) {
    const ZoneSummary& zone = *message.zone;
    std::string words;
    if (message.type == MessageType::cancel) {
        words = text(AlertWord::cancelled, language);
    } else {
        const int level = *zone.level;
        words = language == Language::english && !zone.reason.empty()
                    ? zone.reason + '.'
                    : filled(AlertWord::share, language,
                             percent(share_at_or_above(zone, level), language), level);
        if (const auto probability = probability_at_or_above(zone, level)) {
            words += ' ' + filled(AlertWord::probability, language, percent(*probability, language),
                                  level);
        }
        add_rule_words(words, zone, publication, language);
        if (zone.lower_bound) {
            words += ' ' + std::string(text(AlertWord::lower_bound, language));
        }
    }
    if (publication.synthetic) {
        words += ' ' + std::string(text(AlertWord::synthetic, language));
    }
    if (!publication.sources.empty()) {
        words += ' ' + filled(AlertWord::sources, language, publication.sources);
    }
    return words + ' ' + std::string(text(Word::disclaimer, language));
}

std::string instruction_of(const CapMessage& message, Language language) {
    if (message.type == MessageType::cancel) {
        return std::string(text(AlertWord::cancel_instruction, language));
    }
    constexpr std::array kByLevel{AlertWord::monitor, AlertWord::prepare, AlertWord::avoid};
    const auto step =
        std::min<std::size_t>(kByLevel.size(), static_cast<std::size_t>(*message.zone->level)) - 1;
    return fmt::format("{} {}", text(kByLevel.at(step), language),
                       advice(message.hazard, language));
}

std::string_view response(const CapMessage& message) {
    if (message.type == MessageType::cancel || *message.zone->level <= 1) {
        return "Monitor";
    }
    return *message.zone->level == 2 ? "Prepare" : "Avoid";
}

/// CAP counts landslides as geophysical, floods as meteorological (section 3.2.2, "category").
std::string_view category(Hazard hazard) { return hazard == Hazard::landslide ? "Geo" : "Met"; }

/// The name with a capital letter, as the text of an event.
std::string event_name(Hazard hazard, Language language) {
    std::string name(hazard_name(hazard, language));
    if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
        name.front() = static_cast<char>(name.front() - 'a' + 'A');
    }
    return name;
}

void add_parameters(pugi::xml_node info,
                    const CapMessage& message,
                    const Publication& publication) {
    const ZoneSummary& zone = *message.zone;
    add_pair(info, "parameter", "level", zone.level ? std::to_string(*zone.level) : "");
    add_pair(info, "parameter", "hazard", std::string(hazard_word(message.hazard)));
    add_pair(info, "parameter", "rule", zone.rule);
    if (const RuleRow* const row = row_of(zone, publication)) {
        add_pair(info, "parameter", "article", row->article);
        add_pair(info, "parameter", "extrapolated", row->extrapolated ? "yes" : "");
    }
    if (publication.rules != nullptr) {
        add_pair(info, "parameter", "rules",
                 fmt::format("{} {}", publication.rules->name, publication.rules->version));
    }
    add_pair(info, "parameter", "lower_bound", zone.lower_bound ? "yes" : "");
    add_pair(info, "parameter", "synthetic", publication.synthetic ? "yes" : "");
    add_pair(info, "parameter", "scenario_sha256", publication.scenario_sha256);
}

void add_area(pugi::xml_node info, const CapMessage& message) {
    const ZoneSummary& zone = *message.zone;
    const pugi::xml_node area = info.append_child("area");
    add(area, "areaDesc", zone.name.empty() ? fmt::format("zone {}", zone.label) : zone.name);
    for (const std::string& polygon : message.polygons) {
        add(area, "polygon", polygon);
    }
    add_pair(area, "geocode", "commune_id_2cap", zone.code);
}

void add_info(pugi::xml_node alert,
              const CapMessage& message,
              const Publication& publication,
              Language language) {
    const ZoneSummary& zone = *message.zone;
    const bool cancel = message.type == MessageType::cancel;
    const int offset = publication.publisher.utc_offset;
    const pugi::xml_node info = alert.append_child("info");
    add(info, "language", language == Language::english ? "en-US" : "vi-VN");
    add(info, "category", category(message.hazard));
    add(info, "event", event_name(message.hazard, language));
    add(info, "responseType", response(message));
    add(info, "urgency", cancel ? "Past" : cap_urgency(publication));
    add(info, "severity", cancel ? "Minor" : cap_severity(*zone.level));
    add(info, "certainty", cancel ? "Unlikely" : cap_certainty(zone, publication));
    add(info, "effective", message.sent);
    add(info, "onset", cap_time(publication.valid_from, offset));
    add(info, "expires", cap_time(expiry(publication), offset));
    add(info, "senderName", publication.publisher.name);
    add(info, "headline", cap_headline(message, language));
    add(info, "description", description_of(message, publication, language));
    add(info, "instruction", instruction_of(message, language));
    if (!publication.publisher.url.empty()) {
        add(info, "web", publication.publisher.url);
    }
    add_parameters(info, message, publication);
    add_area(info, message);
}

std::string mark_of(const std::string& status, Language language) {
    if (status == "Actual") {
        return "";
    }
    return std::string(
        text(status == "Exercise" ? AlertWord::exercise : AlertWord::test, language));
}

}  // namespace

std::string_view message_word(MessageType type) {
    constexpr std::array<std::string_view, 3> kWords{"Alert", "Update", "Cancel"};
    return kWords.at(static_cast<std::size_t>(type));
}

std::string cap_time(UtcSeconds time, int offset) {
    using namespace std::chrono;
    const sys_seconds local{seconds(time + offset)};
    const sys_days day = floor<days>(local);
    const year_month_day date{day};
    const hh_mm_ss clock{local - day};
    const int minutes = std::abs(offset) / 60;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                       static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), offset > 0 ? '+' : '-',
                       minutes / 60, minutes % 60);
}

std::string_view cap_severity(int level) {
    constexpr std::array<std::string_view, 3> kWords{"Minor", "Moderate", "Severe"};
    return level > 3 ? "Extreme" : kWords.at(static_cast<std::size_t>(std::max(level, 1) - 1));
}

std::string_view cap_urgency(const Publication& publication) {
    constexpr UtcSeconds kHour = 3600;
    if (expiry(publication) < publication.made) {
        return "Past";
    }
    const UtcSeconds lead = publication.valid_from - publication.made;
    return lead <= 6 * kHour ? "Immediate" : lead <= 24 * kHour ? "Expected" : "Future";
}

std::string_view cap_certainty(const ZoneSummary& zone, const Publication& publication) {
    constexpr double kLikely = 0.5;  // CAP: likely is more than about half, possible at most that
    if (const auto probability = probability_at_or_above(zone, zone.level.value_or(0))) {
        return *probability > kLikely ? "Likely" : "Possible";
    }
    if (publication.forecast) {
        return "Possible";
    }
    // Measured weather is seen; what slopes and streams make of it is computed.
    const bool computed = zone.hazard == Hazard::landslide || zone.hazard == Hazard::flash_flood;
    return computed ? "Likely" : "Observed";
}

UtcSeconds expiry(const Publication& publication) {
    constexpr UtcSeconds kDay = 86'400;
    return publication.valid_until > publication.valid_from ? publication.valid_until
                                                            : publication.valid_from + kDay;
}

std::string cap_headline(const CapMessage& message, Language language) {
    const ZoneSummary& zone = *message.zone;
    const std::string mark = mark_of(message.status, language);
    if (message.type == MessageType::cancel) {
        return mark + filled(AlertWord::headline_cancel, language, zone.name);
    }
    return mark + filled(AlertWord::headline, language, *zone.level,
                         hazard_name(message.hazard, language), zone.name);
}

std::string cap_text(const CapMessage& message, const Publication& publication) {
    pugi::xml_document document;
    pugi::xml_node declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
    pugi::xml_node alert = document.append_child("alert");
    alert.append_attribute("xmlns").set_value("urn:oasis:names:tc:emergency:cap:1.2");
    add(alert, "identifier", message.identifier);
    add(alert, "sender", publication.publisher.sender);
    add(alert, "sent", message.sent);
    add(alert, "status", message.status);
    add(alert, "msgType", message_word(message.type));
    add(alert, "scope", "Public");
    const std::string caution = publication.rules == nullptr ? "" : publication.rules->caution;
    add(alert, "note",
        fmt::format("{}{}{}", text(Word::disclaimer, Language::english),
                    caution.empty() ? "" : "; ", caution));
    if (!message.references.empty()) {
        add(alert, "references", message.references);
    }
    add_info(alert, message, publication, Language::vietnamese);
    add_info(alert, message, publication, Language::english);
    std::ostringstream stream;
    document.save(stream, " ", pugi::format_indent, pugi::encoding_utf8);
    return stream.str();
}

}  // namespace hazone::io
