#include "models/terrain/network/slope_unit.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/terrain/network/slope_unit_summary.hpp"
#include "tests/support/drained_ground.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr double kCellSize = 10;
constexpr double kCellArea = kCellSize * kCellSize;

struct Ground {
    Raster<std::uint8_t> direction;
    Raster<double> area;
    Raster<float> aspect;

    explicit Ground(const Raster<float>& z)
        : direction(testing::directions(testing::filled(z))),
          area(z.extent()),
          aspect(z.extent(), kMissing) {
        flow_accumulation(direction, area, kCellArea);
        for_each_inner_cell(z.extent(), [&](Index row, Index col) {
            const float east = z(row, col + 1) - z(row, col - 1);
            const float north = z(row - 1, col) - z(row + 1, col);
            if (east != 0 || north != 0) {  // of the fall
                const float turn = std::atan2(-east, -north);
                aspect(row, col) = turn < 0 ? turn + static_cast<float>(kFullTurn) : turn;
            }
        });
    }
    SlopeUnitGround view() const { return {direction, area, aspect, kCellSize}; }
};

Raster<std::int32_t> units_of(const Ground& ground, const SlopeUnitRule& rule) {
    Raster<std::int32_t> unit(ground.direction.extent());
    slope_units_of(ground.view(), rule, unit);
    return unit;
}

/// A valley which falls to the south between two planes: its sides are two half-basins.
Raster<float> valley() {
    Raster<float> z({41, 41});
    for_each_cell(z.extent(), [&](Index row, Index col) {
        z(row, col) =
            100 + 3 * std::abs(static_cast<float>(col) - 20) - 0.5F * static_cast<float>(row);
    });
    return z;
}

TEST(SlopeUnit, SidesOfAValleyAreTwoUnits) {
    const Ground ground(valley());
    const auto unit =
        units_of(ground, {.first_area = 200 * kCellArea, .least_area = 1e9, .largest_variance = 0});
    EXPECT_NE(unit(20, 10), unit(20, 30));
    for (const Index row : {5, 20, 30}) {
        for (Index far = 1; far < 15; ++far) {
            EXPECT_EQ(unit(row, 20 - far), unit(20, 10));
            EXPECT_EQ(unit(row, 20 + far), unit(20, 30));
        }
    }
}

TEST(SlopeUnit, CircularVarianceIsThatOfUnitVectors) {
    EXPECT_EQ(circular_variance(3, 0, 3), 0);
    EXPECT_EQ(circular_variance(0, 0, 4), 1);
    EXPECT_NEAR(circular_variance(1, 1, 2), 1 - std::sqrt(0.5), 1e-15);
    EXPECT_EQ(circular_variance(0, 0, 0), 0);
}

struct Seen {
    double cells = 0;
    double sines = 0;
    double cosines = 0;
    double facing = 0;
};

std::map<std::int32_t, Seen> survey(const Ground& ground, const Raster<std::int32_t>& unit) {
    std::map<std::int32_t, Seen> seen;
    for (Index row = 0; row < unit.rows(); ++row) {
        for (Index col = 0; col < unit.cols(); ++col) {
            Seen& own = seen[unit(row, col)];
            own.cells += 1;
            if (!is_missing(ground.aspect(row, col))) {
                own.facing += 1;
                own.sines += std::sin(static_cast<double>(ground.aspect(row, col)));
                own.cosines += std::cos(static_cast<double>(ground.aspect(row, col)));
            }
        }
    }
    return seen;
}

double mean_variance(const std::map<std::int32_t, Seen>& seen) {
    double sum = 0;
    double cells = 0;
    for (const auto& [label, own] : seen) {
        if (label != kNoLabel) {
            sum += own.cells * circular_variance(own.sines, own.cosines, own.facing);
            cells += own.cells;
        }
    }
    return sum / cells;
}

constexpr SlopeUnitRule kRule{
    .first_area = 1500 * kCellArea, .least_area = 60 * kCellArea, .largest_variance = 0.2};

TEST(SlopeUnit, CoverTheGroundAndLieWithinCoarserOnes) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Ground ground(testing::test_terrain({130, 111}, seed));
        SlopeUnitRule coarse = kRule;
        coarse.most_rounds = 3;
        const auto finer = units_of(ground, kRule);
        const auto coarser = units_of(ground, coarse);
        std::map<std::int32_t, std::int32_t> parent;
        std::int32_t highest = 0;
        for (Index row = 0; row < finer.rows(); ++row) {
            for (Index col = 0; col < finer.cols(); ++col) {
                EXPECT_EQ(finer(row, col) == kNoLabel, ground.direction(row, col) == kNoDirection);
                const auto [known, added] = parent.emplace(finer(row, col), coarser(row, col));
                EXPECT_EQ(known->second, coarser(row, col)) << "seed " << seed;
                highest = std::max(highest, finer(row, col));
            }
        }
        EXPECT_EQ(static_cast<std::int32_t>(parent.size() - parent.count(kNoLabel)), highest);
    }
}

