#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "models/flood/response/time_area.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::put_constant;
using hazone::testing::run_model;
using ::testing::DoubleNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;

double sum_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

// 3, 5 and 2 cells of 1e4 m2: 1 mm on a cell is 10 m3, 0.1 m3/s over 100 s.
TEST(UnitHydrograph, IsTheAreasOverTheInterval) {
    const std::vector<Index> cells{3, 5, 2};
    EXPECT_THAT(unit_hydrograph(cells, 1e4, 100, 0),
                Pointwise(DoubleNear(1e-12), {0.0, 0.3, 0.5, 0.2, 0.0}));
}

// A reservoir of the time constant dt / ln 2 loses half of what it holds in each interval. Outflow
// at the ends of the intervals for an inflow of 1, 0, 0: 1/2, 1/4, 1/8; what is held, K times as
// much, gives the mean outflow: 1 - K/2, K/4, K/8, with K = 1 / ln 2 in intervals.
TEST(UnitHydrograph, OfALinearReservoirIsThatWorkedByHand) {
    const std::vector<Index> cells{10};
    const double constant = 1 / std::log(2.0);
    const std::vector<double> discharge = unit_hydrograph(cells, 1e4, 100, 100 * constant);
    ASSERT_GT(discharge.size(), 10U);
    const double factor = (discharge[1] / (1 - constant / 2));  // 1 / (1 - rest)
    EXPECT_GT(factor, 1);
    EXPECT_LT(factor, 1 / (1 - 1e-3));
    EXPECT_NEAR(discharge[2], factor * constant / 4, 1e-12);
    EXPECT_NEAR(discharge[3], factor * constant / 8, 1e-12);
    EXPECT_EQ(discharge.front(), 0);
    EXPECT_EQ(discharge.back(), 0);
}

TEST(UnitHydrograph, HoldsOneMillimetreOverTheGround) {
    const std::vector<Index> cells{1, 0, 7, 12, 4, 0, 1};
    double before = kInfinity;
    for (const double storage : {0.0, 1e-3, 10.0, 300.0, 5000.0}) {
        const std::vector<double> discharge = unit_hydrograph(cells, 900, 300, storage);
        EXPECT_NEAR(300 * sum_of(discharge), 25 * 900 * 1e-3, 1e-12) << storage;
        EXPECT_GE(*std::min_element(discharge.begin(), discharge.end()), 0) << storage;
        const double peak = *std::max_element(discharge.begin(), discharge.end());
        EXPECT_LE(peak, before);
        before = peak;
    }
}

/// A valley of 100 m cells which runs east, with two side cells that join it in its third cell. The
/// number is the travel time to the last cell at 1 m/s:
///     .   .  341  .   .   .
///    500 400 300 200 100  0     (the first cell of the top row joins by 141 m)
///     .   .  400  .   .   .
FieldSet valley(std::int32_t second_basin) {
    FieldSet fields(hazone::testing::plain_grid({3, 6}, 100));
    Raster<std::uint8_t> direction({3, 6}, kNoDirection);
    Raster<std::int32_t> basin({3, 6}, kNoLabel);
    for (Index col = 0; col < 6; ++col) {
        direction(1, col) = direction_code(0);
        basin(1, col) = col < 3 ? second_basin : 1;
    }
    direction(0, 2) = direction_code(1);
    direction(2, 2) = direction_code(6);
    basin(0, 2) = 1;
    basin(2, 2) = second_basin;
    fields.put(kDrainageBasin, std::move(basin));
    Raster<double> area({3, 6});
    flow_accumulation(direction, area, 1e4);
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kContributingArea, std::move(area));
    put_constant(fields, kFlowVelocity, 1);
    return fields;
}

ParamTexts small() { return {{"least_area", "0 m2"}, {"interval", "200 s"}}; }

