#include "models/soil/soil_relation.hpp"

#include <cmath>
#include <memory>
#include <numeric>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kDegree = kRightAngle / 90;

TEST(SoilRelation, IsLinearBetweenTwoValuesAndLevelBeyond) {
    EXPECT_EQ(between(500, 500, 1500, 2, 0.5), 2);
    EXPECT_DOUBLE_EQ(between(1000, 500, 1500, 2, 0.5), 1.25);
    EXPECT_EQ(between(3000, 500, 1500, 2, 0.5), 0.5);
    EXPECT_EQ(between(-10, 500, 1500, 2, 0.5), 2);
    EXPECT_TRUE(is_missing(between(kMissing, 500, 1500, 2, 0.5)));
}

/// A dome z = -k (x2 + y2) / 2 at its top: the Laplacian is -2 k.
TEST(SoilRelation, CreepCurvatureIsTheFallOfTheLaplacian) {
    EXPECT_DOUBLE_EQ(
        creep_curvature({.slope = 0, .profile_curvature = 0.01, .tangential_curvature = 0.01}),
        0.02);
    // A cone of 45 degrees at the distance r: Laplacian of -r is -1 / r; across the slope the
    // curvature of the surface is cos / r, along it 0.
    const double cosine = std::cos(45 * kDegree);
    EXPECT_NEAR(
        creep_curvature(
            {.slope = 45 * kDegree, .profile_curvature = 0, .tangential_curvature = cosine / 50}),
        cosine / 50, 1e-15);
}

/// The balance itself: production on the depth found equals what creeps away.
TEST(SoilRelation, CurvatureDepthBalancesProductionAndCreep) {
    const double production = 2e-4;   // m/yr
    const double diffusivity = 0.01;  // m2/yr
    const double decay = 0.4;         // m
    const double ratio = 1.8;
    const Line line{decay * std::log(ratio * production / diffusivity), -decay};
    const SoilGround ground{
        .slope = 0.5, .profile_curvature = 0.002, .tangential_curvature = 0.004};
    const double depth = related_depth(SoilRelation::curvature, line, ground);
    ASSERT_GT(depth, 0);
    const double cosine = std::cos(0.5);
    const double laplacian = -0.002 / std::pow(cosine, 3) - 0.004 / cosine;
    EXPECT_NEAR(production / cosine * std::exp(-depth * cosine / decay) * ratio,
                -diffusivity * laplacian, 1e-15);
    const SoilGround hollow{
        .slope = 0.5, .profile_curvature = -0.002, .tangential_curvature = 0.001};
    EXPECT_EQ(related_depth(SoilRelation::curvature, line, hollow), kInfinity);
    EXPECT_TRUE(is_missing(related_depth(SoilRelation::curvature, line, {})));
}

TEST(SoilRelation, OfMissingGroundIsMissing) {
    for (std::size_t relation = 0; relation < kRelationNames.size(); ++relation) {
        EXPECT_TRUE(is_missing(related_depth(static_cast<SoilRelation>(relation), {1, 1}, {})));
        EXPECT_FALSE(line_point(static_cast<SoilRelation>(relation), {}, 1).has_value());
    }
    EXPECT_FALSE(line_point(SoilRelation::exponential, {.slope = 0.3}, 0).has_value());
}

TEST(SoilRelation, LineIsThatOfLeastSquares) {
    const std::vector<LinePoint> points{{0, 1}, {1, 3}, {2, 2}};
    const Line line = fitted_line(points);
    EXPECT_NEAR(line.rise, 0.5, 1e-12);
    EXPECT_NEAR(line.at_zero, 1.5, 1e-12);
    const std::vector<LinePoint> upright{{1, 1}, {1, 2}, {1, 3}};
    EXPECT_TRUE(is_missing(fitted_line(upright).rise));
    EXPECT_TRUE(is_missing(fitted_line({}).rise));
}

