#pragma once

#include <array>
#include <cstdint>

#include "models/zoning/overlay.hpp"
#include "models/zoning/worst_class.hpp"

namespace hazone::models {

/// The class of a cell by its classes of landslide (row, from 1) and flash flood (column, from 1).
using ClassMatrix = std::array<std::array<std::uint8_t, 5>, 5>;

/// Classes 1..5, 0 missing. Where the matrix gives more than the worse of the two, both decided.
/// When one class is missing the answer is not known, unless the matrix says the same whatever it
/// is; then the other decided. Both missing: not known.
WorstClass matrix_of(const ClassMatrix& matrix, std::uint8_t landslide, std::uint8_t flash_flood);

/// An InputError says where a rising class lowers the answer, and where the matrix lowers what must
/// be kept.
void check_matrix(const ClassMatrix& matrix, KeepWorst keep);

}  // namespace hazone::models
