#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/landslide/transient/column.hpp"
#include "models/landslide/transient/lanes.hpp"
#include "models/landslide/transient/time_plan.hpp"

// Eight columns in lanes, and what the saturated and the unsaturated model share.

namespace hazone::models::transient {

/// Pi of the reference: written without a kind, and so rounded to single precision.
constexpr double kReferencePi = 3.14159274101257324;

constexpr double kThinnest = 0.01F;  // m: nothing slides above it; float as in the reference

struct LaneColumns {
    Lanes sine, cosine, slope;  // of the ground
    Lanes depth;                // m
    Lanes table;                // m, initial depth of the water table
    Lanes flux;                 // m/s, background
    Lanes relative_flux;        // background flux / K_s, made less than cos2(slope)
    Lanes beta;                 // pressure head per depth below the water table, Iverson (2000) 27e
    Lanes first_depth, spacing;            // m, of the depths judged
    Lanes cohesion, tangent, unit_weight;  // Pa, of the friction angle, N/m3
    Lanes diffusivity;                     // m2/s, D_0 / cos2(slope), Iverson (2000) 26d
    Lanes conductivity, saturated, residual, alpha;
    Lanes
        friction_share;  // tan(friction angle) / tan(slope), or the highest safety on level ground
    LaneMask sloping;    // not level
    LaneMask seeping_out;  // background flux upwards
};

/// What the unsaturated model keeps between outputs; see unsaturated_series.hpp.
struct UnsaturatedScratch {
    Lanes top;     // m, depth of the lower end of the unsaturated zone: water table or fringe
    Lanes alpha;   // 1/m, alpha cos2(slope)
    Lanes pace;    // 1/s, dimensionless time per time
    Lanes length;  // alpha_1 d, dimensionless
    Lanes steady;  // m/s, background flux as the profile has it
    std::vector<Lanes> roots, root_sine, weight;  // per root: Lambda, sin(Lambda L), 1 / B
    std::vector<Lanes> shares;                    // per root: 1 / (Lambda2 + 1/4)
    std::vector<Lanes> steps;                     // m/s, per boundary: change of the inflow
    std::vector<std::size_t> changes;             // boundaries where the inflow changes
    std::vector<std::size_t> changes_before;      // ... before as many boundaries
    std::size_t reach = 0;        // of depths from the ground on: below these no column is dry
    std::size_t first_below = 0;  // first depth below the table in any column
    std::vector<std::uint8_t> wanted_rises;  // per profile time: whether it matters
    std::vector<Lanes> sines, cosines;       // per root and depth, of Lambda alpha_1 (d - Z)
    std::vector<Lanes> turned;               // per root and depth, of the store's series
    Lanes deep;                              // exp(L / 2)
    std::vector<Lanes> decay, drained;  // per depth: exp(-alpha_1 (d - Z)), (1 - that) / alpha_1
    std::vector<Lanes> growth, lift;    // per depth: exp(alpha_1 Z / 2), exp(alpha_1 (d - Z) / 2)
    std::vector<Lanes> flux;            // per lag of the flux times
    std::vector<Lanes> flux_sum;        // per lag: the integral of the flux response
    std::vector<Lanes> conductivity, store;  // per lag and depth
    std::vector<Lanes> rising;               // per lag and depth below the table
    std::vector<Lanes> volume;  // m, water that reached the table: per output, or (exact) flux time
    std::vector<Lanes> rise;    // m, of the table, per profile time
    std::vector<Lanes> empty;   // per depth: empty share of the volume
    std::vector<Lanes> next_ramp;          // per depth
    Lanes driest;                          // m/s, the lowest inflow of the storm and before
    std::vector<Lanes> basal;              // m/s, per flux time
    std::vector<Lanes> now, below, voids;  // per depth: K, integral of K, empty volume
    std::vector<Lanes> spread;             // m, per depth below the table: pressure of the rise
};

/// Scratch of one thread, made for a plan and reused from block to block.
struct Scratch {
    std::vector<Lanes> depths;     // m, as counted by the mode
    std::vector<Lanes> pressure;   // m
    std::vector<Lanes> content;    // water content
    std::vector<Lanes> weight;     // N/m3, mean unit weight above
    std::vector<Lanes> transient;  // m, what rain adds to pressure, or the pressure above the table
    std::vector<Lanes> rates;      // per period: rate / K_s, or m/s in the unsaturated model
    std::vector<Lanes> safety;     // per depth
    std::vector<Lanes> uplift;     // Pa, per depth: what water takes off the stress across a slip
    std::vector<Lanes> responses;  // per lag and depth
    std::vector<Lanes> late;       // per lag and depth
    std::vector<Lanes> cosines;    // per depth
    UnsaturatedScratch above;      // what the unsaturated zone needs
};

/// What is found in eight columns at one time.
struct LaneVerdict {
    Lanes safety, depth, pressure, table;
};

/// `columns` has kLanes entries without missing values.
LaneColumns load_columns(const Settings& settings, std::span<const Column* const> columns);

/// The depths at which columns are judged, counted up as the mode does.
void set_depths(const Settings& settings, const LaneColumns& columns, std::vector<Lanes>& depths);

/// In columns with upward seepage the water table is the lowest depth without pressure, and
/// pressure grows with beta below it, as in the reference. Returns that depth; 0 in other columns.
Lanes adjust_for_seepage(const LaneColumns& columns,
                         const std::vector<Lanes>& depths,
                         std::vector<Lanes>& pressure);

/// The lowest safety factor from `scratch.safety`, with its depth and pressure head.
LaneVerdict lowest_safety(const Settings& settings,
                          const LaneColumns& columns,
                          const Scratch& scratch);

}  // namespace hazone::models::transient
