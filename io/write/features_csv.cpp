// A layer of points as a table for spreadsheets and scripts.
#include <fstream>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/atomic_file.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) {
        return text;
    }
    std::string safe = "\"";
    for (const char letter : text) {
        safe += letter == '"' ? "\"\"" : std::string(1, letter);
    }
    return safe + '"';
}

std::string cell_text(const Attribute& attribute, std::size_t feature) {
    if (const auto* whole = std::get_if<std::vector<std::int32_t>>(&attribute.values)) {
        return (*whole)[feature] == 0 ? "" : std::to_string((*whole)[feature]);
    }
    if (const auto* numbers = std::get_if<std::vector<double>>(&attribute.values)) {
        const double value = (*numbers)[feature];
        return value == value ? fmt::format("{:.10g}", value) : "";
    }
    return quoted(std::get<std::vector<std::string>>(attribute.values)[feature]);
}

}  // namespace

void write_points_csv(const std::filesystem::path& path, const FeatureLayer& layer) {
    AtomicFile file(path);
    std::ofstream stream(file.path(), std::ios::binary);
    stream << "x [m],y [m]";
    for (const Attribute& attribute : layer.attributes) {
        stream << ',' << attribute.name;
        if (attribute.unit != Unit::one) {
            stream << " [" << symbol(attribute.unit) << ']';
        }
    }
    stream << '\n';
    for (std::size_t feature = 0; feature < layer.size(); ++feature) {
        const Point place = layer.places[layer.first[feature]];
        stream << fmt::format("{:.3f},{:.3f}", place.x, place.y);
        for (const Attribute& attribute : layer.attributes) {
            stream << ',' << cell_text(attribute, feature);
        }
        stream << '\n';
    }
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("cannot write '{}'; is the disk full?", path.string()));
    }
    file.commit();
}

}  // namespace hazone::io
