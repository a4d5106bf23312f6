// How the models of classes find their limits, in memory and strip by strip, and what a runout
// adds.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/run_stored.hpp"
#include "models/catalogue.hpp"
#include "models/zoning/classes.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr float kInfinite = std::numeric_limits<float>::infinity();

/// Numbers of cells of class 0 (none) to 5.
std::array<Index, 6> counts_of(View<const std::uint8_t> classes) {
    std::array<Index, 6> counts{};
    for (Index row = 0; row < classes.rows(); ++row) {
        for (Index col = 0; col < classes.cols(); ++col) {
            ++counts.at(classes(row, col));
        }
    }
    return counts;
}

/// A field whose cells rise row by row from 0 to 1, `steps` values of as many cells each.
FieldSet rising(const FieldSpec& field, Extent extent, Index steps) {
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> cells(extent);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        cells.data()[cell] =
            static_cast<float>(cell * steps / extent.size()) / static_cast<float>(steps - 1);
    }
    fields.put(field, std::move(cells));
    return fields;
}

std::array<Index, 6> landslide_counts(const ParamTexts& settings, Index steps) {
    FieldSet fields = rising(kLandslideSusceptibility, {10, 10}, steps);
    testing::run_model("landslide_class", settings, fields);
    return counts_of(fields.read<std::uint8_t>(kLandslideClass));
}

TEST(ClassMethods, GiveTheSharesAskedFor) {
    EXPECT_THAT(landslide_counts({{"method", "quantiles"}}, 100),
                ElementsAre(0, 20, 20, 20, 20, 20));
    EXPECT_THAT(landslide_counts({{"method", "area_shares"}}, 100),
                ElementsAre(0, 18, 4, 28, 32, 18));
    EXPECT_THAT(landslide_counts({{"method", "equal_interval"}}, 100),
                ElementsAre(0, 20, 20, 20, 20, 20));
    EXPECT_THAT(landslide_counts({{"method", "natural_breaks"}}, 100),
                ElementsAre(0, 20, 20, 20, 20, 20));
    // Ties: ten values of ten cells each.
    EXPECT_THAT(landslide_counts({{"method", "area_shares"}}, 10),
                ElementsAre(0, 18, 4, 28, 32, 18));
    EXPECT_THAT(landslide_counts({{"method", "area_shares"}, {"ties", "together"}}, 10),
                ElementsAre(0, 10, 10, 30, 30, 20));
}

TEST(ClassMethods, MakeFourClassesFromLowToVeryHigh) {
    EXPECT_THAT(landslide_counts({{"method", "quantiles"}, {"class_number", "4"}}, 100),
                ElementsAre(0, 0, 25, 25, 25, 25));
    EXPECT_THAT(landslide_counts({{"method", "area_shares"}, {"class_number", "4"}}, 100),
                ElementsAre(0, 0, 22, 28, 32, 18));
    EXPECT_THAT(landslide_counts({{"class_number", "4"}}, 100), ElementsAre(0, 0, 15, 15, 20, 50));
}

TEST(ClassMethods, SayTheLimitsTheyFound) {
    FieldSet fields = rising(kLandslideSusceptibility, {10, 10}, 10);
    testing::run_model("landslide_class", {}, fields);
    EXPECT_TRUE(fields.notes().empty());
    testing::run_model("landslide_class", {{"method", "natural_breaks"}}, fields);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_EQ(fields.notes()[0],
              "landslide_class: natural breaks of landslide_susceptibility: low from 0.222222, "
              "medium from 0.444444, high from 0.666667, very high from 0.888889; they explain "
              "96.97 % of the variance, no limits explain more");
    testing::run_model("landslide_class", {{"method", "area_shares"}}, fields);
    EXPECT_THAT(fields.notes()[1], HasSubstr("3 of these limits part cells of equal value"));
}

void expect_refused(const ParamTexts& settings, Index steps, const std::string& text) {
    try {
        landslide_counts(settings, steps);
        FAIL() << "not refused: " << text;
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr(text));
    }
}

TEST(ClassMethods, RefuseWhatTheyCannotDo) {
    expect_refused({{"method", "natural_breaks"}}, 4,
                   "landslide_class: natural_breaks needs 5 different values of "
                   "landslide_susceptibility at least, and the data have 4");
    expect_refused({{"method", "area_shares"}, {"low_share", "0.5"}}, 100,
                   "very_low_share to very_high_share are 146 % together and must be 100 %");
    expect_refused({{"with_runout", "yes"}}, 100, "with_runout = \"yes\" needs runout_impacted");
    FieldSet fields(testing::plain_grid({3, 3}));
    testing::put_constant(fields, kLandslideSusceptibility, 0.4F);
    EXPECT_THROW(testing::run_model("landslide_class", {{"method", "equal_interval"}}, fields),
                 InputError);
}

