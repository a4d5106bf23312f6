// The models that make ground drain: what each makes through its run, what it refuses, and which
// ground it starts from.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/pipeline/plan.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::cells;
using hazone::testing::grid;
using hazone::testing::plain_grid;
using hazone::testing::run_model;
using hazone::testing::same_bits;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kCellSize = 10;

FieldSet fields_with(Raster<float> elevation) {
    FieldSet fields(plain_grid(elevation.extent(), kCellSize));
    fields.put(kElevation, std::move(elevation));
    return fields;
}

/// What the model makes, in a raster of its own.
Raster<float> made_by(const std::string& model, const ParamTexts& settings, FieldSet& fields) {
    run_model(model, settings, fields);
    return hazone::testing::take_raster(fields, find_model(catalogue(), model)->makes.front());
}
Raster<float> made_by(const std::string& model,
                      const ParamTexts& settings,
                      const Raster<float>& elevation) {
    FieldSet fields = fields_with(elevation.clone());
    return made_by(model, settings, fields);
}

/// The pit 2 lies behind a dam of 6; the pit 1 behind two cells of 30.
Raster<float> two_pits() {
    return grid<float>({{90, 90, 90, 90, 90, 90, 90, 90},
                        {90, 2, 6, 0, 90, 0, 30, 90},
                        {90, 90, 90, 0, 90, 30, 30, 90},
                        {90, 90, 90, 0, 90, 1, 30, 90},
                        {90, 90, 90, 0, 90, 90, 90, 90}});
}

TEST(FillDepressionsModel, FillsToThePassAndGoesAroundHolesWhereAsked) {
    Raster<float> z = two_pits();
    Raster<float> expected = z.clone();
    expected(1, 1) = 6;
    for (const auto& [row, col] : {std::pair{1, 5}, {1, 6}, {2, 5}, {2, 6}, {3, 5}, {3, 6}}) {
        expected(row, col) = 90;
    }
    EXPECT_EQ(cells(made_by("fill_depressions", {}, z)), cells(expected));
    z(2, 6) = kMissing;  // all around are outlets now
    EXPECT_EQ(made_by("fill_depressions", {}, z)(3, 5), 1);
    const Raster<float> around = made_by("fill_depressions", {{"holes", "barrier"}}, z);
    EXPECT_NEAR(around(3, 5), 90, 1e-3);  // beside a hole the ground is sloped away from it
    EXPECT_TRUE(is_missing(around(2, 6)));
}

TEST(FillWithGradientModel, RisesByTheSlopeTimesTheCellSize) {
    const Raster<float> z = grid<float>({{9, 9, 9, 9, 9}, {0, 4, 1, 2, 9}, {9, 9, 9, 9, 9}});
    // 0.1 on cells of 10 m is 1 m a step from the outlet, the edge cell 0, over the 4
    EXPECT_EQ(cells(made_by("fill_with_gradient", {{"least_slope", "0.1"}}, z)),
              (std::vector<float>{9, 9, 9, 9, 9, 0, 4, 5, 6, 9, 9, 9, 9, 9, 9}));
    const Raster<float> least = made_by("fill_with_gradient", {}, z);
    EXPECT_GT(least(1, 2), 4);
    EXPECT_GT(least(1, 3), least(1, 2));
    EXPECT_LT(least(1, 3), 4.00001F);
}

TEST(BreachDepressionsModel, CutsWithinItsLimitsInMetres) {
    const Raster<float> z = two_pits();
    Raster<float> expected = z.clone();
    expected(1, 2) = 2;
    EXPECT_EQ(cells(made_by("breach_depressions", {}, z)), cells(expected));
    EXPECT_EQ(cells(made_by("breach_depressions",
                            {{"maximum_length", "10 m"}, {"maximum_depth", "4 m"}}, z)),
              cells(expected));
    EXPECT_EQ(cells(made_by("breach_depressions", {{"maximum_length", "9.9 m"}}, z)), cells(z));
    EXPECT_EQ(cells(made_by("breach_depressions", {{"maximum_depth", "3.9 m"}}, z)), cells(z));
}

TEST(BreachDepressionsModel, GoesAroundHolesWhereAsked) {
    Raster<float> z(Extent{9, 9}, 9.0F);
    z(4, 4) = 1;
    z(4, 6) = kMissing;
    const auto cut = [&](const std::string& holes) {
        const Raster<float> ground = made_by("breach_depressions", {{"holes", holes}}, z);
        return count_cells(z.extent(),
                           [&](Index row, Index col) { return ground(row, col) < z(row, col); });
    };
    EXPECT_EQ(cut("outlet"), 1);
    EXPECT_EQ(cut("barrier"), 4);
}

