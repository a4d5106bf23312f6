#pragma once

#include "engine/core/field_set.hpp"

namespace hazone::models {

/// Makes specific_catchment_area (m) of a field of contributing area (m2): the area over the cell
/// size. Missing where the area is.
void make_specific_catchment_area(const FieldSpec& contributing_area, FieldSet& fields);

}  // namespace hazone::models
