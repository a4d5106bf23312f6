// The style of a raster in QGIS's XML. Element and attribute names are those which QGIS 3.22 writes
// (src/core/raster/qgspalettedrasterrenderer.cpp, qgssinglebandpseudocolorrenderer.cpp and
// qgscolorrampshader.cpp in qgis/QGIS).
#include "io/write/raster_style.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/gdal.hpp"
#include "io/map/field_scale.hpp"
#include "io/map/legend.hpp"
#include "io/read/raster_cells.hpp"

namespace hazone::io {
namespace {

std::string hex(const Colour& colour) {
    return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

void attribute(pugi::xml_node node, const char* name, const std::string& value) {
    node.append_attribute(name).set_value(value.c_str());
}

pugi::xml_node add_renderer(pugi::xml_node pipe, const char* type) {
    pugi::xml_node renderer = pipe.append_child("rasterrenderer");
    attribute(renderer, "type", type);
    attribute(renderer, "band", "1");
    attribute(renderer, "opacity", "1");
    attribute(renderer, "alphaBand", "-1");
    attribute(
        renderer, "nodataColor",
        fmt::format("{},{},{},255", kNoDataColour.red, kNoDataColour.green, kNoDataColour.blue));
    renderer.append_child("rasterTransparency");
    return renderer;
}

void add_palette(pugi::xml_node pipe,
                 const std::vector<LegendEntry>& legend,
                 double missing_value) {
    pugi::xml_node palette = add_renderer(pipe, "paletted").append_child("colorPalette");
    for (const LegendEntry& entry : legend) {
        if (entry.value == missing_value) {
            continue;  // drawn as the colour of no data
        }
        pugi::xml_node item = palette.append_child("paletteEntry");
        attribute(item, "value", std::to_string(entry.value));
        attribute(item, "color", hex(entry.colour));
        attribute(item, "alpha", "255");
        attribute(item, "label", entry.name);
    }
}

/// QGIS gives a value the colour of the first item which is not below it.
void add_steps(pugi::xml_node pipe, const FieldSteps& steps) {
    pugi::xml_node shader = add_renderer(pipe, "singlebandpseudocolor")
                                .append_child("rastershader")
                                .append_child("colorrampshader");
    attribute(shader, "colorRampType", "DISCRETE");
    attribute(shader, "classificationMode", "1");
    attribute(shader, "clip", "0");
    for (std::size_t step = 0; step < steps.colours.size(); ++step) {
        pugi::xml_node item = shader.append_child("item");
        attribute(item, "value",
                  step < steps.limits.size() && std::isfinite(steps.limits[step])
                      ? fmt::format("{:.9g}", steps.limits[step])
                      : "inf");
        attribute(item, "color", hex(steps.colours[step]));
        attribute(item, "alpha", "255");
        attribute(item, "label", steps.names[step]);
    }
}

struct Extremes {
    double lowest = 0;
    double highest = 0;
};

/// As the writer of the GeoTIFF has noted them; 0 and 0 for a file without any value.
Extremes noted_extremes(const std::filesystem::path& geotiff) {
    const DatasetPtr file = open_dataset(geotiff.string(), GDAL_OF_RASTER, "a raster");
    Extremes all;
    for (int band = 1; band <= file->GetRasterCount(); ++band) {
        const auto noted = [&](const char* item) {
            const char* const text = file->GetRasterBand(band)->GetMetadataItem(item);
            return text == nullptr ? 0 : std::stod(text);
        };
        const Extremes own{noted("STATISTICS_MINIMUM"), noted("STATISTICS_MAXIMUM")};
        all = band == 1
                  ? own
                  : Extremes{std::min(all.lowest, own.lowest), std::max(all.highest, own.highest)};
    }
    return all;
}

void save(const pugi::xml_document& document, const std::filesystem::path& path) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    document.save(stream, " ", pugi::format_indent | pugi::format_no_declaration,
                  pugi::encoding_utf8);
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
    file.commit();
}

}  // namespace

bool write_raster_style(const std::filesystem::path& geotiff,
                        const FieldSpec& field,
                        Language language) {
    const std::vector<LegendEntry> legend = legend_of(field, language);
    const bool measured = field.type == CellType::float32 || field.type == CellType::float64;
    if (legend.empty() && !measured) {
        return false;
    }
    pugi::xml_document document;
    document.append_child(pugi::node_doctype)
        .set_value("qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'");
    pugi::xml_node root = document.append_child("qgis");
    attribute(root, "version", "3.22");
    attribute(root, "styleCategories", "Symbology");
    pugi::xml_node pipe = root.append_child("pipe");
    if (legend.empty()) {
        const Extremes values = noted_extremes(geotiff);
        add_steps(pipe, field_steps(field, values.lowest, values.highest, language));
    } else {
        add_palette(pipe, legend, missing_value(field.type));
    }
    root.append_child("blendMode").text().set("0");
    std::filesystem::path style = geotiff;
    save(document, style.replace_extension(".qml"));
    return true;
}

}  // namespace hazone::io
