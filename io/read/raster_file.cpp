#include "io/read/raster_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace hazone::io {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

std::vector<DatasetPtr> open_all(const RasterSource& source) {
    Problems problems;
    std::vector<DatasetPtr> datasets;
    for (const auto& path : source.paths) {
        problems.collect(
            [&] { datasets.push_back(open_dataset(path.string(), GDAL_OF_RASTER, "a raster")); });
    }
    problems.raise();
    return datasets;
}

void require_band(GDALDataset& dataset, const std::string& name, int band) {
    if (band < 1 || band > dataset.GetRasterCount()) {
        throw InputError(fmt::format(
            "{}: has no band {}; allowed: 1 to {}{}", name, band, dataset.GetRasterCount(),
            dataset.GetRasterCount() == 0 ? " (a container: name one of its rasters, see gdalinfo)"
                                          : ""));
    }
    const GDALDataType type = dataset.GetRasterBand(band)->GetRasterDataType();
    if (GDALDataTypeIsComplex(type) != 0) {
        throw InputError(
            fmt::format("{}: band {} holds complex numbers ({}); allowed: real numbers", name, band,
                        GDALGetDataTypeName(type)));
    }
}

void take_georeference(RasterFile& file, const std::string& stated) {
    const OGRSpatialReference* crs = file.dataset->GetSpatialRef();
    OGRSpatialReference given;
    const bool silent = crs == nullptr || crs->IsEmpty() != 0;
    if (!silent && !stated.empty()) {
        throw InputError(fmt::format(
            "{}: states its own CRS, {}; take the key crs away, it is for files without one",
            file.name, crs_name(*crs)));
    }
    if (silent && !stated.empty()) {
        given = parse_crs(stated, file.name);
        crs = &given;
    }
    if (crs == nullptr || crs->IsEmpty()) {
        throw InputError(
            fmt::format("{}: has no CRS; allowed: a georeferenced raster. If you know "
                        "the CRS, set the key crs of this input, or write it: gdal_edit.py -a_srs "
                        "EPSG:32648 {}",
                        file.name, file.name));
    }
    if (file.dataset->GetGeoTransform(file.transform.data()) != CE_None) {
        throw InputError(
            fmt::format("{}: has a CRS but no position (geotransform); allowed: a "
                        "georeferenced raster. Rectify it first with gdalwarp",
                        file.name));
    }
    if (crs->IsCompound() != 0) {
        const char* unit = nullptr;
        crs->GetTargetLinearUnits("COMPD_CS|VERT_CS", &unit);
        file.vertical_unit = unit == nullptr ? "" : unit;
    }
    file.crs = horizontal_crs(*crs);
}

}  // namespace

bool RasterFile::square() const {
    const double width = transform[1];
    return transform[2] == 0 && transform[4] == 0 && width > 0 && transform[5] < 0 &&
           std::abs(width + transform[5]) <= 1e-6 * width;
}

double RasterFile::cell_size() const {
    return std::min(std::hypot(transform[1], transform[4]), std::hypot(transform[2], transform[5]));
}

std::array<double, 4> RasterFile::bounds() const {
    std::array<double, 4> box{kFar, kFar, -kFar, -kFar};
    for (const double col : {0.0, static_cast<double>(cols())}) {
        for (const double row : {0.0, static_cast<double>(rows())}) {
            const double x = transform[0] + col * transform[1] + row * transform[2];
            const double y = transform[3] + col * transform[4] + row * transform[5];
            box = {std::min(box[0], x), std::min(box[1], y), std::max(box[2], x),
                   std::max(box[3], y)};
        }
    }
    return box;
}

std::array<double, 2> RasterFile::pixel_at(double x, double y) const {
    std::array<double, 6> forward = transform;
    std::array<double, 6> inverse{};
    if (GDALInvGeoTransform(forward.data(), inverse.data()) == 0) {
        return {-1, -1};
    }
    return {inverse[0] + x * inverse[1] + y * inverse[2],
            inverse[3] + x * inverse[4] + y * inverse[5]};
}

double RasterFile::stored_value(int row, int col) const {
    double value = std::numeric_limits<double>::quiet_NaN();
    if (row < 0 || col < 0 || row >= rows() || col >= cols() ||
        raster_band()->RasterIO(GF_Read, col, row, 1, 1, &value, 1, 1, GDT_Float64, 0, 0,
                                nullptr) != CE_None) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return value;
}

RasterFile open_raster(const RasterSource& source) {
    if (source.paths.empty()) {
        throw InputError("a raster input names no file; give a path or a list of paths");
    }
    std::vector<DatasetPtr> datasets = open_all(source);
    const QuietGdal quiet;
    RasterFile file;
    file.name = source.paths.front().string();
    file.band = source.band;
    require_band(*datasets.front(), file.name, source.band);
    GDALRasterBand& band = *datasets.front()->GetRasterBand(source.band);
    file.scale = band.GetScale();
    file.offset = band.GetOffset();
    file.unit = band.GetUnitType();
    if (datasets.size() == 1) {
        file.dataset = std::move(datasets.front());
    } else {
        file.dataset = mosaic_of(datasets, source.band, file.parts);
        file.band = 1;
        file.name += fmt::format(" and {} more tiles", datasets.size() - 1);
        file.tiles = std::move(datasets);
    }
    take_georeference(file, source.crs);
    return file;
}

}  // namespace hazone::io
