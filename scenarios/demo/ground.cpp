#include "scenarios/demo/ground.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "scenarios/demo/noise.hpp"

namespace hazone::demo {
namespace {

constexpr double kStreamArea = 5.0e5;  // m2
constexpr double kRiverArea = 6.0e7;   // m2; from here the river itself is water on the map

enum class Soil : std::uint8_t { alluvium = 1, colluvium, gneiss, schist, stony };
enum class Cover : std::uint8_t { forest = 1, shrub, terraces, built_up, water };

// Made-up values in the range of weathered tropical soils; compare Geotechnical Engineering Office
// (1993), Guide to Retaining Wall Design (Geoguide 1), Hong Kong, table 8: decomposed rock with
// c' 5-15 kPa, phi' 32-44 deg; colluvium with c' 0-10 kPa, phi' 26-40 deg; unit weight 15-21 kN/m3.
struct SoilRow {
    Soil soil;
    const char* name;
    double cohesion;           // kPa
    double friction_angle;     // deg
    double unit_weight;        // kN/m3
    const char* conductivity;  // m/s
};
constexpr std::array<SoilRow, 5> kSoils{{
    {Soil::alluvium, "alluvium of the valley floors", 6, 28, 18.5, "2e-5"},
    {Soil::colluvium, "colluvium of the foot slopes", 5, 31, 18.0, "5e-5"},
    {Soil::gneiss, "residual soil on gneiss", 9, 34, 18.5, "2e-5"},
    {Soil::schist, "residual soil on schist", 7, 30, 18.0, "8e-6"},
    {Soil::stony, "thin stony soil of steep slopes", 11, 38, 19.5, "1e-4"},
}};

// NRCS (2004), National Engineering Handbook, part 630, chapter 9, tables 9-1 and 9-5, hydrologic
// soil group C: woods, good; brush, poor; row crops, contoured and terraced, good; residential,
// 1/8 acre; open water as an impervious surface. Root cohesion: the lower part of what Sidle &
// Ochiai (2006, doi:10.1029/WM018) collected for forest and shrub.
struct CoverRow {
    Cover cover;
    const char* name;
    int curve_number;
    int root_cohesion;  // kPa
};
constexpr std::array<CoverRow, 5> kCovers{{
    {Cover::forest, "forest", 70, 3},
    {Cover::shrub, "shrub and grass", 77, 1},
    {Cover::terraces, "terraces and paddy", 78, 0},
    {Cover::built_up, "built-up", 90, 0},
    {Cover::water, "water", 98, 0},
}};

struct Site {
    double x;          // m
    double y;          // m
    double elevation;  // m
    double slope;      // m/m
    double height;     // above the nearest stream, m
};

struct Patches {
    explicit Patches(std::uint64_t seed)
        : rocks{7000, 3, 0.5, seed + 1000},
          clearings{2400, 4, 0.6, seed + 1100},
          fields{1800, 4, 0.6, seed + 1200},
          villages{420, 2, 0.5, seed + 1300} {}
    FractalNoise rocks;
    FractalNoise clearings;
    FractalNoise fields;
    FractalNoise villages;
};

Soil soil_at(const Site& site, const Patches& patches) {
    if (site.height < 12.0 && site.slope < 0.16) {
        return Soil::alluvium;
    }
    if (site.slope > 0.72) {
        return Soil::stony;
    }
    if (site.height < 45.0 && site.slope < 0.5) {
        return Soil::colluvium;
    }
    return patches.rocks(site.x, site.y) > 0.0 ? Soil::gneiss : Soil::schist;
}

Cover cover_at(const Site& site, const Patches& patches) {
    const double fields = patches.fields(site.x, site.y);
    const bool low = site.elevation < 1500.0 && site.height < 250.0;
    if (low && site.slope < 0.2 && patches.villages(site.x, site.y) > 0.25) {
        return Cover::built_up;
    }
    if (low && site.slope < 0.45 && fields > -0.1) {
        return Cover::terraces;
    }
    const bool pasture = site.elevation > 1900.0;
    return pasture || patches.clearings(site.x, site.y) > 0.12 ? Cover::shrub : Cover::forest;
}

// Steepness of the plane through the four neighbours; at the edge through those that are there.
double slope_at(View<const double> z, Index row, Index col) {
    const Index up = std::max<Index>(row - 1, 0);
    const Index down = std::min(row + 1, z.rows() - 1);
    const Index left = std::max<Index>(col - 1, 0);
    const Index right = std::min(col + 1, z.cols() - 1);
    const double across = (z(row, right) - z(row, left)) / static_cast<double>(right - left);
    const double along = (z(down, col) - z(up, col)) / static_cast<double>(down - up);
    return std::sqrt(across * across + along * along) / kProvinceCellSize;
}

}  // namespace

Ground make_ground(const Landscape& landscape, std::uint64_t seed) {
    const Patches patches(seed);
    const Extent extent = landscape.elevation.extent();
    Raster<double> z(extent);
    for_each_cell(extent,
                  [&](Index row, Index col) { z(row, col) = landscape.elevation(row, col); });
    Ground ground{Raster<std::uint8_t>(extent), Raster<std::uint8_t>(extent),
                  find_streams(z, outlets_at_the_edge(extent), kProvinceCellSize, kStreamArea)};
    for_each_cell(extent, [&](Index row, Index col) {
        const auto cell = static_cast<std::size_t>(row * extent.cols + col);
        const Site site{.x = static_cast<double>(col) * kProvinceCellSize,
                        .y = static_cast<double>(row) * kProvinceCellSize,
                        .elevation = z(row, col),
                        .slope = slope_at(z, row, col),
                        .height = ground.streams.height_above_stream[cell]};
        const bool water = landscape.lake(row, col) != 0 || ground.streams.area[cell] > kRiverArea;
        ground.soil(row, col) = static_cast<std::uint8_t>(soil_at(site, patches));
        ground.cover(row, col) =
            static_cast<std::uint8_t>(water ? Cover::water : cover_at(site, patches));
    });
    return ground;
}

std::string soil_table() {
    std::string text =
        "class,name,cohesion [kPa],friction_angle [deg],unit_weight [kN/m3],conductivity [m/s],"
        "source\n";
    for (const SoilRow& row : kSoils) {
        text += fmt::format("{},{},{},{},{},{},synthetic\n", static_cast<int>(row.soil), row.name,
                            row.cohesion, row.friction_angle, row.unit_weight, row.conductivity);
    }
    return text;
}

std::string cover_table() {
    std::string text = "class,name,curve_number [1],root_cohesion [kPa],source\n";
    for (const CoverRow& row : kCovers) {
        text += fmt::format("{},{},{},{},synthetic\n", static_cast<int>(row.cover), row.name,
                            row.curve_number, row.root_cohesion);
    }
    return text;
}

}  // namespace hazone::demo
