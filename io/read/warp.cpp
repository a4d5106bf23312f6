#include "io/read/warp.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

#include <cpl_string.h>
#include <gdalwarper.h>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "engine/parallel/windows.hpp"
#include "io/read/shared_cells.hpp"

namespace hazone::io {
namespace {

/// Cells along one side of a tile which is resampled at once, and of the file's cells behind it.
constexpr Index kTileSide = 512;
constexpr double kFileSide = 2048;
constexpr double kPositionError = 0.01;  // of a source cell, by interpolated positions
constexpr double kSameCell = 1e-3;       // of a cell: closer is the same position

GDALResampleAlg algorithm_of(Resampling resampling) {
    switch (resampling) {
        case Resampling::nearest:
            return GRA_NearestNeighbour;
        case Resampling::bilinear:
            return GRA_Bilinear;
        case Resampling::average:
            return GRA_Average;
        case Resampling::mode:
            return GRA_Mode;
    }
    return GRA_NearestNeighbour;
}

/// The file's cell in which the grid begins, when both grids share their cells.
std::optional<Cell> shared_origin(const RasterFile& file, const Grid& grid) {
    if (!file.square() || !same_crs(file.crs, parse_crs(grid.crs, "the grid"))) {
        return std::nullopt;
    }
    const double size = grid.cell_size;
    const auto longest = static_cast<double>(std::max(grid.extent.rows, grid.extent.cols));
    const double col = (grid.west - file.transform[0]) / size;
    const double row = (file.transform[3] - grid.north) / size;
    const bool same = std::abs(file.cell_size() - size) * longest <= kSameCell * size &&
                      std::abs(col - std::round(col)) <= kSameCell &&
                      std::abs(row - std::round(row)) <= kSameCell;
    if (!same) {
        return std::nullopt;
    }
    return Cell{static_cast<Index>(std::llround(row)), static_cast<Index>(std::llround(col))};
}

struct WarpOptionsDestroyer {
    void operator()(GDALWarpOptions* options) const { GDALDestroyWarpOptions(options); }
};
using WarpOptionsPtr = std::unique_ptr<GDALWarpOptions, WarpOptionsDestroyer>;

struct TransformerDestroyer {
    void operator()(void* transformer) const { GDALDestroyTransformer(transformer); }
};
using TransformerPtr = std::unique_ptr<void, TransformerDestroyer>;

WarpOptionsPtr warp_options(const RasterFile& file, GDALDataset& target, const CellBuffer& buffer) {
    WarpOptionsPtr options(GDALCreateWarpOptions());
    options->hSrcDS = GDALDataset::ToHandle(file.dataset.get());
    options->hDstDS = GDALDataset::ToHandle(&target);
    options->nBandCount = 1;
    options->panSrcBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    options->panDstBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    options->panSrcBands[0] = file.band;
    options->panDstBands[0] = 1;
    const GDALDataType stored = file.raster_band()->GetRasterDataType();
    const bool wide = GDALGetDataTypeSizeBits(stored) > 16 && stored != GDT_Float32;
    options->eWorkingDataType = wide ? GDT_Float64 : GDT_Float32;
    int declared = 0;
    const double nodata = file.raster_band()->GetNoDataValue(&declared);
    if (declared != 0) {
        options->padfSrcNoDataReal = static_cast<double*>(CPLMalloc(sizeof(double)));
        options->padfSrcNoDataReal[0] = nodata;
    }
    const std::string missing =
        std::isnan(buffer.missing) ? "nan" : fmt::format("{}", buffer.missing);
    CPLStringList words;
    words.SetNameValue("INIT_DEST", missing.c_str());
    words.SetNameValue("NUM_THREADS", std::to_string(threads()).c_str());
    words.SetNameValue("SAMPLE_GRID", "YES");
    options->papszWarpOptions = words.StealList();
    return options;
}

TransformerPtr warp_transformer(const RasterFile& file,
                                GDALDataset& target,
                                const std::string& operation) {
    CPLStringList words;
    words.SetNameValue("SRC_SRS", wkt2(file.crs).c_str());
    if (!operation.empty()) {
        words.SetNameValue("COORDINATE_OPERATION", operation.c_str());
    }
    return TransformerPtr(GDALCreateGenImgProjTransformer2(
        GDALDataset::ToHandle(file.dataset.get()), GDALDataset::ToHandle(&target), words.List()));
}

void require_overlap(const RasterFile& file, const std::string& operation, const Grid& grid) {
    const OGRSpatialReference crs = parse_crs(grid.crs, "the grid");
    const auto forward = make_transform(file.crs, crs, operation, file.name);
    const auto box = transformed_bounds(*forward, file.bounds(), file.name);
    if (!overlap(box, bounds_of(grid))) {
        const auto own = bounds_of(grid);
        throw InputError(
            fmt::format("{}: does not overlap the grid: it covers x {:.0f} to {:.0f}, y {:.0f} to "
                        "{:.0f} in the "
                        "grid's CRS, the grid x {:.0f} to {:.0f}, y {:.0f} to {:.0f}. Check the "
                        "CRS of the file "
                        "and the extent of the grid",
                        file.name, box[0], box[2], box[1], box[3], own[0], own[2], own[1], own[3]));
    }
}

/// The tiles in which the band is brought to a grid. They belong to the whole grid, so that a
/// window of it gets the same bits: GDAL interpolates positions along the rows of what it resamples
/// at once. Where the file has finer cells they are smaller, for memory.
Windows warp_tiles(const RasterFile& file, const Grid& whole) {
    constexpr double kMetresPerDegree = 111'000;
    const double width =
        file.cell_size() *
        (file.crs.IsGeographic() == 0 ? file.crs.GetLinearUnits(nullptr) : kMetresPerDegree);
    const double finer = std::max(1.0, whole.cell_size / width);
    const Index side = std::clamp(static_cast<Index>(kFileSide / finer), Index{1}, kTileSide);
    return {whole.extent, {side, side}};
}

struct BufferDestroyer {
    void operator()(void* cells) const { GDALWarpOperation::DestroyDestinationBuffer(cells); }
};

/// Warps one tile and copies the part of it which lies in `window` into the buffer.
CPLErr warp_tile(GDALWarpOperation& warp, Window tile, Window window, const CellBuffer& buffer) {
    const Cell from{std::max(tile.from.row, window.from.row),
                    std::max(tile.from.col, window.from.col)};
    const Extent part{std::min(tile.end_row(), window.end_row()) - from.row,
                      std::min(tile.end_col(), window.end_col()) - from.col};
    if (part.empty()) {
        return CE_None;
    }
    const GDALDataType type = warp.GetOptions()->eWorkingDataType;
    const int rows = static_cast<int>(tile.extent.rows);
    const int cols = static_cast<int>(tile.extent.cols);
    const std::unique_ptr<void, BufferDestroyer> cells(warp.CreateDestinationBuffer(cols, rows));
    const CPLErr error = cells == nullptr ? CE_Failure
                                          : warp.WarpRegionToBuffer(static_cast<int>(tile.from.col),
                                                                    static_cast<int>(tile.from.row),
                                                                    cols, rows, cells.get(), type);
    if (error != CE_None) {
        return error;
    }
    const int width = GDALGetDataTypeSizeBytes(type);
    const int own_width = GDALGetDataTypeSizeBytes(buffer.type);
    for_each_row(part.rows, [&](Index row) {
        const Index cell =
            (from.row - tile.from.row + row) * tile.extent.cols + from.col - tile.from.col;
        const Index own =
            (from.row - window.from.row + row) * window.extent.cols + from.col - window.from.col;
        GDALCopyWords64(static_cast<const std::uint8_t*>(cells.get()) + cell * width, type, width,
                        static_cast<std::uint8_t*>(buffer.cells) + own * own_width, buffer.type,
                        own_width, part.cols);
    });
    return CE_None;
}

void resample(const RasterFile& file,
              const WarpRequest& request,
              const Grid& whole,
              Window window,
              const CellBuffer& buffer) {
    const OGRSpatialReference crs = parse_crs(whole.crs, "the grid");
    const std::string operation =
        coordinate_operation(file.crs, crs, request.transformation, file.name);
    require_overlap(file, operation, whole);
    const QuietGdal quiet;
    // Tells GDAL where the grid lies; its cells are never touched.
    const DatasetPtr target =
        memory_dataset(buffer.cells, buffer.type, static_cast<int>(whole.extent.rows),
                       static_cast<int>(whole.extent.cols));
    std::array<double, 6> transform{whole.west, whole.cell_size, 0, whole.north,
                                    0,          -whole.cell_size};
    target->SetGeoTransform(transform.data());
    target->SetSpatialRef(&crs);
    const WarpOptionsPtr options = warp_options(file, *target, buffer);
    options->eResampleAlg = algorithm_of(request.resampling);
    const TransformerPtr exact = warp_transformer(file, *target, operation);
    if (!exact) {
        throw InputError(fmt::format("{}: no transformation from {} to the grid's CRS {}{}",
                                     file.name, crs_name(file.crs), crs_name(crs), quiet.reason()));
    }
    const TransformerPtr quick(
        GDALCreateApproxTransformer(GDALGenImgProjTransform, exact.get(), kPositionError));
    options->pfnTransformer = GDALApproxTransform;
    options->pTransformerArg = quick.get();
    GDALWarpOperation warp;
    CPLErr error = warp.Initialize(options.get());
    const Windows tiles = warp_tiles(file, whole);
    for (Index number = 0; number < tiles.count() && error == CE_None; ++number) {
        error = warp_tile(warp, tiles.at(number), window, buffer);
    }
    if (error != CE_None) {
        throw InputError(
            fmt::format("{}: cannot be brought to the grid{}", file.name, quiet.reason()));
    }
}

}  // namespace

CellBuffer buffer_of(View<float> cells) {
    assert(cells.contiguous());
    return {cells.data(), GDT_Float32, kMissing};
}

CellBuffer buffer_of(View<double> cells) {
    assert(cells.contiguous());
    return {cells.data(), GDT_Float64, std::numeric_limits<double>::quiet_NaN()};
}

CellBuffer buffer_of(View<std::int32_t> cells, std::int32_t missing) {
    assert(cells.contiguous());
    return {cells.data(), GDT_Int32, static_cast<double>(missing)};
}

std::array<double, 4> bounds_of(const Grid& grid) {
    return {grid.west, grid.south(), grid.east(), grid.north};
}

bool overlap(const std::array<double, 4>& a, const std::array<double, 4>& b) {
    return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

std::array<double, 4> transformed_bounds(OGRCoordinateTransformation& transform,
                                         const std::array<double, 4>& box,
                                         const std::string& what) {
    const QuietGdal quiet;
    constexpr int kPointsPerEdge = 21;
    std::array<double, 4> image{};
    if (transform.TransformBounds(box[0], box[1], box[2], box[3], &image[0], &image[1], &image[2],
                                  &image[3], kPointsPerEdge) == 0) {
        throw InputError(
            fmt::format("{}: its extent (x {:.6g} to {:.6g}, y {:.6g} to {:.6g}) cannot "
                        "be brought to the grid's CRS{}. Check the file's CRS",
                        what, box[0], box[2], box[1], box[3], quiet.reason()));
    }
    return image;
}

void read_band(const RasterFile& file,
               const WarpRequest& request,
               const Grid& grid,
               const CellBuffer& buffer,
               const CellFinish& finish) {
    // Where the grid is a window, how the whole is read decides, for the same bits.
    const Grid whole = grid.whole_grid();
    const auto origin = shared_origin(file, whole);
    const bool meets = origin && origin->row < file.rows() && origin->col < file.cols() &&
                       origin->row + whole.extent.rows > 0 && origin->col + whole.extent.cols > 0;
    if (meets) {
        read_shared_cells(file, {origin->row + grid.first.row, origin->col + grid.first.col},
                          grid.extent, buffer, finish);
        return;
    }
    resample(file, request, whole, {grid.first, grid.extent}, buffer);
    if (finish) {
        for_each_row(grid.extent.rows,
                     [&](Index row) { finish(row * grid.extent.cols, grid.extent.cols); });
    }
}

std::array<double, 2> file_position(const RasterFile& file,
                                    const std::string& transformation,
                                    const Grid& grid,
                                    Cell cell) {
    const OGRSpatialReference crs = parse_crs(grid.crs, "the grid");
    const std::string operation = coordinate_operation(file.crs, crs, transformation, file.name);
    const auto forward = make_transform(file.crs, crs, operation, file.name);
    const TransformPtr backward(forward->GetInverse());
    Point point = grid.centre(cell);
    if (backward) {
        backward->Transform(1, &point.x, &point.y);
    }
    return file.pixel_at(point.x, point.y);
}

}  // namespace hazone::io
