#include "models/landslide/transient/column.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "engine/core/missing.hpp"
#include "models/landslide/transient/column_lanes.hpp"
#include "models/landslide/transient/saturated.hpp"
#include "models/landslide/transient/time_plan.hpp"
#include "models/landslide/transient/unsaturated.hpp"

namespace hazone::models::transient {

namespace {

/// A column less deep than this holds no soil.
constexpr double kNoSoil = 0.0001;  // m

bool has_missing(const Column& column) {
    const ColumnSoil& soil = column.soil;
    return any_missing(column.slope, column.depth, column.water_table_depth, column.background_flux,
                       soil.cohesion, soil.friction_angle, soil.unit_weight, soil.diffusivity,
                       soil.conductivity, soil.saturated_water_content, soil.residual_water_content,
                       soil.gardner_alpha);
}

bool has_missing_rain(const Rates& rates, int periods, Index column) {
    for (Index period = 0; period < periods; ++period) {
        if (is_missing(rates.values[period * rates.period_stride + column * rates.column_stride])) {
            return true;
        }
    }
    return false;
}

bool has_unsaturated_zone(const ColumnSoil& soil) {
    return soil.gardner_alpha > 0 && soil.saturated_water_content > soil.residual_water_content;
}

/// Whether the unsaturated model serves a column: where the capillary fringe, 1/alpha above the
/// water table, ends below the ground. The reference ignores its option `igcap` here.
bool is_unsaturated(const Settings& settings, const Column& column) {
    if (!has_unsaturated_zone(column.soil)) {
        return false;
    }
    const bool fringe_below = column.water_table_depth - 1 / column.soil.gardner_alpha > 0;
    const bool thin = settings.mode == Mode::exact && settings.unsaturated_in_thin_soil &&
                      !settings.fringe_above_table && column.water_table_depth > 0;
    return fringe_below || thin;
}

struct Group {
    std::array<const Column*, kLanes> columns{};
    std::array<Index, kLanes> numbers{};
    int count = 0;
    bool unsaturated = false;
};

/// What the results of a column without a solution are.
struct Fixed {
    float safety, depth, pressure, table;
};

void store(const Results& results, Index output, Index column, const Fixed& values) {
    const Index at = output * results.time_stride + column;
    const auto put = [at](float* where, float value) {
        if (where != nullptr) {
            where[at] = value;
        }
    };
    put(results.safety_factor, values.safety);
    put(results.depth_of_minimum, values.depth);
    put(results.pressure_head, values.pressure);
    put(results.water_table_depth, values.table);
}

/// Infiltration in one period: the share of K_s for the saturated model, m/s with the background
/// for the unsaturated one.
double exact_rate(float rain, double conductivity, double background, bool unsaturated) {
    const double share = rain < conductivity ? rain / conductivity : 1;
    return unsaturated ? conductivity * (share + background) : share;
}

/// The same in float, as the reference.
float reference_rate(float rain, double conductivity, double background, bool unsaturated) {
    const auto highest = static_cast<float>(conductivity);
    const float share = highest < rain ? 1.0F : rain / highest;
    return unsaturated ? highest * (share + static_cast<float>(background)) : share;
}

void load_rates(const Settings& settings,
                const TimePlan& plan,
                const Rates& rates,
                const Group& group,
                const LaneColumns& lanes,
                Scratch& scratch) {
    const std::size_t periods =
        group.unsaturated ? plan.boundaries.size() - 1 : static_cast<std::size_t>(plan.periods);
    scratch.rates.assign(periods, Lanes{});
    for (std::size_t period = 0; period < static_cast<std::size_t>(plan.periods); ++period) {
        for (int lane = 0; lane < kLanes; ++lane) {
            const auto member = static_cast<std::size_t>(lane);
            const float rain = rates.values[static_cast<Index>(period) * rates.period_stride +
                                            group.numbers[member] * rates.column_stride];
            const double conductivity = group.columns[member]->soil.conductivity;
            const double background = settings.add_background_flux ? lanes.relative_flux[lane] : 0;
            scratch.rates[period][lane] =
                settings.mode == Mode::exact
                    ? exact_rate(rain, conductivity, background, group.unsaturated)
                    : static_cast<double>(
                          reference_rate(rain, conductivity, background, group.unsaturated));
        }
    }
}

}  // namespace

/// Solves groups of columns of one kind; `see` is called with each output's verdict.
class GroupSolver {
public:
    GroupSolver(const Settings& settings, const TimePlan& plan, const Rates& rates)
        : settings_(settings), plan_(plan), rates_(rates) {}

