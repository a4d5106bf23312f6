// Exact shares of zones in cells: by hand, and on the 99 communes of Lào Cai beside a hundredfold
// sample and the areas of their outlines.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>
#include <ogr_api.h>
#include <ogr_geometry.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/statistics/zonal.hpp"
#include "io/write/zone_layer.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::shared_folder;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_polygons;
using ::testing::Contains;
using ::testing::HasSubstr;

ZoneLayer zones_of(const std::vector<hazone::testing::PolygonSpec>& polygons) {
    const TemporaryFolder folder;
    write_polygons(folder / "zones.gpkg", "communes", "EPSG:32648", polygons);
    ZoneSource source;
    source.path = folder / "zones.gpkg";
    return read_zones(source, small_grid());
}

double share_of(const ZoneCover& cover, std::size_t zone, Index row, Index col) {
    for (const CellPart& part : cover.parts_of(zone)) {
        if (part.row == row && part.col == col) {
            return part.share;
        }
    }
    const auto runs = cover.runs_of(zone);
    return std::any_of(runs.begin(), runs.end(), [&](const CellRun& run) {
        return run.row == row && run.first <= col && col < run.end;
    });
}

// The grid: 4 rows and 5 columns of 30 m, from x = 451000 and y = 2446200.
TEST(CoverOf, ASquareOffByHalfACell) {
    const ZoneCover cover =
        cover_of(zones_of({{"POLYGON((451015 2446185,451075 2446185,451075 2446125,451015 2446125,"
                            "451015 2446185))",
                            "Square", 1}}),
                 small_grid());
    ASSERT_EQ(cover.size(), 1U);
    EXPECT_NEAR(share_of(cover, 0, 0, 0), 0.25, 1e-9);
    EXPECT_NEAR(share_of(cover, 0, 0, 1), 0.5, 1e-9);
    EXPECT_EQ(share_of(cover, 0, 1, 1), 1);
    EXPECT_NEAR(share_of(cover, 0, 2, 2), 0.25, 1e-9);
    EXPECT_EQ(share_of(cover, 0, 3, 1), 0);
    EXPECT_NEAR(cover.area_of(0), 3600, 1e-6);
    EXPECT_EQ(cover.outside[0], 0);
    EXPECT_EQ(cover.cell_area, 900);
}

TEST(CoverOf, PartsAndHoles) {
    const ZoneCover cover = cover_of(
        zones_of({{"MULTIPOLYGON(((451000 2446200,451090 2446200,451090 2446110,451000 2446110,"
                   "451000 2446200),(451030 2446170,451060 2446170,451060 2446155,451030 2446155,"
                   "451030 2446170)),((451120 2446110,451150 2446110,451150 2446080,"
                   "451120 2446110)))",
                   "Parts", 1}}),
        small_grid());
    EXPECT_NEAR(cover.area_of(0), 90 * 90 - 30 * 15 + 450, 1e-6);
    EXPECT_NEAR(share_of(cover, 0, 1, 1), 0.5, 1e-9);
    EXPECT_NEAR(share_of(cover, 0, 3, 4), 0.5, 1e-9);
    EXPECT_EQ(share_of(cover, 0, 0, 0), 1);
}

TEST(CoverOf, AZonePartlyOutsideTheGridKeepsBothAreas) {
    const ZoneCover cover = cover_of(
        zones_of(
            {{"POLYGON((450800 2446180,451040 2446180,451040 2446060,450800 2446060,"
              "450800 2446180))",
              "West", 1},
             {"POLYGON((461000 2446200,461010 2446200,461010 2446190,461000 2446200))", "Far", 2}}),
        small_grid());
    EXPECT_NEAR(cover.area_of(0), 40 * 100, 1e-6);
    EXPECT_NEAR(cover.outside[0], 240 * 120 - 40 * 100, 1e-6);
    EXPECT_EQ(cover.area_of(1), 0);
    EXPECT_NEAR(cover.outside[1], 50, 1e-6);
}

TEST(CoverOf, OverlappingZonesBothCountTheGroundAndAreReported) {
    const ZoneLayer layer = zones_of(
        {{"POLYGON((451000 2446200,451060 2446200,451060 2446080,451000 2446080,451000 2446200))",
          "West", 1},
         {"POLYGON((451030 2446200,451150 2446200,451150 2446080,451030 2446080,451030 2446200))",
          "East", 2}});
    const ZoneCover cover = cover_of(layer, small_grid());
    ASSERT_EQ(cover.overlaps.size(), 1U);
    EXPECT_EQ(cover.overlaps[0].one, 1);
    EXPECT_EQ(cover.overlaps[0].other, 2);
    EXPECT_NEAR(cover.overlaps[0].area, 3600, 1e-6);
    EXPECT_NEAR(cover.overlap_area, 3600, 1e-6);
    EXPECT_EQ(share_of(cover, 0, 2, 1), 1);
    EXPECT_EQ(share_of(cover, 1, 2, 1), 1);
    EXPECT_THAT(layer.warnings, Contains(HasSubstr("1 pairs of zones overlap")));
}

