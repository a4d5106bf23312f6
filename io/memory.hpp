#pragma once

#include "engine/core/index.hpp"

namespace hazone::io {

/// Memory this process may use, bytes: that of the machine, or of its control group when smaller.
Index physical_memory_bytes();

}  // namespace hazone::io
