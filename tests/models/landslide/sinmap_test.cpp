#include "models/landslide/sinmap.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "models/landslide/stability_plot.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/program.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using testing::number;

constexpr double kDegree = kRightAngle / 90;
const double kHalfRoot = std::sqrt(0.5);

SinmapRanges usual_ranges() {
    return {.cohesion = {0, 0.25},
            .friction = {std::tan(30 * kDegree), std::tan(45 * kDegree)},
            .rain = {1.0 / 3000, 1.0 / 2000},
            .water_share = 0.5};
}

/// On a slope of 45 degrees which drains at once, FS > 1 is C sqrt(2) + tan(phi) > 1.
TEST(Sinmap, IsTheAreaOfATriangleWhereTheSoilIsDry) {
    const SinmapRanges ranges{.cohesion = {0, 0.2 * kHalfRoot},
                              .friction = {0.6, 1},
                              .rain = {1e-4, 1e-3},
                              .water_share = 0.5};
    EXPECT_NEAR(stability_index_of(45 * kDegree, 0, ranges), 0.1 / 0.4, 1e-12);
}

/// Without cohesion and with one friction, FS > 1 is w < (1 - tan(slope) / tan(phi)) / r.
TEST(Sinmap, IsAShareOfTheRainWhereTheSoilIsKnown) {
    const SinmapRanges ranges{
        .cohesion = {0, 0}, .friction = {1, 1}, .rain = {0.001, 0.005}, .water_share = 0.5};
    const double slope = std::atan(0.8);
    const double area = 100;
    const double rain_of_failure = (1 - 0.8) / 0.5 * std::sin(slope) / area;
    EXPECT_NEAR(stability_index_of(slope, area, ranges), (rain_of_failure - 0.001) / 0.004, 1e-12);
}

TEST(Sinmap, IsTheWorstSafetyFactorWhereThatIsAboveOne) {
    const SinmapRanges ranges = usual_ranges();
    const double slope = std::atan(0.25);  // half the friction is left when saturated
    EXPECT_NEAR(stability_index_of(slope, 1e6, ranges), 0.5 * std::tan(30 * kDegree) / 0.25, 1e-12);
    EXPECT_EQ(stability_index_of(0.001, 1e6, ranges), kHighestStability);
}

TEST(Sinmap, IsNoProbabilityWhereTheStrongestSoilFails) {
    EXPECT_EQ(stability_index_of(60 * kDegree, 100, usual_ranges()), 0);
}

TEST(Sinmap, EqualsTheReferenceProgram) {
    const auto folder = testing::shared_folder();
    const auto file = folder / "oracles/landslide/sinmap/sindex_oracle.csv";
    if (folder.empty() || !std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is absent; set HAZONE_SHARED to the folder of the shared data";
    }
    int compared = 0;
    for (const testing::Answer& answer : testing::read_answer_file(file)) {
        const SinmapRanges ranges{
            .cohesion = {number(answer, "C1"), number(answer, "C2")},
            .friction = {std::tan(number(answer, "phi1_deg") * kDegree),
                         std::tan(number(answer, "phi2_deg") * kDegree)},
            .rain = {1 / number(answer, "TR2_m"), 1 / number(answer, "TR1_m")},
            .water_share = number(answer, "r")};
        const double index = stability_index_of(std::atan(number(answer, "tan_slope")),
                                                number(answer, "sca_m"), ranges);
        const double expected = number(answer, "SI");
        EXPECT_NEAR(index, expected, 1e-9 * expected) << "row " << compared;
        ++compared;
    }
    EXPECT_EQ(compared, 420);
}

/// Share of the samples whose safety factor is above 1.
double sampled_share(double slope, double area, const SinmapRanges& ranges, int samples) {
    std::mt19937_64 random(11);
    const auto draw = [&](const Between& range) {
        return std::uniform_real_distribution<double>(range.low, range.high)(random);
    };
    int stable = 0;
    for (int sample = 0; sample < samples; ++sample) {
        const double wetness = std::min(draw(ranges.rain) * area / std::sin(slope), 1.0);
        const double cohesion = draw(ranges.cohesion);
        const double resistance =
            cohesion + std::cos(slope) * (1 - wetness * ranges.water_share) * draw(ranges.friction);
        stable += resistance > std::sin(slope) ? 1 : 0;
    }
    return static_cast<double>(stable) / samples;
}

