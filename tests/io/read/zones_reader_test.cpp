#include <set>

#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_geometry.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "io/write/zone_layer.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::refusal_of;
using hazone::testing::shared_folder;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_polygons;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kWest =
    "POLYGON((451000 2446200,451060 2446200,451060 2446080,451000 2446080,451000 2446200))";
constexpr const char* kEast =
    "POLYGON((451030 2446200,451150 2446200,451150 2446080,451030 2446080,451030 2446200))";
constexpr const char* kTiny =
    "POLYGON((451125 2446195,451130 2446195,451130 2446190,451125 2446190,451125 2446195))";
constexpr const char* kFar =
    "POLYGON((461125 2446195,461130 2446195,461130 2446190,461125 2446190,461125 2446195))";
constexpr const char* kBowTie =
    "POLYGON((451000 2446200,451150 2446080,451150 2446200,451000 2446080,451000 2446200))";

ZoneSource source_of(const TemporaryFolder& folder) {
    ZoneSource source;
    source.path = folder / "zones.gpkg";
    return source;
}

TEST(Zones, AreNumberedInTheOrderOfTheFile) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648",
                   {{kWest, "Sa Pa", 1}, {kTiny, "", 2}});
    const ZoneLayer layer = read_zones(source_of(folder), small_grid());
    ASSERT_EQ(layer.zones.size(), 2U);
    EXPECT_EQ(layer.zones[0].label, 1);
    EXPECT_EQ(layer.zones[0].name, "Sa Pa");
    EXPECT_EQ(layer.zones[0].code, "1");
    EXPECT_EQ(layer.zones[1].name, "2") << "without a name the code stands";
    EXPECT_THAT(layer.warnings, IsEmpty());
}

TEST(Zones, TheEarlierZoneWinsWhereTwoOverlapAndTheOverlapIsReported) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648",
                   {{kWest, "West", 1}, {kEast, "East", 2}});
    const ZoneLayer layer = read_zones(source_of(folder), small_grid());
    EXPECT_THAT(layer.warnings, Contains(AllOf(HasSubstr("1 pairs of zones overlap, 0.0036 km2"),
                                               HasSubstr("West and East"))));
    const auto labels = rasterise_zones(layer, small_grid());
    EXPECT_EQ(labels(0, 1), 1);
    EXPECT_EQ(labels(0, 2), 2);
}

TEST(Zones, AZoneWithoutACellCentreStillGetsACell) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648",
                   {{kEast, "East", 1}, {kTiny, "Tiny", 2}, {kTiny, "Twin", 3}});
    const auto labels = rasterise_zones(read_zones(source_of(folder), small_grid()), small_grid());
    EXPECT_EQ(labels(0, 4), 2);
    std::set<std::int32_t> seen;
    for (Index row = 0; row < labels.rows(); ++row) {
        for (Index col = 0; col < labels.cols(); ++col) {
            seen.insert(labels(row, col));
        }
    }
    EXPECT_THAT(seen, ::testing::ElementsAre(kNoLabel, 1, 2, 3));
}

TEST(Zones, ACellOutsideAllZonesHasNoLabel) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648", {{kWest, "West", 1}});
    const auto labels = rasterise_zones(read_zones(source_of(folder), small_grid()), small_grid());
    EXPECT_EQ(labels(0, 0), 1);
    EXPECT_EQ(labels(0, 3), kNoLabel);
}

TEST(Zones, AnInvalidOutlineIsMendedAndReported) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648", {{kBowTie, "Bow", 1}});
    const ZoneLayer layer = read_zones(source_of(folder), small_grid());
    EXPECT_THAT(layer.warnings, Contains(AllOf(HasSubstr("mended"), HasSubstr("Bow"))));
    EXPECT_TRUE(layer.zones[0].geometry->IsValid());
    EXPECT_EQ(wkbFlatten(layer.zones[0].geometry->getGeometryType()), wkbMultiPolygon);
}