    template <class See>
    void solve(Group& group, See see) {
        const bool unsaturated = group.unsaturated;
        for (auto lane = static_cast<std::size_t>(group.count); lane < kLanes; ++lane) {
            group.columns[lane] = group.columns[0];
            group.numbers[lane] = group.numbers[0];
        }
        lanes = load_columns(settings_, group.columns);
        set_depths(settings_, lanes, scratch.depths);
        const std::size_t depths = scratch.depths.size();
        scratch.pressure.resize(depths);
        scratch.safety.resize(depths);
        scratch.uplift.resize(depths);
        scratch.content.assign(depths, lanes.saturated);
        load_rates(settings_, plan_, rates_, group, lanes, scratch);
        if (unsaturated) {
            prepare_unsaturated(settings_, plan_, lanes, scratch);
        } else {
            set_saturated_responses(settings_, plan_.output_lags, lanes, scratch);
        }
        for (std::size_t output = 0; output < plan_.outputs.size(); ++output) {
            see(output, unsaturated ? solve_unsaturated(settings_, plan_, lanes, output, scratch)
                                    : solve_saturated(settings_, plan_, lanes, output, scratch));
        }
        group.count = 0;
    }

    Scratch scratch;
    LaneColumns lanes;  // those solved last

private:
    const Settings& settings_;
    const TimePlan& plan_;
    const Rates& rates_;
};

namespace {

void store_group(const Results& results,
                 const Group& group,
                 Index output,
                 const LaneVerdict& verdict,
                 int count) {
    for (int lane = 0; lane < count; ++lane) {
        store(results, output, group.numbers[static_cast<std::size_t>(lane)],
              {.safety = static_cast<float>(verdict.safety[lane]),
               .depth = static_cast<float>(verdict.depth[lane]),
               .pressure = static_cast<float>(verdict.pressure[lane]),
               .table = static_cast<float>(verdict.table[lane])});
    }
}

}  // namespace

ColumnSolver::ColumnSolver(const Settings& settings,
                           const Storm& storm,
                           const std::vector<double>& output_times,
                           std::span<const ColumnSoil> zones)
    : settings_(settings),
      unsaturated_(std::any_of(zones.begin(), zones.end(), has_unsaturated_zone)),
      plan_(std::make_unique<const TimePlan>(settings, storm, output_times, unsaturated_)) {}

ColumnSolver::~ColumnSolver() = default;
ColumnSolver::ColumnSolver(ColumnSolver&&) noexcept = default;
ColumnSolver& ColumnSolver::operator=(ColumnSolver&&) noexcept = default;

const std::vector<double>& ColumnSolver::output_times() const { return plan_->outputs; }

namespace {

ColumnState state_of(const Settings& settings, const Column& column, bool missing_rain) {
    if (missing_rain || has_missing(column) || column.slope < settings.lowest_slope ||
        column.slope > settings.highest_slope || column.depth < 0) {
        return ColumnState::missing;
    }
    return column.depth <= kNoSoil ? ColumnState::no_soil : ColumnState::solved;
}

struct RunKind {
    const Settings& settings;
    const TimePlan& plan;
    bool unsaturated;  // some zone of the run has an unsaturated part
};

/// Calls fixed(number, state) for each column without a solution, and solve(group) for groups of
/// the others, each of one kind.
template <class FixedColumn, class Solve>
void group_columns(const RunKind& run,
                   std::span<const Column> columns,
                   const Rates& rates,
                   FixedColumn fixed,
                   Solve solve) {
    Group groups[2];
    groups[1].unsaturated = true;
    const bool same_rain = rates.column_stride == 0;
    const bool same_missing = same_rain && has_missing_rain(rates, run.plan.periods, 0);
    for (std::size_t number = 0; number < columns.size(); ++number) {
        const Column& column = columns[number];
        const auto place = static_cast<Index>(number);
        const bool missing_rain =
            same_missing || (!same_rain && !is_missing(column.slope) &&
                             has_missing_rain(rates, run.plan.periods, place));
        const ColumnState state = state_of(run.settings, column, missing_rain);
        if (state != ColumnState::solved) {
            fixed(place, state);
            continue;
        }
        Group& group = groups[run.unsaturated && is_unsaturated(run.settings, column) ? 1 : 0];
        group.columns[static_cast<std::size_t>(group.count)] = &column;
        group.numbers[static_cast<std::size_t>(group.count)] = place;
        if (++group.count == kLanes) {
            solve(group);
        }
    }
    for (Group& group : groups) {
        if (group.count > 0) {
            solve(group);
        }
    }
}

/// The slips at one output in the columns which were solved last.
void store_slips(
    const GroupSolver& solver, const Group& group, int count, std::size_t output, Slips& slips) {
    const LaneColumns& lanes = solver.lanes;
    const Scratch& scratch = solver.scratch;
    for (std::size_t at = 0; at < slips.depths; ++at) {
        const Lanes depth = scratch.depths[at];
        const Lanes weight = group.unsaturated ? scratch.weight[at] : lanes.unit_weight;
        const Lanes along =
            choose(lanes.sloping & (depth > kThinnest), depth * lanes.sine * lanes.cosine, Lanes{});
        const Lanes across = depth * lanes.cosine * lanes.cosine;
        const Lanes pressure = scratch.pressure[at];
        const Lanes normal =
            choose(pressure == pressure, weight * across - scratch.uplift[at], pressure);
        for (int lane = 0; lane < count; ++lane) {
            const auto column =
                static_cast<std::size_t>(group.numbers[static_cast<std::size_t>(lane)]);
            slips.all[(column * slips.outputs + output) * slips.depths + at] = {
                .driving = weight[lane] * along[lane],
                .normal = normal[lane],
                .more_driving = lanes.unit_weight[lane] * along[lane],
                .more_normal = lanes.unit_weight[lane] * across[lane]};
        }
    }
}

}  // namespace

void ColumnSolver::solve_columns(std::span<const Column> columns,
                                 const Rates& rates,
                                 const Results& results) const {
    GroupSolver solver(settings_, *plan_, rates);
    group_columns(
        {settings_, *plan_, unsaturated_}, columns, rates,
        [&](Index number, ColumnState state) {
            const Column& column = columns[static_cast<std::size_t>(number)];
            const Fixed fixed = state == ColumnState::missing
                                    ? Fixed{kMissing, kMissing, kMissing, kMissing}
                                    : Fixed{static_cast<float>(settings_.highest_safety),
                                            static_cast<float>(column.depth), 0,
                                            static_cast<float>(column.water_table_depth)};
            for (std::size_t output = 0; output < plan_->outputs.size(); ++output) {
                store(results, static_cast<Index>(output), number, fixed);
            }
        },
        [&](Group& group) {
            const int count = group.count;
            solver.solve(group, [&](std::size_t output, const LaneVerdict& verdict) {
                store_group(results, group, static_cast<Index>(output), verdict, count);
            });
        });
}

void ColumnSolver::find_slips(std::span<const Column> columns,
                              const Rates& rates,
                              Slips& slips) const {
    slips.outputs = plan_->outputs.size();
    slips.depths = static_cast<std::size_t>(settings_.increments) + 1;
    slips.states.assign(columns.size(), ColumnState::solved);
    slips.all.resize(columns.size() * slips.outputs * slips.depths);
    GroupSolver solver(settings_, *plan_, rates);
    group_columns(
        {settings_, *plan_, unsaturated_}, columns, rates,
        [&](Index number, ColumnState state) {
            slips.states[static_cast<std::size_t>(number)] = state;
        },
        [&](Group& group) {
            const int count = group.count;
            solver.solve(group, [&](std::size_t output, const LaneVerdict&) {
                store_slips(solver, group, count, output, slips);
            });
        });
}

void ColumnSolver::solve_column(const Column& column,
                                const Rates& rates,
                                const Results& results) const {
    solve_columns({&column, 1}, rates, results);
}

Profile ColumnSolver::profile(const Column& column, const Rates& rates, Index output) const {
    Profile profile;
    if (state_of(settings_, column, has_missing_rain(rates, plan_->periods, 0)) !=
        ColumnState::solved) {
        return profile;
    }
    GroupSolver solver(settings_, *plan_, rates);
    Group group;
    group.columns[0] = &column;
    group.count = 1;
    group.unsaturated = unsaturated_ && is_unsaturated(settings_, column);
    solver.solve(group, [&](std::size_t at, const LaneVerdict&) {
        if (static_cast<Index>(at) != output) {
            return;
        }
        const auto copy = [](const std::vector<Lanes>& from, std::vector<double>& to) {
            for (const Lanes& value : from) {
                to.push_back(value[0]);
            }
        };
        copy(solver.scratch.depths, profile.depth);
        copy(solver.scratch.pressure, profile.pressure_head);
        copy(solver.scratch.content, profile.water_content);
        copy(solver.scratch.safety, profile.safety_factor);
    });
    return profile;
}

}  // namespace hazone::models::transient
