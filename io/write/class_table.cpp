#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "io/csv.hpp"
#include "io/file_unit.hpp"
#include "io/read/range_check.hpp"
#include "io/write/field_cells.hpp"

namespace hazone::io {
namespace {

constexpr std::int32_t kNoClassHere = std::numeric_limits<std::int32_t>::min();

using ClassValues = std::map<std::int32_t, float>;  // SI; NaN for an empty cell

/// "cohesion [kPa]" as ("cohesion", "kPa"); without a bracket the unit is empty.
std::pair<std::string, std::string> name_and_unit(const std::string& header) {
    const auto open = header.find('[');
    const auto close = header.rfind(']');
    if (open == std::string::npos || close == std::string::npos || close < open) {
        return {trimmed(header), ""};
    }
    return {trimmed(header.substr(0, open)), trimmed(header.substr(open + 1, close - open - 1))};
}

/// Number of the column whose name before the bracket is `wanted`.
int find_column(const CsvTable& table, const std::string& wanted) {
    std::vector<std::string> names;
    for (std::size_t column = 1; column < table.header.size(); ++column) {
        names.push_back(name_and_unit(table.header[column]).first);
        if (lower_case(names.back()) == lower_case(wanted)) {
            return static_cast<int>(column);
        }
    }
    throw InputError(fmt::format("{}, line 1: has no column '{}'; its columns are {}.{}",
                                 table.name, wanted, fmt::join(names, ", "),
                                 suggestion(wanted, names)));
}

std::int32_t class_of(const CsvTable& table, std::size_t row) {
    const double number = table.number(row, 0);
    const auto whole = static_cast<std::int32_t>(number);
    if (static_cast<double>(whole) != number) {
        throw InputError(fmt::format("{}, column '{}': {} is not a class; allowed: whole numbers",
                                     table.place(row), table.header.front(), number));
    }
    return whole;
}

float value_of(const CsvTable& table, std::size_t row, int column, const FieldSpec& field) {
    if (trimmed(table.rows[row][static_cast<std::size_t>(column)]).empty()) {
        return kMissing;
    }
    const std::string& header = table.header[static_cast<std::size_t>(column)];
    const double factor = unit_factor(field, name_and_unit(header).second, "",
                                      fmt::format("{}, column '{}'", table.name, header));
    const double value = table.number(row, column) * factor;
    if (value < field.lowest || value > field.highest) {
        throw InputError(
            fmt::format("{}, column '{}': {} is {:.6g} {}, outside the range of {}, {}",
                        table.place(row), header, table.rows[row][static_cast<std::size_t>(column)],
                        value, symbol(field.unit), field.name, range_text(field)));
    }
    return static_cast<float>(value);
}

ClassValues read_table(const ClassTableSource& source, const FieldSpec& field) {
    const CsvTable table = read_csv(source.table);
    const int column =
        find_column(table, source.column.empty() ? std::string(field.name) : source.column);
    ClassValues values;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] {
            const std::int32_t number = class_of(table, row);
            if (!values.emplace(number, value_of(table, row, column, field)).second) {
                throw InputError(fmt::format("{}: class {} stands in the table twice; keep one row",
                                             table.place(row), number));
            }
        });
    }
    problems.raise();
    return values;
}

/// Classes of the raster which have no row in the table.
std::set<std::int32_t> unknown_classes(View<const std::int32_t> classes,
                                       const ClassValues& values) {
    std::set<std::int32_t> unknown;
    std::int32_t last = kNoClassHere;
    for (Index row = 0; row < classes.rows(); ++row) {
        for (Index col = 0; col < classes.cols(); ++col) {
            const std::int32_t number = classes(row, col);
            if (number != last && number != kNoClassHere && !values.contains(number)) {
                unknown.insert(number);
            }
            last = number;
        }
    }
    return unknown;
}

}  // namespace

Raster<float> read_class_table(const ClassTableSource& source,
                               const FieldSpec& field,
                               const Grid& grid) {
    const ClassValues values = read_table(source, field);
    const Raster<std::int32_t> classes = read_classes(source.classes, grid, kNoClassHere);
    const auto unknown = unknown_classes(classes.view(), values);
    if (!unknown.empty()) {
        throw InputError(fmt::format(
            "{}: has no row for {} {}, which the raster {} holds. Add the rows, with an empty cell "
            "where a class has no {}; or declare the number as nodata in the raster",
            source.table.string(), unknown.size() == 1 ? "class" : "the classes",
            fmt::join(unknown, ", "), source.classes.paths.front().string(), field.name));
    }
    Raster<float> cells(grid.extent);
    for_each_cell(grid.extent,
                  [&, view = cells.view(), numbers = classes.view()](Index row, Index col) {
                      const auto found = values.find(numbers(row, col));
                      view(row, col) = found == values.end() ? kMissing : found->second;
                  });
    return cells;
}

}  // namespace hazone::io
