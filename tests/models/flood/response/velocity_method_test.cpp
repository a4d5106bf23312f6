#include "models/flood/response/velocity_method.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::number;
using hazone::testing::put_constant;
using hazone::testing::run_model;
using hazone::testing::take_raster;

constexpr double kFoot = 0.3048;
constexpr double kInch = 0.0254;

double minutes_of(const testing::Answer& answer) {
    const double length = kFoot * number(answer, "length_ft");
    const double slope = number(answer, "slope");
    if (answer.at("flow") == "sheet") {
        return sheet_flow_time({number(answer, "roughness"), kInch * number(answer, "rain_in")},
                               length, slope) /
               60;
    }
    const double velocity =
        answer.at("flow") == "shallow"
            ? shallow_velocity(kFoot * number(answer, "coefficient_ft_s"), slope)
            : manning_velocity(kFoot * number(answer, "radius_ft"), slope,
                               number(answer, "roughness"));
    return length / velocity / 60;
}

TEST(VelocityMethod, GivesThePublishedTravelTimes) {
    double of_release_55 = 0;
    double of_hec_22 = 0;
    Index row = 0;
    for (const testing::Answer& answer : testing::read_answers("velocity_method.csv")) {
        const double minutes = minutes_of(answer);
        EXPECT_NEAR(minutes, number(answer, "expected_min"), number(answer, "tolerance_min"))
            << answer.at("source");
        (row++ < 3 ? of_release_55 : of_hec_22) += minutes;
    }
    EXPECT_NEAR(of_release_55 / 60, 1.53, 0.005);
    EXPECT_NEAR(of_hec_22, 52.2, 0.1);
}

// n and k (ft/s) of table 15-3, NEH 630 chapter 15: all of a depth of 0.2 ft.
TEST(VelocityMethod, HasTheCoefficientsOfTheHandbook) {
    const std::map<double, double> table{{0.025, 20.328}, {0.051, 9.965}, {0.058, 8.762},
                                         {0.073, 6.962},  {0.101, 5.032}, {0.202, 2.516}};
    for (const auto& [roughness, coefficient] : table) {
        EXPECT_NEAR(shallow_coefficient(roughness) / kFoot, coefficient, 0.002);
    }
    EXPECT_NEAR(manning_velocity(0.4 * kFoot, 1, 0.05) / kFoot, 16.135, 0.002);
}

TEST(VelocityMethod, IsMissingWhereAnArgumentIs) {
    EXPECT_TRUE(is_missing(sheet_flow_time({0.4, 0.1}, kMissing, 0.1)));
    EXPECT_TRUE(is_missing(sheet_flow_time({0.4, 0.1}, 30, kMissing)));
    EXPECT_TRUE(is_missing(shallow_velocity(kMissing, 0.1)));
    EXPECT_TRUE(is_missing(manning_velocity(1, 0.01, kMissing)));
}

/// Settings without which the model does not run, and some more.
ParamTexts with(ParamTexts more) {
    more.insert({{"depth_of_1_km2", "0.5 m"}, {"depth_exponent", "0.3"}});
    return more;
}

/// A row of cells of 100 m to the east, each 5 m below the one before; the last two but one are
/// a stream.
FieldSet row_of_five() {
    FieldSet fields(hazone::testing::plain_grid({1, 5}, 100));
    Raster<float> height({1, 5});
    Raster<double> area({1, 5});
    Raster<std::uint8_t> stream({1, 5}, 0);
    for (Index col = 0; col < 5; ++col) {
        height(0, col) = static_cast<float>(20 - 5 * col);
        area(0, col) = 1e4 * static_cast<double>(col + 1);
    }
    stream(0, 2) = 1;
    stream(0, 3) = 1;
    fields.put(kFilledElevation, std::move(height));
    fields.put(kContributingArea, std::move(area));
    fields.put(kStreamNetwork, std::move(stream));
    fields.put(kFlowDirection, Raster<std::uint8_t>({1, 5}, direction_code(0)));
    return fields;
}

Raster<float> times_of(FieldSet fields, const ParamTexts& settings) {
    run_model("velocity_method", with(settings), fields);
    return take_raster(fields, kConcentrationTime);
}

// Slope 0.05 throughout. Sheet: 30 m = 98.425 ft, n 0.4, 0.1 m = 3.937 in:
//   0.007 39.370^0.8 / (1.98422 0.05^0.4) = 0.007 18.8856 / (1.98422 0.301709) = 0.220831 h
// Shallow, woodland: 5.032 ft/s = 1.533754 m/s, 0.342958 m/s: 70 m 204.107 s, 100 m 291.581 s.
// Channel at 0.03 km2: width 2.7 0.03^0.352 = 0.785797 m, depth 0.5 0.03^0.3 = 0.174625 m, radius
//   0.137220 / 1.135047 = 0.120893 m, 0.244494 0.223607 / 0.05 = 1.093411 m/s: 91.457 s.
TEST(VelocityMethodModel, EqualsARowWorkedByHand) {
    const Raster<float> time = times_of(row_of_five(), {});
    const double first = 3600 * 0.220831 + 204.107;
    EXPECT_EQ(time(0, 0), 360);  // no path at all: the shortest time
    EXPECT_NEAR(time(0, 1), first, 0.1);
    EXPECT_NEAR(time(0, 2), first + 291.581, 0.1);
    EXPECT_NEAR(time(0, 3), first + 291.581 + 91.457, 0.1);
    EXPECT_EQ(times_of(row_of_five(), {{"shortest_time", "0 s"}})(0, 0), 0);
}

