#pragma once

#include <cstdint>
#include <filesystem>

namespace hazone {

/// Writes a synthetic province with everything a run needs: dem.tif, soil.tif and soil.csv,
/// land_cover.tif and land_cover.csv, gauges.csv, communes.gpkg, README.txt and, last of all,
/// scenario.toml. 1000 by 1000 cells of 30 m in EPSG:32648; labelled synthetic in every file. Makes
/// the folder. The same bits for a seed with any number of threads. InputError when a file cannot
/// be written.
void write_demo_province(const std::filesystem::path& folder, std::uint64_t seed = 1);

}  // namespace hazone
