#pragma once

#include <functional>
#include <string>

#include "engine/core/grid.hpp"
#include "engine/core/view.hpp"
#include "io/read/raster_file.hpp"

namespace hazone::io {

/// Cells of a whole grid as GDAL sees them: one block of rows without gaps.
struct CellBuffer {
    void* cells = nullptr;
    GDALDataType type = GDT_Float32;
    double missing = 0;  // what a cell without a value gets
};
CellBuffer buffer_of(View<float> cells);
CellBuffer buffer_of(View<double> cells);
CellBuffer buffer_of(View<std::int32_t> cells, std::int32_t missing);

/// Told of `count` cells from number `first` on, counted row by row, once they hold what was read;
/// on the threads that read them, each cell at most once. Cells outside the file may be left out.
using CellFinish = std::function<void(Index first, Index count)>;

/// How a file comes to the grid.
struct WarpRequest {
    Resampling resampling = Resampling::bilinear;
    std::string transformation;  // as the scenario states it
};

/// Reads the band into the grid as stored (no scale, no unit). Where the file's grid is the run's
/// or a shift of it by whole cells, the values are read as they are, else they are resampled.
/// Missing: the declared nodata value, masked cells, cells outside the file.
/// InputError: unreadable blocks, no overlap, the datum rules of coordinate_operation.
void read_band(const RasterFile& file,
               const WarpRequest& request,
               const Grid& grid,
               const CellBuffer& buffer,
               const CellFinish& finish = {});

/// Column and line in the file of a cell's centre.
std::array<double, 2> file_position(const RasterFile& file,
                                    const std::string& transformation,
                                    const Grid& grid,
                                    Cell cell);

/// West, south, east, north in `to` of the box, its edges densified. Empty when it has no image.
std::array<double, 4> transformed_bounds(OGRCoordinateTransformation& transform,
                                         const std::array<double, 4>& box,
                                         const std::string& what);

/// True when two boxes (west, south, east, north) share some area.
bool overlap(const std::array<double, 4>& a, const std::array<double, 4>& b);

std::array<double, 4> bounds_of(const Grid& grid);

}  // namespace hazone::io
