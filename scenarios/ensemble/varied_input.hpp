#pragma once

#include "engine/core/field_set.hpp"
#include "scenarios/ensemble/ensemble_request.hpp"

namespace hazone {

/// An input as one member has it.
struct VariedInput {
    FieldSet::Value value;
    Index held = 0;  // cells which would have left the range of the field and stand at its end
};

/// The input times `drawn`, or with it added: each cell, each step of rain, each measurement; what
/// is missing stays missing. Computed in double, stored as the field is. A rain series refers to
/// the one it is made of and is multiplied as it is read. `value` holds a raster of numbers, a
/// series or gauges.
VariedInput varied_input(const FieldSpec& field,
                         const FieldSet::Value& value,
                         Effect effect,
                         double drawn);

}  // namespace hazone
