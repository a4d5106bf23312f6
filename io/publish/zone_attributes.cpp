#include "io/publish/zone_attributes.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "io/level_reason.hpp"
#include "io/level_words.hpp"

namespace hazone::io {
namespace {

/// Gathers the columns; each `add` takes how the value is found, empty or NaN for none.
class ColumnList {
public:
    using Number = std::function<double(const ZoneSummary&)>;
    using Whole = std::function<std::optional<int>(const ZoneSummary&)>;
    using Text = std::function<std::string(const ZoneSummary&)>;

    void number(const std::string& name, const std::string& meaning, Number value) {
        columns_.push_back(
            {described(name, OFTReal, meaning),
             [value = std::move(value)](OGRFeature& feature, int column, const ZoneSummary& zone) {
                 const double own = value(zone);
                 if (std::isfinite(own)) {
                     feature.SetField(column, own);
                 } else {
                     feature.SetFieldNull(column);
                 }
             }});
    }
    void whole(const std::string& name, const std::string& meaning, Whole value) {
        columns_.push_back({described(name, OFTInteger, meaning), set_whole(std::move(value))});
    }
    void flag(const std::string& name, const std::string& meaning, Whole value) {
        ZoneColumn column{described(name, OFTInteger, meaning), set_whole(std::move(value))};
        column.attribute.subtype = OFSTBoolean;
        columns_.push_back(std::move(column));
    }
    void text(const std::string& name, const std::string& meaning, Text value) {
        columns_.push_back(
            {described(name, OFTString, meaning),
             [value = std::move(value)](OGRFeature& feature, int column, const ZoneSummary& zone) {
                 const std::string own = value(zone);
                 if (own.empty()) {
                     feature.SetFieldNull(column);
                 } else {
                     feature.SetField(column, own.c_str());
                 }
             }});
    }

    ZoneColumns take() { return std::move(columns_); }

private:
    static LayerAttribute described(const std::string& name,
                                    OGRFieldType type,
                                    const std::string& meaning) {
        std::string alias = name;
        std::replace(alias.begin(), alias.end(), '_', ' ');
        return {.name = name, .type = type, .alias = alias, .description = meaning};
    }
    static std::function<void(OGRFeature&, int, const ZoneSummary&)> set_whole(Whole value) {
        return
            [value = std::move(value)](OGRFeature& feature, int column, const ZoneSummary& zone) {
                const std::optional<int> own = value(zone);
                if (own) {
                    feature.SetField(column, *own);
                } else {
                    feature.SetFieldNull(column);
                }
            };
    }

