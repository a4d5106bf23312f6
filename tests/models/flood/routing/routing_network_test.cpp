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

/// Checks what RoutingNetwork promises against the directions, one cell after the other.
void expect_sound(const Raster<std::uint8_t>& direction, const RoutingNetwork& network) {
    std::vector<Index> place_of(static_cast<std::size_t>(direction.size()), -1);
    for (Index place = 0; place < network.size(); ++place) {
        Index& own =
            place_of[static_cast<std::size_t>(network.cells()[static_cast<std::size_t>(place)])];
        ASSERT_EQ(own, -1) << "a cell has two places";
        own = place;
    }
    std::vector<Index> donors(static_cast<std::size_t>(network.size()), 0);
    for (Index number = 0; number < direction.size(); ++number) {
        const bool inside = direction.data()[number] != kNoDirection;
        const Index place = place_of[static_cast<std::size_t>(number)];
        ASSERT_EQ(place >= 0, inside);
        Cell cell{number / direction.cols(), number % direction.cols()};
        if (inside && flow_on(direction, cell)) {
            const Index next =
                place_of[static_cast<std::size_t>(cell.row * direction.cols() + cell.col)];
            ASSERT_GT(next, place);
            ++donors[static_cast<std::size_t>(next)];
        }
    }
    Index places = 0;
    std::set<Index> exits;
    for (const auto& exit : network.exits()) {
        exits.insert(exit.place);
    }
    ASSERT_EQ(exits.size(), network.exits().size());
    for (const auto& chunk : network.chunks()) {
        ASSERT_EQ(chunk.first, places);
        places = chunk.last;
        ASSERT_EQ(network.level_ends()[static_cast<std::size_t>(chunk.last_level) - 1], chunk.last);
        Index donor = chunk.first;
        Index begin = chunk.first;
        for (Index level = chunk.first_level; level < chunk.last_level; ++level) {
            const Index end = network.level_ends()[static_cast<std::size_t>(level)];
            for (Index place = begin; place < end; ++place) {
                ASSERT_EQ(network.donors()[place], donors[static_cast<std::size_t>(place)]);
                for (int k = 0; k < network.donors()[place]; ++k, ++donor) {
                    ASSERT_LT(donor, begin) << "a level depends on itself";
                    const Index number = network.cells()[static_cast<std::size_t>(donor)];
                    Cell cell{number / direction.cols(), number % direction.cols()};
                    ASSERT_TRUE(flow_on(direction, cell));
                    ASSERT_EQ(cell.row * direction.cols() + cell.col,
                              network.cells()[static_cast<std::size_t>(place)]);
                    ASSERT_FALSE(exits.contains(donor));
                }
            }
            begin = end;
        }
        for (Index place = donor; place < chunk.last; ++place) {
            ASSERT_TRUE(exits.contains(place)) << "what is no donor must be an exit";
        }
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
