#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/zones.hpp"
#include "scenarios/execute.hpp"
#include "scenarios/explain/class_steps.hpp"
#include "scenarios/explain/hazards_of_cell.hpp"
#include "scenarios/explain/next_level.hpp"
#include "scenarios/explain/plain_letters.hpp"
#include "scenarios/explain/zone_facts.hpp"
#include "scenarios/explanation.hpp"
#include "scenarios/rules/rules_record.hpp"
#include "tests/scenarios/small_province.hpp"

namespace hazone {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::SmallProvince;
using testing::TemporaryFolder;
using Json = nlohmann::ordered_json;

// Rules by hand: three amounts of rain in 24 h, each after few or more days of rain, of ground of
// class 4; a part of Art. 46 of Decision 18/2021/QD-TTg.

Condition rain(double lowest, double highest, const std::string& text) {
    return {.field = "greatest_rain_of_24_hours",
            .band = {.lowest = lowest, .highest = highest, .highest_within = true},
            .text = text};
}

Condition days(double lowest, double highest, const std::string& text) {
    return {.field = "rain_days",
            .band = {.lowest = lowest, .highest = highest, .highest_within = true},
            .text = text};
}

Condition ground(double number) {
    return {.field = "landslide_class",
            .band = {.lowest = number, .highest = number, .highest_within = true},
            .text = fmt::format("{}", number)};
}

RuleSet few_rules() {
    RuleTable slides{.hazard = Hazard::landslide,
                     .article = "Art. 46",
                     .highest_level = 3,
                     .fields = {"greatest_rain_of_24_hours", "rain_days", "landslide_class"},
                     .axes = {{.field = "greatest_rain_of_24_hours"},
                              {.field = "rain_days"},
                              {.field = "landslide_class"}}};
    slides.rows = {
        {.id = "46-1",
         .conditions = {rain(0.1, 0.2, "100-200 mm"), days(1, 2, "1-2"), ground(4)},
         .level = 2,
         .article = "Art. 46",
         .mark = "S",
         .number = 1},
        {.id = "46-2",
         .conditions = {rain(0.2000001, 0.4, ">200-400 mm"), days(1, 2, "1-2"), ground(4)},
         .level = 2,
         .article = "Art. 46",
         .mark = "T",
         .extrapolated = true,
         .number = 2},
        {.id = "46-3",
         .conditions = {rain(0.2000001, 0.4, ">200-400 mm"), days(2.5, 400, ">2"), ground(4)},
         .level = 3,
         .article = "Art. 46",
         .mark = "T",
         .number = 3},
        {.id = "46-4",
         .conditions = {rain(0.1, 0.2, "100-200 mm"), days(1, 2, "1-2"), ground(5)},
         .level = 3,
         .article = "Art. 46",
         .mark = "S",
         .number = 4}};
    RuleTable storm{
        .hazard = Hazard::storm,
        .article = "Art. 42",
        .fields = {"wind_force"},
        .axes = {{.field = "wind_force"}},
        .rows = {{.id = "42-1",
                  .conditions = {{.field = "wind_force", .band = {.lowest = 6}, .text = ">=6"}},
                  .level = 3,
                  .article = "Art. 42",
                  .mark = "S",
                  .unverified = true,
                  .number = 5}}};
    return {.name = "few", .version = "1", .tables = {slides, storm}, .sha256 = "abc"};
}

ValueOf values_of(const std::map<std::string, double>& known) {
    return [known](const std::string& field) {
        const auto found = known.find(field);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    };
}

TEST(WaysUp, NamesEachSingleQuantityThatWouldDo) {
    const RuleSet rules = few_rules();
    const auto ways = ways_up(
        rules.tables[0], 2,
        values_of({{"greatest_rain_of_24_hours", 0.18}, {"rain_days", 2}, {"landslide_class", 4}}));
    ASSERT_EQ(ways.size(), 2U);
    EXPECT_EQ(ways[0].row->id, "46-4");  // the class alone
    ASSERT_EQ(ways[0].unmet.size(), 1U);
    EXPECT_EQ(ways[0].unmet[0]->field, "landslide_class");
    EXPECT_EQ(ways[1].row->id, "46-3");  // rain and days together
    EXPECT_EQ(ways[1].unmet.size(), 2U);
}

TEST(WaysUp, EndAtTheHighestLevelAndNameTheNearestRow) {
    const RuleSet rules = few_rules();
    const auto known =
        values_of({{"greatest_rain_of_24_hours", 0.05}, {"rain_days", 1}, {"landslide_class", 4}});
    EXPECT_THAT(ways_up(rules.tables[0], 3, known), IsEmpty());
    const auto ways = ways_up(rules.tables[0], 0, known);
    ASSERT_FALSE(ways.empty());
    EXPECT_EQ(ways[0].row->id, "46-1");  // 100 mm are nearer than 200
    EXPECT_EQ(ways[0].level, 2);
}

TEST(WaysUp, TakeAMissingValueAsToBeChanged) {
    const RuleSet rules = few_rules();
    const auto ways = ways_up(rules.tables[1], 0, values_of({{"wind_force", kMissing}}));
    ASSERT_EQ(ways.size(), 1U);
    EXPECT_EQ(ways[0].unmet[0]->field, "wind_force");
}

TEST(RulesRecord, GivesBackEveryRow) {
    const RuleSet rules = few_rules();
    const Json json = rules_json(rules);
    const RuleSet again = rules_from_json(Json::parse(json.dump()));
    EXPECT_EQ(rules_json(again), json);
    EXPECT_EQ(again.row(3)->id, "46-3");
    EXPECT_TRUE(again.row(2)->extrapolated);
    EXPECT_EQ(again.tables[1].rows[0].conditions[0].band.highest, kInfinity);
    EXPECT_TRUE(again.tables[0].rows[0].conditions[0].band.contains(0.2));
    EXPECT_THROW(rules_from_json(Json{{"name", "few"}}), InputError);
}

TEST(PlainLetters, DropCapitalsAndMarks) {
    EXPECT_EQ(plain_letters("Mường Hoa"), "muong hoa");
    EXPECT_EQ(plain_letters(" ĐẮK Nông "), "dak nong");
    EXPECT_EQ(plain_letters("Trạm Tấu, Lục Yên, Nậm Lúc, Phố Lu, Bản Mù"),
              "tram tau, luc yen, nam luc, pho lu, ban mu");
    EXPECT_EQ(plain_letters("A\xCC\x80 o\xCC\x9B\xCC\x81"), "a o");  // decomposed
    EXPECT_EQ(plain_letters("\xE6\x97\xA5 3"), "\xE6\x97\xA5 3");    // other scripts stay
}

FinishedRun run_with(const Json& stage) {
    FinishedRun run;
    run.record = {
        {"inputs", Json::array()}, {"notes", Json::array()}, {"stages", Json::array({stage})}};
    return run;
}

Json class_stage(const Json& needs, const Json& parameters) {
    return {{"model", "toy_class"},
            {"makes", {"landslide_class"}},
            {"needs", needs},
            {"parameters", parameters}};
}

TEST(ClassSteps, NameTheNextLimit) {
    const auto basis = class_basis(
        run_with(class_stage({"landslide_susceptibility"}, {{"low_from", "0.05"},
                                                            {"medium_from", "0.15"},
                                                            {"high_from", "0.3"},
                                                            {"very_high_from", "0.5"}})),
        "landslide_class");
    ASSERT_TRUE(basis.has_value());
    EXPECT_EQ(next_class_text(*basis, 0.27), "landslide_susceptibility 0.27; class 4 from 0.3");
    EXPECT_EQ(next_class_text(*basis, 0.3), "landslide_susceptibility 0.3; class 5 from 0.5");
    EXPECT_EQ(next_class_text(*basis, 0.7), "");
    EXPECT_EQ(next_class_text(*basis, kMissing), "");
}

TEST(ClassSteps, GoDownWhereLowValuesAreDangerous) {
    const auto basis = class_basis(
        run_with(class_stage({"safety_factor", "runout_impacted"}, {{"very_high_below", "1"},
                                                                    {"high_below", "1.25"},
                                                                    {"medium_below", "1.5"},
                                                                    {"low_below", "2"},
                                                                    {"method", "limits"}})),
        "landslide_class");
    EXPECT_EQ(basis->of, "safety_factor");
    EXPECT_EQ(next_class_text(*basis, 1.3), "safety_factor 1.3; class 4 below 1.25");
    EXPECT_EQ(next_class_text(*basis, 1.25), "safety_factor 1.25; class 4 below 1.25");
}

TEST(ClassSteps, SayTheMethodWhereLimitsCameOfTheData) {
    FinishedRun run =
        run_with(class_stage({"safety_factor"}, {{"method", "quantiles"}, {"low_below", "2"}}));
    run.record["notes"].push_back("toy_class: low below 2.2");
    const auto basis = class_basis(run, "landslide_class");
    EXPECT_EQ(basis->method, "quantiles; toy_class: low below 2.2");
    EXPECT_EQ(next_class_text(*basis, 1.3), "");
    EXPECT_FALSE(class_basis(run, "flash_flood_class").has_value());
}

/// A folder as a run by these rules would leave it: three cells of level 2, level 0 and no data.
class ARunByRules : public ::testing::Test {
protected:
    void SetUp() override {
        const Grid grid{.extent = {1, 3},
                        .west = 400'000,
                        .north = 2'500'000,
                        .cell_size = 100,
                        .crs = "EPSG:32648"};
        FieldSet fields(grid);
        const std::array<float, 3> rain{0.18F, 0.02F, kMissing};
        const std::array<std::uint8_t, 3> level{2, 0, 255};
        const std::array<std::uint8_t, 3> row{1, 0, 255};
        for (Index col = 0; col < 3; ++col) {
            const auto place = static_cast<std::size_t>(col);
            fields.write(kGreatestRainOf24Hours)(0, col) = rain[place];
            fields.write(kRainDays)(0, col) = 2;
            fields.write<std::uint8_t>(kLandslideClass)(0, col) = 4;
            for (const FieldSpec* field : {&kLandslideLevel, &kRiskLevel}) {
                fields.write<std::uint8_t> (*field)(0, col) = level[place];
            }
            fields.write<std::uint8_t>(kRiskHazard)(0, col) =
                static_cast<std::uint8_t>(level[place] == 255 ? 255 : level[place] / 2);
            fields.write<std::uint8_t>(kRiskRule)(0, col) = row[place];
            fields.write<std::int32_t>(kZone)(0, col) = 1;
        }
        for (const FieldSpec* field :
             {&kGreatestRainOf24Hours, &kRainDays, &kLandslideClass, &kLandslideLevel, &kRiskLevel,
              &kRiskHazard, &kRiskRule, &kZone}) {
            io::write_geotiff(folder_ / (std::string(field->name) + ".tif"), *field, fields, {});
        }
        const Json record{{"scenario", {{"synthetic", true}}},
                          {"grid",
                           {{"rows", 1},
                            {"cols", 3},
                            {"cell_size", 100.0},
                            {"west", grid.west},
                            {"north", grid.north},
                            {"crs", grid.crs}}},
                          {"inputs", Json::array()},
                          {"stages", Json::array({zone_stage()})},
                          {"notes", Json::array()},
                          {"zones", Json::array({zone()})},
                          {"rules", rules_json(few_rules())},
                          {"ensemble", {{"members", 20}, {"seed", 1}}}};
        write_run_record(record, folder_.path());
        for (Index col = 0; col < 3; ++col) {
            const Point place = io::lon_lat_of(grid, grid.centre({0, col}));
            cells_.push_back(cell_explanation(folder_.path(), place.x, place.y));
        }
    }

