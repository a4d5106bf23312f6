#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/response/horton_ratios.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::DrawnNetwork;
using hazone::testing::run_model;
using ::testing::HasSubstr;

// Narayan, Dikshit & Dwivedi (2012), International Journal of Advances in Earth Sciences 1(2),
// 68-76, the Varuna: R_A 4.76, R_B 4.28, R_L 2.40, 138 km, 3 m/s: the peak after 13.5 h.
TEST(GeomorphologicPeak, IsThatOfTheVaruna) {
    const GeomorphologicPeak peak = geomorphologic_peak({4.28, 2.40, 4.76}, 138e3, 3);
    EXPECT_NEAR(peak.time / 3600, 13.5, 0.25);
}

// q_p = 1.31 2^0.43 3 / 6 = 0.882438 1/h; t_p = 0.44 6/3 (4/5)^0.55 2^-0.38 = 0.598123 h.
TEST(GeomorphologicPeak, EqualsValuesWorkedByHand) {
    const GeomorphologicPeak peak = geomorphologic_peak({4, 2, 5}, 6000, 3);
    EXPECT_NEAR(peak.rate * 3600, 0.882438, 1e-5);
    EXPECT_NEAR(peak.time / 3600, 0.598123, 1e-5);
    EXPECT_TRUE(is_missing(geomorphologic_peak({kMissing, 2, 5}, 6000, 3).time));
    EXPECT_TRUE(is_missing(geomorphologic_peak({4, kMissing, 5}, 6000, 3).rate));
    EXPECT_TRUE(is_missing(geomorphologic_peak({4, 2, 5}, kMissing, 3).rate));
}

/// The hydrograph of which the formulas are a fit, for a basin of order 3 with a main stream of
/// length 1 and the velocity 1: a drop begins in a stream of some order with a probability by the
/// ratios, stays there for an exponential time of the mean L_i / v, goes on to a higher order, and
/// passes the last in two reservoirs. Gives the peak and its time.
GeomorphologicPeak peak_of_third_order(const HortonRatios& ratios) {
    const double r = ratios.bifurcation;
    const double to_second = (r * r + 2 * r - 2) / (2 * r * r - r);
    const double in_first = r * r / (ratios.area * ratios.area);
    const double in_second = r / ratios.area - (r * r * r + 2 * r * r - 2 * r) /
                                                   (ratios.area * ratios.area * (2 * r - 1));
    const double leave_first = ratios.length * ratios.length;
    const double leave_second = ratios.length;
    constexpr double kLeaveHalf = 2;
    constexpr double kStep = 1e-3;
    double first = in_first;
    double second = in_second;
    double upper = 1 - in_first - in_second;
    double lower = 0;
    GeomorphologicPeak peak;
    for (int step = 0; step < 5000; ++step) {
        if (kLeaveHalf * lower > peak.rate) {
            peak = {kLeaveHalf * lower, step * kStep};
        }
        lower += kStep * kLeaveHalf * (upper - lower);
        upper += kStep * (leave_second * second + leave_first * (1 - to_second) * first -
                          kLeaveHalf * upper);
        second += kStep * (leave_first * to_second * first - leave_second * second);
        first -= kStep * leave_first * first;
    }
    return peak;
}

TEST(GeomorphologicPeak, IsNearTheHydrographOfWhichItIsAFit) {
    for (const HortonRatios& ratios : {HortonRatios{4, 2, 5},
                                       {3, 1.5, 4},
                                       {4, 2.5, 4.5},
                                       {5, 3, 6},
                                       {3.5, 2, 3.6},
                                       {4.28, 2.4, 4.76}}) {
        const GeomorphologicPeak fit = geomorphologic_peak(ratios, 1, 1);
        const GeomorphologicPeak exact = peak_of_third_order(ratios);
        EXPECT_NEAR(fit.rate / exact.rate, 1, 0.07) << ratios.bifurcation;
        EXPECT_NEAR(fit.time / exact.time, 1, 0.06) << ratios.bifurcation;
    }
}

TEST(HortonRatios, AreThoseOfAGeometricSeries) {
    std::vector<OrderStreams> orders;
    for (int order = 0; order < 4; ++order) {
        const double count = std::pow(4.0, 3 - order);
        orders.push_back(
            {count, count * 500 * std::pow(2.5, order), count * 1e6 * std::pow(5, order)});
    }
    const HortonRatios ratios = horton_ratios(orders);
    EXPECT_NEAR(ratios.bifurcation, 4, 1e-12);
    EXPECT_NEAR(ratios.length, 2.5, 1e-12);
    EXPECT_NEAR(ratios.area, 5, 1e-12);
}

