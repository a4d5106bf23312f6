#pragma once

// For .cpp files of io alone: cells to polygons.

#include <functional>
#include <memory>

#include <ogr_geometry.h>

#include "io/cells_dataset.hpp"

namespace hazone::io {

/// Takes one polygon of connected cells of the same value; false stops the work.
using PolygonReceiver = std::function<bool(int value, std::unique_ptr<OGRPolygon> polygon)>;

/// Outlines of the areas of equal value, cells connected by their sides, as they are finished; the
/// value 0 (no data) gives none. Polygons are valid and in the CRS of the grid. InputError when
/// GDAL fails or the receiver stops.
void polygonise(const CellBlock& block, const Grid& grid, const PolygonReceiver& receive);

}  // namespace hazone::io
