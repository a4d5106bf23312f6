// The models of D-infinity, multiple flow and downstream paths as the pipeline calls them.
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/plan.hpp"
#include "engine/terrain/d8.hpp"
#include "models/catalogue.hpp"
#include "models/terrain/flow/d_infinity_specific_area.hpp"
#include "models/terrain/flow/slope_area_velocity.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using std::numbers::pi;
using ::testing::Contains;
using ::testing::Not;
using testing::run_model;

constexpr double kCellSize = 20;

FieldSet with_directions(Raster<float> elevation) {
    FieldSet fields(testing::plain_grid(elevation.extent(), kCellSize));
    fields.put(kElevation, std::move(elevation));
    for (const char* model : {"fill_depressions", "d8_flow", "d_infinity_flow"}) {
        run_model(model, {}, fields);
    }
    return fields;
}

/// A cone which falls `fall` metres per cell from a point that is no cell.
struct Cone {
    Index size;
    double centre;

    explicit Cone(Index cells) : size(cells), centre(static_cast<double>(cells / 2) + 0.3) {}
    double radius(Index row, Index col) const {
        return std::hypot(static_cast<double>(row) - centre, static_cast<double>(col) - centre);
    }
    Raster<float> elevation() const {
        Raster<float> z({size, size});
        for_each_cell(z.extent(), [&](Index row, Index col) {
            z(row, col) = static_cast<float>(-2 * radius(row, col));
        });
        return z;
    }
};

struct Error {
    double mean = 0;  // of area / exact - 1
    double root_mean_square = 0;
};

/// The specific area of a ring of the cone against r / 2, by a model of the field.
Error error_on_cone(const char* area_model,
                    const char* specific_model,
                    const ParamTexts& settings,
                    double radius) {
    const Cone cone(static_cast<Index>(2.4 * radius) + 12);
    FieldSet fields = with_directions(cone.elevation());
    run_model(area_model, {}, fields);
    run_model(specific_model, settings, fields);
    const auto specific = fields.read(kSpecificCatchmentArea);
    Error error;
    double cells = 0;
    for (Index row = 0; row < cone.size; ++row) {
        for (Index col = 0; col < cone.size; ++col) {
            const double r = cone.radius(row, col);
            if (std::abs(r - radius) < 3) {
                const double off = specific(row, col) / (r * kCellSize / 2) - 1;
                error.mean += off;
                error.root_mean_square += off * off;
                ++cells;
            }
        }
    }
    error.mean /= cells;
    error.root_mean_square = std::sqrt(error.root_mean_square / cells);
    return error;
}

constexpr const char* kByDInfinity[] = {"d_infinity_accumulation", "d_infinity_specific_area"};
constexpr const char* kByMultipleFlow[] = {"multiple_flow_accumulation",
                                           "multiple_flow_specific_area"};

TEST(SpecificArea, OnAConeItIsHalfTheRadiusOnTheMeanOfARing) {
    // The mean settles; the error of single cells does not vanish with the cell size, for
    // D-infinity shares by angle where the tangent would keep flow lines straight.
    for (const double radius : {32.0, 64.0, 128.0}) {
        const Error across = error_on_cone(kByDInfinity[0], kByDInfinity[1],
                                           {{"flow_width", "across_flow"}}, radius);
        EXPECT_NEAR(across.mean, 0, 0.02) << radius;
        EXPECT_LT(across.root_mean_square, 0.11) << radius;
        const Error cell_size = error_on_cone(kByDInfinity[0], kByDInfinity[1], {}, radius);
        EXPECT_NEAR(cell_size.mean, -0.11, 0.02) << radius;
        const Error multiple = error_on_cone(kByMultipleFlow[0], kByMultipleFlow[1], {}, radius);
        EXPECT_NEAR(multiple.mean, 0.04, 0.04) << radius;
        EXPECT_LT(multiple.root_mean_square, 0.08) << radius;
    }
}

TEST(SpecificArea, OnAPlaneItIsTheLengthOfTheSlopeAcrossTheFlow) {
    // Falls 4 per column and 3 per row towards the north: 5 metres of slope per 4 columns.
    Raster<float> z({161, 60});
    for_each_cell(z.extent(), [&](Index row, Index col) {
        z(row, col) = static_cast<float>(3 * row - 4 * col);
    });
    FieldSet fields = with_directions(std::move(z));
    run_model("d_infinity_accumulation", {}, fields);
    run_model("d_infinity_specific_area", {{"flow_width", "across_flow"}}, fields);
    const auto specific = testing::take_raster(fields, kSpecificCatchmentArea);
    run_model("d_infinity_specific_area", {}, fields);
    const auto by_cell_size = testing::take_raster(fields, kSpecificCatchmentArea);
    for (const Index col : {0, 7, 40}) {
        const double columns = static_cast<double>(col + 1) * kCellSize;
        EXPECT_NEAR(specific(80, col), columns * 1.25, 1e-3);
        EXPECT_NEAR(by_cell_size(80, col), columns, 1e-3);
    }
}

