#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/terrain/network/slope_unit_search.hpp"
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

// Unit 2 faces north and its three cells not all: sum of unit vectors (0, 1) + (0, 1) + (1, 0).
// Units 3 to 5 face south, north and south, 5 with the smaller area and one flat cell.
SlopeUnitTree hand_worked() {
    SlopeUnitTree tree;
    tree.nodes.resize(2);
    tree.nodes[kWholeGround].parts = 4;
    tree.nodes[kWholeGround].always = true;
    const auto add = [&](double cells, double east, double north, double facing) {
        tree.nodes.push_back({.parent = kWholeGround,
                              .cells = cells,
                              .sines = east,
                              .cosines = north,
                              .facing = facing});
    };
    add(3, 0, 2, 3);
    add(4, 0, -4, 4);
    add(4, 0, 1, 4);
    add(2, 0, -1, 1);
    return tree;
}

TEST(Segmentation, IsThatOfAChainOfFourUnitsWorkedByHand) {
    const SlopeUnitTree tree = hand_worked();
    const std::vector<std::int32_t> units{0, 1, 2, 3, 4, 5};
    const auto chain = segmentation_of(tree, units, {{2, 3}, {3, 4}, {4, 5}});
    EXPECT_EQ(chain.units, 4);
    // (3 * 1/3 + 4 * 0 + 4 * 3/4 + 1 * 0) / 12
    EXPECT_DOUBLE_EQ(chain.internal_variance, 4.0 / 12);
    // north, south, north, south: mean 0, scatter 4, three products of -1, and so 4 * -3 / (3 * 4)
    EXPECT_DOUBLE_EQ(chain.autocorrelation, -1);
    const auto alike = segmentation_of(tree, units, {{2, 4}, {3, 5}});
    EXPECT_DOUBLE_EQ(alike.autocorrelation, 1);
    // 2 and 3 are one unit here: it is seen as 3, which alone does not change; 4 * ... of three.
    const auto uneven = segmentation_of(tree, {0, 1, 3, 3, 4, 5}, {{2, 3}, {3, 4}, {4, 5}});
    EXPECT_EQ(uneven.units, 3);
    // south, north, south: mean -1/3; less the mean -2/3, 4/3, -2/3; scatter 24/9; products -8/9
    EXPECT_NEAR(uneven.autocorrelation, 3 * (-16.0 / 9) / (2 * (24.0 / 9)), 1e-15);
}

TEST(Segmentation, IsNotKnownWithoutNeighboursOrDirections) {
    const SlopeUnitTree tree = hand_worked();
    EXPECT_TRUE(is_missing(segmentation_of(tree, {0, 1, 2, 3, 4, 5}, {}).autocorrelation));
    EXPECT_TRUE(is_missing(segmentation_of(tree, {0, 1, 1, 1, 1, 1}, {{2, 3}}).autocorrelation));
    SlopeUnitTree flat = hand_worked();
    for (SlopeUnitNode& node : flat.nodes) {
        node.sines = node.cosines = node.facing = 0;
    }
    const auto made = segmentation_of(flat, {0, 1, 2, 3, 4, 5}, {{2, 3}, {3, 4}});
    EXPECT_TRUE(is_missing(made.autocorrelation));
    EXPECT_TRUE(is_missing(made.internal_variance));
}

TEST(Segmentation, IsJudgedBetweenTheExtremesOfAll) {
    std::vector<Segmentation> all{{.internal_variance = 0.5, .autocorrelation = -0.2},
                                  {.internal_variance = 0.9, .autocorrelation = kMissing},
                                  {.internal_variance = 0.2, .autocorrelation = 0},
                                  {.internal_variance = 0.1, .autocorrelation = 0.6}};
    EXPECT_EQ(judge(all), 2U);
    EXPECT_DOUBLE_EQ(all[0].quality, 1);  // V is the worst, I the best
    EXPECT_TRUE(is_missing(all[1].quality));
    EXPECT_DOUBLE_EQ(all[2].quality, 0.75 + 0.75);
    EXPECT_DOUBLE_EQ(all[3].quality, 1);
    std::vector<Segmentation> unknown(2, {.autocorrelation = kMissing});
    EXPECT_EQ(judge(unknown), 0U);
    std::vector<Segmentation> alike(2, {.internal_variance = 0.5, .autocorrelation = 0.5});
    EXPECT_EQ(judge(alike), 0U);
    EXPECT_EQ(alike[1].quality, 0);
}

