// The models which look at a window: each hands its parameters to the kernel.
#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/geomorphons.hpp"
#include "engine/terrain/form/local_relief.hpp"
#include "engine/terrain/form/sky_view.hpp"
#include "engine/terrain/form/topographic_position.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kCellSize = 25;
constexpr Extent kExtent{50, 60};

Raster<float> ground() { return synthetic_terrain(SyntheticTerrain::fractal, kExtent, 9); }

FieldSet fields_after(std::string_view model, const ParamTexts& settings) {
    FieldSet fields(testing::plain_grid(kExtent, kCellSize));
    fields.put(kElevation, ground());
    testing::run_model(model, settings, fields);
    return fields;
}

TEST(LocalReliefModel, HandsOverItsParameters) {
    FieldSet fields = fields_after("local_relief", {{"radius", "130 m"}, {"shape", "square"}});
    Raster<float> expected(kExtent);
    hazone::local_relief(
        ground(), {.cell_size = kCellSize, .radius = 130, .shape = WindowShape::square}, expected);
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kLocalRelief), expected));
}

TEST(TopographicPositionModel, HandsOverItsParameters) {
    FieldSet fields =
        fields_after("topographic_position",
                     {{"radius", "0.2 km"}, {"inner_radius", "60 m"}, {"shape", "square"}});
    Raster<float> expected(kExtent);
    hazone::topographic_position(
        ground(),
        {.cell_size = kCellSize, .radius = 200, .inner_radius = 60, .shape = WindowShape::square},
        expected);
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kTopographicPosition), expected));
}

TEST(TopographicPositionModel, RefusesAWindowWithoutCells) {
    EXPECT_THROW(
        fields_after("topographic_position", {{"radius", "100 m"}, {"inner_radius", "100 m"}}),
        InputError);
}

TEST(GeomorphonsModel, HandsOverItsParameters) {
    FieldSet fields = fields_after("geomorphons", {{"radius", "300 m"},
                                                   {"skip_radius", "30 m"},
                                                   {"flat_threshold", "3 deg"},
                                                   {"flat_distance", "150 m"}});
    Raster<std::uint8_t> expected(kExtent);
    hazone::geomorphons(ground(),
                        {.cell_size = kCellSize,
                         .radius = 300,
                         .skip_radius = 30,
                         .flat_threshold = 3 * 0.017453292519943295,
                         .flat_distance = 150},
                        expected);
    EXPECT_TRUE(
        testing::same_bits(std::get<Raster<std::uint8_t>>(fields.take(kLandform)), expected));
}

TEST(GeomorphonsModel, RefusesARadiusWhichSeesNothing) {
    EXPECT_THROW(fields_after("geomorphons", {{"radius", "30 m"}}), InputError);
    EXPECT_THROW(fields_after("geomorphons", {{"radius", "90 m"}, {"skip_radius", "50 m"}}),
                 InputError);
}

TEST(SkyViewModel, HandsOverItsParameters) {
    FieldSet fields = fields_after("sky_view", {{"radius", "200 m"}, {"directions", "8"}});
    Raster<float> factor(kExtent);
    Raster<float> positive(kExtent);
    Raster<float> negative(kExtent);
    hazone::sky_view(
        ground(), {.cell_size = kCellSize, .radius = 200, .directions = 8},
        {.sky_view_factor = factor, .positive_openness = positive, .negative_openness = negative});
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kSkyViewFactor), factor));
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kPositiveOpenness), positive));
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kNegativeOpenness), negative));
}

TEST(SkyViewModel, RefusesAFractionOfADirection) {
    EXPECT_NO_THROW(fields_after("sky_view", {{"radius", "50 m"}, {"directions", "8.0"}}));
    try {
        fields_after("sky_view", {{"radius", "50 m"}, {"directions", "8.5"}});
        FAIL() << "8.5 directions were taken";
    } catch (const InputError& error) {
        EXPECT_STREQ(error.what(), "sky_view.directions: 8.5 is not a whole number");
    }
}

}  // namespace
}  // namespace hazone::models