    static Json zone_stage() {
        return {{"model", "zone_levels"},
                {"source", "-"},
                {"makes", {"zone_levels"}},
                {"needs", Json::array()},
                {"parameters", {{"area_share", "0.05"}}}};
    }

    static Json zone() {
        return {{"label", 1},
                {"code", "03001"},
                {"name", "Mường Hoa"},
                {"area_m2", 1.1e6},
                {"missing_area_m2", 1e5},
                {"shares", {0.5, 0.2, 0.2, 0.1, 0.0}},
                {"level", 2},
                {"lower_bound", false},
                {"hazard", "landslide"},
                {"rule", "46-1"},
                {"reason", "level 2: 10.0 % ..."},
                {"level_area_m2", {9e5, 0.0, 6.9e4, 3.1e4, 0.0, 0.0}},
                {"hazards", Json::array({{{"hazard", "landslide"},
                                          {"level", 2},
                                          {"highest_level", 3},
                                          {"level_area_m2", {9e5, 0, 6.9e4, 3.1e4, 0, 0}},
                                          {"rule", "46-1"}}})},
                {"statistics", Json::array({{{"field", "greatest_rain_of_24_hours"},
                                             {"mean", 0.15},
                                             {"percentile_95", 0.17},
                                             {"highest", Json()}}})},
                {"exposed_area_m2", 1e5},
                {"people", {{"all", 1200.0}, {"exposed", 130.0}}},
                {"buildings", Json()},
                {"level_probability", {0.0, 0.0, 0.75, 0.25, 0.0, 0.0}},
                {"members_with_level", 16}};
    }

