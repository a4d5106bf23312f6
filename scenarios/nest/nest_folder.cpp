#include "scenarios/nest/nest_folder.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    if (!stream.flush()) {
        throw InputError(fmt::format("{}: cannot be written", file.string()));
    }
}

void write_raster(const FieldSpec& field,
                  const FieldSet& part,
                  const std::filesystem::path& folder) {
    const std::string name = std::string(field.name) + ".tif";
    io::write_geotiff(folder / name, field, part, {.overviews = false});
}

void write_bed(const Job& job, Window window, const std::filesystem::path& folder) {
    const FieldSet& fields = *job.fields;
    FieldSet part(nest_grid(fields.grid(), window));
    nest::connected_bed(fields.read(kFilledElevation), fields.read<std::uint8_t>(kFlowDirection),
                        fields.read<std::uint8_t>(kStreamNetwork), window, part.write(kElevation));
    write_raster(kElevation, part, folder);
}

void write_roughness(const Job& job, Window window, const std::filesystem::path& folder) {
    FieldSet part(nest_grid(job.fields->grid(), window));
    const auto cells = job.fields->read(kManningRoughness);
    const auto own = part.write(kManningRoughness);
    for_each_cell(window.extent, [&](Index row, Index col) {
        own(row, col) = cells(window.from.row + row, window.from.col + col);
    });
    write_raster(kManningRoughness, part, folder);
}

std::string inflow_table(const Job& job, const nest::Basin& basin, const NestInflow& inflow) {
    std::string text = "name,x,y,time_s,discharge_m3s\n";
    for (std::size_t number = 0; number < basin.inflows.size(); ++number) {
        const Cell into = basin.inflows[number].into;
        const Point centre = job.fields->grid().centre(into);
        for (std::size_t k = 0; k < inflow.time.size(); ++k) {
            text += fmt::format("{},{},{},{},{}\n", name_of(into), centre.x, centre.y,
                                inflow.time[k], inflow.series[number][k]);
        }
    }
    return text;
}

std::string settings_text(const Job& job, const nest::Basin& basin) {
    constexpr double kLeastSlope = 1e-3;
    constexpr double kMostSlope = 0.5;
    const Scenario& scenario = job.scenario;
    const NestRequest& request = *scenario.nest;
    const double slope = nest::slope_of_way_out(basin, job.fields->read(kFilledElevation),
                                                job.fields->read<std::uint8_t>(kFlowDirection),
                                                job.fields->grid().cell_size);
    toml::table table;
    // An open edge keeps the water which stands there: the valley goes on with its slope.
    table.insert_or_assign("edge", "slope");
    table.insert_or_assign("edge_slope",
                           fmt::format("{:.4f}", std::clamp(slope, kLeastSlope, kMostSlope)));
    const auto own = scenario.settings.find(request.model);
    if (own != scenario.settings.end()) {
        for (const auto& [key, value] : own->second) {
            table.insert_or_assign(key, value);
        }
    }
    // A gauge at the times of the hydrographs lets no step pass over a corner of them.
    table.insert_or_assign("gauge_interval", fmt::format("{} s", request.interval));
    std::ostringstream text;
    text << table;
    return fmt::format("[models.{}]\n", request.model) +
           fmt::format("{}\n", fmt::join(std::vector{text.str()}, ""));
}

std::string scenario_text(const Job& job, const nest::Basin& basin, const NestInflow& inflow) {
    const Scenario& scenario = job.scenario;
    const NestRequest& request = *scenario.nest;
    const double pieces = std::ceil(inflow.time.back() / request.interval * (1 - 1e-12));
    const toml::value<std::string> title(
        fmt::format("{}: flood of basin {}", scenario.title, basin.number));
    const toml::value<std::string> sources(scenario.sources);
    std::ostringstream head;
    head
        << "# Written by hazone: a nested flood. Run it alone: hazone run scenario.toml --out DIR\n"
        << "title = " << toml::toml_formatter(title)
        << "\nsources = " << toml::toml_formatter(sources) << "\n";
    const bool rough = job.fields->has(kManningRoughness);
    return head.str() +
           fmt::format(
               "synthetic = {}\n\n[inputs]\nelevation = {{ raster = \"elevation.tif\", unit = "
               "\"m\" "
               "}}\n{}inflow = \"inflow.csv\"\npour_points = \"outlet.csv\"\n\n"
               "# The rain has become the hydrographs; the series gives the run its length.\n"
               "[models.uniform_rain]\ndepth = \"0 mm\"\nduration = \"{} s\"\nstep = \"{} s\"\n\n"
               "[choose]\nmaximum_depth = \"{}\"\ngauges = \"{}\"\n\n",
               scenario.synthetic,
               rough ? "manning_roughness = { raster = \"manning_roughness.tif\" }\n" : "",
               pieces * request.interval, request.interval, request.model, request.model) +
           settings_text(job, basin) +
           "\n[outputs]\nfields = [\"maximum_depth\", \"maximum_water_level\", \"maximum_speed\", "
           "\"arrival_time\", \"flood_hazard_class\", \"gauges\"]\nnetcdf = \"none\"\nzones = "
           "false\nmap = false\n";
}

}  // namespace

Grid nest_grid(const Grid& grid, Window window) {
    Grid own = grid;
    own.extent = window.extent;
    own.west = grid.west + grid.cell_size * static_cast<double>(window.from.col);
    own.north = grid.north - grid.cell_size * static_cast<double>(window.from.row);
    return own;
}

void write_nest(const Job& job,
                const nest::Basin& basin,
                const NestInflow& inflow,
                const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    write_bed(job, basin.window, folder);
    if (job.fields->has(kManningRoughness)) {
        write_roughness(job, basin.window, folder);
    }
    write_text(folder / "inflow.csv", inflow_table(job, basin, inflow));
    const Point outlet = job.fields->grid().centre(basin.reach.back());
    write_text(folder / "outlet.csv", fmt::format("name,x,y\noutlet,{},{}\n", outlet.x, outlet.y));
    write_text(folder / "scenario.toml", scenario_text(job, basin, inflow));
}

}  // namespace hazone
