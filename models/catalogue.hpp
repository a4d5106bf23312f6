#pragma once

#include "engine/pipeline/model.hpp"

namespace hazone {

/// Every model of the program, in the order of the list in models/CMakeLists.txt. Where several
/// models make one field, the first whose needs can be met is the default.
Catalogue catalogue();

}  // namespace hazone
