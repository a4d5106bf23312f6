#include "io/read/sample.hpp"

#include <cmath>
#include <cstdlib>

#include <gdal_priv.h>

#include "engine/core/missing.hpp"
#include "io/gdal.hpp"

namespace hazone::io {
namespace {

namespace fs = std::filesystem;

/// The time of a band as io writes it, s: in its own metadata, or as the value of a dimension.
std::optional<double> time_of(GDALRasterBand& band) {
    for (const char* key : {"time", "NETCDF_DIM_time"}) {
        if (const char* text = band.GetMetadataItem(key)) {
            return std::strtod(text, nullptr);
        }
    }
    return std::nullopt;
}

std::vector<CellValue> cell_of(const std::string& name, Cell cell) {
    GDALAllRegister();
    const QuietGdal quiet;
    const DatasetPtr dataset(GDALDataset::FromHandle(
        GDALOpenEx(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, nullptr, nullptr, nullptr)));
    std::vector<CellValue> values;
    for (int number = 1; dataset != nullptr && number <= dataset->GetRasterCount(); ++number) {
        GDALRasterBand* band = dataset->GetRasterBand(number);
        double value = 0;
        if (band->RasterIO(GF_Read, static_cast<int>(cell.col), static_cast<int>(cell.row), 1, 1,
                           &value, 1, 1, GDT_Float64, 0, 0, nullptr) != CE_None) {
            return {};
        }
        int has_nodata = 0;
        const double nodata = band->GetNoDataValue(&has_nodata);
        const bool missing = has_nodata != 0 && (value == nodata || std::isnan(value));
        values.push_back({missing ? static_cast<double>(kMissing) : value, time_of(*band)});
    }
    return values;
}

}  // namespace

std::vector<CellValue> FieldSampler::values(const std::string& field, Cell cell) const {
    const fs::path results = folder_ / "results.nc";
    if (fs::exists(results)) {
        auto values = cell_of("NETCDF:\"" + results.string() + "\":" + field, cell);
        if (!values.empty()) {
            return values;
        }
    }
    const fs::path raster = folder_ / (field + ".tif");
    return fs::exists(raster) ? cell_of(raster.string(), cell) : std::vector<CellValue>();
}

}  // namespace hazone::io
