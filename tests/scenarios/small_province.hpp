#pragma once

#include <array>
#include <cmath>
#include <fstream>
#include <string>
#include <tuple>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/read/read.hpp"
#include "io/read/zone_file.hpp"
#include "io/write/write.hpp"
#include "tests/support/temporary_folder.hpp"

namespace hazone::testing {

/// A valley of 60 x 50 cells of 100 m with a hole in its ground, a soil that differs from west to
/// east, and rain of two gauges: for runs of whole scenarios in less than a second.
class SmallProvince {
public:
    SmallProvince() {
        const Grid grid{.extent = {60, 50},
                        .west = 400'000,
                        .north = 2'500'000,
                        .cell_size = 100,
                        .crs = "EPSG:32648"};
        FieldSet fields(grid);
        const auto elevation = fields.write(kElevation);
        const auto cohesion = fields.write(kCohesion);
        for_each_cell(grid.extent, [&](Index row, Index col) {
            const auto y = static_cast<double>(row);
            const auto x = static_cast<double>(col);
            elevation(row, col) =
                static_cast<float>(200 + 12 * y + 30 * std::abs(x - 25 - 4 * std::sin(0.2 * y)) +
                                   25 * std::sin(0.9 * x) * std::cos(0.7 * y));
            cohesion(row, col) = static_cast<float>(2000 + 150 * x);
        });
        for (Index row = 10; row < 14; ++row) {
            for (Index col = 40; col < 45; ++col) {
                elevation(row, col) = kMissing;
            }
        }
        io::write_geotiff(folder_ / "dem.tif", kElevation, fields, {});
        io::write_geotiff(folder_ / "cohesion.tif", kCohesion, fields, {});
        write_gauges(grid);
        write_communes(grid);
    }

    /// Writes a scenario which makes hazard_class in the communes, and gives its path. `more`
    /// follows.
    std::filesystem::path scenario(const std::string& name,
                                   const std::string& more,
                                   const std::string& fields = "\"hazard_class\"") const {
        const auto path = folder_ / (name + ".toml");
        std::ofstream(path) << fmt::format(kScenario, fields) << more;
        return path;
    }
    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

private:
    /// Two stations, six hours, more rain in the east.
    void write_gauges(const Grid& grid) const {
        std::ofstream table(folder_ / "gauges.csv");
        table << "station,lon,lat,time,mm\n";
        for (const auto& [name, cell, most] :
             {std::tuple{"West", Cell{20, 5}, 30}, std::tuple{"East", Cell{40, 45}, 45}}) {
            const Point place = io::lon_lat_of(grid, grid.centre(cell));
            for (int hour = 1; hour <= 6; ++hour) {
                table << fmt::format("{},{:.5f},{:.5f},2024-09-08T{:02}:00+07:00,{}\n", name,
                                     place.x, place.y, hour, most - 3 * std::abs(hour - 3));
            }
        }
    }

    /// Four communes, two of one name.
    void write_communes(const Grid& grid) const {
        Raster<std::int32_t> label(grid.extent);
        for_each_cell(grid.extent, [&](Index row, Index col) {
            label(row, col) = static_cast<std::int32_t>(1 + 2 * (row / 30) + col / 25);
        });
        constexpr std::array kNames{"Mường Hoa", "Nậm Lúc", "Bản Mù", "Bản Mù"};
        io::ZoneLayer layer = io::polygonise_zones(label, grid);
        for (io::Zone& zone : layer.zones) {
            zone.name = kNames.at(static_cast<std::size_t>(zone.label - 1));
            zone.code = fmt::format("{:05}", 3000 + zone.label);
        }
        io::write_zone_layer(folder_ / "communes.gpkg", "communes", layer, grid, {});
    }

    static constexpr const char* kScenario = R"(title = "small province"
[inputs]
elevation = "dem.tif"
cohesion = {{ raster = "cohesion.tif", unit = "Pa" }}
friction_angle = "28 deg"
unit_weight = "18 kN/m3"
conductivity = "30 mm/h"
curve_number = 75
rain_gauges = "gauges.csv"
[zones]
polygons = "communes.gpkg"
name = "name"
code = "code"
[outputs]
fields = [{}]
map = false
pictures = "none"
)";
    TemporaryFolder folder_{"small_province"};
};

}  // namespace hazone::testing
