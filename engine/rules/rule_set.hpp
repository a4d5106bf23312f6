#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/hazards.hpp"
#include "engine/core/units.hpp"

namespace hazone {

/// Values from `lowest` to `highest`, each end within the band or without.
struct Band {
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    bool lowest_within = true;
    bool highest_within = false;

    /// False for a missing value.
    bool contains(double value) const {
        return (lowest_within ? value >= lowest : value > lowest) &&
               (highest_within ? value <= highest : value < highest);
    }
};

/// One condition of a row: a quantity, by the name of its field, lies in the band (SI).
struct Condition {
    std::string field = {};
    Band band = {};
    std::string text = {};  // as the rule file has it, with its unit: ">200-400 mm"
};

/// One row of a rule table: all conditions together give the level.
struct RuleRow {
    std::string id = {};  // unique in the set: "46-2-high"
    std::vector<Condition> conditions = {};
    int level = 0;              // 0 to 5
    std::string article = {};   // "Art. 46"
    std::string mark = {};      // how well the text is known: "S", "T", "T1"; see RuleSet::marks
    bool extrapolated = false;  // fills a hole of the text
    bool unverified = false;
    std::string note = {};
    int number = 0;  // in the set, from 1: the value of the field `risk_rule`
};

/// One quantity of a table.
struct RuleAxis {
    std::string field;
    bool worse_higher = true;  // a higher value is worse; else a lower one
    bool whole = false;        // whole numbers only: "1" and "2" adjoin
    /// Taken where the run has no such field; empty: the table cannot judge without it.
    std::optional<double> absent = {};
};

/// The rows for one hazard.
struct RuleTable {
    Hazard hazard = Hazard::none;
    std::string article = {};
    std::string title = {};                // English
    std::string title_vietnamese = {};     // as the text has it
    std::string since = {};                // date in force, ISO 8601
    int highest_level = 5;                 // no row gives more
    std::vector<std::string> fields = {};  // the quantities, in the order of the rows' conditions
    std::vector<RuleAxis> axes = {};       // the same with their sense
    std::vector<RuleRow> rows = {};
    /// Share of the communes which must reach a level before the province has it; 0: one will do.
    double province_share = 0;
    std::string note = {};
};

/// Adding levels where hazards meet, a person's decision which every product records.
struct JointHazards {
    int added = 0;            // 0, 1 or 2 levels, never above 5
    std::string reason = {};  // in the words of who decided
};

/// The tables of one legal text, or of a house rule.
struct RuleSet {
    std::string name = {};     // "qd18-2021"
    std::string version = {};  // of the data file
    std::string title = {};
    std::string title_vietnamese = {};
    std::string source = {};
    std::string since = {};
    std::string caution = {};  // printed beside every product: what these rules are not
    std::string caution_vietnamese = {};
    std::vector<std::string> level_colours = {};  // "#87CEEB" ..., levels 1 to 5
    std::vector<std::string> level_names = {};    // English, levels 1 to 5; may be empty
    std::vector<std::string> level_names_vietnamese = {};
    std::vector<RuleTable> tables = {};
    JointHazards joint = {};                        // of the scenario
    std::map<std::string, std::string> marks = {};  // how well a row is known: "S" -> in words
    std::string file = {};                          // where it was read
    std::string sha256 = {};                        // of the file

    /// The row of that number (RuleRow::number); nullptr when there is none.
    const RuleRow* row(int number) const {
        for (const RuleTable& table : tables) {
            for (const RuleRow& row : table.rows) {
                if (row.number == number) {
                    return &row;
                }
            }
        }
        return nullptr;
    }
    /// The row of that id; nullptr when there is none.
    const RuleRow* row(const std::string& id) const {
        for (const RuleTable& table : tables) {
            for (const RuleRow& row : table.rows) {
                if (row.id == id) {
                    return &row;
                }
            }
        }
        return nullptr;
    }
};

}  // namespace hazone