TEST(Sinmap, IsTheShareOfAMonteCarloSample) {
    constexpr int kSamples = 200'000;
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> share(0, 1);
    int compared = 0;
    for (int trial = 0; trial < 60; ++trial) {
        SinmapRanges ranges = usual_ranges();
        ranges.cohesion.high = 0.01 + 0.3 * share(random);
        ranges.rain.high = ranges.rain.low * (1 + 3 * share(random));
        const double slope = 0.3 + 0.6 * share(random);
        const double area = 10 + 2000 * share(random);
        const double index = stability_index_of(slope, area, ranges);
        if (index < 1) {
            const double error = std::sqrt(index * (1 - index) / kSamples);
            EXPECT_NEAR(sampled_share(slope, area, ranges, kSamples), index, 5 * error + 1e-12)
                << trial;
            ++compared;
        }
    }
    EXPECT_GT(compared, 30);
}

TEST(Sinmap, DoesNotLoseDigitsWhereARangeIsNarrow) {
    SinmapRanges ranges = usual_ranges();
    ranges.rain = {1e-3, 1e-3};
    const double one_rain = stability_index_of(0.6, 200, ranges);
    ranges.rain.high += 1e-15;
    EXPECT_NEAR(stability_index_of(0.6, 200, ranges), one_rain, 1e-10);
    ASSERT_GT(one_rain, 0.01);
    ASSERT_LT(one_rain, 0.99);
}

TEST(Sinmap, SteeperWetterWeakerIsNeverMoreStable) {
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> share(0, 1);
    for (int trial = 0; trial < 5000; ++trial) {
        const SinmapRanges ranges = usual_ranges();
        SinmapRanges weaker = ranges;
        weaker.cohesion.high -= 0.2 * share(random);
        const double slope = 1.2 * share(random);
        const double area = 3000 * share(random);
        const double index = stability_index_of(slope, area, ranges);
        EXPECT_LE(stability_index_of(slope + 0.1 * share(random), area, ranges), index + 1e-12);
        EXPECT_LE(stability_index_of(slope, area + 500 * share(random), ranges), index + 1e-12);
        EXPECT_LE(stability_index_of(slope, area, weaker), index + 1e-12);
    }
}

TEST(Sinmap, MissingInIsMissingOut) {
    EXPECT_TRUE(is_missing(stability_index_of(kMissing, 10, usual_ranges())));
    EXPECT_TRUE(is_missing(stability_index_of(0.5, kMissing, usual_ranges())));
    EXPECT_TRUE(is_missing(stability_index_of(0, kMissing, usual_ranges())));
    EXPECT_EQ(stability_index_of(0, 10, usual_ranges()), kHighestStability);
    EXPECT_EQ(stability_class_of(kMissing), kNoClass);
}

TEST(Sinmap, ClassesAreThoseOfTheManual) {
    EXPECT_EQ(stability_class_of(10), 1);
    EXPECT_EQ(stability_class_of(1.5F), 1);
    EXPECT_EQ(stability_class_of(1.49F), 2);
    EXPECT_EQ(stability_class_of(1.25F), 2);
    EXPECT_EQ(stability_class_of(1.24F), 3);
    EXPECT_EQ(stability_class_of(1), 3);
    EXPECT_EQ(stability_class_of(0.99F), 4);
    EXPECT_EQ(stability_class_of(0.5F), 4);
    EXPECT_EQ(stability_class_of(0.49F), 5);
    EXPECT_EQ(stability_class_of(1e-9F), 5);
    EXPECT_EQ(stability_class_of(0), 6);
}

FieldSet run_sinmap(Extent extent, const ParamTexts& settings) {
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> slope(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        slope(row, col) = static_cast<float>(row * extent.cols + col) / 600.0F;
    });
    if (extent.size() > 1) {
        slope(0, 1) = kMissing;
    }
    fields.put(kSlope, std::move(slope));
    testing::put_constant(fields, kSpecificCatchmentArea, 400);
    testing::run_model("sinmap", settings, fields);
    return fields;
}

