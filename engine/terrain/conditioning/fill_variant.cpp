#include "engine/terrain/conditioning/fill_variant.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/conditioning/gradient.hpp"

namespace hazone {
namespace {

constexpr float kWall = std::numeric_limits<float>::infinity();

void slope(const FillVariant& variant, const std::vector<CellRun>& walls, View<float> filled) {
    if (variant.sloped) {
        slope_flats(filled, variant.step);
    } else if (!walls.empty()) {
        slope_flats_beside(walls, filled, variant.step);
    }
}

/// Ground inside a hole fills to the wall, for no way leads out: it is given the surface `open`.
void put_islands(View<const float> z, View<const float> open, View<float> filled) {
    for_each_cell(z.extent(), [=](Index row, Index col) {
        if (filled(row, col) == kWall && z(row, col) < kWall) {
            filled(row, col) = open(row, col);
        }
    });
}

void copy_cells(View<const float> from, View<float> to) {
    if (from.data() == to.data()) {
        return;
    }
    for_each_row(from.rows(),
                 [=](Index row) { std::copy_n(from.row(row), from.cols(), to.row(row)); });
}

/// `filled` holds the ground at first.
void fill_around(const std::vector<CellRun>& holes,
                 const FillVariant& variant,
                 View<float> filled) {
    Raster<float> ground(filled.extent());
    copy_cells(filled, ground);
    set_cells(holes, kWall, filled);
    fill_depressions(filled, filled);
    slope(variant, holes, filled);
    const Index islands =
        count_cells(filled.extent(), [=, z = ground.view()](Index row, Index col) {
            return filled(row, col) == kWall && z(row, col) < kWall;
        });
    if (islands > 0) {
        Raster<float> open(filled.extent());
        fill_depressions(ground, open);
        slope(variant, {}, open);
        put_islands(ground, open, filled);
    }
    set_cells(holes, kMissing, filled);
}

}  // namespace

void fill_depressions(View<const float> z, const FillVariant& variant, View<float> filled) {
    const std::vector<CellRun> holes =
        variant.holes == Holes::barrier ? holes_of(z) : std::vector<CellRun>();
    if (!holes.empty()) {
        copy_cells(z, filled);
        fill_around(holes, variant, filled);
        return;
    }
    fill_depressions(z, filled);
    slope(variant, holes, filled);
}

}  // namespace hazone
