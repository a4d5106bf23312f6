#pragma once

#include <string>

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "engine/core/grid.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hazone::testing {

/// A grid in UTM zone 48 north near Lào Cai.
inline Grid utm_grid(Extent extent, double cell_size = 30) {
    OGRSpatialReference crs;
    crs.importFromEPSG(32648);
    char* wkt = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
    crs.exportToWkt(&wkt, options);
    Grid grid{extent, 400000, 2500000, cell_size, wkt};
    CPLFree(wkt);
    return grid;
}

/// The file as GDAL opens it; empty when it does not.
inline GDALDatasetUniquePtr open_product(const std::string& name,
                                         unsigned flags = GDAL_OF_READONLY) {
    GDALAllRegister();
    return GDALDatasetUniquePtr(GDALDataset::Open(name.c_str(), flags));
}

/// True when the dataset has the CRS EPSG:32648 and the corners and cells of the grid, north up.
inline bool lies_on(GDALDataset& dataset, const Grid& grid) {
    double transform[6] = {};
    OGRSpatialReference utm;
    utm.importFromEPSG(32648);
    const char* const loosely[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                   "CRITERION=EQUIVALENT", nullptr};
    return dataset.GetGeoTransform(transform) == CE_None && dataset.GetSpatialRef() != nullptr &&
           dataset.GetSpatialRef()->IsSame(&utm, loosely) != 0 && transform[0] == grid.west &&
           transform[1] == grid.cell_size && transform[2] == 0 && transform[3] == grid.north &&
           transform[4] == 0 && transform[5] == -grid.cell_size &&
           dataset.GetRasterXSize() == grid.extent.cols &&
           dataset.GetRasterYSize() == grid.extent.rows;
}

}  // namespace hazone::testing
