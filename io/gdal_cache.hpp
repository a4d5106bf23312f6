#pragma once

#include "engine/core/index.hpp"

namespace hazone::io {

/// Keeps GDAL's cache of raster blocks, a twentieth of the machine's memory otherwise, within
/// `bytes` from now on.
void limit_gdal_cache(Index bytes);

}  // namespace hazone::io
