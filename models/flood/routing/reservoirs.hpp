#pragma once

#include <string>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/params.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models {

inline constexpr ParamSpec kReservoirSnap{
    .name = "reservoir_snap_distance",
    .unit = Unit::metre,
    .fallback = 100,
    .lowest = 0,
    .highest = 10000,
    .meaning = "a reservoir is moved at most so far, to the largest stream"};

/// Water in each lake and reservoir, m3, and what it was at first.
inline constexpr FieldSpec kReservoirStorage{"reservoir_storage", Unit::cubic_metre,
                                             "by reservoir",      -kInfinity,
                                             kInfinity,           CellType::float64};

/// The lakes and reservoirs of a run, in the order of their places.
struct Reservoirs {
    std::vector<std::string> names;
    std::vector<double> initial;     // storage, m3
    std::vector<std::string> notes;  // which were moved, and how far

    bool any() const { return !names.empty(); }
};

/// Puts the lakes and reservoirs of the fields `reservoirs` and `reservoir_levels` into the
/// channels, and their storage into the state. InputError with all problems at once: a table that
/// is no pool, one without an outlet, a place without a stream near by, two in one cell.
Reservoirs add_reservoirs(const Params& params,
                          const FieldSet& fields,
                          Catchment& catchment,
                          FieldSet& state);

/// Water in all of them, m3 more than at first.
double stored_in(const Reservoirs& reservoirs, const FieldSet& state);

}  // namespace hazone::models
