#include "io/write/feature_style.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/map/legend.hpp"

namespace hazone::io {
namespace {

constexpr Colour kPlainColour{0xD7, 0x30, 0x27};

/// Lines of order 1 are as wide as a pencil stroke, and each order is wider than the one below. mm.
double width_of(int order) { return 0.3 + 0.25 * (order - 1); }

Drawing drawing_of(FeatureShape shape) {
    switch (shape) {
        case FeatureShape::line:
            return Drawing::lines;
        case FeatureShape::area:
            return Drawing::fills;
        case FeatureShape::point:
        case FeatureShape::none:
            break;
    }
    return Drawing::dots;
}

CategorisedStyle stream_style(const FeatureLayer& layer, Language language) {
    CategorisedStyle style{.attribute = "strahler"};
    const auto& orders = layer.values<std::int32_t>("strahler");
    const auto highest = std::max_element(orders.begin(), orders.end());
    for (int order = 1; highest != orders.end() && order <= *highest; ++order) {
        style.legend.push_back(order_entry(order, language));
        style.widths.push_back(width_of(order));
    }
    return style;
}

CategorisedStyle basin_style(Language language) {
    return {.attribute = "process",
            .outline = Outline::drawn,
            .legend = {process_entry(1, language), process_entry(2, language),
                       process_entry(3, language), no_data_entry(language)}};
}

CategorisedStyle plain_style(const FeatureLayer& layer) {
    const std::string name(layer.name);
    return {.attribute = "", .outline = Outline::drawn, .legend = {{0, kPlainColour, name, name}}};
}

CategorisedStyle style_without_aliases(const FieldSpec& field,
                                       const FeatureLayer& layer,
                                       Language language) {
    if (field.name == kStreamLinks.name) {
        return stream_style(layer, language);
    }
    if (field.name == kBasins.name) {
        return basin_style(language);
    }
    return plain_style(layer);
}

}  // namespace

std::string alias_of(const Attribute& attribute) {
    std::string words(attribute.name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return attribute.unit == Unit::one ? words
                                       : fmt::format("{} [{}]", words, symbol(attribute.unit));
}

CategorisedStyle style_of(const FieldSpec& field, const FeatureLayer& layer, Language language) {
    CategorisedStyle style = style_without_aliases(field, layer, language);
    style.drawing = drawing_of(layer.shape);
    for (const Attribute& attribute : layer.attributes) {
        style.aliases.emplace_back(attribute.name, alias_of(attribute));
    }
    return style;
}

}  // namespace hazone::io
