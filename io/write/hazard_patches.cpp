#include "io/write/hazard_patches.hpp"

#include <algorithm>

#include <gdal_alg.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {
namespace {

constexpr int kSidesAndCorners = 8;

/// Cells of the run along one side of a block so that the blocks are few enough.
int block_side(Extent extent, Index most_cells) {
    const auto blocks = [extent](Index side) {
        return ((extent.rows + side - 1) / side) * ((extent.cols + side - 1) / side);
    };
    int side = 1;
    while (blocks(side) > most_cells) {
        ++side;
    }
    return side;
}

/// The highest class of a block. No data is 0, below every class.
std::uint8_t highest_class(View<const std::uint8_t> classes, Cell first, int side) {
    std::uint8_t highest = kNoClass;
    const Index last_row = std::min(first.row + side, classes.rows());
    const Index last_col = std::min(first.col + side, classes.cols());
    for (Index row = first.row; row < last_row; ++row) {
        for (Index col = first.col; col < last_col; ++col) {
            highest = std::max(highest, classes(row, col));
        }
    }
    return highest;
}

HazardPatches in_blocks(View<const std::uint8_t> classes, const Grid& grid, int side) {
    HazardPatches patches{.classes = {}, .grid = grid, .coarsening = side};
    patches.grid.cell_size *= side;
    patches.grid.extent = {(classes.rows() + side - 1) / side, (classes.cols() + side - 1) / side};
    patches.classes = Raster<std::uint8_t>(patches.grid.extent);
    const View<std::uint8_t> blocks = patches.classes.view();
    for_each_cell(patches.grid.extent, [=](Index row, Index col) {
        blocks(row, col) = highest_class(classes, {row * side, col * side}, side);
    });
    return patches;
}

Raster<std::uint8_t> sieved(const Raster<std::uint8_t>& classes, const Grid& grid, int smallest) {
    const QuietGdal quiet;
    Raster<std::uint8_t> result = classes.clone();
    const DatasetPtr before =
        wrap_cells({classes.data(), GDT_Byte, classes.extent(), classes.cols()}, grid);
    const DatasetPtr after =
        wrap_cells({result.data(), GDT_Byte, result.extent(), result.cols()}, grid);
    GDALRasterBand* const source = before->GetRasterBand(1);
    if (GDALSieveFilter(source, source, after->GetRasterBand(1), smallest, kSidesAndCorners,
                        nullptr, nullptr, nullptr) != CE_None) {
        throw InputError(fmt::format("cannot merge small patches{}", quiet.reason()));
    }
    after->FlushCache();
    return result;
}

}  // namespace

HazardPatches hazard_patches(View<const std::uint8_t> hazard_class,
                             const Grid& grid,
                             int smallest_patch,
                             Index most_cells) {
    HazardPatches patches =
        in_blocks(hazard_class, grid, block_side(hazard_class.extent(), most_cells));
    if (smallest_patch > 1) {
        const Raster<std::uint8_t> merged = sieved(patches.classes, patches.grid, smallest_patch);
        const View<std::uint8_t> classes = patches.classes.view();
        for_each_cell(classes.extent(), [&](Index row, Index col) {
            if (classes(row, col) != kNoClass) {
                classes(row, col) = std::max(classes(row, col), merged(row, col));
            }
        });
    }
    return patches;
}

}  // namespace hazone::io
