// The demo province as a run reads it: through the readers of io.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <ogr_geometry.h>

#include <gmock/gmock.h>
#include <unistd.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "io/write/zone_layer.hpp"
#include "scenarios/demo_province.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

/// The province is written once for all tests of the file.
class DemoProvince : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        folder() = fs::temp_directory_path() / ("hazone_demo_" + std::to_string(::getpid()));
        write_demo_province(folder());
    }
    static void TearDownTestSuite() { fs::remove_all(folder()); }
    static fs::path& folder() {
        static fs::path path;
        return path;
    }
    static Grid grid() { return io::resolve_grid({.paths = {folder() / "dem.tif"}}, {}); }
    static Raster<float> read(const FieldSpec& field, const char* classes, const char* table) {
        return io::read_field(io::ClassTableSource{.classes = {.paths = {folder() / classes}},
                                                   .table = folder() / table,
                                                   .column = ""},
                              field, grid());
    }
};

Index missing_cells(const Raster<float>& raster) {
    return count_cells(raster.extent(),
                       [&](Index row, Index col) { return is_missing(raster(row, col)); });
}

TEST_F(DemoProvince, EveryFileSaysSynthetic) {
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
        const bool labelled = bytes.find("synthetic") != std::string::npos ||
                              bytes.find("SYNTHETIC") != std::string::npos;
        EXPECT_TRUE(labelled) << entry.path();
        ++files;
    }
    EXPECT_EQ(files, 10);
}

TEST_F(DemoProvince, HasTerrainInEveryCell) {
    EXPECT_EQ(grid().extent, (Extent{1000, 1000}));
    EXPECT_EQ(grid().cell_size, 30.0);
    const io::RasterSource dem{.paths = {folder() / "dem.tif"}};
    EXPECT_EQ(missing_cells(io::read_field(dem, kElevation, grid())), 0);
}

TEST_F(DemoProvince, HasSoilAndCoverInEveryCell) {
    for (const FieldSpec* field : {&kCohesion, &kFrictionAngle, &kUnitWeight, &kConductivity}) {
        EXPECT_EQ(missing_cells(read(*field, "soil.tif", "soil.csv")), 0) << field->name;
    }
    EXPECT_EQ(missing_cells(read(kCurveNumber, "land_cover.tif", "land_cover.csv")), 0);
}

TEST_F(DemoProvince, PeopleLiveEverywhereButOnTheLake) {
    const io::RasterSource people{.paths = {folder() / "population.tif"}};
    const Raster<float> density = io::read_field(people, kPopulationDensity, grid());
    EXPECT_EQ(missing_cells(density), 0);
    const double all =
        sum_cells(density.extent(), [&](Index row, Index col) { return density(row, col); }) *
        grid().cell_area();
    EXPECT_GT(all, 50'000);
    EXPECT_LT(all, 200'000) << "900 km2 of mountains";
}

TEST_F(DemoProvince, TwelveGaugesMeasureTwoDays) {
    const auto gauges = io::read_gauges({folder() / "gauges.csv"}, grid());
    EXPECT_EQ(gauges->stations.size(), 12U);
    EXPECT_EQ(gauges->steps(), 48);
    EXPECT_EQ(gauges->step_length, 3600.0);
    const auto is_on_the_map = [](const GaugeSet::Station& station) {
        const Cell cell = grid().cell_at(station.location);
        return grid().extent.contains(cell.row, cell.col);
    };
    EXPECT_TRUE(std::all_of(gauges->stations.begin(), gauges->stations.end(), is_on_the_map));
}

TEST_F(DemoProvince, FortyValidCommunesCoverTheProvinceWithoutOverlap) {
    const io::ZoneLayer layer =
        io::read_zones({.path = folder() / "communes.gpkg", .layer = "communes"}, grid());
    EXPECT_EQ(layer.zones.size(), 40U);
    EXPECT_THAT(layer.warnings, IsEmpty());
    double area = 0;
    for (const io::Zone& zone : layer.zones) {
        EXPECT_TRUE(zone.geometry->IsValid()) << zone.name;
        area += zone.geometry->toMultiPolygon()->get_Area();
    }
    // Polygons that follow the cells: as much area as they have cells, so none counts twice.
    const Raster<std::int32_t> labels = io::rasterise_zones(layer, grid());
    const Index cells = count_cells(
        labels.extent(), [&](Index row, Index col) { return labels(row, col) != kNoLabel; });
    EXPECT_NEAR(area, static_cast<double>(cells) * grid().cell_area(), 1.0);
}

}  // namespace
}  // namespace hazone