TEST(SpecificArea, WidthAcrossTheFlow) {
    EXPECT_NEAR(width_across_flow(0, 30), 30, 1e-12);
    EXPECT_NEAR(width_across_flow(pi / 4, 30), 30 / std::sqrt(2), 1e-12);
    EXPECT_NEAR(width_across_flow(5 * pi / 3, 30), 30 * std::sqrt(3) / 2, 1e-12);
    EXPECT_EQ(width_across_flow(-1, 30), 30);
    EXPECT_TRUE(is_missing(width_across_flow(kMissing, 30)));
}

/// The models by which the wetness index is made when one is chosen for the specific area.
std::vector<std::string> chain(const std::map<std::string, std::string>& chosen) {
    const Plan plan = make_plan(
        catalogue(), {.wanted = {"wetness_index"}, .given = {"elevation"}, .chosen = chosen});
    std::vector<std::string> names;
    for (const Stage& stage : plan.stages) {
        names.emplace_back(stage.model->name);
    }
    return names;
}

TEST(SpecificArea, WetnessIndexTakesTheOneWhichIsChosen) {
    EXPECT_THAT(chain({}), Contains("flow_accumulation"));
    const auto by_d_infinity = chain({{"specific_catchment_area", "d_infinity_specific_area"}});
    EXPECT_THAT(by_d_infinity, Contains("d_infinity_accumulation"));
    EXPECT_THAT(by_d_infinity, Not(Contains("flow_accumulation")));
    const auto by_multiple = chain({{"specific_catchment_area", "multiple_flow_specific_area"}});
    EXPECT_THAT(by_multiple, Contains("multiple_flow_accumulation"));
    EXPECT_THAT(by_multiple, Not(Contains("specific_catchment_area")));
}

TEST(SharedFlowModels, AreasAreInSquareMetresAndSumToTheGround) {
    FieldSet fields = with_directions(testing::test_terrain({120, 130}, 1));
    run_model("d_infinity_accumulation", {}, fields);
    run_model("multiple_flow_accumulation", {}, fields);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const Index missing = fields.missing_cells(kElevation);
    const auto ground = static_cast<double>(fields.extent().size() - missing) * 400;
    for (const FieldSpec& field : {kDInfinityContributingArea, kMultipleFlowContributingArea}) {
        const auto area = fields.read<double>(field);
        EXPECT_EQ(fields.missing_cells(field), missing) << field.name;
        EXPECT_NEAR(sum_cells(fields.extent(),
                              [=](Index row, Index col) {
                                  return direction(row, col) == kOutlet ? area(row, col) : 0.0;
                              }) /
                        ground,
                    1, 1e-12)
            << field.name;
    }
}

TEST(SharedFlowModels, MultipleFlowTakesExponentAndContourLength) {
    // From the middle: 1 to the east, tangent 1; sqrt 2 to the south east.
    FieldSet fields(testing::plain_grid({3, 3}, 1));
    fields.put(kFilledElevation, testing::grid<float>({{12, 12, 12}, {12, 10, 9}, {12, 11, 8}}));
    run_model("d8_flow", {}, fields);
    const auto area_in_east = [&](const ParamTexts& settings) {
        run_model("multiple_flow_accumulation", settings, fields);
        return fields.read<double>(kMultipleFlowContributingArea)(1, 2);
    };
    const double freeman = area_in_east({});
    EXPECT_GT(freeman, area_in_east({{"exponent", "4"}}));
    EXPECT_GT(area_in_east({{"exponent", "1.1"}, {"contour_length", "quinn"}}), freeman);
}

TEST(SharedFlowModels, HeightByDInfinityIsAnotherMakerOfTheSameField) {
    FieldSet fields = with_directions(testing::test_terrain({120, 130}, 1));
    run_model("flow_accumulation", {}, fields);
    run_model("stream_network", {{"threshold_area", "0.04 km2"}}, fields);
    run_model("height_above_drainage", {}, fields);
    const auto d8 = testing::take_raster(fields, kHeightAboveDrainage);
    run_model("d_infinity_height_above_drainage", {}, fields);
    const auto d_infinity = testing::take_raster(fields, kHeightAboveDrainage);
    double apart = 0;
    double sum = 0;
    for (Index row = 0; row < d8.rows(); ++row) {
        for (Index col = 0; col < d8.cols(); ++col) {
            ASSERT_EQ(is_missing(d8(row, col)), is_missing(d_infinity(row, col)));
            if (!is_missing(d8(row, col))) {
                apart += std::abs(d8(row, col) - d_infinity(row, col));
                sum += d8(row, col);
            }
        }
    }
    EXPECT_GT(apart, 0);
    EXPECT_LT(apart, 0.3 * sum);
}

