// The unsaturated zone by the published equations, for the exact mode. With Z = alpha_1 z, L =
// alpha_1 d and T as in unsaturated_series.cpp, a step of the inflow by 1 changes the conductivity
// by G and the flux at the water table by H (Srivastava & Yeh 1991, eq. 13 and 15,
// https://doi.org/10.1029/90WR02772):
//   G(Z, T) = 1 - e^(Z-L) - 4 e^(Z/2-T/4) sum_k sin(l_k (L-Z)) sin(l_k L) e^(-T l_k2) / B_k,
//   H(T) = 1 - 4 e^(L/2-T/4) sum_k l_k sin(l_k L) e^(-T l_k2) / B_k,
// l_k the roots Lambda_k, B_k = 1 + L/2 + 2 L l_k2. The equation is linear, so steps of the inflow
// add. Their integrals, the empty volume J(Z, T) = int_Z^L G dZ' and the water at the table V(T) =
// int_0^T H dT', are closed too. The series serve from T = L2/26 on, where ten roots leave less
// than 1e-11. Before that the same functions come from their Laplace transforms, with p2 = s + 1/4,
//   G^ = e^(Z/2) sinh(p (L-Z)) / (s (sinh(p L) / 2 + p cosh(p L))),
// expanded in e^(-2pL) and inverted term by term: what is left out is below e^(-L2/T) < 6e-12.
#include "models/landslide/transient/unsaturated_responses.hpp"

#include <cmath>
#include <cstddef>

namespace hazone::models::transient {

namespace {

constexpr double kEarlyPart = 26;  // early below L2 / this

/// What the inverse transforms are made of, each times e^shift: e^(-+x/2 + T/4) erfc(x / (2 sqrt T)
/// -+ sqrt(T)/2) and sqrt(T/pi) e^(-x2/(4T)).
struct Waves {
    Lanes minus, plus, spike;
};

Waves waves(Lanes x, Lanes time, Lanes width, Lanes shift) {
    const Lanes reach = x / (2.0 * width);
    const Lanes bell = exponential(shift - reach * reach);
    const Lanes behind = reach - width / 2.0;
    const Lanes tail = bell * scaled_erfc(magnitude(behind));
    const Lanes passed = 2.0 * exponential(shift - x / 2.0 + time / 4.0) - tail;
    return {.minus = choose(behind < 0.0, passed, tail),
            .plus = bell * scaled_erfc(reach + width / 2.0),
            .spike = bell * width * (1 / std::sqrt(std::numbers::pi))};
}

/// Inverse transforms of e^(-px) / (p + 1/2)^2 and e^(-px) / (p + 1/2)^3.
Lanes second(const Waves& w, Lanes x, Lanes time) {
    return (1.0 + x / 2.0 + time / 2.0) * w.plus - w.spike;
}
Lanes third(const Waves& w, Lanes x, Lanes time) {
    return w.spike * (2.0 + x / 2.0 + time / 2.0) -
           0.5 * w.plus * ((x + 2.0 * time) + (1.0 + x / 2.0 + time / 2.0) * (x + time));
}

/// Steps' responses at one lag: G and J of a depth.
struct DepthResponse {
    Lanes conductivity, store;
};

/// V of early times, also a part of J.
Lanes early_sum(const Waves& w, Lanes length, Lanes time) {
    return (0.5 - length / 2.0 + time / 2.0) * w.minus + w.spike - third(w, length, time) -
           0.5 * w.plus;
}

DepthResponse early_response(
    const UnsaturatedScratch& zone, Lanes time, Lanes width, Lanes sum, Lanes z) {
    const Lanes shift = z / 2.0 - time / 4.0;
    const Lanes far = 2.0 * zone.length - z;
    const Waves down = waves(z, time, width, shift);
    const Waves up = waves(far, time, width, shift);
    const auto single = [&](const Waves& w, Lanes x) {
        return 0.5 * w.minus + 0.5 * w.plus - second(w, x, time);
    };
    const Lanes first = 0.5 * (time - z) * down.minus + 0.5 * (time + z) * down.plus;
    const Lanes back =
        0.5 * up.minus - third(up, far, time) - second(up, far, time) + 0.5 * up.plus;
    return {.conductivity = single(down, z) - single(up, far), .store = first + back - sum};
}

/// Terms of the series below e^-this of the first one are left out: they change no bit of a sum
/// with 1.
constexpr double kFaintest = 45;

/// sin(Lambda L) exp(-(Lambda2 + 1/4) T) / B, 0 where the term is too faint to count.
struct Fading {
    Lanes terms[kExactRoots];
    std::size_t count = 0;  // of terms which are not 0 everywhere
};

/// Fading of lag after lag: where lags are equally spaced by multiplication, anew now and then, so
/// that errors do not add up.
class FadingSeries {
public:
    FadingSeries(const UnsaturatedScratch& zone, const LagTable& lags)
        : zone_(zone), lags_(lags), faintest_(kFaintest + zone.length / 2.0) {
        for (std::size_t k = 0; k < kExactRoots; ++k) {
            pace_[k] = (zone.roots[k] * zone.roots[k] + 0.25) * zone.pace;
            step_[k] = exponential(-pace_[k] * lags.spacing);
        }
    }

