#include "scenarios/rules/rule_file.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/checksum.hpp"
#include "scenarios/rules/band_text.hpp"
#include "scenarios/rules/rule_check.hpp"
#include "scenarios/rules/shipped_rules.hpp"
#include "scenarios/toml_reader.hpp"

namespace hazone {
namespace {

constexpr int kMostRows = 254;        // numbers of the field risk_rule
constexpr int kHighestLevel = 5;      // there are colours and names for no more
constexpr std::size_t kMostAxes = 8;  // as many values does the model of levels hold for a cell

/// Fills a rule set from the parsed file, collecting every problem on the way.
class RuleReader {
public:
    RuleReader(const toml::table& root,
               const std::filesystem::path& file,
               RuleSet& rules,
               Problems& problems)
        : root_(root), reader_(file, problems), rules_(rules) {}

    void read() {
        reader_.check_keys(root_, "",
                           {"name", "version", "title", "title_vi", "source", "since", "caution",
                            "caution_vi", "levels", "marks", "tables"});
        rules_.name = required(root_, "name", "");
        rules_.version = required(root_, "version", "");
        rules_.title = required(root_, "title", "");
        rules_.title_vietnamese = reader_.string_at(root_, "title_vi", "").value_or(rules_.title);
        rules_.source = required(root_, "source", "");
        rules_.since = date(root_, "");
        rules_.caution = required(root_, "caution", "");
        rules_.caution_vietnamese =
            reader_.string_at(root_, "caution_vi", "").value_or(rules_.caution);
        read_marks();
        read_levels();
        read_tables();
        number_rows();
    }

private:
    std::string required(const toml::table& table, const char* key, const std::string& prefix) {
        const auto text = reader_.string_at(table, key, prefix);
        if (!text && table.get(key) == nullptr) {
            reader_.problem(table, prefix + key, "is missing");
        }
        return text.value_or("");
    }

    std::string date(const toml::table& table, const std::string& prefix) {
        static const std::regex kDate("[0-9]{4}-[01][0-9]-[0-3][0-9]");
        const std::string text = required(table, "since", prefix);
        if (!text.empty() && !std::regex_match(text, kDate)) {
            reader_.problem(*table.get("since"), prefix + "since",
                            fmt::format("'{}' is no date such as \"2021-07-01\"", text));
        }
        return text;
    }

    void read_marks() {
        for (const auto& [key, node] : reader_.section(root_, "marks")) {
            rules_.marks[std::string(key.str())] = node.value_or(std::string());
        }
    }

    /// Calls use(table) for each table of a list of tables.
    template <class Use>
    void for_each_table(const toml::table& owner, const std::string& key, Use use) {
        const toml::node* node = owner.get(key);
        const toml::array* list = node == nullptr ? nullptr : node->as_array();
        if (list == nullptr) {
            reader_.problem(owner, key, "must be a list of tables");
            return;
        }
        for (const toml::node& entry : *list) {
            if (entry.is_table()) {
                use(*entry.as_table());
            } else {
                reader_.problem(entry, key, "must be a table");
            }
        }
    }

    void read_levels() {
        static const std::regex kColour("#[0-9A-Fa-f]{6}");
        for_each_table(root_, "levels", [&](const toml::table& level) {
            reader_.check_keys(level, "levels.", {"name", "name_vi", "colour"});
            rules_.level_names.push_back(required(level, "name", "levels."));
            rules_.level_names_vietnamese.push_back(
                reader_.string_at(level, "name_vi", "levels.").value_or(rules_.level_names.back()));
            rules_.level_colours.push_back(required(level, "colour", "levels."));
            if (!std::regex_match(rules_.level_colours.back(), kColour)) {
                reader_.problem(level, "levels.colour", "must be such as \"#87CEEB\"");
            }
        });
        if (rules_.level_colours.size() != 5) {
            reader_.problem(root_, "levels",
                            fmt::format("there must be five, not {}", rules_.level_colours.size()));
        }
    }

    void read_tables() {
        for_each_table(root_, "tables", [&](const toml::table& table) { read_table(table); });
    }

