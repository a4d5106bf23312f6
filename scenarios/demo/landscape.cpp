// The stream-power law with linear slope dependence, solved as in Braun and Willett (2013),
// doi:10.1016/j.geomorph.2012.10.008, equations 20 to 23:
//   dz/dt = U - K sqrt(A) dz/dx
// Only sums, products and square roots are used, which IEEE 754 rounds the same everywhere: the
// course of a river depends on the last bit of an elevation.
#include "scenarios/demo/landscape.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenarios/demo/drainage_tree.hpp"
#include "scenarios/demo/noise.hpp"
#include "scenarios/demo/streams.hpp"

namespace hazone::demo {
namespace {

constexpr Index kMargin = 40;          // cells around the province which are cut off in the end
constexpr double kUplift = 330.0;      // m per step in the core of the range
constexpr double kStreamArea = 1.0e6;  // m2

// What the place decides. x is to the east and y to the south of the north-western corner, m.
struct World {
    World(std::uint64_t seed, double side)
        : width(side),
          bends{9000, 2, 0.5, seed + 100},
          blocks{12000, 3, 0.5, seed + 200},
          rocks{2600, 4, 0.6, seed + 300},
          strength{2200, 6, 0.75, seed + 400},
          seed_relief{14000, 9, 0.55, seed + 500},
          detail{450, 5, 0.65, seed + 600},
          roughness{130, 3, 0.6, seed + 700} {}

    /// 1 on the axis of the range, which runs from the north-west to the east, 0 far from it.
    double range(double x, double y) const {
        const double axis = 0.27 + 0.25 * x / width + 0.16 * bends(x, y);
        const double off = (y / width - axis) / 0.27;
        return 1.0 / (1.0 + off * off * off * off);
    }
    /// Share of the full uplift.
    double uplift(double x, double y) const {
        return 0.13 + 0.87 * range(x, y) * std::max(0.25, 0.85 + 0.7 * blocks(x, y));
    }
    /// Erodibility, 1 per step where the area is in m2 to the power 1/2.
    double erodibility(double x, double y) const { return std::max(0.45, 1.0 + 0.8 * rocks(x, y)); }
    /// Steepest slope that stands, m/m: the rock of the range is the harder one.
    double stable_slope(double x, double y) const {
        return std::max(0.2, 0.44 + 0.18 * range(x, y) + 0.34 * strength(x, y));
    }
    /// Height before the first river, m.
    double first_relief(double x, double y) const {
        return 500.0 + 600.0 * seed_relief(x, y) + 800.0 * uplift(x, y);
    }

    double width;  // of the square sheet, m
    FractalNoise bends;
    FractalNoise blocks;
    FractalNoise rocks;
    FractalNoise strength;
    FractalNoise seed_relief;
    FractalNoise detail;
    FractalNoise roughness;
};

// One resolution of the solution: what stays the same from step to step.
struct Sheet {
    Sheet(const World& world, Index cells)
        : extent{cells, cells},
          cell_size(world.width / static_cast<double>(cells)),
          elevation(extent),
          scratch(extent),
          uplift(extent),
          erodibility(extent),
          stable_slope(extent),
          outlet(extent) {
        for_each_cell(extent, [&](Index row, Index col) {
            const double x = this->x(col);
            const double y = this->y(row);
            uplift(row, col) = kUplift * world.uplift(x, y);
            erodibility(row, col) = world.erodibility(x, y);
            stable_slope(row, col) = world.stable_slope(x, y);
            // Rivers leave in the south, in the south-east, and a little in the north-east.
            const bool south = row == cells - 1;
            const bool east = col == cells - 1 && y > 0.45 * world.width;
            const bool north = row == 0 && x > 0.80 * world.width;
            outlet(row, col) = south || east || north ? 1 : 0;
        });
    }

    double x(Index col) const { return (static_cast<double>(col) + 0.5) * cell_size; }
    double y(Index row) const { return (static_cast<double>(row) + 0.5) * cell_size; }

