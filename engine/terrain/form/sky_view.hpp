#pragma once

#include "engine/core/view.hpp"

namespace hazone {

struct SkyViewSpec {
    double cell_size = 1;  // m
    double radius = 1000;  // m, how far is looked, at least one cell
    int directions = 16;   // evenly around the circle, the first one to the north
};

/// What is made of the horizon; outputs left out (views of nothing) are spared.
struct SkyViewOutputs {
    View<float> sky_view_factor = {};    // 0..1
    View<float> positive_openness = {};  // rad
    View<float> negative_openness = {};  // rad
};

/// How much of the sky each cell sees. In each direction the highest elevation angle h and the
/// lowest one l up to the radius are found.
/// sky_view_factor: mean of 1 - sin(max(h, 0)), the share of the hemisphere over a level surface:
/// Zaksek, Ostir & Kokalj (2011), Sky-View Factor as a Relief Visualization Technique, Remote
/// Sensing 3(2), 398-415, doi:10.3390/rs3020398.
/// positive_openness: mean of pi/2 - h; negative_openness: mean of pi/2 + l: Yokoyama, Shirasawa &
/// Pike (2002), Photogrammetric Engineering and Remote Sensing 68(3), 257-265, who take eight
/// directions.
/// Lines run over the cells nearest to them, as in the first paper: seen in other directions than
/// the eight of the compass, a wall may be half a cell too near.
/// Missing or infinite cells are not seen, and directions without a known cell are left out of the
/// mean: near the edge of the data the sky is that over the known ground. Missing where the
/// elevation is missing or infinite, or no direction has a cell. Errors of the arithmetic in float
/// are below 2e-6. Same bits for any number of threads.
/// Cost per cell: proportional to the radius and the number of directions.
void sky_view(View<const float> elevation, const SkyViewSpec& spec, const SkyViewOutputs& outputs);

}  // namespace hazone
