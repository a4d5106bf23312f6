#pragma once

#include <string>

#include "engine/core/field.hpp"

namespace hazone::io {

/// The symbol hazone knows for a unit as files spell it ("metre", "US survey foot", "mm hr-1"):
/// "m", "ft", "mm/h" …; the text itself when there is no other spelling.
std::string si_symbol(const std::string& text);

/// SI value of one stored unit of the field. `stated` is what the scenario says, `written` what the
/// file says; the first that is not empty counts. Heights without a unit are metres, numbers of
/// Unit::one need none. InputError: unknown unit, or none where one is needed.
double unit_factor(const FieldSpec& field,
                   const std::string& stated,
                   const std::string& written,
                   const std::string& what);

}  // namespace hazone::io
