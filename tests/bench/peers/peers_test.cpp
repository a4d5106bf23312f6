// hazone beside GRASS and SAGA, as programs, on one rough DEM with lakes. Each test skips where its
// program is not installed; bench/peers/run does the same on large DEMs.
#include <cmath>
#include <memory>
#include <string>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "bench/peers/comparison.hpp"
#include "bench/peers/stored_cells.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/form/geomorphons.hpp"
#include "engine/terrain/form/horn.hpp"
#include "tests/support/program.hpp"
#include "tests/support/terrain.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;
constexpr double kDegrees = 57.29577951308232;

/// Float GeoTIFF with -9999 for what is missing, which GRASS and SAGA both understand.
void write_dem(const Raster<float>& z, const std::string& path) {
    constexpr float kNodata = -9999;
    GDALAllRegister();
    const auto cols = static_cast<int>(z.cols());
    const auto rows = static_cast<int>(z.rows());
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const std::unique_ptr<GDALDataset> file(
        driver->Create(path.c_str(), cols, rows, 1, GDT_Float32, nullptr));
    ASSERT_NE(file, nullptr);
    double transform[] = {300000, kCellSize, 0, 2600000, 0, -kCellSize};
    file->SetGeoTransform(transform);
    OGRSpatialReference crs;
    crs.importFromEPSG(32648);
    file->SetSpatialRef(&crs);
    Raster<float> stored = z.clone();
    for_each_cell(z.extent(), [&](Index row, Index col) {
        if (is_missing(z(row, col))) {
            stored(row, col) = kNodata;
        }
    });
    GDALRasterBand* band = file->GetRasterBand(1);
    band->SetNoDataValue(kNodata);
    ASSERT_EQ(
        band->RasterIO(GF_Write, 0, 0, cols, rows, stored.data(), cols, rows, GDT_Float32, 0, 0),
        CE_None);
}

Raster<double> as_double(const Raster<float>& cells) {
    Raster<double> wide(cells.extent());
    for_each_cell(cells.extent(),
                  [&](Index row, Index col) { wide(row, col) = double{cells(row, col)}; });
    return wide;
}

class Peers : public ::testing::Test {
protected:
    void SetUp() override {
        z_ = synthetic_terrain(SyntheticTerrain::fractal, {300, 410}, 5);
        testing::punch_holes(z_, 3);
        write_dem(z_, dem());
    }
    std::string dem() const { return folder_ / "dem.tif"; }
    std::string file(const std::string& name) const { return folder_ / name; }

    static bool installed(const std::string& program) {
        return testing::run_command("command -v " + program).exit_code == 0;
    }
    static void expect_done(const std::string& command) {
        const testing::ProgramResult result = testing::run_command(command);
        EXPECT_EQ(result.exit_code, 0) << command << "\n" << result.output;
    }
    void run_saga(const std::string& tool) const {
        expect_done(fmt::format("cd '{}' && saga_cmd -f=s -c=1 {}", folder_.path().string(), tool));
    }
    /// Runs modules of GRASS on the map `dem` in a location made for them.
    void run_grass(const std::string& modules) const {
        const std::string script = fmt::format(
            "cd '{}' && r.in.gdal --q -o input=dem.tif output=dem && g.region raster=dem && {}",
            folder_.path().string(), modules);
        expect_done(fmt::format("grass --tmp-location '{}' --exec sh -c \"{}\"", dem(), script));
    }
    Raster<double> area() const {
        Raster<double> cells(z_.extent());
        flow_accumulation(testing::directions(testing::filled(z_)), cells, 1.0);
        return cells;
    }

    testing::TemporaryFolder folder_{"peers"};
    Raster<float> z_;
};

constexpr const char* kNoSaga = "SAGA is not installed; scripts/install-dependencies peers";
constexpr const char* kNoGrass = "GRASS is not installed; scripts/install-dependencies peers";

TEST_F(Peers, FillEqualsThatOfSagaCellByCell) {
    if (!installed("saga_cmd")) {
        GTEST_SKIP() << kNoSaga;
    }
    run_saga("ta_preprocessor 5 -ELEV dem.tif -FILLED filled.sgrd -MINSLOPE 0");
    const Agreement found = agreement_of(as_double(testing::filled(z_)),
                                         stored_cells<double>(file("filled.sdat")), {}, {});
    EXPECT_GT(found.compared, 120000);
    EXPECT_EQ(found.equal, found.compared);
    EXPECT_EQ(found.only_in_first + found.only_in_second, 0);
}

TEST_F(Peers, SlopeEqualsThatOfSagaWithHornsGradient) {
    if (!installed("saga_cmd")) {
        GTEST_SKIP() << kNoSaga;
    }
    run_saga("ta_morphometry 0 -ELEVATION dem.tif -SLOPE slope.sgrd -ASPECT aspect.sgrd -METHOD 2");
    Raster<float> slope(z_.extent());
    horn_slope(z_, kCellSize, slope);
    const Agreement found = agreement_of(as_double(slope), stored_cells<double>(file("slope.sdat")),
                                         {}, {.tolerance = 1e-6});
    EXPECT_GT(found.compared, 120000);
    EXPECT_EQ(found.within, found.compared) << "greatest difference " << found.greatest << " rad";
    EXPECT_EQ(found.only_in_first, 0);
}