TEST(SlopeUnit, FaceOneWayMoreTheFinerTheyAre) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const Ground ground(testing::test_terrain({130, 111}, seed));
        SlopeUnitRule first = kRule;
        first.most_rounds = 1;
        const auto coarse = survey(ground, units_of(ground, first));
        const auto fine = survey(ground, units_of(ground, kRule));
        EXPECT_GE(fine.size(), coarse.size());
        EXPECT_LE(mean_variance(fine), mean_variance(coarse) + 1e-12) << "seed " << seed;
    }
}

TEST(SlopeUnit, AUnitWithinTheLimitsIsNotDivided) {
    const Ground ground(testing::test_terrain({130, 111}, 1));
    SlopeUnitRule loose = kRule;
    loose.largest_variance = 1;
    SlopeUnitRule once = kRule;
    once.most_rounds = 1;
    EXPECT_TRUE(testing::same_bits(units_of(ground, loose), units_of(ground, once)));
    loose = kRule;
    loose.least_area = 1e12;
    EXPECT_TRUE(testing::same_bits(units_of(ground, loose), units_of(ground, once)));
}

TEST(SlopeUnit, AwkwardAndEmptyGround) {
    for (const Extent extent : testing::awkward_extents()) {
        const Ground ground(testing::test_terrain(extent, 0));
        const auto unit = units_of(ground, kRule);
        for_each_cell(extent, [&](Index row, Index col) {
            EXPECT_EQ(unit(row, col) == kNoLabel, ground.direction(row, col) == kNoDirection);
        });
        const Ground none(Raster<float>(extent, kMissing));
        Raster<std::int32_t> nothing(extent);
        EXPECT_EQ(slope_units_of(none.view(), kRule, nothing), 0);
        EXPECT_EQ(nothing(0, 0), kNoLabel);
    }
}

FieldSet fields_of(std::uint64_t seed) {
    const Ground ground(testing::test_terrain({130, 111}, seed));
    FieldSet fields(testing::plain_grid(ground.direction.extent(), kCellSize));
    fields.put(kFlowDirection, ground.direction.clone());
    fields.put(kContributingArea, ground.area.clone());
    fields.put(kAspect, ground.aspect.clone());
    testing::put_constant(fields, kSlope, 0.4F);
    testing::run_model("slope_unit", {{"first_area", "150000 m2"}, {"minimum_area", "6000 m2"}},
                       fields);
    return fields;
}

TEST(SlopeUnitModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return std::get<Raster<std::int32_t>>(fields_of(2).take(kSlopeUnit)); }));
}

TEST(UnitValues, CountMeanWorstAndShare) {
    const auto unit = testing::grid<std::int32_t>({{1, 1, 2}, {1, 0, 2}, {1, 3, 2}});
    const auto inf = static_cast<float>(kInfinity);
    const auto field =
        testing::grid<float>({{0.5F, 2, kMissing}, {inf, 0.1F, 0.9F}, {1, kMissing, kMissing}});
    const auto values = values_by_unit(unit, field, 3, {0, 1});
    EXPECT_EQ(values[0].cells, 4);
    EXPECT_DOUBLE_EQ(values[0].mean(), 3.5 / 3);
    EXPECT_DOUBLE_EQ(values[0].lowest, 0.5);
    EXPECT_EQ(values[0].highest, kInfinity);
    EXPECT_DOUBLE_EQ(values[0].alarming_share(), 0.25);
    EXPECT_EQ(values[1].missing, 2);
    EXPECT_DOUBLE_EQ(values[1].alarming_share(), 1);
    EXPECT_TRUE(is_missing(values[2].mean()));
    EXPECT_TRUE(is_missing(values[2].alarming_share()));
    EXPECT_TRUE(is_missing(values[2].lowest));
}

TEST(SlopeUnitSummaryModel, TellsTheResultsWhichAreThere) {
    FieldSet fields = fields_of(1);
    testing::put_constant(fields, kSafetyFactor, 0.75F);
    testing::run_model("slope_unit_summary", {}, fields);
    const FeatureLayer& layer = fields.features(kSlopeUnits);
    ASSERT_GT(layer.size(), 4U);
    EXPECT_EQ(layer.labels, "slope_unit");
    EXPECT_EQ(layer.values<std::int32_t>("unit")[2], 3);
    EXPECT_EQ(layer.values<double>("safety_factor_lowest")[0], 0.75);
    EXPECT_EQ(layer.values<double>("safety_factor_unstable")[0], 1);
    EXPECT_THROW(layer.values<double>("stability_index_mean"), std::logic_error);
    double area = 0;
    for (const double own : layer.values<double>("area")) {
        area += own;
    }
    const auto unit = fields.read<std::int32_t>(kSlopeUnit);
    EXPECT_DOUBLE_EQ(area, kCellArea * static_cast<double>(unit.extent().size() -
                                                           fields.missing_cells(kSlopeUnit)));
}

}  // namespace
}  // namespace hazone::models