TEST(BreachAndFillModel, FillsWhatIsNotBreached) {
    const Raster<float> z = two_pits();
    const Raster<float> filled = made_by("breach_and_fill", {}, z);
    EXPECT_EQ(filled(1, 1), 2);
    EXPECT_EQ(filled(1, 2), 2);
    EXPECT_EQ(filled(3, 5), 90);
    EXPECT_EQ(filled(1, 5), 90);
    const Raster<float> sloped =
        made_by("breach_and_fill", {{"flats", "sloped"}, {"least_slope", "0.01"}}, z);
    EXPECT_NEAR(sloped(1, 3), 0.3, 1e-6);  // three steps from the edge
    EXPECT_NEAR(sloped(1, 2), 2, 1e-5);
    EXPECT_NEAR(sloped(1, 1), 2.1, 1e-5);
    EXPECT_NEAR(sloped(3, 5), 90 + 0.1, 1e-4);
}

TEST(BreachAndFillModel, WithoutALengthItIsFillDepressions) {
    const Raster<float> z = hazone::testing::test_terrain({90, 71}, 1);
    EXPECT_TRUE(same_bits(made_by("breach_and_fill", {{"maximum_length", "0 m"}}, z),
                          made_by("fill_depressions", {}, z)));
    EXPECT_TRUE(
        same_bits(made_by("breach_and_fill", {{"maximum_length", "0 m"}, {"flats", "sloped"}}, z),
                  made_by("fill_with_gradient", {}, z)));
}

TEST(BurnStreamsModel, LowersStreamsAndSlopesTheBuffer) {
    FieldSet fields = fields_with(grid<float>({{30, 18, 25, 3, 10, 11, 50, 12, 30}}));
    fields.put(kMappedStreams, grid<std::uint8_t>({{0, 0, 0, 0, 1, 0, 0, 0, 0}}));
    EXPECT_EQ(cells(made_by("burn_streams", {}, fields)),
              (std::vector<float>{30, 18, 25, 3, 0, 11, 50, 12, 30}));
    EXPECT_EQ(
        cells(made_by("burn_streams",
                      {{"depth", "1 m"}, {"buffer", "25 m"}, {"smooth_drop", "4 m"}}, fields)),
        (std::vector<float>{30, 18, 14, 10, 5, 8, 10, 12, 30}));
}

TEST(LevelLakesModel, LevelsToTheLowestShore) {
    FieldSet fields = fields_with(grid<float>({{9, 9, 9, 9}, {9, 3, kMissing, 6}, {9, 9, 9, 9}}));
    fields.put(kLakes, grid<std::uint8_t>({{0, 0, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 0}}));
    EXPECT_EQ(cells(made_by("level_lakes", {}, fields)),
              (std::vector<float>{9, 9, 9, 9, 9, 6, 6, 6, 9, 9, 9, 9}));
}

TEST(ReadyGround, IsTheBurnedElseTheLevelledElseTheElevation) {
    const std::string models[] = {"fill_depressions", "fill_with_gradient", "breach_depressions",
                                  "breach_and_fill"};
    for (const std::string& model : models) {
        FieldSet fields = fields_with(Raster<float>(Extent{3, 3}, 5.0F));
        EXPECT_EQ(made_by(model, {}, fields)(1, 0), 5) << model;
        fields.put(kLevelledElevation, Raster<float>(Extent{3, 3}, 4.0F));
        EXPECT_EQ(made_by(model, {}, fields)(1, 0), 4) << model;
        fields.put(kBurnedElevation, Raster<float>(Extent{3, 3}, 3.0F));
        EXPECT_EQ(made_by(model, {}, fields)(1, 0), 3) << model;
    }
    FieldSet fields = fields_with(Raster<float>(Extent{1, 1}, 25.0F));
    fields.put(kMappedStreams, Raster<std::uint8_t>(Extent{1, 1}, 1));
    fields.put(kLevelledElevation, Raster<float>(Extent{1, 1}, 20.0F));
    EXPECT_EQ(made_by("burn_streams", {}, fields)(0, 0), 10);
}

std::vector<std::string> models_for(const PlanRequest& request) {
    std::vector<std::string> names;
    for (const Stage& stage : make_plan(catalogue(), request).stages) {
        names.emplace_back(stage.model->name);
    }
    return names;
}