/// A row of cells of 10 m to the east, without streams.
Raster<float> times_on(Raster<float> height) {
    const Extent extent = height.extent();
    FieldSet fields(hazone::testing::plain_grid(extent, 10));
    fields.put(kFilledElevation, std::move(height));
    fields.put(kContributingArea, Raster<double>(extent, 100.0));
    fields.put(kStreamNetwork, Raster<std::uint8_t>(extent, 0));
    fields.put(kFlowDirection, Raster<std::uint8_t>(extent, direction_code(0)));
    return times_of(std::move(fields), {{"sheet_length", "25 m"}, {"shortest_time", "0 s"}});
}

// Two steps and half of the third are sheet flow.
TEST(VelocityMethodModel, SheetFlowGoesOnOverSeveralCells) {
    const SheetFlow sheet{0.4, 0.1};
    const auto shallow = [](double slope) { return shallow_velocity(5.032 * kFoot, slope); };
    const Raster<float> even = times_on(hazone::testing::grid<float>({{8, 6, 4, 2, 0}}));
    EXPECT_NEAR(even(0, 1), sheet_flow_time(sheet, 10, 0.2), 0.01);
    EXPECT_NEAR(even(0, 2), sheet_flow_time(sheet, 20, 0.2), 0.01);
    EXPECT_NEAR(even(0, 3), sheet_flow_time(sheet, 25, 0.2) + 5 / shallow(0.2), 0.01);
    EXPECT_NEAR(even(0, 4), sheet_flow_time(sheet, 25, 0.2) + 15 / shallow(0.2), 0.01);
    const Raster<float> steeper = times_on(hazone::testing::grid<float>({{16, 15, 10, 0, -4}}));
    const double second = sheet_flow_time(sheet, 20, 0.5) - sheet_flow_time(sheet, 10, 0.5);
    const double third = sheet_flow_time(sheet, 25, 1) - sheet_flow_time(sheet, 20, 1);
    EXPECT_NEAR(
        steeper(0, 4),
        sheet_flow_time(sheet, 10, 0.1) + second + third + 5 / shallow(1) + 10 / shallow(0.4),
        0.01);
}

FieldSet storm(Extent extent, std::uint64_t seed) {
    return hazone::testing::storm_ground(extent, seed, {0.01F}, 3600);
}

/// Seconds of the step out of a cell, but for the sheet flow.
double step_time(const FieldSet& fields, Cell from, Cell to, double share) {
    const auto height = fields.read(kFilledElevation);
    const double step = fields.grid().cell_size *
                        step_length(neighbour_of(fields.read<std::uint8_t>(kFlowDirection)(from)));
    const double slope = std::max((double{height(from)} - double{height(to)}) / step, 1e-3);
    if (fields.read<std::uint8_t>(kStreamNetwork)(from) != 1) {
        return share * step / shallow_velocity(5.032 * kFoot, slope);
    }
    const double area = 1e-6 * fields.read<double>(kContributingArea)(from);
    const double width = 2.7 * std::pow(area, 0.352);
    const double depth = 0.5 * std::pow(area, 0.3);
    return share * step / manning_velocity(width * depth / (width + 2 * depth), slope, 0.05);
}

/// Walks down from a cell and raises the longest time of each cell on the way.
void walk_down(const FieldSet& fields, Cell from, Raster<double>& longest) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    double time = 0;
    for (Cell to = from; flow_on(direction, to); from = to) {
        time += step_time(fields, from, to, 1);
        longest(to.row, to.col) = std::max(longest(to.row, to.col), time);
    }
}

