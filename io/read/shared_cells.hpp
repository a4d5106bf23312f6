#pragma once

#include <functional>

#include "io/read/warp.hpp"

namespace hazone::io {

/// Reads the cells of a grid which are cells of the file: the northwest one is `origin`, a cell of
/// the file or one outside. Cells outside the file are missing. Tiled files are read by all
/// threads, block by block, each block going from the decoder into the grid. `finish` is told of
/// the cells which were read. InputError for blocks that cannot be read.
void read_shared_cells(const RasterFile& file,
                       Cell origin,
                       Extent extent,
                       const CellBuffer& buffer,
                       const CellFinish& finish);

}  // namespace hazone::io
