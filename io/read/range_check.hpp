#pragma once

#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/core/field.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::io {

/// Cells of a field outside the range of its FieldSpec.
struct Outside {
    Cell cell;  // the first, row by row
    double value = 0;
    Index count = 0;
};

/// Missing cells (NaN; 0 in labels) are never outside. The limits are rounded as the cells are, so
/// that a right angle stored as float is still a right angle.
template <class T>
bool is_outside(T value, const FieldSpec& field) {
    if constexpr (std::is_floating_point_v<T>) {
        return value < static_cast<T>(field.lowest) || value > static_cast<T>(field.highest);
    } else {
        const auto number = static_cast<double>(value);
        return value != kNoLabel && (number < field.lowest || number > field.highest);
    }
}

/// True when one of the cells in a row is outside.
template <class T>
bool any_outside(const T* cells, Index count, const FieldSpec& field) {
    int found = 0;
    for (Index cell = 0; cell < count; ++cell) {
        found |= is_outside(cells[cell], field) ? 1 : 0;
    }
    return found != 0;
}

template <class T>
std::optional<Outside> find_outside(View<const T> cells, const FieldSpec& field) {
    std::vector<Index> counts(static_cast<std::size_t>(cells.rows()), 0);
    for_each_row(cells.rows(), [&](Index row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            counts[static_cast<std::size_t>(row)] += is_outside(cells(row, col), field) ? 1 : 0;
        }
    });
    std::optional<Outside> found;
    for (Index row = 0; row < cells.rows(); ++row) {
        const Index count = counts[static_cast<std::size_t>(row)];
        if (count > 0 && !found) {
            Index col = 0;
            while (!is_outside(cells(row, col), field)) {
                ++col;
            }
            found = Outside{{row, col}, static_cast<double>(cells(row, col)), 0};
        }
        if (found) {
            found->count += count;
        }
    }
    return found;
}

/// "-500 to 9000 m".
inline std::string range_text(const FieldSpec& field) {
    return fmt::format("{:.6g} to {:.6g} {}", field.lowest, field.highest, symbol(field.unit));
}

}  // namespace hazone::io
