// Sums over zones of a province, on 90 zones which cover the grid, their boundaries slanting so
// that they cut cells. The cells of "cells/s" are those which are read: a cell in two zones counts
// twice.
#include "engine/statistics/zonal.hpp"

#include <cmath>
#include <memory>
#include <random>
#include <utility>

#include <benchmark/benchmark.h>

#include "engine/core/raster.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/statistics/ring_cover.hpp"

namespace hazone::bench {
namespace {

constexpr int kZonesAcross = 9;
constexpr int kZonesDown = 10;
constexpr double kSlant = 0.37;  // of a zone's width, from its upper side to its lower one

Grid grid_of(Index rows) {
    Grid grid;
    grid.extent = {rows, rows * 5604 / 5390};  // the shape of the province at 30 m
    grid.north = 30 * static_cast<double>(rows);
    grid.cell_size = 30;
    return grid;
}

/// Outer zones reach past the grid, so that the zones together cover it.
std::vector<Point> outline(const Grid& grid, int down, int across) {
    const double height = static_cast<double>(grid.extent.rows) / kZonesDown;
    const double width = static_cast<double>(grid.extent.cols) / (kZonesAcross - 1);
    const auto corner = [&](int row, int col) {
        const double slant = kSlant * width * (row % 2 == 0 ? 0 : -1);
        return Point{grid.west + grid.cell_size * (width * col + slant),
                     grid.north - grid.cell_size * height * row};
    };
    return {corner(down, across), corner(down + 1, across), corner(down + 1, across + 1),
            corner(down, across + 1)};
}

/// Cover and cells of one size, made once for all threads.
struct Province {
    explicit Province(Index rows) : grid(grid_of(rows)), values(grid.extent), codes(grid.extent) {
        RingCover rings(grid);
        cover.cell_area = grid.cell_area();
        for (int zone = 0; zone < kZonesDown * kZonesAcross; ++zone) {
            rings.add_outline(outline(grid, zone / kZonesAcross, zone % kZonesAcross));
            const CoveredCells cells = rings.take();
            cover.add(cells.runs, cells.parts, 0);
            cells_read += cover.cells_of(static_cast<std::size_t>(zone));
        }
        for_each_row(grid.extent.rows, [&](Index row) {
            std::mt19937 random(static_cast<unsigned>(row));
            std::uniform_real_distribution<float> share(0, 1);
            for (Index col = 0; col < grid.extent.cols; ++col) {
                const float value = share(random) * share(random);
                values(row, col) = value < 0.002F ? kMissing : value;
                codes(row, col) = static_cast<std::uint8_t>(value * 6);
            }
        });
    }

    Grid grid;
    Raster<float> values;
    Raster<std::uint8_t> codes;
    ZoneCover cover;
    Index cells_read = 0;
};

const Province& province(const benchmark::State& state) {
    static std::unique_ptr<Province> kept;
    if (!kept || kept->grid.extent.rows != state.range(0)) {
        kept = std::make_unique<Province>(state.range(0));
    }
    return *kept;
}

void report(benchmark::State& state, const Province& given, double area) {
    const double whole = static_cast<double>(given.grid.extent.size()) * given.grid.cell_area();
    if (std::abs(area / whole - 1) > 1e-9) {
        state.SkipWithError("the zones together are not the grid");
    }
    state.counters["cells/s"] = benchmark::Counter(
        static_cast<double>(given.cells_read * state.iterations()), benchmark::Counter::kIsRate);
}

void statistics(benchmark::State& state) {
    const Province& given = province(state);
    const ThreadScope threads(static_cast<int>(state.range(1)));
    std::vector<ZonalStatistic> zones;
    for ([[maybe_unused]] auto _ : state) {
        zones = zonal_statistics(given.cover, given.values);
        benchmark::DoNotOptimize(zones.data());
    }
    double area = 0;
    for (const ZonalStatistic& zone : zones) {
        area += zone.known_area + zone.missing_area;
    }
    report(state, given, area);
}

void class_areas(benchmark::State& state) {
    const Province& given = province(state);
    const ThreadScope threads(static_cast<int>(state.range(1)));
    std::vector<std::array<double, 6>> zones;
    for ([[maybe_unused]] auto _ : state) {
        zones = zonal_areas<6>(given.cover, [codes = given.codes.view()](Index row) {
            return [cells = codes.row(row)](Index col) -> std::size_t { return cells[col]; };
        });
        benchmark::DoNotOptimize(zones.data());
    }
    double area = 0;
    for (const auto& zone : zones) {
        for (const double own : zone) {
            area += own;
        }
    }
    report(state, given, area);
}

void sizes(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"rows", "threads"})
        ->ArgsProduct({{512, 1024, 2048, 4096, 5490, 8192}, {1, 2}})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

BENCHMARK(statistics)->Name("zonal_statistics")->Apply(sizes);
BENCHMARK(class_areas)->Name("zonal_areas")->Apply(sizes);

}  // namespace
}  // namespace hazone::bench
