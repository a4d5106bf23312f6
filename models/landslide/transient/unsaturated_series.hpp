#pragma once

#include "models/landslide/transient/column_lanes.hpp"

// The series of the unsaturated zone after Srivastava & Yeh (1991), as Baum, Savage & Godt (2008)
// and Baum, Godt & Savage (2010) use them, and what both modes do with them.

namespace hazone::models::transient {

/// Sets the unsaturated zone's geometry and its roots: the solutions of tan(Lambda L) = -2 Lambda,
/// L = alpha_1 d (Srivastava & Yeh 1991, eq. 12), in rising order.
void set_roots(const Settings& settings, const LaneColumns& columns, int roots, Scratch& scratch);

/// The reference: fluxes at the water table, their volumes, and the series of all output lags.
void prepare_reference(const Settings& settings,
                       const TimePlan& plan,
                       const LaneColumns& columns,
                       Scratch& scratch);

/// Sets `scratch.transient` (pressure above the table) and `scratch.content` at an output, and
/// returns the rise of the water table, m.
Lanes set_reference_profile(const Settings& settings,
                            const TimePlan& plan,
                            const LaneColumns& columns,
                            std::size_t output,
                            Scratch& scratch);

void prepare_exact(const Settings& settings,
                   const TimePlan& plan,
                   const LaneColumns& columns,
                   Scratch& scratch);

Lanes set_exact_profile(const Settings& settings,
                        const TimePlan& plan,
                        const LaneColumns& columns,
                        std::size_t output,
                        Scratch& scratch);

/// The highest rate at which water leaves the table downslope, m/s.
Lanes drainage(const Settings& settings, const LaneColumns& columns);

/// The same as integral of K, for the steady start: from each depth to the top of the table, m2/s.
Lanes steady_store(const LaneColumns& columns,
                   const UnsaturatedScratch& zone,
                   std::size_t at,
                   Lanes depth);

}  // namespace hazone::models::transient
