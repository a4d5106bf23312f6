#include "models/flood/inundation/flood_results.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/flood_state.hpp"

namespace hazone::models {

void write_flood_results(const inundation::MaximaViews& maxima,
                         const FloodSolver& solver,
                         FieldSet& fields) {
    const auto depth = fields.write_if_wanted(kMaximumWaterDepth);
    const auto level = fields.write_if_wanted(kMaximumWaterLevel);
    const auto speed = fields.write_if_wanted(kMaximumSpeed);
    const auto flow = fields.write_if_wanted(kMaximumUnitDischarge);
    const auto rating = fields.write_if_wanted(kFloodHazardRating);
    const auto hazard = fields.write_if_wanted<std::uint8_t>(kFloodHazardClass);
    const auto arrival = fields.write_if_wanted(kArrivalTime);
    const auto duration = fields.write_if_wanted(kInundationTime);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const Cell at{row, col};
        const bool inside = solver.is_inside(at);
        const auto keep = [&](View<float> view, float value) {
            if (!view.extent().empty()) {
                view(at) = inside ? value : kMissing;
            }
        };
        keep(depth, maxima.depth(at));
        keep(level, static_cast<float>(solver.bed(at) + maxima.depth(at)));
        keep(speed, maxima.speed(at));
        keep(flow, maxima.flow(at));
        keep(rating, maxima.rating(at));
        keep(arrival, std::isfinite(maxima.arrival(at)) ? maxima.arrival(at) : kMissing);
        keep(duration, static_cast<float>(maxima.duration(at)));
        if (!hazard.extent().empty()) {
            hazard(at) = inside ? std::max<std::uint8_t>(maxima.hazard(at), 1) : kNoClass;
        }
    });
}

Index count_rising(const inundation::MaximaViews& maxima, const FloodSolver& solver) {
    return count_cells(maxima.depth.extent(), [&](Index row, Index col) {
        const float highest = maxima.depth(row, col);
        return highest >= static_cast<float>(maxima.wet_depth) &&
               static_cast<float>(solver.depth({row, col})) >= highest;
    });
}

std::shared_ptr<const FeatureLayer> flood_gauge_table(const std::vector<FloodGauge>& gauges,
                                                      const FloodSolver& solver,
                                                      const FieldSet& state) {
    const auto rows = state.read<double>(kFloodGaugeRows);
    const auto count = static_cast<Index>(state.read<double>(kFloodGaugeCount)(0, 0));
    std::vector<double> time;
    std::vector<std::string> name;
    std::vector<double> level;
    std::vector<double> depth;
    std::vector<double> discharge;
    for (Index row = 0; row < count; ++row) {
        for (std::size_t number = 0; number < gauges.size(); ++number) {
            const double* own = rows.row(row) + 1 + 2 * number;
            time.push_back(rows(row, 0));
            name.push_back(gauges[number].name);
            level.push_back(solver.gauge_bed(gauges[number].cell) + own[0]);
            depth.push_back(own[0]);
            discharge.push_back(own[1]);
        }
    }
    auto layer = std::make_shared<FeatureLayer>();
    layer->name = "gauges";
    layer->shape = FeatureShape::none;
    layer->attributes = {
        {"time_s", Unit::one, "s after the start of the rain", std::move(time)},
        {"gauge", Unit::one, "name of the gauge", std::move(name)},
        {"water_level_m", Unit::one, "bed and depth, m", std::move(level)},
        {"depth_m", Unit::one, "depth of water, m", std::move(depth)},
        {"discharge_m3s", Unit::one, "discharge, m3/s", std::move(discharge)},
    };
    return layer;
}

void note_flood(const FloodNotes& notes,
                FloodSolver& solver,
                const FieldSet& state,
                FieldSet& fields) {
    if (notes.unknown > 0) {
        fields.note(fmt::format("{}: {} cells with ground have no value, since an input is missing",
                                notes.name, notes.unknown));
    }
    const double* totals = state.read<double>(kFloodTotals).data();
    const inundation::WaterBalance balance = solver.balance();
    const double came = balance.initial + std::max(balance.sources, totals[flood_rain]) +
                        std::max(balance.edges, 0.0);
    fields.note(fmt::format(
        "{}, water balance: {:.7g} m3 at first {:+.7g} by rain and inflow less losses (rain "
        "{:.7g}) {:+.7g} through the edges = {:.7g} on the ground{}; {:.1e} of the water is not "
        "accounted for",
        notes.name, balance.initial, balance.sources, totals[flood_rain], balance.edges,
        balance.volume, state.has(kFloodChannelVolume) ? " and in channels" : "",
        came > 0 ? std::abs(balance.defect()) / came : 0.0));
    fields.note(fmt::format("{}: {:.0f} steps, mean {:.3g} s; {:.0f} were refused and halved",
                            notes.name, totals[flood_steps],
                            solver.time() / std::max(totals[flood_steps], 1.0),
                            totals[flood_refused]));
    if (notes.still_rising > 0) {
        fields.note(fmt::format(
            "{}: in {} flooded cells the water is at its highest when the run ends: it may rise "
            "further; set {}.recession",
            notes.name, notes.still_rising, notes.name));
    }
}

}  // namespace hazone::models
