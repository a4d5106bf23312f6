// Discharge of an event by a kinematic wave, hillslope cells as sheets of water and stream cells as
// channels, along D8 directions. The equations of a cell stand in routing/kinematic_cell.hpp, those
// of the losses in losses/. Lighthill & Whitham (1955), Proc. R. Soc. Lond. A 229, 281-316,
// https://doi.org/10.1098/rspa.1955.0088; Chow, Maidment & Mays (1988), Applied Hydrology,
// McGraw-Hill, section 9.6, for the implicit scheme on a network.
//
// Channels may be routed by Muskingum-Cunge instead, routing/muskingum_cunge.hpp.
//
// A kinematic wave knows no backwater. Numerical diffusion of the upwind scheme flattens it
// somewhat; that of second order, routing/box_cell.hpp, does not: see docs/decisions/0023 and 0025.
// The rain of a step is spread evenly over it.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"
#include "models/flood/losses/carried_state.hpp"
#include "models/flood/losses/loss_params.hpp"
#include "models/flood/losses/losses.hpp"
#include "models/flood/losses/place_rasters.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"
#include "models/flood/routing/gauge_series.hpp"
#include "models/flood/routing/kinematic_wave_params.hpp"
#include "models/flood/routing/reservoirs.hpp"
#include "models/flood/routing/section_reaches.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRain, kFilledElevation, kFlowDirection, kContributingArea,
                                kStreamNetwork};
constexpr FieldSpec kUses[] = {kCurveNumber,
                               kAntecedentRain,
                               kSlope,
                               kConductivity,
                               kSuctionHead,
                               kMoistureDeficit,
                               kSoilWaterCapacity,
                               kSoilSaturation,
                               kPotentialEvapotranspiration,
                               kImperviousShare,
                               kManningRoughness,
                               kChannelWidth,
                               kCrossSections,
                               kPourPoints,
                               kReservoirs,
                               kReservoirLevels,
                               kInitialInfiltration,
                               kInitialRestingInfiltration,
                               kInitialProfileFilling,
                               kInitialInterflowWater,
                               kInitialCanopyWater};
constexpr FieldSpec kMakes[] = {kPeakDischarge,
                                kPeakTime,
                                kGauges,
                                kFinalInfiltration,
                                kFinalRestingInfiltration,
                                kFinalProfileFilling,
                                kFinalSoilSaturation,
                                kFinalInterflowWater,
                                kFinalCanopyWater};

// What changes in time. Rasters by place have one row.
constexpr FieldSpec kVolume{"routed_volume", Unit::cubic_metre, "water in each reach", 0,
                            kInfinity,       CellType::float64};
constexpr FieldSpec kPeakSoFar{"peak_so_far", Unit::cubic_metre_per_second, "by place"};
constexpr FieldSpec kPeakTimeSoFar{"peak_time_so_far", Unit::second, "by place"};
constexpr FieldSpec kOutflow{"routed_outflow", Unit::cubic_metre_per_second,
                             "out of each reach at the end of the last step, with scheme = box"};
constexpr FieldSpec kChannelOutflow{"routed_channel_outflow", Unit::cubic_metre_per_second,
                                    "the same of channels by muskingum_cunge, with other schemes"};
constexpr FieldSpec kTotals{"routed_totals", Unit::one, "one row, see Total",
                            -kInfinity,      kInfinity, CellType::float64};
/// Columns of kTotals.
enum Total {
    elapsed,
    rain_end,
    rain,
    supplied,
    left,
    steps,
    sub_steps,
    most_sub_steps,
    total_count
};

/// What is worked out once.
struct Routing {
    Catchment catchment;
    PlaceCells cells;
    std::vector<std::pair<Index, Index>> ranges;
    std::unique_ptr<Losses> losses;
    GaugeRecorder gauges;
    Reservoirs reservoirs;
    SurveyedSections sections;
    std::vector<float> rain;  // m in the present rain step, by place
    Index unknown = 0;        // cells with ground which are no places

    explicit Routing(const CatchmentGround& ground)
        : catchment(ground), ranges(catchment.ranges()) {
        cells.resize(static_cast<std::size_t>(catchment.places()));
        for_each_block(static_cast<Index>(ranges.size()), [&](Index number) {
            const auto [first, last] = ranges[static_cast<std::size_t>(number)];
            for (Index place = first; place < last; ++place) {
                cells[static_cast<std::size_t>(place)] = catchment.cell(place);
            }
        });
        rain.resize(cells.size());
    }
};

/// The ground of the catchment as rasters which live while it is made.
struct Ground {
    Raster<float> slope;
    Raster<float> roughness;
    Raster<float> width;
    Raster<std::uint8_t> direction;

