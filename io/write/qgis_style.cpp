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

constexpr double kLineWidth = 0.5;  // mm, where a style names none

double line_width(const CategorisedStyle& style, std::size_t entry) {
    return entry < style.widths.size() ? style.widths[entry] : kLineWidth;
}

std::string colour_text(const Colour& colour) {
    return fmt::format("{},{},{},255", colour.red, colour.green, colour.blue);
}

std::string colour_hex(const Colour& colour) {
    return fmt::format("#{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue);
}

/// What QGIS calls the symbol, its layer and their properties.
struct SymbolWords {
    const char* type;
    const char* layer;
    Attributes properties;
};

SymbolWords symbol_words(const CategorisedStyle& style, std::size_t entry) {
    const std::string colour = colour_text(style.legend[entry].colour);
    switch (style.drawing) {
        case Drawing::lines:
            return {"line",
                    "SimpleLine",
                    {{"line_color", colour},
                     {"line_style", "solid"},
                     {"line_width", fmt::format("{:.2f}", line_width(style, entry))},
                     {"line_width_unit", "MM"},
                     {"capstyle", "round"},
                     {"joinstyle", "round"}}};
        case Drawing::dots:
            return {"marker",
                    "SimpleMarker",
                    {{"name", "circle"},
                     {"color", colour},
                     {"outline_color", kOutlineColour},
                     {"outline_width", "0.2"},
                     {"size", "2.6"},
                     {"size_unit", "MM"}}};
        case Drawing::fills:
            break;
    }
    return {"fill",
            "SimpleFill",
            {{"color", colour},
             {"style", "solid"},
             {"outline_style", style.outline == Outline::drawn ? "solid" : "no"},
             {"outline_color", kOutlineColour},
             {"outline_width", "0.26"},
             {"outline_width_unit", "MM"}}};
}

/// The symbol of one entry. QGIS up to 3.24 reads `prop`, later versions read `Option`.
void add_symbol(pugi::xml_node symbols,
                const CategorisedStyle& style,
                std::size_t entry,
                const std::string& name) {
    const SymbolWords words = symbol_words(style, entry);
    const pugi::xml_node symbol = element(symbols, "symbol",
                                          {{"type", words.type},
                                           {"name", name},
                                           {"alpha", "1"},
                                           {"clip_to_extent", "1"},
                                           {"force_rhr", "0"}});
    const pugi::xml_node layer =
        element(symbol, "layer",
                {{"class", words.layer}, {"enabled", "1"}, {"locked", "0"}, {"pass", "0"}});
    const pugi::xml_node options = element(layer, "Option", {{"type", "Map"}});
    for (const auto& [key, value] : words.properties) {
        element(options, "Option", {{"name", key}, {"value", value}, {"type", "QString"}});
    }
    for (const auto& [key, value] : words.properties) {
        element(layer, "prop", {{"k", key}, {"v", value}});
    }
}

void add_filter(pugi::xml_node rule, const CategorisedStyle& style, int value) {
    const bool or_null = value == style.null_value;
    const pugi::xml_node filter = element(rule, "ogc:Filter");
    const pugi::xml_node any = or_null ? element(filter, "ogc:Or") : filter;
    const pugi::xml_node equal = element(any, "ogc:PropertyIsEqualTo");
    text_element(equal, "ogc:PropertyName", style.attribute);
    text_element(equal, "ogc:Literal", std::to_string(value));
    if (or_null) {
        text_element(element(any, "ogc:PropertyIsNull"), "ogc:PropertyName", style.attribute);
    }
}

void css(pugi::xml_node parent, const char* name, const std::string& value) {
    element(parent, "sld:CssParameter", {{"name", name}}).text().set(value.c_str());
}

void add_line_symbolizer(pugi::xml_node rule, const std::string& colour, double width) {
    constexpr double kPixelsOfAMillimetre = 1 / 0.28;  // SLD 1.0 counts pixels of 0.28 mm
    const pugi::xml_node stroke = element(element(rule, "sld:LineSymbolizer"), "sld:Stroke");
    css(stroke, "stroke", colour);
    css(stroke, "stroke-width", fmt::format("{:.2f}", width * kPixelsOfAMillimetre));
    css(stroke, "stroke-linecap", "round");
}

void add_dot_symbolizer(pugi::xml_node rule, const std::string& colour) {
    const pugi::xml_node graphic = element(element(rule, "sld:PointSymbolizer"), "sld:Graphic");
    const pugi::xml_node mark = element(graphic, "sld:Mark");
    text_element(mark, "sld:WellKnownName", "circle");
    css(element(mark, "sld:Fill"), "fill", colour);
    css(element(mark, "sld:Stroke"), "stroke", kOutlineHex);
    text_element(graphic, "sld:Size", "9");
}

void add_symbolizer(pugi::xml_node rule, const CategorisedStyle& style, std::size_t entry) {
    const std::string colour = colour_hex(style.legend[entry].colour);
    if (style.drawing == Drawing::lines) {
        add_line_symbolizer(rule, colour, line_width(style, entry));
        return;
    }
    if (style.drawing == Drawing::dots) {
        add_dot_symbolizer(rule, colour);
        return;
    }
    const pugi::xml_node polygon = element(rule, "sld:PolygonSymbolizer");
    css(element(polygon, "sld:Fill"), "fill", colour);
    if (style.outline == Outline::drawn) {
        css(element(polygon, "sld:Stroke"), "stroke", kOutlineHex);
    }
}

void add_renderer(pugi::xml_node root, const CategorisedStyle& style) {
    const bool categorised = !style.attribute.empty();
    Attributes attributes{{"type", categorised ? "categorizedSymbol" : "singleSymbol"},
                          {"symbollevels", "0"},
                          {"enableorderby", "0"},
                          {"forceraster", "0"}};
    if (categorised) {
        attributes.emplace_back(
            "attr", fmt::format("coalesce(\"{}\", {})", style.attribute, style.null_value));
    }
    const pugi::xml_node renderer = element(root, "renderer-v2", attributes);
    if (!categorised) {
        add_symbol(element(renderer, "symbols"), style, 0, "0");
        return;
    }
    const pugi::xml_node categories = element(renderer, "categories");
    const pugi::xml_node symbols = element(renderer, "symbols");
    for (std::size_t entry = 0; entry < style.legend.size(); ++entry) {
        const std::string number = std::to_string(style.legend[entry].value);
        element(categories, "category",
                {{"render", "true"},
                 {"value", number},
                 {"symbol", number},
                 {"label", style.legend[entry].name},
                 {"type", "integer"}});
        add_symbol(symbols, style, entry, number);
    }
}

void add_aliases(pugi::xml_node root, const CategorisedStyle& style) {
    const pugi::xml_node aliases = element(root, "aliases");
    int index = 0;
    for (const auto& [attribute, alias] : style.aliases) {
        element(aliases, "alias",
                {{"field", attribute}, {"name", alias}, {"index", std::to_string(++index)}});
    }
}

}  // namespace

std::string qml_of(const CategorisedStyle& style) {
    pugi::xml_document document;
    document.append_child(pugi::node_doctype)
        .set_value("qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'");
    const pugi::xml_node root =
        element(document.root(), "qgis",
                {{"version", "3.22"},
                 {"styleCategories", style.aliases.empty() ? "Symbology" : "Symbology|Fields"}});
    add_renderer(root, style);
    if (!style.aliases.empty()) {
        add_aliases(root, style);
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
    for (std::size_t number = 0; number < style.legend.size(); ++number) {
        const LegendEntry& entry = style.legend[number];
        const pugi::xml_node rule = element(rules, "sld:Rule");
        text_element(rule, "sld:Name", entry.meaning);
        text_element(rule, "sld:Title", entry.name);
        if (!style.attribute.empty()) {
            add_filter(rule, style, entry.value);
        }
        add_symbolizer(rule, style, number);
    }
    return document_text(document);
}

}  // namespace hazone::io
