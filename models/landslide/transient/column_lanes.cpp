#include "models/landslide/transient/column_lanes.hpp"

#include <cmath>
#include <cstddef>

#include "engine/core/missing.hpp"

namespace hazone::models::transient {

namespace {

/// In the reference ground as level as this has no driving force.
constexpr double kLevel = 1e-5;

/// Background flux over K_s; where an upright water table could not carry it, that which makes the
/// pressure zero everywhere (Iverson 2000, below equation 27e). The reference divides in float.
double background_share(const Settings& settings, const Column& column) {
    const double conductivity = column.soil.conductivity;
    if (conductivity == 0) {
        return 1;
    }
    return settings.mode == Mode::trigrs_2_1
               ? static_cast<double>(static_cast<float>(column.background_flux) /
                                     static_cast<float>(conductivity))
               : column.background_flux / conductivity;
}

double beta_of(const Settings& settings, double cosine, double share) {
    if (std::abs(cosine - share) < 1e-6) {
        return 0;
    }
    switch (settings.flow_direction) {
        case FlowDirection::along_slope:
            return cosine * cosine;
        case FlowDirection::hydrostatic:
            return 1;
        case FlowDirection::general:
            break;
    }
    return cosine * cosine - share;
}

void load_soil(const ColumnSoil& soil, double cosine, int lane, LaneColumns& lanes) {
    lanes.cohesion[lane] = soil.cohesion;
    lanes.tangent[lane] = std::tan(soil.friction_angle);
    lanes.unit_weight[lane] = soil.unit_weight;
    lanes.diffusivity[lane] = soil.diffusivity / (cosine * cosine);
    lanes.conductivity[lane] = soil.conductivity;
    lanes.saturated[lane] = soil.saturated_water_content;
    lanes.residual[lane] = soil.residual_water_content;
    lanes.alpha[lane] = soil.gardner_alpha;
}

}  // namespace

LaneColumns load_columns(const Settings& settings, std::span<const Column* const> columns) {
    LaneColumns lanes{};
    for (int lane = 0; lane < kLanes; ++lane) {
        const Column& column = *columns[static_cast<std::size_t>(lane)];
        const double cosine = std::cos(column.slope);
        const double given = background_share(settings, column);
        const double share = given >= cosine * cosine ? cosine : given;
        lanes.slope[lane] = column.slope;
        lanes.sine[lane] = std::sin(column.slope);
        lanes.cosine[lane] = cosine;
        lanes.depth[lane] = column.depth;
        lanes.table[lane] = column.water_table_depth;
        lanes.flux[lane] = column.background_flux;
        lanes.relative_flux[lane] = share;
        lanes.beta[lane] = beta_of(settings, cosine, share);
        load_soil(column.soil, cosine, lane, lanes);
        lanes.friction_share[lane] = std::abs(column.slope) > kLevel
                                         ? lanes.tangent[lane] / std::tan(column.slope)
                                         : settings.highest_safety;
        const double first =
            settings.shallowest_depth > column.depth ? 0 : settings.shallowest_depth;
        const double reach =
            settings.mode == Mode::trigrs_2_1
                ? static_cast<double>(static_cast<float>(column.depth) - static_cast<float>(first))
                : column.depth - first;
        lanes.first_depth[lane] = first;
        lanes.spacing[lane] = reach / settings.increments;
    }
    lanes.sloping = magnitude(lanes.sine) > kLevel;
    lanes.seeping_out = lanes.relative_flux < 0.0;
    return lanes;
}

void set_depths(const Settings& settings, const LaneColumns& columns, std::vector<Lanes>& depths) {
    const auto count = static_cast<std::size_t>(settings.increments) + 1;
    depths.resize(count);
    depths[0] = columns.first_depth;
    for (std::size_t at = 1; at < count; ++at) {
        depths[at] = settings.mode == Mode::trigrs_2_1
                         ? depths[at - 1] + columns.spacing
                         : columns.first_depth + static_cast<double>(at) * columns.spacing;
    }
    if (settings.mode == Mode::exact) {
        depths.back() = columns.depth;
    }
}

Lanes adjust_for_seepage(const LaneColumns& columns,
                         const std::vector<Lanes>& depths,
                         std::vector<Lanes>& pressure) {
    Lanes table{};
    if (!any(columns.seeping_out)) {
        return table;
    }
    for (std::size_t at = 0; at < depths.size(); ++at) {
        table = choose(columns.seeping_out & (pressure[at] < 0.0), depths[at], table);
    }
    for (std::size_t at = 0; at < depths.size(); ++at) {
        const Lanes wet = choose(depths[at] < table, Lanes{}, columns.beta * (depths[at] - table));
        const LaneMask changed =
            columns.seeping_out &
            ((pressure[at] > 0.0) | ((pressure[at] == 0.0) & (depths[at] >= table)));
        pressure[at] = choose(changed, wet, pressure[at]);
    }
    return table;
}

LaneVerdict lowest_safety(const Settings& settings,
                          const LaneColumns& columns,
                          const Scratch& scratch) {
    LaneVerdict verdict{.safety = all_lanes(1e25), .depth = {}, .pressure = {}, .table = {}};
    LaneMask missing{};
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes safety = scratch.safety[at];
        const LaneMask less = safety < verdict.safety;
        missing |= safety != safety;
        verdict.safety = choose(less, safety, verdict.safety);
        verdict.depth = choose(less, scratch.depths[at], verdict.depth);
        verdict.pressure = choose(less, scratch.pressure[at], verdict.pressure);
    }
    const LaneMask safe = verdict.safety == settings.highest_safety;
    verdict.depth = choose(safe, columns.depth, verdict.depth);
    verdict.pressure = choose(safe, scratch.pressure.back(), verdict.pressure);
    const Lanes none = all_lanes(kMissing);
    verdict.safety = choose(missing, none, verdict.safety);  // and never "safe"
    verdict.depth = choose(missing, none, verdict.depth);
    verdict.pressure = choose(missing, none, verdict.pressure);
    return verdict;
}

}  // namespace hazone::models::transient
