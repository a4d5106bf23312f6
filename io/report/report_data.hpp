#pragma once

// For .cpp files of io alone.

#include <nlohmann/json.hpp>

#include "io/report/report_layers.hpp"

namespace hazone::io {

/// What data/report.js holds: words, facts of the run, layers, rules, zones, rain.
nlohmann::ordered_json report_json(const Publication& publication,
                                   const ReportLayers& layers,
                                   const WebFrame& frame);

}  // namespace hazone::io