/// A bowl z = (x2 + y2) / 200 at its bottom has the Laplacian 0.02 / m; a dome the opposite.
TEST(SoilDepthByForm, IsTheSumByHand) {
    const GroundFormDepth relation{
        .mean_depth = 1, .curvature_effect = 20, .slope_effect = 0.5, .critical_tangent = 1};
    EXPECT_NEAR(
        depth_by_form(relation,
                      {.slope = 0, .profile_curvature = -0.01, .tangential_curvature = -0.01}),
        1 + 0.4 + 0.5, 1e-12);
    EXPECT_NEAR(
        depth_by_form(relation,
                      {.slope = 0, .profile_curvature = 0.01, .tangential_curvature = 0.01}),
        1 - 0.4 + 0.5, 1e-12);
    // A cone of 60 degrees, 50 m from its axis: Laplacian tan(60) / r inside, no part of the slope.
    EXPECT_NEAR(depth_by_form(relation, {.slope = 60 * kDegree,
                                         .profile_curvature = 0,
                                         .tangential_curvature = -std::sin(60 * kDegree) / 50}),
                1 + 20 * std::tan(60 * kDegree) / 50, 1e-12);
    EXPECT_TRUE(is_missing(depth_by_form(relation, {})));
    EXPECT_TRUE(is_missing(depth_by_form(
        relation, {.slope = 1.2, .profile_curvature = 0.1, .tangential_curvature = kMissing})));
}

/// The line is fitted again without each point: what the leverage spares.
TEST(SoilRelation, LeftOutValuesAreThoseOfTheLineOfTheOtherPoints) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> share(0, 1);
    std::vector<LinePoint> points;
    for (int point = 0; point < 25; ++point) {
        const double x = share(random);
        points.push_back({x, 1 - x + share(random)});
    }
    const std::vector<double> values = left_out_values(points, fitted_line(points));
    for (std::size_t number = 0; number < points.size(); ++number) {
        std::vector<LinePoint> others = points;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(number));
        const Line line = fitted_line(others);
        EXPECT_NEAR(values[number], line.at_zero + line.rise * points[number].x, 1e-9);
    }
    const std::vector<LinePoint> one_apart{{1, 1}, {1, 2}, {1, 3}, {5, 4}};
    EXPECT_TRUE(is_missing(left_out_values(one_apart, fitted_line(one_apart))[3]));
    EXPECT_FALSE(is_missing(left_out_values(one_apart, fitted_line(one_apart))[0]));
}

TEST(SoilRelation, DepthOfTheLineInvertsItsPoints) {
    const SoilGround ground{.elevation = 500,
                            .slope = 0.4,
                            .wetness_index = 7,
                            .profile_curvature = 0.01,
                            .tangential_curvature = 0.02};
    for (std::size_t number = 0; number < kRelationNames.size(); ++number) {
        const auto relation = static_cast<SoilRelation>(number);
        EXPECT_NEAR(depth_of_line(relation, line_point(relation, ground, 1.3)->y, ground), 1.3,
                    1e-12);
    }
}

constexpr Extent kExtent{30, 40};

FieldSet ground_fields(Extent extent = kExtent) {
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> elevation(extent);
    Raster<float> slope(extent);
    Raster<float> wetness(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        elevation(row, col) = 200 + 30 * static_cast<float>(row);
        slope(row, col) = 0.02F * static_cast<float>(col);
        wetness(row, col) = 5 + static_cast<float>((row * 7 + col * 3) % 10);
    });
    elevation(0, 0) = kMissing;
    slope(0, 0) = kMissing;
    fields.put(kElevation, std::move(elevation));
    fields.put(kSlope, std::move(slope));
    fields.put(kWetnessIndex, std::move(wetness));
    testing::put_constant(fields, kProfileCurvature, 0.002F);
    testing::put_constant(fields, kTangentialCurvature, 0.001F);
    return fields;
}

