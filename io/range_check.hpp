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
std::optional<Outside> find_outside(View<const T> cells, const FieldSpec& field) {
    const auto outside = [&](Index row, Index col) {
        const T value = cells(row, col);
        if constexpr (std::is_integral_v<T>) {
            if (value == kNoLabel) {
                return false;
            }
        }
        if constexpr (std::is_floating_point_v<T>) {
            return value < static_cast<T>(field.lowest) || value > static_cast<T>(field.highest);
        } else {
            return static_cast<double>(value) < field.lowest ||
                   static_cast<double>(value) > field.highest;
        }
    };
    std::vector<Index> counts(static_cast<std::size_t>(cells.rows()), 0);
    for_each_row(cells.rows(), [&](Index row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            counts[static_cast<std::size_t>(row)] += outside(row, col) ? 1 : 0;
        }
    });
    std::optional<Outside> found;
    for (Index row = 0; row < cells.rows(); ++row) {
        const Index count = counts[static_cast<std::size_t>(row)];
        if (count > 0 && !found) {
            Index col = 0;
            while (!outside(row, col)) {
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