Grid province_grid(double cell_size) {
    Grid grid = small_grid();
    grid.west = 348'000;
    grid.north = 2'528'000;
    grid.cell_size = cell_size;
    grid.extent = {static_cast<Index>(172'000 / cell_size),
                   static_cast<Index>(164'000 / cell_size)};
    return grid;
}

/// The communes of the shared data; without zones where they are absent.
ZoneLayer communes(const Grid& grid) {
    ZoneSource source;
    source.path = shared_folder() / "data/admin/lao_cai_2025_epsg32648.gpkg";
    source.layer = "communes";
    return std::filesystem::exists(source.path) ? read_zones(source, grid) : ZoneLayer();
}

double area_of(const OGRGeometry& geometry) {
    return OGR_G_Area(OGRGeometry::ToHandle(const_cast<OGRGeometry*>(&geometry)));
}

/// Samples of one commune: 100 x 100 in each cell of the grid around it.
struct Samples {
    Cell first;  // of the coarse grid
    Raster<std::uint8_t> inside;
};

constexpr Index kSide = 100;

Samples samples_of(const Zone& zone, const Grid& grid) {
    OGREnvelope box;
    zone.geometry->getEnvelope(&box);
    const Cell first = grid.cell_at({box.MinX, box.MaxY});
    const Cell last = grid.cell_at({box.MaxX, box.MinY});
    Grid fine = grid;
    fine.cell_size = grid.cell_size / static_cast<double>(kSide);
    fine.west = grid.west + grid.cell_size * static_cast<double>(first.col);
    fine.north = grid.north - grid.cell_size * static_cast<double>(first.row);
    fine.extent = {(last.row - first.row + 1) * kSide, (last.col - first.col + 1) * kSide};
    ZoneLayer alone;
    alone.zones.push_back({1, "", "", GeometryPtr(zone.geometry->clone())});
    const auto labels = rasterise_zones(alone, fine);
    Samples samples{first, Raster<std::uint8_t>(fine.extent)};
    for (Index cell = 0; cell < labels.size(); ++cell) {
        samples.inside.data()[cell] = labels.data()[cell] == 1 ? 1 : 0;
    }
    return samples;
}

/// A made-up class 1 to 5 and a value for each cell of the grid.
std::size_t class_at(Cell cell) {
    return static_cast<std::size_t>((cell.row * 7 + cell.col * 3 + cell.row * cell.col) % 5);
}
double value_at(Cell cell) {
    return 0.5 + 0.5 * std::sin(0.7 * static_cast<double>(cell.row) +
                                1.3 * static_cast<double>(cell.col));
}

struct Numbers {
    std::array<double, 5> share{};  // of each class
    double mean = 0;
    double area = 0;  // cells
};

Numbers sampled(const Samples& samples) {
    Numbers numbers;
    for (Index row = 0; row < samples.inside.rows(); ++row) {
        for (Index col = 0; col < samples.inside.cols(); ++col) {
            const Cell cell{samples.first.row + row / kSide, samples.first.col + col / kSide};
            if (samples.inside(row, col) == 1) {
                numbers.share[class_at(cell)] += 1;
                numbers.mean += value_at(cell);
                numbers.area += 1;
            }
        }
    }
    for (double& share : numbers.share) {
        share /= numbers.area;
    }
    numbers.mean /= numbers.area;
    numbers.area /= static_cast<double>(kSide * kSide);
    return numbers;
}

TEST(Communes, ZonalNumbersEqualAHundredfoldSample) {
    const Grid grid = province_grid(2000);
    const ZoneLayer layer = communes(grid);
    if (layer.zones.empty()) {
        GTEST_SKIP() << "the communes of the shared data are absent: set HAZONE_SHARED";
    }
    const ZoneCover cover = cover_of(layer, grid);
    Raster<float> values(grid.extent);
    for_each_cell(grid.extent, [&](Index row, Index col) {
        values(row, col) = static_cast<float>(value_at({row, col}));
    });
    const auto statistics = zonal_statistics(cover, values);
    const auto areas = zonal_areas<5>(cover, [](Index row) {
        return [row](Index col) { return class_at({row, col}); };
    });
    double worst = 0;
    for (std::size_t zone = 0; zone < layer.zones.size(); ++zone) {
        const Numbers numbers = sampled(samples_of(layer.zones[zone], grid));
        const double area = cover.area_of(zone);
        EXPECT_NEAR(area / grid.cell_area(), numbers.area, 1e-3 * numbers.area);
        EXPECT_NEAR(statistics[zone].mean, numbers.mean, 1e-3);
        worst = std::max(worst, std::abs(statistics[zone].mean - numbers.mean));
        for (std::size_t number = 0; number < 5; ++number) {
            EXPECT_NEAR(areas[zone][number] / area, numbers.share[number], 1e-3)
                << layer.zones[zone].name << ", class " << number + 1;
            worst = std::max(worst, std::abs(areas[zone][number] / area - numbers.share[number]));
        }
    }
    RecordProperty("largest_difference", std::to_string(worst));
    EXPECT_GT(worst, 0) << "nothing was compared";
}

TEST(Communes, SharesAddUpToTheOutlinesAndTheProvince) {
    const Grid grid = province_grid(250);
    const ZoneLayer layer = communes(grid);
    if (layer.zones.empty()) {
        GTEST_SKIP() << "the communes of the shared data are absent: set HAZONE_SHARED";
    }
    const ZoneCover cover = cover_of(layer, grid);
    ASSERT_EQ(cover.size(), 99U);
    double sum = 0;
    OGRMultiPolygon all;
    for (std::size_t zone = 0; zone < cover.size(); ++zone) {
        const double outline = area_of(*layer.zones[zone].geometry);
        EXPECT_NEAR(cover.area_of(zone) / outline, 1, 1e-9) << layer.zones[zone].name;
        EXPECT_EQ(cover.outside[zone], 0);
        sum += cover.area_of(zone);
        for (const OGRPolygon* part : *layer.zones[zone].geometry->toMultiPolygon()) {
            all.addGeometry(part);
        }
    }
    const GeometryPtr province(all.UnionCascaded());
    const double area = area_of(*province);
    EXPECT_NEAR((sum - cover.excess_area) / area, 1, 1e-9);
    // The same ground lies in three of the communes, Lào Cai, Bát Xát and Cốc San.
    EXPECT_NEAR(cover.excess_area, 2 * cover.overlap_area, 50);
    EXPECT_GE(cover.overlaps.size(), 7U);
    EXPECT_NEAR(cover.overlap_area, 3.48e6, 0.01e6);
    EXPECT_THAT(layer.warnings, Contains(HasSubstr("7 pairs of zones overlap, 3.48")));
}

TEST(Communes, OnAPartOfTheProvinceInsideAndOutsideAreThoseOfTheOutlines) {
    const Grid grid = province_grid(250).part({{200, 150}, {230, 210}});
    const ZoneLayer layer = communes(grid);
    if (layer.zones.empty()) {
        GTEST_SKIP() << "the communes of the shared data are absent: set HAZONE_SHARED";
    }
    const ZoneCover cover = cover_of(layer, grid);
    const double west = grid.west + 150 * grid.cell_size;
    const double north = grid.north - 200 * grid.cell_size;
    OGRLinearRing ring;
    ring.addPoint(west, north);
    ring.addPoint(grid.east(), north);
    ring.addPoint(grid.east(), grid.south());
    ring.addPoint(west, grid.south());
    ring.closeRings();
    OGRPolygon rectangle;
    rectangle.addRing(&ring);
    int cut = 0;
    for (std::size_t zone = 0; zone < cover.size(); ++zone) {
        const OGRGeometry& whole = *layer.zones[zone].geometry;
        const GeometryPtr inside(whole.Intersection(&rectangle));
        const double area = area_of(whole);
        EXPECT_NEAR(cover.area_of(zone), area_of(*inside), 1e-9 * area);
        EXPECT_NEAR(cover.outside[zone], area - area_of(*inside), 2e-9 * area);
        cut += cover.area_of(zone) > 0 && cover.outside[zone] > 0 ? 1 : 0;
    }
    EXPECT_GT(cut, 10);
}

TEST(Communes, HaveTheSameBitsForAnyNumberOfThreads) {
    const Grid grid = province_grid(250);
    const ZoneLayer layer = communes(grid);
    if (layer.zones.empty()) {
        GTEST_SKIP() << "the communes of the shared data are absent: set HAZONE_SHARED";
    }
    const ThreadScope one(1);
    const ZoneCover first = cover_of(layer, grid);
    for (const int count : {2, 3, 8}) {
        const ThreadScope scope(count);
        const ZoneCover again = cover_of(layer, grid);
        EXPECT_EQ(again.runs, first.runs);
        EXPECT_EQ(again.parts, first.parts);
        EXPECT_EQ(again.first_run, first.first_run);
        EXPECT_EQ(again.first_part, first.first_part);
    }
}

}  // namespace
}  // namespace hazone::io
