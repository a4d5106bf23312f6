#include "bench/peers/stored_cells.hpp"

#include "io/read/read.hpp"
#include "io/read/warp.hpp"

namespace hazone::bench {

template <class T>
Raster<T> stored_cells(const std::string& path) {
    io::RasterSource source;
    source.paths = {path};
    source.unit = "m";  // said here, so that the unit of the file is not asked for
    const Grid grid = io::resolve_grid(source, {});
    Raster<T> cells(grid.extent);
    io::read_band(io::open_raster(source), {}, grid, io::buffer_of(cells.view()));
    return cells;
}

template Raster<float> stored_cells<float>(const std::string&);
template Raster<double> stored_cells<double>(const std::string&);

}  // namespace hazone::bench