/// Discharges of each basin.
std::map<std::int32_t, std::vector<double>> hydrographs(const FieldSet& fields, double interval) {
    const FeatureLayer& table = fields.features(kUnitHydrographs);
    const auto& time = table.values<double>("time_s");
    std::map<std::int32_t, std::vector<double>> found;
    for (std::size_t row = 0; row < table.size(); ++row) {
        auto& own = found[table.values<std::int32_t>("basin")[row]];
        EXPECT_EQ(time[row], interval * static_cast<double>(own.size()));
        own.push_back(table.values<double>("discharge_m3s_per_mm")[row]);
    }
    return found;
}

// Within 200 s of the outlet: 0, 100; within 400: 200, 300, 341; within 600: 400, 400, 500. A cell
// is 10 m3, 0.05 m3/s over 200 s.
TEST(IsochroneUnitHydrograph, EqualsAValleyWorkedByHand) {
    FieldSet fields = valley(1);
    run_model("isochrone_unit_hydrograph", small(), fields);
    const auto found = hydrographs(fields, 200);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found.at(1), Pointwise(DoubleNear(1e-12), {0.0, 0.1, 0.15, 0.15, 0.0}));
    EXPECT_TRUE(fields.notes().empty());
}

// The basin above counts in that below. Its own outlet is the cell at 300: 0, 100, 100, 200.
TEST(IsochroneUnitHydrograph, CountsAllGroundAboveTheOutlet) {
    FieldSet fields = valley(2);
    run_model("isochrone_unit_hydrograph", small(), fields);
    const auto found = hydrographs(fields, 200);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_THAT(found.at(1), Pointwise(DoubleNear(1e-12), {0.0, 0.1, 0.15, 0.15, 0.0}));
    EXPECT_THAT(found.at(2), Pointwise(DoubleNear(1e-12), {0.0, 0.15, 0.05, 0.0}));
}

TEST(IsochroneUnitHydrograph, LeavesOutBasinsByTheirArea) {
    FieldSet fields = valley(2);
    run_model("isochrone_unit_hydrograph", {{"least_area", "5e4 m2"}, {"interval", "200 s"}},
              fields);
    EXPECT_EQ(hydrographs(fields, 200).size(), 1U);
    EXPECT_TRUE(hydrographs(fields, 200).contains(1));
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_THAT(fields.notes().front(), HasSubstr("1 outlets"));
    FieldSet others = valley(2);
    run_model("isochrone_unit_hydrograph",
              {{"least_area", "0 m2"}, {"largest_area", "5e4 m2"}, {"interval", "200 s"}}, others);
    EXPECT_THAT(hydrographs(others, 200).at(2),
                Pointwise(DoubleNear(1e-12), {0.0, 0.15, 0.05, 0.0}));
    EXPECT_FALSE(hydrographs(others, 200).contains(1));
}

TEST(IsochroneUnitHydrograph, HasNoneWhereWaterDoesNotArrive) {
    for (const float velocity : {kMissing, 0.0F}) {
        FieldSet fields = valley(2);
        fields.write(kFlowVelocity)(1, 3) = velocity;  // in the lower basin
        run_model("isochrone_unit_hydrograph", small(), fields);
        EXPECT_EQ(hydrographs(fields, 200).size(), 1U);
        EXPECT_TRUE(hydrographs(fields, 200).contains(2));
        EXPECT_THAT(fields.notes().front(), HasSubstr("flow_velocity is missing or 0"));
    }
    FieldSet slow = valley(1);
    put_constant(slow, kFlowVelocity, 1e-4F);
    run_model("isochrone_unit_hydrograph", {{"least_area", "0 m2"}, {"interval", "10 s"}}, slow);
    EXPECT_EQ(slow.features(kUnitHydrographs).size(), 0U);
    EXPECT_THAT(slow.notes().front(), HasSubstr("raise isochrone_unit_hydrograph.interval"));
}

