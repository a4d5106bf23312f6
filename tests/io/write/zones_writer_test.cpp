#include <cmath>
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <pugixml.hpp>

#include "engine/core/missing.hpp"
#include "engine/parallel/threads.hpp"
#include "io/write/hazard_patches.hpp"
#include "io/write/write.hpp"
#include "tests/io/support/products.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::io {
namespace {

using hazone::testing::open_product;
using hazone::testing::same_for_any_thread_count;
using hazone::testing::TemporaryFolder;
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

Raster<std::int32_t> halves(Extent extent) {
    Raster<std::int32_t> labels(extent);
    for_each_cell(extent, [&labels, extent](Index row, Index col) {
        labels(row, col) = row == 0 ? kNoLabel : (col < extent.cols / 2 ? 3 : 7);
    });
    return labels;
}

ZoneTable two_zones() {
    ZoneSummary known{.label = 3,
                      .code = "B3",
                      .name = "Phúc Khánh",
                      .cells = 100,
                      .missing_cells = 20,
                      .class_cells = {8, 0, 16, 16, 40},
                      .level = 4,
                      .highest_class = 5,
                      .deciding_hazard = 2,
                      .rule = "half of the cells"};
    ZoneSummary unknown{.label = 7, .name = "Nậm Lúc", .cells = 50, .missing_cells = 50};
    return {known, unknown};
}

/// Everything one product needs, and the file it went to.
struct Written {
    explicit Written(Extent extent, Language language = Language::english)
        : grid(utm_grid(extent)),
          classes(random_classes(extent, 5)),
          layer(polygonise_zones(halves(extent), grid)),
          table(two_zones()) {
        RasterOptions options;
        options.language = language;
        options.metadata = {{"title", "Thử"}};
        write_zones(folder / "zones.gpkg",
                    {.table = &table, .layer = &layer, .hazard_class = classes.view()}, grid,
                    options);
        file = open_product(folder / "zones.gpkg", GDAL_OF_VECTOR);
    }

