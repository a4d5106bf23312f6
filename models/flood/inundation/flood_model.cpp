#include "models/flood/inundation/flood_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/flood_channels.hpp"
#include "models/flood/inundation/flood_ground.hpp"
#include "models/flood/inundation/flood_results.hpp"
#include "models/flood/inundation/flood_state.hpp"
#include "models/flood/losses/carried_state.hpp"
#include "models/flood/losses/losses.hpp"
#include "models/flood/losses/place_rasters.hpp"

namespace hazone::models {
namespace {

constexpr double kSameTime = 1e-9;  // share of a time by which rounding may miss it

/// What is worked out once.
struct Flood {
    std::unique_ptr<FloodSolver> solver;
    std::unique_ptr<Losses> losses;
    PlaceCells cells;
    std::vector<double> excess;  // m in the rain step, by place
    Raster<float> rate;          // m/s
    std::vector<Hydrograph> inflow;
    StageSeries stage;
    std::vector<FloodGauge> gauges;
    std::vector<std::string> gauges_without_ground;
    Index unknown = 0;
    std::string channels;  // what is to be said of them
};

void make_state(const Params& params,
                const FieldSet& fields,
                const FloodGround& ground,
                std::size_t gauges,
                FieldSet& state) {
    const Extent extent = fields.extent();
    state.put(kFloodDepth, ground.depth.clone());
    state.put(kFloodEast, Raster<double>(extent, 0.0));
    state.put(kFloodSouth, Raster<double>(extent, 0.0));
    state.put(kFloodWestEdge, Raster<double>({extent.rows, 1}, 0.0));
    state.put(kFloodNorthEdge, Raster<double>({1, extent.cols}, 0.0));
    state.put(kFloodTotals, Raster<double>({1, flood_total_count}, 0.0));
    for (const FieldSpec* field : {&kDepthSoFar, &kSpeedSoFar, &kFlowSoFar, &kRatingSoFar}) {
        state.put(*field, Raster<float>(extent, 0.0F));
    }
    state.put(kHazardSoFar, Raster<std::uint8_t>(extent, 0));
    state.put(kArrivalSoFar, Raster<float>(extent, static_cast<float>(kInfinity)));
    state.put(kDurationSoFar, Raster<double>(extent, 0.0));
    const auto rows = static_cast<Index>((fields.series(kRain).end() + params[kRecession]) /
                                         params[kFloodGaugeInterval]) +
                      2;
    const auto columns = static_cast<Index>(2 * gauges + 1);
    state.put(kFloodGaugeRows, Raster<double>({rows, columns}, double{kMissing}));
    state.put(kFloodGaugeCount, Raster<double>({1, 1}, 0.0));
}

inundation::MaximaViews maxima_of(const Params& params, FieldSet& state) {
    return {.depth = state.write(kDepthSoFar),
            .speed = state.write(kSpeedSoFar),
            .flow = state.write(kFlowSoFar),
            .rating = state.write(kRatingSoFar),
            .hazard = state.write<std::uint8_t>(kHazardSoFar),
            .arrival = state.write(kArrivalSoFar),
            .duration = state.write<double>(kDurationSoFar),
            .wet_depth = params[kWetDepth]};
}

/// Notes what the gauges show where the time of their next row has come.
void record_gauges(const Params& params, const Flood& flood, FieldSet& state) {
    double& count = state.write<double>(kFloodGaugeCount)(0, 0);
    const auto rows = state.write<double>(kFloodGaugeRows);
    const double time = flood.solver->time();
    const double due = count * params[kFloodGaugeInterval];
    if (flood.gauges.empty() || time < due * (1 - kSameTime) ||
        static_cast<Index>(count) >= rows.rows()) {
        return;
    }
    double* row = rows.row(static_cast<Index>(count));
    *row++ = time;
    for (const FloodGauge& gauge : flood.gauges) {
        *row++ = flood.solver->gauge_depth(gauge.cell);
        *row++ = flood.solver->discharge(gauge.cell);
    }
    count += 1;
}

/// Seconds to the next row of the gauges.
double to_next_row(const Params& params, const Flood& flood, const FieldSet& state) {
    if (flood.gauges.empty()) {
        return kInfinity;
    }
    const double count = state.read<double>(kFloodGaugeCount)(0, 0);
    const double rest = count * params[kFloodGaugeInterval] - flood.solver->time();
    return rest > 0 ? rest : kInfinity;
}

/// Steps until `end`, s.
void run_until(const Params& params, double end, Flood& flood, FieldSet& state) {
    inundation::Maxima maxima(maxima_of(params, state));
    double* totals = state.write<double>(kFloodTotals).data();
    FloodSolver& solver = *flood.solver;
    solver.keep(&maxima);
    while (solver.time() < end * (1 - 1e-12)) {
        const double longest = params[kFloodStep];
        const double whole = std::min(end - solver.time(), to_next_row(params, flood, state));
        const double middle = solver.time() + 0.5 * solver.reach(longest, whole);
        for (std::size_t number = 0; number < flood.inflow.size(); ++number) {
            solver.sources().set_discharge(number, flood.inflow[number].at(middle));
        }
        if (!flood.stage.time.empty()) {
            solver.set_stage(flood.stage.at(middle));
        }
        const inundation::StepReport report = solver.advance(longest, whole);
        totals[flood_steps] += report.steps;
        totals[flood_refused] += report.halvings;
        record_gauges(params, flood, state);
    }
    solver.keep(nullptr);
}

/// Rain less losses as a rate; gives the rain, m3. Rain which is not known anywhere ends the run:
/// the water of that cell would come to others.
double set_sources(const Params& params,
                   const FieldSet& fields,
                   const FloodKind& kind,
                   const TimeStep& now,
                   Flood& flood) {
    const Index unknown = count_cells(fields.extent(), [&](Index row, Index col) {
        return flood.solver->is_inside({row, col}) && is_missing(now.rain(row, col));
    });
    if (unknown > 0) {
        throw InputError(fmt::format(
            "{}: rain of step {} is missing in {} cells with ground; a flood needs the rain of "
            "all of them: fill the gaps, or take these cells out of the elevation",
            kind.name, now.number + 1, unknown));
    }
    const Index cols = fields.extent().cols;
    for_each_place(flood.cells, cols, [&](Index place, Cell at) {
        flood.excess[static_cast<std::size_t>(place)] = now.share * double{now.rain(at)};
    });
    constexpr Index kBlock = 65536;
    const auto count = static_cast<Index>(flood.cells.size());
    for_each_block((count + kBlock - 1) / kBlock, [&](Index block) {
        const Index first = block * kBlock;
        flood.losses->take(first, std::min(count, first + kBlock), now.length,
                           flood.excess.data() + first);
    });
    const double seepage = params[kSeepage];
    for_each_place(flood.cells, cols, [&](Index place, Cell at) {
        const double excess = flood.excess[static_cast<std::size_t>(place)];
        flood.rate(at.row, at.col) = static_cast<float>(excess / now.length - seepage);
    });
    flood.solver->sources().set(flood.rate.view(), {});
    return fields.grid().cell_area() * sum_cells(fields.extent(), [&](Index row, Index col) {
               return flood.solver->is_inside({row, col}) ? now.share * double{now.rain(row, col)}
                                                          : 0.0;
           });
}

/// Soil which is given but takes up no water is named: the depths are then those of rain which all
/// runs off.
void note_unused_soil(const FloodKind& kind, const Params& params, FieldSet& fields) {
    if (params[kFloodLoss] != 0) {
        return;
    }
    for (const FieldSpec* soil : {&kCurveNumber, &kConductivity, &kSoilWaterCapacity}) {
        if (fields.has(*soil)) {
            fields.note(fmt::format(
                "{0}: {1} is given but takes up no rain, since {0}.loss is none; choose the loss "
                "that reads it",
                kind.name, soil->name));
        }
    }
}

/// Says what the water beyond the edges did in the part of the run which the series leaves out.
void note_short_stage(const FloodKind& kind, const Flood& flood, FieldSet& fields) {
    const StageSeries& stage = flood.stage;
    if (stage.time.empty()) {
        return;
    }
    if (stage.time.front() > 0) {
        fields.note(fmt::format(
            "{}: stage begins at {:.6g} s; until then the level beyond the edge was its first, "
            "{:.6g} m",
            kind.name, stage.time.front(), stage.level.front()));
    }
    const double end = flood.solver->time();
    if (stage.time.back() < end * (1 - kSameTime)) {
        fields.note(fmt::format(
            "{}: stage ends at {:.6g} s and the run at {:.6g} s; in between the level beyond the "
            "edge was its last, {:.6g} m",
            kind.name, stage.time.back(), end, stage.level.back()));
    }
}

}  // namespace

void check_flood(std::string_view model, const Params& params, const HasField& has) {
    Problems problems;
    problems.collect([&] { check_losses(model, params, has); });
    problems.collect([&] { check_stage(model, params, has); });
    problems.raise();
}

void start_flood(const FloodKind& kind,
                 const Params& params,
                 const FieldSet& fields,
                 FieldSet& state) {
    check_flood(kind.name, params, among(fields));
    const FloodGround ground = flood_ground(params, fields);
    const auto flood = std::make_shared<Flood>();
    const bool rough = fields.has(kManningRoughness);
    const inundation::Edges edges = flood_edges_of(params, ground);
    flood->stage = stage_of(fields);
    flood->solver =
        kind.make(params,
                  {.bed = ground.bed.view(),
                   .roughness = rough ? fields.read(kManningRoughness) : View<const float>(),
                   .uniform_roughness = params[kFloodRoughness],
                   .cell_size = fields.grid().cell_size},
                  edges);
    flood->unknown = ground.unknown;
    if (kind.takes_channels && wants_channels(params)) {
        FloodChannels channels = channels_of(kind.name, params, fields, ground, edges);
        state.put(kFloodChannelVolume, Raster<double>(fields.extent(), 0.0));
        state.put(kFloodChannelFlow, Raster<double>(fields.extent(), 0.0));
        channels.run->save(state.write<double>(kFloodChannelVolume),
                           state.write<double>(kFloodChannelFlow));
        flood->channels = std::move(channels.note);
        flood->solver->set_channels(std::move(channels.run));
    }
    flood->inflow = hydrographs_of(fields, ground.bed);
    FloodGauges gauges = gauges_of(params, fields, ground.bed);
    flood->gauges = std::move(gauges.gauges);
    flood->gauges_without_ground = std::move(gauges.without_ground);
    for (Index row = 0; row < fields.extent().rows; ++row) {
        for (Index col = 0; col < fields.extent().cols; ++col) {
            if (!is_missing(ground.bed(row, col))) {
                flood->cells.push_back(row * fields.extent().cols + col);
            }
        }
    }
    flood->excess.resize(flood->cells.size());
    flood->rate = Raster<float>(fields.extent(), 0.0F);
    make_state(params, fields, ground, flood->gauges.size(), state);
    flood->losses = make_losses(params, fields, flood->cells, state);
    std::vector<inundation::PointInflow> inflows;
    for (const Hydrograph& inflow : flood->inflow) {
        inflows.push_back({inflow.cell, 0});
    }
    flood->solver->sources().set_inflows(std::move(inflows));
    flood->solver->restore(state);
    state.write<double>(kFloodTotals)(0, flood_initial) = flood->solver->balance().volume;
    record_gauges(params, *flood, state);
    state.keep(flood);
}

void step_flood(const FloodKind& kind,
                const Params& params,
                const FieldSet& fields,
                const TimeStep& now,
                FieldSet& state) {
    auto& flood = state.kept<Flood>();
    flood.solver->restore(state);
    state.write<double>(kFloodTotals)(0, flood_rain) +=
        set_sources(params, fields, kind, now, flood);
    run_until(params, flood.solver->time() + now.length, flood, state);
    flood.solver->save(state);
}

double next_flood_step(const Params& params,
                       const FieldSet& fields,
                       const FieldSet& state,
                       double rest) {
    constexpr double kPiece = 600;  // s, after which a run can stop
    if (rest <= 0) {
        const double end = fields.series(kRain).end() + params[kRecession];
        rest = end - state.read<double>(kFloodTotals)(0, flood_time);
        rest = rest > kSameTime * end ? rest : 0;
    }
    return rest > kPiece ? rest / std::ceil(rest / kPiece * (1 - kSameTime)) : rest;
}

void finish_flood(const FloodKind& kind, const Params& params, FieldSet& fields, FieldSet& state) {
    auto& flood = state.kept<Flood>();
    flood.solver->restore(state);
    inundation::Maxima maxima(maxima_of(params, state));
    flood.solver->keep(&maxima);
    flood.solver->keep_last();
    flood.solver->keep(nullptr);
    write_flood_results(maxima.cells(), *flood.solver, fields);
    note_unused_soil(kind, params, fields);
    note_short_stage(kind, flood, fields);
    if (!flood.channels.empty()) {
        fields.note(flood.channels);
    }
    for (const std::string& name : flood.gauges_without_ground) {
        fields.note(fmt::format(
            "{0}: gauge '{1}' lies on no ground and has no rows in gauges.csv; correct its place, "
            "or raise {0}.gauge_snap_distance",
            kind.name, name));
    }
    fields.put(kGauges, flood_gauge_table(flood.gauges, *flood.solver, state));
    note_flood({.name = kind.name,
                .unknown = flood.unknown,
                .still_rising = count_rising(maxima.cells(), *flood.solver)},
               *flood.solver, state, fields);
    const std::string loss = params.text(kFloodLoss);
    write_carried(kind.name, loss, *flood.losses, flood.cells, fields);
    note_unread_state(kind.name, loss, *flood.losses, fields);
}

}  // namespace hazone::models
