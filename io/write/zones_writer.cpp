// zones.gpkg: zones with their levels, outlines of the hazard classes, and how QGIS shall draw
// both.
#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <string_view>
#include <unordered_map>

#include <ogrsf_frmts.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/cells_dataset.hpp"
#include "io/map/legend.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/hazard_patches.hpp"
#include "io/write/polygonise.hpp"
#include "io/write/qgis_style.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

constexpr const char* kZonesLayer = "zones";
constexpr const char* kClassesLayer = "hazard_classes";

/// Outlines of classes end at the sides of squares of so many cells: one class may run through a
/// whole province, and neither GDAL nor a map program is quick with one polygon of a million
/// corners.
constexpr Index kOutlineTile = 1024;

/// Sets the number, or NULL for 0, which stands for no data.
void set_known(OGRFeature& feature, const char* name, int number) {
    if (number == 0) {
        feature.SetFieldNull(feature.GetFieldIndex(name));
    } else {
        feature.SetField(name, number);
    }
}

LayerPlan zones_plan() {
    return {kZonesLayer,
            "Zones with their hazard level; level is NULL where there is no data",
            wkbMultiPolygon,
            {{"label", OFTInteger},
             {"code", OFTString},
             {"name", OFTString},
             {"level", OFTInteger},
             {"level_name", OFTString},
             {"hazard", OFTString},
             {"rule", OFTString},
             {"reason", OFTString},
             {"area_m2", OFTReal},
             {"missing_share", OFTReal},
             {"share_1", OFTReal},
             {"share_2", OFTReal},
             {"share_3", OFTReal},
             {"share_4", OFTReal},
             {"share_5", OFTReal},
             {"highest_class", OFTInteger}}};
}

std::string_view hazard_name(int hazard, Language language) {
    constexpr std::array kWords{Word::no_data, Word::hazard_landslide, Word::hazard_flash_flood,
                                Word::hazard_both};
    return text(hazard < 1 || hazard > 3 ? Word::no_data : kWords[static_cast<std::size_t>(hazard)],
                language);
}

/// Shares are NULL where no cell of the zone has data: 0 would say "none of this class".
void set_shares(OGRFeature& feature, const ZoneSummary& zone) {
    if (zone.area > 0) {
        feature.SetField("missing_share", zone.missing_area / zone.area);
    }
    if (zone.known_area() > 0) {
        for (int number = 1; number <= kClassCount; ++number) {
            feature.SetField(fmt::format("share_{}", number).c_str(), zone.share(number));
        }
    }
}

void describe_zone(OGRFeature& feature, const ZoneSummary& zone, Language language) {
    feature.SetField("label", zone.label);
    set_text(feature, "code", zone.code);
    set_text(feature, "name", zone.name);
    if (zone.level) {
        feature.SetField("level", *zone.level);
    }
    set_text(feature, "level_name",
             zone.level ? std::to_string(*zone.level) : std::string(text(Word::no_data, language)));
    set_text(feature, "hazard", hazard_name(zone.deciding_hazard, language));
    set_text(feature, "rule", zone.rule);
    set_text(feature, "reason", zone.reason);
    feature.SetField("area_m2", zone.area);
    set_known(feature, "highest_class", zone.highest_class);
    set_shares(feature, zone);
}

void write_zone_layer(OGRLayer& layer, const ZonesProduct& product, Language language) {
    std::unordered_map<std::int32_t, const OGRGeometry*> outlines;
    for (const Zone& zone : product.layer->zones) {
        outlines[zone.label] = zone.geometry.get();
    }
    for (const ZoneSummary& zone : *product.table) {
        OGRFeature feature(layer.GetLayerDefn());
        describe_zone(feature, zone, language);
        const auto outline = outlines.find(zone.label);
        if (outline != outlines.end() && outline->second != nullptr) {
            feature.SetGeometry(outline->second);
        }
        add_feature(layer, feature);
    }
}

LayerPlan classes_plan() {
    return {kClassesLayer,
            "Outlines of the hazard classes, 1 very low to 5 very high",
            wkbPolygon,
            {{"class", OFTInteger}, {"name", OFTString}, {"area_m2", OFTReal}}};
}