    TemporaryFolder folder;
    Grid grid;
    Raster<std::uint8_t> classes;
    ZoneLayer layer;
    ZoneTable table;
    GDALDatasetUniquePtr file;
};

bool is_utm(OGRLayer& layer) {
    OGRSpatialReference utm;
    utm.importFromEPSG(32648);
    const char* const loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                   "CRITERION=EQUIVALENT", nullptr};
    return layer.GetSpatialRef() != nullptr && layer.GetSpatialRef()->IsSame(&utm, loosely) != 0;
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

TEST(WriteZones, ZonesHaveTheirLevelSharesAndOutline) {
    const Written written({21, 30});
    ASSERT_TRUE(written.file);
    EXPECT_EQ(written.folder.files(), 1);
    EXPECT_STREQ(written.file->GetMetadataItem("title"), "Thử");
    OGRLayer* const zones = written.file->GetLayerByName("zones");
    ASSERT_NE(zones, nullptr);
    EXPECT_TRUE(is_utm(*zones));
    ASSERT_EQ(zones->GetFeatureCount(), 2);
    const std::unique_ptr<OGRFeature> known(zones->GetNextFeature());
    EXPECT_STREQ(known->GetFieldAsString("name"), "Phúc Khánh");
    EXPECT_STREQ(known->GetFieldAsString("code"), "B3");
    EXPECT_EQ(known->GetFieldAsInteger("level"), 4);
    EXPECT_STREQ(known->GetFieldAsString("hazard"), "flash flood");
    EXPECT_STREQ(known->GetFieldAsString("rule"), "half of the cells");
    EXPECT_EQ(known->GetFieldAsInteger("highest_class"), 5);
    EXPECT_DOUBLE_EQ(known->GetFieldAsDouble("missing_share"), 0.2);
    EXPECT_DOUBLE_EQ(known->GetFieldAsDouble("share_1"), 0.1);
    EXPECT_DOUBLE_EQ(known->GetFieldAsDouble("share_5"), 0.5);
    EXPECT_TRUE(known->GetGeometryRef()->IsValid());
    EXPECT_DOUBLE_EQ(known->GetGeometryRef()->toMultiPolygon()->get_Area(), 20 * 15 * 900.0);
}

TEST(WriteZones, AZoneWithoutDataHasNoLevelAndNoShares) {
    const Written written({21, 30}, Language::vietnamese);
    ASSERT_TRUE(written.file);
    OGRLayer* const zones = written.file->GetLayerByName("zones");
    ASSERT_NE(zones, nullptr);
    const std::unique_ptr<OGRFeature> unknown(zones->GetFeature(2));
    ASSERT_TRUE(unknown);
    EXPECT_TRUE(unknown->IsFieldNull(unknown->GetFieldIndex("level")));
    EXPECT_TRUE(unknown->IsFieldNull(unknown->GetFieldIndex("highest_class")));
    EXPECT_FALSE(unknown->IsFieldSetAndNotNull(unknown->GetFieldIndex("share_1")));
    EXPECT_STREQ(unknown->GetFieldAsString("level_name"), "không có dữ liệu");
    EXPECT_DOUBLE_EQ(unknown->GetFieldAsDouble("missing_share"), 1.0);
}

void expect_outlines_cover_the_classes(Extent extent) {
    const Written written(extent);
    ASSERT_TRUE(written.file);
    OGRLayer* const layer = written.file->GetLayerByName("hazard_classes");
    ASSERT_NE(layer, nullptr);
    EXPECT_TRUE(is_utm(*layer));
    EXPECT_NE(layer->GetMetadataItem("generalisation"), nullptr);
    std::map<int, double> areas;
    for (const auto& feature : *layer) {
        const int number = feature->GetFieldAsInteger("class");
        EXPECT_TRUE(feature->GetGeometryRef()->IsValid());
        EXPECT_EQ(feature->GetFieldAsString("name"), class_name(number, Language::english));
        EXPECT_DOUBLE_EQ(feature->GetFieldAsDouble("area_m2"),
                         feature->GetGeometryRef()->toPolygon()->get_Area());
        areas[number] += feature->GetFieldAsDouble("area_m2");
    }
    const auto patches = hazard_patches(written.classes.view(), written.grid, 8);
    std::map<int, double> expected;
    for (Index cell = 0; cell < patches.classes.size(); ++cell) {
        expected[patches.classes.data()[cell]] += written.grid.cell_area();
    }
    expected.erase(kNoClass);
    EXPECT_EQ(areas, expected);
}

TEST(WriteZones, ClassOutlinesCoverTheCellsOfTheirClass) {
    expect_outlines_cover_the_classes({50, 60});
}

TEST(WriteZones, OutlinesCutIntoSquaresCoverTheSameCells) {
    expect_outlines_cover_the_classes({12, 1100});
    expect_outlines_cover_the_classes({1030, 9});
}

/// The value and the label of every category of a QML style.
std::map<std::string, std::string> categories_of(const char* qml) {
    pugi::xml_document document;
    EXPECT_TRUE(document.load_string(qml));
    std::map<std::string, std::string> categories;
    const pugi::xml_node renderer = document.child("qgis").child("renderer-v2");
    EXPECT_STREQ(renderer.attribute("type").value(), "categorizedSymbol");
    for (const pugi::xml_node& category : renderer.child("categories")) {
        const pugi::xml_node symbol = renderer.child("symbols").find_child_by_attribute(
            "symbol", "name", category.attribute("symbol").value());
        EXPECT_TRUE(symbol.child("layer")) << "a category without symbol";
        categories[category.attribute("value").value()] = category.attribute("label").value();
    }
    return categories;
}

TEST(WriteZones, StylesForQgisHaveEveryClassAndNoData) {
    const Written written({20, 30});
    ASSERT_TRUE(written.file);
    OGRLayer* const styles = written.file->GetLayerByName("layer_styles");
    ASSERT_NE(styles, nullptr);
    ASSERT_EQ(styles->GetFeatureCount(), 2);
    const std::map<std::string, std::string> levels{{"0", "no data"}, {"1", "1"}, {"2", "2"},
                                                    {"3", "3"},       {"4", "4"}, {"5", "5"}};
    const std::map<std::string, std::string> classes{{"0", "no data"}, {"1", "very low"},
                                                     {"2", "low"},     {"3", "medium"},
                                                     {"4", "high"},    {"5", "very high"}};
    for (const auto& style : *styles) {
        const std::string layer = style->GetFieldAsString("f_table_name");
        EXPECT_STREQ(style->GetFieldAsString("f_geometry_column"), "geom");
        EXPECT_EQ(style->GetFieldAsInteger("useAsDefault"), 1);
        EXPECT_TRUE(style->IsFieldSetAndNotNull(style->GetFieldIndex("update_time")));
        EXPECT_EQ(categories_of(style->GetFieldAsString("styleQML")),
                  layer == "zones" ? levels : classes);
        pugi::xml_document sld;
        EXPECT_TRUE(sld.load_string(style->GetFieldAsString("styleSLD")));
        EXPECT_EQ(sld.select_nodes("//sld:Rule").size(), 6U);
        EXPECT_NE(std::string(style->GetFieldAsString("styleSLD")).find("#FFA500"),
                  std::string::npos);
    }
}

}  // namespace
}  // namespace hazone::io
