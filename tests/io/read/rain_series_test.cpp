#include <array>
#include <vector>

#include <cpl_string.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/read/read.hpp"
#include "tests/io/support/geo_files.hpp"

namespace hazone::io {
namespace {

using hazone::testing::raster_on;
using hazone::testing::RasterSpec;
using hazone::testing::refusal_of;
using hazone::testing::small_grid;
using hazone::testing::TemporaryFolder;
using hazone::testing::write_raster;
using ::testing::AllOf;
using ::testing::HasSubstr;

RainStackSource stack_of(const TemporaryFolder& folder, const std::string& unit) {
    RainStackSource source;
    for (const int step : {1, 2, 3}) {
        RasterSpec spec = raster_on(
            small_grid(), [&](Index row, Index) { return row == 3 ? -1.0 : 10.0 * step; });
        spec.nodata = -1;
        source.paths.push_back(folder / ("r" + std::to_string(step) + ".tif"));
        write_raster(source.paths.back(), spec);
    }
    source.step_length = 1800;
    source.unit = unit;
    source.start = "2024-09-09T19:00+07:00";
    return source;
}

TEST(RainStack, ReadsOneStepAtATimeInMetres) {
    const TemporaryFolder folder;
    const auto rain = open_rain(stack_of(folder, "mm"), small_grid());
    EXPECT_EQ(rain->steps(), 3);
    EXPECT_EQ(rain->step_length(), 1800);
    EXPECT_EQ(rain->start(), 1725883200);
    Raster<float> cells(small_grid().extent);
    rain->read(2, cells.view());
    EXPECT_FLOAT_EQ(cells(0, 0), 0.030F);
    EXPECT_TRUE(is_missing(cells(3, 0)));
    rain->read(0, cells.view());
    EXPECT_FLOAT_EQ(cells(0, 0), 0.010F);
}

TEST(RainStack, AnIntensityIsMultipliedByTheStep) {
    const TemporaryFolder folder;
    const auto rain = open_rain(stack_of(folder, "mm/h"), small_grid());
    Raster<float> cells(small_grid().extent);
    rain->read(1, cells.view());
    EXPECT_FLOAT_EQ(cells(0, 0), 0.010F) << "20 mm/h for half an hour";
}

TEST(RainStack, WithoutADateItIsADesignStorm) {
    const TemporaryFolder folder;
    RainStackSource source = stack_of(folder, "mm");
    source.start = "";
    EXPECT_EQ(open_rain(source, small_grid())->start(), 0);
}

TEST(RainStack, UnitDateStepAndFilesAreChecked) {
    const TemporaryFolder folder;
    RainStackSource source = stack_of(folder, "");
    const auto refusal = [&] { return refusal_of([&] { open_rain(source, small_grid()); }); };
    EXPECT_THAT(refusal(),
                AllOf(HasSubstr("r1.tif"), HasSubstr("unit of the rain"), HasSubstr("mm/h")));
    source.unit = "inch";
    EXPECT_THAT(refusal(), HasSubstr("'inch' is not a unit of rain"));
    source.unit = "mm";
    source.start = "2024-09-09T19:00";
    EXPECT_THAT(refusal(), HasSubstr("no offset"));
    source.start = "";
    source.paths.push_back(folder / "r4.tif");
    EXPECT_THAT(refusal(), AllOf(HasSubstr("r4.tif"), HasSubstr("no such file")));
    source.paths.clear();
    EXPECT_THAT(refusal(), HasSubstr("at least one raster"));
}

TEST(RainStack, NegativeRainIsRefused) {
    const TemporaryFolder folder;
    RainStackSource source = stack_of(folder, "mm");
    RasterSpec spec =
        raster_on(small_grid(), [](Index, Index col) { return col == 2 ? -9.0 : 1.; });
    write_raster(folder / "r1.tif", spec);
    const auto rain = open_rain(source, small_grid());
    Raster<float> cells(small_grid().extent);
    EXPECT_THAT(refusal_of([&] { rain->read(0, cells.view()); }),
                AllOf(HasSubstr("r1.tif"), HasSubstr("4 cells"), HasSubstr("column 2")));
}

TEST(RainPeriods, HaveLengthsOfTheirOwnAndNumbersOrRasters) {
    const TemporaryFolder folder;
    write_raster(folder / "r.tif",
                 raster_on(small_grid(), [](Index row, Index) { return 3.6 * double(row); }));
    RainPeriodsSource source;
    source.periods = {{7200, 2e-6, {}}, {100000, 0, folder / "r.tif"}};
    source.unit = "mm/h";
    EXPECT_EQ(rain_steps(source), 2);
    EXPECT_EQ(files_of(source).size(), 1U);
    EXPECT_TRUE(made_by_window(source));
    const auto rain = open_rain(source, small_grid());
    ASSERT_EQ(rain->steps(), 2);
    EXPECT_EQ(rain->length(0), 7200);
    EXPECT_EQ(rain->begin(1), 7200);
    EXPECT_EQ(rain->step_length(), 100000);
    ASSERT_TRUE(rain->everywhere(0).has_value());
    EXPECT_FLOAT_EQ(*rain->everywhere(0), 0.0144F);
    EXPECT_FALSE(rain->everywhere(1).has_value());
    Raster<float> cells(small_grid().extent);
    rain->read(0, cells.view());
    EXPECT_FLOAT_EQ(cells(3, 4), 0.0144F);
    rain->read(1, cells.view());
    EXPECT_FLOAT_EQ(cells(2, 1), 0.2F) << "2e-6 m/s for 100,000 s";

    source.periods[0].length = 0;
    source.periods[1].path = folder / "none.tif";
    EXPECT_THAT(refusal_of([&] { open_rain(source, small_grid()); }),
                AllOf(HasSubstr("a period of 0 s"), HasSubstr("none.tif")));
}

/// A NetCDF file with the variable `rain` (time, y, x): step k holds k + 1.
void write_netcdf(const std::filesystem::path& path,
                  const std::vector<double>& hours,
                  const std::string& unit) {
    GDALAllRegister();
    const Grid grid = small_grid();
    const int bands = static_cast<int>(hours.size());
    GDALDataset* memory = GetGDALDriverManager()->GetDriverByName("MEM")->Create(
        "", 5, 4, bands, GDT_Float32, nullptr);
    std::array<double, 6> transform{grid.west, 30, 0, grid.north, 0, -30};
    memory->SetGeoTransform(transform.data());
    OGRSpatialReference crs;
    crs.importFromEPSG(32648);
    memory->SetSpatialRef(&crs);
    std::string values;
    for (int band = 1; band <= bands; ++band) {
        GDALRasterBand& cells = *memory->GetRasterBand(band);
        cells.Fill(band);
        cells.SetMetadataItem("NETCDF_VARNAME", "rain");
        const std::string hour = std::to_string(hours[static_cast<std::size_t>(band - 1)]);
        cells.SetMetadataItem("NETCDF_DIM_time", hour.c_str());
        cells.SetMetadataItem("units", unit.c_str());
        cells.SetUnitType(unit.c_str());
        values += (band == 1 ? "" : ",") + hour;
    }
    memory->SetMetadataItem("NETCDF_DIM_EXTRA", "{time}");
    memory->SetMetadataItem("NETCDF_DIM_time_DEF", ("{" + std::to_string(bands) + ",6}").c_str());
    memory->SetMetadataItem("NETCDF_DIM_time_VALUES", ("{" + values + "}").c_str());
    memory->SetMetadataItem("time#units", "hours since 2024-09-09 00:00:00");
    memory->SetMetadataItem("time#calendar", "standard");
    GDALDataset* file = GetGDALDriverManager()->GetDriverByName("netCDF")->CreateCopy(
        path.c_str(), memory, 0, nullptr, nullptr, nullptr);
    ASSERT_NE(file, nullptr);
    GDALClose(file);
    GDALClose(memory);
}

RainNetcdfSource netcdf_source(const std::filesystem::path& path) {
    RainNetcdfSource source;
    source.path = path;
    source.variable = "rain";
    return source;
}

TEST(RainNetcdf, ReadsStepsTimesAndUnits) {
    const TemporaryFolder folder;
    write_netcdf(folder / "rain.nc", {13, 14, 15}, "mm");
    const auto rain = open_rain(netcdf_source(folder / "rain.nc"), small_grid());
    EXPECT_EQ(rain->steps(), 3);
    EXPECT_EQ(rain->step_length(), 3600);
    EXPECT_EQ(rain->start(), 1725883200) << "13:00 ends the hour which starts at 12:00 UTC";
    Raster<float> cells(small_grid().extent);
    rain->read(2, cells.view());
    EXPECT_FLOAT_EQ(cells(3, 4), 0.003F);
    rain->read(0, cells.view());
    EXPECT_FLOAT_EQ(cells(0, 0), 0.001F);
}

TEST(RainNetcdf, RatesAreMultipliedByTheStep) {
    const TemporaryFolder folder;
    write_netcdf(folder / "rain.nc", {0, 0.5, 1}, "mm h-1");
    const auto rain = open_rain(netcdf_source(folder / "rain.nc"), small_grid());
    Raster<float> cells(small_grid().extent);
    rain->read(1, cells.view());
    EXPECT_FLOAT_EQ(cells(0, 0), 0.001F) << "2 mm/h for half an hour";
}

TEST(RainNetcdf, UnequalStepsAndMissingThingsAreRefused) {
    const TemporaryFolder folder;
    write_netcdf(folder / "rain.nc", {0, 1, 3}, "mm");
    RainNetcdfSource source = netcdf_source(folder / "rain.nc");
    const auto refusal = [&] { return refusal_of([&] { open_rain(source, small_grid()); }); };
    EXPECT_THAT(refusal(), AllOf(HasSubstr("rain.nc"), HasSubstr("7200 s apart")));
    source.variable = "snow";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("rain.nc"), HasSubstr("snow")));
    source.path = folder / "absent.nc";
    EXPECT_THAT(refusal(), AllOf(HasSubstr("absent.nc"), HasSubstr("no such file")));
    write_netcdf(folder / "one.nc", {5}, "mm");
    EXPECT_THAT(refusal_of([&] { open_rain(netcdf_source(folder / "one.nc"), small_grid()); }),
                HasSubstr("one.nc"));
}

TEST(RainSeries, OtherKindsOfInputAreRefused) {
    EXPECT_THAT(refusal_of([] { open_rain(ConstantSource{0.1}, small_grid()); }),
                AllOf(HasSubstr("stack"), HasSubstr("event_rain")));
    FieldSet fields(small_grid());
    EXPECT_THAT(refusal_of([&] { load_input(ConstantSource{0.1}, kRainGauges, fields); }),
                HasSubstr("CSV of gauges"));
    EXPECT_THAT(refusal_of([&] { load_input(GaugeSource{}, kCohesion, fields); }),
                HasSubstr("cohesion"));
}

}  // namespace
}  // namespace hazone::io
