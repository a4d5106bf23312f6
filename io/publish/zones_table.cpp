// zones.csv and zones.geojson: the table of zones for spreadsheets, scripts and web maps.
#include <utility>

#include <cpl_string.h>
#include <ogrsf_frmts.h>

#include "io/atomic_file.hpp"
#include "io/cells_dataset.hpp"
#include "io/publish/lon_lat.hpp"
#include "io/publish/zone_attributes.hpp"
#include "io/publish/zone_files.hpp"

namespace hazone::io {
namespace {

/// How one of the formats wants its only layer.
struct TableFormat {
    const char* driver;
    OGRwkbGeometryType geometry;
    CPLStringList options;
    OGRSpatialReference* crs = nullptr;
};

/// Writes one layer with the columns of the zones; `place` sets the geometry of each.
void write_table(const std::filesystem::path& path,
                 const Publication& publication,
                 TableFormat format,
                 const std::function<void(OGRFeature&, const ZoneSummary&)>& place) {
    const QuietGdal quiet;
    CPLErrorReset();
    AtomicFile file(path);
    DatasetPtr dataset(
        gdal_driver(format.driver).Create(file.path().c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* const layer =
        dataset ? dataset->CreateLayer("zones", format.crs, format.geometry, format.options.List())
                : nullptr;
    if (layer == nullptr) {
        cannot_write(path.string());
    }
    const ZoneColumns columns = zone_columns(publication);
    for (const ZoneColumn& column : columns) {
        OGRFieldDefn definition(column.attribute.name.c_str(), column.attribute.type);
        definition.SetSubType(column.attribute.subtype);
        if (layer->CreateField(&definition) != OGRERR_NONE) {
            cannot_write(column.attribute.name);
        }
    }
    for (const ZoneSummary& zone : *publication.table) {
        OGRFeature feature(layer->GetLayerDefn());
        describe_zone(feature, columns, zone);
        place(feature, zone);
        add_feature(*layer, feature);
    }
    dataset.reset();
    if (gdal_failed()) {
        cannot_write(path.string());
    }
    file.commit();
}

}  // namespace

void write_zones_csv(const std::filesystem::path& path, const Publication& publication) {
    TableFormat format{.driver = "CSV", .geometry = wkbNone, .options = {}};
    format.options.SetNameValue("WRITE_BOM", "YES");
    format.options.SetNameValue("STRING_QUOTING", "ALWAYS");
    write_table(path, publication, std::move(format), [](OGRFeature&, const ZoneSummary&) {});
}

void write_zones_geojson(const std::filesystem::path& path, const Publication& publication) {
    OGRSpatialReference wgs84 = spatial_reference("EPSG:4326");
    TableFormat format{
        .driver = "GeoJSON", .geometry = wkbMultiPolygon, .options = {}, .crs = &wgs84};
    format.options.SetNameValue("RFC7946", "YES");
    format.options.SetNameValue("WRITE_BBOX", "YES");
    format.options.SetNameValue("DESCRIPTION", metadata_of(publication).at("disclaimer").c_str());
    const ToLonLat to_lon_lat(*publication.grid);
    write_table(path, publication, std::move(format),
                [&](OGRFeature& feature, const ZoneSummary& zone) {
                    const OGRGeometry* const outline = outline_of(publication, zone);
                    if (outline != nullptr && to_lon_lat) {
                        feature.SetGeometryDirectly(to_lon_lat(*outline).release());
                    }
                });
}

}  // namespace hazone::io
