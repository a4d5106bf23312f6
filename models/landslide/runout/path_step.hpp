#pragma once

// One step of a gravitational mass from a cell to its neighbours. What moves is followed by its
// energy height z = v2 / (2 g), the height of the energy line above ground.
//   Angle of reach (Heim 1932; Corominas 1996, Can. Geotech. J. 33(2), 260-271,
//   https://doi.org/10.1139/t96-005): z' = z + dz - ds tan(alpha), dz the drop and ds the map
//   distance. Two parameters (Perla, Cheng & McClung 1980, J. Glaciology 26(94), 197-207,
//   https://doi.org/10.3189/S002214300001073X), with mu and the mass-to-drag ratio M/D:
//     v'2 = a M/D (1 - e^b) + v2 e^b cos(bend),  b = -2 L / (M/D),  a = g (sin t - mu cos t),
//   L the length on the slope and t its angle; the bend counts where the slope becomes gentler
//   (in the form of Wichmann 2017, https://doi.org/10.5194/gmd-10-3309-2017, on the squares). With
//   M/D without bound and no bend it is the line of reach with tan(alpha) = mu.
//   Sharing: p_i ~ persistence_i tan((beta_i + 90 deg) / 2)^x where z'_i > 0 (D'Amboise,
//   Neuhauser, Teich et al. 2022, Flow-Py, https://doi.org/10.5194/gmd-15-2423-2022), which lets
//   a mass with energy cross flats and rises; or p_i ~ persistence_i tan(beta_i)^x downslope only
//   (Holmgren 1994, Hydrol. Processes 8, 327-334, https://doi.org/10.1002/hyp.3360080405, who
//   found x = 4 to 6 best for water).
//   Persistence: 1 ahead, 0.707 in the two directions beside it, 0 elsewhere: the weights
//   "cosines" of Horton et al. (2013), Flow-R, Nat. Hazards Earth Syst. Sci. 13, 869-885,
//   https://doi.org/10.5194/nhess-13-869-2013, after Gamma (2000), dfwalk, Geographica Bernensia
//   G66, who has 1.5 ahead, 1 to 135 degrees and 0 back.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "engine/core/index.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"
#include "models/landslide/transient/lanes.hpp"

