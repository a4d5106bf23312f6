#pragma once

// One step of a gravitational mass from a cell to its neighbours. What moves is followed by its
// energy height z = v2 / (2 g), the height of the energy line above ground.
//   Angle of reach (Heim 1932): z' = z + dz - ds tan(alpha), dz the drop and ds the map distance.
//   Two parameters (Perla, Cheng & McClung 1980, J. Glaciology 26(94), 197-207,
//   https://doi.org/10.3189/S002214300001073X), with mu and the mass-to-drag ratio M/D:
//     v'2 = a M/D (1 - e^b) + v2 e^b cos(bend),  b = -2 L / (M/D),  a = g (sin t - mu cos t),
//   L the length on the slope and t its angle; the bend counts where the slope becomes gentler
//   (in the form of Wichmann 2017, https://doi.org/10.5194/gmd-10-3309-2017, on the squares). With
//   M/D without bound and no bend it is the line of reach with tan(alpha) = mu.
//   Sharing: p_i ~ persistence_i tan((beta_i + 90 deg) / 2)^x where z'_i > 0 (D'Amboise,
//   Neuhauser, Teich et al. 2022, Flow-Py, https://doi.org/10.5194/gmd-15-2423-2022), which lets
//   a mass with energy cross flats and rises; or p_i ~ persistence_i tan(beta_i)^x downslope only
//   (Holmgren 1994, https://doi.org/10.1002/hyp.3360080405).
//   Persistence: 1 ahead, 0.707 in the two directions beside it, 0 elsewhere.

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "engine/core/index.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::models {

inline constexpr double kGravity = 9.80665;    // m/s2
inline constexpr double kBesideAhead = 0.707;  // persistence 45 degrees off, as published

/// One number for each of the eight neighbours, in the order of engine/terrain/d8.hpp.
using PerNeighbour = std::array<double, kNeighbours>;

enum class Spreading { with_momentum, downslope };

/// The sum in a fixed order which vectors can take.
inline double sum_of(const PerNeighbour& values) {
    std::array<double, kNeighbours / 2> halves;
    for (std::size_t k = 0; k < kNeighbours / 2; ++k) {
        halves[k] = values[k] + values[k + kNeighbours / 2];
    }
    return (halves[0] + halves[2]) + (halves[1] + halves[3]);
}

/// What a mass obeys on its way.
struct PathRules {
    double friction = 0.2;  // tan(angle of reach), or mu of the two-parameter law; above 0
    double mass_to_drag = std::numeric_limits<double>::infinity();  // m; infinity: no drag
    bool bend_loss = false;       // speed is lost where the slope becomes gentler (walks only)
    double largest_energy = 270;  // m, bound of the energy height
    double exponent = 4;
    Spreading spreading = Spreading::with_momentum;
    bool enter_border = true;  // cells at the edge or beside missing ground are entered

    bool drags() const { return std::isfinite(mass_to_drag); }
};

/// The ground with a ring of missing cells, so that no step has to ask for the edge.
class PaddedGround {
public:
    PaddedGround(View<const float> ground, double cell_size);

    float height(Index row, Index col) const { return cells_(row + 1, col + 1); }
    /// Heights above those of the eight neighbours; NaN where a neighbour is not known.
    PerNeighbour drops(Index row, Index col) const {
        const float* level = cells_.data() + (row + 1) * cells_.cols() + col + 1;
        const float* above = level - cells_.cols();
        const float* below = level + cells_.cols();
        const double z = *level;
        return {z - level[1],  z - below[1],  z - below[0], z - below[-1],
                z - level[-1], z - above[-1], z - above[0], z - above[1]};
    }
    /// At the edge of the grid or beside missing ground.
    bool at_border(Index row, Index col) const {
        const float* level = cells_.data() + (row + 1) * cells_.cols() + col + 1;
        return beside_missing(level - cells_.cols(), level, level + cells_.cols());
    }
    Extent extent() const { return extent_; }
    const PerNeighbour& distance() const { return distance_; }
    double cell_size() const { return cell_size_; }

private:
    Extent extent_;
    Raster<float> cells_;
    double cell_size_;
    PerNeighbour distance_{};
};

/// e to the power x for x from -700 to 0, and that of -700 below. Without calls and branches, so
/// that loops over it vectorise. Relative error below 1e-15: the terms left out are below 2e-16.
inline double exp_of_negative(double x) {
    constexpr double kLog2E = 1.4426950408889634;
    constexpr double kLn2High = 0x1.62e42fefa0000p-1;
    constexpr double kLn2Low = 0x1.cf79abc9e3b39p-40;
    constexpr double kShift = 0x1.8p52;  // rounds, and leaves the whole number in the low bits
    constexpr int kMantissaBits = 52;
    const double bounded = x > -700.0 ? x : -700.0;
    const double shifted = bounded * kLog2E + kShift;
    const double whole = shifted - kShift;
    const double r = (bounded - whole * kLn2High) - whole * kLn2Low;
    double sum = 1;
    for (int n = 12; n > 0; --n) {
        sum = 1 + sum * r * (1.0 / n);
    }
    const std::int64_t raise = std::bit_cast<std::int64_t>(shifted) << kMantissaBits;
    return std::bit_cast<double>(std::bit_cast<std::int64_t>(sum) + raise);
}

/// A step as the ground makes it: energy' = kept energy + gained.
struct StepEnergy {
    double kept = 1;
    double gained = 0;  // m; NaN where the drop is not known
};

