// A layer as a CSV for spreadsheets and scripts, numbers in SI with their unit in the header.
#include <fstream>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "io/atomic_file.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

std::string header_of(const Attribute& attribute) {
    return attribute.unit == Unit::one
               ? std::string(attribute.name)
               : fmt::format("{} [{}]", attribute.name, symbol(attribute.unit));
}

/// The text, in quotes where it would be taken for more than one cell.
std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        return text;
    }
    std::string result = "\"";
    for (const char letter : text) {
        result += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return result + '"';
}

std::string cell_of(const Attribute& attribute, std::size_t row) {
    if (const auto* whole = std::get_if<std::vector<std::int32_t>>(&attribute.values)) {
        return (*whole)[row] == 0 ? "" : fmt::format("{}", (*whole)[row]);
    }
    if (const auto* numbers = std::get_if<std::vector<double>>(&attribute.values)) {
        return is_missing((*numbers)[row]) ? "" : fmt::format("{:.10g}", (*numbers)[row]);
    }
    return quoted(std::get<std::vector<std::string>>(attribute.values)[row]);
}

/// Coordinates of a point with a comma behind each.
std::string place_of(const FeatureLayer& layer, std::size_t point) {
    if (layer.first[point] == layer.first[point + 1]) {
        return ",,";
    }
    const Point place = layer.places[layer.first[point]];
    return fmt::format("{:.3f},{:.3f},", place.x, place.y);
}

std::string text_of(const FeatureLayer& layer) {
    const bool placed = layer.shape == FeatureShape::point;
    std::string text = placed ? "x [m],y [m]," : "";
    for (const Attribute& attribute : layer.attributes) {
        text += header_of(attribute) + ',';
    }
    text.back() = '\n';
    for (std::size_t row = 0; row < layer.size(); ++row) {
        text += placed ? place_of(layer, row) : "";
        for (const Attribute& attribute : layer.attributes) {
            text += cell_of(attribute, row) + ',';
        }
        text.back() = '\n';
    }
    return text;
}

}  // namespace

void write_table(const std::filesystem::path& path, const FeatureLayer& layer) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << text_of(layer);
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written; is the disk full?", path.string()));
    }
    file.commit();
}

}  // namespace hazone::io
