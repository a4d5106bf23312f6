#include <map>
#include <random>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/threads.hpp"
#include "io/write/hazard_patches.hpp"
#include "io/write/zone_layer.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::io {
namespace {

using hazone::testing::same_for_any_thread_count;
using hazone::testing::utm_grid;

/// Small cells of seeded classes 0..5, so that patches of every size occur.
Raster<std::uint8_t> random_classes(Extent extent, unsigned seed) {
    Raster<std::uint8_t> classes(extent);
    std::mt19937 engine(seed);
    for (Index cell = 0; cell < classes.size(); ++cell) {
        classes.data()[cell] = static_cast<std::uint8_t>(engine() % 6);
    }
    return classes;
}

TEST(PolygoniseZones, OutlinesFollowTheCellsOfEveryLabel) {
    const Extent extent{40, 60};
    Raster<std::int32_t> labels(extent);
    std::mt19937 engine(3);
    std::map<std::int32_t, Index> cells;
    for (Index cell = 0; cell < labels.size(); ++cell) {
        labels.data()[cell] = static_cast<std::int32_t>(engine() % 5);
        ++cells[labels.data()[cell]];
    }
    const Grid grid = utm_grid(extent);
    const ZoneLayer layer = polygonise_zones(labels.view(), grid);
    ASSERT_EQ(layer.zones.size(), 4U);
    for (const Zone& zone : layer.zones) {
        EXPECT_EQ(zone.name, "basin " + std::to_string(zone.label));
        ASSERT_EQ(wkbFlatten(zone.geometry->getGeometryType()), wkbMultiPolygon);
        EXPECT_TRUE(zone.geometry->IsValid());
        EXPECT_DOUBLE_EQ(zone.geometry->toMultiPolygon()->get_Area(),
                         static_cast<double>(cells[zone.label]) * grid.cell_area());
    }
    EXPECT_EQ(layer.zones.front().label, 1);
}

TEST(PolygoniseZones, ASingleCellIsASquareAtItsPlace) {
    Raster<std::int32_t> labels({3, 4}, kNoLabel);
    labels(1, 2) = 12;
    const ZoneLayer layer = polygonise_zones(labels.view(), utm_grid({3, 4}));
    ASSERT_EQ(layer.zones.size(), 1U);
    OGREnvelope box;
    layer.zones.front().geometry->getEnvelope(&box);
    EXPECT_EQ(layer.zones.front().name, "basin 12");
    EXPECT_EQ(box.MinX, 400060);
    EXPECT_EQ(box.MaxX, 400090);
    EXPECT_EQ(box.MinY, 2499940);
    EXPECT_EQ(box.MaxY, 2499970);
}

TEST(PolygoniseZones, NoLabelsGiveNoZones) {
    const Raster<std::int32_t> labels({3, 4}, kNoLabel);
    EXPECT_TRUE(polygonise_zones(labels.view(), utm_grid({3, 4})).zones.empty());
}

TEST(HazardPatches, AreNeverSaferAndKeepNoDataWhereItWas) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const auto classes = random_classes({90, 70}, seed);
        const auto patches = hazard_patches(classes.view(), utm_grid({90, 70}), 8);
        EXPECT_EQ(patches.coarsening, 1);
        Index raised = 0;
        for (Index cell = 0; cell < classes.size(); ++cell) {
            const auto before = classes.data()[cell];
            const auto after = patches.classes.data()[cell];
            ASSERT_GE(after, before);
            ASSERT_EQ(after == kNoClass, before == kNoClass);
            raised += after > before ? 1 : 0;
        }
        EXPECT_GT(raised, 0) << "sieving did nothing";
    }
}

TEST(HazardPatches, ARedPatchStaysAndASafeSpeckIsJoined) {
    Raster<std::uint8_t> classes({20, 40}, 1);
    for_each_cell(classes.extent(),
                  [&classes](Index row, Index col) { classes(row, col) = col < 20 ? 1 : 5; });
    classes(5, 5) = 5;    // a red cell in a safe field
    classes(5, 30) = 1;   // a safe cell in a red field
    classes(10, 30) = 0;  // a hole without data in a red field
    const auto patches = hazard_patches(classes.view(), utm_grid({20, 40}), 8);
    EXPECT_EQ(patches.classes(5, 5), 5);
    EXPECT_EQ(patches.classes(5, 30), 5);
    EXPECT_EQ(patches.classes(10, 30), 0);
}

TEST(HazardPatches, BlocksTakeTheHighestClass) {
    Raster<std::uint8_t> classes({5, 5}, 0);
    classes(0, 0) = 1;
    classes(1, 1) = 4;
    classes(4, 4) = 2;
    const auto patches = hazard_patches(classes.view(), utm_grid({5, 5}), 1, 9);
    EXPECT_EQ(patches.coarsening, 2);
    EXPECT_EQ(patches.grid.cell_size, 60);
    EXPECT_EQ(patches.grid.extent, (Extent{3, 3}));
    EXPECT_EQ(patches.classes(0, 0), 4);
    EXPECT_EQ(patches.classes(2, 2), 2);
    EXPECT_EQ(patches.classes(1, 1), 0);
}

TEST(HazardPatches, AreTheSameForAnyNumberOfThreads) {
    const auto classes = random_classes({128, 96}, 9);
    EXPECT_TRUE(same_for_any_thread_count([&] {
        return hazard_patches(classes.view(), utm_grid({128, 96}), 8, 4000).classes;
    }));
}

}  // namespace
}  // namespace hazone::io
