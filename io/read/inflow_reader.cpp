#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

double number_in(const CsvTable& table, std::size_t row, int column, std::string_view what) {
    const double value = table.number(row, column);
    if (!(value >= 0) || std::isinf(value)) {
        throw InputError(
            fmt::format("{}: {} = {}; allowed: 0 or above", table.place(row), what, value));
    }
    return value;
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_inflow(const PointSource& source, const Grid& grid) {
    if (lower_case(source.path.extension().string()) != ".csv") {
        throw InputError(
            fmt::format("{}: must be a CSV with x and y or lon and lat, time_s and discharge_m3s",
                        source.path.string()));
    }
    FeatureLayer layer = *read_points(source, grid);
    const CsvTable table = read_csv(source.path);
    const int time_column = table.require("time_s");
    const int discharge_column = table.require("discharge_m3s");
    std::vector<double> time;
    std::vector<double> discharge;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] { time.push_back(number_in(table, row, time_column, "time_s")); });
        problems.collect(
            [&] { discharge.push_back(number_in(table, row, discharge_column, "discharge_m3s")); });
    }
    problems.raise();
    layer.name = "inflow";
    layer.attributes.push_back(
        {"time", Unit::second, "s after the start of the rain", std::move(time)});
    layer.attributes.push_back(
        {"discharge", Unit::cubic_metre_per_second, "enters at the point", std::move(discharge)});
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
