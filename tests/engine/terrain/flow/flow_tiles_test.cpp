// Accumulation over several tiles, against sums made in the plainest way.
#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_order.hpp"
#include "tests/support/flow_reference.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::plain_totals;
using testing::same_bits;

/// Two tiles and a bit in both directions.
constexpr Extent kTiles{2 * FlowTile::kSide + 9, 2 * FlowTile::kSide + 40};

/// One network with the name under which a failure is reported.
struct Network {
    const char* name = nullptr;
    Raster<std::uint8_t> direction;
};

std::vector<Network> networks() {
    std::vector<Network> all;
    const auto add = [&](const char* name, Raster<std::uint8_t> direction) {
        all.push_back({name, std::move(direction)});
    };
    add("terrain", testing::directions(testing::filled(testing::test_terrain(kTiles, 1))));
    add("flats", testing::directions(testing::filled(testing::test_terrain(kTiles, 6))));
    add("plane", testing::directions(
                     synthetic_terrain(SyntheticTerrain::plane, {3 * FlowTile::kSide, 300}, 0)));
    add("random codes", testing::random_codes(kTiles, 7));
    add("snake", testing::snake(kTiles));
    add("diagonals", Raster<std::uint8_t>(kTiles, 2));
    add("one tile exactly", testing::random_codes({FlowTile::kSide, FlowTile::kSide}, 3));
    add("one cell more", testing::random_codes({FlowTile::kSide + 1, FlowTile::kSide + 1}, 4));
    add("one row", Raster<std::uint8_t>({1, 3 * FlowTile::kSide}, 16));
    add("one column", Raster<std::uint8_t>({3 * FlowTile::kSide, 1}, 64));
    add("all missing", Raster<std::uint8_t>(kTiles, kNoDirection));
    return all;
}

Raster<double> area_of(const Raster<std::uint8_t>& direction) {
    Raster<double> area(direction.extent());
    flow_accumulation(direction, area, 1.0);
    return area;
}

Raster<double> in_double(const Raster<float>& weight) {
    Raster<double> wide(weight.extent());
    for_each_cell(weight.extent(),
                  [&](Index row, Index col) { wide(row, col) = weight(row, col); });
    return wide;
}

Raster<double> total_of(const Raster<std::uint8_t>& direction, const Raster<float>& weight) {
    Raster<double> total(direction.extent());
    accumulate(direction, weight, total);
    return total;
}

TEST(FlowTiles, CountsAreExact) {
    for (const Network& network : networks()) {
        const Raster<double> ones(network.direction.extent(), 1.0);
        EXPECT_TRUE(same_bits(area_of(network.direction), plain_totals(network.direction, ones)))
            << network.name;
    }
}

TEST(FlowTiles, ASnakeCountsItsCells) {
    const Raster<double> area = area_of(testing::snake(kTiles));
    const bool ends_in_east = kTiles.rows % 2 != 0;
    EXPECT_EQ(area(kTiles.rows - 1, ends_in_east ? kTiles.cols - 1 : 0),
              static_cast<double>(kTiles.size()));
}

TEST(FlowTiles, WildWeightsAreAddedInTheOrderOfTheNeighbours) {
    for (const Network& network : networks()) {
        const Raster<float> weight = testing::wild_weights(network.direction.extent(), 11);
        EXPECT_TRUE(same_bits(total_of(network.direction, weight),
                              plain_totals(network.direction, in_double(weight))))
            << network.name;
    }
}

TEST(FlowTiles, MissingAndInfiniteWeightsSpreadDownstream) {
    for (const Network& network : networks()) {
        Raster<float> weight(network.direction.extent(), 0.25F);
        for (Index cell = 0; cell < weight.size(); cell += 997) {
            weight.data()[cell] = kMissing;
            weight.data()[cell / 2] = std::numeric_limits<float>::infinity();
            weight.data()[cell / 3] = -std::numeric_limits<float>::infinity();
        }
        EXPECT_TRUE(same_bits(total_of(network.direction, weight),
                              plain_totals(network.direction, in_double(weight))))
            << network.name;
    }
}

TEST(FlowTiles, WeightsInDoubleMayBeTheTotals) {
    const auto direction = testing::directions(testing::filled(testing::test_terrain(kTiles, 2)));
    const Raster<float> weight = testing::wild_weights(kTiles, 5);
    Raster<double> total = in_double(weight);
    accumulate(direction, std::as_const(total).view(), total);
    EXPECT_TRUE(same_bits(total, total_of(direction, weight)));
}

TEST(FlowTiles, SameBitsForAnyThreadCount) {
    for (const Network& network : networks()) {
        const Raster<float> weight = testing::wild_weights(network.direction.extent(), 23);
        EXPECT_TRUE(testing::same_for_any_thread_count([&] { return area_of(network.direction); }))
            << network.name;
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            return total_of(network.direction, weight);
        })) << network.name;
    }
}

TEST(FlowOrder, HasTheBitsOfTheDirections) {
    for (const Network& network : networks()) {
        const FlowOrder order(network.direction);
        EXPECT_EQ(order.extent(), network.direction.extent());
        for (const unsigned seed : {3U, 4U}) {
            Raster<float> weight = testing::wild_weights(network.direction.extent(), seed);
            weight.data()[weight.size() / 2] = kMissing;
            const Raster<double> expected = total_of(network.direction, weight);
            Raster<double> total(network.direction.extent());
            accumulate(order, weight, total);
            EXPECT_TRUE(same_bits(total, expected)) << network.name;
            total = in_double(weight);
            accumulate(order, std::as_const(total).view(), total);
            EXPECT_TRUE(same_bits(total, expected)) << network.name;
        }
    }
}

TEST(FlowOrder, SameBitsForAnyThreadCount) {
    const auto direction = testing::directions(testing::filled(testing::test_terrain(kTiles, 1)));
    const Raster<float> weight = testing::wild_weights(kTiles, 8);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        const FlowOrder order(direction);
        Raster<double> total(kTiles);
        accumulate(order, weight, total);
        return total;
    }));
}

TEST(FlowOrder, TakesAtMostFourBytesPerCellOnRealisticGround) {
    const Extent extent{1000, 1000};
    const FlowOrder order(testing::directions(
        testing::filled(synthetic_terrain(SyntheticTerrain::fractal, extent, 2))));
    EXPECT_LT(order.bytes(), 4 * extent.size());
    EXPECT_GT(order.bytes(), 2 * extent.size());
}

TEST(FlowOrder, DoesNotKeepTheDirections) {
    Raster<std::uint8_t> direction({2, 2}, 1);
    const FlowOrder order(direction);
    direction(0, 0) = kNoDirection;
    Raster<double> total({2, 2});
    accumulate(order, Raster<float>({2, 2}, 1.5F), total);
    EXPECT_EQ(testing::cells(total), (std::vector<double>{1.5, 3, 1.5, 3}));
}

}  // namespace
}  // namespace hazone