/// Points in random cells, at which `depth_at` of the cell was measured.
template <class DepthAt>
void put_points(FieldSet& fields, int count, DepthAt depth_at) {
    std::mt19937_64 random(6);
    FeatureLayer layer{.name = "points", .shape = FeatureShape::point};
    std::vector<double> depths;
    for (int point = 0; point < count; ++point) {
        const Cell cell{1 + static_cast<Index>(random() % 29), static_cast<Index>(random() % 40)};
        depths.push_back(depth_at(SoilGroundFields(fields).at(cell.row, cell.col)));
        layer.places.push_back(fields.grid().centre(cell));
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {{"name", Unit::one, "", std::vector<std::string>(depths.size())},
                        {"depth", Unit::metre, "", std::move(depths)}};
    fields.put(kSoilDepthPoints, std::make_shared<const FeatureLayer>(std::move(layer)));
}

Raster<float> calibrated(FieldSet& fields, const ParamTexts& settings = {}) {
    testing::run_model("soil_depth_calibration", {}, fields);
    testing::run_model("soil_depth_calibrated", settings, fields);
    return testing::take_raster(fields, kSoilDepth);
}

TEST(SoilDepthCalibration, FindsTheRelationThePointsWereMadeWith) {
    FieldSet fields = ground_fields();
    put_points(fields, 60,
               [](const SoilGround& ground) { return 3 * std::exp(-2 * ground.slope); });
    const auto depth = calibrated(fields);
    const FeatureLayer& fit = fields.features(kSoilDepthFit);
    EXPECT_NEAR(fit.values<double>("at_zero")[1], std::log(3), 1e-6);
    EXPECT_NEAR(fit.values<double>("rise")[1], -2, 1e-5);
    EXPECT_NEAR(fit.values<double>("explained")[1], 1, 1e-9);
    EXPECT_EQ(fit.values<std::int32_t>("points")[1], 60);
    EXPECT_LT(fit.values<double>("explained")[0], 0.5);
    EXPECT_NEAR(depth(10, 20), 3 * std::exp(-2 * 0.4), 1e-5);
    EXPECT_TRUE(is_missing(depth(0, 0)));
    EXPECT_EQ(fields.features(kSoilDepthResiduals).size(), 60U);
    EXPECT_EQ(fields.notes().size(), 6U);
}

TEST(SoilDepthCalibration, OfNoisyPointsIsNearAndStatesItsError) {
    FieldSet fields = ground_fields();
    std::mt19937_64 random(2);
    std::normal_distribution<double> noise(0, 0.1);
    put_points(fields, 400, [&](const SoilGround& ground) {
        return 2.5 - 0.001 * ground.elevation + noise(random);
    });
    calibrated(fields);
    const FeatureLayer& fit = fields.features(kSoilDepthFit);
    EXPECT_NEAR(fit.values<double>("rise")[0], -0.001, 1e-4);
    EXPECT_NEAR(fit.values<double>("error")[0], 0.1, 0.02);
    // Elevations are even over 870 m: their part has the variance 0.87^2 / 12, the noise 0.1^2.
    EXPECT_NEAR(fit.values<double>("explained")[0], 1 - 0.01 / (0.01 + 0.87 * 0.87 / 12), 0.04);
}

TEST(SoilDepthCalibration, StaysWithinWhatWasMeasured) {
    FieldSet fields = ground_fields();
    put_points(fields, 20, [](const SoilGround& ground) { return 0.0015 * ground.elevation; });
    const auto& depths = fields.features(kSoilDepthPoints).values<double>("depth");
    const double most = *std::max_element(depths.begin(), depths.end());
    const auto depth = calibrated(fields, {{"relation", "elevation"}});
    for (Index row = 1; row < kExtent.rows; ++row) {
        EXPECT_LE(depth(row, 3), static_cast<float>(most));
    }
}

TEST(SoilDepthCalibration, RefusesTooFewPointsAndRelationsThatDoNotServe) {
    FieldSet few = ground_fields();
    put_points(few, 2, [](const SoilGround&) { return 1.0; });
    EXPECT_THROW(calibrated(few), InputError);
    FieldSet fields = ground_fields();
    testing::put_constant(fields, kProfileCurvature, -0.002F);  // concave everywhere
    testing::put_constant(fields, kTangentialCurvature, 0);
    put_points(fields, 30, [](const SoilGround& ground) { return 1 + ground.slope; });
    EXPECT_THROW(calibrated(fields, {{"relation", "curvature"}}), InputError);
    EXPECT_EQ(fields.features(kSoilDepthFit).values<std::int32_t>("points")[4], 0);
}

/// Depths which have nothing to do with the ground.
FieldSet unrelated_points(unsigned seed = 9) {
    FieldSet fields = ground_fields();
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> depth(0.5, 2.5);
    put_points(fields, 40, [&](const SoilGround&) { return depth(random); });
    return fields;
}

TEST(SoilDepthCalibration, OfUnrelatedPointsIsTheirMeanWithANoteThatSaysSo) {
    FieldSet fields = unrelated_points();
    const auto depth = calibrated(fields);
    const auto& measured = fields.features(kSoilDepthPoints).values<double>("depth");
    const double mean = std::accumulate(measured.begin(), measured.end(), 0.0) / 40;
    EXPECT_FLOAT_EQ(depth(10, 20), static_cast<float>(mean));
    EXPECT_FLOAT_EQ(depth(29, 39), static_cast<float>(mean));
    EXPECT_NE(fields.notes().back().find("NO RELATION TELLS THE DEPTH"), std::string::npos);
    // The error of the mean of the others is n / (n - 1) of that of the mean of all.
    double squares = 0;
    for (const double value : measured) {
        squares += (value - mean) * (value - mean);
    }
    EXPECT_NEAR(fields.features(kSoilDepthFit).values<double>("error_of_mean")[0],
                40.0 / 39 * std::sqrt(squares / 40), 1e-9);
}

/// Among four relations and 40 points one can look good by chance, but seldom.
TEST(SoilDepthCalibration, SeldomTrustsARelationOfUnrelatedPoints) {
    int means = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        FieldSet fields = unrelated_points(seed);
        calibrated(fields);
        means += fields.notes().back().find("NO RELATION") != std::string::npos ? 1 : 0;
    }
    EXPECT_GE(means, 54);
    RecordProperty("means", means);
}