    void read_table(const toml::table& table) {
        reader_.check_keys(table, "tables.",
                           {"hazards", "article", "title", "title_vi", "since", "highest_level",
                            "province_share", "note", "axes", "rows"});
        const std::vector<Hazard> hazards = hazards_of(table);
        for (const Hazard hazard : hazards) {
            RuleTable own{.hazard = hazard,
                          .article = required(table, "article", "tables."),
                          .title = required(table, "title", "tables."),
                          .since = date(table, "tables.")};
            own.title_vietnamese =
                reader_.string_at(table, "title_vi", "tables.").value_or(own.title);
            own.note = reader_.string_at(table, "note", "tables.").value_or("");
            own.highest_level =
                static_cast<int>(reader_.integer_at(table, "highest_level", "tables.").value_or(5));
            if (own.highest_level < 1 || own.highest_level > kHighestLevel) {
                reader_.problem(table, "tables.highest_level",
                                fmt::format("must be from 1 to {}", kHighestLevel));
            }
            own.province_share = reader_.number_at(table, "province_share", "tables.").value_or(0);
            read_axes(table, own);
            read_rows(table, own, hazards.size() > 1);
            const bool whole = std::all_of(
                own.rows.begin(), own.rows.end(),
                [&](const RuleRow& row) { return row.conditions.size() == own.axes.size(); });
            if (whole && !own.axes.empty() && !own.rows.empty()) {
                check_rule_table(own,
                                 fmt::format("{}: {}, {}", reader_.where(table), own.article,
                                             hazard_word(hazard)),
                                 reader_.problems());
            }
            rules_.tables.push_back(std::move(own));
        }
    }

    std::vector<Hazard> hazards_of(const toml::table& table) {
        std::vector<Hazard> hazards;
        const toml::array* list = table.get("hazards") ? table.get("hazards")->as_array() : nullptr;
        for (std::size_t k = 0; list != nullptr && k < list->size(); ++k) {
            const std::string word = list->get(k)->value_or(std::string());
            if (const auto hazard = hazard_of(word)) {
                hazards.push_back(*hazard);
            } else {
                std::vector<std::string_view> words;
                for (const Hazard known : kHazards) {
                    words.push_back(hazard_word(known));
                }
                reader_.problem(
                    *list->get(k), "tables.hazards",
                    fmt::format("'{}' is not one of: {}", word, fmt::join(words, ", ")));
            }
        }
        if (list == nullptr || list->empty()) {
            reader_.problem(table, "tables.hazards", "must be a list of hazards");
        }
        return hazards;
    }

    void read_axes(const toml::table& table, RuleTable& own) {
        for_each_table(table, "axes", [&](const toml::table& axis) {
            reader_.check_keys(axis, "axes.", {"field", "worse", "whole", "absent"});
            RuleAxis read{.field = field_of(axis, own.hazard)};
            read.worse_higher =
                reader_.word_at(axis, "worse", "axes.", {"higher", "lower"}).value_or(0) == 0;
            read.whole = reader_.flag_at(axis, "whole", "axes.").value_or(false);
            read.absent = reader_.number_at(axis, "absent", "axes.");
            const FieldSpec* field = find_field(read.field);
            if (field == nullptr || field->form != Form::raster) {
                reader_.problem(
                    axis, "axes.field",
                    field == nullptr ? unknown_field(read.field) : read.field + " is no raster");
            }
            own.fields.push_back(read.field);
            own.axes.push_back(std::move(read));
        });
        if (own.axes.empty() || own.axes.size() > kMostAxes) {
            reader_.problem(table, "tables.axes",
                            fmt::format("must be from 1 to {} quantities", kMostAxes));
        }
    }

    /// One name, or one for each hazard: { landslide = "landslide_class", ... }.
    std::string field_of(const toml::table& axis, Hazard hazard) {
        const toml::node* node = axis.get("field");
        if (node != nullptr && node->is_table()) {
            return required(*node->as_table(), std::string(hazard_word(hazard)).c_str(),
                            "axes.field.");
        }
        return required(axis, "field", "axes.");
    }

