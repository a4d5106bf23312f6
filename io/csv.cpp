#include "io/csv.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include <ogrsf_frmts.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "io/gdal.hpp"

namespace hazone::io {
namespace {

DatasetPtr open_csv(const std::string& path) {
    GDALAllRegister();
    constexpr std::array<const char*, 2> kDrivers{"CSV", nullptr};
    constexpr std::array<const char*, 3> kOptions{"AUTODETECT_TYPE=NO", "EMPTY_STRING_AS_NULL=NO",
                                                  nullptr};
    const QuietGdal quiet;
    VSIStatBufL status;
    if (VSIStatL(path.c_str(), &status) != 0) {
        throw InputError(
            fmt::format("{}: no such file; expected a CSV table with a header line", path));
    }
    DatasetPtr dataset(GDALDataset::Open(("CSV:" + path).c_str(), GDAL_OF_VECTOR, kDrivers.data(),
                                         kOptions.data(), nullptr));
    if (!dataset || dataset->GetLayerCount() != 1) {
        throw InputError(
            fmt::format("{}: cannot be read as CSV{}; allowed: comma-separated text in "
                        "UTF-8 with a header line",
                        path, quiet.reason()));
    }
    return dataset;
}

/// GDAL calls columns field_1, field_2 … when no line looks like a header.
void require_header(const CsvTable& table) {
    if (table.header.empty() || table.header.front() == "field_1") {
        throw InputError(
            fmt::format("{}: line 1 is not a header; write the names of the columns "
                        "there",
                        table.name));
    }
}

}  // namespace

std::string lower_case(const std::string& text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lower;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    const auto last = text.find_last_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

int CsvTable::find(const std::string& column) const {
    const auto found = std::find_if(header.begin(), header.end(), [&](const std::string& title) {
        return lower_case(title) == lower_case(column);
    });
    return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

int CsvTable::require(const std::string& column) const {
    const int found = find(column);
    if (found < 0) {
        throw InputError(fmt::format("{}, line 1: has no column '{}'; its columns are {}.{}", name,
                                     column, fmt::join(header, ", "), suggestion(column, header)));
    }
    return found;
}

std::string CsvTable::place(std::size_t row) const {
    return fmt::format("{}, line {}", name, row + 2);
}

double CsvTable::number(std::size_t row, int column) const {
    const std::string text = trimmed(rows[row][static_cast<std::size_t>(column)]);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
        throw InputError(
            fmt::format("{}, column '{}': '{}' is not a number; allowed: digits with a "
                        "decimal point",
                        place(row), header[static_cast<std::size_t>(column)], text));
    }
    return value;
}

CsvTable read_csv(const std::filesystem::path& path) {
    CsvTable table;
    table.name = path.string();
    const DatasetPtr dataset = open_csv(table.name);
    OGRLayer& layer = *dataset->GetLayer(0);
    const OGRFeatureDefn& columns = *layer.GetLayerDefn();
    for (int column = 0; column < columns.GetFieldCount(); ++column) {
        table.header.push_back(trimmed(columns.GetFieldDefn(column)->GetNameRef()));
    }
    require_header(table);
    for (const auto& feature : layer) {
        std::vector<std::string> row;
        row.reserve(table.header.size());
        for (int column = 0; column < columns.GetFieldCount(); ++column) {
            row.emplace_back(feature->GetFieldAsString(column));
        }
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty()) {
        throw InputError(fmt::format("{}: has a header but no rows", table.name));
    }
    return table;
}

}  // namespace hazone::io
