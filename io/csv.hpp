#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hazone::io {

/// A CSV file as text, its first line the header. Row r stands on line r + 2 of a file without
/// line breaks inside quotes.
struct CsvTable {
    std::string name;  // for messages
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;

    /// Number of the column of that name, letters of either case; -1 when there is none.
    int find(const std::string& column) const;
    /// As find; InputError which lists the columns when there is none.
    int require(const std::string& column) const;
    /// "table.csv, line 7".
    std::string place(std::size_t row) const;
    /// The cell as a number. InputError with line, column and text when it is not one.
    double number(std::size_t row, int column) const;
};

/// Reads the file with GDAL's CSV driver (comma, semicolon or tab; UTF-8).
/// InputError: no such file, not a CSV, no rows.
CsvTable read_csv(const std::filesystem::path& path);

std::string lower_case(const std::string& text);
std::string trimmed(const std::string& text);

}  // namespace hazone::io
