#include "io/cells_dataset.hpp"

#include <array>
#include <cstdint>
#include <limits>

#include <cpl_error.h>
#include <cpl_string.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone::io {

GDALDriver& gdal_driver(const char* name) {
    GDALAllRegister();
    GDALDriver* const driver = GetGDALDriverManager()->GetDriverByName(name);
    if (driver == nullptr) {
        throw InputError(
            fmt::format("this GDAL has no driver '{}'; install a full GDAL >= 3.4", name));
    }
    return *driver;
}

bool gdal_failed() { return CPLGetLastErrorType() >= CE_Failure; }

OGRSpatialReference spatial_reference(const std::string& text) {
    OGRSpatialReference reference;
    if (!text.empty() && reference.SetFromUserInput(text.c_str()) != OGRERR_NONE) {
        throw InputError(
            fmt::format("'{}' is not a CRS that GDAL knows; write an authority code, "
                        "as EPSG:32648, or WKT",
                        text));
    }
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
}

void require_countable(Extent extent) {
    constexpr Index kMost = std::numeric_limits<int>::max();
    if (extent.rows > kMost || extent.cols > kMost) {
        throw InputError(fmt::format("a grid of {} x {} cells is too large for one raster file",
                                     extent.rows, extent.cols));
    }
}

DatasetPtr wrap_cells(const CellBlock& block, const Grid& grid) {
    require_countable(block.extent);
    DatasetPtr dataset(gdal_driver("MEM").Create("", static_cast<int>(block.extent.cols),
                                                 static_cast<int>(block.extent.rows), 0, block.type,
                                                 nullptr));
    const int bytes = GDALGetDataTypeSizeBytes(block.type);
    CPLStringList band;
    band.SetNameValue("DATAPOINTER",
                      fmt::format("0x{:x}", reinterpret_cast<std::uintptr_t>(block.cells)).c_str());
    band.SetNameValue("PIXELOFFSET", std::to_string(bytes).c_str());
    band.SetNameValue("LINEOFFSET", std::to_string(block.stride * bytes).c_str());
    if (!dataset || dataset->AddBand(block.type, band.List()) != CE_None) {
        throw InputError(
            fmt::format("GDAL cannot hold the grid in memory: {}", CPLGetLastErrorMsg()));
    }
    std::array<double, 6> transform{grid.west, grid.cell_size, 0, grid.north, 0, -grid.cell_size};
    dataset->SetGeoTransform(transform.data());
    if (!grid.crs.empty()) {
        const OGRSpatialReference crs = spatial_reference(grid.crs);
        dataset->SetSpatialRef(&crs);
    }
    return dataset;
}

}  // namespace hazone::io
