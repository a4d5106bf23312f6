#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/zones.hpp"
#include "engine/parallel/threads.hpp"
#include "scenarios/ensemble/draws.hpp"
#include "scenarios/ensemble/ensemble_run.hpp"
#include "scenarios/ensemble/level_counts.hpp"
#include "scenarios/ensemble/varied_input.hpp"
#include "scenarios/interrupt.hpp"
#include "tests/scenarios/small_province.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::SmallProvince;

const SmallProvince& province() {
    static const SmallProvince made;
    return made;
}

/// [ensemble] with that many members and the variations, each a table of TOML.
std::string ensemble(int members, std::string vary, int seed = 1) {
    std::replace(vary.begin(), vary.end(), '\n', ' ');  // such tables stand on one line
    return fmt::format("[ensemble]\nmembers = {}\nseed = {}\nvary = [{}]\n", members, seed, vary);
}

constexpr const char* kCohesionFactor =
    R"({ input = "cohesion", factor = "uniform", low = 0.5, high = 1.5 })";
constexpr const char* kLimit =
    R"({ model = "landslide_class", parameter = "high_from", distribution = "uniform",
        low = 0.2, high = 0.45 })";
constexpr const char* kRainFactor =
    R"({ input = "rain_gauges", factor = "lognormal", mean = 1, sd = 0.3 })";

Job prepared(const std::filesystem::path& path,
             const std::map<std::string, std::string>& set = {}) {
    Problems problems;
    Scenario scenario = read_scenario(path, problems);
    for (const auto& [name, value] : set) {
        apply_setting(scenario, name + "=" + value);
    }
    Job job = prepare(std::move(scenario), problems);
    problems.raise();
    return job;
}

std::string refusal(const std::string& name, const std::string& more) {
    try {
        prepared(province().scenario(name, more));
    } catch (const InputError& error) {
        return fmt::format("{}", fmt::join(error.problems(), "\n"));
    }
    return "";
}

std::vector<StageReport> run_stages(Job& job) {
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& fields) {
        io::load_input(job.scenario.inputs.at(std::string(field.name)), field, fields);
    };
    return run_plan(job.plan, *job.fields, hooks);
}

/// What an ensemble left.
struct Outcome {
    Job job;
    EnsembleReport report;
    std::vector<Raster<float>> shares;        // of classes 1 to 5
    std::vector<Raster<float>> level_shares;  // of levels 0 to 5
};

Outcome outcome_of(const std::filesystem::path& path) {
    Outcome outcome{.job = prepared(path)};
    run_stages(outcome.job);
    EnsembleHooks hooks;
    hooks.made = [&](const FieldSpec& field, const FieldSet& fields) {
        EXPECT_TRUE(made_by_ensemble(field.name));
        const auto cells = fields.read(field);
        Raster<float> copy(cells.extent());
        for_each_cell(cells.extent(),
                      [&](Index row, Index col) { copy(row, col) = cells(row, col); });
        const bool of_class = field.name.starts_with("hazard_class");
        (of_class ? outcome.shares : outcome.level_shares).push_back(std::move(copy));
    };
    outcome.report = run_ensemble(outcome.job, hooks);
    return outcome;
}

TEST(Ensemble, SharesOfClassesSumToOneWhereThereIsData) {
    const Outcome outcome = outcome_of(
        province().scenario("sums", ensemble(9, std::string(kCohesionFactor) + "," + kRainFactor)));
    ASSERT_EQ(outcome.shares.size(), 5U);
    ASSERT_EQ(outcome.level_shares.size(), 6U);
    Index known = 0;
    Index unsure = 0;
    const auto main = outcome.job.fields->read<std::uint8_t>(kHazardClass);
    for (Index row = 0; row < 60; ++row) {
        for (Index col = 0; col < 50; ++col) {
            double sum = 0;
            double most = 0;
            for (const auto& share : outcome.shares) {
                sum += static_cast<double>(share(row, col));
                most = std::max(most, static_cast<double>(share(row, col)));
            }
            if (main(row, col) == kNoClass) {
                EXPECT_TRUE(is_missing(sum)) << row << " " << col;
                continue;
            }
            EXPECT_NEAR(sum, 1, 1e-6) << row << " " << col;
            double levels = 0;
            for (std::size_t level = 1; level <= 5; ++level) {
                levels += static_cast<double>(outcome.level_shares[level](row, col));
                EXPECT_EQ(outcome.level_shares[level](row, col),
                          outcome.shares[level - 1](row, col))
                    << "by these rules the level is the class";
            }
            EXPECT_NEAR(levels + static_cast<double>(outcome.level_shares[0](row, col)), 1, 1e-6);
            ++known;
            unsure += most < 1 ? 1 : 0;
        }
    }
    EXPECT_GT(known, 1000);
    EXPECT_LT(known, 3000);  // the hole has none
    EXPECT_GT(unsure, 100);
}