TEST(Zones, ZonesOutsideTheGridAreReportedAndRefusedWhenAllAre) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648",
                   {{kWest, "West", 1}, {kFar, "Far", 2}});
    EXPECT_THAT(read_zones(source_of(folder), small_grid()).warnings,
                Contains(AllOf(HasSubstr("1 zones lie outside"), HasSubstr("Far"))));
    write_polygons(folder / "far.gpkg", "communes", "EPSG:32648", {{kFar, "Far", 2}});
    ZoneSource source = source_of(folder);
    source.path = folder / "far.gpkg";
    EXPECT_THAT(refusal_of([&] { read_zones(source, small_grid()); }),
                AllOf(HasSubstr("far.gpkg"), HasSubstr("none of its 1 zones overlaps the grid")));
}

TEST(Zones, WrongFilesAndAttributesAreRefused) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648",
                   {{"POINT(451010 2446190)", "P", 1}});
    ZoneSource source = source_of(folder);
    const auto refusal = [&] { return refusal_of([&] { read_zones(source, small_grid()); }); };
    EXPECT_THAT(refusal(), AllOf(HasSubstr("zones.gpkg"), HasSubstr("no polygons")));
    source.name_attribute = "nam";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("no attribute 'nam'"), HasSubstr("'name'?")));
    source.path = folder / "absent.gpkg";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("absent.gpkg"), HasSubstr("no such file")));
    write_polygons(folder / "vn.gpkg", "communes", "EPSG:3405", {{kWest, "West", 1}});
    source.path = folder / "vn.gpkg";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("vn.gpkg"), HasSubstr("223 m")));
}

/// The province at 90 m.
Grid province_grid() {
    Grid grid = small_grid();
    grid.west = 348930;
    grid.north = 2526570;
    grid.cell_size = 90;
    grid.extent = {1871, 1795};
    return grid;
}

void expect_lao_cai(const ZoneSource& source) {
    if (!std::filesystem::exists(source.path)) {
        GTEST_SKIP() << source.path << " is absent";
    }
    const Grid grid = province_grid();
    const ZoneLayer layer = read_zones(source, grid);
    ASSERT_EQ(layer.zones.size(), 99U);
    OGRMultiPolygon all;
    for (const Zone& zone : layer.zones) {
        EXPECT_TRUE(zone.geometry->IsValid()) << zone.name;
        for (const OGRPolygon* part : *zone.geometry->toMultiPolygon()) {
            all.addGeometry(part);
        }
    }
    const std::unique_ptr<OGRGeometry> whole(all.UnionCascaded());
    const double union_area = OGR_G_Area(OGRGeometry::ToHandle(whole.get()));
    EXPECT_NEAR(union_area, 13'248e6, 2e6);
    EXPECT_THAT(layer.warnings, Contains(HasSubstr("7 pairs of zones overlap, 3.48")));
    const auto labels = rasterise_zones(layer, grid);
    std::vector<Index> cells(100, 0);
    for (Index row = 0; row < labels.rows(); ++row) {
        for (Index col = 0; col < labels.cols(); ++col) {
            ++cells[static_cast<std::size_t>(labels(row, col))];
        }
    }
    for (std::size_t label = 1; label < cells.size(); ++label) {
        EXPECT_GT(cells[label], 0) << layer.zones[label - 1].name;
    }
    const double area = static_cast<double>(labels.size() - cells[0]) * grid.cell_area();
    EXPECT_NEAR(area, 13'248e6, 5e6);
}

TEST(Zones, The99CommunesOfLaoCaiAreReadInMetres) {
    ZoneSource source;
    source.path = shared_folder() / "data/admin/lao_cai_2025_epsg32648.gpkg";
    source.layer = "communes";
    expect_lao_cai(source);
}

TEST(Zones, The99CommunesOfLaoCaiAreReadInDegrees) {
    ZoneSource source;
    source.path = shared_folder() / "data/admin/lao_cai_communes_2025.geojson";
    expect_lao_cai(source);
}

}  // namespace
}  // namespace hazone::io
