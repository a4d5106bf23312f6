// Lakes and reservoirs, and their tables by level.
#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

/// A column of numbers, which may be left out, and so may each of its cells.
struct NumberColumn {
    std::string_view header;
    std::string_view attribute;
    Unit unit = Unit::one;
    std::string_view meaning;
    double lowest = 0;
    double highest = 0;
    bool required = false;
};

constexpr double kMostWater = 1e12;  // m3, above which none is held by a dam
constexpr double kMostFlow = 1e6;    // m3/s
constexpr NumberColumn kReservoirColumns[] = {
    {"area_m2", "area", Unit::square_metre, "surface, the same at all levels", 1, 1e12},
    {"bottom_level_m", "bottom_level", Unit::metre, "below it nothing is let out", -500, 9000},
    {"crest_level_m", "crest_level", Unit::metre, "crest of the weir", -500, 9000},
    {"weir_width_m", "weir_width", Unit::metre, "width of the weir", 0.01, 1e5},
    {"weir_coefficient", "weir_coefficient", Unit::one, "C of the weir, m^0.5/s", 0.1, 5},
    {"initial_level_m", "initial_level", Unit::metre, "level at the beginning", -500, 9000},
    {"release_m3s", "release", Unit::cubic_metre_per_second, "let out at all levels", 0,
     kMostFlow}};
constexpr NumberColumn kLevelColumns[] = {
    {"level_m", "level", Unit::metre, "level of the water", -500, 9000, true},
    {"storage_m3", "storage", Unit::cubic_metre, "water below that level", 0, kMostWater},
    {"release_m3s", "release", Unit::cubic_metre_per_second, "let out at that level", 0,
     kMostFlow}};

/// The number in a cell, NaN where the cell or the column is empty.
double number_in(const CsvTable& table, std::size_t row, int at, const NumberColumn& column) {
    if (at < 0 || trimmed(table.rows[row][static_cast<std::size_t>(at)]).empty()) {
        if (column.required) {
            throw InputError(fmt::format("{}: {} is empty", table.place(row), column.header));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double value = table.number(row, at);
    if (!(value >= column.lowest && value <= column.highest)) {
        throw InputError(fmt::format("{}: {} = {}; allowed: {:g} to {:g}", table.place(row),
                                     column.header, value, column.lowest, column.highest));
    }
    return value;
}

/// A word misspelt would be a reservoir without its weir: columns which nobody reads are refused.
void refuse_others(const CsvTable& table,
                   std::initializer_list<std::string_view> others,
                   std::span<const NumberColumn> columns,
                   Problems& problems) {
    std::vector<std::string_view> known(others);
    for (const NumberColumn& column : columns) {
        known.push_back(column.header);
    }
    for (const std::string& header : table.header) {
        const std::string own = lower_case(trimmed(header));
        if (std::find(known.begin(), known.end(), own) == known.end()) {
            problems.add(fmt::format("{}, line 1: unknown column '{}'; allowed: {}", table.name,
                                     header, fmt::join(known, ", ")));
        }
    }
}

void add_columns(const CsvTable& table,
                 std::span<const NumberColumn> columns,
                 Problems& problems,
                 FeatureLayer& layer) {
    for (const NumberColumn& column : columns) {
        const int at = column.required ? table.require(std::string(column.header))
                                       : table.find(std::string(column.header));
        std::vector<double> values;
        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            problems.collect([&] { values.push_back(number_in(table, row, at, column)); });
        }
        layer.attributes.push_back(
            {column.attribute, column.unit, column.meaning, std::move(values)});
    }
}

std::vector<std::string> names_in(const CsvTable& table, Problems& problems) {
    const auto at = static_cast<std::size_t>(table.require("name"));
    std::vector<std::string> names;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        names.push_back(trimmed(table.rows[row][at]));
        if (names.back().empty()) {
            problems.add(fmt::format("{}: name is empty", table.place(row)));
        }
    }
    return names;
}

void require_csv(const std::filesystem::path& path, std::string_view columns) {
    if (lower_case(path.extension().string()) != ".csv") {
        throw InputError(fmt::format("{}: must be a CSV with {}", path.string(), columns));
    }
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_reservoirs(const PointSource& source, const Grid& grid) {
    require_csv(source.path, "name, x and y or lon and lat, and columns of the reservoirs");
    const CsvTable table = read_csv(source.path);
    Problems problems;
    refuse_others(table, {"name", "x", "y", "x_m", "y_m", "lon", "lat"}, kReservoirColumns,
                  problems);
    FeatureLayer layer{.name = "reservoirs", .shape = FeatureShape::point};
    problems.collect([&] {
        const auto points = read_points(source, grid);
        layer.places = points->places;
        layer.first = points->first;
    });
    problems.collect([&] {
        layer.attributes = {
            {"name", Unit::one, "name of the reservoir", names_in(table, problems)}};
    });
    add_columns(table, kReservoirColumns, problems, layer);
    problems.raise();
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

std::shared_ptr<const FeatureLayer> read_reservoir_levels(const std::filesystem::path& path) {
    require_csv(path, "name, level_m, and storage_m3, release_m3s or both");
    const CsvTable table = read_csv(path);
    Problems problems;
    refuse_others(table, {"name"}, kLevelColumns, problems);
    FeatureLayer layer{.name = "reservoir_levels", .shape = FeatureShape::none};
    problems.collect([&] {
        layer.attributes = {
            {"name", Unit::one, "name of the reservoir", names_in(table, problems)}};
    });
    problems.collect([&] { add_columns(table, kLevelColumns, problems, layer); });
    problems.raise();
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
