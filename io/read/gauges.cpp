#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "io/crs.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"
#include "io/time_stamp.hpp"

namespace hazone::io {
namespace {

// Envelope of the world's highest point rainfalls: 422 mm * (duration / 1 h)^0.475.
// Paulhus (1965), Indian Ocean and Taiwan rainfalls set new records, Mon. Wea. Rev. 93(5), 331-335.
constexpr double kRecordOfOneHour = 422.0;  // mm
constexpr double kRecordExponent = 0.475;
constexpr double kSamePlace = 1e-6;  // degrees

struct Columns {
    int station = 0;
    int lon = 0;
    int lat = 0;
    int time = 0;
    int mm = 0;
};

struct Measurement {
    std::size_t row = 0;  // of the table
    double mm = 0;        // NaN where the cell is empty
};

/// One station as the table gives it, its measurements by time.
struct Record {
    std::string name;
    double lon = 0;
    double lat = 0;
    std::size_t first_row = 0;
    std::map<UtcSeconds, Measurement> measurements;
};

Columns columns_of(const CsvTable& table) {
    Problems problems;
    Columns columns;
    problems.collect([&] { columns.station = table.require("station"); });
    problems.collect([&] { columns.lon = table.require("lon"); });
    problems.collect([&] { columns.lat = table.require("lat"); });
    problems.collect([&] { columns.time = table.require("time"); });
    problems.collect([&] { columns.mm = table.require("mm"); });
    problems.raise();
    return columns;
}

const std::string& cell(const CsvTable& table, std::size_t row, int column) {
    return table.rows[row][static_cast<std::size_t>(column)];
}

double rain_in(const CsvTable& table, std::size_t row, int column) {
    if (trimmed(cell(table, row, column)).empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double mm = table.number(row, column);
    if (mm < 0) {
        throw InputError(
            fmt::format("{}: {} mm of rain; allowed: 0 or more, or an empty cell where "
                        "nothing was measured",
                        table.place(row), mm));
    }
    return mm;
}

/// The station of the row, new or known at the same place.
Record& record_of(const CsvTable& table,
                  std::size_t row,
                  const Columns& columns,
                  std::vector<Record>& records) {
    const std::string name = trimmed(cell(table, row, columns.station));
    const double lon = table.number(row, columns.lon);
    const double lat = table.number(row, columns.lat);
    if (name.empty() || std::abs(lon) > 180 || std::abs(lat) > 90) {
        throw InputError(
            fmt::format("{}: station '{}' at lon {}, lat {}; allowed: a name, lon -180 "
                        "to 180 and lat -90 to 90 in degrees",
                        table.place(row), name, lon, lat));
    }
    const auto known = std::find_if(records.begin(), records.end(),
                                    [&](const Record& record) { return record.name == name; });
    if (known == records.end()) {
        records.push_back({name, lon, lat, row, {}});
        return records.back();
    }
    if (std::abs(known->lon - lon) > kSamePlace || std::abs(known->lat - lat) > kSamePlace) {
        throw InputError(fmt::format(
            "{}: station '{}' is at {}, {}, but at {}, {} on line {}; one "
            "station has one place: rename one of them",
            table.place(row), name, lon, lat, known->lon, known->lat, known->first_row + 2));
    }
    return *known;
}

void add_row(const CsvTable& table,
             std::size_t row,
             const Columns& columns,
             std::vector<Record>& records) {
    Record& record = record_of(table, row, columns, records);
    const UtcSeconds time = require_time(trimmed(cell(table, row, columns.time)), table.place(row));
    const Measurement measurement{row, rain_in(table, row, columns.mm)};
    const auto [known, added] = record.measurements.emplace(time, measurement);
    if (!added) {
        throw InputError(fmt::format(
            "{}: station '{}' has a value for {} on line {} already; keep "
            "one",
            table.place(row), record.name, cell(table, row, columns.time), known->second.row + 2));
    }
}

/// Shortest time between two measurements of the station, s; 0 when there is one alone.
UtcSeconds shortest_step(const Record& record) {
    UtcSeconds shortest = 0;
    for (auto later = record.measurements.begin(); later != record.measurements.end(); ++later) {
        if (later != record.measurements.begin()) {
            const UtcSeconds step = later->first - std::prev(later)->first;
            shortest = shortest == 0 ? step : std::min(shortest, step);
        }
    }
    return shortest;
}

UtcSeconds common_step(const CsvTable& table, const std::vector<Record>& records) {
    UtcSeconds step = 0;
    for (const Record& record : records) {
        const UtcSeconds own = shortest_step(record);
        step = step == 0 || own == 0 ? std::max(step, own) : std::min(step, own);
    }
    if (step == 0) {
        throw InputError(
            fmt::format("{}: every station has one time alone, so the length of the "
                        "step is unknown; give at least two times of one station",
                        table.name));
    }
    for (const Record& record : records) {
        const UtcSeconds own = shortest_step(record);
        if (own > step && record.measurements.size() > 2) {
            throw InputError(
                fmt::format("{}: station '{}' reports every {} s, others every {} s; "
                            "bring all stations to one step",
                            table.place(record.first_row), record.name, own, step));
        }
    }
    return step;
}

UtcSeconds first_time(const std::vector<Record>& records) {
    UtcSeconds first = std::numeric_limits<UtcSeconds>::max();
    for (const Record& record : records) {
        first = std::min(first, record.measurements.begin()->first);
    }
    return first;
}

void check_measurement(const CsvTable& table,
                       const Measurement& measurement,
                       UtcSeconds since_first,
                       UtcSeconds step) {
    if (since_first % step != 0) {
        throw InputError(
            fmt::format("{}: the time does not fit the step of {} s counted from the "
                        "first time; allowed: equal steps (a step may be left out)",
                        table.place(measurement.row), step));
    }
    const double hours = static_cast<double>(step) / 3600.0;
    const double highest = kRecordOfOneHour * std::pow(hours, kRecordExponent);
    if (measurement.mm > highest) {
        throw InputError(
            fmt::format("{}: {} mm in {:.4g} h is more than was ever measured on Earth "
                        "({:.0f} mm); is it a slip of the pen, such as a lost decimal "
                        "point? Correct it, or leave the cell empty",
                        table.place(measurement.row), measurement.mm, hours, highest));
    }
}

/// The rain of a station by step, m; NaN where it has no measurement.
std::vector<double> rain_of(const CsvTable& table,
                            const Record& record,
                            UtcSeconds first,
                            UtcSeconds step,
                            std::size_t steps) {
    std::vector<double> rain(steps, std::numeric_limits<double>::quiet_NaN());
    Problems problems;
    for (const auto& [time, measurement] : record.measurements) {
        const UtcSeconds since_first = time - first;
        problems.collect([&, &measurement = measurement] {
            check_measurement(table, measurement, since_first, step);
            rain[static_cast<std::size_t>(since_first / step)] = measurement.mm * 1e-3;
        });
    }
    problems.raise();
    return rain;
}

std::vector<Record> read_records(const CsvTable& table) {
    const Columns columns = columns_of(table);
    std::vector<Record> records;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] { add_row(table, row, columns, records); });
    }
    problems.raise();
    return records;
}

}  // namespace

