#include "scenarios/toml_source.hpp"

#include <charconv>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/csv.hpp"
#include "scenarios/path_text.hpp"
#include "scenarios/scenario.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> kResamplingWords{"nearest", "bilinear", "average",
                                                           "mode"};

/// Reads the keys of one inline table { raster = …, unit = … } and refuses those it does not know.
class TableReader {
public:
    TableReader(const toml::table& table, const fs::path& folder, const std::string& what)
        : table_(table), folder_(folder), what_(what) {}

    bool has(std::string_view key) const { return table_.contains(key); }

    std::string text(const std::string& key) {
        seen_.insert(key);
        const toml::node* node = table_.get(key);
        if (node == nullptr) {
            return "";
        }
        const auto value = node->value_exact<std::string>();
        if (!value) {
            throw InputError(fmt::format("{}.{}: must be a text in quotes", what_, key));
        }
        return *value;
    }

    std::string required(const std::string& key) {
        std::string value = text(key);
        if (value.empty()) {
            throw InputError(fmt::format("{}.{}: is missing", what_, key));
        }
        return value;
    }

    int whole(const std::string& key, int fallback) {
        seen_.insert(key);
        const toml::node* node = table_.get(key);
        if (node == nullptr) {
            return fallback;
        }
        const auto value = node->value_exact<std::int64_t>();
        if (!value || *value < 1) {
            throw InputError(fmt::format("{}.{}: must be a whole number from 1", what_, key));
        }
        return static_cast<int>(*value);
    }

    std::vector<std::string> texts(const std::string& key) {
        seen_.insert(key);
        const toml::node* node = table_.get(key);
        const toml::array* list = node == nullptr ? nullptr : node->as_array();
        std::vector<std::string> found;
        for (std::size_t k = 0; list != nullptr && k < list->size(); ++k) {
            found.push_back(list->get(k)->value_exact<std::string>().value_or(""));
        }
        if (found.empty() || std::find(found.begin(), found.end(), "") != found.end()) {
            throw InputError(fmt::format("{}.{}: must be a list of texts in quotes", what_, key));
        }
        return found;
    }

    std::vector<fs::path> paths(const std::string& key) {
        seen_.insert(key);
        return paths_of(*table_.get(key), fmt::format("{}.{}", what_, key));
    }

    std::vector<fs::path> paths_of(const toml::node& node, const std::string& what) const {
        std::vector<fs::path> paths;
        if (const auto one = node.value_exact<std::string>()) {
            paths.push_back(path_from_text(*one, folder_, what));
        }
        if (const toml::array* list = node.as_array()) {
            for (const toml::node& entry : *list) {
                const auto path = entry.value_exact<std::string>();
                if (!path) {
                    throw InputError(what + ": must be a list of file names in quotes");
                }
                paths.push_back(path_from_text(*path, folder_, what));
            }
        }
        if (paths.empty()) {
            throw InputError(what + ": must be a file name or a list of file names in quotes");
        }
        return paths;
    }

    std::optional<io::Resampling> resampling() {
        const std::string word = text("resampling");
        if (word.empty()) {
            return std::nullopt;
        }
        const auto found = std::find(kResamplingWords.begin(), kResamplingWords.end(), word);
        if (found == kResamplingWords.end()) {
            throw InputError(fmt::format("{}.resampling: '{}' is not one of: {}", what_, word,
                                         fmt::join(kResamplingWords, ", ")));
        }
        return static_cast<io::Resampling>(found - kResamplingWords.begin());
    }

    void refuse_other_keys() const {
        Problems problems;
        for (const auto& [key, node] : table_) {
            const std::string name(key.str());
            if (!seen_.contains(name)) {
                problems.add(fmt::format("{}.{}: unknown key; known here: {}.{}", what_, name,
                                         fmt::join(seen_, ", "),
                                         suggestion(name, {seen_.begin(), seen_.end()})));
            }
        }
        problems.raise();
    }

    fs::path file(const std::string& key) {
        return path_from_text(required(key), folder_, fmt::format("{}.{}", what_, key));
    }

private:
    const toml::table& table_;
    const fs::path& folder_;
    const std::string& what_;
    std::set<std::string> seen_;
};

io::RasterSource raster_from(TableReader& reader, const std::string& key, const FieldSpec& field) {
    io::RasterSource source;
    source.paths = reader.paths(key);
    source.band = reader.whole("band", 1);
    source.unit = reader.text("unit");
    source.transformation = reader.text("transformation");
    const bool continuous = field.type == CellType::float32 && key == "raster";
    source.resampling = reader.resampling().value_or(continuous ? io::Resampling::bilinear
                                                                : io::Resampling::nearest);
    return source;
}

bool starts_with_number(const std::string& text) {
    double value = 0;
    return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
}

/// A rate for each period: a quantity, or the file of a raster.
io::Source periods_source(TableReader& reader, const fs::path& folder, const std::string& what) {
    const std::vector<std::string> lengths = reader.texts("periods");
    const std::vector<std::string> rates = reader.texts("rates");
    if (lengths.size() != rates.size()) {
        throw InputError(fmt::format("{}: {} periods and {} rates; allowed: as many of each", what,
                                     lengths.size(), rates.size()));
    }
    io::RainPeriodsSource source{.unit = reader.text("unit"),
                                 .start = reader.text("start"),
                                 .transformation = reader.text("transformation")};
    for (std::size_t k = 0; k < lengths.size(); ++k) {
        io::RainPeriodsSource::Period period{
            .length = parse_quantity(lengths[k], Unit::second, what + ".periods")};
        const fs::path path = path_from_text(rates[k], folder, what + ".rates");
        if (!fs::exists(path) && starts_with_number(rates[k])) {
            period.rate = parse_quantity(rates[k], Unit::metre_per_second, what + ".rates");
        } else {
            period.path = path;
        }
        source.periods.push_back(period);
    }
    return source;
}

