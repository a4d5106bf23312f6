#include "io/publish/lon_lat.hpp"

#include <ogr_geometry.h>

#include <fmt/format.h>

#include "io/crs.hpp"

namespace hazone::io {

ToLonLat::ToLonLat(const Grid& grid) {
    if (grid.crs.empty()) {
        return;
    }
    const std::string what = "longitude and latitude of the products";
    const OGRSpatialReference from = parse_crs(grid.crs, "the grid");
    const OGRSpatialReference to = parse_crs("EPSG:4326", what);
    const std::string stated = is_vn2000(from) ? "EPSG:6960" : "";
    transform_ = make_transform(from, to, coordinate_operation(from, to, stated, what), what);
}

GeometryPtr ToLonLat::operator()(const OGRGeometry& geometry) const {
    const QuietGdal quiet;
    GeometryPtr copy(geometry.clone());
    if (copy->transform(transform_.get()) != OGRERR_NONE) {
        throw InputError(
            fmt::format("a zone cannot be brought to longitude and latitude{}", quiet.reason()));
    }
    copy->assignSpatialReference(nullptr);
    return copy;
}

GeometryPtr footprint_of(const Grid& grid) {
    const ToLonLat to_lon_lat(grid);
    if (!to_lon_lat) {
        return nullptr;
    }
    constexpr int kSegments = 16;  // of a side: bends of a side of 500 km then miss by about 10 m
    const double width = static_cast<double>(grid.extent.cols) * grid.cell_size;
    const double height = static_cast<double>(grid.extent.rows) * grid.cell_size;
    OGRLinearRing ring;
    ring.addPoint(grid.west, grid.north - height);
    ring.addPoint(grid.west + width, grid.north - height);
    ring.addPoint(grid.west + width, grid.north);
    ring.addPoint(grid.west, grid.north);
    ring.closeRings();
    ring.segmentize(std::max(width, height) / kSegments);
    OGRPolygon outline;
    outline.addRing(&ring);
    return to_lon_lat(outline);
}

}  // namespace hazone::io
