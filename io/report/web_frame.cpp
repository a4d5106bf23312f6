// Pictures on the web map. Cells are first gathered into blocks of about a dot, then GDAL warps the
// blocks, so that no cell is lost however coarse the picture is.
#include "io/report/web_frame.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

#include <gdal_alg.h>
#include <gdalwarper.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"
#include "io/crs.hpp"
#include "io/map/map_raster.hpp"
#include "io/read/warp.hpp"

namespace hazone::io {
namespace {

constexpr double kPositionError = 0.125;              // of a block, by interpolated positions
constexpr const char* kDatumOfVietnam = "EPSG:6960";  // VN-2000 to WGS 84, 1 m

struct WarpOptionsDestroyer {
    void operator()(GDALWarpOptions* options) const { GDALDestroyWarpOptions(options); }
};
using WarpOptionsPtr = std::unique_ptr<GDALWarpOptions, WarpOptionsDestroyer>;
struct TransformerDestroyer {
    void operator()(void* transformer) const { GDALDestroyTransformer(transformer); }
};
using TransformerPtr = std::unique_ptr<void, TransformerDestroyer>;

template <class T>
constexpr GDALDataType kStored = sizeof(T) == 1 ? GDT_Byte : GDT_Float32;
template <class T>
T missing_of() {
    return static_cast<T>(sizeof(T) == 1 ? 0.0F : kMissing);
}

GDALResampleAlg algorithm_of(DotRule rule) {
    switch (rule) {
        case DotRule::highest:
            return GRA_Max;
        case DotRule::lowest:
            return GRA_Min;
        case DotRule::between:
            return GRA_Bilinear;
    }
    return GRA_Max;
}

/// The highest or lowest value of the cells of each block, or their mean; missing where none has a
/// value.
Raster<float> gathered(View<const float> cells, Extent blocks, DotRule rule) {
    if (rule == DotRule::between) {
        return mean_of_blocks(cells, blocks);
    }
    Raster<float> result(blocks);
    const bool highest = rule == DotRule::highest;
    for_each_cell(blocks, [=, to = result.view()](Index row, Index col) {
        const CellRange rows = cells_of_dot(row, blocks.rows, cells.rows());
        const CellRange cols = cells_of_dot(col, blocks.cols, cells.cols());
        float worst = kMissing;
        for (Index r = rows.begin; r < rows.end; ++r) {
            for (Index c = cols.begin; c < cols.end; ++c) {
                const float value = cells(r, c);
                if (!is_missing(value) &&
                    (is_missing(worst) || (highest ? value > worst : value < worst))) {
                    worst = value;
                }
            }
        }
        to(row, col) = worst;
    });
    return result;
}

Extent blocks_for(Extent cells, Extent dots) {
    return {std::min(cells.rows, dots.rows), std::min(cells.cols, dots.cols)};
}

DatasetPtr placed(void* cells,
                  GDALDataType type,
                  Extent extent,
                  const std::array<double, 4>& box,
                  const OGRSpatialReference& crs) {
    DatasetPtr dataset =
        memory_dataset(cells, type, static_cast<int>(extent.rows), static_cast<int>(extent.cols));
    std::array<double, 6> transform{box[0], (box[2] - box[0]) / static_cast<double>(extent.cols),
                                    0,      box[3],
                                    0,      (box[1] - box[3]) / static_cast<double>(extent.rows)};
    dataset->SetGeoTransform(transform.data());
    dataset->SetSpatialRef(&crs);
    return dataset;
}

WarpOptionsPtr warp_options(GDALDataset& source,
                            GDALDataset& target,
                            GDALDataType type,
                            GDALResampleAlg algorithm) {
    WarpOptionsPtr options(GDALCreateWarpOptions());
    options->hSrcDS = GDALDataset::ToHandle(&source);
    options->hDstDS = GDALDataset::ToHandle(&target);
    options->nBandCount = 1;
    options->panSrcBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    options->panDstBands = static_cast<int*>(CPLMalloc(sizeof(int)));
    options->panSrcBands[0] = 1;
    options->panDstBands[0] = 1;
    options->eWorkingDataType = type;
    options->eResampleAlg = algorithm;
    const double missing = type == GDT_Byte ? 0.0 : std::numeric_limits<double>::quiet_NaN();
    options->padfSrcNoDataReal = static_cast<double*>(CPLMalloc(sizeof(double)));
    options->padfDstNoDataReal = static_cast<double*>(CPLMalloc(sizeof(double)));
    options->padfSrcNoDataReal[0] = missing;
    options->padfDstNoDataReal[0] = missing;
    CPLStringList words;
    words.SetNameValue("INIT_DEST", "NO_DATA");
    words.SetNameValue("NUM_THREADS", std::to_string(threads()).c_str());
    words.SetNameValue("SAMPLE_GRID", "YES");
    options->papszWarpOptions = words.StealList();
    return options;
}

std::string datum_of(const OGRSpatialReference& crs) {
    return is_vn2000(crs) ? kDatumOfVietnam : "";
}

}  // namespace

std::string web_map_operation(const OGRSpatialReference& crs) {
    return coordinate_operation(crs, parse_crs("EPSG:3857", "the web map"), datum_of(crs),
                                "the web map");
}

WebFrame::WebFrame(const Grid& grid) : grid_(grid), crs_(parse_crs(grid.crs, "the grid")) {
    const OGRSpatialReference degrees = parse_crs("EPSG:4326", "longitude and latitude");
    const OGRSpatialReference map = parse_crs("EPSG:3857", "the web map");
    to_degrees_ = make_transform(
        crs_, degrees, coordinate_operation(crs_, degrees, datum_of(crs_), "the web report"),
        "the web report");
    to_map_ = web_map_operation(crs_);
    bounds_ = transformed_bounds(*make_transform(crs_, map, to_map_, "the web report"),
                                 bounds_of(grid), "the grid of the web report");
    if (!(bounds_[2] > bounds_[0] && bounds_[3] > bounds_[1])) {
        throw InputError("outputs.report: the grid has no place on the web map; check its CRS");
    }
}

std::array<double, 4> WebFrame::degrees() const {
    const auto longitude = [](double x) { return x / kMapRadius * 180 / std::numbers::pi; };
    const auto latitude = [](double y) {
        return (2 * std::atan(std::exp(y / kMapRadius)) - std::numbers::pi / 2) * 180 /
               std::numbers::pi;
    };
    return {longitude(bounds_[0]), latitude(bounds_[1]), longitude(bounds_[2]),
            latitude(bounds_[3])};
}

Extent WebFrame::dots(Index longest) const {
    const double width = bounds_[2] - bounds_[0];
    const double height = bounds_[3] - bounds_[1];
    const Index cells = std::max(grid_.extent.rows, grid_.extent.cols);
    // Small grids are drawn finer than their cells, since the turned grid does not fit the dots.
    const auto side = static_cast<double>(std::min(longest, std::max<Index>(256, cells * 5 / 4)));
    const double dot = std::max(width, height) / side;
    return {std::max<Index>(1, static_cast<Index>(std::lround(height / dot))),
            std::max<Index>(1, static_cast<Index>(std::lround(width / dot)))};
}

double WebFrame::ground_size(Extent dots) const {
    const double middle = (bounds_[1] + bounds_[3]) / 2;
    // The map stretches lengths by 1 / cos(latitude), which is cosh of the northing.
    return (bounds_[3] - bounds_[1]) / static_cast<double>(dots.rows) /
           std::cosh(middle / kMapRadius);
}

template <class T>
Raster<T> WebFrame::warp(View<const T> blocks, Extent dots, DotRule rule) const {
    Raster<T> picture(dots, missing_of<T>());
    const QuietGdal quiet;
    const OGRSpatialReference map = parse_crs("EPSG:3857", "the web map");
    // GDAL takes memory to be written; the blocks are only read.
    const DatasetPtr source =
        placed(const_cast<T*>(blocks.data()), kStored<T>, blocks.extent(), bounds_of(grid_), crs_);
    const DatasetPtr target = placed(picture.data(), kStored<T>, dots, bounds_, map);
    const WarpOptionsPtr options = warp_options(*source, *target, kStored<T>, algorithm_of(rule));
    CPLStringList words;
    if (!to_map_.empty()) {
        words.SetNameValue("COORDINATE_OPERATION", to_map_.c_str());
    }
    const TransformerPtr exact(
        GDALCreateGenImgProjTransformer2(options->hSrcDS, options->hDstDS, words.List()));
    if (!exact) {
        throw InputError("outputs.report: the grid cannot be brought to the web map" +
                         quiet.reason());
    }
    const TransformerPtr quick(
        GDALCreateApproxTransformer(GDALGenImgProjTransform, exact.get(), kPositionError));
    options->pfnTransformer = GDALApproxTransform;
    options->pTransformerArg = quick.get();
    GDALWarpOperation work;
    if (work.Initialize(options.get()) != CE_None ||
        work.ChunkAndWarpImage(0, 0, static_cast<int>(dots.cols), static_cast<int>(dots.rows)) !=
            CE_None) {
        throw InputError("outputs.report: the grid cannot be brought to the web map" +
                         quiet.reason());
    }
    target->FlushCache();
    return picture;
}

Raster<std::uint8_t> WebFrame::classes(View<const std::uint8_t> cells, Extent dots) const {
    const Raster<std::uint8_t> blocks = highest_class(cells, blocks_for(cells.extent(), dots));
    return warp<std::uint8_t>(blocks.view(), dots, DotRule::highest);
}

Raster<float> WebFrame::values(View<const float> cells, Extent dots, DotRule rule) const {
    const Raster<float> blocks = gathered(cells, blocks_for(cells.extent(), dots), rule);
    return warp<float>(blocks.view(), dots, rule);
}

}  // namespace hazone::io
