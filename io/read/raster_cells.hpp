#pragma once

// For .cpp files of io alone: how the cells of a field stand in a file.

#include "engine/core/field_set.hpp"
#include "io/cells_dataset.hpp"

namespace hazone::io {

/// Refuses the field with an InputError.
[[noreturn]] void not_a_raster(const FieldSpec& field);

/// The cells of a raster field as they lie in memory. InputError when the field is not a raster,
/// or not of the cell type its specification says.
CellBlock cells_of(const FieldSpec& field, const FieldSet& fields);

/// The type of a cell in the words of GDAL.
GDALDataType gdal_type(CellType type);

/// What stands for "missing" in a file: NaN, 0 for classes and labels, 255 for codes.
double missing_value(CellType type);

}  // namespace hazone::io