// Each cell walks down by itself; no path meets another.
TEST(VelocityMethodModel, IsTheLongestOfAllWalksFromAbove) {
    Index compared = 0;
    for (const std::uint64_t seed : {1U, 2U, 5U}) {
        FieldSet fields = storm({40, 33}, seed);
        const auto direction = fields.read<std::uint8_t>(kFlowDirection);
        run_model("velocity_method", with({{"sheet_length", "0 m"}, {"shortest_time", "0 s"}}),
                  fields);
        const auto time = fields.read(kConcentrationTime);
        Raster<double> longest(fields.extent(), 0.0);
        for (Index place = 0; place < longest.size(); ++place) {
            const Cell cell{place / 33, place % 33};
            if (direction(cell) != kNoDirection) {
                walk_down(fields, cell, longest);
            }
        }
        for (Index place = 0; place < longest.size(); ++place) {
            const Cell cell{place / 33, place % 33};
            ASSERT_EQ(is_missing(time(cell)), direction(cell) == kNoDirection);
            if (direction(cell) != kNoDirection) {
                const double expected = longest(cell.row, cell.col);
                ASSERT_NEAR(time(cell), expected, 1e-5 * expected);
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 2000);
}

TEST(VelocityMethodModel, GrowsDownstreamAndWithTheRoughness) {
    const FieldSet ground = storm({40, 33}, 1);
    const auto direction = ground.read<std::uint8_t>(kFlowDirection);
    const auto largest_with = [](const ParamTexts& settings) {
        const Raster<float> time = times_of(storm({40, 33}, 1), settings);
        float largest = 0;
        for (Index place = 0; place < time.size(); ++place) {
            largest = std::max(largest, time.data()[place]);  // a missing one is no larger
        }
        return largest;
    };
    const Raster<float> time = times_of(storm({40, 33}, 1), {});
    Index compared = 0;
    for (Index row = 0; row < 40; ++row) {
        for (Index col = 0; col < 33; ++col) {
            Cell next{row, col};
            if (direction(row, col) != kNoDirection && flow_on(direction, next)) {
                ASSERT_LE(time(row, col), time(next.row, next.col));
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 1000);
    const float usual = largest_with({});
    EXPECT_GT(largest_with({{"sheet_roughness", "0.8"}}), usual);
    EXPECT_LT(largest_with({{"two_year_rain", "200 mm"}}), usual);
    EXPECT_GT(largest_with({{"channel_roughness", "0.1"}}), usual);
    EXPECT_GT(largest_with({{"least_slope", "0.000001"}, {"surface", "forest_litter"}}), usual);
    float before = 0;
    for (const char* surface : {"pavement", "grassed_waterway", "bare", "row_crops", "short_grass",
                                "woodland", "forest_litter"}) {
        const float own = largest_with({{"surface", surface}});
        EXPECT_GT(own, before) << surface;
        before = own;
    }
}

// The roughness of table 15-3 gives what its word gives.
TEST(VelocityMethodModel, TakesTheRoughnessOfTheGroundWhereItIsGiven) {
    FieldSet fields = row_of_five();
    put_constant(fields, kManningRoughness, 0.202F);
    const Raster<float> by_field = times_of(std::move(fields), {});
    const Raster<float> by_word = times_of(row_of_five(), {{"surface", "forest_litter"}});
    for (Index col = 0; col < 5; ++col) {
        EXPECT_NEAR(by_field(0, col) / by_word(0, col), 1, 1e-3);
    }
}

TEST(VelocityMethodModel, AMissingCellMakesAllBelowItMissing) {
    for (const FieldSpec* hole : {&kFilledElevation, &kManningRoughness}) {
        FieldSet fields = row_of_five();
        put_constant(fields, kManningRoughness, 0.1F);
        fields.write (*hole)(0, 1) = kMissing;
        const Raster<float> time = times_of(std::move(fields), {});
        EXPECT_EQ(time(0, 0), 360) << hole->name;
        for (Index col = 1; col < 5; ++col) {
            EXPECT_TRUE(is_missing(time(0, col))) << hole->name << col;
        }
    }
    FieldSet fields = row_of_five();
    fields.write<std::uint8_t>(kStreamNetwork)(0, 2) = kNoDirection;
    const Raster<float> time = times_of(std::move(fields), {});
    EXPECT_FALSE(is_missing(time(0, 1)));
    EXPECT_TRUE(is_missing(time(0, 2)));
    EXPECT_TRUE(is_missing(time(0, 3)));
}

TEST(VelocityMethodModel, LeavesAMissingWidthToTheHydraulicGeometry) {
    FieldSet fields = row_of_five();
    put_constant(fields, kChannelWidth, kMissing);
    const Raster<float> time = times_of(std::move(fields), {});
    EXPECT_EQ(hazone::testing::cells(time), hazone::testing::cells(times_of(row_of_five(), {})));
    FieldSet wide = row_of_five();
    put_constant(wide, kChannelWidth, 3);
    EXPECT_LT(times_of(std::move(wide), {})(0, 4), time(0, 4));
}

TEST(VelocityMethodModel, ServesGroundOfAnyShape) {
    for (const Extent extent : hazone::testing::awkward_extents()) {
        const FieldSet fields = storm(extent, 2);
        const auto direction = fields.read<std::uint8_t>(kFlowDirection);
        const Raster<float> time = times_of(storm(extent, 2), {});
        for (Index row = 0; row < extent.rows; ++row) {
            for (Index col = 0; col < extent.cols; ++col) {
                ASSERT_EQ(is_missing(time(row, col)), direction(row, col) == kNoDirection);
            }
        }
    }
    FieldSet ring(hazone::testing::plain_grid({1, 2}));  // a cycle of directions has no time
    put_constant(ring, kFilledElevation, 1);
    ring.put(kContributingArea, Raster<double>({1, 2}, 100.0));
    ring.put(kStreamNetwork, Raster<std::uint8_t>({1, 2}, 0));
    ring.put(kFlowDirection, hazone::testing::grid<std::uint8_t>({{1, 16}}));
    EXPECT_TRUE(is_missing(times_of(std::move(ring), {})(0, 1)));
}

TEST(VelocityMethodModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        return times_of(storm({90, 70}, 3), {});
    }));
}

}  // namespace
}  // namespace hazone::models
