#include "io/publish/class_outlines.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/write/polygonise.hpp"

namespace hazone::io {
namespace {

/// Outlines of classes end at the sides of squares of so many cells: one class may run through a
/// whole province, and neither GDAL nor a map program is quick with one polygon of a million
/// corners.
constexpr Index kOutlineTile = 1024;

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

}  // namespace

LayerPlan class_outlines_plan() {
    return {"hazard_classes",
            "Outlines of the hazard classes, 1 very low to 5 very high",
            wkbPolygon,
            {{"class", OFTInteger}, {"name", OFTString}, {"area_m2", OFTReal}}};
}

HazardPatches class_patches(const Publication& publication, int smallest_patch) {
    return hazard_patches(publication.fields->read<std::uint8_t>(kHazardClass), *publication.grid,
                          smallest_patch);
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

void add_class_outlines(OGRLayer& layer,
                        const HazardPatches& patches,
                        Language language,
                        const std::string& run) {
    const PolygonReceiver write = [&](int number, std::unique_ptr<OGRPolygon> polygon) {
        OGRFeature feature(layer.GetLayerDefn());
        if (!run.empty()) {
            set_text(feature, "run", run);
        }
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

}  // namespace hazone::io