// Numbers 9, 2, 1: the line of least squares has the slope (ln 1 - ln 9) / 2, whatever the middle.
TEST(HortonRatios, AreALineOfLeastSquares) {
    const std::vector<OrderStreams> orders{{9, 9, 9}, {2, 4, 20}, {1, 3, 50}};
    const HortonRatios ratios = horton_ratios(orders);
    EXPECT_NEAR(ratios.bifurcation, 3, 1e-12);
    EXPECT_NEAR(ratios.length, std::sqrt(3.0), 1e-12);
    EXPECT_NEAR(ratios.area, std::sqrt(50.0), 1e-12);
}

TEST(HortonRatios, WantTwoOrdersAndLengths) {
    const std::vector<OrderStreams> none;
    const std::vector<OrderStreams> one{{1, 500, 1e6}};
    EXPECT_TRUE(is_missing(horton_ratios(none).bifurcation));
    EXPECT_TRUE(is_missing(horton_ratios(one).bifurcation));
    EXPECT_TRUE(is_missing(horton_ratios(one).length));
    const std::vector<OrderStreams> point{{3, 500, 1e6}, {1, 0, 2e6}};
    EXPECT_NEAR(horton_ratios(point).bifurcation, 3, 1e-12);
    EXPECT_TRUE(is_missing(horton_ratios(point).length));
}

/// The drawn streams with their orders and areas, cells of 100 m, each outlet a basin.
FieldSet drawn_basins(const std::vector<std::string>& rows) {
    DrawnNetwork network(rows);
    const Extent extent = network.direction.extent();
    FieldSet fields(hazone::testing::plain_grid(extent, 100));
    Raster<double> area(extent);
    flow_accumulation(network.direction, area, 1e4);
    fields.put(kContributingArea, std::move(area));
    fields.put(kFlowDirection, std::move(network.direction));
    fields.put(kStreamNetwork, std::move(network.stream));
    run_model("stream_order", {}, fields);
    run_model("outlet_basins", {}, fields);
    return fields;
}

/// The row of the table whose basin has the largest area.
std::size_t largest_of(const FeatureLayer& table) {
    const auto& area = table.values<double>("catchment_area");
    return static_cast<std::size_t>(std::max_element(area.begin(), area.end()) - area.begin());
}

TEST(StreamsAbove, AreCountedAsTheyAreDrawn) {
    FieldSet fields = drawn_basins({">v....",  //
                                    ".>>>>o",  //
                                    ".^.^.."});
    const auto order = fields.read<std::uint8_t>(kStrahlerOrder);
    ASSERT_EQ(order(1, 1), 2);
    const StreamGround ground{.direction = fields.read<std::uint8_t>(kFlowDirection),
                              .order = order,
                              .area = fields.read<double>(kContributingArea),
                              .cell_size = 100};
    const auto above = streams_above(ground, {{1, 5}, {1, 2}, {0, 1}, {0, 5}, {1, 5}});
    // At the outlet: three heads of 200, 100 and 100 m with 2, 1 and 1 cells; 400 m, 9 cells.
    ASSERT_EQ(above[0].size(), 2U);
    EXPECT_EQ(above[0][0].count, 3);
    EXPECT_DOUBLE_EQ(above[0][0].length, 400);
    EXPECT_DOUBLE_EQ(above[0][0].area, 4e4);
    EXPECT_EQ(above[0][1].count, 1);
    EXPECT_DOUBLE_EQ(above[0][1].length, 400);
    EXPECT_DOUBLE_EQ(above[0][1].area, 9e4);
    // In the middle of the first link of order 2: two heads above, 100 m of it.
    ASSERT_EQ(above[1].size(), 2U);
    EXPECT_EQ(above[1][0].count, 2);
    EXPECT_DOUBLE_EQ(above[1][1].length, 100);
    EXPECT_DOUBLE_EQ(above[1][1].area, 5e4);
    // On a head stream, off streams, and the same outlet again.
    ASSERT_EQ(above[2].size(), 1U);
    EXPECT_DOUBLE_EQ(above[2][0].length, 100);
    EXPECT_TRUE(above[3].empty());
    EXPECT_DOUBLE_EQ(above[4][1].length, 400);
}

