#pragma once

#include "engine/core/field.hpp"
#include "engine/core/index.hpp"
#include "io/write/row_source.hpp"

namespace hazone::io {

/// What a map viewer wants to know of the values, over the finite cells.
struct RasterStatistics {
    Index cells = 0;   // all of them
    Index known = 0;   // not missing
    Index finite = 0;  // known and not infinite
    double lowest = 0;
    double highest = 0;
    double mean = 0;
    double deviation = 0;  // of the population
};

/// One pass over the rows, strip by strip, each strip in parallel; the same bits for any number of
/// threads.
RasterStatistics statistics_of(const FieldSpec& field, Extent extent, const RowSource& source);

}  // namespace hazone::io
