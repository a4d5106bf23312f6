// Accumulation on grids that do not fit in memory: the bits of the one in memory, for any window.
#include <string>

#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/support/flow_reference.hpp"
#include "tests/support/stores.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells_of;
using testing::empty_store;
using testing::same_bits;
using testing::stored;

constexpr double kCellArea = 0.1;  // a count times this is rounded

void expect_same_areas(const Raster<std::uint8_t>& direction, Extent window) {
    Raster<double> expected(direction.extent());
    flow_accumulation(direction, expected, kCellArea);
    CellStore<double> area = empty_store<double>(direction.extent());
    flow_accumulation(stored(direction), area, kCellArea, window);
    EXPECT_TRUE(same_bits(cells_of(area), expected));
}

void expect_same_totals(const Raster<std::uint8_t>& direction,
                        const Raster<float>& weight,
                        Extent window) {
    Raster<double> expected(direction.extent());
    accumulate(direction, weight, expected);
    CellStore<double> total = empty_store<double>(direction.extent());
    accumulate(stored(direction), stored(weight), total, window);
    EXPECT_TRUE(same_bits(cells_of(total), expected));
}

template <class Check>
void for_each_case(Check check) {
    std::vector<Raster<std::uint8_t>> networks;
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        networks.push_back(
            testing::directions(testing::filled(testing::test_terrain({22, 19}, seed))));
    }
    networks.push_back(testing::random_codes({21, 24}, 5));
    networks.push_back(testing::snake({14, 11}));
    networks.push_back(Raster<std::uint8_t>({12, 12}, 8));
    networks.push_back(Raster<std::uint8_t>({5, 5}, kNoDirection));
    for (const Extent window :
         {Extent{1, 13}, Extent{13, 1}, Extent{3, 5}, Extent{11, 8}, Extent{64, 500}}) {
        for (std::size_t number = 0; number < networks.size(); ++number) {
            SCOPED_TRACE("window " + std::to_string(window.rows) + "x" +
                         std::to_string(window.cols) + ", network " + std::to_string(number));
            check(networks[number], window);
        }
    }
    for (const Extent extent : testing::awkward_extents()) {
        check(testing::random_codes(extent, 9), Extent{1, 1});
    }
}

TEST(StoredAccumulation, HasTheBitsOfTheAreasInMemory) { for_each_case(expect_same_areas); }

TEST(StoredAccumulation, HasTheBitsOfTheTotalsInMemory) {
    for_each_case([](const Raster<std::uint8_t>& direction, Extent window) {
        Raster<float> weight = testing::wild_weights(direction.extent(), 6);
        expect_same_totals(direction, weight, window);
        weight.data()[weight.size() / 3] = kMissing;
        weight.data()[weight.size() / 2] = std::numeric_limits<float>::infinity();
        weight.data()[weight.size() / 5] = -std::numeric_limits<float>::infinity();
        expect_same_totals(direction, weight, window);
    });
}

TEST(StoredAccumulation, ACycleOverFourWindowsIsMissingAndItsTributariesAreNot) {
    const auto direction = testing::grid<std::uint8_t>({{1, 1, 4, 8},  //
                                                        {64, 0, 4, 64},
                                                        {64, 16, 16, 16}});
    Raster<double> area(direction.extent());
    flow_accumulation(direction, area, 1.0);
    ASSERT_TRUE(is_missing(area(0, 0)));
    ASSERT_EQ(area(0, 3), 2.0);
    ASSERT_EQ(area(2, 3), 1.0);
    for (const Extent window : {Extent{1, 1}, Extent{2, 2}, Extent{2, 3}}) {
        expect_same_areas(direction, window);
        expect_same_totals(direction, Raster<float>(direction.extent(), 0.1F), window);
    }
}

TEST(StoredAccumulation, WindowsOfSeveralTiles) {
    const Extent extent{700, 620};
    const auto direction = testing::directions(testing::filled(testing::test_terrain(extent, 1)));
    expect_same_areas(direction, {400, 300});
    expect_same_totals(direction, testing::wild_weights(extent, 2), {400, 300});
}

}  // namespace
}  // namespace hazone
