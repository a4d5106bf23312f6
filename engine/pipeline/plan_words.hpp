#pragma once

#include <string>
#include <vector>

#include "engine/pipeline/model.hpp"

namespace hazone {

/// The fields which a model makes, as text.
std::string made_by(const Model& model);

/// "set MODEL.PARAM (what it is)" for each parameter without a default, or one text for many.
std::vector<std::string> required_settings(const Model& model);

/// In which forms a user may give the field.
std::string ways_to_give(const FieldSpec& field);

}  // namespace hazone
