#pragma once

// For .cpp files of io alone.

#include <array>
#include <cstdint>
#include <string>

#include <ogr_spatialref.h>

#include "engine/core/grid.hpp"
#include "engine/core/raster.hpp"
#include "io/gdal.hpp"

namespace hazone::io {

/// What becomes of the cells which touch one dot of a picture. A missing value never wins.
enum class DotRule { highest, lowest, between };  // between: the value at the middle, interpolated

/// The part of the web map (EPSG:3857) which a grid covers, and pictures of the grid on it. They
/// are north up; their first row is the north.
class WebFrame {
public:
    /// InputError when the grid has no place on Earth.
    explicit WebFrame(const Grid& grid);

    /// West, south, east, north of the picture: on the map, m, and in degrees.
    const std::array<double, 4>& map_bounds() const { return bounds_; }
    std::array<double, 4> degrees() const;
    /// Rows and columns of a picture whose longer side has at most that many dots; not much finer
    /// than the cells.
    Extent dots(Index longest) const;
    /// Metres on the ground from dot to dot, in the middle of the picture.
    double ground_size(Extent dots) const;
    /// From the grid to degrees, longitude before latitude.
    const TransformPtr& to_degrees() const { return to_degrees_; }

    /// The highest class of the cells which touch each dot, 0 where none has one.
    Raster<std::uint8_t> classes(View<const std::uint8_t> cells, Extent dots) const;
    /// Values of the cells which touch each dot; missing where none has one.
    Raster<float> values(View<const float> cells, Extent dots, DotRule rule) const;

private:
    template <class T>
    Raster<T> warp(View<const T> blocks, Extent dots, DotRule rule) const;

    Grid grid_;
    OGRSpatialReference crs_;
    TransformPtr to_degrees_;
    std::string to_map_;  // the operation, for GDAL
    std::array<double, 4> bounds_{};
};

/// The operation from a CRS to the web map (EPSG:3857), in PROJ's words; empty where PROJ chooses.
/// From VN-2000 by EPSG:6960.
std::string web_map_operation(const OGRSpatialReference& crs);

/// Radius of the sphere of the web map, m.
inline constexpr double kMapRadius = 6'378'137.0;

}  // namespace hazone::io
