// Lakes and reservoirs, and their tables by level.
#include "io/read/read.hpp"
#include "io/read/table_columns.hpp"

namespace hazone::io {
namespace {

constexpr double kMostWater = 1e12;  // m3, above which none is held by a dam
constexpr double kMostFlow = 1e6;    // m3/s
constexpr NumberColumn kReservoirColumns[] = {
    {"area_m2", "area", Unit::square_metre, "surface, the same at all levels", 1, 1e12},
    {"bottom_level_m", "bottom_level", Unit::metre, "below it nothing is let out", -500, 9000},
    {"crest_level_m", "crest_level", Unit::metre, "crest of the weir", -500, 9000},
    {"weir_width_m", "weir_width", Unit::metre, "width of the weir", 0.01, 1e5},
    {"weir_coefficient", "weir_coefficient", Unit::one, "C of the weir, m^0.5/s", 0.1, 5},
    {"initial_level_m", "initial_level", Unit::metre, "level at the beginning", -500, 9000},
    {"release_m3s", "release", Unit::cubic_metre_per_second, "let out at all levels", 0,
     kMostFlow}};
constexpr NumberColumn kLevelColumns[] = {
    {"level_m", "level", Unit::metre, "level of the water", -500, 9000, true},
    {"storage_m3", "storage", Unit::cubic_metre, "water below that level", 0, kMostWater},
    {"release_m3s", "release", Unit::cubic_metre_per_second, "let out at that level", 0,
     kMostFlow}};

}  // namespace

std::shared_ptr<const FeatureLayer> read_reservoirs(const PointSource& source, const Grid& grid) {
    require_csv(source.path, "name, x and y or lon and lat, and columns of the reservoirs");
    const CsvTable table = read_csv(source.path);
    Problems problems;
    refuse_others(table, {"name", "x", "y", "x_m", "y_m", "lon", "lat"}, kReservoirColumns,
                  problems);
    FeatureLayer layer{.name = "reservoirs", .shape = FeatureShape::point};
    problems.collect([&] {
        const auto points = read_points(source, grid);
        layer.places = points->places;
        layer.first = points->first;
    });
    problems.collect([&] {
        layer.attributes = {
            {"name", Unit::one, "name of the reservoir", names_in(table, "name", problems)}};
    });
    add_columns(table, kReservoirColumns, problems, layer);
    problems.raise();
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

std::shared_ptr<const FeatureLayer> read_reservoir_levels(const std::filesystem::path& path) {
    require_csv(path, "name, level_m, and storage_m3, release_m3s or both");
    const CsvTable table = read_csv(path);
    Problems problems;
    refuse_others(table, {"name"}, kLevelColumns, problems);
    FeatureLayer layer{.name = "reservoir_levels", .shape = FeatureShape::none};
    problems.collect([&] {
        layer.attributes = {
            {"name", Unit::one, "name of the reservoir", names_in(table, "name", problems)}};
    });
    problems.collect([&] { add_columns(table, kLevelColumns, problems, layer); });
    problems.raise();
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
