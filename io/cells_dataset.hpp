#pragma once

// For .cpp files of io alone: what the writers ask of GDAL.

#include <string>

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "engine/core/grid.hpp"
#include "io/gdal.hpp"

namespace hazone::io {

/// The driver of that short name. InputError when this build of GDAL lacks it.
GDALDriver& gdal_driver(const char* name);

/// True when GDAL reported an error, not a mere warning, since CPLErrorReset().
bool gdal_failed();

/// The CRS of a WKT or an authority code, with x east and y north (longitude before latitude) and
/// no axis swap. An empty text gives an empty reference. InputError when GDAL cannot read it.
OGRSpatialReference spatial_reference(const std::string& text);

/// InputError when the extent has more than 2^31-1 rows or columns, the limit of GDAL.
void require_countable(Extent extent);

/// Row-major cells which somebody else owns, as GDAL wants to hear of them.
struct CellBlock {
    const void* cells = nullptr;
    GDALDataType type = GDT_Unknown;
    Extent extent;
    Index stride = 0;  // cells from one row to the next
};

/// A one-band dataset in memory over the cells themselves: nothing is copied, so the cells must
/// outlive the dataset. Carries the CRS and the geotransform of the grid. InputError when the grid
/// has more than 2^31-1 rows or columns, the limit of GDAL.
DatasetPtr wrap_cells(const CellBlock& block, const Grid& grid);

}  // namespace hazone::io
