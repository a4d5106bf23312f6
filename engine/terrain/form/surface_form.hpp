#pragma once

#include "engine/core/view.hpp"
#include "engine/terrain/form/neighbourhood.hpp"

namespace hazone {

/// Where the light comes from: rad clockwise from north, and rad above the horizon.
struct Sun {
    double azimuth = 5.497787143782138;   // 315 deg
    double altitude = 0.785398163397448;  // 45 deg
};

struct SurfaceFormSpec {
    double cell_size = 1;  // m, above 0
    CurvatureMethod curvature = CurvatureMethod::zevenbergen_thorne;
    RuggednessMethod ruggedness = RuggednessMethod::riley;
    Sun sun = {};
};

/// What surface_form() writes; a view of nothing is left out and costs nothing. Meanings, units and
/// sources are in neighbourhood.hpp and horn.hpp.
struct SurfaceFormOutputs {
    View<float> slope = {};   // rad, of Horn's gradient
    View<float> aspect = {};  // rad, of Horn's gradient
    View<float> hillshade = {};
    View<float> profile_curvature = {};
    View<float> plan_curvature = {};
    View<float> tangential_curvature = {};
    View<float> mean_curvature = {};
    View<float> total_curvature = {};
    View<float> position_index = {};
    View<float> ruggedness_index = {};
    View<float> roughness = {};
};

/// The form of the ground around every cell from its eight neighbours, everything asked for in one
/// pass over the heights `z` (m). Missing where one of the nine cells is missing, infinite or
/// beyond the edge of the grid, as in gdaldem: the outer ring has no form. Slope and aspect differ
/// by less than 1e-6 rad from those of double arithmetic, the rest by less than 1e-5 of the terms
/// they are made of. Every view has the extent of `z` and overlaps no other. Same bits for any
/// number of threads and in any window with one cell around it.
void surface_form(View<const float> z,
                  const SurfaceFormSpec& spec,
                  const SurfaceFormOutputs& outputs);

}  // namespace hazone
