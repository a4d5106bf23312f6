#pragma once

#include <vector>

#include "engine/core/grid.hpp"
#include "io/gdal.hpp"

class OGRGeometry;

namespace hazone::io {

/// Writes values[k] into every cell whose centre lies in geometries[k], or along which it runs
/// where it is a line; the cells of a line hang together straight or diagonally. A later geometry
/// wins. `target` is a memory_dataset on the grid's cells. Other cells stay as they are.
void burn(const std::vector<OGRGeometry*>& geometries,
          const std::vector<double>& values,
          const Grid& grid,
          GDALDataset& target);

}  // namespace hazone::io
