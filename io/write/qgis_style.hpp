#pragma once

#include <string>
#include <vector>

#include "io/map/legend.hpp"

namespace hazone::io {

enum class Outline { none, drawn };

/// How QGIS and other programs draw a polygon layer: one fill colour for each whole number of an
/// attribute. The legend's entry 0, "no data", also draws where the attribute is NULL.
struct CategorisedStyle {
    std::string attribute;
    Outline outline = Outline::none;
    std::vector<LegendEntry> legend;
};

/// The style in QGIS's own XML (3.x, symbology alone).
std::string qml_of(const CategorisedStyle& style);

/// The same as OGC Styled Layer Descriptor 1.0 for the layer of that name.
std::string sld_of(const CategorisedStyle& style, const std::string& layer);

}  // namespace hazone::io
