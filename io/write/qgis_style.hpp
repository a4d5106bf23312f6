#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/field.hpp"
#include "io/map/legend.hpp"

namespace hazone::io {

enum class Outline { none, drawn };

/// What the features of a layer are drawn as.
enum class Drawing { fills, lines, dots };

/// How QGIS and other programs draw a layer: one colour for each whole number of an attribute. The
/// legend's entry `null_value`, "no data", also draws where the attribute is NULL. Without an
/// attribute all features are drawn as the first entry of the legend says.
struct CategorisedStyle {
    std::string attribute;
    Outline outline = Outline::none;
    std::vector<LegendEntry> legend;
    Drawing drawing = Drawing::fills;
    std::vector<double> widths = {};  // of lines, mm, one for each entry of the legend
    /// Attribute and what people read in its place, in the order of the attributes.
    std::vector<std::pair<std::string, std::string>> aliases = {};
    int null_value = 0;  // -1 where 0 is a value of the attribute
};

/// The style in QGIS's own XML (3.x): symbology, and the aliases of the attributes.
std::string qml_of(const CategorisedStyle& style);

/// The same as OGC Styled Layer Descriptor 1.0 for the layer of that name.
std::string sld_of(const CategorisedStyle& style, const std::string& layer);

}  // namespace hazone::io
