#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include <gdal_priv.h>

#include "io/read/trigrs_files.hpp"
#include "io/read/trigrs_project.hpp"
#include "models/landslide/transient/column.hpp"
#include "tests/support/shared_data.hpp"

// Results of TRIGRS 2.1 in the shared data, and the columns that they belong to. Numbers are in
// single precision, as the reference has them.

namespace hazone::testing {

inline std::filesystem::path trigrs_oracles() { return shared_folder() / "oracles" / "landslide"; }

/// Cells of an ESRI ASCII grid (or `path`.gz) from north-west, nodata as NaN; empty if absent.
inline std::vector<float> oracle_grid(const std::filesystem::path& path) {
    GDALAllRegister();
    const io::TrigrsFile file = io::find_trigrs_file(path.parent_path(), path.filename().string());
    if (!file.found()) {
        return {};
    }
    const Raster<float> cells = io::read_trigrs_grid(file).cells;
    return {cells.data(), cells.data() + cells.size()};
}

/// One run of the reference: its settings and the columns of the data cells.
struct OracleRun {
    std::filesystem::path folder;
    std::string results;  // folder
    std::string suffix;
    models::transient::Settings settings;
    models::transient::Storm storm;
    std::vector<double> outputs;
    std::vector<models::transient::ColumnSoil> zones;
    std::vector<models::transient::Column> columns;
    std::vector<std::size_t> cells;  // of the grid, per column
    std::vector<float> rates;        // [period][column]

    models::transient::Rates rate_table() const {
        return {.values = rates.data(),
                .period_stride = static_cast<Index>(columns.size()),
                .column_stride = 1};
    }
};

/// A number as the reference holds it.
inline double single(double value) { return static_cast<double>(static_cast<float>(value)); }

/// pi / 180 times an angle, as the reference: in single precision.
inline double radians_of(double degrees) {
    constexpr auto kDegree = static_cast<float>(3.141592653589793 / 180.0);
    return static_cast<double>(static_cast<float>(degrees) * kDegree);
}

/// The same of an angle which the reader has in radians.
inline double single_radians(double angle) {
    constexpr double kDegrees = 57.29577951308232;  // in a radian
    return radians_of(angle * kDegrees);
}

inline models::transient::ColumnSoil oracle_soil(const io::TrigrsZone& zone) {
    return {.cohesion = single(zone.cohesion),
            .friction_angle = single_radians(zone.friction_angle),
            .unit_weight = single(zone.unit_weight),
            .diffusivity = single(zone.diffusivity),
            .conductivity = single(zone.conductivity),
            .saturated_water_content = single(zone.saturated_water_content),
            .residual_water_content = single(zone.residual_water_content),
            .gardner_alpha = single(zone.gardner_alpha)};
}

inline models::transient::Settings oracle_settings(const io::TrigrsProject& project) {
    using models::transient::Boundary;
    using models::transient::FlowDirection;
    const FlowDirection other =
        project.flow_direction == "hydro" ? FlowDirection::hydrostatic : FlowDirection::general;
    return {
        .mode = models::transient::Mode::trigrs_2_1,
        .boundary = project.infinite_depth ? Boundary::infinite_depth : Boundary::finite_depth,
        .flow_direction = project.flow_direction == "slope" ? FlowDirection::along_slope : other,
        .increments = project.increments,
        .shallowest_depth = single(project.shallowest_depth),
        .water_unit_weight = single(project.water_unit_weight),
        .lowest_slope = single_radians(project.lowest_slope),
        .highest_slope = single_radians(project.highest_slope),
        .analytic_fillable_porosity = project.analytic_fillable_porosity,
        .water_table_rises = project.water_table_rises,
        .fringe_above_table = project.fringe_above_table,
        .add_background_flux = project.add_background_flux,
        .ignore_suction = project.ignore_suction,
        .unsaturated_in_thin_soil = project.unsaturated_in_thin_soil,
        .steps_per_period = project.steps_per_period,
        .most_unsaturated_terms = project.most_unsaturated_terms,
        .most_saturated_terms = project.most_saturated_terms,
        .skip_other_steps = project.skip_other_steps};
}

/// The columns of all cells with a slope. Where one is less deep than the first depth judged, or
/// its water table, the reference judges all from the ground.
inline void read_columns(OracleRun& run, const io::TrigrsProject& project) {
    const auto slopes = oracle_grid(project.slope.path);
    const auto grid = [&](const io::TrigrsQuantity& quantity) {
        return quantity.is_grid
                   ? oracle_grid(quantity.grid.path)
                   : std::vector<float>(slopes.size(), static_cast<float>(quantity.value));
    };
    const auto zones = grid({1, run.zones.size() > 1, project.zone});
    const auto depths = grid(project.depth);
    const auto tables = grid(project.water_table_depth);
    const auto fluxes = grid(project.background_flux);
    double lowest = 1e30;
    for (std::size_t cell = 0; cell < slopes.size(); ++cell) {
        if (std::isnan(slopes[cell])) {
            continue;
        }
        run.cells.push_back(cell);
        run.columns.push_back({.slope = radians_of(slopes[cell]),
                               .depth = depths[cell],
                               .water_table_depth = tables[cell],
                               .background_flux = fluxes[cell],
                               .soil = run.zones[static_cast<std::size_t>(zones[cell]) - 1]});
        lowest = std::min({lowest, run.columns.back().depth, run.columns.back().water_table_depth});
    }
    if (run.settings.shallowest_depth > lowest) {
        run.settings.shallowest_depth = 0;
    }
}

/// Reads `folder`/tr_`name`.txt and its grids. Rates come from the reference's infiltration grids
/// where it wrote some.
inline OracleRun oracle_run(const std::string& folder, const std::string& name) {
    OracleRun run;
    run.folder = trigrs_oracles() / folder;
    const io::TrigrsProject project = io::read_trigrs_project(run.folder / ("tr_" + name + ".txt"));
    run.results = project.folder;
    run.suffix = project.suffix;
    run.settings = oracle_settings(project);
    std::transform(project.zones.begin(), project.zones.end(), std::back_inserter(run.zones),
                   oracle_soil);
    run.storm.end = single(project.end);
    std::transform(project.boundaries.begin(), project.boundaries.end(),
                   std::back_inserter(run.storm.boundaries), single);
    std::transform(project.output_times.begin(), project.output_times.end(),
                   std::back_inserter(run.outputs), single);
    read_columns(run, project);
    for (std::size_t period = 0; period < project.rain.size(); ++period) {
        const auto entered =
            oracle_grid(run.folder / run.results /
                        ("TRinfilratPer" + std::to_string(period + 1) + run.suffix + ".asc"));
        for (const std::size_t cell : run.cells) {
            run.rates.push_back(entered.empty() ? static_cast<float>(project.rain[period].value)
                                                : entered[cell]);
        }
    }
    return run;
}

}  // namespace hazone::testing
