// Rule sets: the shipped ones against tables typed by themselves, and files which must be refused.
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "engine/rules/rule_lookup.hpp"
#include "io/report/report_words.hpp"
#include "scenarios/rules/band_text.hpp"
#include "scenarios/rules/rule_file.hpp"
#include "scenarios/rules/rule_words.hpp"
#include "scenarios/rules/rules_record.hpp"

namespace hazone {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

RuleSet shipped(const std::string& name) {
    Problems problems;
    RuleSet rules = read_rule_set(name, "", problems);
    problems.raise();
    return rules;
}

// Products in Vietnamese name the quantities of a row, which else fall back to English.
TEST(ShippedRules, HaveQuantitiesWithVietnameseNames) {
    std::set<std::string> fields;
    for (const std::string& name : shipped_rule_sets()) {
        for (const RuleTable& table : shipped(name).tables) {
            fields.insert(table.fields.begin(), table.fields.end());
        }
    }
    ASSERT_GE(fields.size(), 18U);
    for (const std::string& name : fields) {
        const FieldSpec* const field = find_field(name);
        ASSERT_NE(field, nullptr) << name;
        EXPECT_NE(io::report_title(*field, io::Language::vietnamese),
                  io::report_title(*field, io::Language::english))
            << name;
    }
}

using Values = std::map<std::string, double>;

/// The highest level of the tables for a hazard, 255 where one of them lacks a value.
int level_of(const RuleSet& rules, Hazard hazard, const Values& values) {
    int highest = 0;
    for (const RuleTable& table : rules.tables) {
        if (table.hazard != hazard) {
            continue;
        }
        std::vector<double> own;
        for (const RuleAxis& axis : table.axes) {
            const auto found = values.find(axis.field);
            own.push_back(found != values.end() ? found->second
                                                : axis.absent.value_or(std::nan("")));
        }
        highest = std::max(highest, static_cast<int>(RuleLookup(table).judge(own).level));
    }
    return highest;
}

/// "field=1;other=2"
Values values_of(const std::string& text) {
    Values values;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ';');) {
        const auto equals = part.find('=');
        values[part.substr(0, equals)] = std::stod(part.substr(equals + 1));
    }
    return values;
}

// tests/answers/qd18-2021.csv has, for every combination of bands of the decision's tables, places
// just inside and just outside each end of each band, in float as fields are stored, and the level
// that the tables give there.
TEST(Decision18, EveryRowHoldsOnBothSidesOfEachOfItsEnds) {
    const RuleSet rules = shipped("qd18-2021");
    std::ifstream stream(std::string(HAZONE_SOURCE_DIR) + "/tests/answers/qd18-2021.csv");
    ASSERT_TRUE(stream);
    std::string line;
    std::getline(stream, line);
    int count = 0;
    std::set<std::string> hazards;
    while (std::getline(stream, line)) {
        std::istringstream cells(line);
        std::string hazard;
        std::string article;
        std::string values;
        std::string level;
        std::getline(cells, hazard, ',');
        std::getline(cells, article, ',');
        std::getline(cells, values, ',');
        std::getline(cells, level, ',');
        EXPECT_EQ(level_of(rules, *hazard_of(hazard), values_of(values)), std::stoi(level))
            << article << ", " << hazard << ": " << values;
        hazards.insert(hazard);
        ++count;
    }
    EXPECT_EQ(count, 691);
    EXPECT_EQ(hazards.size(), kHazardCount);
}

TEST(Decision18, HolesOfArticle46AreFlaggedAndItsLevelsEndAt3) {
    const RuleSet rules = shipped("qd18-2021");
    int extrapolated = 0;
    for (const RuleTable& table : rules.tables) {
        if (table.article != "Art. 46") {
            continue;
        }
        EXPECT_EQ(table.highest_level, 3);
        for (const RuleRow& row : table.rows) {
            EXPECT_LE(row.level, 3);
            // In the text: up to 200 mm with up to two days, more with more than two.
            const bool much = row.conditions[0].band.lowest > 0.15;
            const bool long_rain = row.conditions[1].band.lowest >= 2;
            EXPECT_EQ(row.extrapolated, much != long_rain) << row.id;
            extrapolated += row.extrapolated ? 1 : 0;
        }
    }
    EXPECT_EQ(extrapolated, 24);
    for (double rain = 0; rain < 1.5; rain += 0.01) {
        for (double days = 0; days < 30; ++days) {
            for (double number = 1; number <= 5; ++number) {
                EXPECT_LE(level_of(rules, Hazard::landslide,
                                   {{"greatest_rain_of_24_hours", rain},
                                    {"rain_days", days},
                                    {"landslide_class", number}}),
                          3);
            }
        }
    }
}

