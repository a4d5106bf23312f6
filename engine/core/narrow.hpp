#pragma once

#include <cstdint>
#include <string_view>

#include "engine/core/index.hpp"

namespace hazone {

// Numbers are kept in 32 bits where there is one for each of many things and their count can hardly
// pass 2^32: pits, links, cells of flats. Where a grid has more, the run is refused with an
// InputError that names the `things`, instead of numbering two of them alike.

/// `count` for numbers from 0 to count - 1, and one left over.
std::uint32_t count_in_32_bits(Index count, std::string_view things);

/// `count` for labels (Form::raster, label32) from 1 to count, and one left over.
std::int32_t label_count(Index count, std::string_view things);

}  // namespace hazone
