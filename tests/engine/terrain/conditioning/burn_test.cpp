#include "engine/terrain/conditioning/burn.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "engine/terrain/conditioning/nearest_cells.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells;
using testing::grid;

Raster<float> burned(const Raster<float>& z,
                     const Raster<std::uint8_t>& stream,
                     const StreamBurn& burn) {
    Raster<float> ground(z.extent());
    burn_streams(z, stream, burn, ground);
    return ground;
}

/// Some cells of the grid, each with one chance in `rarity`.
Raster<std::uint8_t> sprinkled(Extent extent, unsigned rarity, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    Raster<std::uint8_t> marks(extent, 0);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            marks(row, col) = random() % rarity == 0 ? 1 : 0;
        }
    }
    return marks;
}

/// The nearest mark within the radius, by looking at all cells; (-1, -1) where there is none.
Cell nearest_of_all(const Raster<std::uint8_t>& marks, Cell cell, Index radius) {
    Cell best{-1, -1};
    Index least = radius * radius + 1;
    for (Index row = 0; row < marks.rows(); ++row) {
        for (Index col = 0; col < marks.cols(); ++col) {
            const Index square =
                (row - cell.row) * (row - cell.row) + (col - cell.col) * (col - cell.col);
            if (marks(row, col) == 1 && square < least) {
                least = square;
                best = {row, col};
            }
        }
    }
    return best;
}

TEST(NearestCells, AreThoseOfLookingAtAllCells) {
    for (const Index radius : {1, 3, 8}) {
        const auto marks = sprinkled({41, 37}, 60, static_cast<std::uint64_t>(radius));
        const NearestCells nearest(marks.extent(), radius,
                                   [&](Index row, Index col) { return marks(row, col) == 1; });
        Raster<std::uint8_t> near(marks.extent(), 0);
        Index found = 0;
        for (Index row = 0; row < marks.rows(); ++row) {
            nearest.for_each_near(row, [&](Index col) { near(row, col) = 1; });
            nearest.for_each_in_row(row, [&](Index col, Cell cell) {
                EXPECT_EQ(cell, nearest_of_all(marks, {row, col}, radius)) << row << ' ' << col;
                ++found;
            });
        }
        const auto any = [&](Index row, Index col) {
            return nearest_of_all(marks, {row, col}, radius).row >= 0;
        };
        EXPECT_EQ(found, count_cells(marks.extent(), any));
        EXPECT_EQ(count_cells(marks.extent(),
                              [&](Index row, Index col) {
                                  const bool is_near = near(row, col) == 1;
                                  return is_near != any(row, col) ||
                                         is_near != nearest.find({row, col}).has_value();
                              }),
                  0);
        EXPECT_GT(found, 0);
    }
}

TEST(BurnStreams, LowersStreamCellsByTheDepthAndNothingElse) {
    const Raster<float> z = grid<float>({{9, 8, 7}, {9, 5, 6}, {9, 8, 7}});
    const auto stream = grid<std::uint8_t>({{0, 0, 0}, {255, 1, 1}, {0, 0, 0}});
    EXPECT_EQ(cells(burned(z, stream, {.cell_size = 10, .depth = 2})),
              (std::vector<float>{9, 8, 7, 9, 3, 4, 9, 8, 7}));
}

TEST(BurnStreams, HandWorkedBufferIsAStraightLineToTheGroundOutside) {
    // One row across a stream. Bed 10 - 4 = 6; the first ground outside is 18 and 12.
    const Raster<float> z = grid<float>({{30, 18, 25, 3, 10, 11, 50, 12, 30}});
    const auto stream = grid<std::uint8_t>({{0, 0, 0, 0, 1, 0, 0, 0, 0}});
    const StreamBurn burn{.cell_size = 10, .depth = 1, .buffer = 25, .smooth_drop = 4};
    EXPECT_EQ(cells(burned(z, stream, burn)),
              (std::vector<float>{30, 18, 14, 10, 5, 8, 10, 12, 30}));
}

TEST(BurnStreams, BetweenStreamsTheCellsOwnHeightStandsForTheGroundOutside) {
    const Raster<float> z = grid<float>({{4, 9, 20, 9, 6}});
    const auto stream = grid<std::uint8_t>({{1, 0, 0, 0, 1}});
    // 2 cells from both streams, the first of equals counts: bed 4, own height 20 at 1 cell more
    const StreamBurn burn{.cell_size = 1, .depth = 0, .buffer = 3, .smooth_drop = 0};
    const Raster<float> ground = burned(z, stream, burn);
    EXPECT_NEAR(ground(0, 2), 4 + (20 - 4) * 2.0 / 3.0, 1e-5);
    EXPECT_NEAR(ground(0, 1), 4 + (9 - 4) * 1.0 / 3.0, 1e-5);
    EXPECT_NEAR(ground(0, 3), 6 + (9 - 6) * 1.0 / 3.0, 1e-5);
}

