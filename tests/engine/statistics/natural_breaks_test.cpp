#include "engine/statistics/natural_breaks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;

Raster<float> raster_of(const std::vector<float>& values, Index cols) {
    Raster<float> cells({static_cast<Index>(values.size()) / cols, cols});
    std::copy(values.begin(), values.end(), cells.data());
    return cells;
}

/// Jobs per square mile in the 58 counties of California, the example data of mapclassify.
const std::vector<float> kCalifornia{
    329.92F, 0.42F,  5.9F,    14.03F,  2.78F, 1.34F,  181.27F, 1.65F,    10.03F, 16.7F,
    1.32F,   3.99F,  3.16F,   0.22F,   8.7F,  6.56F,  3.27F,   0.33F,    370.5F, 4.51F,
    75.29F,  0.99F,  2.74F,   8.68F,   0.14F, 0.92F,  12.63F,  28.7F,    12.02F, 722.85F,
    36.68F,  0.74F,  29.82F,  192.05F, 3.38F, 11.15F, 110.74F, 4111.45F, 49.47F, 10.33F,
    317.11F, 20.47F, 264.93F, 66.26F,  5.39F, 0.13F,  0.61F,   50.65F,   40.48F, 36.67F,
    13.09F,  1.81F,  0.2F,    7.6F,    2.51F, 57.26F, 24.32F,  6.97F};

// mapclassify, README of pysal/mapclassify, FisherJenks(y, k=5): up to 75.29, 192.05, 370.50,
// 722.85 and 4111.45, with 49, 3, 4, 1 and 1 counties. The lowest values above those ends are the
// limits here.
TEST(NaturalBreaks, AreThoseOfThePublishedExample) {
    const Raster<float> cells = raster_of(kCalifornia, 29);
    const NaturalBreaks breaks = natural_breaks(one_piece(cells), 5);
    EXPECT_TRUE(breaks.exact);
    EXPECT_THAT(breaks.limits, ElementsAre(110.74F, 264.93F, 722.85F, 4111.45F));
    std::vector<int> counts(5, 0);
    for (const float value : kCalifornia) {
        ++counts[static_cast<std::size_t>(
            std::count_if(breaks.limits.begin(), breaks.limits.end(),
                          [=](float limit) { return value >= limit; }))];
    }
    EXPECT_THAT(counts, ElementsAre(49, 3, 4, 1, 1));
}

// By hand: {1, 2}, {9}, {20, 22}: the deviations are 0.5 + 0 + 2; of all together 970 - 54^2 / 5.
TEST(NaturalBreaks, AreTheLeastSquaresWorkedByHand) {
    const std::vector<CountedValue> values{
        {1, 1, 1}, {2, 2, 1}, {9, 9, 1}, {20, 20, 1}, {22, 22, 1}};
    const NaturalGroups groups = natural_groups(values, 3);
    EXPECT_THAT(groups.starts, ElementsAre(2, 3));
    EXPECT_NEAR(groups.deviation, 2.5, 1e-12);
    EXPECT_NEAR(groups.deviation_of_one, 386.8, 1e-9);
}

/// The least sum of squares of all ways to cut the values.
double best_of_all(const std::vector<CountedValue>& values, std::size_t from, int groups) {
    const auto deviation = [&](std::size_t first, std::size_t end) {
        double count = 0;
        double sum = 0;
        for (std::size_t place = first; place < end; ++place) {
            count += static_cast<double>(values[place].count);
            sum += static_cast<double>(values[place].count) * values[place].mean;
        }
        double squares = 0;
        for (std::size_t place = first; place < end; ++place) {
            squares += static_cast<double>(values[place].count) *
                       std::pow(values[place].mean - sum / count, 2);
        }
        return squares;
    };
    if (groups == 1) {
        return deviation(from, values.size());
    }
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t end = from + 1; end + static_cast<std::size_t>(groups) - 1 <= values.size();
         ++end) {
        best = std::min(best, deviation(from, end) + best_of_all(values, end, groups - 1));
    }
    return best;
}

TEST(NaturalGroups, HaveTheLeastSumOfAllWaysToCut) {
    std::mt19937_64 random(11);
    int compared = 0;
    for (int trial = 0; trial < 300; ++trial) {
        std::vector<CountedValue> values;
        double value = 0;
        const auto size = 5 + random() % 10;
        for (std::size_t number = 0; number < size; ++number) {
            value += 1 + static_cast<double>(random() % 20);
            values.push_back(
                {static_cast<float>(value), value, 1 + static_cast<Index>(random() % 9)});
        }
        for (int groups = 1; groups <= 5; ++groups) {
            const NaturalGroups found = natural_groups(values, groups);
            const double best = best_of_all(values, 0, groups);
            ASSERT_EQ(found.starts.size(), static_cast<std::size_t>(groups - 1));
            ASSERT_NEAR(found.deviation, best, 1e-9 * (1 + found.deviation_of_one));
            ++compared;
        }
    }
    EXPECT_EQ(compared, 1500);
}

