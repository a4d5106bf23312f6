// A SpatioTemporal Asset Catalog Item. Sources: STAC specification 1.0.0, item-spec/item-spec.md,
// and the projection extension v1.1.0, from which `proj:epsg` stems.
#include <algorithm>
#include <array>
#include <fstream>

#include <cpl_conv.h>
#include <ogr_geometry.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/alerts/cap_message.hpp"
#include "io/atomic_file.hpp"
#include "io/crs.hpp"
#include "io/publish/lon_lat.hpp"
#include "io/publish/metadata_files.hpp"
#include "io/publish/zone_attributes.hpp"

namespace hazone::io {
namespace {

using Json = nlohmann::ordered_json;

struct MediaType {
    std::string_view ending;
    std::string_view type;
    std::string_view role;
};

/// Media types as IANA and the STAC best practices name them.
constexpr auto kMediaTypes = std::to_array<MediaType>({
    {".tif", "image/tiff; application=geotiff; profile=cloud-optimized", "data"},
    {".nc", "application/netcdf", "data"},
    {".gpkg", "application/geopackage+sqlite3", "data"},
    {".csv", "text/csv", "data"},
    {".geojson", "application/geo+json", "data"},
    {".png", "image/png", "overview"},
    {".svg", "image/svg+xml", "overview"},
    {".pdf", "application/pdf", "overview"},
    {".html", "text/html", "overview"},
    {".txt", "text/plain", "metadata"},
    {".xml", "application/xml", "metadata"},
    {".json", "application/json", "metadata"},
    {".qml", "application/xml", "metadata"},
});

MediaType media_type_of(const std::filesystem::path& file) {
    const std::string name = file.generic_string();
    if (name == "alerts/feed.xml") {
        return {".xml", "application/atom+xml", "data"};
    }
    if (name.starts_with("alerts/")) {
        return {".xml", "application/cap+xml", "data"};
    }
    const FieldSpec* const field = find_field(file.stem().string());
    if (file.extension() == ".tif" && field != nullptr && field->form == Form::frames) {
        return {".tif", "image/tiff; application=geotiff", "data"};  // its bands are not mixed
    }
    const std::string ending = file.extension().string();
    const auto found =
        std::find_if(kMediaTypes.begin(), kMediaTypes.end(),
                     [&ending](const MediaType& type) { return type.ending == ending; });
    return found == kMediaTypes.end() ? MediaType{"", "application/octet-stream", "data"} : *found;
}

/// Times of STAC are RFC 3339 in UTC.
std::string utc_text(UtcSeconds time) { return cap_time(time, 0).substr(0, 19) + "Z"; }

Json geometry_json(const OGRGeometry& geometry) {
    char* const text = geometry.exportToJson();
    Json json = Json::parse(text);
    CPLFree(text);
    return json;
}

Json projection_json(const Grid& grid) {
    Json json = Json::object();
    const std::string code = epsg_code(grid);
    json["proj:epsg"] = code.empty() ? Json() : Json(std::stoi(code));
    if (code.empty() && !grid.crs.empty()) {
        json["proj:wkt2"] = wkt2(parse_crs(grid.crs, "the grid"));
    }
    const double south = grid.north - static_cast<double>(grid.extent.rows) * grid.cell_size;
    const double east = grid.west + static_cast<double>(grid.extent.cols) * grid.cell_size;
    json["proj:shape"] = {grid.extent.rows, grid.extent.cols};
    json["proj:transform"] = {grid.cell_size, 0, grid.west, 0, -grid.cell_size, grid.north};
    json["proj:bbox"] = {grid.west, south, east, grid.north};
    return json;
}

Json properties_json(const Publication& publication) {
    const bool span = publication.valid_until > publication.valid_from;
    Json json{{"title", publication.title},
              {"description", text(Word::disclaimer, publication.language)},
              {"datetime", utc_text(publication.valid_from)},
              {"start_datetime", utc_text(publication.valid_from)},
              {"end_datetime", utc_text(span ? publication.valid_until : publication.valid_from)},
              {"created", utc_text(publication.made)},
              {"updated", utc_text(publication.made)},
              {"providers",
               {{{"name", publication.publisher.name}, {"roles", {"producer", "processor"}}}}}};
    if (!publication.publisher.url.empty()) {
        json["providers"][0]["url"] = publication.publisher.url;
    }
    json.update(projection_json(*publication.grid));
    json["hazone:version"] = publication.version;
    for (const auto& [key, value] : metadata_of(publication)) {
        if (key != "title" && key != "source") {
            json["hazone:" + key] = value;
        }
    }
    json["hazone:synthetic"] = publication.synthetic;
    return json;
}

/// A key of its own for each asset: the name of the file with underscores.
std::string asset_key(const std::string& name, const Json& assets) {
    std::string key = name;
    std::replace_if(
        key.begin(), key.end(), [](char letter) { return letter == '/' || letter == '.'; }, '_');
    while (assets.contains(key)) {
        key += '_';
    }
    return key;
}

Json assets_json(const WrittenFiles& products) {
    Json assets = Json::object();
    for (const WrittenFile& product : products) {
        const MediaType media = media_type_of(product.name);
        assets[asset_key(product.name, assets)] = {{"href", "./" + product.name},
                                                   {"title", product.what},
                                                   {"type", media.type},
                                                   {"roles", {media.role}}};
    }
    return assets;
}

void save(const std::filesystem::path& path, const std::string& text) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
    file.commit();
}

}  // namespace

