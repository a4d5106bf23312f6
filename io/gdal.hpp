#pragma once

// For .cpp files of io alone: what every part that talks to GDAL shares.

#include <memory>
#include <string>

#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include "engine/core/grid.hpp"

namespace hazone::io {

struct DatasetCloser {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<GDALDataset, DatasetCloser>;

/// Makes the drivers of GDAL known; cheap when they are already, callable from any thread.
void register_gdal_drivers();

/// The driver of that short name. InputError when this build of GDAL lacks it.
GDALDriver& gdal_driver(const char* name);

/// While it lives GDAL prints nothing; `message` is the last thing it said, for our own errors.
class GdalQuiet {
public:
    GdalQuiet();
    ~GdalQuiet();
    GdalQuiet(const GdalQuiet&) = delete;
    GdalQuiet& operator=(const GdalQuiet&) = delete;
    GdalQuiet(GdalQuiet&&) = delete;
    GdalQuiet& operator=(GdalQuiet&&) = delete;

    static std::string message();
    /// True when GDAL reported an error, not a mere warning, since this object was made.
    static bool failed();
};

/// The CRS of a WKT or an authority code, with x east and y north (longitude before latitude) and
/// no axis swap. An empty text gives an empty reference. InputError when GDAL cannot read it.
OGRSpatialReference spatial_reference(const std::string& text);

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