/// Rough ground in basins, with velocities.
FieldSet rough(Extent extent, std::uint64_t seed) {
    FieldSet fields = hazone::testing::storm_ground(extent, seed, {0.01F}, 3600);
    run_model("slope_area_velocity", {}, fields);
    run_model("drainage_basin", {{"minimum_area", "6000 m2"}}, fields);
    return fields;
}

/// Cells of each basin by interval of 100 s.
using Counts = std::map<std::int32_t, std::map<Index, Index>>;

/// Walks down from a cell and counts it at each outlet which it meets.
void count_walk(const FieldSet& fields, Cell from, Counts& counts) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    double time = 0;
    for (bool goes_on = direction(from) != kNoDirection; goes_on;) {
        Cell next = from;
        goes_on = flow_on(direction, next);
        if (!goes_on || basin(next) != basin(from)) {
            ++counts[basin(from)][static_cast<Index>(time / 100)];
        }
        if (goes_on) {
            time += 10 * step_length(neighbour_of(direction(from))) /
                    double{fields.read(kFlowVelocity)(from)};
            from = next;
        }
    }
}

/// Number of intervals compared.
Index expect_counts(const std::vector<double>& discharge, const std::map<Index, Index>& counts) {
    Index counted = 0;
    for (const auto& [number, cells] : counts) {
        // a cell on an isochrone may fall to either side of it by rounding
        EXPECT_NEAR(discharge.at(static_cast<std::size_t>(number) + 1),
                    static_cast<double>(cells) * 1e-3, 1.01e-3);
        counted += cells;
    }
    EXPECT_NEAR(100 * sum_of(discharge), static_cast<double>(counted) * 0.1, 1e-9);
    return static_cast<Index>(counts.size());
}

TEST(IsochroneUnitHydrograph, EqualsTheWalkOfEveryCell) {
    Index compared = 0;
    for (const std::uint64_t seed : {1U, 2U, 5U}) {
        FieldSet fields = rough({60, 50}, seed);
        run_model("isochrone_unit_hydrograph", {{"least_area", "0 m2"}, {"interval", "100 s"}},
                  fields);
        Counts counts;
        for (Index place = 0; place < Index{60} * 50; ++place) {
            count_walk(fields, {place / 50, place % 50}, counts);
        }
        for (const auto& [label, discharge] : hydrographs(fields, 100)) {
            compared += expect_counts(discharge, counts.at(label));
        }
    }
    EXPECT_GT(compared, 500);
}

TEST(IsochroneUnitHydrograph, HoldsTheContributingAreaOfEachBasin) {
    Index compared = 0;
    for (const char* storage : {"0", "0.5"}) {
        FieldSet fields = rough({90, 70}, 3);
        run_model("isochrone_unit_hydrograph",
                  {{"least_area", "0 m2"}, {"interval", "1 min"}, {"storage_ratio", storage}},
                  fields);
        const auto area = fields.read<double>(kContributingArea);
        const auto found = hydrographs(fields, 60);
        for (const BasinOutlet& outlet :
             single_outlets(basin_outlets(fields.read<std::int32_t>(kDrainageBasin),
                                          fields.read<std::uint8_t>(kFlowDirection)))) {
            const double volume = 1e-3 * area(outlet.cell);
            EXPECT_NEAR(60 * sum_of(found.at(outlet.label)) / volume, 1, 1e-12);
            ++compared;
        }
    }
    EXPECT_GT(compared, 20);
}

TEST(IsochroneUnitHydrograph, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(hazone::testing::same_for_any_thread_count([] {
        FieldSet fields = rough({90, 70}, 3);
        run_model("isochrone_unit_hydrograph",
                  {{"least_area", "0 m2"}, {"interval", "1 min"}, {"storage_ratio", "0.3"}},
                  fields);
        const auto& values =
            fields.features(kUnitHydrographs).values<double>("discharge_m3s_per_mm");
        Raster<double> row({1, static_cast<Index>(values.size())});
        std::copy(values.begin(), values.end(), row.data());
        return row;
    }));
}

}  // namespace
}  // namespace hazone::models
