// Grids of more than 2^31 and 2^32 cells, of which a corner is touched at most: index arithmetic of
// tiles, windows, borders and kernels, and what is refused because 32 bits cannot count it.
#include <limits>
#include <memory>

#include <gtest/gtest.h>

#include <sys/mman.h>

#include "engine/core/error.hpp"
#include "engine/core/narrow.hpp"
#include "engine/pipeline/stored_plan.hpp"
#include "engine/terrain/border_values.hpp"
#include "engine/terrain/conditioning/pit_basins.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_sums.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"
#include "engine/terrain/network/drainage_basin.hpp"
#include "engine/terrain/network/link_ground.hpp"
#include "tests/support/stores.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

constexpr Index kSide = 70'000;
constexpr Extent kVast{kSide, kSide};
constexpr Extent kPart{300, 310};  // more than a tile
constexpr Cell kCorner{kSide - kPart.rows, kSide - kPart.cols};
static_assert(kVast.size() > Index{std::numeric_limits<std::uint32_t>::max()});

/// Cells of the vast grid for which memory is there as soon as they are touched.
template <class T>
class VastCells {
public:
    VastCells()
        : memory_(mmap(nullptr,
                       kBytes,
                       PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                       -1,
                       0)) {}
    ~VastCells() {
        if (memory_ != MAP_FAILED) {
            munmap(memory_, kBytes);
        }
    }
    VastCells(const VastCells&) = delete;
    VastCells& operator=(const VastCells&) = delete;
    VastCells(VastCells&&) = delete;
    VastCells& operator=(VastCells&&) = delete;

    bool there() const { return memory_ != MAP_FAILED; }
    View<T> view() const { return {static_cast<T*>(memory_), kVast}; }
    View<T> corner() const { return view().window(kCorner, kPart); }

    void put(const Raster<T>& cells) {
        for (Index row = 0; row < kPart.rows; ++row) {
            std::copy_n(cells.view().row(row), kPart.cols, corner().row(row));
        }
    }
    Raster<T> cells_of_corner() const {
        Raster<T> cells(kPart);
        for (Index row = 0; row < kPart.rows; ++row) {
            std::copy_n(corner().row(row), kPart.cols, cells.view().row(row));
        }
        return cells;
    }

private:
    static constexpr auto kBytes = static_cast<std::size_t>(kVast.size()) * sizeof(T);
    void* memory_;
};

class VastGrid : public ::testing::Test {
protected:
    void SetUp() override {
        if (!z_.there() || !direction_.there() || !area_.there() || !stream_.there() ||
            !height_.there() || !basin_.there()) {
            GTEST_SKIP() << "the system gives no room for addresses beyond its memory";
        }
        const Raster<float> filled = testing::filled(testing::test_terrain(kPart, 5));
        const Raster<std::uint8_t> direction = testing::directions(filled);
        z_.put(filled);
        direction_.put(direction);
    }

    VastCells<float> z_;
    VastCells<std::uint8_t> direction_;
    VastCells<double> area_;
    VastCells<std::uint8_t> stream_;
    VastCells<float> height_;
    VastCells<std::int32_t> basin_;
};

TEST_F(VastGrid, KernelsHaveTheirBitsInItsFarCorner) {
    const Raster<float> z = z_.cells_of_corner();
    const Raster<std::uint8_t> direction = testing::directions(z);
    Raster<double> area(kPart);
    flow_accumulation(direction, area, 1.0);
    Raster<std::uint8_t> stream(kPart, 0);
    for_each_cell(kPart, [&, out = stream.view()](Index row, Index col) {
        out(row, col) = area(row, col) > 50 ? 1 : 0;
    });
    Raster<float> height(kPart);
    height_above_drainage(z, direction, stream, height);
    Raster<std::int32_t> basin(kPart);
    drainage_basins(direction, area, 80.0, basin);

    flow_direction(z_.corner(), direction_.corner());
    EXPECT_TRUE(testing::same_bits(direction_.cells_of_corner(), direction));
    flow_accumulation(direction_.corner(), area_.corner(), 1.0);
    EXPECT_TRUE(testing::same_bits(area_.cells_of_corner(), area));
    stream_.put(stream);
    height_above_drainage(z_.corner(), direction_.corner(), stream_.corner(), height_.corner());
    EXPECT_TRUE(testing::same_bits(height_.cells_of_corner(), height));
    drainage_basins(direction_.corner(), area_.corner(), 80.0, basin_.corner());
    EXPECT_TRUE(testing::same_bits(basin_.cells_of_corner(), basin));
    fill_depressions(z_.corner(), height_.corner());
    EXPECT_TRUE(testing::same_bits(height_.cells_of_corner(), testing::filled(z)));
}

/// The corner without its first row and column, whose neighbours lie outside of it.
constexpr Extent kInner{kPart.rows - 1, kPart.cols - 1};
constexpr Cell kInnerCorner{kCorner.row + 1, kCorner.col + 1};

TEST_F(VastGrid, BasinsAreFoundInItsFarCorner) {
    const Raster<float> z = z_.cells_of_corner();
    const TileRoots expected = find_basins(z, {{1, 1}, kInner});
    const TileRoots found = find_basins(z_.view(), {kInnerCorner, kInner});
    ASSERT_EQ(found.node_count(), expected.node_count());
    ASSERT_GT(found.node_count(), 1U);
    Index differing = 0;
    for (Index row = 0; row < kInner.rows; ++row) {
        for (Index col = 0; col < kInner.cols; ++col) {
            differing += found.node(row, col) == expected.node(row, col) ? 0 : 1;
        }
    }
    EXPECT_EQ(differing, 0);
}

