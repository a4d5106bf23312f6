#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/network/link_paths.hpp"

namespace hazone {

/// What is known of the ground along the streams; all views have one extent.
struct LinkGround {
    View<const float> filled;        // m
    View<const double> area;         // contributing area, m2
    View<const std::uint8_t> order;  // Strahler
    View<const std::int32_t> shreve;
    double cell_size = 1;  // m
};

/// One link of a stream network, measured. NaN where a value is missing.
struct StreamLink {
    std::int32_t downstream = 0;  // the link into which it flows; 0 for none
    std::int32_t order = 0;       // Strahler
    std::int32_t shreve = 0;      // magnitude
    double length = 0;            // m, along its line
    double drop = 0;              // m, from the first to the last point of its line
    double slope = 0;             // drop / length; NaN for a link without length
    double area = 0;              // m2, which drains through its last cell
};

/// The line of a link through the centres of its cells and on to the first cell of the link below
/// it, so that the lines of a network meet. One cell alone where a link has a single cell and none
/// below it.
std::vector<Cell> link_line(const LinkPaths& paths, std::int32_t link);

/// Length of a line from cell to neighbouring cell, m.
double line_length(const std::vector<Cell>& line, double cell_size);

/// Measures links 1..count(), in this order; parallel over links.
std::vector<StreamLink> measure_links(const LinkPaths& paths, const LinkGround& ground);

}  // namespace hazone
