// Where the borders of tiles and windows lie makes no difference to a single bit.
#include <limits>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_order.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/basins.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/stores.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::cells_of;
using testing::empty_store;
using testing::stored;

constexpr float kInfinite = std::numeric_limits<float>::infinity();

/// The ground inside a larger one without data: its cells lie elsewhere in their tiles. One row and
/// column of missing cells are on every side at least, so that its edge is the same everywhere.
Raster<float> moved(const Raster<float>& z, Cell by) {
    Raster<float> outer({z.rows() + by.row + 1, z.cols() + by.col + 1}, kMissing);
    for (Index row = 0; row < z.rows(); ++row) {
        std::copy_n(z.view().row(row), z.cols(), outer.view().row(row + by.row) + by.col);
    }
    return outer;
}

template <class T>
Raster<T> taken_back(const Raster<T>& cells, Cell by, Extent extent) {
    Raster<T> inner(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        std::copy_n(cells.view().row(row + by.row) + by.col, extent.cols, inner.view().row(row));
    }
    return inner;
}

/// All that follows from a ground.
struct Derived {
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<double> area;
    Raster<double> weights;
    Raster<double> by_order;
    Raster<std::uint8_t> stream;
    Raster<float> height;
    Raster<std::int32_t> basin;
    Raster<std::int32_t> outlet_basin;
};

Derived derive(const Raster<float>& z) {
    const Extent extent = z.extent();
    Derived made{.filled = testing::filled(z)};
    made.direction = testing::directions(made.filled);
    made.area = Raster<double>(extent);
    flow_accumulation(made.direction, made.area, 1.0);
    made.weights = Raster<double>(extent);
    accumulate(made.direction, std::as_const(made.filled).view(), made.weights);
    made.by_order = Raster<double>(extent);
    accumulate(FlowOrder(made.direction), std::as_const(made.filled).view(), made.by_order);
    made.stream = Raster<std::uint8_t>(extent);
    stream_network(made.area, 40.0, made.stream);
    made.height = Raster<float>(extent);
    height_above_drainage(made.filled, made.direction, made.stream, made.height);
    made.basin = Raster<std::int32_t>(extent);
    drainage_basins(made.direction, made.area, 60.0, made.basin);
    made.outlet_basin = Raster<std::int32_t>(extent);
    outlet_basins(made.direction, made.outlet_basin);
    return made;
}

void expect_same(const Derived& one, Cell by_one, const Derived& other, Cell by, Extent extent) {
    const auto same = [&](const auto& a, const auto& b) {
        return testing::same_bits(taken_back(a, by_one, extent), taken_back(b, by, extent));
    };
    EXPECT_TRUE(same(one.filled, other.filled));
    EXPECT_TRUE(same(one.direction, other.direction));
    EXPECT_TRUE(same(one.area, other.area));
    EXPECT_TRUE(same(one.weights, other.weights));
    EXPECT_TRUE(same(one.by_order, other.by_order));
    EXPECT_TRUE(same(one.stream, other.stream));
    EXPECT_TRUE(same(one.height, other.height));
    EXPECT_TRUE(same(one.basin, other.basin));
    EXPECT_TRUE(same(one.outlet_basin, other.outlet_basin));
}

/// Cells of both infinities, alone, together and on the edge.
void put_infinities(Raster<float>& z) {
    const Index rows = z.rows();
    const Index cols = z.cols();
    z(rows / 3, cols / 3) = -kInfinite;
    z(rows / 2, cols / 2) = kInfinite;
    z(rows / 2, (cols + 2) / 3) = -kInfinite;
    z(rows - 1, cols / 5) = kInfinite;
    z(0, cols / 7) = -kInfinite;
}

/// Kinds of ground: seeds of test_terrain(), and two more.
Raster<float> ground(Extent extent, std::uint64_t kind) {
    constexpr std::uint64_t kInfinities = 8;
    constexpr std::uint64_t kNothing = 9;
    if (kind == kNothing) {
        return Raster<float>(extent, kMissing);
    }
    Raster<float> z = testing::test_terrain(extent, kind % kInfinities);
    if (kind == kInfinities) {
        put_infinities(z);
    }
    return z;
}

constexpr std::uint64_t kKinds = 10;

const std::vector<Extent>& extents() {
    static const std::vector<Extent> all{{1, 1}, {1, 600}, {600, 1}, {2, 300}, {260, 270}};
    return all;
}

TEST(TilePlace, MakesNoDifferenceInMemory) {
    const Cell here{1, 1};
    for (const Extent extent : extents()) {
        for (std::uint64_t kind = 0; kind < kKinds; ++kind) {
            const Raster<float> z = ground(extent, kind);
            const Derived expected = derive(moved(z, here));
            for (const Cell by : {Cell{100, 7}, Cell{254, 255}}) {
                SCOPED_TRACE(std::to_string(extent.rows) + "x" + std::to_string(extent.cols) +
                             " kind " + std::to_string(kind) + " moved by " +
                             std::to_string(by.row) + ", " + std::to_string(by.col));
                expect_same(expected, here, derive(moved(z, by)), by, extent);
            }
        }
    }
}

/// All by windows of one size, with the bits of the run in memory.
void expect_same_by_windows(const Raster<float>& z, const Derived& expected, Extent window) {
    const Extent extent = z.extent();
    auto filled = empty_store<float>(extent);
    fill_depressions(stored(z), filled, window);
    EXPECT_TRUE(testing::same_bits(cells_of(filled), expected.filled));
    auto direction = empty_store<std::uint8_t>(extent);
    flow_direction(filled, direction, window);
    EXPECT_TRUE(testing::same_bits(cells_of(direction), expected.direction));
    auto area = empty_store<double>(extent);
    flow_accumulation(direction, area, 1.0, window);
    EXPECT_TRUE(testing::same_bits(cells_of(area), expected.area));
    auto weights = empty_store<double>(extent);
    accumulate(direction, filled, weights, window);
    EXPECT_TRUE(testing::same_bits(cells_of(weights), expected.weights));
    const auto stream = stored(expected.stream);
    auto height = empty_store<float>(extent);
    height_above_drainage({filled, direction, stream}, height, window);
    EXPECT_TRUE(testing::same_bits(cells_of(height), expected.height));
    auto basin = empty_store<std::int32_t>(extent);
    drainage_basins(direction, area, 60.0, basin, window);
    EXPECT_TRUE(testing::same_bits(cells_of(basin), expected.basin));
}

TEST(WindowPlace, MakesNoDifferenceWithWindowsOfSeveralTiles) {
    for (const Extent extent : extents()) {
        for (std::uint64_t kind = 0; kind < kKinds; ++kind) {
            const Raster<float> z = ground(extent, kind);
            const Derived expected = derive(z);
            for (const Extent window : {Extent{256, 255}, Extent{64, 700}, Extent{57, 61}}) {
                SCOPED_TRACE(std::to_string(extent.rows) + "x" + std::to_string(extent.cols) +
                             " kind " + std::to_string(kind) + " window " +
                             std::to_string(window.rows));
                expect_same_by_windows(z, expected, window);
            }
        }
    }
}

}  // namespace
}  // namespace hazone