const SlopeUnitChoices kChoices{.least_areas = {240 * kCellArea, 120 * kCellArea, 60 * kCellArea},
                                .largest_variances = {0.5, 0.2, 0.05}};

/// V and I once more from the labels of cells alone.
Segmentation from_cells(const Ground& ground, const Raster<std::int32_t>& unit) {
    const auto seen = survey(ground, unit);
    Segmentation made;
    double facing = 0;
    double east = 0;
    double north = 0;
    std::map<std::int32_t, std::pair<double, double>> faces;
    for (const auto& [label, own] : seen) {
        if (label == kNoLabel) {
            continue;
        }
        made.units += 1;
        made.internal_variance +=
            own.facing * circular_variance(own.sines, own.cosines, own.facing);
        facing += own.facing;
        if (const double length = std::hypot(own.sines, own.cosines); length > 0) {
            faces[label] = {own.sines / length, own.cosines / length};
            east += own.sines / length;
            north += own.cosines / length;
        }
    }
    made.internal_variance /= facing;
    std::set<std::pair<std::int32_t, std::int32_t>> pairs;
    const auto meet = [&](std::int32_t one, std::int32_t other) {
        if (one != other && faces.count(one) == 1 && faces.count(other) == 1) {
            pairs.insert(std::minmax(one, other));
        }
    };
    for (Index row = 0; row + 1 < unit.rows(); ++row) {
        for (Index col = 0; col + 1 < unit.cols(); ++col) {
            meet(unit(row, col), unit(row, col + 1));
            meet(unit(row, col), unit(row + 1, col));
        }
        meet(unit(row, unit.cols() - 1), unit(row + 1, unit.cols() - 1));
    }
    for (Index col = 0; col + 1 < unit.cols(); ++col) {
        meet(unit(unit.rows() - 1, col), unit(unit.rows() - 1, col + 1));
    }
    const auto count = static_cast<double>(faces.size());
    const auto less_mean = [&](std::int32_t label) {
        return std::pair(faces[label].first - east / count, faces[label].second - north / count);
    };
    double scatter = 0;
    for (const auto& entry : faces) {
        const auto [x, y] = less_mean(entry.first);
        scatter += x * x + y * y;
    }
    double products = 0;
    for (const auto& [one, other] : pairs) {
        const auto [x, y] = less_mean(one);
        const auto [u, v] = less_mean(other);
        products += x * u + y * v;
    }
    made.autocorrelation = count * products / (static_cast<double>(pairs.size()) * scatter);
    return made;
}

// What the search rests on: every pair read off the tree of the finest is that of its own division.
TEST(SlopeUnitSearch, TriesTheVeryUnitsOfEachPair) {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const Ground ground(testing::test_terrain({130, 111}, seed));
        const SlopeUnitSearch search = search_slope_units(ground.view(), kRule, kChoices);
        ASSERT_EQ(search.tried.size(), 9U);
        for (const Segmentation& own : search.tried) {
            SlopeUnitRule rule = kRule;
            rule.least_area = own.least_area;
            rule.largest_variance = own.largest_variance;
            const auto alone = units_of(ground, rule);
            Raster<std::int32_t> read(alone.extent());
            EXPECT_EQ(static_cast<double>(
                          search.tree.write(search.tree.units(rule, ground.view()), read)),
                      own.units);
            EXPECT_TRUE(testing::same_bits(read, alone)) << "seed " << seed;
            const Segmentation expected = from_cells(ground, alone);
            EXPECT_EQ(own.units, expected.units);
            EXPECT_NEAR(own.internal_variance, expected.internal_variance, 1e-12);
            EXPECT_NEAR(own.autocorrelation, expected.autocorrelation, 1e-9);
        }
    }
}

TEST(SlopeUnitSearch, TakesTheBestOfWhatItTried) {
    const Ground ground(testing::test_terrain({130, 111}, 3));
    const SlopeUnitSearch search = search_slope_units(ground.view(), kRule, kChoices);
    int better = 0;
    for (const Segmentation& own : search.tried) {
        EXPECT_GE(own.quality, 0);
        EXPECT_LE(own.quality, 2);
        better += own.quality > search.tried[search.best].quality ? 1 : 0;
    }
    EXPECT_EQ(better, 0);
    EXPECT_GT(search.tried[search.best].quality, search.tried.front().quality);
}

