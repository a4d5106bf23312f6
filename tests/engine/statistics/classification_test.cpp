#include "engine/statistics/classification.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;

constexpr float kInfinite = std::numeric_limits<float>::infinity();
constexpr std::uint8_t kNone = 99;

Raster<float> raster_of(const std::vector<float>& values, Index cols) {
    Raster<float> cells({static_cast<Index>(values.size()) / cols, cols});
    std::copy(values.begin(), values.end(), cells.data());
    return cells;
}

/// Values of which `kinds` differ, some missing or infinite.
Raster<float> random_cells(Extent extent, int kinds, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Raster<float> cells(extent);
    for (Index cell = 0; cell < cells.size(); ++cell) {
        const auto number = static_cast<float>(random() % static_cast<std::uint64_t>(kinds));
        const auto rare = random() % 50;
        cells.data()[cell] = rare == 0   ? kMissing
                             : rare == 1 ? kInfinite
                             : rare == 2 ? -kInfinite
                                         : number / 7 - 3;
    }
    return cells;
}

CellPieces pieces_of(View<const float> cells, Index rows) {
    return [=](const std::function<void(View<const float>)>& use) {
        for (Index row = 0; row < cells.rows(); row += rows) {
            use(cells.window({row, 0}, {std::min(rows, cells.rows() - row), cells.cols()}));
        }
    };
}

Raster<std::uint8_t> groups_of(View<const float> cells, const Division& division) {
    std::vector<std::uint8_t> codes(static_cast<std::size_t>(division.groups()));
    std::iota(codes.begin(), codes.end(), std::uint8_t{0});
    GroupCodes groups(division, codes, kNone);
    Raster<std::uint8_t> found(cells.extent());
    groups.assign(cells, found);
    return found;
}

/// Cells with finite values in each group.
std::vector<Index> counts_of(View<const float> cells, const Division& division) {
    const Raster<std::uint8_t> groups = groups_of(cells, division);
    std::vector<Index> counts(static_cast<std::size_t>(division.groups()), 0);
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            if (std::isfinite(cells(row, col))) {
                ++counts[groups(row, col)];
            }
        }
    }
    return counts;
}

const std::vector<double> kYenBai{0.18, 0.04, 0.28, 0.32, 0.18};

TEST(DivideByShares, ReachesEachShareWithinOneCellOnTies) {
    int compared = 0;
    for (const int kinds : {1, 2, 3, 10, 1000}) {
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            const Raster<float> cells =
                random_cells({17, 3 + static_cast<Index>(seed)}, kinds, seed);
            const auto finite = static_cast<double>(range_of(one_piece(cells)).finite);
            for (const std::vector<double>& shares :
                 {kYenBai, {1, 1, 1, 1, 1}, {0.25, 0.25, 0.25, 0.25}, {0, 0.5, 0, 0.5, 0}}) {
                const std::vector<Index> counts =
                    counts_of(cells, divide_by_shares(one_piece(cells), shares, Ties::split));
                const double whole = std::accumulate(shares.begin(), shares.end(), 0.0);
                for (std::size_t group = 0; group < shares.size(); ++group) {
                    ASSERT_LE(std::abs(static_cast<double>(counts[group]) -
                                       shares[group] / whole * finite),
                              1.0)
                        << kinds << " kinds, seed " << seed << ", group " << group;
                    ++compared;
                }
            }
        }
    }
    EXPECT_EQ(compared, 5 * 8 * (5 + 5 + 4 + 5));
}

TEST(DivideByShares, PartsEqualValuesRowByRow) {
    const Raster<float> cells = raster_of({2, 2, 1, 2, 2, 2, 3, 2}, 4);
    const Raster<std::uint8_t> groups =
        groups_of(cells, divide_by_shares(one_piece(cells), std::vector{1.0, 1.0}, Ties::split));
    EXPECT_EQ(std::vector<int>(groups.data(), groups.data() + 8),
              (std::vector<int>{0, 0, 0, 0, 1, 1, 1, 1}));
    const Division thirds =
        divide_by_shares(one_piece(cells), std::vector{1.0, 2.0, 1.0}, Ties::split);
    EXPECT_THAT(thirds.limits, ElementsAre(2.0F, 2.0F));
    EXPECT_THAT(thirds.split, ElementsAre(1, 5));
    EXPECT_EQ(parted_limits(thirds), 2);
}

TEST(DivideByShares, KeepsEqualValuesTogetherOnTheSideAskedFor) {
    const Raster<float> cells = raster_of({2, 2, 1, 2, 2, 2, 3, 2}, 4);
    const std::vector<double> halves{1, 1};
    EXPECT_THAT(counts_of(cells, divide_by_shares(one_piece(cells), halves, Ties::to_higher)),
                ElementsAre(1, 7));
    EXPECT_THAT(counts_of(cells, divide_by_shares(one_piece(cells), halves, Ties::to_lower)),
                ElementsAre(7, 1));
}