TEST(ClassMethods, LeaveGroundOfNoValueWithoutClass) {
    for (const char* method :
         {"limits", "quantiles", "natural_breaks", "equal_interval", "area_shares"}) {
        FieldSet fields(testing::plain_grid({3, 3}));
        testing::put_constant(fields, kLandslideSusceptibility, kMissing);
        testing::run_model("landslide_class", {{"method", method}}, fields);
        EXPECT_EQ(fields.missing_cells(kLandslideClass), 9) << method;
    }
}

/// What the class of a quantity is where it has that value, all else by default.
int class_where(const std::string& model, const FieldSpec& field, float value) {
    FieldSet fields(testing::plain_grid({2, 2}));
    testing::put_constant(fields, field, value);
    testing::run_model(model, {}, fields);
    return fields.read<std::uint8_t>(model.starts_with("landslide") ? kLandslideClass
                                                                    : kFlashFloodClass)(1, 1);
}

TEST(ClassesBySafetyFactor, AreWorseTheLowerItIs) {
    const std::string model = "landslide_class_by_safety_factor";
    EXPECT_EQ(class_where(model, kSafetyFactor, 0.99F), 5);
    EXPECT_EQ(class_where(model, kSafetyFactor, 1.0F), 4);
    EXPECT_EQ(class_where(model, kSafetyFactor, 1.25F), 3);
    EXPECT_EQ(class_where(model, kSafetyFactor, 1.5F), 2);
    EXPECT_EQ(class_where(model, kSafetyFactor, 2.0F), 1);
    EXPECT_EQ(class_where(model, kSafetyFactor, kInfinite), 1);
    EXPECT_EQ(class_where(model, kSafetyFactor, kMissing), 0);
}

TEST(ClassesByCriticalRainfall, TakeDryFailureForTheWorstAndNoFailureForTheBest) {
    const std::string model = "landslide_class_by_critical_rainfall";
    constexpr float kDay = 1e-3F / 86400;  // mm/d
    EXPECT_EQ(class_where(model, kCriticalRainfall, 0.0F), 5);
    EXPECT_EQ(class_where(model, kCriticalRainfall, 49.9F * kDay), 5);
    EXPECT_EQ(class_where(model, kCriticalRainfall, 50.1F * kDay), 4);
    EXPECT_EQ(class_where(model, kCriticalRainfall, 100.1F * kDay), 3);
    EXPECT_EQ(class_where(model, kCriticalRainfall, 200.1F * kDay), 2);
    EXPECT_EQ(class_where(model, kCriticalRainfall, 400.1F * kDay), 1);
    EXPECT_EQ(class_where(model, kCriticalRainfall, kInfinite), 1);
}

TEST(ClassesByCriticalRainfall, CountSafeSlopesInNoShare) {
    FieldSet fields = rising(kCriticalRainfall, {10, 10}, 100);
    const auto rainfall = fields.write(kCriticalRainfall);
    for (Index col = 0; col < 10; ++col) {
        rainfall(9, col) = kInfinite;
        rainfall(8, col) = kMissing;
    }
    testing::run_model("landslide_class_by_critical_rainfall", {{"method", "quantiles"}}, fields);
    const auto classes = fields.read<std::uint8_t>(kLandslideClass);
    EXPECT_THAT(counts_of(classes), ElementsAre(10, 16 + 10, 16, 16, 16, 16));
    EXPECT_EQ(classes(0, 0), 5);
    EXPECT_EQ(classes(9, 9), 1);
    EXPECT_THAT(fields.notes().back(),
                HasSubstr("10 cells with infinite values count in no share"));
    EXPECT_THAT(fields.notes().back(), HasSubstr("very high below "));
}

TEST(ClassesOfOtherFields, HaveTheirOwnLimits) {
    EXPECT_EQ(
        class_where("landslide_class_by_failure_probability", kHighestFailureProbability, 0.5F), 5);
    EXPECT_EQ(class_where("flash_flood_class_by_threat", kWorstFlashFloodThreat, 1.0F), 4);
    EXPECT_EQ(class_where("flash_flood_class_by_threat", kWorstFlashFloodThreat, 0.74F), 2);
    EXPECT_EQ(class_where("flash_flood_class_by_potential_index", kFlashFloodPotentialIndex, 7.0F),
              5);
    EXPECT_EQ(class_where("flash_flood_class_by_flood_rating", kFloodHazardRating, 0.0F), 1);
    EXPECT_EQ(class_where("flash_flood_class_by_flood_rating", kFloodHazardRating, 0.7F), 2);
    EXPECT_EQ(class_where("flash_flood_class_by_flood_rating", kFloodHazardRating, 2.0F), 5);
}

