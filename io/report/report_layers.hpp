#pragma once

// For .cpp files of io alone: the pictures of the web report.

#include <filesystem>
#include <vector>

#include <nlohmann/json.hpp>

#include "io/report/report.hpp"
#include "io/report/web_frame.hpp"

namespace hazone::io {

/// What report.js says of the pictures, and their files.
struct ReportLayers {
    nlohmann::ordered_json layers = nlohmann::ordered_json::array();
    nlohmann::ordered_json decisions;  // null without risk_level
    double value_cell_size = 0;        // m on the ground, of the values to be clicked
};

/// Writes layers/*.png and data/values_*.js into the folder of the report.
ReportLayers write_layers(const Publication& publication,
                          const ReportOptions& options,
                          const WebFrame& frame,
                          const std::filesystem::path& folder);

}  // namespace hazone::io
