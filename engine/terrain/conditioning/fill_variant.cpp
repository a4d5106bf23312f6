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

void slope(const FillVariant& variant, const std::vector<Run>& walls, View<float> filled) {
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

void fill_around(const std::vector<Run>& holes,
                 View<const float> z,
                 const FillVariant& variant,
                 View<float> filled) {
    for_each_row(z.rows(), [=](Index row) { std::copy_n(z.row(row), z.cols(), filled.row(row)); });
    set_cells(holes, kWall, filled);
    fill_depressions(filled, filled);
    slope(variant, holes, filled);
    const Index islands = count_cells(z.extent(), [=](Index row, Index col) {
        return filled(row, col) == kWall && z(row, col) < kWall;
    });
    if (islands > 0) {
        Raster<float> open(z.extent());
        fill_depressions(z, open);
        slope(variant, {}, open);
        put_islands(z, open, filled);
    }
    set_cells(holes, kMissing, filled);
}

}  // namespace

void fill_depressions(View<const float> z, const FillVariant& variant, View<float> filled) {
    const std::vector<Run> holes =
        variant.holes == Holes::barrier ? holes_of(z) : std::vector<Run>();
    if (!holes.empty()) {
        fill_around(holes, z, variant, filled);
        return;
    }
    fill_depressions(z, filled);
    slope(variant, holes, filled);
}

}  // namespace hazone