std::string epsg_code(const Grid& grid) {
    if (grid.crs.empty()) {
        return "";
    }
    OGRSpatialReference crs = parse_crs(grid.crs, "the grid");
    crs.AutoIdentifyEPSG();
    const char* const authority = crs.GetAuthorityName(nullptr);
    const char* const code = crs.GetAuthorityCode(nullptr);
    const bool known = authority != nullptr && code != nullptr && std::string(authority) == "EPSG";
    return known ? code : "";
}

nlohmann::ordered_json stac_item(const Publication& publication, const WrittenFiles& products) {
    const GeometryPtr footprint = footprint_of(*publication.grid);
    Json item{
        {"type", "Feature"},
        {"stac_version", "1.0.0"},
        {"stac_extensions", {"https://stac-extensions.github.io/projection/v1.1.0/schema.json"}},
        {"id",
         fmt::format("hazone-{}-{}", publication.scenario_sha256.substr(0, 12), publication.made)},
        {"geometry", footprint ? geometry_json(*footprint) : Json()}};
    if (footprint) {
        OGREnvelope box;
        footprint->getEnvelope(&box);
        item["bbox"] = {box.MinX, box.MinY, box.MaxX, box.MaxY};
    }
    item["properties"] = properties_json(publication);
    item["links"] = Json::array();
    std::string url = publication.publisher.url;
    if (!url.empty()) {
        url += url.back() == '/' ? "" : "/";
        item["links"].push_back(
            {{"rel", "self"}, {"href", url + "stac.json"}, {"type", "application/geo+json"}});
    }
    item["links"].push_back(
        {{"rel", "describedby"}, {"href", "./iso19115.xml"}, {"type", "application/xml"}});
    item["assets"] = assets_json(products);
    return item;
}

WrittenFiles write_metadata(const Publication& publication,
                            const WrittenFiles& products,
                            const std::filesystem::path& folder) {
    const WrittenFiles written{{"stac.json", "STAC item of the run"},
                               {"iso19115.xml", "ISO 19115 record of the run"}};
    save(folder / "iso19115.xml", iso_record(publication));
    WrittenFiles assets = products;
    assets.push_back(written.back());
    save(folder / "stac.json", stac_item(publication, assets).dump(2) + "\n");
    return written;
}

}  // namespace hazone::io
