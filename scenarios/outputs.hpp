#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/map/paper.hpp"
#include "io/publish/publication.hpp"
#include "io/words.hpp"
#include "io/write/write.hpp"

namespace hazone {

/// Which fields results.nc holds.
enum class NetcdfContent { none, asked, all };

/// In which format pictures are drawn beside the fields and tables asked for.
enum class Pictures { pdf, png, svg, none };

/// Size of the map sheets.
using io::Paper;

/// What a run writes.
struct Outputs {
    std::vector<std::string> fields;  // one GeoTIFF each
    std::vector<double> times;        // for fields with one raster per output time, s
    NetcdfContent netcdf = NetcdfContent::all;
    bool zones = true;      // zones.gpkg
    bool table = false;     // zones.csv and zones.geojson
    bool map = true;        // map.pdf, map.png and map.svg
    bool sheets = false;    // maps/: one sheet per hazard and one per zone
    bool report = false;    // report/index.html
    bool alerts = false;    // alerts/*.xml and alerts/feed.xml
    bool bulletin = false;  // bulletin.pdf and bulletin.txt
    bool metadata = false;  // stac.json and iso19115.xml
    std::string postgis;    // connection "PG:host=... dbname=...", empty: none
    Paper paper = Paper::a3;
    std::optional<Pictures> pictures;  // empty: plots as PNG, no maps of fields
    io::Language language = io::Language::english;
    std::optional<io::Compression> compression;  // empty: the best this GDAL can write
    io::Publisher publisher;
    std::string alert_status = "Exercise";  // CAP: Actual, Exercise, System, Test, Draft
    std::filesystem::path previous;  // folder of the run whose alerts are updated; empty: the same

    /// Whether the run needs levels of zones.
    bool any_of_zones() const {
        return zones || table || map || sheets || report || alerts || bulletin || metadata ||
               !postgis.empty();
    }
};

}  // namespace hazone