TEST(GeomorphologicUnitHydrograph, HasARowForEachBasin) {
    FieldSet fields = drawn_basins({">v....",  //
                                    ".>>>>o",  //
                                    ".^.^.."});
    run_model("geomorphologic_unit_hydrograph", {{"stream_velocity", "2 m/s"}}, fields);
    const FeatureLayer& table = fields.features(kGeomorphologicUnitHydrographs);
    const std::size_t row = largest_of(table);
    EXPECT_EQ(table.places.size(), table.size());
    EXPECT_EQ(table.values<std::int32_t>("strahler")[row], 2);
    EXPECT_NEAR(table.values<double>("bifurcation_ratio")[row], 3, 1e-12);
    EXPECT_NEAR(table.values<double>("length_ratio")[row], 400.0 / (400.0 / 3), 1e-12);
    EXPECT_NEAR(table.values<double>("area_ratio")[row], 9 / (4.0 / 3), 1e-12);
    EXPECT_DOUBLE_EQ(table.values<double>("main_length")[row], 400);
    const GeomorphologicPeak peak = geomorphologic_peak({3, 3, 6.75}, 400, 2);
    EXPECT_NEAR(table.values<double>("peak_per_s")[row], peak.rate, 1e-12);
    EXPECT_NEAR(table.values<double>("time_to_peak")[row], peak.time, 1e-9);
    EXPECT_NEAR(table.values<double>("peak_m3s_per_mm")[row], peak.rate * 9e4 * 1e-3, 1e-9);
    ASSERT_GT(table.size(), 1U);  // cells off the streams are basins without ratios
    EXPECT_TRUE(is_missing(table.values<double>("peak_per_s")[row == 0 ? 1 : 0]));
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_THAT(fields.notes().front(), HasSubstr("have no ratios of Horton"));
}

/// Rough ground with streams, in basins.
FieldSet rough(std::uint64_t seed) {
    const hazone::testing::DrainedGround ground(hazone::testing::test_terrain({130, 111}, seed), 8);
    FieldSet fields(hazone::testing::plain_grid(ground.extent(), 1));
    fields.put(kFlowDirection, ground.direction.clone());
    fields.put(kContributingArea, ground.area.clone());
    fields.put(kStrahlerOrder, ground.strahler.clone());
    run_model("drainage_basin", {{"minimum_area", "60 m2"}}, fields);
    return fields;
}

bool is_stream(std::uint8_t order) { return order != 0 && order != kNoDirection; }

/// Streams above a stream cell, by its cells: a stream of an order ends where the order does.
std::vector<OrderStreams> counted_above(const StreamGround& ground, Cell outlet) {
    std::vector<OrderStreams> streams(ground.order(outlet));
    std::vector<Cell> open{outlet};
    for (std::size_t place = 0; place < open.size(); ++place) {
        const Cell cell = open[place];
        OrderStreams& own = streams[ground.order(cell) - 1U];
        Cell next = cell;
        flow_on(ground.direction, next);
        if (place == 0 || ground.order(next) != ground.order(cell)) {
            own.count += 1;
            own.area += ground.area(cell);
        }
        own.length += place == 0 ? 0 : step_length(neighbour_of(ground.direction(cell)));
        for (const Cell donor : Donors(ground.direction, cell)) {
            if (is_stream(ground.order(donor))) {
                open.push_back(donor);
            }
        }
    }
    return streams;
}

void expect_same(const std::vector<OrderStreams>& own, const std::vector<OrderStreams>& other) {
    ASSERT_EQ(own.size(), other.size());
    for (std::size_t place = 0; place < own.size(); ++place) {
        EXPECT_EQ(own[place].count, other[place].count);
        EXPECT_NEAR(own[place].length, other[place].length, 1e-9);
        EXPECT_NEAR(own[place].area, other[place].area, 1e-6);
    }
}

TEST(StreamsAbove, EqualACountOfCells) {
    Index compared = 0;
    for (const std::uint64_t seed : {1U, 2U, 5U}) {
        FieldSet fields = rough(seed);
        const StreamGround ground{.direction = fields.read<std::uint8_t>(kFlowDirection),
                                  .order = fields.read<std::uint8_t>(kStrahlerOrder),
                                  .area = fields.read<double>(kContributingArea)};
        std::vector<Cell> outlets;
        for (Index place = 0; place < ground.order.rows() * ground.order.cols(); place += 5) {
            outlets.push_back({place / ground.order.cols(), place % ground.order.cols()});
        }
        const auto above = streams_above(ground, outlets);
        for (std::size_t own = 0; own < outlets.size(); ++own) {
            if (is_stream(ground.order(outlets[own]))) {
                expect_same(above[own], counted_above(ground, outlets[own]));
                ++compared;
            } else {
                EXPECT_TRUE(above[own].empty());
            }
        }
    }
    EXPECT_GT(compared, 500);
}

TEST(GeomorphologicUnitHydrograph, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        FieldSet fields = rough(3);
        run_model("geomorphologic_unit_hydrograph", {{"stream_velocity", "1 m/s"}}, fields);
        const auto& values =
            fields.features(kGeomorphologicUnitHydrographs).values<double>("time_to_peak");
        Raster<double> row({1, static_cast<Index>(values.size())});
        std::copy(values.begin(), values.end(), row.data());
        return row;
    }));
}

}  // namespace
}  // namespace hazone::models