TEST(ConditioningPlan, MappedStreamsAndLakesTakePartByBeingGiven) {
    using Names = std::vector<std::string>;
    EXPECT_EQ(models_for({.wanted = {"filled_elevation"}, .given = {"elevation"}}),
              Names{"fill_depressions"});
    EXPECT_EQ(
        models_for({.wanted = {"filled_elevation"}, .given = {"elevation", "mapped_streams"}}),
        (Names{"burn_streams", "fill_depressions"}));
    EXPECT_EQ(models_for({.wanted = {"filled_elevation"},
                          .given = {"elevation", "lakes", "mapped_streams"},
                          .chosen = {{"filled_elevation", "breach_and_fill"}}}),
              (Names{"level_lakes", "burn_streams", "breach_and_fill"}));
}

TEST(ConditioningPlan, BurningWithoutStreamsAndLevellingWithoutLakesNameWhatIsMissing) {
    const auto refusal = [](const std::string& field) -> std::string {
        try {
            make_plan(catalogue(), {.wanted = {field}, .given = {"elevation"}});
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(refusal("burned_elevation"), HasSubstr("mapped_streams"));
    EXPECT_THAT(refusal("levelled_elevation"), HasSubstr("lakes"));
}

/// A setting which is refused, and what the message says is allowed.
struct Refused {
    const char* model;
    const char* param;
    const char* text;
    const char* allowed;
};

class ConditioningParams : public ::testing::TestWithParam<Refused> {};

std::string refusal_of(const std::string& model, const ParamTexts& settings) {
    try {
        Params::resolve(model, find_model(catalogue(), model)->params, settings);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST_P(ConditioningParams, AreRefusedWithTheirNameTheValueAndWhatIsAllowed) {
    const Refused& tried = GetParam();
    EXPECT_THAT(refusal_of(tried.model, {{tried.param, tried.text}}),
                AllOf(HasSubstr(std::string(tried.model) + "." + tried.param),
                      HasSubstr(tried.text), HasSubstr(tried.allowed)));
}

INSTANTIATE_TEST_SUITE_P(
    Models,
    ConditioningParams,
    ::testing::Values(Refused{"fill_depressions", "holes", "wall", "outlet, barrier"},
                      Refused{"fill_with_gradient", "least_slope", "-0.001", "0 to 0.1"},
                      Refused{"fill_with_gradient", "least_slope", "0.11", "0 to 0.1"},
                      Refused{"fill_with_gradient", "holes", "0", "outlet, barrier"},
                      Refused{"breach_depressions", "maximum_length", "-1 m", "0 m to 100000 m"},
                      Refused{"breach_depressions", "maximum_length", "101 km", "0 m to 100000 m"},
                      Refused{"breach_depressions", "maximum_length", "nan m", "nan"},
                      Refused{"breach_depressions", "maximum_depth", "20 s", "20 s"},
                      Refused{"breach_depressions", "maximum_depth", "10001 m", "0 m to 10000 m"},
                      Refused{"breach_and_fill", "flats", "steep", "level, sloped"},
                      Refused{"breach_and_fill", "maximum_depth", "-2 m", "0 m to 10000 m"},
                      Refused{"burn_streams", "depth", "-1 m", "0 m to 1000 m"},
                      Refused{"burn_streams", "depth", "1001 m", "0 m to 1000 m"},
                      Refused{"burn_streams", "buffer", "5001 m", "0 m to 5000 m"},
                      Refused{"burn_streams", "smooth_drop", "-1 m", "0 m to 1000 m"}));

TEST(ConditioningParams, EndsOfTheRangesAreAllowed) {
    EXPECT_EQ(refusal_of("fill_with_gradient", {{"least_slope", "0.1"}, {"holes", "barrier"}}), "");
    EXPECT_EQ(refusal_of("breach_depressions",
                         {{"maximum_length", "100 km"}, {"maximum_depth", "10 km"}}),
              "");
    EXPECT_EQ(refusal_of("breach_and_fill", {{"maximum_length", "0 m"}, {"maximum_depth", "0 m"}}),
              "");
    EXPECT_EQ(refusal_of("burn_streams",
                         {{"depth", "1000 m"}, {"buffer", "5000 m"}, {"smooth_drop", "1000 m"}}),
              "");
    EXPECT_THAT(refusal_of("level_lakes", {{"depth", "1 m"}}), HasSubstr("no parameter 'depth'"));
}

/// Elevation with holes, streams along some columns and lakes here and there.
FieldSet seeded_fields(Extent extent, std::uint64_t seed) {
    FieldSet fields = fields_with(hazone::testing::test_terrain(extent, seed));
    Raster<std::uint8_t> stream(extent, 0);
    Raster<std::uint8_t> lake(extent, 0);
    for_each_cell(extent, [&](Index row, Index col) {
        stream(row, col) = (col + row / 5) % 23 == 4 ? 1 : 0;
        lake(row, col) = (row / 4 + col / 7) % 5 == 0 ? 1 : 0;
    });
    fields.put(kMappedStreams, std::move(stream));
    fields.put(kLakes, std::move(lake));
    return fields;
}

/// A model with settings which use all of it.
struct Setting {
    const char* model;
    ParamTexts settings;
};

const std::vector<Setting>& settings() {
    static const std::vector<Setting> all{
        {"fill_depressions", {}},
        {"fill_depressions", {{"holes", "barrier"}}},
        {"fill_with_gradient", {{"least_slope", "0.001"}}},
        {"fill_with_gradient", {{"holes", "barrier"}}},
        {"breach_depressions", {{"maximum_depth", "30 m"}}},
        {"breach_depressions", {{"holes", "barrier"}}},
        {"breach_and_fill", {{"maximum_length", "60 m"}}},
        {"breach_and_fill", {{"flats", "sloped"}, {"holes", "barrier"}}},
        {"burn_streams", {{"buffer", "45 m"}, {"smooth_drop", "3 m"}}},
        {"level_lakes", {}},
    };
    return all;
}

TEST(ConditioningModels, MissingStaysMissingAndNothingElseIs) {
    for (const Setting& setting : settings()) {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            FieldSet fields = seeded_fields({80, 71}, seed);
            const Raster<float> ground = made_by(setting.model, setting.settings, fields);
            const auto z = fields.read(kElevation);
            const auto lake = fields.read<std::uint8_t>(kLakes);
            const bool levels = std::string(setting.model) == "level_lakes";
            const Index wrong = count_cells(z.extent(), [&](Index row, Index col) {
                const bool known = !is_missing(z(row, col)) || (levels && lake(row, col) == 1);
                return is_missing(ground(row, col)) == known;
            });
            EXPECT_EQ(wrong, 0) << setting.model << ", seed " << seed;
            EXPECT_GT(z.extent().size(),
                      count_cells(z.extent(),
                                  [=](Index row, Index col) { return !is_missing(z(row, col)); }))
                << "seed " << seed;
        }
    }
}

TEST(ConditioningModels, WorkOnAwkwardShapesAndWithoutAnyGround) {
    for (const Setting& setting : settings()) {
        for (const Extent extent : hazone::testing::awkward_extents()) {
            FieldSet none = fields_with(Raster<float>(extent, kMissing));
            none.put(kMappedStreams, Raster<std::uint8_t>(extent, 1));
            none.put(kLakes, Raster<std::uint8_t>(extent, 1));
            const Raster<float> nothing(extent, kMissing);
            EXPECT_TRUE(same_bits(made_by(setting.model, setting.settings, none), nothing))
                << setting.model << ' ' << extent.rows << ' ' << extent.cols;
            FieldSet level = fields_with(Raster<float>(extent, 25.0F));
            level.put(kMappedStreams, Raster<std::uint8_t>(extent, 0));
            level.put(kLakes, Raster<std::uint8_t>(extent, 0));
            const Raster<float> ground = made_by(setting.model, setting.settings, level);
            const Index far = count_cells(extent, [&](Index row, Index col) {
                return !(std::abs(ground(row, col) - 25.0F) < 0.2F);
            });
            EXPECT_EQ(far, 0) << setting.model << ' ' << extent.rows << ' ' << extent.cols;
        }
    }
}

TEST(ConditioningModels, SameBitsForAnyThreadCount) {
    for (const Setting& setting : settings()) {
        for (const std::uint64_t seed : {1U, 2U, 5U}) {
            FieldSet fields = seeded_fields({150, 171}, seed);
            EXPECT_TRUE(hazone::testing::same_for_any_thread_count([&] {
                return made_by(setting.model, setting.settings, fields);
            })) << setting.model
                << ", seed " << seed;
        }
    }
}

}  // namespace
}  // namespace hazone::models
