#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hazone {

/// What was made of a TRIGRS project.
struct TrigrsImport {
    std::filesystem::path scenario;
    std::vector<std::string> notes;  // what the user should know
};

/// Turns the TRIGRS 2.1 project of an initialization file into `folder`/scenario.toml with its
/// grids as GeoTIFF and its zones as CSV. `crs` is where the project lies ("EPSG:32648"); empty:
/// what its elevation states, else a stand-in, with a note. Runoff is routed here where the
/// reference would: the rain of the scenario is then what infiltrates. InputError: what
/// read_trigrs_project() refuses, grids that differ from the elevation, a zone without properties,
/// a negative rain.
TrigrsImport import_trigrs(const std::filesystem::path& file,
                           const std::filesystem::path& folder,
                           const std::string& crs);

}  // namespace hazone
