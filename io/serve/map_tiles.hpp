#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hazone::io {

/// Number of a square of the web map: zoom, column from the west, row from the north.
struct TileNumber {
    int zoom = 0;
    int x = 0;
    int y = 0;
};

/// Squares of 256 dots of the GeoTIFFs of a finished run, at the full resolution of their cells, in
/// the colours of the web report of that run. A dot shows the worst of the cells which touch it; no
/// data is hatched. May be asked by several threads at once.
class MapTiles {
public:
    /// Reads what the report says of its layers; without a report there are no tiles.
    explicit MapTiles(std::filesystem::path folder);

    /// Fields which have a GeoTIFF and a layer in the report.
    std::vector<std::string> fields() const;
    /// The tile as PNG; empty where there is no such field or tile, or GDAL cannot read the file.
    std::optional<std::string> png(const std::string& field, TileNumber tile) const;

private:
    std::filesystem::path folder_;
    std::map<std::string, nlohmann::json> layers_;
    std::array<double, 4> bounds_{};  // of the report, m on the web map
};

}  // namespace hazone::io