TEST(DivideByShares, NeverTurnsTheOrderOfValues) {
    for (const Ties ties : {Ties::split, Ties::to_higher, Ties::to_lower}) {
        const Raster<float> cells = random_cells({23, 19}, 12, 4);
        const Raster<std::uint8_t> groups =
            groups_of(cells, divide_by_shares(one_piece(cells), kYenBai, ties));
        for (Index one = 0; one < cells.size(); ++one) {
            for (Index other = 0; other < cells.size(); ++other) {
                if (cells.data()[one] < cells.data()[other]) {
                    ASSERT_LE(groups.data()[one], groups.data()[other]);
                }
                if (ties != Ties::split && cells.data()[one] == cells.data()[other]) {
                    ASSERT_EQ(groups.data()[one], groups.data()[other]);
                }
            }
        }
    }
}

TEST(DivideByShares, OfNoFiniteValueLeavesInfiniteOnesAtTheEnds) {
    const Raster<float> cells = raster_of({kInfinite, kMissing, -kInfinite, kInfinite}, 2);
    const Division division = divide_by_shares(one_piece(cells), kYenBai, Ties::split);
    const Raster<std::uint8_t> groups = groups_of(cells, division);
    EXPECT_EQ(std::vector<int>(groups.data(), groups.data() + 4),
              (std::vector<int>{4, kNone, 0, 4}));
}

TEST(DivideEvenly, CutsTheRange) {
    const Raster<float> cells = raster_of({10, 0, kMissing, kInfinite, 3, 5}, 3);
    EXPECT_THAT(divide_evenly(range_of(one_piece(cells)), 5).limits,
                ElementsAre(2.0F, 4.0F, 6.0F, 8.0F));
    EXPECT_THAT(divide_evenly(range_of(one_piece(cells)), 4).limits, ElementsAre(2.5F, 5.0F, 7.5F));
    const Raster<float> one = raster_of({7, 7, kMissing, 7}, 2);
    EXPECT_TRUE(divide_evenly(range_of(one_piece(one)), 5).limits.empty());
}

TEST(RangeOf, CountsEachKind) {
    const Raster<float> cells = raster_of({-2, 4, kMissing, kInfinite, -kInfinite, kMissing}, 2);
    const ValueRange range = range_of(one_piece(cells));
    EXPECT_EQ(range.finite, 2);
    EXPECT_EQ(range.infinite, 2);
    EXPECT_EQ(range.missing, 2);
    EXPECT_EQ(range.lowest, -2);
    EXPECT_EQ(range.highest, 4);
}

TEST(ValuesAt, AreThoseOfTheSortedCells) {
    for (const int kinds : {1, 5, 100'000}) {
        const Raster<float> cells = random_cells({40, 31}, kinds, 9);
        std::vector<float> sorted;
        std::copy_if(cells.data(), cells.data() + cells.size(), std::back_inserter(sorted),
                     [](float value) { return std::isfinite(value); });
        std::sort(sorted.begin(), sorted.end());
        std::vector<Index> places(sorted.size());
        std::iota(places.begin(), places.end(), Index{0});
        const std::vector<Index> some{places.front(), places[7], places[places.size() / 2],
                                      places.back()};
        const std::vector<RankedValue> found = values_at(one_piece(cells), some);
        for (std::size_t number = 0; number < some.size(); ++number) {
            const float value = sorted[static_cast<std::size_t>(some[number])];
            const auto [first, end] = std::equal_range(sorted.begin(), sorted.end(), value);
            EXPECT_EQ(found[number].value, value);
            EXPECT_EQ(found[number].below, first - sorted.begin());
            EXPECT_EQ(found[number].equal, end - first);
        }
    }
}

TEST(ValuesAt, TakeZeroOfEitherSignForOneValue) {
    const Raster<float> cells = raster_of({0.0F, -0.0F, 1, -1}, 2);
    const std::vector<RankedValue> found = values_at(one_piece(cells), std::vector<Index>{2});
    EXPECT_EQ(found[0].value, 0.0F);
    EXPECT_EQ(found[0].below, 1);
    EXPECT_EQ(found[0].equal, 2);
}

TEST(DifferentValues, AreCountedUpToTheNumberAllowed) {
    const Raster<float> cells = raster_of({3, 1, kMissing, 3, 2, kInfinite}, 3);
    const auto values = different_values(one_piece(cells), 3);
    ASSERT_TRUE(values.has_value());
    ASSERT_EQ(values->size(), 3U);
    EXPECT_EQ((*values)[0].lowest, 1);
    EXPECT_EQ((*values)[2].lowest, 3);
    EXPECT_EQ((*values)[2].count, 2);
    EXPECT_FALSE(different_values(one_piece(cells), 2).has_value());
}

TEST(GroupCodes, AreTheSameForAnyThreadsAndPieces) {
    const Raster<float> cells = random_cells({64, 33}, 6, 2);
    const auto codes = [&](Index rows) {
        const Division division = divide_by_shares(pieces_of(cells, rows), kYenBai, Ties::split);
        GroupCodes groups(division, {1, 2, 3, 4, 5}, 0);
        Raster<std::uint8_t> found(cells.extent());
        Index from = 0;
        pieces_of(cells, rows)([&](View<const float> piece) {
            groups.assign(piece, found.view().window({from, 0}, piece.extent()));
            from += piece.rows();
        });
        return found;
    };
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return codes(64); }));
    EXPECT_TRUE(testing::same_bits(codes(64), codes(1)));
    EXPECT_TRUE(testing::same_bits(codes(64), codes(7)));
}

}  // namespace
}  // namespace hazone