    ZoneColumns columns_;
};

std::string hazard_of_level(const ZoneSummary& zone) {
    return zone.level ? std::string(hazard_word(zone.hazard)) : "";
}

void add_names(ColumnList& list) {
    list.whole("label", "number of the zone in the field zone",
               [](const ZoneSummary& zone) { return std::optional<int>(zone.label); });
    list.text("commune_id_2cap", "code of the commune, to join with tables of other services",
              [](const ZoneSummary& zone) { return zone.code; });
    list.text("code", "code of the zone in the layer it was read from",
              [](const ZoneSummary& zone) { return zone.code; });
    list.text("name", "name of the zone", [](const ZoneSummary& zone) { return zone.name; });
}

void add_level(ColumnList& list, const Publication& publication) {
    const RuleSet* const rules = publication.rules;
    const Language language = publication.language;
    list.whole("level", "0 below level 1, 1 to 5; NULL: no data",
               [](const ZoneSummary& zone) { return zone.level; });
    list.text("level_name", "the level in words",
              [=](const ZoneSummary& zone) { return level_name(zone.level, rules, language); });
    list.flag("lower_bound", "much is missing: the level may be higher",
              [](const ZoneSummary& zone) { return std::optional<int>(zone.lower_bound ? 1 : 0); });
    list.text("hazard", "hazard whose level it is, in a word which stays", hazard_of_level);
    list.text("hazard_name", "hazard whose level it is", [=](const ZoneSummary& zone) {
        return zone.level ? std::string(hazard_name(zone.hazard, language)) : "";
    });
    list.text("rule", "row of the rules which gave the level",
              [](const ZoneSummary& zone) { return zone.rule; });
    const auto row = [rules](const ZoneSummary& zone) {
        return rules == nullptr || zone.rule.empty() ? nullptr : rules->row(zone.rule);
    };
    list.text(
        "article", "article of the text which the row belongs to",
        [row](const ZoneSummary& zone) { return row(zone) == nullptr ? "" : row(zone)->article; });
    list.flag("extrapolated", "the row fills a hole of the text",
              [row](const ZoneSummary& zone) -> std::optional<int> {
                  if (row(zone) == nullptr) {
                      return std::nullopt;
                  }
                  return row(zone)->extrapolated ? 1 : 0;
              });
    list.text("reason", "why this level, with shares and what the rule needed",
              [=](const ZoneSummary& zone) { return level_reason(zone, rules, language); });
}

/// Shares are NULL where no cell of the zone has data: 0 would say "none of this class".
void add_classes(ColumnList& list) {
    list.number("area_m2", "area of the zone inside the grid, m2",
                [](const ZoneSummary& zone) { return zone.area; });
    list.number("missing_share", "share of the area without data", [](const ZoneSummary& zone) {
        return zone.area > 0 ? zone.missing_area / zone.area : NAN;
    });
    for (int number = 1; number <= kClassCount; ++number) {
        list.number(fmt::format("share_{}", number),
                    fmt::format("share of hazard class {} in the area with data", number),
                    [number](const ZoneSummary& zone) {
                        return zone.known_area() > 0 ? zone.share(number) : NAN;
                    });
    }
    list.whole("highest_class", "highest hazard class of any cell; NULL: no data",
               [](const ZoneSummary& zone) {
                   return zone.highest_class == 0 ? std::nullopt
                                                  : std::optional<int>(zone.highest_class);
               });
}

void add_levels_of_hazards(ColumnList& list, const ZoneTable& table) {
    std::set<Hazard> judged;
    for (const ZoneSummary& zone : table) {
        for (const HazardLevel& own : zone.hazards) {
            judged.insert(own.hazard);
        }
    }
    for (const Hazard hazard : judged) {
        list.whole(
            fmt::format("level_{}", hazard_word(hazard)),
            fmt::format("level of {} alone; NULL: no data", hazard_name(hazard, Language::english)),
            [hazard](const ZoneSummary& zone) {
                const auto own = std::find_if(
                    zone.hazards.begin(), zone.hazards.end(),
                    [hazard](const HazardLevel& level) { return level.hazard == hazard; });
                return own == zone.hazards.end() ? std::nullopt : own->level;
            });
    }
}

void add_exposure(ColumnList& list, const ZoneTable& table) {
    list.number(
        "exposed_area_m2", "area of class 4 and 5, m2; NULL: no data",
        [](const ZoneSummary& zone) { return zone.known_area() > 0 ? zone.exposed_area : NAN; });
    const auto pair = [&](const char* name, std::optional<Exposure> ZoneSummary::*who) {
        if (std::none_of(table.begin(), table.end(),
                         [who](const ZoneSummary& zone) { return (zone.*who).has_value(); })) {
            return;
        }
        list.number(name, fmt::format("{} in the zone", name),
                    [who](const ZoneSummary& zone) { return zone.*who ? (zone.*who)->all : NAN; });
        list.number(
            fmt::format("exposed_{}", name),
            fmt::format("{} where the class is 4 or 5, or there is no data to tell", name),
            [who](const ZoneSummary& zone) { return zone.*who ? (zone.*who)->exposed : NAN; });
    };
    pair("people", &ZoneSummary::people);
    pair("buildings", &ZoneSummary::buildings);
}

void add_probabilities(ColumnList& list, const ZoneTable& table) {
    std::size_t count = 0;
    for (const ZoneSummary& zone : table) {
        count = std::max(count, zone.level_probability.size());
    }
    for (std::size_t level = 0; level < count; ++level) {
        list.number(fmt::format("level_{}_probability", level),
                    fmt::format("share of the members of the ensemble with level {}", level),
                    [level](const ZoneSummary& zone) {
                        return level < zone.level_probability.size() ? zone.level_probability[level]
                                                                     : NAN;
                    });
    }
}

void add_statistics(ColumnList& list, const ZoneTable& table) {
    std::set<std::string> fields;
    for (const ZoneSummary& zone : table) {
        for (const ZoneStatistic& own : zone.statistics) {
            fields.insert(own.field);
        }
    }
    for (const std::string& field : fields) {
        const auto add = [&](const char* ending, const char* words, double ZoneStatistic::*value) {
            list.number(fmt::format("{}_{}", field, ending), fmt::format("{} of {}", words, field),
                        [field, value](const ZoneSummary& zone) {
                            for (const ZoneStatistic& own : zone.statistics) {
                                if (own.field == field) {
                                    return own.*value;
                                }
                            }
                            return double{NAN};
                        });
        };
        add("mean", "mean", &ZoneStatistic::mean);
        add("p95", "95th percentile", &ZoneStatistic::percentile_95);
        add("highest", "highest value", &ZoneStatistic::highest);
    }
}

void add_run(ColumnList& list, const Publication& publication) {
    const std::string rules =
        publication.rules == nullptr
            ? ""
            : fmt::format("{} {}", publication.rules->name, publication.rules->version);
    list.text("rules", "the rules and their version",
              [rules](const ZoneSummary&) { return rules; });
    list.flag("synthetic", "the data are made up, not a real place",
              [synthetic = publication.synthetic](const ZoneSummary&) {
                  return std::optional<int>(synthetic ? 1 : 0);
              });
}

}  // namespace

ZoneColumns zone_columns(const Publication& publication) {
    const ZoneTable& table = *publication.table;
    ColumnList list;
    add_names(list);
    add_level(list, publication);
    add_classes(list);
    add_levels_of_hazards(list, table);
    add_exposure(list, table);
    add_probabilities(list, table);
    add_statistics(list, table);
    add_run(list, publication);
    return list.take();
}

std::vector<LayerAttribute> attributes_of(const ZoneColumns& columns) {
    std::vector<LayerAttribute> attributes;
    attributes.reserve(columns.size());
    for (const ZoneColumn& column : columns) {
        attributes.push_back(column.attribute);
    }
    return attributes;
}

void describe_zone(OGRFeature& feature,
                   const ZoneColumns& columns,
                   const ZoneSummary& zone,
                   int first) {
    for (const ZoneColumn& column : columns) {
        column.set(feature, first++, zone);
    }
}

Metadata metadata_of(const Publication& publication) {
    Metadata metadata{{"title", publication.title},
                      {"source", "hazone"},
                      {"disclaimer", std::string(text(Word::disclaimer, publication.language))}};
    if (!publication.sources.empty()) {
        metadata["references"] = publication.sources;
    }
    if (!publication.scenario_sha256.empty()) {
        metadata["scenario_sha256"] = publication.scenario_sha256;
    }
    if (publication.rules != nullptr) {
        metadata["rules"] =
            fmt::format("{} {}", publication.rules->name, publication.rules->version);
        metadata["rules_caution"] = publication.rules->caution;
    }
    if (publication.synthetic) {
        metadata["synthetic"] = "yes";
    }
    return metadata;
}

const OGRGeometry* outline_of(const Publication& publication, const ZoneSummary& zone) {
    for (const Zone& own : publication.layer->zones) {
        if (own.label == zone.label) {
            return own.geometry.get();
        }
    }
    return nullptr;
}

}  // namespace hazone::io
