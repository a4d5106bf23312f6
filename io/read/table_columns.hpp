#pragma once

#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/features.hpp"
#include "io/csv.hpp"

namespace hazone::io {

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

/// A word misspelt would be a value left out: columns which nobody reads are refused.
void refuse_others(const CsvTable& table,
                   std::initializer_list<std::string_view> others,
                   std::span<const NumberColumn> columns,
                   Problems& problems);

/// Adds the columns as attributes, NaN where a cell is empty or a problem. Problems: a required
/// cell is empty, no number, one out of range. InputError: no such column, but it is required.
void add_columns(const CsvTable& table,
                 std::span<const NumberColumn> columns,
                 Problems& problems,
                 FeatureLayer& layer);

/// The names in a column, which must be there; an empty one is a problem.
std::vector<std::string> names_in(const CsvTable& table,
                                  const std::string& column,
                                  Problems& problems);

/// InputError where the file is no CSV, with the columns which it should have.
void require_csv(const std::filesystem::path& path, std::string_view columns);

}  // namespace hazone::io