    std::vector<Json> cells_;
    TemporaryFolder folder_{"explain"};
};

TEST_F(ARunByRules, ExplainsACellWithItsRowAndTheNextLevel) {
    const std::string text = cell_explanation_text(cells_[0]);
    EXPECT_THAT(text, HasSubstr("risk_level: 2 of 5 by landslide"));
    EXPECT_THAT(text, HasSubstr("row 46-1, Art. 46, mark S: greatest_rain_of_24_hours 100-200 mm "
                                "and rain_days 1-2 and landslide_class 4"));
    EXPECT_THAT(text, HasSubstr("landslide_class 4 of 5 (high); level 3 with landslide_class 5"));
    EXPECT_THAT(text, HasSubstr("greatest_rain_of_24_hours 180 mm, rain_days 2; level 3 with "
                                "greatest_rain_of_24_hours >200-400 mm and rain_days >2, as now "
                                "landslide_class 4"));
    EXPECT_THAT(text, HasSubstr("storm          not assessed: the run has no wind_force"));
    EXPECT_THAT(text, HasSubstr("Probabilities of the ensemble: not stored"));
    EXPECT_THAT(text, HasSubstr("heat           not assessed: the rules have no table for it"));
}

TEST_F(ARunByRules, TellsBelowLevelOneFromNoData) {
    EXPECT_THAT(cell_explanation_text(cells_[1]),
                HasSubstr("risk_level: 0, no hazard reaches level 1"));
    const std::string unknown = cell_explanation_text(cells_[2]);
    EXPECT_THAT(unknown, HasSubstr("risk_level: no data. That is not safe"));
    EXPECT_THAT(unknown, HasSubstr("not assessed: no data of greatest_rain_of_24_hours"));
    EXPECT_TRUE(cells_[2].at("risk").at("level").is_null());
}

TEST_F(ARunByRules, ExplainsAZoneAndWhatItNeedsForMore) {
    const Json zone = zone_explanation(folder_.path(), "muong hoa");
    EXPECT_EQ(zone.at("to_a_higher_level").size(), 1U);  // Art. 46 gives no more than 3
    EXPECT_DOUBLE_EQ(zone.at("to_a_higher_level")[0].at("area_more_m2"), 1.9e4);
    const std::string text = zone_explanation_text(zone);
    EXPECT_THAT(text, AllOf(HasSubstr("Zone 03001 Mường Hoa: level 2"),
                            HasSubstr("level 3 or higher covers 3.1 % of the area with data (0.031 "
                                      "km2), 5 % needed for level 3: 0.019 km2 more")));
    EXPECT_THAT(text, AllOf(HasSubstr("by row 46-1, Art. 46, mark S"),
                            HasSubstr("storm          not assessed: the run has no wind_force"),
                            HasSubstr("people         1200, of which 130"),
                            HasSubstr("Of 20 members of the ensemble, 16 with a level"),
                            HasSubstr("level 3        0.25 +/- 0.11")));
    EXPECT_THAT(text, HasSubstr("mean 150 mm, 95 % below 170 mm, highest no data"));
    EXPECT_EQ(Json::parse(zone.dump()), zone);
}

/// A run of the program's own, with an ensemble.
class ASmallRun : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        province_ = new SmallProvince;
        Problems problems;
        Job job = prepare(read_scenario(province_->scenario("run", R"([ensemble]
members = 4
vary = [{ input = "cohesion", factor = "uniform", low = 0.5, high = 1.5 }]
)",
                                                            "\"hazard_class_5_probability\""),
                                        problems),
                          problems);
        problems.raise();
        execute(job, {.folder = results(), .talk = Talk::quiet});
    }
    static void TearDownTestSuite() {
        delete province_;
        province_ = nullptr;
    }
    static std::filesystem::path results() { return *province_ / "results"; }
    static std::string refusal(const std::string& zone) {
        try {
            zone_explanation(results(), zone);
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    }

    static SmallProvince* province_;
};
SmallProvince* ASmallRun::province_ = nullptr;

