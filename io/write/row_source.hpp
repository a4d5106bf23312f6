#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "engine/core/index.hpp"

namespace hazone::io {

/// Writes rows [first_row, first_row + rows) of a field to `cells`: the field's cell type,
/// row-major, no gaps. Called on the thread of the writer, more than once for the same rows. May
/// throw; the writer then leaves no file and throws the same on.
using RowSource = std::function<void(Index first_row, Index rows, std::byte* cells)>;

/// Rows [first_row, first_row + rows) where they lie, without gaps; good until the next call, of
/// any reader which shares its buffer.
using RowReader = std::function<const std::byte*(Index first_row, Index rows)>;

/// Where the rows of one strip go; readers which are not used together share it.
using StripBuffer = std::shared_ptr<std::vector<std::byte>>;

/// Reads rows of `row_bytes` bytes from the source into the buffer.
RowReader buffered_rows(RowSource source, Index row_bytes, StripBuffer buffer);

/// Rows of cells in memory, which must outlive the reader.
RowReader rows_in_memory(const void* cells, Index row_bytes);

}  // namespace hazone::io
