#pragma once

#include <vector>

#include "engine/core/view.hpp"

namespace hazone {

/// What is meant by an enclosed cell.
struct ConfinementSpec {
    double radius = 500;      // m, how far the ground is looked at
    double full_angle = 0.5;  // rad, walls as steep as this on both sides count as a gorge
};

/// Distances in cells at which one direction is looked at: every cell up to eight, then wider and
/// wider apart, the last at `radius` (at least one cell). The count grows with the logarithm of the
/// radius, so that a 1 m grid costs hardly more than a 30 m grid.
std::vector<Index> sight_distances(double radius, double cell_size);

/// How tightly the ground around each cell encloses it: 0 open, 1 at the bottom of a gorge.
/// Along the eight azimuths the highest elevation angle within the radius is found, as for the
/// openness of Yokoyama, Shirasawa & Pike (2002), Photogrammetric Engineering and Remote Sensing
/// 68(3), 257-265. Openness is the mean over the azimuths, and a plane hillside has that of a
/// valley. A channel is confined by two walls that face each other; therefore each of the four
/// pairs of opposite azimuths counts by its lower wall, the cell by its best pair, and the angle is
/// divided by `full_angle` (at most 1, at least 0). A plane in any position and a ridge have 0.
/// elevation: m; confinement: 0..1; same extent. Missing: where the elevation is missing, and where
/// no pair has a known cell on both sides. Missing cells further away are not seen: near the edge
/// of the data the value is a lower bound. Same bits for any number of threads.
void channel_confinement(View<const float> elevation,
                         double cell_size,
                         const ConfinementSpec& spec,
                         View<float> confinement);

}  // namespace hazone
