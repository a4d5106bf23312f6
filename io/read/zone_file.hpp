#pragma once

#include <filesystem>
#include <string>

#include "engine/core/grid.hpp"
#include "io/write/write.hpp"
#include "io/write/zone_layer.hpp"

namespace hazone::io {

/// GeoPackage with one layer of the zones: `label` (as in the field `zone`), `code`, `name` and the
/// polygon in the CRS of the grid, in the order of the layer. What read_zones() reads. The metadata
/// become those of the layer. InputError when the file cannot be written.
void write_zone_layer(const std::filesystem::path& path,
                      const std::string& layer_name,
                      const ZoneLayer& layer,
                      const Grid& grid,
                      const Metadata& metadata);

}  // namespace hazone::io