// The ground drains across the side of a unit, to another, only on its way down a channel.
TEST(SlopeUnitSearch, UnitsEndAtTheDividesOfTheCoarsestBasins) {
    const Ground ground(testing::test_terrain({130, 111}, 4));
    SlopeUnitRule once = kRule;
    once.most_rounds = 1;
    const auto basins = units_of(ground, once);
    const SlopeUnitSearch search = search_slope_units(ground.view(), kRule, kChoices);
    Raster<std::int32_t> unit(basins.extent());
    search.tree.write(search.units, unit);
    std::map<std::int32_t, std::set<std::int32_t>> basins_of;
    Index crossing = 0;
    Index cells = 0;
    for (Index row = 0; row < unit.rows(); ++row) {
        for (Index col = 0; col < unit.cols(); ++col) {
            if (unit(row, col) == kNoLabel) {
                continue;
            }
            basins_of[unit(row, col)].insert(basins(row, col));
            Cell below{row, col};
            if (flow_on(ground.direction, below)) {
                ++cells;
                crossing += unit(below.row, below.col) != unit(row, col) ? 1 : 0;
            }
        }
    }
    for (const auto& [label, own] : basins_of) {
        EXPECT_EQ(own.size(), 1U) << "unit " << label;
    }
    EXPECT_LT(crossing, cells / 5);
}

FieldSet fields_of(std::uint64_t seed) {
    const Ground ground(testing::test_terrain({130, 111}, seed));
    FieldSet fields(testing::plain_grid(ground.direction.extent(), kCellSize));
    fields.put(kFlowDirection, ground.direction.clone());
    fields.put(kContributingArea, ground.area.clone());
    fields.put(kAspect, ground.aspect.clone());
    testing::put_constant(fields, kSlope, 0.4F);
    return fields;
}

FieldSet fields_with_units(std::uint64_t seed) {
    FieldSet fields = fields_of(seed);
    testing::run_model("slope_unit",
                       {{"first_area", "150000 m2"},
                        {"minimum_area", "6000 m2"},
                        {"largest_circular_variance", "0.3"}},
                       fields);
    return fields;
}

TEST(SlopeUnitModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(
        [] { return std::get<Raster<std::int32_t>>(fields_with_units(2).take(kSlopeUnit)); }));
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = fields_of(2);
        testing::run_model("slope_unit", {}, fields);
        const auto& quality = fields.features(kSlopeUnitSearch).values<double>("quality");
        Raster<double> tried({1, static_cast<Index>(quality.size())});
        std::copy(quality.begin(), quality.end(), tried.view().row(0));
        return tried;
    }));
}

TEST(SlopeUnitModel, SearchesTheLimitsWhichAreNotSet) {
    const auto trials = [](const ParamTexts& settings) {
        FieldSet fields = fields_of(1);
        testing::run_model("slope_unit", settings, fields);
        const FeatureLayer& table = fields.features(kSlopeUnitSearch);
        double chosen = 0;
        for (const double one : table.values<double>("chosen")) {
            chosen += one;
        }
        EXPECT_EQ(chosen, 1);
        EXPECT_THAT(fields.notes(), ::testing::Contains(::testing::HasSubstr("slope_unit: ")));
        return table.size();
    };
    EXPECT_EQ(trials({}), 84U);
    EXPECT_EQ(trials({{"minimum_area", "6000 m2"}}), 12U);
    EXPECT_EQ(trials({{"largest_circular_variance", "0.3"}}), 7U);
    EXPECT_EQ(trials({{"minimum_area", "6000 m2"}, {"largest_circular_variance", "0.3"}}), 1U);
}

TEST(SlopeUnitModel, SearchesOnAwkwardAndEmptyGround) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const bool empty : {false, true}) {
            const Ground ground(empty ? Raster<float>(extent, kMissing)
                                      : testing::test_terrain(extent, 0));
            FieldSet fields(testing::plain_grid(extent, kCellSize));
            fields.put(kFlowDirection, ground.direction.clone());
            fields.put(kContributingArea, ground.area.clone());
            fields.put(kAspect, ground.aspect.clone());
            testing::run_model("slope_unit", {}, fields);
            const auto unit = fields.read<std::int32_t>(kSlopeUnit);
            for_each_cell(extent, [&](Index row, Index col) {
                EXPECT_EQ(unit(row, col) == kNoLabel, ground.direction(row, col) == kNoDirection);
            });
            EXPECT_EQ(fields.features(kSlopeUnitSearch).size(), 84U);
        }
    }
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
    FieldSet fields = fields_with_units(1);
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
