#pragma once

#include <filesystem>
#include <vector>

#include "io/publish/publication.hpp"
#include "scenarios/outputs.hpp"
#include "scenarios/products.hpp"

namespace hazone {

/// zones.gpkg, zones.csv and zones.geojson, and the tables of PostGIS, where asked for.
void add_tables(const Outputs& outputs,
                const io::Publication& publication,
                const std::filesystem::path& folder,
                std::vector<Product>& products);

/// alerts/*.xml and alerts/feed.xml, where asked for.
void add_alerts(const Outputs& outputs,
                const io::Publication& publication,
                const std::filesystem::path& folder,
                std::vector<Product>& products);

/// stac.json and iso19115.xml, where asked for; they list the products of the record, those given,
/// and themselves.
void add_metadata(const Outputs& outputs,
                  const io::Publication& publication,
                  const std::filesystem::path& folder,
                  std::vector<Product>& products);

}  // namespace hazone