TEST(BurnStreams, MissingStaysMissingAndIsNoStream) {
    Raster<float> z(Extent{3, 5}, 10.0F);
    z(1, 1) = kMissing;
    z(1, 4) = kMissing;
    const auto stream = grid<std::uint8_t>({{0, 0, 0, 0, 0}, {0, 1, 0, 1, 0}, {0, 0, 0, 0, 0}});
    const Raster<float> ground =
        burned(z, stream, {.cell_size = 1, .depth = 3, .buffer = 1, .smooth_drop = 2});
    EXPECT_TRUE(is_missing(ground(1, 1)));
    EXPECT_TRUE(is_missing(ground(1, 4)));
    EXPECT_EQ(ground(0, 1), 10);
    EXPECT_EQ(ground(1, 3), 5);
    EXPECT_EQ(ground(0, 3), 9);  // half way from the bed, 8, to the ground outside
    EXPECT_EQ(testing::count_valid(ground), 13);
}

TEST(BurnStreams, ChangesTheBufferAloneOnRandomTerrain) {
    const Raster<float> z = testing::test_terrain({80, 95}, 1);
    const auto stream = sprinkled(z.extent(), 400, 5);
    const StreamBurn burn{.cell_size = 10, .depth = 7, .buffer = 60, .smooth_drop = 10};
    const Raster<float> ground = burned(z, stream, burn);
    const NearestCells nearest(z.extent(), 6, [&](Index row, Index col) {
        return stream(row, col) == 1 && !is_missing(z(row, col));
    });
    Index buffer = 0;
    Index at_streams = 0;
    for (Index row = 0; row < z.rows(); ++row) {
        for (Index col = 0; col < z.cols(); ++col) {
            const auto at = nearest.find({row, col});
            if (is_missing(z(row, col))) {
                EXPECT_TRUE(is_missing(ground(row, col)));
            } else if (!at) {
                EXPECT_EQ(ground(row, col), z(row, col));
            } else if (*at == Cell{row, col}) {
                EXPECT_FLOAT_EQ(ground(row, col), z(row, col) - 17.0F);
                ++at_streams;
            } else {
                ++buffer;
            }
        }
    }
    EXPECT_GT(at_streams, 0);
    EXPECT_GT(buffer, 0);
}

TEST(BurnStreams, WindowsWithTheReachAroundThemGiveTheSameBits) {
    const Raster<float> z = testing::test_terrain({60, 70}, 1);
    const auto stream = sprinkled(z.extent(), 100, 6);
    const StreamBurn burn{.cell_size = 10, .depth = 7, .buffer = 45, .smooth_drop = 10};
    const Raster<float> whole = burned(z, stream, burn);
    const Index reach = burn_reach(burn);
    const Extent inner{20, 30};
    const Cell from{20 - reach, 20 - reach};
    const Extent outer{inner.rows + 2 * reach, inner.cols + 2 * reach};
    Raster<float> part(outer);
    burn_streams(z.view().window(from, outer), stream.view().window(from, outer), burn, part);
    const Index wrong = count_cells(inner, [&](Index row, Index col) {
        const float expected = whole(row + 20, col + 20);
        const float found = part(row + reach, col + reach);
        return !(found == expected || (is_missing(found) && is_missing(expected)));
    });
    EXPECT_EQ(wrong, 0);
}

TEST(BurnStreams, InfiniteHeightsStayInfiniteAndMakeNothingMissing) {
    constexpr float kInfinite = std::numeric_limits<float>::infinity();
    Raster<float> z = synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {20, 25}, 4);
    Raster<std::uint8_t> stream(z.extent(), 0);
    std::fill_n(stream.view().row(10), 25, std::uint8_t{1});
    z(10, 5) = kInfinite;  // on the stream
    z(10, 15) = -kInfinite;
    z(12, 9) = kInfinite;  // beside it
    z(12, 19) = -kInfinite;
    z(14, 9) = kInfinite;  // outside the buffer
    z(14, 19) = -kInfinite;
    for (const double buffer : {0.0, 30.0}) {
        const Raster<float> ground =
            burned(z, stream, {.cell_size = 10, .depth = 5, .buffer = buffer, .smooth_drop = 2});
        EXPECT_EQ(testing::count_valid(ground), z.size()) << buffer;
        EXPECT_EQ(ground(10, 5), kInfinite);
        EXPECT_EQ(ground(10, 15), -kInfinite);
        EXPECT_EQ(ground(14, 9), kInfinite);
        EXPECT_EQ(ground(14, 19), -kInfinite);
    }
}

TEST(BurnStreams, WorksOnAwkwardShapes) {
    for (const Extent extent : testing::awkward_extents()) {
        const Raster<float> z(extent, 10.0F);
        const Raster<std::uint8_t> everywhere(extent, 1);
        const StreamBurn burn{.cell_size = 10, .depth = 1, .buffer = 30, .smooth_drop = 2};
        const Raster<float> lowered(extent, 7.0F);
        EXPECT_TRUE(testing::same_bits(burned(z, everywhere, burn), lowered));
        const Raster<std::uint8_t> nowhere(extent, kNoDirection);
        EXPECT_TRUE(testing::same_bits(burned(z, nowhere, burn), z));
        const Raster<float> nothing(extent, kMissing);
        EXPECT_TRUE(testing::same_bits(burned(nothing, everywhere, burn), nothing));
    }
}

TEST(BurnStreams, SameBitsForAnyThreadCount) {
    const Raster<float> z = testing::test_terrain({150, 170}, 1);
    const auto stream = sprinkled(z.extent(), 300, 7);
    const StreamBurn burn{.cell_size = 10, .depth = 7, .buffer = 60, .smooth_drop = 10};
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return burned(z, stream, burn); }));
}

}  // namespace
}  // namespace hazone
