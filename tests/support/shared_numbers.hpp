#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/shared_data.hpp"

namespace hazone::testing {

/// The rows of a CSV of numbers below its header.
inline std::vector<std::vector<double>> read_numbers(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    std::vector<std::vector<double>> rows;
    while (std::getline(stream, line)) {
        std::istringstream cells(line);
        std::vector<double> row;
        for (std::string cell; std::getline(cells, cell, ',');) {
            row.push_back(std::stod(cell));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace hazone::testing
