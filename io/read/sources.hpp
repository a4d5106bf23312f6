#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

namespace hazone::io {

enum class Resampling { nearest, bilinear, average, mode };

/// A raster file, or tiles of one mosaic, in any format and CRS that GDAL reads.
struct RasterSource {
    std::vector<std::filesystem::path> paths;
    int band = 1;
    std::string unit;  // of the values; empty: taken from the band
    Resampling resampling = Resampling::bilinear;
    std::string transformation;  // PROJ pipeline or EPSG code; needed between VN-2000 and WGS 84
    std::string crs;             // of a file which states none
};

/// The same value in every cell of the grid, SI.
struct ConstantSource {
    double value = 0;
};

/// A raster of class numbers and a CSV whose first column is the class; the column
/// "cohesion [kPa]" gives the field `cohesion`. An empty cell is missing in the result; a class of
/// the raster without a row is refused.
struct ClassTableSource {
    RasterSource classes;
    std::filesystem::path table;
    std::string column;  // name before the bracket; empty: the field's own name
};

/// A number attribute of a polygon layer; cells take the polygon that holds their centre.
struct PolygonSource {
    std::filesystem::path path;
    std::string layer;  // empty: the only layer
    std::string attribute;
    std::string unit;
    std::string transformation;  // as in RasterSource
};

/// Tidy CSV of gauges: station, lon, lat (WGS 84, degrees), time with offset, mm. `time` is the end
/// of the interval in which the rain fell, as gauges report it.
struct GaugeSource {
    std::filesystem::path path;
};

/// One raster per step, in the order of time.
struct RainStackSource {
    std::vector<std::filesystem::path> paths;
    double step_length = 0;  // s
    std::string unit;
    std::string start;  // ISO 8601 with offset; empty for a design storm
    std::string transformation;
};

/// A CF NetCDF variable (time, y, x). `time` is the end of each step, as with gauges. Depths (mm)
/// are taken as they are, rates (mm/h, kg m-2 s-1) are multiplied by the step.
struct RainNetcdfSource {
    std::filesystem::path path;
    std::string variable;
    std::string unit;  // empty: from the variable
    std::string transformation;
};

/// Periods of unequal length, each of one rate of rain: the same everywhere, or a raster.
struct RainPeriodsSource {
    struct Period {
        double length = 0;           // s
        double rate = 0;             // m/s, where there is no raster
        std::filesystem::path path;  // empty: none
    };
    std::vector<Period> periods;
    std::string unit;   // of the rasters
    std::string start;  // ISO 8601 with offset; empty for a design storm
    std::string transformation;
};

/// Points: a CSV with the columns x and y (m, in the CRS of the grid) or lon and lat (degrees, WGS
/// 84), or a layer in any format and CRS that GDAL reads; the column `name` names them.
struct PointSource {
    std::filesystem::path path;
    std::string layer;           // empty: the only layer
    std::string transformation;  // as in RasterSource
};

/// Lines and polygons of a layer, for a field which says yes or no of each cell (is_mark): 1 where
/// a line runs along or a polygon holds the cell's centre, 0 elsewhere.
struct FeatureSource {
    std::filesystem::path path;
    std::string layer;           // empty: the only layer
    std::string transformation;  // as in RasterSource
};

using Source = std::variant<ConstantSource,
                            RasterSource,
                            ClassTableSource,
                            PolygonSource,
                            GaugeSource,
                            RainStackSource,
                            RainNetcdfSource,
                            RainPeriodsSource,
                            PointSource,
                            FeatureSource>;

/// Every file the source reads, for checksums.
std::vector<std::filesystem::path> files_of(const Source& source);

}  // namespace hazone::io
