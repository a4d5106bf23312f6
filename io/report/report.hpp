#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/publish/publication.hpp"

namespace hazone::io {

/// What a web report shows, and how finely.
struct ReportOptions {
    /// Fields which are shown beside levels, classes and rain, where the publication holds them: of
    /// Form::raster or Form::frames.
    std::vector<std::string> fields = {};
    Index picture_side = 2560;        // dots of the longer side of levels and classes, at most
    Index field_picture_side = 1280;  // of other fields
    Index frame_side = 1024;          // of each time of a field in time
    Index value_side = 900;           // cells of the longer side of the values to be clicked
};

/// Writes the folder report/ with index.html, which opens by double click, without a server and
/// without a network: an interactive map of levels, classes and fields, the table of the zones, and
/// the reasons of every level, in English and Vietnamese. A dot of a picture shows the worst of the
/// cells which touch it; no data is hatched grey, never level 0 or class 1. An older report/ in the
/// folder is replaced once the new one is whole. InputError when the folder cannot be written, or
/// the grid has no place on Earth.
WrittenFiles write_report(const Publication& publication,
                          const ReportOptions& options,
                          const std::filesystem::path& folder);

}  // namespace hazone::io
