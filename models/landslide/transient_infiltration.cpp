// Pore pressure and safety factor of soil columns while rain infiltrates, at the output times of
// the run. One column, its equations and its two modes: models/landslide/transient/column.hpp.
// Iverson (2000), Water Resources Research 36(7), 1897-1910, doi:10.1029/2000WR900090; Baum, Savage
// & Godt (2008), USGS OFR 2008-1159, doi:10.3133/ofr20081159; Srivastava & Yeh (1991),
// doi:10.1029/90WR02772; Alvioli & Baum (2016), doi:10.1016/j.envsoft.2016.04.002.
//
// Rain that is missing in one period makes a column missing: what infiltrated is not known.
// The reference writes 10 where the safety factor is capped, as here, and 11 where a cell is
// skipped: outside the limits of slope that is missing here, and without soil it is the cap.
#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/transient/column.hpp"

namespace hazone::models {
namespace {

using transient::Column;
using transient::ColumnSoil;
using transient::ColumnSolver;

constexpr FieldSpec kNeeds[] = {kRain,
                                kSlope,
                                kSoilDepth,
                                kInitialWaterTableDepth,
                                kBackgroundFlux,
                                kCohesion,
                                kFrictionAngle,
                                kUnitWeight,
                                kHydraulicDiffusivity,
                                kConductivity,
                                kSaturatedWaterContent,
                                kResidualWaterContent,
                                kGardnerAlpha};
// The infiltration only where routed_infiltration is asked for, since its setting is required.
constexpr FieldSpec kUses[] = {kRootCohesion, kInfiltration};
constexpr FieldSpec kMakes[] = {kMinimumSafetyFactor, kDepthOfMinimum, kPressureHeadAtMinimum,
                                kWaterTableDepth};

constexpr std::string_view kModes[] = {"exact", "trigrs-2.1"};  // as in transient::Mode
constexpr std::string_view kConditions[] = {"unsaturated", "saturated"};
constexpr std::string_view kBoundaries[] = {"infinite", "finite"};  // as in transient::Boundary
constexpr std::string_view kDirections[] = {"general", "along_slope", "hydrostatic"};
constexpr std::string_view kNoYes[] = {"no", "yes"};

constexpr double kMostTime = 366 * 86400.0;  // s

constexpr ParamSpec kMode{.name = "mode",
                          .fallback = 0,
                          .meaning =
                              "exact: the published equations; trigrs-2.1: the numbers of "
                              "that program, its errors included",
                          .choices = kModes};
constexpr ParamSpec kCondition{
    .name = "initial_condition",
    .fallback = 0,
    .meaning =
        "unsaturated: above the water table where gardner_alpha is above 0; saturated: all "
        "ground is wet up to its surface",
    .choices = kConditions};
constexpr ParamSpec kBoundary{.name = "depth",
                              .fallback = 1,
                              .meaning = "finite: nothing flows out of the column below",
                              .choices = kBoundaries};
constexpr ParamSpec kDirection{.name = "flow_direction",
                               .fallback = 0,
                               .meaning = "of the ground water: how pressure grows with depth",
                               .choices = kDirections};
constexpr ParamSpec kIncrements{.name = "increments",
                                .fallback = 10,
                                .lowest = 1,
                                .highest = 1000,
                                .meaning = "a column is judged at one depth more than this",
                                .whole = true};
constexpr ParamSpec kShallowest{.name = "shallowest_depth",
                                .unit = Unit::metre,
                                .fallback = 0.001,
                                .lowest = 0,
                                .highest = 10,
                                .meaning = "the first of these depths"};
constexpr ParamSpec kWaterWeight{.name = "water_unit_weight",
                                 .unit = Unit::newton_per_cubic_metre,
                                 .fallback = 9800,
                                 .lowest = 9000,
                                 .highest = 11000,
                                 .meaning = "unit weight of water"};
constexpr ParamSpec kLowestSlope{.name = "lowest_slope",
                                 .unit = Unit::radian,
                                 .fallback = 0,
                                 .lowest = 0,
                                 .highest = kRightAngle,
                                 .meaning = "flatter ground is not judged: missing"};
constexpr ParamSpec kHighestSlope{.name = "highest_slope",
                                  .unit = Unit::radian,
                                  .fallback = kRightAngle,
                                  .lowest = 0,
                                  .highest = kRightAngle,
                                  .meaning = "steeper ground is not judged: missing"};
constexpr ParamSpec kHighest{
    .name = "highest_safety_factor",
    .fallback = 10,
    .lowest = 1.5,
    .highest = 1000,
    .meaning = "safety factors end here; also that of ground without soil"};
constexpr ParamSpec kEnd{.name = "end",
                         .unit = Unit::second,
                         .fallback = 0,
                         .lowest = 0,
                         .highest = kMostTime,
                         .meaning =
                             "when the computation ends; 0: with the rain or the last "
                             "output time, whichever is later"};
constexpr ParamSpec kAnalyticPorosity{.name = "analytic_fillable_porosity",
                                      .fallback = 1,
                                      .meaning = "room for water above the water table by formula",
                                      .choices = kNoYes};
constexpr ParamSpec kRisingTable{.name = "water_table_rises",
                                 .fallback = 1,
                                 .meaning = "estimate pressure where the water table has risen",
                                 .choices = kNoYes};
constexpr ParamSpec kFringe{.name = "fringe_above_table",
                            .fallback = 0,
                            .meaning = "head at the top of the saturated zone is -1/alpha, not 0",
                            .choices = kNoYes};
constexpr ParamSpec kAddFlux{.name = "add_background_flux",
                             .fallback = 1,
                             .meaning = "the background flux goes on in the rain",
                             .choices = kNoYes};
constexpr ParamSpec kIgnoreSuction{
    .name = "ignore_suction",
    .fallback = 1,
    .meaning = "negative pressure adds no strength to columns that are saturated at the start",
    .choices = kNoYes};
constexpr ParamSpec kThinSoil{
    .name = "unsaturated_in_thin_soil",
    .fallback = 1,
    .meaning = "soil is unsaturated although the capillary fringe reaches the ground",
    .choices = kNoYes};
constexpr ParamSpec kSteps{.name = "steps_per_period",
                           .fallback = 1,
                           .lowest = 1,
                           .highest = 1e6,
                           .meaning = "mode trigrs-2.1: time steps in a period of rain (tx)",
                           .whole = true};
constexpr ParamSpec kUnsaturatedTerms{.name = "most_unsaturated_terms",
                                      .fallback = 30,
                                      .lowest = 2,
                                      .highest = 10000,
                                      .meaning = "mode trigrs-2.1: terms of a series (nmax)",
                                      .whole = true};
constexpr ParamSpec kSaturatedTerms{.name = "most_saturated_terms",
                                    .fallback = 100,
                                    .lowest = 0,
                                    .highest = 10000,
                                    .meaning = "mode trigrs-2.1: terms of a series (mmax)",
                                    .whole = true};
constexpr ParamSpec kSkipSteps{.name = "skip_other_steps",
                               .fallback = 0,
                               .meaning = "mode trigrs-2.1: time steps without output are left out",
                               .choices = kNoYes};
constexpr ParamSpec kParams[] = {
    kMode,          kCondition,        kBoundary,    kDirection,        kIncrements,
    kShallowest,    kWaterWeight,      kLowestSlope, kHighestSlope,     kHighest,
    kEnd,           kAnalyticPorosity, kRisingTable, kFringe,           kAddFlux,
    kIgnoreSuction, kThinSoil,         kSteps,       kUnsaturatedTerms, kSaturatedTerms,
    kSkipSteps};

transient::Settings settings_of(const Params& params) {
    const auto yes = [&](const ParamSpec& param) { return params[param] == 1; };
    const auto whole = [&](const ParamSpec& param) { return static_cast<int>(params[param]); };
    return {.mode = params.choice<transient::Mode>(kMode),
            .boundary = params.choice<transient::Boundary>(kBoundary),
            .flow_direction = params.choice<transient::FlowDirection>(kDirection),
            .increments = whole(kIncrements),
            .shallowest_depth = params[kShallowest],
            .water_unit_weight = params[kWaterWeight],
            .lowest_slope = params[kLowestSlope],
            .highest_slope = params[kHighestSlope],
            .highest_safety = params[kHighest],
            .analytic_fillable_porosity = yes(kAnalyticPorosity),
            .water_table_rises = yes(kRisingTable),
            .fringe_above_table = yes(kFringe),
            .add_background_flux = yes(kAddFlux),
            .ignore_suction = yes(kIgnoreSuction),
            .unsaturated_in_thin_soil = yes(kThinSoil),
            .steps_per_period = whole(kSteps),
            .most_unsaturated_terms = whole(kUnsaturatedTerms),
            .most_saturated_terms = whole(kSaturatedTerms),
            .skip_other_steps = yes(kSkipSteps)};
}

transient::Storm storm_of(const RainSeries& rain, const Params& params, double last_output) {
    transient::Storm storm{.boundaries = {0.0}};
    for (Index step = 0; step < rain.steps(); ++step) {
        storm.boundaries.push_back(rain.begin(step) + rain.length(step));
    }
    const double given = params[kEnd];
    storm.end = given > 0 ? given : std::max(storm.boundaries.back(), last_output);
    return storm;
}

/// The rates of all periods, m/s: one number each where they are the same everywhere, else a raster
/// each. The only thing a model of columns needs of a whole series at once.
class RainRates {
public:
    RainRates(const RainSeries& rain, Extent extent) : extent_(extent) {
        std::vector<float> same;
        for (Index step = 0; step < rain.steps(); ++step) {
            if (const auto depth = rain.everywhere(step)) {
                same.push_back(rate(*depth, rain.length(step)));
            }
        }
        uniform_ = static_cast<Index>(same.size()) == rain.steps();
        cells_ = uniform_ ? Raster<float>({rain.steps(), 1})
                          : Raster<float>(stacked(extent, rain.steps()));
        for (Index step = 0; step < rain.steps(); ++step) {
            if (uniform_) {
                cells_(step, 0) = same[static_cast<std::size_t>(step)];
            } else {
                read(rain, step);
            }
        }
    }