    Extent extent;
    double cell_size;
    Raster<double> elevation;
    Raster<double> scratch;
    Raster<double> uplift;
    Raster<double> erodibility;
    Raster<double> stable_slope;
    Raster<std::uint8_t> outlet;
};

// One step of uplift and incision, from the outlets upstream.
void cut_rivers(Sheet& sheet) {
    const DrainageTree tree = drainage_tree(sheet.elevation, sheet.outlet);
    const std::vector<double> cells = contributing_cells(tree);
    double* z = sheet.elevation.data();
    for (const std::int32_t cell : tree.order) {
        const std::int32_t receiver = tree.receiver[static_cast<std::size_t>(cell)];
        if (receiver == cell) {
            continue;
        }
        const double length =
            sheet.cell_size * receiver_distance(cell, receiver, sheet.extent.cols);
        const double area =
            cells[static_cast<std::size_t>(cell)] * sheet.cell_size * sheet.cell_size;
        const double rate = sheet.erodibility.data()[cell] * std::sqrt(area) / length;
        z[cell] = (z[cell] + sheet.uplift.data()[cell] + rate * z[receiver]) / (1.0 + rate);
    }
}

// The highest level of a cell from which the ground falls no steeper than `rise` per cell to the
// lower of its neighbours in the rows and in the columns: the upwind solution of |grad z| = slope
// (Zhao 2005, doi:10.1090/S0025-5718-04-01678-3, equation 2.4), which knows no direction.
double highest_stable(double along_rows, double along_cols, double rise) {
    const double difference = along_rows - along_cols;
    if (std::abs(difference) >= rise) {
        return std::min(along_rows, along_cols) + rise;
    }
    return 0.5 * (along_rows + along_cols + std::sqrt(2.0 * rise * rise - difference * difference));
}

// Slopes steeper than the rock can stand fall: four sweeps over the sheet, one from each corner.
void let_slopes_fall(Sheet& sheet) {
    const Index last = sheet.extent.rows - 1;
    const View<double> z = sheet.elevation.view();
    for (int sweep = 0; sweep < 4; ++sweep) {
        for (Index i = 1; i < last; ++i) {
            const Index row = sweep < 2 ? i : last - i;
            for (Index j = 1; j < last; ++j) {
                const Index col = sweep % 2 == 0 ? j : last - j;
                const double rows = std::min(z(row - 1, col), z(row + 1, col));
                const double cols = std::min(z(row, col - 1), z(row, col + 1));
                const double rise = sheet.stable_slope(row, col) * sheet.cell_size;
                z(row, col) = std::min(z(row, col), highest_stable(rows, cols, rise));
            }
        }
    }
}

// Soil creep: every cell moves by `share` towards the mean of its neighbours.
void creep(Sheet& sheet, double share) {
    const View<const double> z = sheet.elevation.view();
    const View<double> next = sheet.scratch.view();
    for_each_inner_cell(sheet.extent, [&](Index row, Index col) {
        const double straight =
            z(row - 1, col) + z(row + 1, col) + z(row, col - 1) + z(row, col + 1);
        const double diagonal =
            z(row - 1, col - 1) + z(row - 1, col + 1) + z(row + 1, col - 1) + z(row + 1, col + 1);
        const double mean = (2.0 * straight + diagonal) / 12.0;
        next(row, col) = z(row, col) + share * (mean - z(row, col));
    });
    for_each_edge_cell(sheet.extent, [&](Index row, Index col) { next(row, col) = z(row, col); });
    std::swap(sheet.elevation, sheet.scratch);
}

// The coarse solution on the finer grid, between the cell centres by two linear steps, with a
// little relief of the new scale so that valleys do not follow the lattice.
void refine(const Sheet& coarse, const World& world, Sheet& fine) {
    const View<const double> from = coarse.elevation.view();
    const auto last = static_cast<double>(coarse.extent.rows - 1);
    for_each_cell(fine.extent, [&](Index row, Index col) {
        const double v = std::clamp(fine.y(row) / coarse.cell_size - 0.5, 0.0, last - 1e-9);
        const double u = std::clamp(fine.x(col) / coarse.cell_size - 0.5, 0.0, last - 1e-9);
        const auto top = static_cast<Index>(v);
        const auto left = static_cast<Index>(u);
        const double down = v - static_cast<double>(top);
        const double across = u - static_cast<double>(left);
        const double upper = from(top, left) + across * (from(top, left + 1) - from(top, left));
        const double lower =
            from(top + 1, left) + across * (from(top + 1, left + 1) - from(top + 1, left));
        fine.elevation(row, col) = upper + down * (lower - upper) +
                                   0.5 * fine.cell_size * world.detail(fine.x(col), fine.y(row));
    });
}

struct Pace {
    int steps;
    double creep_share;
};

void evolve(Sheet& sheet, Pace pace) {
    for (int step = 0; step < pace.steps; ++step) {
        for (int pass = 0; pass < 4; ++pass) {
            creep(sheet, pace.creep_share);
        }
        cut_rivers(sheet);
        let_slopes_fall(sheet);
    }
}

Sheet evolved(const World& world, Index cells) {
    Sheet coarse(world, cells / 4);
    for_each_cell(coarse.extent, [&](Index row, Index col) {
        coarse.elevation(row, col) =
            coarse.outlet(row, col) != 0 ? 0.0 : world.first_relief(coarse.x(col), coarse.y(row));
    });
    evolve(coarse, {.steps = 40, .creep_share = 0.4});
    Sheet middle(world, cells / 2);
    refine(coarse, world, middle);
    evolve(middle, {.steps = 10, .creep_share = 0.5});
    Sheet fine(world, cells);
    refine(middle, world, fine);
    evolve(fine, {.steps = 4, .creep_share = 0.7});
    return fine;
}

Streams streams_of(const Sheet& sheet) {
    return find_streams(sheet.elevation, sheet.outlet, sheet.cell_size, kStreamArea);
}

}  // namespace

Landscape make_landscape(std::uint64_t seed, Index cells) {
    const Index sheet_cells = cells + 2 * kMargin;
    const World world(seed, kProvinceCellSize * static_cast<double>(sheet_cells));
    Sheet sheet = evolved(world, sheet_cells);
    lay_valley_floors(sheet.elevation, streams_of(sheet), kStreamArea);
    creep(sheet, 0.4);
    creep(sheet, 0.4);
    const Raster<std::uint8_t> lake = dam_a_lake(sheet.elevation, streams_of(sheet));

    const Extent extent{cells, cells};
    Landscape land{Raster<float>(extent), Raster<std::uint8_t>(extent)};
    for_each_cell(extent, [&](Index province_row, Index province_col) {
        const Index row = province_row + kMargin;
        const Index col = province_col + kMargin;
        double z = 100.0 + sheet.elevation(row, col);
        if (lake(row, col) == 0) {
            z += world.roughness(sheet.x(col), sheet.y(row));
        }
        land.elevation(province_row, province_col) =
            static_cast<float>(std::floor(10.0 * z + 0.5) / 10.0);
        land.lake(province_row, province_col) = lake(row, col);
    });
    return land;
}

}  // namespace hazone::demo
