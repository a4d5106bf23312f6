#include "scenarios/publish_data.hpp"

#include "io/alerts/alerts.hpp"
#include "io/publish/metadata_files.hpp"
#include "io/publish/postgis.hpp"
#include "io/publish/zone_files.hpp"

namespace hazone {
namespace {

void append(const io::WrittenFiles& files, std::vector<Product>& products) {
    for (const io::WrittenFile& file : files) {
        products.push_back({file.name, file.what});
    }
}

}  // namespace

void add_tables(const Outputs& outputs,
                const io::Publication& publication,
                const std::filesystem::path& folder,
                std::vector<Product>& products) {
    if (outputs.zones) {
        io::write_zones(folder / "zones.gpkg", publication);
        products.push_back({"zones.gpkg", "zones with class shares and levels; class polygons"});
    }
    if (outputs.table) {
        io::write_zones_csv(folder / "zones.csv", publication);
        products.push_back({"zones.csv", "the table of zones"});
        io::write_zones_geojson(folder / "zones.geojson", publication);
        products.push_back({"zones.geojson", "zones with their levels, WGS 84"});
    }
    if (!outputs.postgis.empty()) {
        io::write_postgis(outputs.postgis, publication);
    }
}

void add_alerts(const Outputs& outputs,
                const io::Publication& publication,
                const std::filesystem::path& folder,
                std::vector<Product>& products) {
    if (outputs.alerts) {
        append(io::write_alerts(publication,
                                {.status = outputs.alert_status, .previous = outputs.previous},
                                folder),
               products);
    }
}

void add_metadata(const Outputs& outputs,
                  const io::Publication& publication,
                  const std::filesystem::path& folder,
                  std::vector<Product>& products) {
    if (!outputs.metadata) {
        return;
    }
    io::WrittenFiles all;
    if (publication.record != nullptr && publication.record->contains("products")) {
        for (const auto& product : publication.record->at("products")) {
            all.push_back({product.at("file"), product.at("what")});
        }
    }
    for (const Product& product : products) {
        all.push_back({product.name, product.what});
    }
    append(io::write_metadata(publication, all, folder), products);
}

}  // namespace hazone