std::shared_ptr<const GaugeSet> read_gauges(const GaugeSource& source, const Grid& grid) {
    const CsvTable table = read_csv(source.path);
    const std::vector<Record> records = read_records(table);
    const UtcSeconds step = common_step(table, records);
    const UtcSeconds first = first_time(records);
    UtcSeconds last = first;
    for (const Record& record : records) {
        last = std::max(last, record.measurements.rbegin()->first);
    }
    const auto steps = static_cast<std::size_t>((last - first) / step + 1);
    const TransformPtr transform = make_transform(parse_crs("EPSG:4326", table.name),
                                                  parse_crs(grid.crs, "the grid"), "", table.name);
    auto gauges = std::make_shared<GaugeSet>();
    gauges->start = first - step;
    gauges->step_length = static_cast<double>(step);
    Problems problems;
    for (const Record& record : records) {
        problems.collect([&] {
            Point place{record.lon, record.lat};
            if (transform->Transform(1, &place.x, &place.y) == 0) {
                throw InputError(fmt::format(
                    "{}: station '{}' at {}, {} has no place in the grid's "
                    "CRS",
                    table.place(record.first_row), record.name, record.lon, record.lat));
            }
            gauges->stations.push_back(
                {record.name, place, rain_of(table, record, first, step, steps)});
        });
    }
    problems.raise();
    return gauges;
}

}  // namespace hazone::io
