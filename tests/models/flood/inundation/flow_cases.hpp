#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/raster.hpp"
#include "models/flood/inundation/shallow_water.hpp"

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

/// Prints the norms where HAZONE_FLOW_TABLES is set.
inline void show(const char* name, Norms found) {
    if (std::getenv("HAZONE_FLOW_TABLES") != nullptr) {
        std::printf("%s: L1 %.4e L2 %.4e Linf %.4e relative %.4f %%\n", name, found.l1, found.l2,
                    found.highest, 100 * found.l1 / found.scale);
    }
}

struct Case {
    Extent extent;
    double cell_size = 1;
    CellFunction bed;
    CellFunction depth;
    double roughness = 0;
    inundation::Edges edges{};
};

inline inundation::ShallowWater<double> solver_for(const Case& flow, inundation::Order order) {
    const Raster<double> bed = sampled(flow.extent, flow.cell_size, flow.bed);
    inundation::ShallowWater<double> solver(
        {.bed = bed.view(), .uniform_roughness = flow.roughness, .cell_size = flow.cell_size},
        flow.edges, {.order = order});
    solver.set_depth(sampled(flow.extent, flow.cell_size, flow.depth).view());
    return solver;
}

inline inundation::Edges everywhere(
    const std::vector<std::pair<inundation::Side, inundation::EdgeRule>>& rules) {
    inundation::Edges edges;
    for (const auto& [side, rule] : rules) {
        edges.stretches.push_back({side, 0, 1 << 30, edges.rules.size()});
        edges.rules.push_back(rule);
    }
    return edges;
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

/// Cells of an ESRI ASCII grid of the oracles; empty if it is absent.
inline Raster<double> oracle_grid(const std::string& name) {
    std::ifstream file(flood_oracles() / name);
    std::string word;
    Extent extent;
    double skipped = 0;
    file >> word >> extent.cols >> word >> extent.rows;
    for (int line = 0; line < 4; ++line) {  // corner, cell size, value of no data
        file >> word >> skipped;
    }
    if (!file) {
        return Raster<double>();
    }
    Raster<double> cells(extent);
    std::for_each(cells.data(), cells.data() + cells.size(), [&](double& cell) { file >> cell; });
    return cells;
}

/// A bed and a depth along x, linear between the points of a table.
struct Channel {
    std::vector<double> x, depth, bed;

    double bed_at(double at) const { return between(bed, at); }
    double depth_at(double at) const { return between(depth, at); }

private:
    double between(const std::vector<double>& values, double at) const {
        const auto after = std::upper_bound(x.begin() + 1, x.end() - 1, at);
        const auto i = static_cast<std::size_t>(after - x.begin());
        const double share = (at - x[i - 1]) / (x[i] - x[i - 1]);
        return values[i - 1] + share * (values[i] - values[i - 1]);
    }
};

}  // namespace hazone::testing
