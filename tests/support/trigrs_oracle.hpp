#pragma once

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/landslide/transient/column.hpp"

// Results of TRIGRS 2.1 in the shared data, and the columns that they belong to. A reader of its
// own, apart from the one under io, so that both would have to be wrong in the same way.

namespace hazone::testing {

inline std::filesystem::path trigrs_oracles() {
    const char* shared = std::getenv("HAZONE_SHARED");
    const std::filesystem::path root =
        shared != nullptr ? std::filesystem::path(shared)
                          : std::filesystem::path(HAZONE_SOURCE_DIR).parent_path() / "shared";
    return root / "oracles" / "landslide";
}

/// Cells of an ESRI ASCII grid (or `path`.gz) from north-west, nodata as NaN; empty if absent.
inline std::vector<float> oracle_grid(const std::filesystem::path& path) {
    GDALAllRegister();
    std::string name = path.string();
    if (!std::filesystem::exists(path)) {
        if (!std::filesystem::exists(name + ".gz")) {
            return {};
        }
        name = "/vsigzip/" + name + ".gz";
    }
    const std::unique_ptr<GDALDataset> file(GDALDataset::Open(name.c_str(), GDAL_OF_RASTER));
    if (file == nullptr) {
        return {};
    }
    const int rows = file->GetRasterYSize();
    const int cols = file->GetRasterXSize();
    std::vector<float> cells(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols));
    EXPECT_EQ(file->GetRasterBand(1)->RasterIO(GF_Read, 0, 0, cols, rows, cells.data(), cols, rows,
                                               GDT_Float32, 0, 0, nullptr),
              CE_None);
    for (float& cell : cells) {
        cell = cell == -9999.0F ? kMissing : cell;
    }
    return cells;
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

/// The lines of tr_in.txt in pairs: a heading, a value.
class OracleLines {
public:
    explicit OracleLines(const std::filesystem::path& path) : in_(path) {}
    std::string line() {
        std::string text;
        std::getline(in_, text);
        while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
            text.pop_back();
        }
        return text;
    }
    std::string value() {
        line();
        return line();
    }
    std::vector<double> numbers() { return parse(value()); }
    static std::vector<double> parse(std::string text) {
        for (char& letter : text) {
            letter = letter == ',' ? ' ' : letter;
        }
        std::istringstream words(text);
        std::vector<double> numbers;
        for (double number = 0; words >> number;) {
            numbers.push_back(static_cast<double>(static_cast<float>(number)));
        }
        return numbers;
    }
    bool truth() { return value().substr(0, 1) == "T"; }

private:
    std::ifstream in_;
};

/// Of the two numbers pi / 180 and an angle, as the reference: in single precision.
inline double radians_of(double degrees) {
    constexpr auto kDegree = static_cast<float>(3.141592653589793 / 180.0);
    return static_cast<double>(static_cast<float>(degrees) * kDegree);
}

/// The names of the grids, and the values that stand for them where they are not negative.
struct OracleFiles {
    std::string slope, zone, depth, table, flux;
    double constant_depth = 0;
    double constant_table = 0;
    double constant_flux = 0;
    std::vector<double> rain;
};

inline models::transient::ColumnSoil oracle_soil(const std::vector<double>& values) {
    return {.cohesion = values[0],
            .friction_angle = radians_of(values[1]),
            .unit_weight = values[2],
            .diffusivity = values[3],
            .conductivity = values[4],
            .saturated_water_content = values[5],
            .residual_water_content = values[6],
            .gardner_alpha = values[7]};
}

