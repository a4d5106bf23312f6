#pragma once

// For .cpp files of io alone: places of the grid in WGS 84.

#include "io/gdal.hpp"
#include "io/publish/publication.hpp"

namespace hazone::io {

/// Brings geometries of the grid to longitude and latitude of WGS 84. From VN-2000 it goes by
/// EPSG:6960 (seven parameters, 1 m), never by what PROJ finds near at hand.
class ToLonLat {
public:
    /// InputError when no way leads from the CRS of the grid to WGS 84.
    explicit ToLonLat(const Grid& grid);

    /// False for a grid without CRS: then nothing can be brought anywhere.
    explicit operator bool() const { return transform_ != nullptr; }
    /// A copy in degrees, x longitude and y latitude. InputError when it has no place there.
    GeometryPtr operator()(const OGRGeometry& geometry) const;

private:
    TransformPtr transform_;
};

/// The outline of the grid in longitude and latitude, with points along its sides, which are bent
/// there; null for a grid without CRS.
GeometryPtr footprint_of(const Grid& grid);

}  // namespace hazone::io
