#include "models/flood/routing/routing_network.hpp"

#include <set>

#include <gtest/gtest.h>

#include "engine/parallel/threads.hpp"
#include "tests/support/terrain.hpp"

namespace hazone::models {
namespace {

using hazone::testing::directions;
using hazone::testing::filled;
using hazone::testing::test_terrain;

Cell cell_at(const Raster<std::uint8_t>& direction, const RoutingNetwork& network, Index place) {
    const Index number = network.cells()[static_cast<std::size_t>(place)];
    return {number / direction.cols(), number % direction.cols()};
}

/// How many cells of the network drain into each place; every cell must have one place, below that
/// of the cell it drains to.
std::vector<Index> counted_donors(const Raster<std::uint8_t>& direction,
                                  const RoutingNetwork& network) {
    Raster<Index> place_of(direction.extent(), Index{-1});
    for (Index place = 0; place < network.size(); ++place) {
        const Cell cell = cell_at(direction, network, place);
        EXPECT_EQ(place_of(cell.row, cell.col), -1) << "a cell has two places";
        place_of(cell.row, cell.col) = place;
    }
    std::vector<Index> donors(static_cast<std::size_t>(network.size()), 0);
    for (Index number = 0; number < direction.size(); ++number) {
        Cell cell{number / direction.cols(), number % direction.cols()};
        const Index place = place_of(cell.row, cell.col);
        const bool inside = direction(cell.row, cell.col) != kNoDirection;
        EXPECT_EQ(place >= 0, inside);
        if (inside && flow_on(direction, cell)) {
            EXPECT_GT(place_of(cell.row, cell.col), place);
            ++donors[static_cast<std::size_t>(place_of(cell.row, cell.col))];
        }
    }
    return donors;
}

/// Checks the levels of a chunk; its places which are no donors are exits.
void expect_sound_chunk(const Raster<std::uint8_t>& direction,
                        const RoutingNetwork& network,
                        const RoutingNetwork::Chunk& chunk,
                        const std::set<Index>& exits,
                        const std::vector<Index>& donors) {
    Index donor = chunk.first;
    Index begin = chunk.first;
    for (Index level = chunk.first_level; level < chunk.last_level; ++level) {
        const Index end = network.level_ends()[static_cast<std::size_t>(level)];
        for (Index place = begin; place < end; ++place) {
            ASSERT_EQ(network.donors()[place], donors[static_cast<std::size_t>(place)]);
            for (int k = 0; k < network.donors()[place]; ++k, ++donor) {
                ASSERT_LT(donor, begin) << "a level depends on itself";
                Cell cell = cell_at(direction, network, donor);
                ASSERT_TRUE(flow_on(direction, cell));
                ASSERT_EQ(cell, cell_at(direction, network, place));
                ASSERT_FALSE(exits.contains(donor));
            }
        }
        begin = end;
    }
    ASSERT_EQ(begin, chunk.last);
    for (Index place = donor; place < chunk.last; ++place) {
        ASSERT_TRUE(exits.contains(place));
    }
}

/// Checks what RoutingNetwork promises against the directions, one cell after the other.
void expect_sound(const Raster<std::uint8_t>& direction, const RoutingNetwork& network) {
    const std::vector<Index> donors = counted_donors(direction, network);
    std::set<Index> exits;
    for (const auto& exit : network.exits()) {
        exits.insert(exit.place);
    }
    ASSERT_EQ(exits.size(), network.exits().size());
    Index places = 0;
    for (const auto& chunk : network.chunks()) {
        ASSERT_EQ(chunk.first, places);
        places = chunk.last;
        expect_sound_chunk(direction, network, chunk, exits, donors);
    }
    ASSERT_EQ(places, network.trunk_first());
    for (Index place = network.trunk_first(); place < network.size(); ++place) {
        const auto own = network.trunk_donors(place);
        ASSERT_EQ(static_cast<Index>(own.size()), donors[static_cast<std::size_t>(place)]);
        for (const Index exit : own) {
            ASSERT_LT(network.exits()[static_cast<std::size_t>(exit)].place, place);
            ASSERT_EQ(network.exits()[static_cast<std::size_t>(exit)].receiver,
                      network.cells()[static_cast<std::size_t>(place)]);
        }
        ASSERT_EQ(network.exits()[static_cast<std::size_t>(network.trunk_exit(place))].place,
                  place);
    }
}

TEST(RoutingNetwork, IsSoundOnAnyGround) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const auto direction = directions(filled(test_terrain({83, 71}, seed)));
        for (const Index chunk : {1, 7, 64, 1000, 100'000}) {
            SCOPED_TRACE(::testing::Message() << "seed " << seed << " chunk " << chunk);
            expect_sound(direction, RoutingNetwork(direction, chunk));
        }
    }
}

TEST(RoutingNetwork, IsSoundOnAwkwardExtents) {
    for (const Extent extent : hazone::testing::awkward_extents()) {
        const auto direction = directions(filled(test_terrain(extent, 3)));
        expect_sound(direction, RoutingNetwork(direction, 4));
        expect_sound(Raster<std::uint8_t>(extent, kNoDirection),
                     RoutingNetwork(Raster<std::uint8_t>(extent, kNoDirection)));
        EXPECT_EQ(RoutingNetwork(Raster<std::uint8_t>(extent, kOutlet)).size(), extent.size());
    }
}

TEST(RoutingNetwork, IsTheSameForAnyNumberOfThreads) {
    const auto direction = directions(filled(test_terrain({120, 90}, 1)));
    const auto cells_with = [&](int threads) {
        const ThreadScope scope(threads);
        const RoutingNetwork network(direction, 50);
        return std::vector<Index>(network.cells().begin(), network.cells().end());
    };
    for (const int threads : {2, 3, 8}) {
        EXPECT_EQ(cells_with(1), cells_with(threads));
    }
}

}  // namespace
}  // namespace hazone::models
