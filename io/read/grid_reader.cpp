#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/file_unit.hpp"
#include "io/read/read.hpp"
#include "io/read/warp.hpp"

namespace hazone::io {
namespace {

using Box = std::array<double, 4>;  // west, south, east, north

constexpr double kMetresPerArcSecond = 30;  // of latitude, as 1 arc-second products are called
constexpr int kUtmZoneWidth = 6;            // degrees
constexpr double kWholeCell = 1e-3;         // of a cell: nearer to a cell border is on it

void require_metres(const OGRSpatialReference& crs, const std::string& what) {
    if (crs.IsGeographic() != 0) {
        throw InputError(
            fmt::format("{}: {} is geographic (degrees); the grid needs a projected CRS in metres, "
                        "such as \"EPSG:32648\" (UTM 48N) or \"EPSG:3405\" (VN-2000)",
                        what, crs_name(crs)));
    }
    if (crs.IsProjected() == 0) {
        throw InputError(fmt::format(
            "{}: {} is neither projected nor geographic; allowed: a projected CRS in metres. Write "
            "the right CRS into the file or set grid.crs",
            what, crs_name(crs)));
    }
    const char* unit = nullptr;
    const double metres = crs.GetLinearUnits(&unit);
    if (std::abs(metres - 1.0) > 1e-9) {
        throw InputError(fmt::format(
            "{}: {} is in '{}' ({:.6g} m); allowed: metres. Set grid.crs to a CRS in metres, such "
            "as \"EPSG:32648\"",
            what, crs_name(crs), unit == nullptr ? "unknown unit" : unit, metres));
    }
}

/// Centre of the file in longitude and latitude; the file's CRS is geographic.
Point centre_of(const RasterFile& file) {
    const Box box = file.bounds();
    return {(box[0] + box[2]) / 2, (box[1] + box[3]) / 2};
}

/// The UTM zone of the file's centre, on the file's own datum where that is VN-2000.
OGRSpatialReference utm_of(const RasterFile& file) {
    const Point centre = centre_of(file);
    const double longitude = std::remainder(centre.x, 360.0);
    const int zone =
        std::clamp(static_cast<int>(std::floor((longitude + 180) / kUtmZoneWidth)) + 1, 1, 60);
    if (!is_vn2000(file.crs)) {
        const int code = (centre.y >= 0 ? 32600 : 32700) + zone;
        return parse_crs(fmt::format("EPSG:{}", code), file.name);
    }
    if (zone != 48 && zone != 49) {
        throw InputError(
            fmt::format("{}: lies in UTM zone {}, for which VN-2000 has no CRS; set "
                        "grid.crs, such as \"EPSG:3405\"",
                        file.name, zone));
    }
    return parse_crs(zone == 48 ? "EPSG:3405" : "EPSG:3406", file.name);
}

double two_digits(double value) {
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - 1);
    return std::round(value / unit) * unit;
}

/// Cell size in metres which keeps the detail of the file: its own, or 30 m per arc-second.
double natural_cell_size(const RasterFile& file) {
    if (file.crs.IsGeographic() == 0) {
        return file.cell_size() * file.crs.GetLinearUnits(nullptr);
    }
    const double degrees = std::abs(file.transform[5]) + std::abs(file.transform[4]);
    const double to_degrees = file.crs.GetAngularUnits(nullptr) * 180.0 / M_PI;
    return two_digits(degrees * to_degrees * 3600.0 * kMetresPerArcSecond);
}

void require_extent(const Box& box) {
    if (!(box[0] < box[2] && box[1] < box[3])) {
        throw InputError(fmt::format(
            "grid.extent: [{}, {}, {}, {}] is empty; allowed: [west, south, east, north] in metres "
            "of the grid's CRS with west < east and south < north",
            box[0], box[1], box[2], box[3]));
    }
}

/// The cells of a lattice which hold the box; `origin` is a corner of a cell.
Grid cells_around(const Box& box, Point origin, double size) {
    const auto low = [&](double value, double from) {
        return std::floor((value - from) / size + kWholeCell) * size + from;
    };
    const auto high = [&](double value, double from) {
        return std::ceil((value - from) / size - kWholeCell) * size + from;
    };
    Grid grid;
    grid.cell_size = size;
    grid.west = low(box[0], origin.x);
    grid.north = high(box[3], origin.y);
    grid.extent.cols = std::llround((high(box[2], origin.x) - grid.west) / size);
    grid.extent.rows = std::llround((grid.north - low(box[1], origin.y)) / size);
    return grid;
}

void require_cells(const Grid& grid, const RasterFile& dem) {
    constexpr Index kMostRows = 2'000'000'000;  // GDAL counts rows and columns with 32 bits
    if (grid.extent.empty() || grid.extent.rows > kMostRows || grid.extent.cols > kMostRows) {
        throw InputError(fmt::format(
            "{}: the grid would have {} rows and {} columns of {} m; allowed: 1 to {} of each. "
            "Check grid.cell_size and grid.extent",
            dem.name, grid.extent.rows, grid.extent.cols, grid.cell_size, kMostRows));
    }
}

void require_vertical_metres(const RasterFile& dem, const RasterSource& source) {
    if (!source.unit.empty()) {
        return;
    }
    for (const std::string& unit : {dem.unit, dem.vertical_unit}) {
        if (!unit.empty() && si_symbol(unit) != "m") {
            throw InputError(fmt::format(
                "{}: its heights are in '{}' by the {}; allowed without a word: metres. State the "
                "unit: elevation = {{ raster = \"...\", unit = \"{}\" }}",
                dem.name, unit, unit == dem.unit ? "unit of its band" : "vertical axis of its CRS",
                si_symbol(unit)));
        }
    }
}

}  // namespace

