// Level in time of the water beyond the edges of a grid.
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

/// The time of a row, s, which follows those before.
double time_in(const CsvTable& table,
               std::size_t row,
               int column,
               const std::vector<double>& past) {
    const double time = table.number(row, column);
    if (time < 0) {
        throw InputError(
            fmt::format("{}: time_s = {}; allowed: 0 or above", table.place(row), time));
    }
    if (!past.empty() && time <= past.back()) {
        throw InputError(fmt::format(
            "{}: time_s = {} does not follow {}; times must grow from row to row, each once",
            table.place(row), time, past.back()));
    }
    return time;
}

double level_in(const CsvTable& table, std::size_t row, int column) {
    const double level = table.number(row, column);
    if (level < kStage.lowest || level > kStage.highest) {
        throw InputError(fmt::format("{}: level_m = {}; allowed: {} to {}", table.place(row), level,
                                     kStage.lowest, kStage.highest));
    }
    return level;
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_stage(const std::filesystem::path& path) {
    if (lower_case(path.extension().string()) != ".csv") {
        throw InputError(
            fmt::format("{}: must be a CSV with the columns time_s and level_m", path.string()));
    }
    const CsvTable table = read_csv(path);
    const int time_column = table.require("time_s");
    const int level_column = table.require("level_m");
    std::vector<double> time;
    std::vector<double> level;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] { time.push_back(time_in(table, row, time_column, time)); });
        problems.collect([&] { level.push_back(level_in(table, row, level_column)); });
    }
    if (table.rows.size() < 2) {
        problems.add(fmt::format(
            "{}: has one row; a level in time needs two or more. For one which stays the same "
            "leave the input stage out and set edge_level",
            table.name));
    }
    problems.raise();
    FeatureLayer layer{.name = "stage", .shape = FeatureShape::none};
    layer.attributes = {
        {"time", Unit::second, "s after the start of the rain", std::move(time)},
        {"level", Unit::metre, "of the water beyond the edge", std::move(level)},
    };
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
