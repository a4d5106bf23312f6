// The infinite slope as a limit state of uncertain quantities, and what the models of its
// probability share: parameters, fields and the rules of ground that cannot slide.
#pragma once

#include <array>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/statistics/marginal.hpp"
#include "models/landslide/infinite_slope.hpp"
#include "models/landslide/probability/uncertain_params.hpp"

namespace hazone::models {

/// The uncertain quantities, each as a factor of its likely value (mean 1 unless truncated), in the
/// order of their arrays everywhere.
enum class Uncertain { cohesion, friction, depth, wetness };
inline constexpr std::size_t kUncertain = 4;

template <class Real>
using Factors = std::array<Real, kUncertain>;

/// Safety factor of the infinite slope (infinite_slope.hpp) as a function of the factors of
/// cohesion (of soil and roots), tan(phi), depth and wetness. The wetness stays within 0 and 1.
/// `highest` where a sample has no soil; not bounded above otherwise. The Real of the kernel is
/// float: the error, some 1e-6, is far below that of 1000 samples.
template <class Real>
struct SlopeLimitState {
    Real cohesion = 0;   // over sin(slope) cos(slope), Pa
    Real friction = 0;   // tan(phi) over tan(slope)
    Real surcharge = 0;  // Pa
    Real soil = 0;       // weight of the soil, Pa
    Real water = 0;      // weight of water in its place, Pa
    Real wetness = 0;
    Real highest = 0;
    Real least_wetness = 0;
    Real most_wetness = 1;

    SlopeLimitState(const SoilColumn& column, double slope, double likely_wetness, double most);

    Real bounded_wetness(Real factor) const {
        const Real wet = wetness * factor;
        const Real above = wet > least_wetness ? wet : least_wetness;
        return above < most_wetness ? above : most_wetness;
    }
    Real operator()(const Factors<Real>& factors) const {
        const auto [of_cohesion, of_friction, of_depth, of_wetness] = factors;
        const Real weight = surcharge + soil * of_depth;
        const Real uplift = bounded_wetness(of_wetness) * water * of_depth;
        const Real safety =
            (cohesion * of_cohesion + (weight - uplift) * (friction * of_friction)) / weight;
        return of_depth > 0 ? safety : highest;
    }
    /// Derivatives by the four factors.
    Factors<Real> gradient(const Factors<Real>& factors) const;
};

/// What the parameters of a model say of the quantities.
struct Uncertainty {
    std::vector<Marginal> quantities;  // in the order of Uncertain
    double correlation = 0;            // of cohesion and friction
    double highest = 0;                // safety factor where nothing can slide

    explicit Uncertainty(const Params& params);
};

/// Calls make(limit state as double inputs) where the cell has all inputs and can slide, else gives
/// `missing` or `stable`.
template <class Answer, class Make>
Answer answer_of(const SlopeFields& slopes,
                 Index row,
                 Index col,
                 const Answer& missing,
                 const Answer& stable,
                 Make make) {
    const SoilColumn soil = slopes.soil(row, col);
    const double slope = slopes.slope(row, col);
    const double wetness = slopes.wetness(row, col);
    if (any_missing(soil.depth, soil.unit_weight, soil.cohesion, soil.friction_angle,
                    soil.surcharge, slope, wetness)) {
        return missing;
    }
    return cannot_slide(soil, slope) ? stable : make(soil, slope, wetness);
}

}  // namespace hazone::models