Grid resolve_grid(const RasterSource& dem, const GridRequest& request) {
    const RasterFile file = open_raster(dem);
    require_vertical_metres(file, dem);
    OGRSpatialReference crs = file.crs;
    if (!request.crs.empty()) {
        crs = parse_crs(request.crs, "grid.crs");
        require_metres(crs, "grid.crs");
    } else if (file.crs.IsGeographic() != 0) {
        crs = utm_of(file);
    }
    require_metres(crs, file.name);
    if (request.cell_size && !(*request.cell_size > 0 && std::isfinite(*request.cell_size))) {
        throw InputError(
            fmt::format("grid.cell_size: {} m; allowed: more than 0 m, such as "
                        "\"30 m\"",
                        *request.cell_size));
    }
    const double size = request.cell_size.value_or(natural_cell_size(file));
    const bool own_cells = same_crs(crs, file.crs) && file.square() &&
                           std::abs(size - file.cell_size()) <= 1e-9 * size;
    const std::string operation =
        coordinate_operation(file.crs, crs, dem.transformation, file.name);
    const auto transform = make_transform(file.crs, crs, operation, file.name);
    const Box footprint =
        own_cells ? file.bounds() : transformed_bounds(*transform, file.bounds(), file.name);
    const Box box = request.extent.value_or(footprint);
    require_extent(box);
    if (!overlap(box, footprint)) {
        throw InputError(
            fmt::format("{}: does not overlap grid.extent [{}, {}, {}, {}]; in the grid's CRS {} "
                        "the DEM covers "
                        "[{:.0f}, {:.0f}, {:.0f}, {:.0f}]",
                        file.name, box[0], box[1], box[2], box[3], crs_name(crs), footprint[0],
                        footprint[1], footprint[2], footprint[3]));
    }
    const Point origin = own_cells ? Point{file.transform[0], file.transform[3]} : Point{0, 0};
    Grid grid = cells_around(box, origin, size);
    if (own_cells && !request.extent) {
        grid.extent = {file.rows(), file.cols()};
        grid.west = origin.x;
        grid.north = origin.y;
    }
    grid.crs = wkt2(crs);
    require_cells(grid, file);
    return grid;
}

}  // namespace hazone::io