TEST(ClassesOfOtherFields, SayOfWhatTheyAre) {
    FieldSet fields(testing::plain_grid({2, 2}));
    testing::put_constant(fields, kSafetyFactor, 1);
    testing::run_model("landslide_class_by_safety_factor", {}, fields);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_EQ(fields.notes()[0],
              "landslide_class is that of safety_factor: landslide_class_by_safety_factor made it");
}

TEST(ClassesByFloodHazard, MapH1ToH6) {
    FieldSet fields(testing::plain_grid({1, 7}));
    Raster<std::uint8_t> hazard({1, 7});
    for (Index col = 0; col < 7; ++col) {
        hazard(0, col) = static_cast<std::uint8_t>(col);
    }
    fields.put(kFloodHazardClass, std::move(hazard));
    testing::run_model("flash_flood_class_by_flood_hazard", {}, fields);
    const auto classes = fields.read<std::uint8_t>(kFlashFloodClass);
    EXPECT_EQ(std::vector<int>(classes.data(), classes.data() + 7),
              (std::vector<int>{0, 1, 2, 3, 4, 5, 5}));
}

TEST(ClassesByUnitDischarge, DivideThePeakByItsArea) {
    FieldSet fields(testing::plain_grid({1, 3}));
    testing::put_constant(fields, kPeakDischarge, 30);  // m3/s
    Raster<double> area({1, 3}, 10e6);                  // 3 m3/s from 1 km2
    area(0, 1) = 5e6;
    area(0, 2) = 100e6;
    fields.put(kContributingArea, std::move(area));
    testing::run_model("flash_flood_class_by_unit_discharge", {}, fields);
    const auto classes = fields.read<std::uint8_t>(kFlashFloodClass);
    EXPECT_EQ(std::vector<int>(classes.data(), classes.data() + 3), (std::vector<int>{4, 5, 1}));
}

TEST(WithRunout, RaisesAndNeverLowers) {
    for (std::uint8_t own = 1; own <= 5; ++own) {
        EXPECT_EQ(with_runout(own, 0, 4), own);
        EXPECT_EQ(with_runout(own, 1, 4), std::max<int>(own, 4));
        EXPECT_EQ(with_runout(own, kNoDirection, 4), own >= 4 ? own : kNoClass);
    }
    EXPECT_EQ(with_runout(kNoClass, 0, 4), kNoClass);
    EXPECT_EQ(with_runout(kNoClass, 1, 4), kNoClass);  // 4 or 5
    EXPECT_EQ(with_runout(kNoClass, 1, 5), 5);
    EXPECT_EQ(with_runout(kNoClass, kNoDirection, 5), kNoClass);
}

TEST(LandslideClasses, TakeTheRunoutWhereAskedTo) {
    for (const char* answer : {"no", "yes"}) {
        FieldSet fields(testing::plain_grid({1, 3}));
        testing::put_constant(fields, kLandslideSusceptibility, 0.1F);
        Raster<std::uint8_t> reached({1, 3}, 0);
        reached(0, 1) = 1;
        reached(0, 2) = kNoDirection;
        fields.put(kRunoutImpacted, std::move(reached));
        testing::run_model("landslide_class", {{"with_runout", answer}, {"reach_class", "5"}},
                           fields);
        const auto classes = fields.read<std::uint8_t>(kLandslideClass);
        const bool yes = std::string(answer) == "yes";
        EXPECT_EQ(classes(0, 0), 2);
        EXPECT_EQ(classes(0, 1), yes ? 5 : 2);
        EXPECT_EQ(classes(0, 2), yes ? 0 : 2);
    }
}

/// Random cells of a field within its range, with ties, gaps and, where they may be, infinite ones.
FieldSet::Value random_field(const FieldSpec& field, Extent extent) {
    std::mt19937_64 random(std::hash<std::string_view>{}(field.name));
    if (field.type == CellType::float32) {
        Raster<float> cells(extent);
        for (Index cell = 0; cell < cells.size(); ++cell) {
            const auto number = static_cast<double>(random() % 40) / 39;
            const double highest = std::isfinite(field.highest) ? field.highest : 3;
            cells.data()[cell] =
                random() % 20 == 0
                    ? kMissing
                    : static_cast<float>(field.lowest + number * (highest - field.lowest));
        }
        return cells;
    }
    if (field.type == CellType::float64) {
        Raster<double> cells(extent);
        for (Index cell = 0; cell < cells.size(); ++cell) {
            cells.data()[cell] = 100.0 * static_cast<double>(1 + random() % 9);
        }
        return cells;
    }
    Raster<std::uint8_t> cells(extent);
    for (Index cell = 0; cell < cells.size(); ++cell) {
        cells.data()[cell] =
            static_cast<std::uint8_t>(field.type == CellType::code8 ? random() % 2 : random() % 6);
    }
    return cells;
}