TEST(VelocityLaw, IsTheMeanWhereTheTermIsAndStaysWithinItsLimits) {
    const VelocityLaw law;
    EXPECT_DOUBLE_EQ(slope_area_term(law, 0.04, 900), 6);
    EXPECT_DOUBLE_EQ(velocity_of(law, 6, 6), 0.1);
    EXPECT_DOUBLE_EQ(velocity_of(law, 24, 6), 0.4);
    EXPECT_EQ(velocity_of(law, 1e6, 6), 2);
    EXPECT_EQ(velocity_of(law, 0, 6), 0.02);
    EXPECT_EQ(velocity_of(law, 0, 0), 0.1);
    EXPECT_TRUE(is_missing(velocity_of(law, kMissing, 6)));
    const VelocityLaw other{.slope_exponent = 1, .area_exponent = 0.25};
    EXPECT_DOUBLE_EQ(slope_area_term(other, 0.5, 16), 1);
}

TEST(DownstreamModels, TravelTimeIsThatOfTheVelocityField) {
    FieldSet fields(testing::plain_grid({50, 3}, kCellSize));
    fields.put(kElevation, synthetic_terrain(SyntheticTerrain::plane, fields.extent(), 0));
    for (const char* model : {"fill_depressions", "d8_flow", "flow_accumulation", "stream_network",
                              "downstream_path", "stream_distance"}) {
        run_model(model, {}, fields);
    }
    EXPECT_EQ(fields.read(kDownstreamLength)(0, 1), 49 * 20.0F);
    EXPECT_EQ(fields.read(kDistanceToStream)(0, 1), 49 * 20.0F);  // no stream: to the outlet
    testing::put_constant(fields, kFlowVelocity, 0.5F);
    run_model("flow_time", {}, fields);
    EXPECT_EQ(fields.read(kTravelTime)(0, 1), 49 * 40.0F);
    run_model("stream_network", {{"threshold_area", "4000 m2"}}, fields);  // ten cells
    run_model("stream_distance", {}, fields);
    EXPECT_EQ(fields.read(kDistanceToStream)(0, 1), 9 * 20.0F);
}

TEST(DownstreamModels, VelocityGrowsWithTheAreaAndHasItsMean) {
    FieldSet fields(testing::plain_grid({50, 3}, kCellSize));
    fields.put(kElevation, synthetic_terrain(SyntheticTerrain::plane, fields.extent(), 0));
    for (const char* model : {"fill_depressions", "d8_flow", "flow_accumulation"}) {
        run_model(model, {}, fields);
    }
    const ParamTexts free{{"least_velocity", "0.0001 m/s"}, {"most_velocity", "20 m/s"}};
    run_model("slope_area_velocity", free, fields);
    const auto velocity = testing::take_raster(fields, kFlowVelocity);
    EXPECT_NEAR(velocity(3, 1) / velocity(0, 1), 2, 1e-6);  // four cells against one
    EXPECT_TRUE(is_missing(velocity(49, 1)));               // an outlet
    double sum = 0;
    for (Index row = 0; row < 49; ++row) {
        sum += velocity(row, 1);
    }
    EXPECT_NEAR(sum / 49, 0.1, 1e-6);
    run_model("slope_area_velocity", {{"mean_velocity", "0.2 m/s"}}, fields);
    EXPECT_NEAR(fields.read(kFlowVelocity)(20, 1) / velocity(20, 1), 2, 1e-6);
    run_model("flow_time", {}, fields);
    EXPECT_EQ(fields.missing_cells(kTravelTime), 0);
}

TEST(SharedFlowModels, SameBitsForAnyThreadCount) {
    for (const auto& [model, field] :
         {std::pair{"d_infinity_specific_area", kSpecificCatchmentArea},
          std::pair{"slope_area_velocity", kFlowVelocity}}) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields = with_directions(testing::test_terrain({120, 130}, 2));
            run_model("flow_accumulation", {}, fields);
            run_model("d_infinity_accumulation", {}, fields);
            run_model(model, {}, fields);
            return testing::take_raster(fields, field);
        })) << model;
    }
}

}  // namespace
}  // namespace hazone::models
