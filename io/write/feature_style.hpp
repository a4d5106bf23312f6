#pragma once

#include "engine/core/features.hpp"
#include "engine/core/field.hpp"
#include "io/words.hpp"
#include "io/write/qgis_style.hpp"

namespace hazone::io {

/// What people read in place of an attribute's name, its unit in brackets: "elevation drop [m]".
std::string alias_of(const Attribute& attribute);

/// How the layer is drawn: streams by their order, wider downstream; basins by the process which
/// their form speaks for; other layers in one colour.
CategorisedStyle style_of(const FieldSpec& field, const FeatureLayer& layer, Language language);

}  // namespace hazone::io
