#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/pipeline/model.hpp"
#include "models/flood/inundation/edges.hpp"

namespace hazone::models {

/// What a flood run reads of its inputs before it begins.
struct FloodGround {
    Raster<double> bed;               // missing where any input of the cell is
    Raster<std::uint8_t> at_missing;  // rule of missing cells: 1 where they reach the grid's edge
    Raster<double> depth;             // m, at the beginning
    Index unknown = 0;                // cells with ground which another input makes missing
};

FloodGround flood_ground(const Params& params, const FieldSet& fields);

/// Rule 0 is a wall, rule 1 that of missing cells which reach the edge, then those of the sides;
/// `ground` outlives the use of the edges.
inundation::Edges flood_edges_of(const Params& params, const FloodGround& ground);

/// Discharge that enters at a cell in time, linear between the times given and 0 outside them.
struct Hydrograph {
    Cell cell;
    std::vector<double> time;       // s
    std::vector<double> discharge;  // m3/s

    double at(double when) const;
};

/// The hydrographs of the field `inflow`; InputError for a point without ground, or whose times do
/// not grow.
std::vector<Hydrograph> hydrographs_of(const FieldSet& fields, const Raster<double>& bed);

/// Level in time of the water beyond the edges of kind stage, linear between the times given, the
/// first before them and the last after them: water outside does not go away when its record ends.
struct StageSeries {
    std::vector<double> time;   // s, growing; none: the edges keep their level
    std::vector<double> level;  // m

    double at(double when) const;
};

/// InputError where the field `stage` is given and no edge is of kind stage.
void check_stage(std::string_view model, const Params& params, const HasField& has);
/// The series of the field `stage`, empty where it is not given.
StageSeries stage_of(const FieldSet& fields);

struct FloodGauge {
    std::string name;
    Cell cell;
};

struct FloodGauges {
    std::vector<FloodGauge> gauges;
    std::vector<std::string> without_ground;  // names
};

/// The points of `pour_points`, each in the lowest cell within gauge_snap_distance.
FloodGauges gauges_of(const Params& params, const FieldSet& fields, const Raster<double>& bed);

}  // namespace hazone::models
