#include "io/write/qgis_style.hpp"

#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

namespace hazone::io {
namespace {

constexpr const char* kOutlineColour = "60,60,60,255";
constexpr const char* kOutlineHex = "#3C3C3C";

using Attributes = std::vector<std::pair<const char*, std::string>>;

pugi::xml_node element(pugi::xml_node parent, const char* name, const Attributes& attributes = {}) {
    pugi::xml_node node = parent.append_child(name);
    for (const auto& [key, value] : attributes) {
        node.append_attribute(key).set_value(value.c_str());
    }
    return node;
}

void text_element(pugi::xml_node parent, const char* name, const std::string& text) {
    parent.append_child(name).text().set(text.c_str());
}

std::string document_text(const pugi::xml_document& document) {
    std::ostringstream text;
    document.save(text, " ", pugi::format_indent | pugi::format_no_declaration,
                  pugi::encoding_utf8);
    return text.str();
}

/// A fill symbol. QGIS up to 3.24 reads `prop`, later versions read `Option`.
void add_symbol(pugi::xml_node symbols, int number, const Colour& colour, Outline outline) {
    const Attributes properties{
        {"color", fmt::format("{},{},{},255", colour.red, colour.green, colour.blue)},
        {"style", "solid"},
        {"outline_style", outline == Outline::drawn ? "solid" : "no"},
        {"outline_color", kOutlineColour},
        {"outline_width", "0.26"},
        {"outline_width_unit", "MM"},
    };
    const pugi::xml_node symbol = element(symbols, "symbol",
                                          {{"type", "fill"},
                                           {"name", std::to_string(number)},
                                           {"alpha", "1"},
                                           {"clip_to_extent", "1"},
                                           {"force_rhr", "0"}});
    const pugi::xml_node layer =
        element(symbol, "layer",
                {{"class", "SimpleFill"}, {"enabled", "1"}, {"locked", "0"}, {"pass", "0"}});
    const pugi::xml_node options = element(layer, "Option", {{"type", "Map"}});
    for (const auto& [key, value] : properties) {
        element(options, "Option", {{"name", key}, {"value", value}, {"type", "QString"}});
    }
    for (const auto& [key, value] : properties) {
        element(layer, "prop", {{"k", key}, {"v", value}});
    }
}

void add_filter(pugi::xml_node rule, const std::string& attribute, int value) {
    const pugi::xml_node filter = element(rule, "ogc:Filter");
    const pugi::xml_node any = value == 0 ? element(filter, "ogc:Or") : filter;
    const pugi::xml_node equal = element(any, "ogc:PropertyIsEqualTo");
    text_element(equal, "ogc:PropertyName", attribute);
    text_element(equal, "ogc:Literal", std::to_string(value));
    if (value == 0) {
        text_element(element(any, "ogc:PropertyIsNull"), "ogc:PropertyName", attribute);
    }
}

void add_symbolizer(pugi::xml_node rule, const Colour& colour, Outline outline) {
    const pugi::xml_node polygon = element(rule, "sld:PolygonSymbolizer");
    pugi::xml_node fill =
        element(element(polygon, "sld:Fill"), "sld:CssParameter", {{"name", "fill"}});
    fill.text().set(
        fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue).c_str());
    if (outline == Outline::drawn) {
        pugi::xml_node stroke =
            element(element(polygon, "sld:Stroke"), "sld:CssParameter", {{"name", "stroke"}});
        stroke.text().set(kOutlineHex);
    }
}

}  // namespace

std::string qml_of(const CategorisedStyle& style) {
    pugi::xml_document document;
    document.append_child(pugi::node_doctype)
        .set_value("qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'");
    const pugi::xml_node root =
        element(document.root(), "qgis", {{"version", "3.22"}, {"styleCategories", "Symbology"}});
    const pugi::xml_node renderer =
        element(root, "renderer-v2",
                {{"type", "categorizedSymbol"},
                 {"attr", fmt::format("coalesce(\"{}\", 0)", style.attribute)},
                 {"symbollevels", "0"},
                 {"enableorderby", "0"},
                 {"forceraster", "0"}});
    const pugi::xml_node categories = element(renderer, "categories");
    const pugi::xml_node symbols = element(renderer, "symbols");
    for (const LegendEntry& entry : style.legend) {
        const std::string number = std::to_string(entry.value);
        element(categories, "category",
                {{"render", "true"},
                 {"value", number},
                 {"symbol", number},
                 {"label", entry.name},
                 {"type", "integer"}});
        add_symbol(symbols, entry.value, entry.colour, style.outline);
    }
    return document_text(document);
}

std::string sld_of(const CategorisedStyle& style, const std::string& layer) {
    pugi::xml_document document;
    const pugi::xml_node root = element(document.root(), "sld:StyledLayerDescriptor",
                                        {{"version", "1.0.0"},
                                         {"xmlns:sld", "http://www.opengis.net/sld"},
                                         {"xmlns:ogc", "http://www.opengis.net/ogc"}});
    const pugi::xml_node named = element(root, "sld:NamedLayer");
    text_element(named, "sld:Name", layer);
    const pugi::xml_node rules = element(element(named, "sld:UserStyle"), "sld:FeatureTypeStyle");
    for (const LegendEntry& entry : style.legend) {
        const pugi::xml_node rule = element(rules, "sld:Rule");
        text_element(rule, "sld:Name", entry.meaning);
        text_element(rule, "sld:Title", entry.name);
        add_filter(rule, style.attribute, entry.value);
        add_symbolizer(rule, entry.colour, style.outline);
    }
    return document_text(document);
}

}  // namespace hazone::io
