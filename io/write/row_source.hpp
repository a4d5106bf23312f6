#pragma once

#include <cstddef>
#include <functional>

#include "engine/core/index.hpp"

namespace hazone::io {

/// Writes rows [first_row, first_row + rows) of a field to `cells`: the field's cell type,
/// row-major, no gaps. Called on the thread of the writer, more than once for the same rows. May
/// throw; the writer then leaves no file and throws the same on.
using RowSource = std::function<void(Index first_row, Index rows, std::byte* cells)>;

}  // namespace hazone::io