TEST(NaturalGroups, AreNoMoreThanTheValues) {
    const std::vector<CountedValue> values{{1, 1, 3}, {2, 2, 1}};
    EXPECT_THAT(natural_groups(values, 5).starts, ElementsAre(1));
    EXPECT_EQ(natural_groups({}, 5).starts.size(), 0U);
}

std::vector<float> many_values(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::gamma_distribution<float> skewed(1.5F, 0.1F);
    std::vector<float> values(count);
    std::generate(values.begin(), values.end(), [&] { return skewed(random); });
    return values;
}

/// Sum of the squares about the means of the groups, value by value.
double deviation_of(std::span<const float> sorted, const std::vector<float>& limits) {
    double squares = 0;
    auto from = sorted.begin();
    for (std::size_t group = 0; group <= limits.size(); ++group) {
        const auto end = group < limits.size() ? std::lower_bound(from, sorted.end(), limits[group])
                                               : sorted.end();
        const double mean = std::accumulate(from, end, 0.0) / static_cast<double>(end - from);
        squares += std::accumulate(from, end, 0.0, [=](double sum, float value) {
            return sum + (value - mean) * (value - mean);
        });
        from = end;
    }
    return squares;
}

TEST(NaturalBreaks, ByIntervalsAreWithinTheStatedBoundOfTheOptimum) {
    constexpr std::size_t kCount = 1'000'000;
    std::vector<float> values = many_values(kCount, 5);
    const Raster<float> cells = raster_of(values, 1000);
    const NaturalBreaks breaks = natural_breaks(one_piece(cells), 5);
    EXPECT_FALSE(breaks.exact);
    std::sort(values.begin(), values.end());
    std::vector<CountedValue> each;
    for (const float value : values) {
        each.push_back({value, value, 1});
    }
    const NaturalGroups best = natural_groups(each, 5);
    const double found = deviation_of(values, breaks.limits);
    EXPECT_GE(found, best.deviation * (1 - 1e-9));
    EXPECT_LE(found, best.deviation + breaks.excess);
    EXPECT_LT(breaks.excess, 0.01 * best.deviation);  // the bound says something
    EXPECT_NEAR(breaks.fit, 1 - best.deviation / best.deviation_of_one, 1e-4);
    EXPECT_NEAR(breaks.fit_excess, breaks.excess / best.deviation_of_one, 1e-9);
    for (std::size_t number = 0; number < best.starts.size(); ++number) {
        EXPECT_NEAR(breaks.limits[number], values[best.starts[number]], 1e-3);
    }
}

TEST(NaturalBreaks, ExplainMoreWithMoreGroups) {
    const Raster<float> cells = raster_of(many_values(4000, 8), 50);
    double before = -1;
    for (int groups = 1; groups <= 8; ++groups) {
        const NaturalBreaks breaks = natural_breaks(one_piece(cells), groups);
        EXPECT_GE(breaks.fit, before);
        EXPECT_LE(breaks.fit, 1);
        EXPECT_TRUE(std::is_sorted(breaks.limits.begin(), breaks.limits.end()));
        before = breaks.fit;
    }
}

TEST(NaturalBreaks, CountNeitherMissingNorInfiniteCells) {
    const float infinite = std::numeric_limits<float>::infinity();
    const Raster<float> cells =
        raster_of({1, 1, kMissing, infinite, 5, 6, kMissing, -infinite, 20, 21}, 5);
    const NaturalBreaks breaks = natural_breaks(one_piece(cells), 3);
    EXPECT_THAT(breaks.limits, ElementsAre(5.0F, 20.0F));
    EXPECT_EQ(breaks.different, 5);
}

TEST(NaturalBreaks, HaveNoLimitsWhereThereAreFewerValuesThanGroups) {
    const Raster<float> cells = raster_of({1, 2, 2, 1, 2, 2}, 3);
    const NaturalBreaks breaks = natural_breaks(one_piece(cells), 3);
    EXPECT_TRUE(breaks.limits.empty());
    EXPECT_EQ(breaks.different, 2);
    EXPECT_THAT(natural_breaks(one_piece(cells), 2).limits, ElementsAre(2.0F));
}

TEST(NaturalBreaks, AreTheSameForAnyThreadsAndPieces) {
    const Raster<float> cells = raster_of(many_values(60'000, 3), 100);  // more than are counted
    const CellPieces row_by_row = [&](const std::function<void(View<const float>)>& use) {
        for (Index row = 0; row < cells.rows(); ++row) {
            use(cells.view().window({row, 0}, {1, cells.cols()}));
        }
    };
    const NaturalBreaks one = [&] {
        const ThreadScope threads(1);
        return natural_breaks(one_piece(cells), 5);
    }();
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope threads(count);
        EXPECT_EQ(natural_breaks(one_piece(cells), 5).limits, one.limits);
        EXPECT_EQ(natural_breaks(row_by_row, 5).limits, one.limits);
        EXPECT_EQ(natural_breaks(row_by_row, 5).fit, one.fit);
    }
}

}  // namespace
}  // namespace hazone
