#include "scenarios/demo_province.hpp"

#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/atomic_file.hpp"
#include "io/read/read.hpp"
#include "io/read/zone_file.hpp"
#include "io/write/write.hpp"
#include "scenarios/demo/communes.hpp"
#include "scenarios/demo/ground.hpp"
#include "scenarios/demo/landscape.hpp"
#include "scenarios/demo/population.hpp"
#include "scenarios/demo/storm.hpp"
#include "scenarios/demo/texts.hpp"

namespace hazone {
namespace {

namespace fs = std::filesystem;

// Class numbers of inputs are codes, not hazard classes: no legend of hazards goes with them.
constexpr FieldSpec kSoilClass{
    "soil_class", Unit::one, "class of the soil, named in soil.csv", 1, 5, CellType::code8};
constexpr FieldSpec kCoverClass{
    "cover_class",  Unit::one, "class of the land cover, named in land_cover.csv", 1, 5,
    CellType::code8};

Grid demo_grid() {
    constexpr double kWest = 433500;
    constexpr double kSouth = 2451000;
    constexpr auto kCells = static_cast<double>(demo::kProvinceCells);
    return {.extent = {demo::kProvinceCells, demo::kProvinceCells},
            .west = kWest,
            .north = kSouth + demo::kProvinceCellSize * kCells,
            .cell_size = demo::kProvinceCellSize,
            .crs = "EPSG:32648"};
}

io::Metadata metadata(std::string_view description) {
    return {{"synthetic", "yes"},
            {"description",
             fmt::format("{} of the demo province of hazone; not a real place", description)}};
}

void write_text(const fs::path& path, std::string_view text) {
    io::AtomicFile file(path);
    std::ofstream stream(file.path());
    stream << text;
    stream.close();
    if (!stream) {
        throw InputError(fmt::format("cannot write '{}'", path.string()));
    }
    file.commit();
}

void write_class_raster(const fs::path& path,
                        const FieldSpec& field,
                        Raster<std::uint8_t> classes,
                        std::string_view description) {
    FieldSet fields(demo_grid());
    fields.put(field, std::move(classes));
    io::write_geotiff(path, field, fields, {.metadata = metadata(description)});
}

void write_elevation(const fs::path& path, const Raster<float>& elevation) {
    FieldSet fields(demo_grid());
    fields.put(kElevation, elevation.clone());
    io::write_geotiff(path, kElevation, fields, {.metadata = metadata("Ground")});
}

void write_population(const fs::path& path, Raster<float> population) {
    FieldSet fields(demo_grid());
    fields.put(kPopulationDensity, std::move(population));
    io::write_geotiff(path, kPopulationDensity, fields, {.metadata = metadata("People")});
}

// Time is the end of each hour, from 2024-09-08 00:00 to 2024-09-10 00:00 in UTC+7.
std::string time_text(int hours) {
    return fmt::format("2024-09-{:02}T{:02}:00+07:00", 8 + hours / 24, hours % 24);
}

std::string gauge_table(const std::vector<demo::Gauge>& gauges, const Grid& grid) {
    std::string text = "station,lon,lat,time,mm,source\n";
    for (const demo::Gauge& gauge : gauges) {
        const Point place = io::lon_lat_of(grid, grid.centre(gauge.cell));
        int hours = 0;
        for (const double rain : gauge.rain) {
            text += fmt::format("{},{:.5f},{:.5f},{},{:.1f},synthetic\n", gauge.name, place.x,
                                place.y, time_text(++hours), rain);
        }
    }
    return text;
}

io::ZoneLayer commune_layer(const demo::Communes& communes, const Grid& grid) {
    io::ZoneLayer layer = io::polygonise_zones(communes.label, grid);
    for (io::Zone& zone : layer.zones) {
        const demo::Commune& commune = communes.communes[static_cast<std::size_t>(zone.label - 1)];
        zone.code = commune.code;
        zone.name = commune.name;
    }
    return layer;
}

}  // namespace

void write_demo_province(const fs::path& folder, std::uint64_t seed) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw InputError(
            fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message()));
    }
    const Grid grid = demo_grid();
    const demo::Landscape landscape = demo::make_landscape(seed);
    demo::Ground ground = demo::make_ground(landscape, seed);
    const demo::Communes communes = demo::make_communes(landscape, ground, seed);

    write_elevation(folder / "dem.tif", landscape.elevation);
    write_population(folder / "population.tif", demo::make_population(landscape, ground));
    write_class_raster(folder / "soil.tif", kSoilClass, std::move(ground.soil), "Soil classes");
    write_text(folder / "soil.csv", demo::soil_table());
    write_class_raster(folder / "land_cover.tif", kCoverClass, std::move(ground.cover),
                       "Land cover classes");
    write_text(folder / "land_cover.csv", demo::cover_table());
    write_text(folder / "gauges.csv", gauge_table(demo::make_storm(landscape, seed), grid));
    io::write_zone_layer(folder / "communes.gpkg", "communes", commune_layer(communes, grid), grid,
                         metadata("Communes"));
    write_text(folder / "README.txt", demo::kReadmeText);
    write_text(folder / "scenario.toml", demo::kScenarioText);
}

}  // namespace hazone
