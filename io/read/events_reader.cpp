// Rain events from a table.
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/error.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

/// A column by its name before the bracket, and the SI value of one of its unit.
struct Column {
    int number = -1;
    double factor = 1;
};

struct ColumnNames {
    std::string_view name;
    std::string_view letter;
    Unit unit = Unit::one;
    std::string_view usual_unit;
};

Column find_column(const CsvTable& table, const ColumnNames& wanted) {
    for (std::size_t number = 0; number < table.header.size(); ++number) {
        const std::string& header = table.header[number];
        const auto open = header.find('[');
        const std::string name = lower_case(trimmed(header.substr(0, open)));
        if (name != wanted.name && name != lower_case(std::string(wanted.letter))) {
            continue;
        }
        const auto close = header.find(']');
        const std::string unit = open == std::string::npos || close == std::string::npos
                                     ? std::string(wanted.usual_unit)
                                     : trimmed(header.substr(open + 1, close - open - 1));
        const auto factor = si_factor(unit, wanted.unit);
        if (!factor) {
            throw InputError(fmt::format("{}, column '{}': unknown unit; allowed: {}", table.name,
                                         header, fmt::join(unit_symbols(wanted.unit), ", ")));
        }
        return {static_cast<int>(number), *factor};
    }
    return {};
}

double positive(const CsvTable& table, std::size_t row, const Column& column) {
    const double value = table.number(row, column.number);
    if (!(value > 0) || std::isinf(value)) {
        throw InputError(fmt::format("{}, column '{}': {} is not above 0", table.place(row),
                                     table.header[static_cast<std::size_t>(column.number)], value));
    }
    return value * column.factor;
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_rainfall_events(const std::filesystem::path& path) {
    const CsvTable table = read_csv(path);
    const Column duration = find_column(table, {"duration", "D", Unit::second, "h"});
    const Column rain = find_column(table, {"rain", "E", Unit::metre, "mm"});
    const Column intensity = find_column(table, {"intensity", "I", Unit::metre_per_second, "mm/h"});
    if (duration.number < 0 || (rain.number < 0 && intensity.number < 0)) {
        throw InputError(fmt::format(
            "{}, line 1: must have the columns duration and rain, or duration and intensity; its "
            "columns are {}",
            table.name, fmt::join(table.header, ", ")));
    }
    std::vector<double> durations;
    std::vector<double> rains;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] {
            const double lasts = positive(table, row, duration);
            rains.push_back(rain.number >= 0 ? positive(table, row, rain)
                                             : positive(table, row, intensity) * lasts);
            durations.push_back(lasts);
        });
    }
    problems.raise();
    FeatureLayer layer{.name = "rainfall_events", .shape = FeatureShape::none};
    layer.attributes = {
        {"duration", Unit::second, "duration of the event", std::move(durations)},
        {"rain", Unit::metre, "rain of the event", std::move(rains)},
    };
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