std::string generalisation_of(const HazardPatches& patches, int smallest_patch) {
    std::string text = fmt::format(
        "patches under {} cells take the class of their largest neighbour where that is higher, "
        "never where it is lower",
        smallest_patch);
    if (std::max(patches.classes.rows(), patches.classes.cols()) > kOutlineTile) {
        text += fmt::format("; outlines are cut along squares of {} cells", kOutlineTile);
    }
    if (patches.coarsening > 1) {
        text += fmt::format(
            "; outlines follow blocks of {0} x {0} cells, each with the highest "
            "class in it",
            patches.coarsening);
    }
    return text;
}

/// Part of the patches, for outlines of its own.
struct PatchTile {
    CellBlock cells;
    Grid grid;
};

PatchTile tile_of(const HazardPatches& patches, Cell first) {
    const Extent whole = patches.classes.extent();
    PatchTile tile{.cells = {patches.classes.data() + first.row * whole.cols + first.col,
                             GDT_Byte,
                             {std::min(kOutlineTile, whole.rows - first.row),
                              std::min(kOutlineTile, whole.cols - first.col)},
                             whole.cols},
                   .grid = patches.grid};
    tile.grid.extent = tile.cells.extent;
    tile.grid.west += static_cast<double>(first.col) * tile.grid.cell_size;
    tile.grid.north -= static_cast<double>(first.row) * tile.grid.cell_size;
    return tile;
}

void write_class_layer(OGRLayer& layer, const HazardPatches& patches, Language language) {
    const PolygonReceiver write = [&](int number, std::unique_ptr<OGRPolygon> polygon) {
        OGRFeature feature(layer.GetLayerDefn());
        feature.SetField("class", number);
        set_text(feature, "name", class_name(number, language));
        feature.SetField("area_m2", polygon->get_Area());
        feature.SetGeometryDirectly(polygon.release());
        return layer.CreateFeature(&feature) == OGRERR_NONE;
    };
    for (Index row = 0; row < patches.classes.rows(); row += kOutlineTile) {
        for (Index col = 0; col < patches.classes.cols(); col += kOutlineTile) {
            const PatchTile tile = tile_of(patches, {row, col});
            polygonise(tile.cells, tile.grid, write);
        }
    }
}

/// Levels have numbers for names, and the colours of the classes.
std::vector<LegendEntry> level_legend(Language language) {
    std::vector<LegendEntry> legend = legend_of(kHazardClass, language);
    for (LegendEntry& entry : legend) {
        if (entry.value != 0) {
            entry.name = std::to_string(entry.value);
            entry.meaning = fmt::format("level_{}", entry.value);
        }
    }
    return legend;
}

std::vector<LayerStyle> styles_of(Language language) {
    const std::string description = "classes 1 to 5 and no data, in the colours of the map";
    return {
        {kZonesLayer, description, {"level", Outline::drawn, level_legend(language)}},
        {kClassesLayer, description, {"class", Outline::none, legend_of(kHazardClass, language)}}};
}

void write_layers(GDALDataset& file,
                  const ZonesProduct& product,
                  const Grid& grid,
                  const RasterOptions& options) {
    OGRSpatialReference crs = spatial_reference(grid.crs);
    OGRSpatialReference* const known_crs = grid.crs.empty() ? nullptr : &crs;
    for (const auto& [key, value] : options.metadata) {
        file.SetMetadataItem(key.c_str(), value.c_str());
    }
    OGRLayer& zones = create_layer(file, zones_plan(), known_crs);
    write_zone_layer(zones, product, options.language);
    const HazardPatches patches =
        hazard_patches(product.hazard_class, grid, product.smallest_patch);
    OGRLayer& classes = create_layer(file, classes_plan(), known_crs);
    classes.SetMetadataItem("generalisation",
                            generalisation_of(patches, product.smallest_patch).c_str());
    write_class_layer(classes, patches, options.language);
    write_styles(file, styles_of(options.language));
}

}  // namespace

void write_zones(const std::filesystem::path& path,
                 const ZonesProduct& product,
                 const Grid& grid,
                 const RasterOptions& options) {
    assert(product.table != nullptr && product.layer != nullptr);
    write_geopackage(path, [&](GDALDataset& file) { write_layers(file, product, grid, options); });
}

}  // namespace hazone::io