TEST(SoilDepthCalibration, RefusesAChosenRelationThatTellsNothing) {
    FieldSet fields = unrelated_points();
    EXPECT_THROW(calibrated(fields, {{"relation", "elevation"}}), InputError);
    EXPECT_THROW(calibrated(fields, {{"relation", "elevation"}, {"minimum_r2", "0"}}), InputError)
        << "worse than the mean on points left out";
    calibrated(fields, {{"relation", "mean"}});
    EXPECT_EQ(fields.notes().back().find("NO RELATION"), std::string::npos);
}

TEST(SoilDepthCalibration, ExplainsAtLeastWhatIsAskedFor) {
    FieldSet fields = ground_fields();
    std::mt19937_64 random(2);
    std::normal_distribution<double> noise(0, 0.5);
    put_points(fields, 300, [&](const SoilGround& ground) {
        return 4 - 0.001 * ground.elevation + noise(random);
    });  // R2 about 0.063 / (0.063 + 0.25) = 0.2
    calibrated(fields, {{"relation", "elevation"}});
    EXPECT_THROW(calibrated(fields, {{"relation", "elevation"}, {"minimum_r2", "0.5"}}),
                 InputError);
}

TEST(SoilDepthCalibration, MeanIsMissingWhereNothingOfTheGroundIsKnown) {
    FieldSet fields = unrelated_points();
    Raster<float> wetness(kExtent, 7.0F);
    wetness(0, 0) = kMissing;
    fields.put(kWetnessIndex, std::move(wetness));
    for (const FieldSpec& field : {kProfileCurvature, kTangentialCurvature}) {
        Raster<float> curvature(kExtent, 0.001F);
        curvature(0, 0) = kMissing;
        fields.put(field, std::move(curvature));
    }
    const auto depth = calibrated(fields, {{"relation", "mean"}});
    EXPECT_TRUE(is_missing(depth(0, 0)));
    EXPECT_FALSE(is_missing(depth(0, 1)));
}

