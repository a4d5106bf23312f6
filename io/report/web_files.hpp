#pragma once

#include <span>
#include <string_view>

namespace hazone::io {

/// One file of the web report which is the same for every run.
struct WebFile {
    std::string_view name;  // "js/map.js", relative to the folder of the report
    std::string_view text;
};

/// The pages, scripts and styles of the report, and Leaflet with its licence.
std::span<const WebFile> web_files();

}  // namespace hazone::io