    /// Those of the columns of one row.
    transient::Rates row(Index row) const {
        return {.values = cells_.data() + (uniform_ ? 0 : row * extent_.cols),
                .period_stride = uniform_ ? 1 : extent_.size(),
                .column_stride = uniform_ ? 0 : 1};
    }

    bool missing(Index row, Index col) const {
        const transient::Rates rates = this->row(row);
        const Index periods = uniform_ ? cells_.rows() : cells_.rows() / extent_.rows;
        for (Index period = 0; period < periods; ++period) {
            if (is_missing(
                    rates.values[period * rates.period_stride + col * rates.column_stride])) {
                return true;
            }
        }
        return false;
    }

private:
    static float rate(float depth, double length) {
        return static_cast<float>(static_cast<double>(depth) / length);
    }

    void read(const RainSeries& rain, Index step) {
        const View<float> part = cells_.view().window({step * extent_.rows, 0}, extent_);
        rain.read(step, part);
        const double length = rain.length(step);
        for_each_cell(extent_,
                      [=](Index row, Index col) { part(row, col) = rate(part(row, col), length); });
    }

    Extent extent_;
    bool uniform_ = false;
    Raster<float> cells_;
};

/// Views of what a column is made of.
class Columns {
public:
    explicit Columns(const FieldSet& fields)
        : slope_(fields.read(kSlope)),
          depth_(fields.read(kSoilDepth)),
          water_(fields.read(kInitialWaterTableDepth)),
          flux_(fields.read(kBackgroundFlux)),
          cohesion_(fields.read(kCohesion)),
          friction_(fields.read(kFrictionAngle)),
          weight_(fields.read(kUnitWeight)),
          diffusivity_(fields.read(kHydraulicDiffusivity)),
          conductivity_(fields.read(kConductivity)),
          saturated_(fields.read(kSaturatedWaterContent)),
          residual_(fields.read(kResidualWaterContent)),
          alpha_(fields.read(kGardnerAlpha)) {
        if (fields.has(kRootCohesion)) {
            roots_ = fields.read(kRootCohesion);
        }
    }

