#include "io/read/sample.hpp"

#include <cmath>

#include <gdal_priv.h>

#include "engine/core/missing.hpp"
#include "io/gdal.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

std::optional<double> cell_of(const std::string& name, Cell cell) {
    GDALAllRegister();
    const QuietGdal quiet;
    const DatasetPtr dataset(GDALDataset::FromHandle(
        GDALOpenEx(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr, nullptr)));
    if (!dataset) {
        return std::nullopt;
    }
    GDALRasterBand* band = dataset->GetRasterBand(1);
    double value = 0;
    if (band->RasterIO(GF_Read, static_cast<int>(cell.col), static_cast<int>(cell.row), 1, 1,
                       &value, 1, 1, GDT_Float64, 0, 0, nullptr) != CE_None) {
        return std::nullopt;
    }
    int has_nodata = 0;
    const double nodata = band->GetNoDataValue(&has_nodata);
    const bool missing = has_nodata != 0 && (value == nodata || std::isnan(value));
    return missing ? static_cast<double>(kMissing) : value;
}

}  // namespace

std::optional<double> FieldSampler::value(const std::string& field, Cell cell) const {
    const fs::path results = folder_ / "results.nc";
    if (fs::exists(results)) {
        const auto value = cell_of("NETCDF:\"" + results.string() + "\":" + field, cell);
        if (value) {
            return value;
        }
    }
    const fs::path raster = folder_ / (field + ".tif");
    return fs::exists(raster) ? cell_of(raster.string(), cell) : std::nullopt;
}

}  // namespace hazone::io
