#pragma once

#include <limits>
#include <string_view>

#include "engine/core/units.hpp"

namespace hazone {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kRightAngle = 1.5707963267948966;
inline constexpr double kFullTurn = 6.283185307179586;

/// What a quantity of a run is made of.
enum class Form {
    raster,    // one value per cell
    frames,    // one value per cell and output time (float32)
    series,    // rasters in time, read step by step (RainSeries)
    gauges,    // point measurements in time (GaugeSet)
    table,     // one row per zone (ZoneTable)
    features,  // points, lines or areas with attributes (FeatureLayer)
    rules,     // which values give which level (RuleSet)
    cover,     // which share of each cell lies in each zone (ZoneCover)
};

/// How a cell is stored. Missing: NaN for the floating types, 0 for classes and labels, 255 for
/// direction codes.
enum class CellType {
    float32,
    float64,  // contributing areas: exact above 2^24 cells
    class8,   // classes 1..n, 0 = no data
    code8,    // codes such as flow directions, 255 = no data
    label32,  // zones and basins, 1..n, 0 = no data
};

/// A quantity by its standard name: one meaning, one unit, the same on the command line, in files
/// and in code.
struct FieldSpec {
    std::string_view name;
    Unit unit = Unit::one;
    std::string_view meaning;
    /// Range in which a value is plausible, SI. A value outside is refused on input.
    double lowest = -std::numeric_limits<double>::infinity();
    double highest = std::numeric_limits<double>::infinity();
    CellType type = CellType::float32;
    Form form = Form::raster;
};

/// True for a field with a value in each cell of the grid, at one time or at several.
constexpr bool has_cells(const FieldSpec& field) {
    return field.form == Form::raster || field.form == Form::frames;
}

/// True for a field which says of each cell yes, 1, or no, 0.
constexpr bool is_mark(const FieldSpec& field) {
    return field.type == CellType::code8 && field.highest == 1;
}

}  // namespace hazone
