#include "io/publish/bulletin.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/atomic_file.hpp"
#include "io/map/sheet_words.hpp"
#include "io/publish/bulletin_words.hpp"
#include "io/publish/map_products.hpp"
#include "io/publish/sheet_texts.hpp"

namespace hazone::io {
namespace {

using Zones = std::vector<const ZoneSummary*>;

template <class Key, class... Values>
std::string filled(Key word, Language language, const Values&... values) {
    return fmt::format(fmt::runtime(text(word, language)), values...);
}

/// "2024-09-09 00:00 UTC"; in Vietnamese the time of Viet Nam.
std::string local_time(UtcSeconds time, Language language) {
    if (language == Language::english) {
        return time_text(time);
    }
    constexpr UtcSeconds kSevenHours = 7 * 3600;
    return fmt::format("{:%H:%M ngày %d/%m/%Y} (UTC+7)",
                       fmt::gmtime(static_cast<std::time_t>(time + kSevenHours)));
}

class Writer {
public:
    explicit Writer(const Publication& publication)
        : publication_(publication), language_(publication.language) {
        for (const ZoneSummary& zone : *publication.table) {
            by_level_[zone.level.value_or(-1)].push_back(&zone);
        }
        for (auto& [level, zones] : by_level_) {
            std::stable_sort(zones.begin(), zones.end(), [](const auto* a, const auto* b) {
                return a->exposed_area > b->exposed_area;
            });
        }
    }

    Bulletin write() const {
        Bulletin bulletin{.language = language_,
                          .title = std::string(text(BulletinWord::title, language_)),
                          .area = publication_.title,
                          .head = head(),
                          .summary = summary(),
                          .about = about_notes(publication_),
                          .disclaimer = std::string(text(Word::disclaimer, language_)),
                          .colours = sheet_of(publication_, {}).level_colours,
                          .made = publication_.made};
        if (publication_.synthetic) {
            bulletin.notice = text(Word::synthetic_notice, language_);
        }
        for (auto level = by_level_.rbegin(); level != by_level_.rend(); ++level) {
            bulletin.levels.push_back(level_of(level->first, level->second));
        }
        bulletin.sections = {hazards(), rain()};
        return bulletin;
    }

private:
    bool dated() const { return publication_.valid_until > publication_.valid_from; }

    std::vector<std::pair<std::string, std::string>> head() const {
        const auto word = [&](BulletinWord own) { return std::string(text(own, language_)); };
        std::vector<std::pair<std::string, std::string>> lines{
            {word(BulletinWord::issued), local_time(publication_.made, language_)},
            {word(BulletinWord::issued_by), publication_.publisher.name}};
        if (dated()) {
            lines.emplace_back(word(BulletinWord::valid),
                               filled(BulletinWord::valid_span, language_,
                                      local_time(publication_.valid_from, language_),
                                      local_time(publication_.valid_until, language_)));
        }
        const BulletinWord kind = !dated()                ? BulletinWord::kind_scenario
                                  : publication_.forecast ? BulletinWord::kind_forecast
                                                          : BulletinWord::kind_observed;
        lines.emplace_back(word(BulletinWord::kind), word(kind));
        return lines;
    }

    std::string level_name(int level) const {
        if (level < 0) {
            return std::string(text(Word::no_data, language_));
        }
        return level == 0 ? std::string(text(SheetWord::below_levels, language_))
                          : filled(SheetWord::level_number, language_, level);
    }

    std::size_t count(int level) const {
        const auto found = by_level_.find(level);
        return found == by_level_.end() ? 0 : found->second.size();
    }

    std::vector<std::string> summary() const {
        std::vector<std::string> lines;
        const std::size_t all = publication_.table->size();
        const int highest = by_level_.empty() ? -1 : by_level_.rbegin()->first;
        if (highest < 0) {
            lines.emplace_back(text(BulletinWord::nothing_known, language_));
        } else if (highest == 0) {
            lines.push_back(filled(BulletinWord::none_reached, language_, count(0)));
        } else {
            lines.push_back(
                filled(BulletinWord::highest, language_, level_name(highest), count(highest), all));
        }
        if (count(-1) > 0 && highest >= 0) {
            lines.push_back(filled(BulletinWord::without_data, language_, count(-1)));
        }
        return lines;
    }

    std::string shown_name(const ZoneSummary& zone) const {
        return zone.name.empty() ? std::to_string(zone.label) : zone.name;
    }

    std::string detail(const ZoneSummary& zone) const {
        std::string line = shown_name(zone);
        if (!zone.code.empty()) {
            line += " (" + zone.code + ")";
        }
        const auto add = [&](const std::string& part) {
            line += (part.empty() ? "" : "; ") + part;
        };
        add(rule_text(publication_, zone.rule));
        if (zone.level && zone.lower_bound) {
            add(std::string(text(SheetWord::lower_bound_note, language_)));
        }
        add(filled(BulletinWord::exposed, language_,
                   number_text(zone.exposed_area / 1e6, 1, language_)));
        if (zone.people) {
            add(filled(BulletinWord::exposed_people, language_,
                       number_text(zone.people->exposed, 0, language_),
                       number_text(zone.people->all, 0, language_)));
        }
        return line;
    }

