#pragma once

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

/// Reads `folder`/tr_`name`.txt and its grids. Rates come from the reference's infiltration grids
/// where it wrote some.
inline OracleRun oracle_run(const std::string& folder, const std::string& name) {
    using namespace models::transient;
    constexpr float kDegree = static_cast<float>(3.141592653589793 / 180.0);
    OracleRun run;
    run.folder = trigrs_oracles() / folder;
    OracleLines lines(run.folder / ("tr_" + name + ".txt"));
    lines.value();
    const auto terms = lines.numbers();
    Settings& settings = run.settings;
    settings.mode = Mode::trigrs_2_1;
    settings.steps_per_period = static_cast<int>(terms[0]);
    settings.most_unsaturated_terms = static_cast<int>(terms[1]);
    settings.boundary = terms[2] < 0 ? Boundary::infinite_depth : Boundary::finite_depth;
    settings.most_saturated_terms = static_cast<int>(std::abs(terms[2]));
    const auto steps = lines.numbers();
    settings.increments = static_cast<int>(steps[0]);
    settings.shallowest_depth = steps[1];
    settings.water_unit_weight = steps[2];
    const auto periods = static_cast<std::size_t>(steps[3]);
    run.storm.end = steps[4];
    const auto start = lines.numbers();
    settings.lowest_slope = static_cast<double>(static_cast<float>(start[3]) * kDegree);
    settings.highest_slope = static_cast<double>(static_cast<float>(start[4]) * kDegree);
    for (int zone = 0; zone < static_cast<int>(terms[3]); ++zone) {
        lines.line();
        const auto soil = lines.numbers();
        run.zones.push_back(
            {.cohesion = soil[0],
             .friction_angle = static_cast<double>(static_cast<float>(soil[1]) * kDegree),
             .unit_weight = soil[2],
             .diffusivity = soil[3],
             .conductivity = soil[4],
             .saturated_water_content = soil[5],
             .residual_water_content = soil[6],
             .gardner_alpha = soil[7]});
    }
    const auto rain = lines.numbers();
    const auto times = lines.numbers();
    run.storm.boundaries.assign(times.begin(), times.begin() + static_cast<long>(periods) + 1);
    const std::string slope = lines.value();
    lines.value();
    const std::string zone_file = lines.value();
    const std::string depth = lines.value();
    const std::string table = lines.value();
    const std::string flux = lines.value();
    lines.value();
    for (std::size_t period = 1; period < periods; ++period) {
        lines.line();
    }
    for (int file = 0; file < 4; ++file) {
        lines.value();
    }
    run.results = lines.value();
    run.suffix = lines.value();
    for (int flag = 0; flag < 7; ++flag) {
        lines.value();
    }
    lines.value();
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
    settings.flow_direction = flow == "slope"   ? FlowDirection::along_slope
                              : flow == "hydro" ? FlowDirection::hydrostatic
                                                : FlowDirection::general;
    settings.add_background_flux = lines.truth();
    lines.value();
    settings.ignore_suction = lines.truth();
    settings.unsaturated_in_thin_soil = lines.truth();

    const auto grid = [&](double value, const std::string& file, std::size_t cells) {
        return value < 0 ? oracle_grid(run.folder / file)
                         : std::vector<float>(cells, static_cast<float>(value));
    };
    const auto slopes = oracle_grid(run.folder / slope);
    const auto zones = run.zones.size() > 1 ? oracle_grid(run.folder / zone_file)
                                            : std::vector<float>(slopes.size(), 1.0F);
    const auto depths = grid(start[0], depth, slopes.size());
    const auto tables = grid(start[1], table, slopes.size());
    const auto fluxes = grid(start[2], flux, slopes.size());
    float lowest = 1e30F;
    for (std::size_t cell = 0; cell < slopes.size(); ++cell) {
        if (std::isnan(slopes[cell])) {
            continue;
        }
        lowest = std::min({lowest, depths[cell], tables[cell]});
        run.cells.push_back(cell);
        run.columns.push_back({.slope = static_cast<double>(slopes[cell] * kDegree),
                               .depth = depths[cell],
                               .water_table_depth = tables[cell],
                               .background_flux = fluxes[cell],
                               .soil = run.zones[static_cast<std::size_t>(zones[cell]) - 1]});
    }
    if (settings.shallowest_depth > lowest) {
        settings.shallowest_depth = 0;
    }
    for (std::size_t period = 0; period < periods; ++period) {
        const auto entered =
            oracle_grid(run.folder / run.results /
                        ("TRinfilratPer" + std::to_string(period + 1) + run.suffix + ".asc"));
        for (const std::size_t cell : run.cells) {
            run.rates.push_back(entered.empty() ? static_cast<float>(rain[period]) : entered[cell]);
        }
    }
    return run;
}

}  // namespace hazone::testing
