// A column with an unsaturated zone above its water table: pressure above the table from the
// series of unsaturated_series.hpp; the table rises as water reaches it (Baum, Godt & Savage 2010,
// J. Geophys. Res. 115, F03013, https://doi.org/10.1029/2009JF001321), and the pressure of the rise
// spreads downwards by diffusion with D_1 = D_0 / cos2(slope) (Baum, Savage & Godt 2008, eq. 13-15,
// https://doi.org/10.3133/ofr20081159). Safety: effective stress by water content, chi = (theta -
// theta_r) / (theta_s - theta_r) under suction (Vanapalli & Fredlund 2000; Baum et al. 2010, eq.
// 9).
#include "models/landslide/transient/unsaturated.hpp"

#include <cmath>
#include <cstddef>

#include "models/landslide/transient/unsaturated_series.hpp"

namespace hazone::models::transient {

namespace {

constexpr double kThinAquifer = 0.001;  // m
constexpr double kLateRoot = 5;         // of sqrt(D_1 t) / d2, as the reference has it

/// Pressure of a rise of 1 m since a time, in an infinite depth.
Lanes infinite_spread(Lanes diffused, Lanes below) {
    return complementary_error(higher(below, Lanes{}) / (2.0 * diffused));
}

/// The same over an impermeable base, in the reference's early form.
Lanes image_spread(Lanes diffused, Lanes thickness, Lanes above_base, int most, LaneMask wanted) {
    Lanes sum{};
    for (int term = 1; term <= most && any(wanted); ++term) {
        const Lanes middle = (2.0 * term - 1.0) * thickness;
        const double sign = term % 2 == 1 ? 1 : -1;
        const Lanes grown = sum +
                            sign * complementary_error((middle - above_base) / (2.0 * diffused)) +
                            sign * complementary_error((middle + above_base) / (2.0 * diffused));
        const Lanes change = magnitude(grown - sum);
        const LaneMask goes_on = choose(grown != 0.0, change / magnitude(grown), change) > 1e-6;
        sum = choose(wanted, grown, sum);
        wanted &= goes_on;
    }
    return sum;
}

/// ... and in its late form.
Lanes mode_spread(Lanes pace, Lanes place, int most, LaneMask wanted) {
    Lanes sum{};
    for (int term = 1; term <= most && any(wanted); ++term) {
        const double odd = 2.0 * term - 1.0;
        const double sign = term % 2 == 1 ? 1 : -1;
        const Lanes angle = odd * kReferencePi * (place - 1.0) / 2.0;
        const Lanes fading = odd * odd * (kReferencePi * kReferencePi) * pace / 4.0;
        const Lanes grown = sum + sign * exponential(-fading) * sine_cosine(angle).cosine / odd;
        const Lanes change = magnitude(grown - sum);
        const LaneMask goes_on = choose(grown != 0.0, change / magnitude(grown), change) > 1e-6;
        sum = choose(wanted, grown, sum);
        wanted &= goes_on & ((magnitude(grown) > 1.2e-38) | (term < 4));
    }
    return 1.0 - sum * (4.0 / kReferencePi);
}

/// What a rise of 1 m adds at a depth below the table, as the reference has it: the present rise as
/// though it had stood since the start.
Lanes reference_spread(
    const Settings& settings, const LaneColumns& columns, Lanes top, double time, Lanes depth) {
    if (time <= 0) {
        return Lanes{};
    }
    const Lanes diffused = higher(root(columns.diffusivity * time), all_lanes(1e-29));
    if (settings.boundary == Boundary::infinite_depth) {
        return infinite_spread(diffused, depth - top);
    }
    const Lanes thickness = columns.depth - top;
    const Lanes pace = diffused / (thickness * thickness);
    const LaneMask below = (depth > columns.table) & (thickness > 0.0);
    const Lanes early = image_spread(diffused, thickness, columns.depth - depth,
                                     settings.most_saturated_terms, below & (pace <= kLateRoot));
    const Lanes late = mode_spread(pace, depth / thickness, settings.most_saturated_terms,
                                   below & (pace > kLateRoot));
    return choose(pace > kLateRoot, late, early);
}

/// Pressure above the initial water table: of the risen table and its fringe where they reach.
Lanes pressure_above(const Settings& settings,
                     const LaneColumns& columns,
                     Lanes top,
                     Lanes rise,
                     Lanes depth,
                     Lanes dry) {
    if (settings.fringe_above_table) {
        const Lanes fringe = depth - top + rise - 1.0 / columns.alpha;
        const Lanes table = columns.table - rise;
        const Lanes lower_part = choose((depth > top - rise) & (depth < table), fringe, dry);
        return choose(depth >= table, columns.beta * (depth - table), lower_part);
    }
    if (!settings.water_table_rises) {
        return dry;
    }
    return choose(depth >= top - rise, columns.beta * (depth + rise - top), dry);
}

/// Pressure of all depths, not above that of a column full of water.
void set_pressure(const Settings& settings,
                  const LaneColumns& columns,
                  Lanes rise,
                  const std::vector<Lanes>& spread,
                  Scratch& scratch) {
    const Lanes top = scratch.above.top;
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes depth = scratch.depths[at];
        const LaneMask above = depth <= columns.table;
        const Lanes upper =
            pressure_above(settings, columns, top, rise, depth, scratch.transient[at]);
        const LaneMask thin = (depth >= columns.depth) & (columns.depth - top < kThinAquifer);
        const Lanes below = choose(thin, columns.beta * (depth + rise - top), spread[at]);
        scratch.transient[at] = choose(above, upper, below);
        const Lanes initial = choose(above, Lanes{}, columns.beta * (depth - columns.table));
        const Lanes pressure = initial + scratch.transient[at];
        const Lanes highest = columns.beta * depth;
        scratch.pressure[at] = choose(pressure > highest, highest, pressure);
    }
}

/// Mean unit weight of what lies above each depth, drier above the fringe.
void set_weights(const Settings& settings, const LaneColumns& columns, Scratch& scratch) {
    const Lanes solids =
        columns.unit_weight / settings.water_unit_weight - columns.saturated;  // per volume
    Lanes sum{};
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes moist = (solids + scratch.content[at]) * settings.water_unit_weight;
        const LaneMask dry = scratch.pressure[at] < -1.0 / columns.alpha;
        sum += choose(dry, moist, columns.unit_weight);
        scratch.weight[at] = sum / static_cast<double>(at + 1);
    }
}

