#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

#include "engine/statistics/permutation.hpp"
#include "engine/statistics/philox.hpp"

namespace hazone {
namespace {

// The known answers of Random123 (kat_vectors), philox 4x32 with ten rounds.
TEST(Philox, GivesThePublishedWords) {
    EXPECT_EQ(philox_words({0, 0, 0, 0}, 0),
              (RandomWords{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8}));
    constexpr std::uint32_t kOnes = 0xFFFFFFFF;
    EXPECT_EQ(philox_words({kOnes, kOnes, kOnes, kOnes}, ~std::uint64_t{0}),
              (RandomWords{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD}));
    EXPECT_EQ(philox_words({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, 0x299F31D0A4093822),
              (RandomWords{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1}));
}

TEST(Philox, KeepsCellDrawAndStreamApart) {
    const RandomWords one = philox({.draw = 1, .stream = 2, .cell = 3}, 4);
    EXPECT_NE(one, philox({.draw = 2, .stream = 2, .cell = 3}, 4));
    EXPECT_NE(one, philox({.draw = 1, .stream = 3, .cell = 3}, 4));
    EXPECT_NE(one, philox({.draw = 1, .stream = 2, .cell = 3 + (std::uint64_t{1} << 32)}, 4));
    EXPECT_NE(one, philox({.draw = 1, .stream = 2, .cell = 3}, 5));
}

TEST(UnitInterval, IsOpen) {
    EXPECT_GT(unit_interval(0), 0.0);
    EXPECT_LT(unit_interval(0xFFFFFFFF), 1.0);
}

std::vector<std::uint32_t> order_of(std::uint32_t count, std::uint64_t seed) {
    const MixedOrder order(count, philox({}, seed));
    std::vector<std::uint32_t> values(order.span());
    order.write(values.data());
    values.resize(count);
    return values;
}

TEST(MixedOrder, HoldsEveryNumberOnce) {
    int compared = 0;
    for (const std::uint32_t count :
         {1U, 2U, 3U, 5U, 16U, 17U, 100U, 1000U, 1024U, 1025U, 65537U}) {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            std::vector<std::uint32_t> found = order_of(count, seed);
            std::vector<std::uint32_t> all(count);
            std::iota(all.begin(), all.end(), 0U);
            std::sort(found.begin(), found.end());
            ASSERT_EQ(found, all) << count << " of seed " << seed;
            ++compared;
        }
    }
    EXPECT_EQ(compared, 11 * 20);
}

/// Chi-square of counts which should be equal, less its mean, in standard deviations.
double excess(const std::vector<int>& counts) {
    const double mean =
        std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    double sum = 0;
    for (const int count : counts) {
        sum += (count - mean) * (count - mean) / mean;
    }
    const auto freedom = static_cast<double>(counts.size() - 1);
    return (sum - freedom) / std::sqrt(2 * freedom);
}

TEST(MixedOrder, PutsEveryNumberAtEveryPlaceEquallyOften) {
    constexpr std::size_t kCount = 20;
    constexpr int kOrders = 100000;
    std::vector<int> places(kCount * kCount);
    std::vector<int> pairs(kCount * (kCount - 1));  // what stands at place 3 and at place 4
    for (int seed = 0; seed < kOrders; ++seed) {
        const auto order = order_of(kCount, static_cast<std::uint64_t>(seed));
        for (std::size_t place = 0; place < kCount; ++place) {
            ++places[place * kCount + order[place]];
        }
        ++pairs[order[3] * (kCount - 1) + order[4] - (order[4] > order[3] ? 1U : 0U)];
    }
    EXPECT_LT(excess(places), 5);
    EXPECT_LT(excess(pairs), 5);
}

}  // namespace
}  // namespace hazone
