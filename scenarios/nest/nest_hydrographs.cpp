#include "scenarios/nest/nest_hydrographs.hpp"

#include <cmath>
#include <fstream>
#include <set>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "scenarios/interrupt.hpp"
#include "scenarios/nest/nest_run.hpp"

namespace hazone {
namespace {

void write_points(const std::filesystem::path& file,
                  const std::vector<nest::Basin>& basins,
                  const Grid& grid) {
    std::map<std::string, Cell> cells;
    for (const nest::Basin& basin : basins) {
        for (const nest::Inflow& inflow : basin.inflows) {
            for (const Cell donor : inflow.donors) {
                cells.emplace(name_of(donor), donor);
            }
        }
    }
    std::ofstream stream(file);
    stream << "name,x,y\n";
    for (const auto& [name, cell] : cells) {
        const Point centre = grid.centre(cell);
        stream << fmt::format("{},{},{}\n", name, centre.x, centre.y);
    }
    if (!stream.flush()) {
        throw InputError(fmt::format("{}: cannot be written", file.string()));
    }
}

CellSeries series_of(const FeatureLayer& rows) {
    const auto& time = rows.values<double>("time_s");
    const auto& name = rows.values<std::string>("gauge");
    const auto& discharge = rows.values<double>("discharge_m3s");
    CellSeries series{{0}, {}};
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (time[row] != series.time.back()) {
            series.time.push_back(time[row]);
        }
        auto& own = series.at_cell.try_emplace(name[row], std::vector{0.0}).first->second;
        own.push_back(discharge[row]);
    }
    return series;
}

}  // namespace

std::string name_of(Cell cell) { return fmt::format("r{}c{}", cell.row, cell.col); }

CellSeries routed_at(const Job& job,
                     const std::vector<nest::Basin>& basins,
                     const std::filesystem::path& points) {
    write_points(points, basins, job.fields->grid());
    Problems problems;
    Job routing = prepare(routing_scenario(job.scenario, points), problems);
    problems.raise();
    RunHooks hooks;
    hooks.load = [&routing](const FieldSpec& field, FieldSet& fields) {
        io::load_input(routing.scenario.inputs.at(std::string(field.name)), field, fields);
    };
    hooks.stop = [] { return interrupt_signal() != 0; };
    CellSeries series;
    hooks.made = [&series](const FieldSpec& field, const FieldSet& fields) {
        if (field.name == kGauges.name) {
            series = series_of(fields.features(kGauges));
        }
    };
    run_plan(routing.plan, *routing.fields, hooks);
    return series;
}

NestInflow inflow_of(const nest::Basin& basin, const CellSeries& routed, double factor) {
    NestInflow inflow{routed.time, {}};
    for (const nest::Inflow& entry : basin.inflows) {
        std::vector<double> sum(routed.time.size(), 0.0);
        for (const Cell donor : entry.donors) {
            const auto found = routed.at_cell.find(name_of(donor));
            bool known = found != routed.at_cell.end();
            for (std::size_t k = 0; known && k < sum.size(); ++k) {
                sum[k] += factor * found->second[k];
                known = std::isfinite(sum[k]);
            }
            inflow.unknown += known ? 0 : 1;
        }
        inflow.series.push_back(std::move(sum));
    }
    return inflow;
}

double volume_of(const std::vector<double>& time, const std::vector<double>& series) {
    double volume = 0;
    for (std::size_t k = 1; k < time.size(); ++k) {
        volume += 0.5 * (series[k] + series[k - 1]) * (time[k] - time[k - 1]);
    }
    return volume;
}

}  // namespace hazone