io::Source table_source(TableReader& reader,
                        const FieldSpec& field,
                        const fs::path& folder,
                        const std::string& what) {
    if (reader.has("raster")) {
        return raster_from(reader, "raster", field);
    }
    if (reader.has("classes")) {
        io::ClassTableSource source{.classes = raster_from(reader, "classes", field),
                                    .table = reader.file("table"),
                                    .column = reader.text("column")};
        return source;
    }
    if (reader.has("polygons")) {
        return io::PolygonSource{.path = reader.file("polygons"),
                                 .layer = reader.text("layer"),
                                 .attribute = reader.required("attribute"),
                                 .unit = reader.text("unit"),
                                 .transformation = reader.text("transformation")};
    }
    if (reader.has("stack")) {
        return io::RainStackSource{
            .paths = reader.paths("stack"),
            .step_length = parse_quantity(reader.required("step"), Unit::second, what + ".step"),
            .unit = reader.text("unit"),
            .start = reader.text("start"),
            .transformation = reader.text("transformation")};
    }
    if (reader.has("periods")) {
        return periods_source(reader, folder, what);
    }
    if (reader.has("netcdf")) {
        return io::RainNetcdfSource{.path = reader.file("netcdf"),
                                    .variable = reader.required("variable"),
                                    .unit = reader.text("unit"),
                                    .transformation = reader.text("transformation")};
    }
    if (reader.has("features")) {
        return io::FeatureSource{.path = reader.file("features"),
                                 .layer = reader.text("layer"),
                                 .transformation = reader.text("transformation")};
    }
    if (reader.has("points")) {
        return io::PointSource{.path = reader.file("points"),
                               .layer = reader.text("layer"),
                               .transformation = reader.text("transformation")};
    }
    throw InputError(
        what +
        ": must have one of the keys raster, classes, polygons, features, points, stack, "
        "periods, netcdf");
}

/// Formats of lines and polygons by the ending of the file's name.
bool holds_features(const fs::path& path) {
    constexpr std::array<std::string_view, 8> kEndings{".gpkg", ".geojson", ".json", ".shp",
                                                       ".fgb",  ".gml",     ".kml",  ".gdb"};
    const std::string ending = io::lower_case(path.extension().string());
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

io::Source path_source(const fs::path& path, const FieldSpec& field) {
    if (is_mark(field) && holds_features(path)) {
        return io::FeatureSource{.path = path};
    }
    switch (field.form) {
        case Form::gauges:
            return io::GaugeSource{path};
        case Form::features:
            return io::PointSource{.path = path};
        case Form::series:
            return io::RainNetcdfSource{.path = path, .variable = std::string(field.name)};
        default:
            return io::RasterSource{.paths = {path},
                                    .resampling = field.type == CellType::float32
                                                      ? io::Resampling::bilinear
                                                      : io::Resampling::nearest};
    }
}

io::ConstantSource constant(double value, const FieldSpec& field, const std::string& what) {
    if (field.form != Form::raster) {
        throw InputError(what + ": must be a file, not a constant" +
                         (field.name == kRain.name
                              ? "; for a storm of one depth leave it out and set "
                                "uniform_rain.depth and uniform_rain.duration"
                              : ""));
    }
    if (!(value >= field.lowest && value <= field.highest)) {
        throw InputError(fmt::format(
            "{}: {} is out of range; allowed: {} to {}", what, display_text(value, field.unit),
            display_text(field.lowest, field.unit), display_text(field.highest, field.unit)));
    }
    return {value};
}

}  // namespace

io::Source source_from_text(const std::string& text,
                            const FieldSpec& field,
                            const fs::path& folder,
                            const std::string& what) {
    const fs::path path = path_from_text(text, folder, what);
    if (!fs::exists(path) && starts_with_number(text)) {
        return constant(parse_quantity(text, field.unit, what), field, what);
    }
    return path_source(path, field);
}

io::Source source_from_toml(const toml::node& node,
                            const FieldSpec& field,
                            const fs::path& folder,
                            const std::string& what) {
    if (const auto text = node.value_exact<std::string>()) {
        return source_from_text(*text, field, folder, what);
    }
    if (const auto number = node.value<double>(); number && !node.is_boolean()) {
        const std::string text = fmt::format("{}", *number);
        return constant(parse_quantity(text, field.unit, what), field, what);
    }
    static const toml::table none;
    if (node.is_array()) {
        io::RasterSource source;
        source.paths = TableReader(none, folder, what).paths_of(node, what);
        return source;
    }
    if (const toml::table* table = node.as_table()) {
        TableReader reader(*table, folder, what);
        io::Source source = table_source(reader, field, folder, what);
        reader.refuse_other_keys();
        return source;
    }
    throw InputError(what +
                     ": must be a constant with its unit, a file name, a list of tiles, or "
                     "a table such as { raster = \"soil.tif\", unit = \"kPa\" }");
}

}  // namespace hazone
