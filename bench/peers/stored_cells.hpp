#pragma once

#include <string>

#include "engine/core/raster.hpp"

namespace hazone::bench {

/// The cells of a raster file as they are stored, whatever their unit; missing where the file says
/// so. T is float or double. InputError: not a raster, no georeference.
template <class T>
Raster<T> stored_cells(const std::string& path);

}  // namespace hazone::bench