    explicit Ground(Extent extent)
        : slope(extent), roughness(extent), width(extent), direction(extent) {}
};

void write_reaches(const Params& params, const FieldSet& fields, Ground& ground) {
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const ChannelWidths widths(params, fields);
    const bool rough = fields.has(kManningRoughness);
    const auto given_roughness = rough ? fields.read(kManningRoughness) : View<const float>();
    const auto hillslope = static_cast<float>(params[kHillslopeRoughness]);
    const auto channel = static_cast<float>(params[kChannelRoughness]);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const Cell at{row, col};
        const bool is_channel = stream(at) == 1;
        ground.roughness(row, col) = is_channel ? channel : rough ? given_roughness(at) : hillslope;
        ground.width(row, col) = static_cast<float>(widths.at(at));
    });
}

/// Takes out of the network each cell for which an input is missing, and all below it: what leaves
/// the rest for them leaves through outlets. Gives the number of those cells.
Index take_out_unknown(const Params& params, const FieldSet& fields, Ground& ground) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto inputs = loss_inputs(params, fields);
    Raster<float> known(fields.extent());
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        float sum = ground.slope(row, col) + ground.roughness(row, col) + ground.width(row, col);
        sum += stream(row, col) == kNoDirection ? kMissing : 0.0F;
        for (const FieldSpec* input : inputs) {
            sum += fields.read(*input)(row, col);
        }
        known(row, col) = is_missing(sum) ? kMissing : 0.0F;
    });
    Raster<double> above(fields.extent());
    accumulate(direction, known, above);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        ground.direction(row, col) =
            is_missing(above(row, col)) ? kNoDirection : direction(row, col);
    });
    return count_cells(fields.extent(), [&](Index row, Index col) {
        return direction(row, col) != kNoDirection && ground.direction(row, col) == kNoDirection;
    });
}

std::shared_ptr<Routing> routing_of(const Params& params, const FieldSet& fields) {
    Ground ground(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, params[kLeastReachSlope], ground.slope);
    write_reaches(params, fields, ground);
    const Index unknown = take_out_unknown(params, fields, ground);
    auto routing = std::make_shared<Routing>(CatchmentGround{
        ground.direction, fields.read<std::uint8_t>(kStreamNetwork), ground.slope, ground.roughness,
        ground.width, fields.grid().cell_size, params[kSideSlope]});
    routing->unknown = unknown;
    return routing;
}

CatchmentState state_of(FieldSet& state) {
    return {state.write<double>(kVolume).data(),
            state.write(kPeakSoFar).data(),
            state.write(kPeakTimeSoFar).data(),
            state.has(kOutflow) ? state.write(kOutflow).data() : nullptr,
            state.has(kReservoirStorage) ? state.write<double>(kReservoirStorage).data() : nullptr,
            state.has(kChannelOutflow) ? state.write(kChannelOutflow).data() : nullptr};
}

void check(const Params& params, const HasField& has) {
    Problems problems;
    problems.collect([&] { check_losses("kinematic_wave", params, has); });
    if (has(kReservoirLevels) && !has(kReservoirs)) {
        problems.add(
            "kinematic_wave: reservoir_levels is given without reservoirs; give both, or neither");
    }
    problems.raise();
}

void start(const Params& params, const FieldSet& fields, FieldSet& state) {
    check(params, among(fields));
    const auto routing = routing_of(params, fields);
    state_raster<double>(kVolume, routing->cells, 0.0, state);
    state_raster<float>(kPeakSoFar, routing->cells, 0.0F, state);
    state_raster<float>(kPeakTimeSoFar, routing->cells, 0.0F, state);
    if (params.choice<WaveScheme>(kWaveSchemeChoice) == WaveScheme::box) {
        state_raster<float>(kOutflow, routing->cells, 0.0F, state);
    } else if (params.choice<ChannelMethod>(kChannelRouting) == ChannelMethod::muskingum) {
        state_raster<float>(kChannelOutflow, routing->cells, 0.0F, state);
    }
    state.put(kTotals, Raster<double>({1, total_count}, 0.0));
    routing->losses = make_losses(params, fields, routing->cells, state);
    const double recession = std::max(params[kLongestRecession], params[kLeastRecession]);
    routing->reservoirs = add_reservoirs(params, fields, routing->catchment, state);
    routing->sections = add_sections(params, fields, routing->catchment);
    routing->gauges = GaugeRecorder(params, fields, routing->catchment, routing->reservoirs.names,
                                    recession, state);
    state.keep(routing);
}