inline StepEnergy step_on_line(double drop, double distance, const PathRules& rules) {
    return {1, drop - distance * rules.friction};
}

inline StepEnergy step_with_drag(double drop, double distance, const PathRules& rules) {
    const double length = std::sqrt(distance * distance + drop * drop);
    const double kept = exp_of_negative(-2 * length / rules.mass_to_drag);
    return {kept,
            (drop - rules.friction * distance) * (1 - kept) * rules.mass_to_drag / (2 * length)};
}

/// Energy height after one step; below 0 where the mass does not arrive. NaN for a drop not known.
inline double energy_after(double energy, double drop, double distance, const PathRules& rules) {
    const StepEnergy step =
        rules.drags() ? step_with_drag(drop, distance, rules) : step_on_line(drop, distance, rules);
    return energy * step.kept + step.gained;
}

/// The bases to the power of the exponent, by squaring where it is whole.
inline PerNeighbour powers(PerNeighbour bases, double exponent) {
    constexpr double kMostSquarings = 64;
    PerNeighbour result;
    if (exponent != std::floor(exponent) || exponent > kMostSquarings) {
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            result[k] = std::pow(bases[k], exponent);
        }
        return result;
    }
    result.fill(1);
    for (auto left = static_cast<unsigned>(exponent); left != 0; left >>= 1U) {
        if ((left & 1U) != 0) {
            for (std::size_t k = 0; k < kNeighbours; ++k) {
                result[k] *= bases[k];
            }
        }
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            bases[k] *= bases[k];
        }
    }
    return result;
}

/// Weights by the slopes to the neighbours alone; 0 where a neighbour is not known.
inline PerNeighbour slope_weights(const PerNeighbour& drops,
                                  const PerNeighbour& distance,
                                  const PathRules& rules) {
    // the slope in float, as the heights are: a root of eight floats takes half the time
    std::array<float, kNeighbours> narrow;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        narrow[k] = static_cast<float>(drops[k]) / static_cast<float>(distance[k]);
    }
    if (rules.spreading == Spreading::with_momentum) {
        for (float& slope : narrow) {
            // tan((beta + 90 deg) / 2) = tan beta + 1 / cos beta
            slope += std::sqrt(1 + slope * slope);
        }
    }
    PerNeighbour bases;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        bases[k] = narrow[k] > 0 ? narrow[k] : 0;
    }
    return powers(bases, rules.exponent);
}

/// What the ground around a cell does to every mass that leaves it.
struct StepGround {
    PerNeighbour drops;
    PerNeighbour kept;
    PerNeighbour gained;
    PerNeighbour weights;
};

inline StepGround step_ground(const PerNeighbour& drops,
                              const PerNeighbour& distance,
                              const PathRules& rules) {
    StepGround ground;
    ground.drops = drops;
    if (rules.drags()) {  // outside of the loop: the compiler would compute both laws in it
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            const StepEnergy step = step_with_drag(drops[k], distance[k], rules);
            ground.kept[k] = step.kept;
            ground.gained[k] = step.gained;
        }
    } else {
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            const StepEnergy step = step_on_line(drops[k], distance[k], rules);
            ground.kept[k] = step.kept;
            ground.gained[k] = step.gained;
        }
    }
    ground.weights = slope_weights(drops, distance, rules);
    return ground;
}

/// Energy heights at the neighbours, from 0 (does not arrive, or is not known) to the bound.
inline PerNeighbour energies_after(double energy, const StepGround& ground, double largest) {
    PerNeighbour after;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        const double raw = energy * ground.kept[k] + ground.gained[k];
        const double bounded = raw < largest ? raw : largest;
        after[k] = raw > 0 ? bounded : 0;  // NaN does not arrive
    }
    return after;
}

/// Weights with persistence, 0 where the energy after the step is 0.
inline PerNeighbour step_weights(const PerNeighbour& by_slope,
                                 const PerNeighbour& persistence,
                                 const PerNeighbour& after) {
    PerNeighbour weights;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        weights[k] = after[k] > 0 ? by_slope[k] * persistence[k] : 0;
    }
    return weights;
}

/// Persistence of masses which arrived in the directions `heading`, each with its weight: none
/// flows back to where one of them came from.
inline PerNeighbour persistence_of(const PerNeighbour& heading, unsigned came_in) {
    PerNeighbour persistence;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        const bool back = (came_in >> ((k + 4) % kNeighbours) & 1U) != 0;
        persistence[k] = back ? 0
                              : heading[k] + kBesideAhead * (heading[(k + 1) % kNeighbours] +
                                                             heading[(k + 7) % kNeighbours]);
    }
    return persistence;
}

/// Cosine of the angle between two slopes where the second is gentler, 1 elsewhere.
inline double bend_cosine(double drop_before,
                          double distance_before,
                          double drop,
                          double distance) {
    if (drop_before * distance <= drop * distance_before) {
        return 1;
    }
    const double before = std::sqrt(drop_before * drop_before + distance_before * distance_before);
    const double now = std::sqrt(drop * drop + distance * distance);
    const double cosine = (drop_before * drop + distance_before * distance) / (before * now);
    return cosine > 0 ? cosine : 0;
}

/// Speed of a mass of this energy height.
inline double speed_of(double energy) { return std::sqrt(2 * kGravity * energy); }

}  // namespace hazone::models