TEST(SoilDepthCalibration, CountsPointsBesideTheGridInANote) {
    FieldSet fields = ground_fields();
    put_points(fields, 30, [](const SoilGround& ground) { return 1 + ground.slope; });
    FeatureLayer moved = fields.features(kSoilDepthPoints);
    moved.places.front().x = -1e6;
    fields.put(kSoilDepthPoints, std::make_shared<const FeatureLayer>(std::move(moved)));
    calibrated(fields);
    EXPECT_NE(fields.notes().front().find("1 of 30"), std::string::npos);
}

Raster<float> depth_by(const std::string& model, const ParamTexts& settings) {
    FieldSet fields = ground_fields();
    testing::run_model(model, settings, fields);
    return testing::take_raster(fields, kSoilDepth);
}

struct Case {
    std::string model;
    ParamTexts settings;
};

std::vector<Case> cases() {
    const ParamTexts depths{{"lower_depth", "2 m"}, {"upper_depth", "0.5 m"}};
    const auto with = [&](ParamTexts more) {
        more.insert(depths.begin(), depths.end());
        return more;
    };
    return {
        {"soil_depth_by_elevation",
         with({{"lower_elevation", "200 m"}, {"upper_elevation", "800 m"}})},
        {"soil_depth_by_gradient", with({{"lower_slope", "0 deg"}, {"upper_slope", "40 deg"}})},
        {"soil_depth_by_wetness",
         with({{"lower_wetness_index", "5"}, {"upper_wetness_index", "15"}})},
        {"soil_depth_by_curvature", {{"production", "0.2 mm/yr"}, {"diffusivity", "0.01 m2/yr"}}},
        {"soil_depth_geomorphic", {{"mean_depth", "1 m"}, {"curvature_effect", "50 m2"}}}};
}

TEST(SoilDepthModels, FollowTheirRelation) {
    EXPECT_FLOAT_EQ(depth_by(cases()[0].model, cases()[0].settings)(10, 5), 1.25F);
    EXPECT_NEAR(depth_by(cases()[1].model, cases()[1].settings)(10, 20),
                2 - 1.5 * std::tan(0.4) / std::tan(40 * kDegree), 1e-6);
    EXPECT_FLOAT_EQ(depth_by(cases()[2].model, cases()[2].settings)(1, 1), 2.0F);
    const double curvature =
        creep_curvature({.slope = 0.4, .profile_curvature = 0.002, .tangential_curvature = 0.001});
    EXPECT_NEAR(depth_by(cases()[3].model, cases()[3].settings)(10, 20),
                0.5 * std::log(2 * 2e-4 / (0.01 * curvature)) / std::cos(0.4), 1e-5);
    EXPECT_NEAR(depth_by(cases()[4].model, cases()[4].settings)(10, 20),
                1 - 50 * curvature / std::cos(0.4), 1e-5);
}

TEST(SoilDepthModels, HaveTheSameBitsOnAnyNumberOfThreads) {
    for (const Case& tested : cases()) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            return depth_by(tested.model, tested.settings);
        })) << tested.model;
    }
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = ground_fields();
        put_points(fields, 60, [](const SoilGround& ground) { return 1 + ground.slope; });
        return calibrated(fields);
    }));
}

TEST(SoilDepthModels, RefuseBoundsInTheWrongOrder) {
    ParamTexts settings = cases()[0].settings;
    settings["upper_elevation"] = "100 m";
    EXPECT_THROW(depth_by("soil_depth_by_elevation", settings), InputError);
}

TEST(SoilDepthModels, OfMissingGroundIsMissing) {
    EXPECT_TRUE(is_missing(depth_by(cases()[0].model, cases()[0].settings)(0, 0)));
    EXPECT_TRUE(is_missing(depth_by(cases()[1].model, cases()[1].settings)(0, 0)));
    EXPECT_TRUE(is_missing(depth_by(cases()[3].model, cases()[3].settings)(0, 0)));
    EXPECT_TRUE(is_missing(depth_by(cases()[4].model, cases()[4].settings)(0, 0)));
}

}  // namespace
}  // namespace hazone::models
