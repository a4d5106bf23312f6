#pragma once

#include <vector>

#include "engine/core/grid.hpp"
#include "io/gdal.hpp"

class OGRGeometry;

namespace hazone::io {

/// Writes values[k] into every cell whose centre lies in polygons[k]; a later polygon wins.
/// `target` is a memory_dataset on the grid's cells. Other cells stay as they are.
void burn(const std::vector<OGRGeometry*>& polygons,
          const std::vector<double>& values,
          const Grid& grid,
          GDALDataset& target);

}  // namespace hazone::io