    void read_rows(const toml::table& table, RuleTable& own, bool several) {
        for_each_table(table, "rows", [&](const toml::table& row) {
            reader_.check_keys(
                row, "rows.",
                {"id", "bands", "level", "mark", "extrapolated", "unverified", "note"});
            RuleRow read{.id = required(row, "id", "rows."),
                         .article = own.article,
                         .mark = required(row, "mark", "rows.")};
            if (several) {
                read.id += fmt::format("-{}", hazard_word(own.hazard));
            }
            read.level = static_cast<int>(reader_.integer_at(row, "level", "rows.").value_or(-1));
            read.extrapolated = reader_.flag_at(row, "extrapolated", "rows.").value_or(false);
            read.unverified = reader_.flag_at(row, "unverified", "rows.").value_or(false);
            read.note = reader_.string_at(row, "note", "rows.").value_or("");
            if (!rules_.marks.contains(read.mark)) {
                reader_.problem(row, "rows.mark",
                                fmt::format("'{}' is not among [marks]", read.mark));
            }
            if (!ids_.insert(read.id).second) {
                reader_.problem(row, "rows.id", fmt::format("'{}' stands twice", read.id));
            }
            read_bands(row, own, read);
            own.rows.push_back(std::move(read));
        });
    }

    void read_bands(const toml::table& row, const RuleTable& own, RuleRow& read) {
        const toml::array* list = row.get("bands") ? row.get("bands")->as_array() : nullptr;
        if (list == nullptr || list->size() != own.axes.size()) {
            reader_.problem(
                row, "rows.bands",
                fmt::format("must be a list of {} bands, one for each axis", own.axes.size()));
            return;
        }
        for (std::size_t axis = 0; axis < own.axes.size(); ++axis) {
            const FieldSpec* field = find_field(own.axes[axis].field);
            const std::string text = list->get(axis)->value_or(std::string());
            reader_.problems().collect([&] {
                const Band band = band_from_text(text, field == nullptr ? Unit::one : field->unit,
                                                 reader_.where(row) + ": rows.bands");
                read.conditions.push_back({own.axes[axis].field, band, text});
            });
        }
    }

    void number_rows() {
        int number = 0;
        for (RuleTable& table : rules_.tables) {
            for (RuleRow& row : table.rows) {
                row.number = ++number;
            }
        }
        if (number > kMostRows) {
            reader_.problem(
                root_, "tables",
                fmt::format("{} rows are too many, at most {} may be", number, kMostRows));
        }
    }

    const toml::table& root_;
    TomlReader reader_;
    RuleSet& rules_;
    std::set<std::string> ids_;
};

std::string text_of(const std::filesystem::path& file, Problems& problems) {
    std::ifstream stream(file);
    if (!stream) {
        problems.add(
            fmt::format("{}: cannot be read; rules.set is the path of a rule file or one "
                        "of: {}",
                        file.string(), fmt::join(shipped_rule_sets(), ", ")));
        return "";
    }
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace

std::vector<std::string> shipped_rule_sets() {
    std::vector<std::string> names;
    for (const ShippedRules& shipped : kShippedRules) {
        names.emplace_back(shipped.name);
    }
    return names;
}

RuleSet rule_set_from_text(const std::string& text,
                           const std::filesystem::path& file,
                           Problems& problems) {
    RuleSet rules;
    rules.file = file.string();
    rules.sha256 = io::sha256_of_text(text);
    try {
        const toml::table root = toml::parse(text);
        RuleReader(root, file, rules, problems).read();
    } catch (const toml::parse_error& error) {
        const auto& begin = error.source().begin;
        problems.add(fmt::format("{}:{}:{}: {}", file.string(), begin.line, begin.column,
                                 error.description()));
    }
    return rules;
}

RuleSet read_rule_set(const std::string& name_or_path,
                      const std::filesystem::path& folder,
                      Problems& problems) {
    for (const ShippedRules& shipped : kShippedRules) {
        if (shipped.name == name_or_path) {
            return rule_set_from_text(std::string(shipped.text),
                                      std::string(shipped.name) + ".toml", problems);
        }
    }
    const std::filesystem::path file = folder / name_or_path;
    const std::string text = text_of(file, problems);
    return text.empty() ? RuleSet{} : rule_set_from_text(text, file, problems);
}

}  // namespace hazone
