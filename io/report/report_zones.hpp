#pragma once

// For .cpp files of io alone: the zones of the web report.

#include <nlohmann/json.hpp>

#include "io/publish/publication.hpp"
#include "io/report/web_frame.hpp"

namespace hazone::io {

/// GeoJSON in degrees of the outlines of the zones, simplified to `tolerance` (m on the ground),
/// with their label and a point inside for the number on the map.
nlohmann::ordered_json zones_geojson(const ZoneLayer& layer,
                                     const WebFrame& frame,
                                     double tolerance);

/// What is known of each zone, for the table and the explanations.
nlohmann::ordered_json zones_json(const ZoneTable& table);

}  // namespace hazone::io
