// Strahler order and Shreve magnitude, on drawn networks, on all networks of six heads, and on
// seeded ground.
#include "engine/terrain/network/stream_order.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/drained_ground.hpp"
#include "tests/support/drawn_network.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::DrainedGround;
using testing::Drawing;
using testing::drawn;
using testing::DrawnNetwork;

struct Orders {
    Raster<std::uint8_t> strahler;
    Raster<std::int32_t> shreve;

    explicit Orders(const DrawnNetwork& network) : Orders(network.direction, network.stream) {}
    Orders(const Raster<std::uint8_t>& direction, const Raster<std::uint8_t>& stream)
        : strahler(direction.extent()), shreve(direction.extent()) {
        stream_orders(direction, stream, {strahler, shreve});
    }
};

int order_of(const std::vector<int>& orders) {
    StrahlerJunction junction;
    for (const int order : orders) {
        junction.meet(order);
    }
    return junction.order();
}

TEST(StrahlerJunction, TwoOfTheHighestMakeOneMore) {
    EXPECT_EQ(order_of({}), 1);
    EXPECT_EQ(order_of({3}), 3);
    EXPECT_EQ(order_of({1, 1}), 2);
    EXPECT_EQ(order_of({2, 1}), 2);
    EXPECT_EQ(order_of({1, 1, 2}), 2);
    EXPECT_EQ(order_of({2, 1, 2}), 3);
    EXPECT_EQ(order_of({1, 1, 1, 1, 1, 1, 1, 1}), 2);
}

TEST(StrahlerJunction, TheSequenceOfStreamsDoesNotMatter) {
    std::vector<int> orders{1, 1, 2, 2, 3};
    do {
        EXPECT_EQ(order_of(orders), 3);
    } while (std::next_permutation(orders.begin(), orders.end()));
    orders = {1, 2, 3, 3};
    do {
        EXPECT_EQ(order_of(orders), 4);
    } while (std::next_permutation(orders.begin(), orders.end()));
}

/// How many networks with so many heads have which Strahler order, over all networks which differ
/// in how their links join (left and right told apart).
std::map<int, long> networks_by_order(int heads) {
    if (heads == 1) {
        return {{order_of({}), 1}};
    }
    std::map<int, long> counts;
    for (int left = 1; left < heads; ++left) {
        for (const auto& [one, ways] : networks_by_order(left)) {
            for (const auto& [other, other_ways] : networks_by_order(heads - left)) {
                counts[order_of({one, other})] += ways * other_ways;
            }
        }
    }
    return counts;
}

// Shreve (1966): of the networks with n1 streams of first order, n2 of second .. there are
// product of 2^(n(w) - 2 n(w+1)) x C(n(w) - 2, n(w) - 2 n(w+1)); in all C(2n - 1, n) / (2n - 1).
// Six heads: 16 of second order; 24 of third with two streams of second order and 2 with three.
TEST(StrahlerJunction, CountsOfAllNetworksAreThoseOfShreve) {
    using Counts = std::map<int, long>;
    EXPECT_EQ(networks_by_order(6), (Counts{{2, 16}, {3, 26}}));  // 42 in all
    // 429 in all; the one of fourth order is that in which every stream meets its equal.
    EXPECT_EQ(networks_by_order(8), (Counts{{2, 64}, {3, 364}, {4, 1}}));
}

TEST(StreamOrders, DrawnNetworkOfThirdOrder) {
    const DrawnNetwork network({R"(\./...\./)",  //
                                R"(.\...../.)",  //
                                R"(..\.../..)",  //
                                R"(...\./...)",  //
                                R"(....v....)",  //
                                R"(>>>>v....)",  //
                                R"(....o....)"});
    const Orders orders(network);
    EXPECT_EQ(drawn(orders.strahler), (Drawing{"1.1...1.1",  //
                                               ".2.....2.",  //
                                               "..2...2..",  //
                                               "...2.2...",  //
                                               "....3....",  //
                                               "11113....",  //
                                               "....3...."}));
    EXPECT_EQ(drawn(orders.shreve), (Drawing{"1.1...1.1",  //
                                             ".2.....2.",  //
                                             "..2...2..",  //
                                             "...2.2...",  //
                                             "....4....",  //
                                             "11115....",  //
                                             "....5...."}));
}

