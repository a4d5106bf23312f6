#include "models/landslide/transient/ground.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/landslide/transient/column_params.hpp"

namespace hazone::models::transient {
namespace {

Settings settings_of(const Params& params) {
    const auto yes = [&](const ParamSpec& param) { return params[param] == 1; };
    const auto whole = [&](const ParamSpec& param) { return static_cast<int>(params[param]); };
    return {.mode = params.choice<Mode>(kMode),
            .boundary = params.choice<Boundary>(kBoundary),
            .flow_direction = params.choice<FlowDirection>(kDirection),
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

Storm storm_of(const RainSeries& rain, const Params& params, double last_output) {
    Storm storm{.boundaries = {0.0}};
    for (Index step = 0; step < rain.steps(); ++step) {
        storm.boundaries.push_back(rain.begin(step) + rain.length(step));
    }
    const double given = params[kEnd];
    storm.end = given > 0 ? given : std::max(storm.boundaries.back(), last_output);
    return storm;
}

const RainSeries& rain_of(const FieldSet& fields) {
    return fields.series(fields.has(kInfiltration) ? kInfiltration : kRain);
}

/// The reference steps otherwise in time where any zone of its project is unsaturated.
ColumnSoil kind_of_run(const Params& params) {
    return {.saturated_water_content = 0.4,
            .residual_water_content = 0.1,
            .gardner_alpha = params[kCondition] == 0 ? 1.0 : -1.0};
}

float rate(float depth, double length) {
    return static_cast<float>(static_cast<double>(depth) / length);
}

}  // namespace

RainRates::RainRates(const RainSeries& rain, Extent extent) : extent_(extent) {
    std::vector<float> same;
    for (Index step = 0; step < rain.steps(); ++step) {
        if (const auto depth = rain.everywhere(step)) {
            same.push_back(rate(*depth, rain.length(step)));
        }
    }
    uniform_ = static_cast<Index>(same.size()) == rain.steps();
    same_missing_ = uniform_ && std::any_of(same.begin(), same.end(),
                                            [](float rate) { return is_missing(rate); });
    cells_ =
        uniform_ ? Raster<float>({rain.steps(), 1}) : Raster<float>(stacked(extent, rain.steps()));
    for (Index step = 0; step < rain.steps(); ++step) {
        if (uniform_) {
            cells_(step, 0) = same[static_cast<std::size_t>(step)];
        } else {
            read(rain, step);
        }
    }
}

Rates RainRates::row(Index row) const {
    return {.values = cells_.data() + (uniform_ ? 0 : row * extent_.cols),
            .period_stride = uniform_ ? 1 : extent_.size(),
            .column_stride = uniform_ ? 0 : 1};
}

Rates RainRates::column(Index row, Index col) const {
    Rates rates = this->row(row);
    rates.values += col * rates.column_stride;
    return rates;
}

bool RainRates::missing(Index row, Index col) const {
    if (uniform_) {
        return same_missing_;
    }
    const Rates rates = column(row, col);
    const Index periods = cells_.rows() / extent_.rows;
    for (Index period = 0; period < periods; ++period) {
        if (is_missing(rates.values[period * rates.period_stride])) {
            return true;
        }
    }
    return false;
}

void RainRates::read(const RainSeries& rain, Index step) {
    const View<float> part = cells_.view().window({step * extent_.rows, 0}, extent_);
    rain.read(step, part);
    const double length = rain.length(step);
    for_each_cell(extent_,
                  [=](Index row, Index col) { part(row, col) = rate(part(row, col), length); });
}

Ground::Ground(const Params& params, const FieldSet& fields)
    : solver_(settings_of(params),
              storm_of(rain_of(fields), params, fields.times().back()),
              fields.times(),
              std::vector{kind_of_run(params)}),
      rates_(rain_of(fields), fields.extent()),
      slope_(fields.read(kSlope)),
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

Column Ground::column(Index row, Index col) const {
    const float slope = slope_(row, col);
    return {.slope = is_missing(slope) || rates_.missing(row, col) ? kMissing : slope,
            .depth = depth_(row, col),
            .water_table_depth = water_(row, col),
            .background_flux = flux_(row, col),
            .soil = {.cohesion = cohesion_(row, col) + roots(row, col),
                     .friction_angle = friction_(row, col),
                     .unit_weight = weight_(row, col),
                     .diffusivity = diffusivity_(row, col),
                     .conductivity = conductivity_(row, col),
                     .saturated_water_content = saturated_(row, col),
                     .residual_water_content = residual_(row, col),
                     .gardner_alpha = alpha_(row, col)}};
}

void note_other_times(std::string_view model, const ColumnSolver& solver, FieldSet& fields) {
    const std::vector<double>& asked = fields.times();
    for (std::size_t k = 0; k < asked.size(); ++k) {
        if (asked[k] != solver.output_times()[k]) {
            fields.note(
                fmt::format("{}: mode trigrs-2.1 has no time step at {:.10g} s; the results of "
                            "band {} are those of {:.10g} s, as in that program",
                            model, asked[k], k + 1, solver.output_times()[k]));
        }
    }
}

}  // namespace hazone::models::transient
