// Vertical flow to a water table at depth d through soil whose conductivity is that of Gardner,
// K = K_s exp(alpha psi): the linear equation of Srivastava & Yeh (1991), Water Resour. Res. 27(5),
// 753-762, https://doi.org/10.1029/90WR02772, on a slope (Savage, Godt & Baum 2004; Baum, Savage &
// Godt 2008, eq. 8-12, https://doi.org/10.3133/ofr20081159), with alpha_1 = alpha cos2(slope) and
// T = alpha_1 K_s t / (theta_s - theta_r).
#include "models/landslide/transient/unsaturated_series.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hazone::models::transient {

namespace {

/// x = Lambda L in ((k - 1/2) pi, k pi) with sin x + (2 x / L) cos x = 0: Newton's steps on
/// x - k pi + atan(2 x / L), which rises all the way, and then on the equation itself.
Lanes find_root(Lanes length, int k) {
    const double last = k * std::numbers::pi;
    Lanes x = last - rough_arc_tangent(2.0 * (last - 0.7) / length);
    for (int step = 0; step < 2; ++step) {
        const Lanes ratio = 2.0 * x / length;
        x -= (x - last + rough_arc_tangent(ratio)) / (1.0 + (2.0 / length) / (1.0 + ratio * ratio));
    }
    for (int step = 0; step < 2; ++step) {
        const SineCosine at = sine_cosine(x);
        const Lanes ratio = 2.0 * x / length;
        x -= (at.sine + ratio * at.cosine) / (at.cosine * (1.0 + 2.0 / length) - ratio * at.sine);
    }
    return x;
}

/// Sine and cosine of Lambda alpha_1 (d - Z) for all depths, turned by equal angles from the
/// deepest that is used; started anew now and then, so that errors do not add up.
void turn(const Scratch& scratch, Lanes scale, Lanes spacing, Lanes* sines, Lanes* cosines) {
    constexpr std::size_t kAnew = 32;
    const SineCosine step = sine_cosine(scale * spacing);
    for (std::size_t at = 0; at < scratch.depths.size(); ++at) {
        if (at % kAnew == 0) {
            const SineCosine start = sine_cosine(scale * (scratch.above.top - scratch.depths[at]));
            sines[at] = start.sine;
            cosines[at] = start.cosine;
            continue;
        }
        sines[at] = sines[at - 1] * step.cosine - cosines[at - 1] * step.sine;
        cosines[at] = cosines[at - 1] * step.cosine + sines[at - 1] * step.sine;
    }
}

}  // namespace

void set_roots(const Settings& settings, const LaneColumns& columns, int roots, Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    const auto count = static_cast<std::size_t>(roots);
    zone.top = settings.fringe_above_table ? columns.table - 1.0 / columns.alpha : columns.table;
    zone.alpha = columns.alpha * columns.cosine * columns.cosine;
    zone.pace = zone.alpha * columns.conductivity / (columns.saturated - columns.residual);
    zone.length = zone.alpha * zone.top;
    zone.steady = columns.conductivity * columns.relative_flux;
    for (std::vector<Lanes>* list : {&zone.roots, &zone.root_sine, &zone.weight, &zone.shares}) {
        list->resize(count);
    }
    zone.sines.resize(count * depths);
    zone.cosines.resize(count * depths);
    zone.deep = exponential(zone.length / 2.0);
    zone.decay.resize(depths);
    zone.drained.resize(depths);
    zone.lift.resize(depths);
    zone.growth.resize(depths);
    zone.reach = 0;
    zone.first_below = depths;
    for (std::size_t at = 0; at < depths; ++at) {
        zone.reach = any(scratch.depths[at] < zone.top) ? at + 1 : zone.reach;
        zone.first_below = any(scratch.depths[at] > columns.table) ? std::min(at, zone.first_below)
                                                                   : zone.first_below;
        zone.decay[at] = exponential(-zone.alpha * (zone.top - scratch.depths[at]));
        zone.drained[at] = (1.0 - zone.decay[at]) / zone.alpha;
        zone.lift[at] = exponential(zone.alpha * (zone.top - scratch.depths[at]) / 2.0);
        zone.growth[at] = exponential(zone.alpha * scratch.depths[at] / 2.0);
    }
    for (std::size_t k = 0; k < count; ++k) {
        const Lanes turned = find_root(zone.length, static_cast<int>(k) + 1);
        const Lanes lambda = turned / zone.length;
        zone.roots[k] = lambda;
        zone.shares[k] = 1.0 / (lambda * lambda + 0.25);
        zone.root_sine[k] = sine_cosine(turned).sine;
        zone.weight[k] = 1.0 / (1.0 + zone.length / 2.0 + 2.0 * zone.length * lambda * lambda);
        turn(scratch, lambda * zone.alpha, columns.spacing, &zone.sines[k * depths],
             &zone.cosines[k * depths]);
    }
}

Lanes drainage(const Settings& settings, const LaneColumns& columns) {
    const double share = settings.boundary == Boundary::infinite_depth ? 1.0 : 0.1;
    const Lanes across = columns.cosine * columns.cosine;
    switch (settings.flow_direction) {
        case FlowDirection::along_slope:
            return (1.0 - across) * share * columns.conductivity;
        case FlowDirection::hydrostatic:
            return Lanes{};
        case FlowDirection::general:
            break;
    }
    return (1.0 - (across - columns.relative_flux)) * share * columns.conductivity -
           share * columns.flux;
}

Lanes steady_store(const LaneColumns& columns,
                   const UnsaturatedScratch& zone,
                   std::size_t at,
                   Lanes depth) {
    return zone.steady * (zone.top - depth) +
           (zone.steady - columns.conductivity) * (zone.decay[at] - 1.0) / zone.alpha;
}

}  // namespace hazone::models::transient
