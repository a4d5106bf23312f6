#pragma once

#include <string>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/params.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models {

inline constexpr ParamSpec kSectionSnap{
    .name = "section_snap_distance",
    .unit = Unit::metre,
    .fallback = 100,
    .lowest = 0,
    .highest = 10000,
    .meaning = "a surveyed section is moved at most so far, to the nearest stream"};
inline constexpr ParamSpec kSectionReach{
    .name = "section_reach",
    .unit = Unit::metre,
    .fallback = 1000,
    .lowest = 0,
    .highest = 1e6,
    .meaning =
        "a surveyed section holds at most so far up and down its stream, and halfway to the "
        "next"};

/// Notes on the surveyed sections of a run.
struct SurveyedSections {
    std::vector<std::string> names;  // by number of the table
    std::vector<std::string> notes;  // where they stand

    bool any() const { return !names.empty(); }
};

/// Gives the channels the sections of the field `cross_sections`, after the reservoirs are set.
/// Each stands on the stream cell nearest to its lowest point and holds up and down its stream:
/// upwards along the donor with the largest contributing area, downwards as long as its stream is
/// that donor, at most as far as section_reach, halfway to the next section, and not through a
/// reservoir. InputError with all problems at once, each with file and line: no stream near by, an
/// input of the cell missing, two in one cell, one in that of a reservoir.
SurveyedSections add_sections(const Params& params, const FieldSet& fields, Catchment& catchment);

/// Which sections the peaks have overtopped, in words; nothing where none is.
std::vector<std::string> overtopped(const SurveyedSections& sections,
                                    const Catchment& catchment,
                                    const CatchmentState& water);

}  // namespace hazone::models