/// The first part of tr_in.txt: numbers up to the times of the rain.
inline OracleFiles read_numbers(OracleLines& lines, OracleRun& run) {
    using models::transient::Boundary;
    models::transient::Settings& settings = run.settings;
    lines.value();
    const auto terms = lines.numbers();
    settings.mode = models::transient::Mode::trigrs_2_1;
    settings.steps_per_period = static_cast<int>(terms[0]);
    settings.most_unsaturated_terms = static_cast<int>(terms[1]);
    settings.boundary = terms[2] < 0 ? Boundary::infinite_depth : Boundary::finite_depth;
    settings.most_saturated_terms = static_cast<int>(std::abs(terms[2]));
    const auto steps = lines.numbers();
    settings.increments = static_cast<int>(steps[0]);
    settings.shallowest_depth = steps[1];
    settings.water_unit_weight = steps[2];
    run.storm.end = steps[4];
    const auto start = lines.numbers();
    settings.lowest_slope = radians_of(start[3]);
    settings.highest_slope = radians_of(start[4]);
    for (int zone = 0; zone < static_cast<int>(terms[3]); ++zone) {
        lines.line();
        run.zones.push_back(oracle_soil(lines.numbers()));
    }
    OracleFiles files{.constant_depth = start[0],
                      .constant_table = start[1],
                      .constant_flux = start[2],
                      .rain = lines.numbers()};
    files.rain.resize(static_cast<std::size_t>(steps[3]));
    run.storm.boundaries = lines.numbers();
    run.storm.boundaries.resize(files.rain.size() + 1);
    return files;
}

/// The second part: names of files, output times and options.
inline void read_names(OracleLines& lines, OracleRun& run, OracleFiles& files) {
    using models::transient::FlowDirection;
    models::transient::Settings& settings = run.settings;
    files.slope = lines.value();
    lines.value();
    files.zone = lines.value();
    files.depth = lines.value();
    files.table = lines.value();
    files.flux = lines.value();
    lines.line();
    const std::size_t skipped = files.rain.size() + 8;
    for (std::size_t line = 0; line < skipped; ++line) {
        lines.line();
    }
    run.results = lines.value();
    run.suffix = lines.value();
    for (int flag = 0; flag < 8; ++flag) {
        lines.value();
    }
    const auto outputs = static_cast<std::size_t>(lines.numbers().front());
    run.outputs = lines.numbers();
    while (run.outputs.size() < outputs) {  // one a line in some
        run.outputs.push_back(OracleLines::parse(lines.line()).front());
    }
    settings.skip_other_steps = lines.truth();
    settings.analytic_fillable_porosity = lines.truth();
    settings.water_table_rises = lines.truth();
    settings.fringe_above_table = lines.truth();
    lines.value();
    const std::string flow = lines.value();
    const FlowDirection other =
        flow == "hydro" ? FlowDirection::hydrostatic : FlowDirection::general;
    settings.flow_direction = flow == "slope" ? FlowDirection::along_slope : other;
    settings.add_background_flux = lines.truth();
    lines.value();
    settings.ignore_suction = lines.truth();
    settings.unsaturated_in_thin_soil = lines.truth();
}

/// The columns of all cells with a slope. Where one is less deep than the first depth judged, or
/// its water table, the reference judges all from the ground.
inline void read_columns(OracleRun& run, const OracleFiles& files) {
    const auto slopes = oracle_grid(run.folder / files.slope);
    const auto grid = [&](double value, const std::string& file) {
        return value < 0 ? oracle_grid(run.folder / file)
                         : std::vector<float>(slopes.size(), static_cast<float>(value));
    };
    const auto zones = grid(run.zones.size() > 1 ? -1 : 1, files.zone);
    const auto depths = grid(files.constant_depth, files.depth);
    const auto tables = grid(files.constant_table, files.table);
    const auto fluxes = grid(files.constant_flux, files.flux);
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
    OracleLines lines(run.folder / ("tr_" + name + ".txt"));
    OracleFiles files = read_numbers(lines, run);
    read_names(lines, run, files);
    read_columns(run, files);
    for (std::size_t period = 0; period < files.rain.size(); ++period) {
        const auto entered =
            oracle_grid(run.folder / run.results /
                        ("TRinfilratPer" + std::to_string(period + 1) + run.suffix + ".asc"));
        for (const std::size_t cell : run.cells) {
            run.rates.push_back(entered.empty() ? static_cast<float>(files.rain[period])
                                                : entered[cell]);
        }
    }
    return run;
}

}  // namespace hazone::testing
