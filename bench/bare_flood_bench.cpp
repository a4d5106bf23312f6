// What the two-dimensional floods could reach at best: the equations alone on one thread, wet
// everywhere, with one roughness and one step throughout. No rain, losses, missing cells, dry land,
// edges, limits of flow, results, balance or refusal of steps. The share which the solvers reach of
// it compares processors: those with long registers do both faster.
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include "engine/core/index.hpp"
#include "models/flood/inundation/powers.hpp"
#include "models/flood/inundation/shallow_water_update.hpp"

namespace hazone::bench {
namespace {

using namespace inundation;

constexpr double kCellSize = 10;      // m
constexpr double kLength = 0.5;       // s
constexpr float kRoughness = 0.035F;  // Manning n
constexpr double kMostDefect = 1e-4;  // of the volume: sums of rounding in single precision

/// A grid with one cell around it, which stays dry.
template <class T>
class Cells {
public:
    Cells(Index size, T value)
        : stride_(size + 2), cells_(static_cast<std::size_t>((size + 2) * (size + 2)), T{0}) {
        for (Index row = 0; row < size; ++row) {
            std::fill_n(at(row), size, value);
        }
    }
    T* at(Index row) { return cells_.data() + (row + 1) * stride_ + 1; }

private:
    Index stride_;
    std::vector<T> cells_;
};

template <class T>
struct Grid {
    explicit Grid(Index cells)
        : size(cells),
          depth(cells, T{0}),
          east(cells, T{0}),
          south(cells, T{0}),
          rise_east(cells, T{0}),
          rise_south(cells, T{0}) {
        const auto bed = [](Index row, Index col) {
            return std::sin(static_cast<double>(col) / 50) *
                   std::cos(static_cast<double>(row) / 50);
        };
        for (Index row = 0; row < size; ++row) {
            for (Index col = 0; col < size; ++col) {
                depth.at(row)[col] = static_cast<T>(1.6 - 0.4 * bed(row, col));
                rise_east.at(row)[col] = static_cast<T>(bed(row, col + 1) - bed(row, col));
                rise_south.at(row)[col] = static_cast<T>(bed(row + 1, col) - bed(row, col));
            }
        }
    }
    double volume() {
        double sum = 0;
        for (Index row = 0; row < size; ++row) {
            for (Index col = 0; col < size; ++col) {
                sum += static_cast<double>(depth.at(row)[col]);
            }
        }
        return sum;
    }

    Index size;
    Cells<T> depth, east, south, rise_east, rise_south;
};

/// Bates et al. (2010), eq. 10, between two rows of cells or along one.
template <class T>
void inertial_row(Index count,
                  const T* __restrict left,
                  const T* __restrict right,
                  const T* __restrict rise,
                  T* __restrict flow) {
    constexpr auto kPush = static_cast<T>(kGravity * kLength / kCellSize);
    constexpr auto kDrag = static_cast<float>(kGravity * kLength) * kRoughness * kRoughness;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const T depth = std::max(left[i], right[i] + rise[i]) - std::max(rise[i], T{0});
        const float drag = kDrag * std::abs(static_cast<float>(flow[i])) *
                           inverse_seven_thirds(static_cast<float>(depth));
        flow[i] = multiply_add(-kPush * depth, (right[i] - left[i]) + rise[i], flow[i]) /
                  static_cast<T>(1 + drag);
    }
}

template <class T>
void depth_row(Index count,
               const T* __restrict east,
               const T* __restrict north,
               const T* __restrict south,
               T* __restrict depth) {
    constexpr auto kRatio = static_cast<T>(kLength / kCellSize);
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        depth[i] -= kRatio * ((east[i] - east[i - 1]) + (south[i] - north[i]));
    }
}

/// In place: a row is read for the last time before it is written.
template <class T>
void inertial_step(Grid<T>& grid) {
    const Index last = grid.size - 1;
    for (Index row = 0; row < grid.size; ++row) {
        T* depth = grid.depth.at(row);
        if (row < last) {
            inertial_row(grid.size, depth, grid.depth.at(row + 1), grid.rise_south.at(row),
                         grid.south.at(row));
        }
        inertial_row(last, depth, depth + 1, grid.rise_east.at(row), grid.east.at(row));
        depth_row(grid.size, grid.east.at(row), grid.south.at(row - 1), grid.south.at(row), depth);
    }
}

/// Rows of fluxes and speeds, and the water after the step.
template <class T>
struct ShallowRows {
    static constexpr std::size_t kRows = 18;  // three fluxes of four, two rows of cells of three

    explicit ShallowRows(Index size)
        : next_depth(size, T{0}),
          next_east(size, T{0}),
          next_south(size, T{0}),
          rows(kRows, std::vector<T>(static_cast<std::size_t>(size + 4), T{0})) {}

