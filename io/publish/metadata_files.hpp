#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "io/publish/publication.hpp"

namespace hazone::io {

/// Writes stac.json, a STAC 1.0.0 Item with an asset for each of the products, and iso19115.xml, a
/// metadata record after ISO 19115 in the XML of ISO 19139, into the folder; the Item lists both.
/// InputError when a file cannot be written.
WrittenFiles write_metadata(const Publication& publication,
                            const WrittenFiles& products,
                            const std::filesystem::path& folder);

/// The STAC Item. Geometry and box are null for a grid without CRS.
nlohmann::ordered_json stac_item(const Publication& publication, const WrittenFiles& products);

/// The ISO record in UTF-8.
std::string iso_record(const Publication& publication);

/// The code of the grid's CRS in EPSG; empty when it has none.
std::string epsg_code(const Grid& grid);

}  // namespace hazone::io