TEST(StreamOrders, SeveralStreamsMayMeetInOneCell) {
    const Orders three(DrawnNetwork({R"(\v/)", R"(.v.)", R"(.o.)"}));
    EXPECT_EQ(drawn(three.strahler), (Drawing{"111", ".2.", ".2."}));
    EXPECT_EQ(drawn(three.shreve), (Drawing{"111", ".3.", ".3."}));
    const Orders eight(DrawnNetwork({R"(\v/)", R"(>o<)", R"("^')"}));
    EXPECT_EQ(drawn(eight.strahler), (Drawing{"111", "121", "111"}));
    EXPECT_EQ(drawn(eight.shreve), (Drawing{"111", "181", "111"}));
}

TEST(StreamOrders, ALowerOrderJoinsWithoutEffect) {
    // Strahler's rule against a simple count: three first-order streams join a second-order one.
    const Orders orders(DrawnNetwork({R"(\.....)",  //
                                      R"(>>>>>o)",  //
                                      R"(.^.^.^)"}));
    EXPECT_EQ(drawn(orders.strahler), (Drawing{"1.....", "122222", ".1.1.1"}));
    EXPECT_EQ(drawn(orders.shreve), (Drawing{"1.....", "133445", ".1.1.1"}));
}

TEST(StreamOrders, UnknownStreamsMissingCellsAndCyclesHaveNoOrder) {
    const Orders orders(DrawnNetwork({R"(>?>>o)",  //
                                      R"(>#>>o)",  //
                                      R"(><<..)"}));
    EXPECT_EQ(drawn(orders.strahler), (Drawing{"1#111", "1#111", "##1.."}));
    EXPECT_EQ(drawn(orders.shreve), (Drawing{"1.111", "1.111", "..1.."}));
}

TEST(StreamOrders, FollowFromTheDonorsAndCountTheHeads) {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const DrainedGround ground(testing::test_terrain({130, 111}, seed), 12);
        std::int64_t heads = 0;
        std::int64_t at_outlets = 0;
        Index wrong = 0;
        for (Index row = 0; row < ground.extent().rows; ++row) {
            for (Index col = 0; col < ground.extent().cols; ++col) {
                const int expected = ground.stream(row, col) == 1 ? -1 : ground.stream(row, col);
                if (expected >= 0) {
                    wrong += ground.strahler(row, col) != expected || ground.shreve(row, col) != 0;
                    continue;
                }
                std::vector<int> orders;
                std::int32_t magnitude = 0;
                for (const Cell donor : ground.stream_donors({row, col})) {
                    orders.push_back(ground.strahler(donor.row, donor.col));
                    magnitude += ground.shreve(donor.row, donor.col);
                }
                heads += orders.empty() ? 1 : 0;
                magnitude += orders.empty() ? 1 : 0;
                std::sort(orders.rbegin(), orders.rend());
                const bool tie = orders.size() > 1 && orders[0] == orders[1];
                const int order = orders.empty() ? 1 : orders[0] + (tie ? 1 : 0);
                wrong += ground.strahler(row, col) != order;
                wrong += ground.shreve(row, col) != magnitude;
                Cell next{row, col};
                at_outlets += flow_on(ground.direction, next) ? 0 : ground.shreve(row, col);
            }
        }
        EXPECT_EQ(wrong, 0) << "seed " << seed;
        EXPECT_EQ(at_outlets, heads) << "seed " << seed;
        EXPECT_GT(heads, 50) << "seed " << seed;
    }
}

TEST(StreamOrders, AwkwardShapesAndNothingButMissing) {
    for (const Extent extent : testing::awkward_extents()) {
        const DrainedGround all(synthetic_terrain(SyntheticTerrain::noise, extent, 1), 1);
        EXPECT_EQ(count_cells(extent,
                              [&](Index row, Index col) {
                                  return all.strahler(row, col) < 1 || all.shreve(row, col) < 1;
                              }),
                  0);
        const DrainedGround nothing(Raster<float>(extent, kMissing), 1);
        EXPECT_TRUE(
            testing::same_bits(nothing.strahler, Raster<std::uint8_t>(extent, kNoDirection)));
        EXPECT_TRUE(testing::same_bits(nothing.shreve, Raster<std::int32_t>(extent, kNoLabel)));
    }
}

TEST(StreamOrders, SameBitsForAnyThreadCount) {
    for (const std::uint64_t seed : {0U, 1U, 2U, 5U}) {
        const DrainedGround ground(testing::test_terrain({300, 257}, seed), 8);
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return Orders(ground.direction, ground.stream).strahler; }));
        EXPECT_TRUE(testing::same_for_any_thread_count(
            [&] { return Orders(ground.direction, ground.stream).shreve; }));
    }
}

}  // namespace
}  // namespace hazone