    Cells<T> next_depth, next_east, next_south;
    std::vector<std::vector<T>> rows;

    T* row(int number) { return rows[static_cast<std::size_t>(number)].data() + 1; }
    FaceFlux<T> flux(int first) {
        return {row(first), row(first + 1), row(first + 2), row(first + 3)};
    }
    WaterRow<T> cells(Index number) {  // depth and speeds
        const int first = number % 2 == 0 ? 12 : 15;
        return {row(first), row(first + 1), row(first + 2)};
    }
};

template <class T>
void friction_row(Index count, T* __restrict depth, T* __restrict east, T* __restrict south) {
    constexpr auto kDrag = static_cast<float>(kGravity * kLength) * kRoughness * kRoughness;
#pragma GCC ivdep
    for (Index i = 0; i < count; ++i) {
        const auto u = static_cast<float>(east[i]);
        const auto v = static_cast<float>(south[i]);
        const auto kept = static_cast<T>(
            1 - friction_share(static_cast<float>(depth[i]), std::sqrt(u * u + v * v), kDrag));
        east[i] *= kept;
        south[i] *= kept;
    }
}

/// First order, by the arithmetic of the solver, without what is around it. Nothing flows through
/// the edge of the grid.
template <class T>
void shallow_step(Grid<T>& grid, ShallowRows<T>& work) {
    const Index size = grid.size;
    const auto load = [&](Index row) {
        const WaterRow<T> to = work.cells(row);
        cell_speeds(size, grid.depth.at(row), grid.east.at(row), grid.south.at(row),
                    static_cast<T>(1e-6), to.depth, to.east, to.south);
    };
    load(0);
    for (Index row = 0; row < size; ++row) {
        const WaterRow<T> here = work.cells(row);
        const FaceFlux<T> x = work.flux(0);
        const FaceFlux<T> north = work.flux(row % 2 == 0 ? 4 : 8);
        const FaceFlux<T> south = work.flux(row % 2 == 0 ? 8 : 4);
        face_fluxes<T, false>(size - 1, {here.depth, here.east, here.south},
                              {here.depth + 1, here.east + 1, here.south + 1},
                              grid.rise_east.at(row),
                              {x.mass + 1, x.left + 1, x.right + 1, x.along + 1});
        if (row + 1 < size) {
            load(row + 1);
            const WaterRow<T> below = work.cells(row + 1);
            face_fluxes<T, false>(size, {here.depth, here.south, here.east},
                                  {below.depth, below.south, below.east}, grid.rise_south.at(row),
                                  south);
        } else {
            for (T* flux : {south.mass, south.left, south.right, south.along}) {
                std::fill_n(flux, size, T{0});
            }
        }
        const WaterRow<T> to{work.next_depth.at(row), work.next_east.at(row),
                             work.next_south.at(row)};
        add_fluxes<T, false>(size, static_cast<T>(kLength / kCellSize),
                             {grid.depth.at(row), grid.east.at(row), grid.south.at(row)}, x, north,
                             south, {}, to);
        friction_row(size, to.depth, to.east, to.south);
    }
    std::swap(grid.depth, work.next_depth);
    std::swap(grid.east, work.next_east);
    std::swap(grid.south, work.next_south);
}

/// Runs the steps; water that is lost, or is not a number, ends the run.
template <class T, class Step>
void measure_bare(benchmark::State& state, Grid<T>& grid, Step step) {
    const double before = grid.volume();
    for ([[maybe_unused]] auto _ : state) {
        step();
    }
    const double defect = std::abs(grid.volume() - before) / before;
    if (!(defect < (sizeof(T) == 8 ? 1e-10 : kMostDefect))) {
        state.SkipWithError("water is not kept");
    }
    state.counters["defect"] = defect;
    state.SetItemsProcessed(state.iterations() * grid.size * grid.size);
}

template <class T>
void bare_local_inertial(benchmark::State& state) {
    Grid<T> grid(state.range(0));
    measure_bare(state, grid, [&] { inertial_step(grid); });
}

template <class T>
void bare_shallow_water(benchmark::State& state) {
    Grid<T> grid(state.range(0));
    ShallowRows<T> work(grid.size);
    measure_bare(state, grid, [&] { shallow_step(grid, work); });
}

void one_thread(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"size", "threads"})->UseRealTime()->Unit(benchmark::kMillisecond);
    bench->Args({2048, 1});
}

BENCHMARK(bare_local_inertial<double>)->Apply(one_thread);
BENCHMARK(bare_local_inertial<float>)->Apply(one_thread);
BENCHMARK(bare_shallow_water<double>)->Apply(one_thread);
BENCHMARK(bare_shallow_water<float>)->Apply(one_thread);

}  // namespace
}  // namespace hazone::bench