    BulletinLevel level_of(int level, const Zones& zones) const {
        BulletinLevel own;
        if (level >= 0) {
            own.mark.level = level;
        }
        own.title = filled(BulletinWord::communes_of_level, language_,
                           capitalised(level_name(level)), zones.size());
        std::map<Hazard, BulletinRow> rows;
        for (const ZoneSummary* zone : zones) {
            const Hazard hazard = level > 0 ? zone->hazard : Hazard::none;
            BulletinRow& row = rows[hazard];
            if (level > 0) {
                row.hazard = hazard == Hazard::none ? text(BulletinWord::other_hazard, language_)
                                                    : hazard_name(hazard, language_);
            }
            row.names.push_back((zone->lower_bound && zone->level ? "≥ " : "") + shown_name(*zone));
            row.details.push_back(detail(*zone));
        }
        for (auto& [hazard, row] : rows) {
            own.rows.push_back(std::move(row));
        }
        return own;
    }

    SheetNote hazards() const {
        SheetNote note{.heading = std::string(text(BulletinWord::hazards, language_))};
        for (const Hazard hazard : kHazards) {
            int highest = -1;
            std::size_t reached = 0;
            std::size_t unknown = 0;
            bool judged = false;
            for (const ZoneSummary& zone : *publication_.table) {
                const auto own =
                    std::find_if(zone.hazards.begin(), zone.hazards.end(),
                                 [&](const HazardLevel& one) { return one.hazard == hazard; });
                const bool there = own != zone.hazards.end();
                judged = judged || there;
                const int level = there ? own->level.value_or(-1) : -1;
                highest = std::max(highest, level);
                reached += level > 0 ? 1 : 0;
                unknown += level < 0 ? 1 : 0;
            }
            if (judged && highest < 0) {
                note.lines.push_back(fmt::format("{}: {}.",
                                                 capitalised(hazard_name(hazard, language_)),
                                                 text(Word::no_data, language_)));
            } else if (judged) {
                note.lines.push_back(filled(BulletinWord::hazard_line, language_,
                                            capitalised(hazard_name(hazard, language_)),
                                            level_name(highest), reached, unknown));
            }
        }
        return note;
    }

    /// Mean over the ground of the zones with a figure, and the zone of the highest one.
    std::optional<std::string> rain_line(const FieldSpec& field, SheetWord name) const {
        double sum = 0;
        double area = 0;
        double highest = -1;
        const ZoneSummary* wettest = nullptr;
        for (const ZoneSummary& zone : *publication_.table) {
            for (const ZoneStatistic& own : zone.statistics) {
                if (own.field != field.name || !std::isfinite(own.mean)) {
                    continue;
                }
                sum += own.mean * zone.area;
                area += zone.area;
                if (own.highest > highest) {
                    highest = own.highest;
                    wettest = &zone;
                }
            }
        }
        if (wettest == nullptr || area <= 0) {
            return std::nullopt;
        }
        return filled(BulletinWord::rain_line, language_, text(name, language_),
                      number_text(1000 * sum / area, 0, language_),
                      number_text(1000 * highest, 0, language_), shown_name(*wettest));
    }

    SheetNote rain() const {
        SheetNote note{.heading = std::string(text(BulletinWord::rain, language_))};
        for (const auto& line : {rain_line(kEventRain, SheetWord::event_rain),
                                 rain_line(kGreatestRainOf24Hours, SheetWord::rain_of_24_hours)}) {
            if (line) {
                note.lines.push_back(*line);
            }
        }
        if (note.lines.empty()) {
            note.lines.emplace_back(text(BulletinWord::no_rain, language_));
        }
        return note;
    }

    const Publication& publication_;
    Language language_;
    std::map<int, Zones> by_level_;  // -1: no data
};

void add_notes(std::string& text, const std::vector<SheetNote>& notes) {
    for (const SheetNote& note : notes) {
        text += "\n" + note.heading + "\n";
        for (const std::string& line : note.lines) {
            text += "  " + line + "\n";
        }
    }
}

void write_text(const std::string& content, const std::filesystem::path& path) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << content;
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("cannot write '{}'", path.string()));
    }
    file.commit();
}

}  // namespace

Bulletin bulletin_of(const Publication& publication) { return Writer(publication).write(); }

std::string bulletin_text(const Bulletin& bulletin) {
    std::string content = bulletin.title + "\n" + bulletin.area + "\n";
    if (!bulletin.notice.empty()) {
        content += "*** " + bulletin.notice + " ***\n";
    }
    content += "\n";
    for (const auto& [name, value] : bulletin.head) {
        content += name + ": " + value + "\n";
    }
    content += "\n";
    for (const std::string& line : bulletin.summary) {
        content += line + "\n";
    }
    content += "\n" + std::string(text(BulletinWord::levels, bulletin.language)) + "\n";
    for (const BulletinLevel& level : bulletin.levels) {
        content += "\n" + level.title + "\n";
        for (const BulletinRow& row : level.rows) {
            if (!row.hazard.empty()) {
                content += "  " + capitalised(row.hazard) + "\n";
            }
            for (const std::string& line : row.details) {
                content += "    - " + line + "\n";
            }
        }
    }
    add_notes(content, bulletin.sections);
    add_notes(content, bulletin.about);
    return content + "\n" + bulletin.disclaimer + "\n";
}

WrittenFiles write_bulletin(const Publication& publication, const std::filesystem::path& folder) {
    const Bulletin bulletin = bulletin_of(publication);
    draw_bulletin(bulletin, folder / "bulletin.pdf");
    write_text(bulletin_text(bulletin), folder / "bulletin.txt");
    return {{"bulletin.pdf", "bulletin of levels, one page"},
            {"bulletin.txt", "the same as text, with every zone"}};
}

}  // namespace hazone::io