/// Two members by hand, as runs of their own.
TEST(Ensemble, CountsWhatRunsWithTheSameValuesGive) {
    const SmallProvince own;  // its cohesion is written over
    const std::string vary = std::string(kCohesionFactor) + "," + kLimit;
    const Outcome outcome = outcome_of(own.scenario("both", ensemble(2, vary)));
    ASSERT_EQ(outcome.job.ensemble->draws.size(), 2U);
    std::vector<Job> runs;
    for (const auto& draws : outcome.job.ensemble->draws) {
        FieldSet inputs(outcome.job.fields->grid());
        const auto cohesion = inputs.write(kCohesion);
        for_each_cell(inputs.extent(), [&](Index row, Index col) {
            const auto given = outcome.job.fields->read(kCohesion)(row, col);
            cohesion(row, col) = static_cast<float>(static_cast<double>(given) * draws[0].value);
        });
        io::write_geotiff(own / "cohesion.tif", kCohesion, inputs, {});
        runs.push_back(
            prepared(own.scenario("alone", ""), {{"landslide_class.high_from", draws[1].text}}));
        run_stages(runs.back());
    }
    Index differ = 0;
    for (Index row = 0; row < 60; ++row) {
        for (Index col = 0; col < 50; ++col) {
            std::array<int, 6> counts{};
            for (Job& run : runs) {
                ++counts[run.fields->read<std::uint8_t>(kHazardClass)(row, col)];
            }
            const int known = 2 - counts[0];
            differ += *std::max_element(counts.begin(), counts.end()) == 1 ? 1 : 0;
            for (std::size_t number = 1; number < 6; ++number) {
                const float share = outcome.shares[number - 1](row, col);
                if (known == 0) {
                    EXPECT_TRUE(is_missing(share));
                } else {
                    EXPECT_EQ(share,
                              static_cast<float>(counts[number]) / static_cast<float>(known));
                }
            }
        }
    }
    EXPECT_GT(differ, 50) << "two members which agree everywhere compare nothing";
    const ZoneTable& zones = outcome.job.fields->zones(kZoneLevels);
    ASSERT_EQ(zones.size(), 4U);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        std::vector<double> expected(6, 0.0);
        for (Job& run : runs) {
            const auto level = run.fields->zones(kZoneLevels)[zone].level;
            ASSERT_TRUE(level.has_value());
            expected[static_cast<std::size_t>(*level)] += 0.5;
        }
        EXPECT_EQ(zones[zone].level_probability, expected);
    }
}

TEST(Ensemble, LeavesTheRunItselfAsItWas) {
    const auto path = province().scenario("kept", ensemble(3, kRainFactor));
    Job alone = prepared(province().scenario("main", ""));
    run_stages(alone);
    const Outcome outcome = outcome_of(path);
    const auto before = alone.fields->read<std::uint8_t>(kHazardClass);
    const auto after = outcome.job.fields->read<std::uint8_t>(kHazardClass);
    Index compared = 0;
    for (Index row = 0; row < 60; ++row) {
        for (Index col = 0; col < 50; ++col) {
            EXPECT_EQ(before(row, col), after(row, col));
            compared += before(row, col) > 0 ? 1 : 0;
        }
    }
    EXPECT_GT(compared, 1000);
    EXPECT_EQ(alone.fields->zones(kZoneLevels)[0].reason,
              outcome.job.fields->zones(kZoneLevels)[0].reason);
}

TEST(Ensemble, RunsWhatDoesNotVaryOnce) {
    const Outcome outcome = outcome_of(province().scenario("once", ensemble(4, kLimit)));
    std::set<std::string> again;
    for (const StageRuns& stage : outcome.report.stages) {
        EXPECT_EQ(stage.runs, 4) << stage.model->name;
        again.emplace(stage.model->name);
        for (const FieldSpec& made : stage.model->makes) {
            EXPECT_THAT(
                (std::set<std::string_view>{"slope", "flow_direction", "event_rain",
                                            "landslide_susceptibility", "flash_flood_class"}),
                Not(Contains(made.name)));
        }
    }
    EXPECT_TRUE(again.contains("landslide_class"));
    EXPECT_TRUE(again.contains("zone_levels"));
    EXPECT_LT(2 * again.size(), outcome.job.plan.stages.size());
}