TEST_F(VastGrid, CodesOfWaysAreFoundInItsFarCorner) {
    const Raster<std::uint8_t> direction = direction_.cells_of_corner();
    const LinkGround ground{direction_.view(), area_.view(), 5.0};
    Raster<double> area(kPart);
    flow_accumulation(direction, area, 1.0);
    area_.put(area);
    const LinkGround part{direction, area, 5.0};
    Index compared = 0;
    for (Index row = LinkGround::kReach; row < kPart.rows; ++row) {
        const Index cols = kPart.cols - LinkGround::kReach;
        std::vector<std::uint8_t> expected(static_cast<std::size_t>(cols));
        std::vector<std::uint8_t> found(expected.size());
        part.codes({row, LinkGround::kReach}, cols, expected.data());
        ground.codes({kCorner.row + row, kCorner.col + LinkGround::kReach}, cols, found.data());
        EXPECT_EQ(found, expected) << row;
        compared += std::count(found.begin(), found.end(), kRoot);
    }
    EXPECT_GT(compared, 0);
}

TEST_F(VastGrid, TheFlowOfATileIsReadAndWrittenInItsFarCorner) {
    const Window far{{kSide - 200, kSide - 210}, {200, 210}};
    const Window near{{kPart.rows - 200, kPart.cols - 210}, {200, 210}};
    const Raster<std::uint8_t> direction = direction_.cells_of_corner();
    FlowTile found;
    FlowTile expected;
    found.load(direction_.view(), far, JoinOrder::any);
    expected.load(direction, near, JoinOrder::any);
    for (Index row = -1; row <= 200; ++row) {
        EXPECT_TRUE(std::equal(found.codes(row), found.codes(row) + 210, expected.codes(row)));
    }
    TileSums sums;
    sums.start(far, [](Index row, Index col) { return static_cast<double>(row * kSide + col); });
    sums.write(far, 1.0, area_.view());
    EXPECT_EQ(area_.view()(kSide - 1, kSide - 1), static_cast<double>(kVast.size() - 1));
    EXPECT_EQ(area_.view()(far.from), static_cast<double>(far.from.row * kSide + far.from.col));
}

TEST(VastTiles, CoverTheGridAndFindTheirCells) {
    const TileGrid tiles(kVast);
    Index cells = 0;
    for (Index tile = 0; tile < tiles.count(); ++tile) {
        const Cell from = tiles.from(tile);
        const Extent extent = tiles.extent(tile);
        cells += extent.size();
        ASSERT_EQ(tiles.number_at(from.row, from.col), tile);
        ASSERT_EQ(tiles.number_at(from.row + extent.rows - 1, from.col + extent.cols - 1), tile);
    }
    EXPECT_EQ(cells, kVast.size());
}

TEST(VastBorders, NumberMoreCellsThan32BitsHold) {
    const Borders borders(Windows(kVast, {2, kSide}));  // every cell is on a border
    EXPECT_EQ(borders.count(), kVast.size());
    EXPECT_EQ(borders.number({0, 0}), 0);
    EXPECT_EQ(borders.number({kSide - 1, kSide - 1}), kVast.size() - 1);
    Index next = kVast.size() - 2 * kSide;
    Index sum = 0;
    borders.for_each(borders.windows().count() - 1, [&](Cell cell, Index number) {
        EXPECT_EQ(borders.number(cell), number);
        EXPECT_GE(number, next);
        sum += number - next;
    });
    EXPECT_EQ(sum, (2 * kSide - 1) * kSide);  // 0 + 1 + .. : each once
}

TEST(VastBorders, TooManyForAKernelAreRefusedBeforeItBegins) {
    const Extent window{2, kSide};
    const Windows windows(kVast, window);
    EXPECT_THROW(BorderValues<float>(windows, 0.0F), InputError);
    const auto z = testing::empty_store<float>(kVast);
    auto filled = testing::empty_store<float>(kVast);
    const auto direction = testing::empty_store<std::uint8_t>(kVast);
    EXPECT_THROW(fill_depressions(z, filled, window), InputError);
    EXPECT_THROW(height_above_drainage({z, direction, direction}, filled, window), InputError);
}

TEST(Counts, BeyondTheirBitsAreRefusedByName) {
    constexpr Index kMost = Index{std::numeric_limits<std::uint32_t>::max()} - 1;
    EXPECT_EQ(count_in_32_bits(kMost, "pits"), kMost);
    try {
        count_in_32_bits(kMost + 1, "pits");
        FAIL() << "accepted";
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("4294967295 pits"), std::string::npos);
    }
    constexpr Index kMostLabels = std::numeric_limits<std::int32_t>::max() - 1;
    EXPECT_EQ(label_count(kMostLabels, "links"), kMostLabels);
    EXPECT_THROW(label_count(kMostLabels + 1, "links"), InputError);
    EXPECT_THROW(label_count(kVast.size(), "links"), InputError);
}

}  // namespace
}  // namespace hazone