TEST(SinmapModel, GoesFromStableToDefendedAsSlopesSteepen) {
    const FieldSet fields = run_sinmap({20, 30}, {});
    const auto index = fields.read(kStabilityIndex);
    const auto number = fields.read<std::uint8_t>(kStabilityClass);
    EXPECT_EQ(index(0, 0), kHighestStability);
    EXPECT_EQ(number(0, 0), 1);
    EXPECT_TRUE(is_missing(index(0, 1)));
    EXPECT_EQ(number(0, 1), kNoClass);
    EXPECT_EQ(number(19, 29), 6);
    const float* first = index.row(0) + 2;
    EXPECT_TRUE(std::is_sorted(first, index.row(19) + 30, std::greater<>()));
    EXPECT_EQ(fields.missing_cells(kStabilityIndex), 1);
}

TEST(SinmapModel, OfOneLevelCellIsStable) {
    const FieldSet fields = run_sinmap({1, 1}, {});
    EXPECT_EQ(fields.read<std::uint8_t>(kStabilityClass)(0, 0), 1);
}

TEST(SinmapModel, RefusesRangesInTheWrongOrder) {
    EXPECT_THROW(run_sinmap({2, 2}, {{"lowest_cohesion", "0.3"}}), InputError);
    EXPECT_THROW(run_sinmap({2, 2}, {{"lowest_friction_angle", "50 deg"}}), InputError);
    EXPECT_THROW(run_sinmap({2, 2}, {{"lowest_transmissivity_over_recharge", "4000 m"}}),
                 InputError);
}

TEST(SinmapModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        return std::get<Raster<float>>(run_sinmap({20, 30}, {}).take(kStabilityIndex));
    }));
}

TEST(StabilityPlot, LinesPartTheClasses) {
    const SinmapRanges ranges = usual_ranges();
    for (const double area : {1.0, 50.0, 2000.0, 1e5}) {
        for (const double index : {1.5, 1.25, 1.0, 0.5}) {
            const double slope = slope_of_index(index, area, ranges);
            EXPECT_GE(stability_index_of(slope - 1e-9, area, ranges), index - 1e-12);
            EXPECT_LT(stability_index_of(slope + 1e-9, area, ranges), index);
        }
        const double last = slope_of_index(0, area, ranges);
        EXPECT_GT(stability_index_of(last - 1e-4, area, ranges), 0);
        EXPECT_EQ(stability_index_of(last + 1e-9, area, ranges), 0);
    }
}

TEST(StabilityPlotModel, DrawsTheLineAboveWhichTheWettestSoilIsSaturated) {
    FieldSet fields = run_sinmap({2, 3}, {});
    testing::run_model("stability_plot", {}, fields);
    const FeatureLayer& table = fields.features(kStabilityPlot);
    const auto& series = table.values<std::string>("series");
    const auto row = static_cast<std::size_t>(
        std::find(series.begin(), series.end(), "saturation") - series.begin() + 29);
    EXPECT_NEAR(table.values<double>("slope")[row] * 90 / kRightAngle, 30, 1e-12);
    EXPECT_NEAR(table.values<double>("specific_catchment_area")[row], 0.5 * 2000, 1e-9);
}

TEST(StabilityPlotModel, HoldsCellsLandslidesAndLines) {
    FieldSet fields = run_sinmap({20, 30}, {});
    FeatureLayer points{.name = "points", .shape = FeatureShape::point};
    points.places = {fields.grid().centre({19, 29}), fields.grid().centre({0, 1}), {-1e6, 0}};
    points.first = {0, 1, 2, 3};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>(3)}};
    fields.put(kLandslidePoints, std::make_shared<const FeatureLayer>(std::move(points)));
    testing::run_model("stability_plot", {}, fields);
    const auto& series = fields.features(kStabilityPlot).values<std::string>("series");
    EXPECT_EQ(std::count(series.begin(), series.end(), "cell"), 599);
    EXPECT_EQ(std::count(series.begin(), series.end(), "landslide"), 2);  // one without data
    EXPECT_EQ(std::count(series.begin(), series.end(), "saturation"), 89);
    EXPECT_EQ(std::count(series.begin(), series.end(), "line 1.25"), 81);
    ASSERT_EQ(fields.notes().size(), 2U);
    EXPECT_NE(fields.notes()[1].find("0, 0, 0, 0, 0, 1, and 1 without data"), std::string::npos)
        << fields.notes()[1];
    EXPECT_THROW(testing::run_model("stability_plot", {{"highest_cohesion", "0.1"}}, fields),
                 InputError);
}

}  // namespace
}  // namespace hazone::models