TEST(Ensemble, HasTheSameBitsForAnyNumberOfThreads) {
    const auto path =
        province().scenario("threads", ensemble(5, std::string(kRainFactor) + "," + kLimit));
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        const Outcome outcome = outcome_of(path);
        Raster<float> all({60 * 5, 50});
        for (std::size_t number = 0; number < outcome.shares.size(); ++number) {
            std::copy_n(outcome.shares[number].data(), 3000, all.data() + 3000 * number);
        }
        return all;
    }));
}

TEST(Ensemble, StopsWhenAsked) {
    Job job = prepared(province().scenario("stopped", ensemble(4, kRainFactor)));
    run_stages(job);
    Index begun = 0;
    EnsembleHooks hooks;
    hooks.progress = [&](Index member, double /*share*/) { begun = member; };
    hooks.stop = [&] { return begun == 1; };
    EXPECT_THROW(run_ensemble(job, hooks), Interrupted);
    EXPECT_EQ(begun, 1);
}

/// A member whose limits of classes do not ascend has no data, and is told.
TEST(Ensemble, CountsARefusedMemberAsWithoutData) {
    const Outcome outcome = outcome_of(province().scenario(
        "refused", ensemble(4, R"({ model = "landslide_class", parameter = "high_from",
                                   distribution = "uniform", low = 0.25, high = 0.59 })")));
    EXPECT_FALSE(outcome.report.failed.empty());
    EXPECT_LE(outcome.report.failed.size(), 2U);
    EXPECT_THAT(outcome.job.fields->notes(),
                Contains(HasSubstr("counts as a member without data")));
    const auto members = static_cast<Index>(4 - outcome.report.failed.size());
    EXPECT_EQ(outcome.report.members.at(1), members);
    double sum = 0;
    for (const double share : outcome.job.fields->zones(kZoneLevels)[0].level_probability) {
        sum += share;
    }
    EXPECT_DOUBLE_EQ(sum, 1);
}

TEST(Ensemble, RefusesWhatCannotVary) {
    EXPECT_THAT(refusal("a", ensemble(3, R"({ model = "no_such", parameter = "x" })")),
                HasSubstr("no_such"));
    EXPECT_THAT(refusal("b", ensemble(3, R"({ model = "landslide_class", parameter = "hihg_from",
                                            distribution = "uniform", low = 0.1, high = 0.2 })")),
                HasSubstr("Did you mean 'high_from'?"));
    EXPECT_THAT(refusal("c", ensemble(3, R"({ input = "soil_depth", factor = "uniform",
                                            low = 0.5, high = 2 })")),
                HasSubstr("'soil_depth' is no input which this run reads"));
    EXPECT_THAT(refusal("d", ensemble(3, R"({ model = "landslide_class", parameter = "high_from",
                                            distribution = "uniform", low = 0.5, high = 3 })")),
                HasSubstr("out of range"));
    EXPECT_THAT(refusal("e", ensemble(3, R"({ input = "cohesion", factor = "normal", mean = 1 })")),
                HasSubstr("normal needs sd"));
    EXPECT_THAT(refusal("f", ensemble(3, R"({ input = "cohesion", factor = "uniform",
                                            low = -1, high = 1 })")),
                HasSubstr("turn the sign"));
    EXPECT_THAT(refusal("g", ensemble(1, kLimit)), HasSubstr("1 is not from 2 to 1000"));
    EXPECT_THAT(refusal("h", "[ensemble]\nmembers = 3\n"), HasSubstr("ensemble.vary"));
    EXPECT_THAT(refusal("i", ensemble(3, std::string(kLimit) + "," + kLimit)),
                HasSubstr("varied twice"));
    EXPECT_THAT(refusal("j", ensemble(3, R"({ input = "rain_gauges", offset = "uniform",
                                            low = 1, high = 2 })")),
                HasSubstr("cannot be varied so"));
}

TEST(Ensemble, IsNeededForFieldsOfProbability) {
    Problems problems;
    prepare(read_scenario(province().scenario("without", "", "\"hazard_class_4_probability\""),
                          problems),
            problems);
    EXPECT_THAT(problems.list(), Contains(HasSubstr("add [ensemble]")));
    const Job with = prepared(
        province().scenario("with", ensemble(3, kLimit), "\"hazard_class_4_probability\""));
    EXPECT_THAT(with.ensemble_budget, HasSubstr("3 members run "));
}

TEST(Ensemble, RecordsEveryValue) {
    const Outcome outcome = outcome_of(
        province().scenario("record", ensemble(3, std::string(kLimit) + "," + kRainFactor, 7)));
    const auto record = ensemble_record(outcome.job, outcome.report);
    EXPECT_EQ(record.at("members"), 3);
    EXPECT_EQ(record.at("seed"), 7);
    ASSERT_EQ(record.at("values").size(), 3U);
    EXPECT_EQ(record.at("values")[0].size(), 2U);
    EXPECT_EQ(record.at("vary")[0].at("what"), "landslide_class.high_from");
    EXPECT_EQ(record.at("vary")[1].at("distribution"), "lognormal, mean 1, sd 0.3");
}

// Draws.

Variation uniform(double low, double high) {
    return {.model = "m", .parameter = "p", .low = low, .high = high};
}

TEST(Draws, TakeEachStratumOfADistributionOnce) {
    const auto members =
        draw_members({.members = 20, .seed = 3, .vary = {uniform(0, 1), uniform(10, 30)}});
    std::set<int> first;
    std::set<int> second;
    for (const auto& draws : members) {
        first.insert(static_cast<int>(std::floor(20 * draws[0].value)));
        second.insert(static_cast<int>(std::floor(draws[1].value - 10)));
    }
    EXPECT_EQ(first.size(), 20U);
    EXPECT_EQ(second.size(), 20U);
}

TEST(Draws, ChangeWithTheSeedAlone) {
    const auto text = [](std::uint64_t seed) {
        std::string all;
        for (const auto& draws :
             draw_members({.members = 8, .seed = seed, .vary = {uniform(0, 1)}})) {
            all += draws[0].text + " ";
        }
        return all;
    };
    EXPECT_EQ(text(1), text(1));
    EXPECT_NE(text(1), text(2));
}

TEST(Draws, AreWhatTheirTextSays) {
    Variation angle = uniform(0.4, 0.6);
    angle.unit = Unit::radian;
    const auto members = draw_members({.members = 5, .vary = {angle}});
    for (const auto& draws : members) {
        EXPECT_THAT(draws[0].text, HasSubstr("deg"));
        EXPECT_EQ(draws[0].value, parse_quantity(draws[0].text, Unit::radian, "test"));
    }
}

/// Low 0, mode 1, high 4: P(x <= 1) = 1/4, P(x <= 0.5) = 1/16, P(x <= 2) = 1 - 4/12 = 2/3.
TEST(Draws, FollowATriangle) {
    const Variation triangle{
        .distribution = Distribution::triangular, .low = 0, .high = 4, .mode = 1};
    EXPECT_NEAR(value_at_normal(triangle, -0.6744897501960817), 1, 1e-9);
    EXPECT_NEAR(value_at_normal(triangle, -1.5341205443525463), 0.5, 1e-9);
    EXPECT_NEAR(value_at_normal(triangle, 0.4307272992954576), 2, 1e-9);
}

TEST(Draws, StayWithinTheLimitsOfANormal) {
    const Variation cut{
        .distribution = Distribution::normal, .low = 0.9, .high = 1.1, .mean = 1, .deviation = 0.5};
    EXPECT_GT(value_at_normal(cut, -4), 0.9 - 1e-12);
    EXPECT_LT(value_at_normal(cut, 4), 1.1 + 1e-12);
    EXPECT_NEAR(value_at_normal(cut, 0), 1, 1e-9);
}

// Counts.

Raster<std::uint8_t> one_cell(std::uint8_t level) { return {{1, 1}, level}; }

TEST(LevelCounts, AreSharesOfMembersWithData) {
    LevelCounts counts({1, 1}, 0, 5, 4);
    for (const int level : {0, 3, 3, 255}) {
        counts.add(one_cell(static_cast<std::uint8_t>(level)));
    }
    EXPECT_FLOAT_EQ(counts.share(0)(0, 0), 1.0F / 3);
    EXPECT_FLOAT_EQ(counts.share(3)(0, 0), 2.0F / 3);
    EXPECT_FLOAT_EQ(counts.share(5)(0, 0), 0);
}

TEST(LevelCounts, AreMissingWhereMostMembersAre) {
    LevelCounts counts({1, 1}, 1, 5, 4);
    for (const int number : {1, 0, 0, 0}) {
        counts.add(one_cell(static_cast<std::uint8_t>(number)));
    }
    EXPECT_TRUE(is_missing(counts.share(1)(0, 0)));
    LevelCounts half({1, 1}, 1, 5, 4);
    for (const int number : {2, 2, 0, 0}) {
        half.add(one_cell(static_cast<std::uint8_t>(number)));
    }
    EXPECT_EQ(half.share(2)(0, 0), 1);
}

TEST(LevelCounts, HoldMoreMembersThanAByte) {
    const ThreadScope one(1);  // hundreds of loops over one cell
    LevelCounts counts({1, 1}, 1, 5, 600);
    for (int member = 0; member < 600; ++member) {
        counts.add(one_cell(member < 450 ? 2 : 5));
    }
    EXPECT_FLOAT_EQ(counts.share(2)(0, 0), 0.75F);
    EXPECT_EQ(LevelCounts::bytes_per_cell(1, 5, 600), 10);
    EXPECT_EQ(LevelCounts::bytes_per_cell(0, 5, 255), 6);
}

TEST(ZoneLevelCounts, NeedHalfOfTheMembers) {
    ZoneLevelCounts counts(4);
    const auto member = [&](std::optional<int> first, std::optional<int> second) {
        counts.add({{.label = 1, .level = first}, {.label = 2, .level = second}});
    };
    member(0, std::nullopt);
    member(4, std::nullopt);
    member(4, 3);
    member(std::nullopt, std::nullopt);
    EXPECT_THAT(counts.shares(1), ::testing::ElementsAre(1.0 / 3, 0, 0, 0, 2.0 / 3, 0));
    EXPECT_THAT(counts.shares(2), IsEmpty());
    EXPECT_EQ(counts.known(1), 3);
    EXPECT_NEAR(standard_error(0.3, 84), 0.05, 1e-12);
}

// Inputs.

TEST(VariedInput, MultipliesAndAddsAndStopsAtTheEndOfTheRange) {
    Raster<float> angle({1, 3});
    angle(0, 0) = 0.5F;
    angle(0, 1) = kMissing;
    angle(0, 2) = 0.01F;
    const FieldSet::Value value(std::move(angle));
    const VariedInput twice = varied_input(kFrictionAngle, value, Effect::factor, 2);
    EXPECT_EQ(std::get<Raster<float>>(twice.value)(0, 0), 1.0F);
    EXPECT_TRUE(is_missing(std::get<Raster<float>>(twice.value)(0, 1)));
    EXPECT_EQ(twice.held, 0);
    const VariedInput less = varied_input(kFrictionAngle, value, Effect::offset, -0.1);
    EXPECT_FLOAT_EQ(std::get<Raster<float>>(less.value)(0, 0), 0.4F);
    EXPECT_EQ(std::get<Raster<float>>(less.value)(0, 2), static_cast<float>(kFrictionAngle.lowest));
    EXPECT_EQ(less.held, 1);
}

TEST(VariedInput, ScalesGaugesAndSeries) {
    auto gauges = std::make_shared<GaugeSet>();
    gauges->stations = {{.name = "A", .location = {}, .rain = {0.01, kMissing}}};
    const FieldSet::Value stations(std::shared_ptr<const GaugeSet>(std::move(gauges)));
    const auto scaled = std::get<std::shared_ptr<const GaugeSet>>(
        varied_input(kRainGauges, stations, Effect::factor, 1.5).value);
    EXPECT_DOUBLE_EQ(scaled->stations[0].rain[0], 0.015);
    EXPECT_TRUE(std::isnan(scaled->stations[0].rain[1]));

    auto rain = std::make_shared<testing::EvenRain>(std::vector{0.01F, 0.02F}, 3600);
    rain->hole = {0, 0};
    const FieldSet::Value series{std::shared_ptr<const RainSeries>(std::move(rain))};
    const auto more = std::get<std::shared_ptr<const RainSeries>>(
        varied_input(kRain, series, Effect::factor, 3).value);
    Raster<float> step({1, 2});
    more->read(1, step);
    EXPECT_FLOAT_EQ(step(0, 1), 0.06F);
    EXPECT_TRUE(is_missing(step(0, 0)));
    EXPECT_EQ(more->steps(), 2);
    EXPECT_EQ(more->end(), 7200);
}

}  // namespace
}  // namespace hazone
