#pragma once

#include "engine/core/field_set.hpp"
#include "io/read/sources.hpp"

namespace hazone::io {

/// Raster file on the grid, in SI, as each kind of cell is stored. Missing: NaN for float and
/// double, kNoLabel for labels. Ranges are checked as FieldSpec says.
Raster<float> read_float(const RasterSource& source, const FieldSpec& field, const Grid& grid);
Raster<double> read_double(const RasterSource& source, const FieldSpec& field, const Grid& grid);
Raster<std::int32_t> read_label(const RasterSource& source,
                                const FieldSpec& field,
                                const Grid& grid);

/// Classes of a class raster on the grid: nearest cell, or the commonest where the grid is coarser.
/// `missing` stands where there is none.
Raster<std::int32_t> read_classes(const RasterSource& source,
                                  const Grid& grid,
                                  std::int32_t missing);

Raster<float> read_class_table(const ClassTableSource& source,
                               const FieldSpec& field,
                               const Grid& grid);
/// 1 and 0; InputError: a field that is no mark, no lines or polygons, none that meets the grid.
Raster<std::uint8_t> read_marks(const FeatureSource& source,
                                const FieldSpec& field,
                                const Grid& grid);
Raster<float> read_polygons(const PolygonSource& source, const FieldSpec& field, const Grid& grid);

}  // namespace hazone::io