namespace hazone::models {

inline constexpr double kGravity = 9.80665;    // m/s2
inline constexpr double kBesideAhead = 0.707;  // persistence 45 degrees off, as published

/// One number for each of the eight neighbours, in the order of engine/terrain/d8.hpp, side by side
/// in one register. Arrays of eight do not do: the compiler takes them apart into single numbers,
/// which took three times as long.
using PerNeighbour = double __attribute__((vector_size(kNeighbours * sizeof(double))));
using NeighbourMask =  // -1 true, 0 false
    std::int64_t __attribute__((vector_size(kNeighbours * sizeof(std::int64_t))));
using NarrowPerNeighbour = float __attribute__((vector_size(kNeighbours * sizeof(float))));

inline PerNeighbour for_all_neighbours(double value) { return PerNeighbour{} + value; }

/// A function of lanes, of as many neighbours at a time as a register holds.
template <transient::Lanes (*kFunction)(transient::Lanes)>
PerNeighbour by_lanes(const PerNeighbour& values) {
    static_assert(kNeighbours % transient::kLanes == 0);
    PerNeighbour results;
    for (std::size_t at = 0; at < sizeof results; at += sizeof(transient::Lanes)) {
        transient::Lanes some;
        std::memcpy(&some, reinterpret_cast<const char*>(&values) + at, sizeof some);
        some = kFunction(some);
        std::memcpy(reinterpret_cast<char*>(&results) + at, &some, sizeof some);
    }
    return results;
}

enum class Spreading { with_momentum, downslope };

/// The sum in a fixed order which vectors can take.
inline double sum_of(const PerNeighbour& values) {
    const PerNeighbour halves =
        values + __builtin_shufflevector(values, values, 4, 5, 6, 7, 0, 1, 2, 3);
    const PerNeighbour quarters =
        halves + __builtin_shufflevector(halves, halves, 2, 3, 0, 1, 6, 7, 4, 5);
    return quarters[0] + quarters[1];
}

/// The neighbours of a mask, one bit each.
inline unsigned bits_of(const NeighbourMask& mask) {
    const NeighbourMask own = mask & NeighbourMask{1, 2, 4, 8, 16, 32, 64, 128};
    const NeighbourMask halves = own | __builtin_shufflevector(own, own, 4, 5, 6, 7, 0, 1, 2, 3);
    const NeighbourMask quarters =
        halves | __builtin_shufflevector(halves, halves, 2, 3, 0, 1, 6, 7, 4, 5);
    return static_cast<unsigned>(quarters[0] | quarters[1]);
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
        const Four above = four_from(level - cells_.cols() - 1);
        const Four beside = four_from(level - 1);
        const Four below = four_from(level + cells_.cols() - 1);
        const NarrowPerNeighbour rows =
            __builtin_shufflevector(above, below, 0, 1, 2, 4, 5, 6, 3, 7);
        const NarrowPerNeighbour wide =
            __builtin_shufflevector(beside, beside, 0, 1, 2, 3, 0, 1, 2, 3);
        const NarrowPerNeighbour heights =
            __builtin_shufflevector(rows, wide, 10, 5, 4, 3, 8, 0, 1, 2);
        return for_all_neighbours(*level) - __builtin_convertvector(heights, PerNeighbour);
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
    using Four = float __attribute__((vector_size(4 * sizeof(float))));

    static Four four_from(const float* cells) {
        Four four;
        std::memcpy(&four, cells, sizeof four);
        return four;
    }

    Extent extent_;
    Raster<float> cells_;  // one column more than the ring: cells are read by fours
    double cell_size_;
    PerNeighbour distance_{};
};

/// A step to each neighbour as the ground makes it: energy' = kept energy + gained.
struct StepEnergy {
    PerNeighbour kept;
    PerNeighbour gained;  // m; NaN where the drop is not known
};

inline StepEnergy step_on_line(const PerNeighbour& drop,
                               const PerNeighbour& distance,
                               const PathRules& rules) {
    return {for_all_neighbours(1), drop - distance * rules.friction};
}

inline StepEnergy step_with_drag(const PerNeighbour& drop,
                                 const PerNeighbour& distance,
                                 const PathRules& rules) {
    const PerNeighbour length = by_lanes<transient::root>(distance * distance + drop * drop);
    const PerNeighbour kept = by_lanes<transient::exponential>(length * (-2 / rules.mass_to_drag));
    return {kept,
            (drop - rules.friction * distance) * (1 - kept) * (rules.mass_to_drag / 2) / length};
}

inline StepEnergy step_energy(const PerNeighbour& drop,
                              const PerNeighbour& distance,
                              const PathRules& rules) {
    return rules.drags() ? step_with_drag(drop, distance, rules)
                         : step_on_line(drop, distance, rules);
}

/// Energy height after one step; below 0 where the mass does not arrive. NaN for a drop not known.
inline double energy_after(double energy, double drop, double distance, const PathRules& rules) {
    const StepEnergy step =
        step_energy(for_all_neighbours(drop), for_all_neighbours(distance), rules);
    return energy * step.kept[0] + step.gained[0];
}

/// The bases to the power of the exponent, by squaring where it is whole.
inline PerNeighbour powers(PerNeighbour bases, double exponent) {
    constexpr double kMostSquarings = 64;
    PerNeighbour result = for_all_neighbours(1);
    if (exponent != std::floor(exponent) || exponent > kMostSquarings) {
        for (int k = 0; k < kNeighbours; ++k) {
            result[k] = std::pow(bases[k], exponent);
        }
        return result;
    }
    for (auto left = static_cast<unsigned>(exponent); left != 0; left >>= 1U) {
        if ((left & 1U) != 0) {
            result *= bases;
        }
        bases *= bases;
    }
    return result;
}

/// Weights by the slopes to the neighbours alone; 0 where a neighbour is not known.
inline PerNeighbour slope_weights(const PerNeighbour& drops,
                                  const PerNeighbour& distance,
                                  const PathRules& rules) {
    // the slope in float, as the heights are: a root of eight floats takes half the time
    NarrowPerNeighbour slope = __builtin_convertvector(drops, NarrowPerNeighbour) /
                               __builtin_convertvector(distance, NarrowPerNeighbour);
    if (rules.spreading == Spreading::with_momentum) {
        // tan((beta + 90 deg) / 2) = tan beta + 1 / cos beta
        NarrowPerNeighbour root = 1 + slope * slope;
        for (int k = 0; k < kNeighbours; ++k) {
            root[k] = std::sqrt(root[k]);
        }
        slope += root;
    }
    slope = slope > 0 ? slope : NarrowPerNeighbour{};
    return powers(__builtin_convertvector(slope, PerNeighbour), rules.exponent);
}

/// What the ground around a cell does to every mass that leaves it.
struct StepGround {
    PerNeighbour drops;
    PerNeighbour weights;
    StepEnergy energy;
};

inline StepGround step_ground(const PerNeighbour& drops,
                              const PerNeighbour& distance,
                              const PathRules& rules) {
    return {drops, slope_weights(drops, distance, rules), step_energy(drops, distance, rules)};
}

/// Energy heights at the neighbours, from 0 (does not arrive, or is not known) to the bound.
inline PerNeighbour energies_after(double energy, const StepEnergy& step, double largest) {
    const PerNeighbour raw = energy * step.kept + step.gained;
    const PerNeighbour bounded = raw < largest ? raw : for_all_neighbours(largest);
    return raw > 0 ? bounded : PerNeighbour{};  // NaN does not arrive
}

/// Weights with persistence, 0 where the energy after the step is 0.
inline PerNeighbour step_weights(const PerNeighbour& by_slope,
                                 const PerNeighbour& persistence,
                                 const PerNeighbour& after) {
    return after > 0 ? by_slope * persistence : PerNeighbour{};
}

/// Persistence of masses which arrived in the directions `heading`, each with its weight: none
/// flows back to where one of them came from.
inline PerNeighbour persistence_of(const PerNeighbour& heading, unsigned came_in) {
    const PerNeighbour beside = __builtin_shufflevector(heading, heading, 1, 2, 3, 4, 5, 6, 7, 0) +
                                __builtin_shufflevector(heading, heading, 7, 0, 1, 2, 3, 4, 5, 6);
    const NeighbourMask opposite{16, 32, 64, 128, 1, 2, 4, 8};
    const NeighbourMask back = (opposite & std::int64_t{came_in}) != 0;
    return back ? PerNeighbour{} : heading + kBesideAhead * beside;
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