/// The reference takes out pressures that fall with depth within 1/alpha above the initial table.
void smooth_above_table(const LaneColumns& columns, Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    Lanes last{};
    for (std::size_t at = 0; at < depths; ++at) {
        last = choose(scratch.depths[at] < columns.table, all_lanes(static_cast<double>(at)), last);
    }
    const LaneMask smoothed = columns.depth > columns.table;
    Lanes first = last;
    for (int lane = 0; lane < kLanes; ++lane) {
        first[lane] -= std::floor(1 / columns.alpha[lane] / columns.spacing[lane]);
    }
    for (std::size_t at = depths - 1; at-- > 0;) {
        const auto number = static_cast<double>(at);
        const LaneMask changed = smoothed & (last >= number) & (first <= number) &
                                 (scratch.transient[at] > scratch.transient[at + 1]);
        const Lanes initial = choose(scratch.depths[at] <= columns.table, Lanes{},
                                     columns.beta * (scratch.depths[at] - columns.table));
        scratch.transient[at] = choose(changed, scratch.transient[at + 1], scratch.transient[at]);
        scratch.pressure[at] =
            choose(changed, scratch.transient[at] + initial, scratch.pressure[at]);
    }
}

void set_safety(const Settings& settings, const LaneColumns& columns, Scratch& scratch) {
    const Lanes span = columns.saturated - columns.residual;
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        const Lanes pressure = scratch.pressure[at];
        const Lanes depth = scratch.depths[at];
        const LaneMask suction = pressure < 0.0;
        const Lanes content = choose(suction, scratch.content[at], columns.saturated);
        scratch.content[at] = content;
        const Lanes share = choose(suction, (content - columns.residual) / span, all_lanes(1));
        const LaneMask driven = columns.sloping & (depth > 0.0);
        const Lanes driving = scratch.weight[at] * depth * columns.sine * columns.cosine;
        const Lanes water = share * pressure * settings.water_unit_weight;
        const Lanes uplift = choose(driven, -(water * columns.tangent) / driving, Lanes{});
        scratch.uplift[at] = choose(driven, water, Lanes{});
        const Lanes cohesion = choose(driven, columns.cohesion / driving, Lanes{});
        const Lanes friction = columns.friction_share + uplift;
        Lanes safety = choose(friction < 0.0, cohesion, friction + cohesion);
        safety = choose((safety > settings.highest_safety) | (depth <= kThinnest),
                        all_lanes(settings.highest_safety), safety);
        scratch.safety[at] = choose(pressure == pressure, safety, pressure);
    }
}

}  // namespace

void prepare_unsaturated(const Settings& settings,
                         const TimePlan& plan,
                         const LaneColumns& columns,
                         Scratch& scratch) {
    const std::size_t depths = scratch.depths.size();
    scratch.transient.resize(depths);
    scratch.weight.resize(depths);
    scratch.above.spread.resize(depths);
    if (settings.mode == Mode::exact) {
        prepare_exact(settings, plan, columns, scratch);
    } else {
        prepare_reference(settings, plan, columns, scratch);
    }
}

LaneVerdict solve_unsaturated(const Settings& settings,
                              const TimePlan& plan,
                              const LaneColumns& columns,
                              std::size_t output,
                              Scratch& scratch) {
    const bool exact = settings.mode == Mode::exact;
    const Lanes rise = exact ? set_exact_profile(settings, plan, columns, output, scratch)
                             : set_reference_profile(settings, plan, columns, output, scratch);
    UnsaturatedScratch& zone = scratch.above;
    if (!exact) {
        zone.spread.assign(scratch.depths.size(), Lanes{});
        for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
            const LaneMask below = (scratch.depths[at] > columns.table) & (rise != 0.0);
            if (settings.water_table_rises && any(below)) {
                zone.spread[at] =
                    choose(below,
                           rise * columns.beta *
                               reference_spread(settings, columns, zone.top, plan.outputs[output],
                                                scratch.depths[at]),
                           Lanes{});
            }
        }
    }
    set_pressure(settings, columns, rise, zone.spread, scratch);
    set_weights(settings, columns, scratch);
    const Lanes seepage = adjust_for_seepage(columns, scratch.depths, scratch.pressure);
    if (!exact && settings.water_table_rises) {
        smooth_above_table(columns, scratch);
    }
    set_safety(settings, columns, scratch);
    LaneVerdict verdict = lowest_safety(settings, columns, scratch);
    verdict.table = choose(columns.seeping_out, seepage, (exact ? columns.table : zone.top) - rise);
    return verdict;
}

}  // namespace hazone::models::transient