TEST(Decision18, RowsSayHowWellTheyAreKnown) {
    const RuleSet rules = shipped("qd18-2021");
    for (const RuleTable& table : rules.tables) {
        for (const RuleRow& row : table.rows) {
            EXPECT_TRUE(rules.marks.contains(row.mark)) << row.id;
            EXPECT_EQ(row.unverified, table.article == "Art. 53") << row.id;
            EXPECT_EQ(row.extrapolated, row.mark == "H") << row.id;
            EXPECT_EQ(rules.row(row.number), &row);
            EXPECT_EQ(rules.row(row.id), &row);
        }
    }
    EXPECT_EQ(rule_count(rules), 142U);
}

TEST(FiveClasses, TheLevelIsTheClass) {
    const RuleSet rules = shipped("five-classes");
    for (int number = 1; number <= 5; ++number) {
        EXPECT_EQ(level_of(rules, Hazard::landslide, {{"landslide_class", number}}), number);
        EXPECT_EQ(level_of(rules, Hazard::flash_flood, {{"flash_flood_class", number}}), number);
    }
}

TEST(RuleLookup, AMissingValueLeavesTheLevelOpenUnlessAnotherIsOutsideAllBands) {
    const RuleSet rules = shipped("qd18-2021");
    const RuleLookup lookup(rules.tables.front());
    const double missing = std::nan("");
    EXPECT_EQ(lookup.judge(std::vector{0.3, missing, 5.0}).level, Judgement::kNoLevel);
    EXPECT_EQ(lookup.judge(std::vector{missing, 1.0, 5.0}).level, Judgement::kNoLevel);
    EXPECT_EQ(lookup.judge(std::vector{0.05, missing, missing}).level, 0) << "too little rain";
    EXPECT_EQ(lookup.judge(std::vector{0.3, 3.0, 5.0}).level, 3);
}

TEST(BandText, ReadsEachFormAndRefusesOthers) {
    const Band both = band_from_text("100-200 mm", Unit::metre, "");
    EXPECT_TRUE(both.contains(0.1F) && both.contains(0.2F) && !both.contains(0.201));
    const Band above = band_from_text(">200-400 mm", Unit::metre, "");
    EXPECT_TRUE(!above.contains(0.2F) && above.contains(0.201) && above.contains(0.4F));
    const Band below = band_from_text("4-<8", Unit::one, "");
    EXPECT_TRUE(below.contains(4) && below.contains(7.9) && !below.contains(8));
    EXPECT_TRUE(band_from_text(">=1 m", Unit::metre, "").contains(1));
    EXPECT_FALSE(band_from_text(">1 m", Unit::metre, "").contains(1));
    EXPECT_TRUE(band_from_text("<0", Unit::one, "").contains(-1));
    EXPECT_FALSE(band_from_text("<0", Unit::one, "").contains(0));
    EXPECT_TRUE(band_from_text("<=2", Unit::one, "").contains(2));
    EXPECT_TRUE(band_from_text("3", Unit::one, "").contains(3));
    EXPECT_FALSE(band_from_text("3", Unit::one, "").contains(std::nan("")));
    EXPECT_TRUE(band_from_text("20-50 %", Unit::one, "").contains(0.5F));
    for (const char* bad : {"", "much", "200-100 mm", "100 - mm", "1-2 kg", ">", "5-5"}) {
        EXPECT_THROW(band_from_text(bad, Unit::metre, "file:3"), InputError) << bad;
    }
}

/// A good small file of one table; tests break it.
std::string small_file(const std::string& axes, const std::string& rows) {
    std::string text = R"(
name = "small"
version = "1"
title = "Small"
source = "test"
since = "2025-01-01"
caution = "none"
)";
    for (int level = 1; level <= 5; ++level) {
        text += "[[levels]]\nname = \"l\"\ncolour = \"#101010\"\n";
    }
    return text +
           "[marks]\nS = \"seen\"\n[[tables]]\nhazards = [\"landslide\"]\n"
           "article = \"Art. 1\"\ntitle = \"T\"\nsince = \"2025-01-01\"\nhighest_level = 3\n"
           "axes = [" +
           axes + "]\nrows = [" + rows + "]\n";
}

const std::string kAxes = R"({ field = "event_rain" })";
const std::string kRows = R"({ id = "a", bands = ["<100 mm"], level = 1, mark = "S" },
    { id = "b", bands = [">=100 mm"], level = 2, mark = "S" })";

std::vector<std::string> problems_of(const std::string& text) {
    Problems problems;
    rule_set_from_text(text, "my.toml", problems);
    return problems.list();
}