/// Takes the rain of the step to the places; gives its sum, m.
double place_rain(const TimeStep& now, Routing& routing) {
    const Index cols = now.rain.cols();
    std::vector<double> sums(routing.ranges.size(), 0.0);
    for_each_block(static_cast<Index>(routing.ranges.size()), [&](Index number) {
        const auto own = static_cast<std::size_t>(number);
        double sum = 0;
        for (Index place = routing.ranges[own].first; place < routing.ranges[own].second; ++place) {
            const Index cell = routing.cells[static_cast<std::size_t>(place)];
            const float fallen = now.rain(cell / cols, cell % cols);
            routing.rain[static_cast<std::size_t>(place)] = fallen;
            sum += double{fallen};
        }
        sums[own] = sum;
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

/// Routes the rain of the places for `length` seconds, in equal parts.
void route_on(const Params& params, double length, Routing& routing, FieldSet& state) {
    const CatchmentState water = state_of(state);
    double* totals = state.write<double>(kTotals).data();
    const RoutingRule rule{params[kMostCourant], static_cast<int>(params[kMostSubSteps]),
                           params.choice<ChannelMethod>(kChannelRouting),
                           params.choice<WaveScheme>(kWaveSchemeChoice)};
    const double parts = std::ceil(length / params[kLongestStep]);
    const double part = length / parts;
    const auto excess = [&](Index first, Index last, double* rate) {
        const float* fallen = routing.rain.data() + first;
        for (Index i = 0; i < last - first; ++i) {
            rate[i] = double{fallen[i]} / parts;
        }
        routing.losses->take(first, last, part, rate);
        for (Index i = 0; i < last - first; ++i) {
            rate[i] /= part;
        }
    };
    const double begin = totals[elapsed];
    for (int number = 1; number <= static_cast<int>(parts); ++number) {
        const double end = begin + length * (number / parts);
        const StepVolumes moved = routing.catchment.advance(part, end, excess, rule, water);
        totals[elapsed] = end;
        totals[supplied] += moved.supplied;
        totals[left] += moved.left;
        totals[steps] += 1;
        totals[sub_steps] += moved.sub_steps;
        totals[most_sub_steps] = std::max(totals[most_sub_steps], double(moved.sub_steps));
        routing.gauges.record(end, routing.catchment, water, state);
    }
}

void step(const Params& params, const FieldSet& fields, const TimeStep& now, FieldSet& state) {
    auto& routing = state.kept<Routing>();
    state.write<double>(kTotals)(0, rain) += fields.grid().cell_area() * place_rain(now, routing);
    route_on(params, now.length, routing, state);
    if (now.number < now.count) {
        double* totals = state.write<double>(kTotals).data();
        totals[rain_end] = totals[elapsed];
    }
}

/// The latest time of a peak so far, s.
double latest_peak(const Routing& routing, const FieldSet& state) {
    const float* time = state.read(kPeakTimeSoFar).data();
    std::vector<float> latest(routing.ranges.size(), 0.0F);
    for_each_block(static_cast<Index>(routing.ranges.size()), [&](Index number) {
        const auto own = static_cast<std::size_t>(number);
        const auto [first, last] = routing.ranges[own];
        latest[own] = *std::max_element(time + first, time + last);
    });
    return latest.empty() ? 0.0 : double{*std::max_element(latest.begin(), latest.end())};
}

/// After the rain the wave runs on until no cell has seen a new peak for a while: a peak which
/// comes after the end of the rain is a peak all the same.
bool peaks_still_come(const FieldSet& state) {
    constexpr double kQuiet = 1800;  // s
    const double* totals = state.read<double>(kTotals).data();
    return totals[elapsed] - latest_peak(state.kept<Routing>(), state) < kQuiet;
}

double next_step(const Params& params,
                 const FieldSet& /*fields*/,
                 const FieldSet& state,
                 double rest) {
    constexpr double kPiece = 600;  // s between two looks
    if (rest > 0) {
        return rest;
    }
    const double* totals = state.read<double>(kTotals).data();
    const double since = totals[elapsed] - totals[rain_end];
    const double left_over = std::max(params[kLongestRecession], params[kLeastRecession]) - since;
    const bool goes_on =
        left_over > 1e-6 && (since < params[kLeastRecession] || peaks_still_come(state));
    return goes_on ? std::min(kPiece, left_over) : 0.0;
}

void note_unknown(Index cells, std::string_view why, FieldSet& fields) {
    if (cells > 0) {
        fields.note(fmt::format("kinematic_wave: {} cells have no value, since {}", cells, why));
    }
}

/// " + 12 in reservoirs", or nothing.
std::string share_text(double volume, std::string_view where) {
    return volume == 0
               ? ""
               : fmt::format(" {} {:.7g} {}", volume < 0 ? '-' : '+', std::abs(volume), where);
}

/// The water of the run in words, and how far it is from closing.
void note_balance(const Routing& routing, const FieldSet& state, FieldSet& fields) {
    const double* totals = state.read<double>(kTotals).data();
    const double* volume = state.read<double>(kVolume).data();
    double stored = 0;
    double taken = 0;
    double in_soil = 0;  // and comes out of it again
    Index lost = 0;
    for (Index place = 0; place < routing.catchment.places(); ++place) {
        stored += volume[place];
        taken += routing.losses->taken(place) * fields.grid().cell_area();
        in_soil += routing.losses->on_the_way(place) * fields.grid().cell_area();
        lost += is_missing(volume[place]) ? 1 : 0;
    }
    note_unknown(routing.unknown, "an input of theirs, or of cells above, is missing", fields);
    note_unknown(lost,
                 "their rain, or that of cells above, is not known at some time; a water balance "
                 "cannot be drawn up",
                 fields);
    if (lost == 0) {
        const double pooled = stored_in(routing.reservoirs, state);
        const double rest = totals[rain] - taken - stored - totals[left] - pooled;
        const double moved = std::max({totals[rain], totals[left], std::abs(pooled)});
        fields.note(fmt::format(
            "kinematic_wave, water balance: rain {:.7g} m3 = {:.7g} lost to soil and air{} + "
            "{:.7g} left the grid + {:.7g} on the way{}; {:.1e} of the {} is not accounted for",
            totals[rain], taken - in_soil, share_text(in_soil, "in interflow"), totals[left],
            stored, routing.reservoirs.any() ? share_text(pooled, "in reservoirs") : "",
            moved > 0 ? std::abs(rest) / moved : 0.0, moved > totals[rain] ? "water" : "rain"));
    }
    fields.note(fmt::format(
        "kinematic_wave: {:.0f} steps, the channels in {:.1f} parts of a step on average and "
        "{:.0f} "
        "at most",
        totals[steps], totals[sub_steps] / std::max(totals[steps], 1.0), totals[most_sub_steps]));
}

void write_peaks(const Routing& routing, const CatchmentState& water, FieldSet& fields) {
    const std::pair<const FieldSpec*, const float*> peaks[] = {
        {&kPeakDischarge, water.peak_discharge}, {&kPeakTime, water.peak_time}};
    for (const auto& [field, values] : peaks) {
        const auto view = fields.write_if_wanted(*field);
        if (view.extent().empty()) {
            continue;
        }
        for_each_cell(view.extent(), [=](Index row, Index col) { view(row, col) = kMissing; });
        for_each_place(routing.cells, view.cols(), [&, from = values](Index place, Cell at) {
            view(at) = is_missing(water.volume[place]) ? kMissing : from[place];
        });
    }
}

void finish(const Params& params, FieldSet& fields, FieldSet& state) {
    auto& routing = state.kept<Routing>();
    if (peaks_still_come(state)) {
        fields.note(fmt::format(
            "kinematic_wave: peaks still come {} after the rain, when the run ends; raise "
            "kinematic_wave.longest_recession",
            params.text(kLongestRecession)));
    }
    write_peaks(routing, state_of(state), fields);
    fields.put(kGauges, routing.gauges.table(state));
    for (const std::string& name : routing.gauges.without_place()) {
        fields.note(fmt::format(
            "kinematic_wave: gauge '{}' lies on no ground with known discharge and has no rows in "
            "gauges.csv; correct its place, or raise kinematic_wave.gauge_snap_distance",
            name));
    }
    note_balance(routing, state, fields);
    write_carried("kinematic_wave", params.text(kLoss), *routing.losses, routing.cells, fields);
    note_unread_state("kinematic_wave", params.text(kLoss), *routing.losses, fields);
    for (const auto& notes : {routing.reservoirs.notes, routing.sections.notes,
                              overtopped(routing.sections, routing.catchment, state_of(state))}) {
        for (const std::string& note : notes) {
            fields.note("kinematic_wave: " + note);
        }
    }
}

}  // namespace

constinit const Model kinematic_wave{
    .name = "kinematic_wave",
    .summary = "discharge in time over hillslopes and in channels, by a kinematic wave",
    .source =
        "Lighthill & Whitham (1955), doi:10.1098/rspa.1955.0088; Chow, Maidment & Mays (1988), "
        "Applied Hydrology, section 9.6",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kKinematicWaveParams,
    .scratch_bytes_per_cell = 90,  // with Green & Ampt
    .nanoseconds_per_cell = 700,   // of a rain step of an hour
    .uses = kUses,
    .check = check,
    .on_demand = true,
    .start = start,
    .step = step,
    .finish = finish,
    .next_step = next_step,
};

}  // namespace hazone::models
