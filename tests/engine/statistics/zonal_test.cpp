#include "engine/statistics/zonal.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone {
namespace {

/// One zone of two whole cells and two cut ones.
ZoneCover small_cover() {
    ZoneCover cover{.cell_area = 100};
    const CellRun runs[] = {{0, 1, 3}};
    const CellPart parts[] = {{0, 3, 0.5}, {1, 1, 0.25}};
    cover.add(runs, parts, 40);
    return cover;
}

Raster<float> row_of_values(std::vector<float> first, std::vector<float> second) {
    Raster<float> values({2, static_cast<Index>(first.size())});
    std::copy(first.begin(), first.end(), values.data());
    std::copy(second.begin(), second.end(), values.data() + first.size());
    return values;
}

TEST(ZoneCover, AddsUpWholeAndCutCells) {
    const ZoneCover cover = small_cover();
    EXPECT_EQ(cover.size(), 1U);
    EXPECT_DOUBLE_EQ(cover.area_of(0), 275);
    EXPECT_EQ(cover.cells_of(0), 4);
    EXPECT_EQ(cover.outside[0], 40);
}

TEST(ZonalStatistics, AreWeightedByTheShareOfEachCell) {
    const auto values = row_of_values({9, 2, 4, 6, 9}, {9, 8, 9, 9, 9});
    const auto statistic = zonal_statistics(small_cover(), values).front();
    EXPECT_DOUBLE_EQ(statistic.mean, (2 + 4 + 0.5 * 6 + 0.25 * 8) / 2.75);
    EXPECT_EQ(statistic.highest, 8);
    // 95 % of 2.75 is 2.6125: the values up to 6 weigh 2.5, those up to 8 all of it.
    EXPECT_EQ(statistic.percentile_95, 8);
    EXPECT_EQ(statistic.known_area, 275);
    EXPECT_EQ(statistic.missing_area, 0);
}

TEST(ZonalStatistics, MissingCellsAreCountedApart) {
    auto values = row_of_values({9, 2, kMissing, 6, 9}, {9, kMissing, 9, 9, 9});
    const auto statistic = zonal_statistics(small_cover(), values).front();
    EXPECT_DOUBLE_EQ(statistic.mean, (2 + 0.5 * 6) / 1.5);
    EXPECT_EQ(statistic.known_area, 150);
    EXPECT_EQ(statistic.missing_area, 125);
    values = Raster<float>({2, 5}, kMissing);
    const auto nothing = zonal_statistics(small_cover(), values).front();
    EXPECT_TRUE(std::isnan(nothing.mean) && std::isnan(nothing.percentile_95) &&
                std::isnan(nothing.highest));
    EXPECT_EQ(nothing.missing_area, 275);
}

TEST(ZonalStatistics, ThePercentileIsTheLeastValueWhichReachesTheShare) {
    // 20 cells of 1 .. 20: 95 % is reached at 19, exactly.
    ZoneCover cover{.cell_area = 1};
    const CellRun all[] = {{0, 0, 20}};
    cover.add(all, {}, 0);
    Raster<float> values({1, 20});
    for (Index col = 0; col < 20; ++col) {
        values(0, col) = static_cast<float>((col * 7) % 20 + 1);
    }
    EXPECT_EQ(zonal_statistics(cover, values).front().percentile_95, 19);
    values = Raster<float>({1, 20}, 3.5F);
    EXPECT_EQ(zonal_statistics(cover, values).front().percentile_95, 3.5);
}

/// Zones of random runs and cut cells; the first has many cells, the second few, the third none.
ZoneCover random_cover(Extent extent, std::mt19937& random) {
    ZoneCover cover{.cell_area = 6.25};
    std::uniform_real_distribution<double> share(0.01, 0.99);
    for (const int every : {1, 40, 0}) {
        std::vector<CellRun> runs;
        std::vector<CellPart> parts;
        for (std::int32_t row = 0; every > 0 && row < extent.rows; row += every) {
            const auto first = static_cast<std::int32_t>(1 + random() % 20);
            const auto end = static_cast<std::int32_t>(first + 30 + random() % 60);
            parts.push_back({row, first - 1, share(random)});
            runs.push_back({row, first, end});
            parts.push_back({row, end, share(random)});
        }
        cover.add(runs, parts, 0);
    }
    return cover;
}

struct Weighted {
    float value;
    double share;
};

/// By sorting, another way than that of the kernel for many cells.
ZonalStatistic plain_statistic(const ZoneCover& cover,
                               std::size_t zone,
                               const Raster<float>& values) {
    std::vector<Weighted> all;
    double missing = 0;
    const auto add = [&](Index row, Index col, double share) {
        const float value = values(row, col);
        if (is_missing(value)) {
            missing += share;
        } else {
            all.push_back({value, share});
        }
    };
    for (const CellRun& run : cover.runs_of(zone)) {
        for (Index col = run.first; col < run.end; ++col) {
            add(run.row, col, 1);
        }
    }
    for (const CellPart& part : cover.parts_of(zone)) {
        add(part.row, part.col, part.share);
    }
    std::sort(all.begin(), all.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    double weight = 0;
    double sum = 0;
    for (const Weighted& own : all) {
        weight += own.share;
        sum += own.share * static_cast<double>(own.value);
    }
    double below = 0;
    float percentile = 0;
    for (const Weighted& own : all) {
        below += own.share;
        percentile = own.value;
        if (below >= 0.95 * weight * (1 - 1e-12)) {
            break;
        }
    }
    return {sum / weight, static_cast<double>(percentile), static_cast<double>(all.back().value),
            weight * cover.cell_area, missing * cover.cell_area};
}

Raster<float> random_values(Extent extent, int kind, std::mt19937& random) {
    std::normal_distribution<float> normal(0, 100);
    Raster<float> values(extent);
    for (Index cell = 0; cell < values.size(); ++cell) {
        const float value = normal(random);
        // All of them; near to one another; negative alone; whole numbers, many of them equal.
        const float kinds[] = {value, 1 + 1e-5F * value, -std::abs(value), std::round(value / 50)};
        values.data()[cell] = random() % 9 == 0 ? kMissing : kinds[kind];
    }
    return values;
}

TEST(ZonalStatistics, EqualSortingForManyCellsAndFew) {
    const Extent extent{400, 120};
    std::mt19937 random(11);
    for (int kind = 0; kind < 4; ++kind) {
        const ZoneCover cover = random_cover(extent, random);
        const auto values = random_values(extent, kind, random);
        const auto statistics = zonal_statistics(cover, values);
        ASSERT_GT(cover.cells_of(0), 4096);
        ASSERT_LT(cover.cells_of(1), 4096);
        for (std::size_t zone = 0; zone < 2; ++zone) {
            const auto expected = plain_statistic(cover, zone, values);
            EXPECT_NEAR(statistics[zone].mean, expected.mean, 1e-9);
            EXPECT_EQ(statistics[zone].percentile_95, expected.percentile_95);
            EXPECT_EQ(statistics[zone].highest, expected.highest);
            EXPECT_NEAR(statistics[zone].known_area, expected.known_area, 1e-6);
            EXPECT_NEAR(statistics[zone].missing_area, expected.missing_area, 1e-6);
        }
        EXPECT_TRUE(std::isnan(statistics[2].mean));
        EXPECT_EQ(statistics[2].known_area + statistics[2].missing_area, 0);
    }
}

TEST(ZonalStatistics, TakeInfiniteValuesAsValues) {
    const Extent extent{400, 120};
    std::mt19937 random(12);
    const ZoneCover cover = random_cover(extent, random);
    const Raster<float> values(extent, std::numeric_limits<float>::infinity());
    for (const std::size_t zone : {0U, 1U}) {
        EXPECT_EQ(zonal_statistics(cover, values)[zone].percentile_95,
                  std::numeric_limits<double>::infinity());
    }
}

TEST(ZonalAreas, CountCodesByShareAndKeepMissingOnesApart) {
    Raster<std::uint8_t> codes({2, 5}, 3);
    codes(0, 2) = 0;
    codes(0, 3) = 5;
    const auto areas = zonal_areas<6>(small_cover(), [view = codes.view()](Index row) {
        return [cells = view.row(row)](Index col) -> std::size_t { return cells[col]; };
    });
    EXPECT_EQ(areas.front(), (std::array<double, 6>{100, 0, 0, 125, 0, 50}));
}

TEST(ZonalSums, AreOfValueTimesArea) {
    Raster<std::uint8_t> codes({2, 5}, 0);
    codes(0, 3) = 1;
    const auto values = row_of_values({9, 2, kMissing, 6, 9}, {9, 8, 9, 9, 9});
    const auto sums = zonal_sums<2>(small_cover(), values, [view = codes.view()](Index row) {
        return [cells = view.row(row)](Index col) -> std::size_t { return cells[col]; };
    });
    EXPECT_EQ(sums.front().sums, (std::array<double, 2>{2 * 100 + 8 * 25, 6 * 50}));
    EXPECT_EQ(sums.front().missing_area, (std::array<double, 2>{100, 0}));
}

TEST(ZonalNumbers, HaveTheSameBitsForAnyNumberOfThreads) {
    const Extent extent{400, 120};
    std::mt19937 random(13);
    const ZoneCover cover = random_cover(extent, random);
    const auto values = random_values(extent, 0, random);
    const auto bins = [view = values.view()](Index row) {
        return [cells = view.row(row)](Index col) -> std::size_t { return cells[col] > 0 ? 1 : 0; };
    };
    const ThreadScope one(1);
    const auto statistics = zonal_statistics(cover, values);
    const auto areas = zonal_areas<2>(cover, bins);
    const auto sums = zonal_sums<2>(cover, values, bins);
    for (const int count : {2, 3, 8}) {
        const ThreadScope scope(count);
        const auto again = zonal_statistics(cover, values);
        EXPECT_EQ(areas, zonal_areas<2>(cover, bins));
        const auto sums_again = zonal_sums<2>(cover, values, bins);
        for (std::size_t zone = 0; zone < 2; ++zone) {
            EXPECT_EQ(again[zone].mean, statistics[zone].mean);
            EXPECT_EQ(again[zone].percentile_95, statistics[zone].percentile_95);
            EXPECT_EQ(again[zone].known_area, statistics[zone].known_area);
            EXPECT_EQ(sums_again[zone].sums, sums[zone].sums);
        }
    }
}

TEST(CoverOfLabels, HasTheCellsOfEachLabelOnAnyNumberOfThreads) {
    const Extent extent{203, 71};
    std::mt19937 random(5);
    Raster<std::int32_t> labels(extent);
    std::vector<Index> expected(40, 0);
    for (Index cell = 0; cell < labels.size(); ++cell) {
        labels.data()[cell] = cell > 0 && random() % 3 != 0
                                  ? labels.data()[cell - 1]
                                  : static_cast<std::int32_t>(random() % 42) - 1;
        if (labels.data()[cell] > 0) {
            ++expected[static_cast<std::size_t>(labels.data()[cell] - 1)];
        }
    }
    for (const int count : {1, 2, 3, 8}) {
        const ThreadScope scope(count);
        const ZoneCover cover = cover_of_labels(labels, 4);
        ASSERT_EQ(cover.size(), expected.size());
        EXPECT_TRUE(cover.parts.empty());
        for (std::size_t zone = 0; zone < cover.size(); ++zone) {
            EXPECT_EQ(cover.cells_of(zone), expected[zone]);
            EXPECT_EQ(cover.area_of(zone), 4 * static_cast<double>(expected[zone]));
            Index before = -1;
            for (const CellRun& run : cover.runs_of(zone)) {
                EXPECT_GT(run.row * extent.cols + run.first, before);
                before = run.row * extent.cols + run.end - 1;
                for (Index col = run.first; col < run.end; ++col) {
                    EXPECT_EQ(labels(run.row, col), static_cast<std::int32_t>(zone + 1));
                }
            }
        }
    }
    EXPECT_EQ(cover_of_labels(Raster<std::int32_t>({3, 4}, 0), 1).size(), 0U);
}

}  // namespace
}  // namespace hazone
