#pragma once

#include <cstdint>

#include "engine/core/cell_store.hpp"
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
/// extent. Same bits for any number of threads. Scratch: 2 bytes per cell, and 50 per link.
/// InputError when there are 2^31 - 1 links or more.
BasinCount drainage_basins(View<const std::uint8_t> direction,
                           View<const double> area,
                           double minimum_area,
                           View<std::int32_t> basin);

/// The same for a grid that does not fit in memory, with the same labels: `window` is how large a
/// piece is held. The ends of links are counted by rows first, which gives their numbers; labels
/// are then carried over the borders of windows, as in Barnes (2017), Environmental Modelling &
/// Software 92, 202-212, https://doi.org/10.1016/j.envsoft.2017.02.022. Memory: 16 bytes per cell
/// of the window, 50 per link in it, and 8 per cell on the borders of the windows.
BasinCount drainage_basins(const CellStore<std::uint8_t>& direction,
                           const CellStore<double>& area,
                           double minimum_area,
                           CellStore<std::int32_t>& basin,
                           Extent window);

}  // namespace hazone