TEST(RuleFile, AGoodFileHasNoProblem) {
    EXPECT_THAT(problems_of(small_file(kAxes, kRows)), IsEmpty());
}

TEST(RuleFile, WhatIsWrongIsSaidWithItsPlace) {
    struct Bad {
        const char* from;
        const char* to;
        const char* said;
    };
    const Bad all[] = {
        {"\"<100 mm\"", "\"<=100 mm\"", "overlap"},
        {"\">=100 mm\"", "\">100 mm\"", "no band holds"},
        {"id = \"b\"", "id = \"a\"", "'a' stands twice"},
        {"level = 2", "level = 0", "has level 1, but row b"},
        {"level = 2", "level = 4", "highest_level 3"},
        {"mark = \"S\" },", "mark = \"Q\" },", "'Q' is not among [marks]"},
        {"event_rain", "evnt_rain", "event_rain"},
        {"\"landslide\"", "\"slide\"", "'slide' is not one of"},
        {"since = \"2025-01-01\"\nhighest", "since = \"soon\"\nhighest", "no date"},
        {"article = \"Art. 1\"\n", "", "article: is missing"},
        {"caution = \"none\"\n", "", "caution: is missing"},
        {"[\"<100 mm\"]", "[\"<100 mm\", \"1\"]", "a list of 1 bands"},
        {"\"<100 mm\"", "\"<100 kg\"", "kg"},
        {"\"<100 mm\"", "\"little\"", "is not a band"},
        {"#101010", "grey", "#87CEEB"},
        {"title = \"T\"", "titel = \"T\"", "unknown key"},
        {"version = \"1\"", "version = ", "my.toml:3"},
    };
    for (const Bad& bad : all) {
        std::string text = small_file(kAxes, kRows);
        const auto place = text.find(bad.from);
        ASSERT_NE(place, std::string::npos) << bad.from;
        text.replace(place, std::string(bad.from).size(), bad.to);
        const auto problems = problems_of(text);
        EXPECT_THAT(problems, Contains(HasSubstr(bad.said))) << bad.to;
        EXPECT_THAT(problems, ::testing::Each(HasSubstr("my.toml:"))) << bad.to;
    }
}

TEST(RuleFile, CombinationsMustHaveOneRowEach) {
    const std::string axes = kAxes + R"(, { field = "landslide_class", whole = true })";
    const std::string rows = R"({ id = "a", bands = ["<100 mm", "1"], level = 1, mark = "S" },
        { id = "b", bands = [">=100 mm", "1"], level = 1, mark = "S" },
        { id = "c", bands = [">=100 mm", "2"], level = 2, mark = "S" })";
    EXPECT_THAT(problems_of(small_file(axes, rows)),
                Contains(HasSubstr("1 of 4 combinations of bands have no row")));
    EXPECT_THAT(
        problems_of(small_file(
            axes, rows + R"(, { id = "d", bands = ["<100 mm", "1"], level = 1, mark = "S" })")),
        Contains(HasSubstr("rows a and d have the same bands")));
}

TEST(RuleFile, ALowerValueIsWorseWhereTheAxisSaysSo) {
    const std::string axes = R"({ field = "daily_mean_temperature", worse = "lower" })";
    const std::string rows = R"({ id = "a", bands = ["<0"], level = 2, mark = "S" },
        { id = "b", bands = [">=0"], level = 1, mark = "S" })";
    EXPECT_THAT(problems_of(small_file(axes, rows)), IsEmpty());
    EXPECT_THAT(problems_of(small_file(R"({ field = "daily_mean_temperature" })", rows)),
                Contains(HasSubstr("is worse")));
}

TEST(RuleFile, AllProblemsComeAtOnce) {
    std::string text = small_file(kAxes, kRows);
    text.replace(text.find("mark = \"S\""), 10, "mark = \"X\"");
    text.replace(text.find("event_rain"), 10, "unknown_xy");
    EXPECT_GE(problems_of(text).size(), 2U);
}

TEST(RuleFile, AFileWhichIsNotThereNamesTheShippedSets) {
    Problems problems;
    read_rule_set("none.toml", "/nowhere", problems);
    EXPECT_THAT(problems.list(), Contains(HasSubstr("qd18-2021")));
}

TEST(RulesRecord, GivesTheSameRulesBack) {
    RuleSet rules = shipped("qd18-2021");
    rules.joint = {1, "decided by the test"};
    const auto json = rules_json(rules);
    const RuleSet again = rules_from_json(json);
    EXPECT_EQ(rules_json(again), json);
    EXPECT_EQ(again.tables.size(), rules.tables.size());
    EXPECT_EQ(again.joint.reason, "decided by the test");
    EXPECT_EQ(rule_count(again), 142U);
}

}  // namespace
}  // namespace hazone
