#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/raster.hpp"
#include "models/flood/inundation/ground.hpp"

// Flows with a known answer, and the norms of what a solver makes of them.

namespace hazone::testing {

using CellFunction = std::function<double(double x, double y)>;

/// Values of a function in the middle of the cells; x runs to the east, y to the south.
inline Raster<double> sampled(Extent extent, double cell_size, const CellFunction& value) {
    Raster<double> cells(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            cells(row, col) = value((static_cast<double>(col) + 0.5) * cell_size,
                                    (static_cast<double>(row) + 0.5) * cell_size);
        }
    }
    return cells;
}

struct Norms {
    double l1 = 0;  // mean of the differences without sign
    double l2 = 0;  // root of the mean square
    double highest = 0;
    double scale = 0;  // mean of the exact values
};

template <class Value>
Norms norms(const Raster<double>& exact, Value value) {
    Norms sum;
    for (Index row = 0; row < exact.rows(); ++row) {
        for (Index col = 0; col < exact.cols(); ++col) {
            const double difference = std::abs(value(row, col) - exact(row, col));
            sum.l1 += difference;
            sum.l2 += difference * difference;
            sum.highest = std::max(sum.highest, difference);
            sum.scale += std::abs(exact(row, col));
        }
    }
    const auto count = static_cast<double>(exact.size());
    return {sum.l1 / count, std::sqrt(sum.l2 / count), sum.highest, sum.scale / count};
}

/// Runs to `end` exactly; `before_step(time, length)` may set edges, and is told the longest step.
template <class Solver, class Before>
void run_to(Solver& solver, double end, double longest, Before before_step) {
    while (solver.time() < end * (1 - 1e-14)) {
        const double left = std::min(longest, end - solver.time());
        before_step(solver.time(), std::min(left, solver.stable_step()));
        solver.advance(left);
    }
}

template <class Solver>
void run_to(Solver& solver, double end, double longest = 1e9) {
    run_to(solver, end, longest, [](double, double) {});
}

inline std::filesystem::path flood_oracles() {
    const char* shared = std::getenv("HAZONE_SHARED");
    const std::filesystem::path root =
        shared != nullptr ? std::filesystem::path(shared)
                          : std::filesystem::path(HAZONE_SOURCE_DIR).parent_path() / "shared";
    return root / "oracles" / "flood";
}

/// Columns of a table of numbers with one line of names; empty if it is absent.
inline std::vector<std::vector<double>> oracle_columns(const std::string& name) {
    std::ifstream file(flood_oracles() / name);
    std::string line;
    std::getline(file, line);
    std::vector<std::vector<double>> columns;
    while (std::getline(file, line)) {
        std::stringstream values(line);
        std::string value;
        for (std::size_t column = 0; std::getline(values, value, ','); ++column) {
            columns.resize(std::max(columns.size(), column + 1));
            columns[column].push_back(std::stod(value));
        }
    }
    return columns;
}

}  // namespace hazone::testing
