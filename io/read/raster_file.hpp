#pragma once

#include <array>
#include <string>
#include <vector>

#include "io/crs.hpp"
#include "io/gdal.hpp"
#include "io/read/sources.hpp"

namespace hazone::io {

/// One band of a raster file, or of several tiles put together, open for reading.
struct RasterFile {
    std::string name;               // for messages: the path, or the first of the tiles
    std::vector<DatasetPtr> tiles;  // read by `parts`, so closed last
    std::vector<DatasetPtr> parts;  // the tiles as floating point, read by `dataset`
    DatasetPtr dataset;
    int band = 1;
    OGRSpatialReference crs;            // horizontal
    std::array<double, 6> transform{};  // GDAL's geotransform
    double scale = 1;                   // value = stored * scale + offset
    double offset = 0;
    std::string unit;           // as the file writes it; empty when it states none
    std::string vertical_unit;  // of the vertical axis of a compound CRS; empty without one

    GDALRasterBand* raster_band() const { return dataset->GetRasterBand(band); }
    int rows() const { return dataset->GetRasterYSize(); }
    int cols() const { return dataset->GetRasterXSize(); }
    /// North up, square cells.
    bool square() const;
    /// Width of a cell in the units of the CRS (the shorter side).
    double cell_size() const;
    /// West, south, east, north of the footprint in the CRS of the file.
    std::array<double, 4> bounds() const;
    /// Map coordinates to (column, line) of the file, counted from the outer corner.
    std::array<double, 2> pixel_at(double x, double y) const;
    /// The value as stored, before scale and offset; NaN when it cannot be read.
    double stored_value(int row, int col) const;
};

/// Opens the file or the mosaic. Gaps between tiles are missing.
/// InputError: no such file, not a raster, no such band, no CRS, no georeference, tiles which
/// differ in CRS, type, unit, scale or number of bands, complex numbers.
RasterFile open_raster(const RasterSource& source);

/// Puts tiles together into one dataset (a VRT in memory whose gaps are NaN).
DatasetPtr mosaic_of(const std::vector<DatasetPtr>& tiles,
                     int band,
                     std::vector<DatasetPtr>& parts);

}  // namespace hazone::io
