#pragma once

// Landslide dams by two indices of Tacconi Stefanelli, Segoni, Casagli & Catani (2016), Geomorphic
// indexing of landslide dams evolution, Engineering Geology 208, 1-10,
// https://doi.org/10.1016/j.enggeo.2016.04.024, of some 300 dams in Italy:
//   MOI = log10(V / W),       whether a landslide of volume V, m3, dams a valley W metres wide;
//   HDSI = log10(V / (A S)),  whether the dam stands: A the area upstream, km2, S the slope of the
//                             channel, m/m.
// Seen: what the paper's abstract says of both, and HDSI with its units in the scripts of Argentin
// (landslide-dammed lakes of Austria). MOI as the logarithm of volume over width, and the four
// limits between the classes, are written from memory: check them before you rely on a class.

#include <cstdint>

#include "engine/pipeline/params.hpp"

namespace hazone::models {

/// Limits between the classes, log10 of m2 and of m3/km2.
struct DamLimits {
    double no_dam_below = 3.0;   // MOI
    double dam_from = 4.6;       // MOI
    double breaks_below = 5.74;  // HDSI
    double stands_from = 7.44;   // HDSI
};

/// What a landslide makes of a stream, in the order of landslide_dam_class.
enum class DamClass : std::uint8_t { unknown, none, perhaps, stands, uncertain, breaks };

/// Morphological obstruction index of a volume, m3, in a valley of that width, m. Minus infinity of
/// no volume. Missing in, missing out.
double dam_obstruction_index(double volume, double valley_width);

/// Hydromorphological dam stability index: volume, m3, area upstream, m2, slope of the channel,
/// m/m, above 0. Missing in, missing out.
double dam_stability_index(double volume, double area, double slope);

/// Class of both indices; unknown where the first is missing, or the second and there is a dam.
DamClass dam_class(double obstruction, double stability, const DamLimits& limits);

inline constexpr ParamSpec kNoDamBelow{.name = "no_dam_below",
                                       .fallback = 3.0,
                                       .lowest = 0,
                                       .highest = 10,
                                       .meaning = "MOI below which no dam forms"};
inline constexpr ParamSpec kDamFrom{.name = "dam_from",
                                    .fallback = 4.6,
                                    .lowest = 0,
                                    .highest = 10,
                                    .meaning = "MOI from which a dam forms"};

}  // namespace hazone::models