    Column at(Index row, Index col) const {
        const double roots = roots_.data() == nullptr ? 0.0 : roots_(row, col);
        return {.slope = slope_(row, col),
                .depth = depth_(row, col),
                .water_table_depth = water_(row, col),
                .background_flux = flux_(row, col),
                .soil = {.cohesion = cohesion_(row, col) + roots,
                         .friction_angle = friction_(row, col),
                         .unit_weight = weight_(row, col),
                         .diffusivity = diffusivity_(row, col),
                         .conductivity = conductivity_(row, col),
                         .saturated_water_content = saturated_(row, col),
                         .residual_water_content = residual_(row, col),
                         .gardner_alpha = alpha_(row, col)}};
    }

private:
    View<const float> slope_, depth_, water_, flux_, cohesion_, friction_, weight_, diffusivity_,
        conductivity_, saturated_, residual_, alpha_, roots_;
};

/// Where the results of the row begin; null where they are not wanted.
float* row_of(Frames<float> frames, Index row) {
    return frames.count() == 0 ? nullptr : frames.at(0).row(row);
}

void note_other_times(const std::vector<double>& asked,
                      const ColumnSolver& solver,
                      FieldSet& fields) {
    for (std::size_t k = 0; k < asked.size(); ++k) {
        if (asked[k] != solver.output_times()[k]) {
            fields.note(
                fmt::format("transient_infiltration: mode trigrs-2.1 has no time step at {:.10g} "
                            "s; the results "
                            "of band {} are those of {:.10g} s, as in that program",
                            asked[k], k + 1, solver.output_times()[k]));
        }
    }
}

void run(const Params& params, FieldSet& fields) {
    const RainSeries& rain = fields.series(fields.has(kInfiltration) ? kInfiltration : kRain);
    const std::vector<double>& times = fields.times();
    // The reference steps otherwise in time where any zone of its project is unsaturated.
    const ColumnSoil kind{.saturated_water_content = 0.4,
                          .residual_water_content = 0.1,
                          .gardner_alpha = params[kCondition] == 0 ? 1.0 : -1.0};
    const ColumnSolver solver(settings_of(params), storm_of(rain, params, times.back()), times,
                              {&kind, 1});
    const Columns columns(fields);
    const RainRates rates(rain, fields.extent());
    const Frames<float> safety = fields.write_frames_if_wanted(kMinimumSafetyFactor);
    const Frames<float> depth = fields.write_frames_if_wanted(kDepthOfMinimum);
    const Frames<float> pressure = fields.write_frames_if_wanted(kPressureHeadAtMinimum);
    const Frames<float> water = fields.write_frames_if_wanted(kWaterTableDepth);
    for_each_block(fields.extent().rows, [&](Index row) {  // rows without soil cost nothing
        std::vector<Column> line(static_cast<std::size_t>(fields.extent().cols));
        for (Index col = 0; col < fields.extent().cols; ++col) {
            Column& column = line[static_cast<std::size_t>(col)];
            column = columns.at(row, col);
            if (rates.missing(row, col)) {
                column.slope = kMissing;
            }
        }
        solver.solve_columns(line, rates.row(row),
                             {.safety_factor = row_of(safety, row),
                              .depth_of_minimum = row_of(depth, row),
                              .pressure_head = row_of(pressure, row),
                              .water_table_depth = row_of(water, row),
                              .time_stride = fields.extent().size()});
    });
    note_other_times(times, solver, fields);
}

}  // namespace

constinit const Model transient_infiltration{
    .name = "transient_infiltration",
    .summary = "pore pressure and lowest safety factor of soil columns while rain infiltrates",
    .source =
        "Iverson (2000), doi:10.1029/2000WR900090; Baum, Savage & Godt (2008), "
        "doi:10.3133/ofr20081159",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 13,  // of routed_infiltration, which lives on in its series
    .nanoseconds_per_cell = 10000,
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .uses = kUses,
    .on_demand = true,
};

}  // namespace hazone::models
