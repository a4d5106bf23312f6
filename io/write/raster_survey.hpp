#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "engine/core/field.hpp"
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

/// A coarser picture of a raster: its cells in the field's own type.
struct Overview {
    Extent extent;
    RowReader rows;  // keeps what they lie in
};

/// Where the overviews lie, and the buffer through which rows of scratch files are read.
struct OverviewPlace {
    std::filesystem::path scratch;  // folder of their scratch files; empty: they lie in memory
    StripBuffer buffer;
};

/// What is to be known of a raster before it is written.
struct RasterSurvey {
    RasterStatistics statistics;
    std::vector<Overview> overviews;  // each half as wide and high as the one before
};

/// The survey in one pass over the rows, with overviews until one fits in `widest` rows and
/// columns. The same bits for any number of threads. A cell of an overview takes four cells
/// together: the average of the finite ones for a quantity (an average with infinity, ground that
/// never fails, would hide the cells that do fail), the commonest of kinds, the first among equals.
/// It is missing where all four are.
RasterSurvey survey_of(const FieldSpec& field,
                       Extent extent,
                       Index widest,
                       const RowReader& rows,
                       const OverviewPlace& place);

/// How large the overviews are.
std::vector<Extent> overview_extents(Extent extent, Index widest);

}  // namespace hazone::io