constexpr Extent kExtent{41, 27};

struct StoredRun {
    Index compared = 0;  // fields
    std::vector<std::string> notes;
    std::vector<std::string> notes_in_memory;
};

/// The same model in memory and window by window gives the same bits.
StoredRun expect_same_stored(const Model& model, const ParamTexts& settings) {
    PlanRequest request;
    request.settings[std::string(model.name)] = settings;
    for (const FieldSpec& made : model.makes) {
        request.wanted.emplace_back(made.name);
        request.kept.emplace(made.name);
    }
    for (const auto& reads : {model.needs, model.uses}) {
        for (const FieldSpec& read : reads) {
            request.given.emplace(read.name);
        }
    }
    const std::array<const Model*, 1> alone{&model};
    const Plan plan = make_plan(alone, request);
    FieldSet memory(testing::plain_grid(kExtent));
    RunHooks hooks;
    hooks.load = [](const FieldSpec& field, FieldSet& set) {
        set.put(field, random_field(field, kExtent));
    };
    run_plan(plan, memory, hooks);
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    StoredFields stored(memory.grid(), folder);
    for (const FieldSpec* input : plan.inputs) {
        FieldSet whole(memory.grid());
        whole.put(*input, random_field(*input, kExtent));
        stored.write_part(*input, whole, whole_window(kExtent), whole_window(kExtent));
    }
    StoredRun run;
    StoredHooks stored_hooks;
    stored_hooks.made = [&](const FieldSpec& field, const StoredFields& fields) {
        FieldSet part(memory.grid());
        fields.read_part(field, whole_window(kExtent), part);
        with_type_of(field.type, [&](auto kind) {
            using T = decltype(kind);
            EXPECT_TRUE(testing::same_bits(std::get<Raster<T>>(part.at(field)),
                                           std::get<Raster<T>>(memory.at(field))))
                << model.name << ": " << field.name;
        });
        ++run.compared;
    };
    run.notes = run_stored(plan, make_stored_plan(plan, memory.grid(), {.window = Extent{10, 9}}),
                           stored, stored_hooks)
                    .notes;
    run.notes_in_memory = memory.notes();
    return run;
}

TEST(Overlays, SayWhatTheyHideWindowByWindowToo) {
    for (const char* method : {"limits", "quantiles"}) {
        const StoredRun run = expect_same_stored(*find_model(catalogue(), "weighted_overlay"),
                                                 {{"method", method}, {"keep_worst", "nothing"}});
        ASSERT_EQ(run.notes.size(), 1U) << method;
        EXPECT_THAT(run.notes[0], HasSubstr("what is combined hides it"));
        EXPECT_EQ(run.notes[0], run.notes_in_memory.back());
    }
}

TEST(ClassMethods, GiveTheSameBitsWindowByWindow) {
    int models = 0;
    for (const Model* model : catalogue()) {
        const bool has_method =
            std::any_of(model->params.begin(), model->params.end(),
                        [](const ParamSpec& param) { return param.name == "method"; }) &&
            model->halo == class_halo;
        if (!has_method) {
            continue;
        }
        ++models;
        for (const char* method :
             {"limits", "quantiles", "natural_breaks", "equal_interval", "area_shares"}) {
            ParamTexts settings{{"method", method}};
            if (model->takes == takes_runout) {
                settings["with_runout"] = "yes";
            }
            EXPECT_EQ(expect_same_stored(*model, settings).compared,
                      static_cast<Index>(model->makes.size()))
                << model->name << " " << method;
        }
    }
    EXPECT_EQ(models, 13);
}

TEST(ClassMethods, HaveTheSameBitsOnAnyNumberOfThreads) {
    for (const char* method : {"quantiles", "natural_breaks", "area_shares"}) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields(testing::plain_grid(kExtent));
            fields.put(kLandslideSusceptibility, random_field(kLandslideSusceptibility, kExtent));
            testing::run_model("landslide_class", {{"method", method}}, fields);
            return std::get<Raster<std::uint8_t>>(fields.take(kLandslideClass));
        }));
    }
}

}  // namespace
}  // namespace hazone::models