    /// Those of a lag. Where lags are equally spaced it must be called for each in turn, wanted or
    /// not: else a lane's bits would depend on what its neighbours want.
    const Fading& at(std::size_t lag, bool wanted) {
        if (lags_.spacing == 0 && !wanted) {
            return fading_;
        }
        const bool follows = lags_.spacing > 0 && lag % kAnew != 0;
        const std::size_t most = follows ? fading_.count : kExactRoots;
        for (fading_.count = 0; fading_.count < most; ++fading_.count) {
            const std::size_t k = fading_.count;
            const Lanes faded = pace_[k] * lags_.lags[lag];
            const LaneMask counts = ~(faded >= faintest_);  // and where it is no number
            if (!any(counts)) {
                break;
            }
            const Lanes term = follows ? fading_.terms[k] * step_[k]
                                       : zone_.root_sine[k] * zone_.weight[k] * exponential(-faded);
            fading_.terms[k] = choose(counts, term, Lanes{});
        }
        return fading_;
    }

private:
    static constexpr std::size_t kAnew = 16;

    const UnsaturatedScratch& zone_;
    const LagTable& lags_;
    Lanes faintest_;  // the series have a factor e^(L/2)
    Lanes pace_[kExactRoots], step_[kExactRoots];
    Fading fading_;
};

/// What the store's terms have besides their fading, of all roots and depths.
void set_turned(Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.turned.resize(kExactRoots * depths);
    for (std::size_t k = 0; k < kExactRoots; ++k) {
        const Lanes twice = 2.0 * zone.roots[k];
        for (std::size_t at = 0; at < zone.reach; ++at) {
            const std::size_t entry = k * depths + at;
            zone.turned[entry] =
                (twice * zone.deep -
                 zone.growth[at] * (zone.sines[entry] + twice * zone.cosines[entry])) *
                zone.shares[k];
        }
    }
}

DepthResponse late_response(const UnsaturatedScratch& zone,
                            const Fading& fading,
                            std::size_t depths,
                            std::size_t at,
                            Lanes z) {
    Lanes sum{};
    Lanes stored{};
    for (std::size_t k = 0; k < fading.count; ++k) {
        sum += zone.sines[k * depths + at] * fading.terms[k];
        stored += zone.turned[k * depths + at] * fading.terms[k];
    }
    const Lanes decay = zone.decay[at];
    return {.conductivity = 1.0 - decay - 4.0 * zone.growth[at] * sum,
            .store = (zone.length - z) - (1.0 - decay) - 2.0 * stored};
}

}  // namespace

void set_flux_responses(const LagTable& lags, UnsaturatedScratch& zone) {
    zone.flux.resize(lags.lags.size());
    zone.flux_sum.resize(lags.lags.size());
    const Lanes length = zone.length;
    FadingSeries series(zone, lags);
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes time = zone.pace * lags.lags[lag];
        const LaneMask early = time < length * length / kEarlyPart;
        Lanes flux{};
        Lanes sum{};
        const bool any_late = any(~early);
        const Fading& fading = series.at(lag, any_late);
        if (any_late) {
            for (std::size_t k = 0; k < fading.count; ++k) {
                const Lanes part = zone.roots[k] * fading.terms[k];
                flux += part;
                sum += part * zone.shares[k];
            }
            flux = 1.0 - 4.0 * zone.deep * flux;
            sum = time - (length - 1.0 + 1.0 / (zone.deep * zone.deep)) + 4.0 * zone.deep * sum;
        }
        if (any(early)) {
            const Waves w = waves(length, time, root(time), length / 2.0 - time / 4.0);
            flux = choose(early, 0.5 * w.minus + 0.5 * w.plus + second(w, length, time), flux);
            sum = choose(early, early_sum(w, length, time), sum);
        }
        zone.flux[lag] = flux;
        zone.flux_sum[lag] = sum;
    }
}

void set_depth_responses(const LagTable& lags, Scratch& scratch) {
    UnsaturatedScratch& zone = scratch.above;
    const std::size_t depths = scratch.depths.size();
    zone.conductivity.resize(lags.lags.size() * depths);
    zone.store.resize(lags.lags.size() * depths);
    set_turned(scratch);
    FadingSeries series(zone, lags);
    for (std::size_t lag = 0; lag < lags.lags.size(); ++lag) {
        const Lanes time = zone.pace * lags.lags[lag];
        const Lanes width = root(time);
        const LaneMask early = time < zone.length * zone.length / kEarlyPart;
        const bool any_early = any(early);
        const bool any_late = any(~early);
        const Fading& fading = series.at(lag, any_late);
        const Lanes sum =
            any_early ? early_sum(waves(zone.length, time, width, zone.length / 2.0 - time / 4.0),
                                  zone.length, time)
                      : Lanes{};
        for (std::size_t at = 0; at < zone.reach; ++at) {
            const Lanes z = lower(zone.alpha * scratch.depths[at], zone.length);
            DepthResponse first{};
            DepthResponse later{};
            if (any_early) {
                first = early_response(zone, time, width, sum, z);
            }
            if (any_late) {
                later = late_response(zone, fading, depths, at, z);
            }
            zone.conductivity[lag * depths + at] =
                choose(early, first.conductivity, later.conductivity);
            zone.store[lag * depths + at] = choose(early, first.store, later.store) / zone.alpha;
        }
    }
}

}  // namespace hazone::models::transient