TEST_F(ASmallRun, WritesTheProbabilitiesWhichAreAskedForAndRecordsTheEnsemble) {
    EXPECT_TRUE(std::filesystem::exists(results() / "hazard_class_5_probability.tif"));
    EXPECT_FALSE(std::filesystem::exists(results() / "hazard_class_4_probability.tif"));
    const Json record = read_run_record(results());
    EXPECT_EQ(record.at("ensemble").at("values").size(), 4U);
    for (const Json& zone : record.at("zones")) {
        double sum = 0;
        for (const Json& share : zone.at("level_probability")) {
            sum += share.get<double>();
        }
        EXPECT_DOUBLE_EQ(sum, 1) << zone.at("name");
        EXPECT_EQ(zone.at("members_with_level"), 4);
    }
}

TEST_F(ASmallRun, ExplainsACellWithClassesLimitsAndProbabilities) {
    const FinishedRun run = read_finished_run(results());
    const Point place = io::lon_lat_of(run.grid, run.grid.centre({30, 12}));
    const Json cell = cell_explanation(results(), place.x, place.y);
    EXPECT_EQ(Json::parse(cell.dump()), cell);
    EXPECT_EQ(cell.at("row"), 30);
    const std::string text = cell_explanation_text(cell);
    EXPECT_THAT(text, Not(HasSubstr("not stored")));
    EXPECT_THAT(text, AllOf(HasSubstr("hazard_class: "), HasSubstr("To the next class"),
                            HasSubstr("landslide_class by landslide_class: limits low_from 0.05"),
                            HasSubstr("Of 4 members of the ensemble"), HasSubstr("Zone 03003")));
    const Point hole = io::lon_lat_of(run.grid, run.grid.centre({12, 42}));
    EXPECT_THAT(cell_explanation_text(cell_explanation(results(), hole.x, hole.y)),
                AllOf(HasSubstr("hazard_class: no data"), HasSubstr("class 5        no data")));
}

TEST_F(ASmallRun, FindsAZoneByCodeAndNameAndRefusesOthers) {
    EXPECT_EQ(zone_explanation(results(), "03002").at("name"), "Nậm Lúc");
    EXPECT_EQ(zone_explanation(results(), "Nậm Lúc").at("code"), "03002");
    EXPECT_EQ(zone_explanation(results(), "NAM LUC").at("code"), "03002");
    EXPECT_THAT(refusal("ban mu"), AllOf(HasSubstr("2 zones have that name"),
                                         HasSubstr("03003 Bản Mù, 03004 Bản Mù")));
    EXPECT_THAT(refusal("Muong Hao"), HasSubstr("Did you mean 'Mường Hoa'?"));
    EXPECT_THAT(refusal("Ha Noi 7"), HasSubstr("no zone of"));
}

}  // namespace
}  // namespace hazone
