// Rows without a place as a CSV, numbers in SI with their unit in the header.
#include <cmath>
#include <fstream>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

std::string header_of(const Attribute& attribute) {
    return attribute.unit == Unit::one
               ? std::string(attribute.name)
               : fmt::format("{} [{}]", attribute.name, symbol(attribute.unit));
}

/// A text in quotes, those inside it doubled.
std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char letter : text) {
        result += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return result + '"';
}

/// What is none is an empty cell.
std::string cell_of(const Attribute& attribute, std::size_t row) {
    if (const auto* whole = std::get_if<std::vector<std::int32_t>>(&attribute.values)) {
        return (*whole)[row] == 0 ? "" : fmt::format("{}", (*whole)[row]);
    }
    if (const auto* numbers = std::get_if<std::vector<double>>(&attribute.values)) {
        return std::isfinite((*numbers)[row]) ? fmt::format("{:.10g}", (*numbers)[row]) : "";
    }
    return quoted(std::get<std::vector<std::string>>(attribute.values)[row]);
}

std::string text_of(const FeatureLayer& layer) {
    std::string text;
    for (std::size_t column = 0; column < layer.attributes.size(); ++column) {
        text += (column == 0 ? "" : ",") + header_of(layer.attributes[column]);
    }
    text += '\n';
    for (std::size_t row = 0; row < layer.size(); ++row) {
        for (std::size_t column = 0; column < layer.attributes.size(); ++column) {
            text += (column == 0 ? "" : ",") + cell_of(layer.attributes[column], row);
        }
        text += '\n';
    }
    return text;
}

}  // namespace

void write_table(const std::filesystem::path& path, const FeatureLayer& layer) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << text_of(layer) << std::flush;
    if (!stream) {
        throw InputError(fmt::format("{}: cannot be written", path.string()));
    }
    stream.close();
    file.commit();
}

}  // namespace hazone::io
