#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "engine/core/grid.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/text_file.hpp"

namespace hazone::testing {

/// A small GeoTIFF to write: its type is GDAL's name, its CRS anything GDAL reads ("" for none).
struct RasterSpec {
    int rows = 0;
    int cols = 0;
    std::array<double, 6> transform{0, 1, 0, 0, 0, -1};
    std::string crs = "EPSG:32648";
    std::string type = "Float32";
    std::optional<double> nodata;
    std::string unit;
    double scale = 1;
    double offset = 0;
    std::vector<double> values;  // row by row
};

void write_raster(const std::filesystem::path& path, const RasterSpec& spec);

/// A raster on the grid whose cell (row, col) holds value(row, col).
RasterSpec raster_on(const Grid& grid, const std::function<double(Index, Index)>& value);

/// A 4 x 5 grid of 30 m cells near Làng Nủ in UTM 48N.
Grid small_grid(const std::string& crs = "EPSG:32648");

/// One polygon with its attributes for write_polygons.
struct PolygonSpec {
    std::string wkt;
    std::string name;
    double number = 0;
};

/// A GeoPackage layer with the attributes name, code (k + 1) and number; an empty name is null.
void write_polygons(const std::filesystem::path& path,
                    const std::string& layer,
                    const std::string& crs,
                    const std::vector<PolygonSpec>& polygons);

/// Text of the InputError which `attempt` throws; a failure and "" when it throws none.
std::string refusal_of(const std::function<void()>& attempt);

}  // namespace hazone::testing
