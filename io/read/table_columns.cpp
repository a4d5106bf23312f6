#include "io/read/table_columns.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hazone::io {
namespace {

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

}  // namespace

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
            double value = std::numeric_limits<double>::quiet_NaN();
            problems.collect([&] { value = number_in(table, row, at, column); });
            values.push_back(value);
        }
        layer.attributes.push_back(
            {column.attribute, column.unit, column.meaning, std::move(values)});
    }
}

std::vector<std::string> names_in(const CsvTable& table,
                                  const std::string& column,
                                  Problems& problems) {
    const auto at = static_cast<std::size_t>(table.require(column));
    std::vector<std::string> names;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        names.push_back(trimmed(table.rows[row][at]));
        if (names.back().empty()) {
            problems.add(fmt::format("{}: {} is empty", table.place(row), column));
        }
    }
    return names;
}

void require_csv(const std::filesystem::path& path, std::string_view columns) {
    if (lower_case(path.extension().string()) != ".csv") {
        throw InputError(fmt::format("{}: must be a CSV with {}", path.string(), columns));
    }
}

}  // namespace hazone::io
