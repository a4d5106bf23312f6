#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone::models {

/// How the water gets to the outlets; both views have one extent.
struct TimeAreaGround {
    View<const std::uint8_t> direction;  // ESRI codes, 255 missing
    View<const float> velocity;          // in the cell which the water leaves, m/s
    double cell_size = 1;                // m
};

/// What a time-area diagram is wanted of.
struct TimeAreaOutlet {
    Cell cell;
    bool is_wanted = true;  // false: it only parts the ground
};

/// The ground above an outlet by its travel time to it.
struct TimeArea {
    double longest = 0;        // s; missing where the water of some cell never arrives, or nobody
                               // knows when
    std::vector<Index> cells;  // by interval: [0, dt), [dt, 2 dt) ...
};

/// Diagrams of all ground above each outlet, other outlets' ground included, in the order of the
/// outlets: Maidment (1993), HydroGIS 93, IAHS Publ. 211, 181-192. No cells for an outlet which is
/// not wanted, whose longest time is missing or takes more than `most_intervals`. Cells are
/// counted: the same for any number of threads. Scratch: 20 bytes per cell; the time is that of
/// the cells times the outlets on their way down.
std::vector<TimeArea> time_areas(const TimeAreaGround& ground,
                                 const std::vector<TimeAreaOutlet>& outlets,
                                 double interval,
                                 Index most_intervals);

/// Discharge, m3/s, at 0, dt, 2 dt ... after 1 mm of runoff begins to be shed evenly over dt from
/// ground whose `cells` lie in the intervals: the mean outflow of each interval at its end, 0 at
/// both ends. `storage_time` 0 is translation alone, Maidment (1993); else its outflow passes a
/// linear reservoir of that time constant, s: Clark (1945), Transactions ASCE 110, 1419-1446, here
/// solved for an inflow which is even in each interval, so that no step is too long. The recession
/// ends when 0.1 % of the water is left. The trapezoids hold 1 mm over the cells exactly.
std::vector<double> unit_hydrograph(std::span<const Index> cells,
                                    double cell_area,
                                    double interval,
                                    double storage_time);

}  // namespace hazone::models
