#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/field_set.hpp"

namespace hazone::io {

/// What the rules say of a cell.
struct Decision {
    int level = 0;   // 0 below level 1, to 5
    int hazard = 0;  // as risk_hazard
    int rule = 0;    // number of the row, 0: none applies

    friend bool operator==(const Decision&, const Decision&) = default;
};

/// Level, hazard and rule of each cell in one number, so that a coarser picture keeps those three
/// of one and the same cell: the worst.
struct DecisionGrid {
    std::vector<Decision> decisions;  // from the mildest to the worst
    Raster<std::uint8_t> ranks;       // place in `decisions` from 1; 0 no data
};

/// From risk_level and, where they exist, risk_hazard and risk_rule. Of equal levels the lower
/// number of the hazard is the worse, then the lower number of the rule. Where there are more than
/// 255 different decisions, hazards and rules are left out (0).
DecisionGrid decision_grid(const FieldSet& fields);

}  // namespace hazone::io
