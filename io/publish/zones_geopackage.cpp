// zones.gpkg: zones with their levels, outlines of the hazard classes, and how QGIS shall draw
// both.
#include <string>
#include <unordered_map>

#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/cells_dataset.hpp"
#include "io/level_words.hpp"
#include "io/map/legend.hpp"
#include "io/publish/class_outlines.hpp"
#include "io/publish/zone_attributes.hpp"
#include "io/publish/zone_files.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/qgis_style.hpp"

namespace hazone::io {
namespace {

constexpr const char* kZonesLayer = "zones";

constexpr int kNullLevel = -1;  // stands for NULL in the style, since 0 is a level

LayerPlan zones_plan(const ZoneColumns& columns) {
    return {kZonesLayer,
            "Zones with their level; level is 0 below level 1 and NULL where there is no data",
            wkbMultiPolygon, attributes_of(columns)};
}

void write_zone_layer(OGRLayer& layer, const Publication& publication, const ZoneColumns& columns) {
    std::unordered_map<std::int32_t, const OGRGeometry*> outlines;
    for (const Zone& zone : publication.layer->zones) {
        outlines[zone.label] = zone.geometry.get();
    }
    for (const ZoneSummary& zone : *publication.table) {
        OGRFeature feature(layer.GetLayerDefn());
        describe_zone(feature, columns, zone);
        const auto outline = outlines.find(zone.label);
        if (outline != outlines.end() && outline->second != nullptr) {
            feature.SetGeometry(outline->second);
        }
        add_feature(layer, feature);
    }
}

/// Level 0 is known and drawn; no data is another entry, in grey.
std::vector<LegendEntry> level_legend(const Publication& publication) {
    std::vector<LegendEntry> legend{no_data_entry(publication.language)};
    legend.front().value = kNullLevel;
    for (int level = 0; level <= kLevelCount; ++level) {
        legend.push_back({level, level_colour(level, publication.rules),
                          level_name(level, publication.rules, publication.language),
                          fmt::format("level_{}", level)});
    }
    return legend;
}

std::vector<LayerStyle> styles_of(const Publication& publication, const ZoneColumns& columns) {
    CategorisedStyle levels{.attribute = "level",
                            .outline = Outline::drawn,
                            .legend = level_legend(publication),
                            .null_value = kNullLevel};
    for (const ZoneColumn& column : columns) {
        levels.aliases.emplace_back(column.attribute.name, column.attribute.alias);
    }
    return {{kZonesLayer, "levels 0 to 5 and no data, in the colours of the rules", levels},
            {class_outlines_plan().name,
             "classes 1 to 5 and no data, in the colours of the map",
             {"class", Outline::none, legend_of(kHazardClass, publication.language)}}};
}

void write_layers(GDALDataset& file, const Publication& publication, int smallest_patch) {
    const Grid& grid = *publication.grid;
    OGRSpatialReference crs = spatial_reference(grid.crs);
    OGRSpatialReference* const known_crs = grid.crs.empty() ? nullptr : &crs;
    for (const auto& [key, value] : metadata_of(publication)) {
        file.SetMetadataItem(key.c_str(), value.c_str());
    }
    const ZoneColumns columns = zone_columns(publication);
    OGRLayer& zones = create_layer(file, zones_plan(columns), known_crs);
    write_zone_layer(zones, publication, columns);
    const HazardPatches patches = class_patches(publication, smallest_patch);
    OGRLayer& classes = create_layer(file, class_outlines_plan(), known_crs);
    classes.SetMetadataItem("generalisation", generalisation_of(patches, smallest_patch).c_str());
    add_class_outlines(classes, patches, publication.language);
    write_styles(file, styles_of(publication, columns));
}

}  // namespace

void write_zones(const std::filesystem::path& path,
                 const Publication& publication,
                 int smallest_patch) {
    write_geopackage(path,
                     [&](GDALDataset& file) { write_layers(file, publication, smallest_patch); });
}

}  // namespace hazone::io