TEST_F(Peers, AreaEqualsThatOfSagaWhereD8HasOneAnswer) {
    if (!installed("saga_cmd")) {
        GTEST_SKIP() << kNoSaga;
    }
    run_saga("ta_preprocessor 5 -ELEV dem.tif -FILLED sloping.sgrd -MINSLOPE 0.0001");
    run_saga("ta_hydrology 0 -ELEVATION sloping.sgrd -FLOW area.sgrd -METHOD 0 -FLOW_UNIT 0");
    const Agreement found = agreement_of(area(), stored_cells<double>(file("area.sdat")),
                                         cells_with_one_d8_area(z_), {});
    EXPECT_GT(found.compared, 50000);
    EXPECT_EQ(found.equal, found.compared);
}

TEST_F(Peers, SlopeAndAspectEqualThoseOfGrass) {
    if (!installed("grass")) {
        GTEST_SKIP() << kNoGrass;
    }
    run_grass(
        "r.slope.aspect --q -n elevation=dem slope=slope aspect=aspect && "
        "r.out.gdal --q -c -f input=slope output=slope.tif type=Float32 nodata=-9999 && "
        "r.out.gdal --q -c -f input=aspect output=aspect.tif type=Float32 nodata=-9999");
    Raster<float> slope(z_.extent());
    Raster<float> aspect(z_.extent());
    horn_slope_and_aspect(z_, kCellSize, slope, aspect);
    const Agreement slopes = agreement_of(as_double(slope), stored_cells<double>(file("slope.tif")),
                                          {}, {.scale = kDegrees, .tolerance = 1e-3});
    EXPECT_GT(slopes.compared, 120000);
    EXPECT_EQ(slopes.within, slopes.compared) << "greatest difference " << slopes.greatest;
    EXPECT_EQ(slopes.only_in_first + slopes.only_in_second, 0);

    Raster<std::uint8_t> steep(z_.extent());
    for_each_cell(z_.extent(),
                  [&](Index row, Index col) { steep(row, col) = slope(row, col) > 0.02F; });
    const Agreement aspects =
        agreement_of(as_double(aspect), stored_cells<double>(file("aspect.tif")), steep,
                     {.scale = kDegrees, .circle = 360, .tolerance = 1e-2});
    EXPECT_GT(aspects.compared, 80000);
    EXPECT_EQ(aspects.within, aspects.compared) << "greatest difference " << aspects.greatest;
}

// Without holes: r.terraflow fills other ground around a hole in the grid than hazone and SAGA do.
TEST_F(Peers, FillAndAreaEqualThoseOfTerraflow) {
    if (!installed("grass")) {
        GTEST_SKIP() << kNoGrass;
    }
    z_ = synthetic_terrain(SyntheticTerrain::fractal, z_.extent(), 5);
    write_dem(z_, dem());
    run_grass(
        "r.terraflow --q -s elevation=dem filled=filled direction=direction swatershed=shed "
        "accumulation=area tci=tci memory=300 directory=. stats=stats.txt && "
        "r.out.gdal --q -c -f input=filled output=filled.tif type=Float32 nodata=-9999 && "
        "r.out.gdal --q -c -f input=area output=area.tif type=Float64 nodata=-9999");
    const Agreement fills = agreement_of(as_double(testing::filled(z_)),
                                         stored_cells<double>(file("filled.tif")), {}, {});
    EXPECT_GT(fills.compared, 120000);
    EXPECT_EQ(fills.equal, fills.compared);

    // It sums areas in float, and leads some depressions out by another way: hence a share.
    const Agreement areas =
        agreement_of(area(), stored_cells<double>(file("area.tif")), cells_with_one_d8_area(z_),
                     {.tolerance = 1e-5, .relative = true});
    EXPECT_GT(areas.compared, 50000);
    EXPECT_GT(static_cast<double>(areas.within), 0.999 * static_cast<double>(areas.compared));
}

/// The radius is half a cell beyond a multiple of the cell size, since GRASS does not see a cell
/// exactly at the radius. The outer cells are left out: GRASS takes a direction in which one cell
/// is seen for level, and does so near the south edge with more.
TEST_F(Peers, GeomorphonsEqualThoseOfGrass) {
    if (!installed("grass")) {
        GTEST_SKIP() << kNoGrass;
    }
    constexpr Index kMargin = 16;
    for (const auto& [options, spec] :
         {std::pair<std::string, GeomorphonSpec>{"skip=0 dist=0",
                                                 {.cell_size = kCellSize, .radius = 145}},
          {"skip=20 dist=100",
           {.cell_size = kCellSize, .radius = 145, .skip_radius = 20, .flat_distance = 100}}}) {
        run_grass("r.geomorphon --q -m elevation=dem forms=forms search=145 flat=1 " + options +
                  " && r.out.gdal --q -f --overwrite input=forms output=forms.tif type=Byte "
                  "nodata=0");
        Raster<std::uint8_t> forms(z_.extent());
        geomorphons(z_, spec, forms);
        const Raster<double> theirs = stored_cells<double>(file("forms.tif"));
        Index compared = 0;
        Index equal = 0;
        for (Index row = kMargin; row < z_.rows() - kMargin; ++row) {
            for (Index col = kMargin; col < z_.cols() - kMargin; ++col) {
                const bool known = forms(row, col) != kNoClass;
                EXPECT_EQ(known, !is_missing(theirs(row, col)));
                compared += known ? 1 : 0;
                equal += known && forms(row, col) == theirs(row, col) ? 1 : 0;
            }
        }
        EXPECT_GT(compared, 95000);
        EXPECT_GE(static_cast<double>(equal), 0.999 * static_cast<double>(compared))
            << equal << " of " << compared << " cells with " << options;
        RecordProperty("equal", std::to_string(equal) + " of " + std::to_string(compared));
    }
}

}  // namespace
}  // namespace hazone::bench
