// The models of the form of the ground: each hands its parameters to the kernel and writes the
// field of the name. What the kernel makes is tested in tests/engine/terrain/form.
#include "engine/terrain/form/surface_form.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kCellSize = 25;
constexpr Extent kExtent{30, 40};

Raster<float> ground() { return synthetic_terrain(SyntheticTerrain::fractal, kExtent, 9); }

FieldSet fields_after(std::string_view model, const ParamTexts& settings) {
    FieldSet fields(testing::plain_grid(kExtent, kCellSize));
    fields.put(kElevation, ground());
    testing::run_model(model, settings, fields);
    return fields;
}

/// What the kernel makes with these specifications, by the output.
Raster<float> expected(SurfaceFormSpec spec, View<float> SurfaceFormOutputs::*output) {
    Raster<float> cells(kExtent);
    SurfaceFormOutputs outputs;
    outputs.*output = cells;
    surface_form(ground(), spec, outputs);
    return cells;
}

TEST(SurfaceFormModel, WritesEachFieldOfItsName) {
    using Outputs = SurfaceFormOutputs;
    FieldSet fields = fields_after("surface_form", {});
    const std::pair<const FieldSpec*, View<float> Outputs::*> pairs[] = {
        {&kProfileCurvature, &Outputs::profile_curvature},
        {&kPlanCurvature, &Outputs::plan_curvature},
        {&kTangentialCurvature, &Outputs::tangential_curvature},
        {&kMeanCurvature, &Outputs::mean_curvature},
        {&kTotalCurvature, &Outputs::total_curvature},
        {&kTopographicPositionIndex, &Outputs::position_index},
        {&kTerrainRuggednessIndex, &Outputs::ruggedness_index},
        {&kRoughness, &Outputs::roughness}};
    for (const auto& [field, output] : pairs) {
        EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, *field),
                                       expected({.cell_size = kCellSize}, output)))
            << field->name;
    }
}

TEST(SurfaceFormModel, TakesTheChosenMethods) {
    FieldSet fields = fields_after("surface_form", {{"method", "evans"}, {"ruggedness", "wilson"}});
    const SurfaceFormSpec spec{.cell_size = kCellSize,
                               .curvature = CurvatureMethod::evans,
                               .ruggedness = RuggednessMethod::wilson};
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kProfileCurvature),
                                   expected(spec, &SurfaceFormOutputs::profile_curvature)));
    EXPECT_TRUE(testing::same_bits(testing::take_raster(fields, kTerrainRuggednessIndex),
                                   expected(spec, &SurfaceFormOutputs::ruggedness_index)));
}

TEST(HillshadeModel, PutsTheSunWhereItIsTold) {
    FieldSet fields = fields_after("hillshade", {{"azimuth", "120 deg"}, {"altitude", "30 deg"}});
    const double degree = kFullTurn / 360;
    EXPECT_TRUE(testing::same_bits(
        testing::take_raster(fields, kHillshade),
        expected(
            {.cell_size = kCellSize, .sun = {.azimuth = 120 * degree, .altitude = 30 * degree}},
            &SurfaceFormOutputs::hillshade)));
}

TEST(HillshadeModel, MultipliesTheHeights) {
    FieldSet fields(testing::plain_grid({3, 3}, 10));
    Raster<float> z({3, 3});
    for_each_cell(z.extent(), [&](Index row, Index col) {
        z(row, col) = static_cast<float>(5 * row);  // falls 1 in 2 to the north
    });
    fields.put(kElevation, std::move(z));
    testing::run_model(
        "hillshade", {{"azimuth", "0 deg"}, {"altitude", "45 deg"}, {"exaggeration", "2"}}, fields);
    EXPECT_NEAR(fields.read(kHillshade)(1, 1), 1, 1e-6);
}

TEST(HornSlopeModel, MakesSlopeAndAspectOfTheGrid) {
    FieldSet fields(testing::plain_grid({4, 4}, 20));
    Raster<float> z(fields.extent());
    for_each_cell(z.extent(), [&](Index row, Index col) {
        z(row, col) = static_cast<float>(20 * col);  // rises 1 in 1 to the east
    });
    fields.put(kElevation, std::move(z));
    testing::run_model("horn_slope", {}, fields);
    EXPECT_NEAR(fields.read(kSlope)(1, 2), kRightAngle / 2, 1e-6);
    EXPECT_NEAR(fields.read(kAspect)(1, 2), 3 * kRightAngle, 1e-6);
    EXPECT_EQ(fields.missing_cells(kSlope), 12);
}

}  // namespace
}  // namespace hazone::models
