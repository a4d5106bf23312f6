#pragma once

#include <array>
#include <cstdint>

#include "engine/core/raster.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// Length of contour across which water flows to a neighbour: the same for all eight, or that of
/// Quinn et al. (1991), 1/2 cell to a straight one and sqrt 2 / 4 to a diagonal one.
enum class ContourLength { equal, quinn };

/// How a cell shares its water among all its lower neighbours, in proportion to
///   L (tan b)^p,
/// b the slope to the neighbour, L the length of contour, p the exponent:
///   Freeman (1991), doi:10.1016/0098-3004(91)90048-I: p = 1.1, L equal;
///   Quinn et al. (1991), doi:10.1002/hyp.3360050106: p = 1, L quinn;
///   Holmgren (1994), doi:10.1002/hyp.3360080405: L equal, p from 1 to infinity, best from 4 to 6.
/// The larger the exponent, the more of the water takes the steepest way.
struct FlowSharing {
    double exponent = 1.1;
    ContourLength contour = ContourLength::equal;
};

/// Share of the water of a cell which each neighbour receives; they sum to 1, or are all 0 where no
/// water leaves the cell. See multiple_flow_accumulation().
std::array<double, kNeighbours> multiple_flow_shares(View<const float> filled,
                                                     View<const std::uint8_t> d8,
                                                     FlowSharing sharing,
                                                     Cell cell);

/// Who receives water from each cell, as sums of codes (see shared_flow.hpp).
Raster<std::uint8_t> multiple_flow_receivers(View<const float> filled, View<const std::uint8_t> d8);

/// Contributing area of each cell, its own included, where each cell shares its water among its
/// lower neighbours. A cell without lower neighbours passes all of it on along its D8 direction
/// (see flow_direction()) if that leads to ground of the same height: so flats are crossed, every
/// cell of a filled surface drains and nothing runs in a cycle. Else, and where the code is 0, the
/// flow ends there.
///
/// filled: m; missing there, missing in `area`, and no water goes there. All views have one extent.
/// Sums in double, the givers of a cell in the order of the neighbours: same bits for any number of
/// threads. What the outlets receive differs from the whole area by rounding alone. Slopes (rise
/// per cell) count as 2^(960/p) at most and 2^(-960/p) at least: with p = 20 from 4e-15 to 3e14,
/// beyond which heights are infinite or differ in their last bit on a plain at sea level. Scratch:
/// 2 bytes per cell.
void multiple_flow_accumulation(View<const float> filled,
                                View<const std::uint8_t> d8,
                                FlowSharing sharing,
                                View<double> area,
                                double cell_area);

/// Sum of `weight` over the cells above, each counted with the share that comes down to the cell,
/// its own included. A missing weight makes the total of its cell and of all below missing.
void multiple_flow_accumulate(View<const float> filled,
                              View<const std::uint8_t> d8,
                              FlowSharing sharing,
                              View<const float> weight,
                              View<double> total);

}  // namespace hazone
