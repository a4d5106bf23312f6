#pragma once

// For .cpp files of io alone: how the cells of a field stand in a file.

#include "engine/core/field_set.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {

/// The cells of a raster field as they lie in memory. InputError when the field is not a raster,
/// or not of the cell type its specification says.
CellBlock cells_of(const FieldSpec& field, const FieldSet& fields);

/// What stands for "missing" in a file: NaN, 0 for classes and labels, 255 for codes.
double missing_value(CellType type);

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

/// One pass over the cells in parallel; the same bits for any number of threads.
RasterStatistics statistics_of(const FieldSpec& field, const FieldSet& fields);

}  // namespace hazone::io
