#pragma once

#include <cstdint>

#include "engine/core/view.hpp"

namespace hazone {

/// What drainage_basins() found.
struct BasinCount {
    std::int32_t links = 0;   // labels 1..links: the catchments of the links of the network
    std::int32_t slopes = 0;  // links + 1: the cells which meet no link; 0 when there are none
};

/// Divides the ground into drainage basins, so that every cell with a direction has one.
/// Channels are the cells whose contributing area is at least `minimum_area` (m2). A link is the
/// channel between two junctions, or from a head to a junction, or down to where the water leaves;
/// its basin is the ground which drains into it without passing another link. Links are numbered
/// from 1 in the order of their last cells, row by row from the north-west. The cells whose water
/// leaves the grid without meeting a channel, on the edge and the coast, have one label together,
/// the last.
///
/// direction: ESRI codes, 255 missing. area: m2. basin: labels, 0 where direction or area is
/// missing (a cell whose water runs into a cell with missing area included). All views have one
/// extent. Same bits for any number of threads. No scratch.
BasinCount drainage_basins(View<const std::uint8_t> direction,
                           View<const double> area,
                           double minimum_area,
                           View<std::int32_t> basin);

}  // namespace hazone
