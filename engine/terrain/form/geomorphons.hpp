#pragma once

#include <cstdint>

#include "engine/core/index.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// The ten common forms, numbered as by r.geomorphon; 0 is no class.
enum class Landform : std::uint8_t {
    none,
    flat,
    peak,
    ridge,
    shoulder,
    spur,
    slope,
    hollow,
    footslope,
    valley,
    pit,
};

/// The form of a cell of whose eight directions `lower` and `higher` lead to lower and to higher
/// ground, 0 to 8 together: Jasiewicz & Stepinski (2013), fig. 4.
Landform landform_of(int lower, int higher);

struct GeomorphonSpec {
    double cell_size = 1;                        // m
    double radius = 500;                         // m, how far is looked
    double skip_radius = 0;                      // m, cells as near as this are passed over
    double flat_threshold = 0.0174532925199433;  // rad, up to which a direction is level
    double flat_distance = 0;  // m, beyond which a height difference decides in place of the angle;
                               // 0: nowhere
};

/// Cells around a cell which are looked at, at least.
Index geomorphon_reach(const GeomorphonSpec& spec);

/// Form of the ground around each cell, as Landform: Jasiewicz & Stepinski (2013), Geomorphons - a
/// pattern recognition approach to classification and mapping of landforms, Geomorphology 182,
/// 147-156, doi:10.1016/j.geomorph.2012.11.005. Along eight azimuths the highest and the lowest
/// elevation angle up to the radius are found. A direction is higher where the two add up to more
/// than 0 and lower where to less, and level where neither of them exceeds the threshold; the
/// numbers of higher and of lower directions make the form.
/// With a flat distance F, an angle to ground further away exceeds the threshold t where the
/// difference in height exceeds F tan(t).
/// As `r.geomorphon -m`, with three differences: a cell exactly at the radius is seen; directions
/// in which all ground lies under one angle, as on a plane, have the sign of that angle
/// (r.geomorphon: level); a flat distance within the skip radius is not
/// ignored.
/// A direction whose first cell is missing or infinite is level; such cells further away are not
/// seen. No class: where the elevation is missing or infinite, and in the ring of cells which have
/// no first cell in every direction within the grid, one wide where nothing is skipped. Same bits
/// for any number of threads.
void geomorphons(View<const float> elevation,
                 const GeomorphonSpec& spec,
                 View<std::uint8_t> landform);

}  // namespace hazone
