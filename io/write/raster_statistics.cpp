#include "io/write/raster_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "io/read/raster_cells.hpp"

namespace hazone::io {
namespace {

constexpr Index kStripRows = 512;

/// Sums of one row; rows are added in their order.
struct RowSums {
    Index known = 0;
    Index finite = 0;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double squares = 0;  // of the distance from `origin`, a value near the mean

    void add(double value, double origin) {
        ++known;
        if (std::isfinite(value)) {
            ++finite;
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
            sum += value - origin;
            squares += (value - origin) * (value - origin);
        }
    }
    void add(const RowSums& row) {
        known += row.known;
        finite += row.finite;
        lowest = std::min(lowest, row.lowest);
        highest = std::max(highest, row.highest);
        sum += row.sum;
        squares += row.squares;
    }
};

template <class T>
bool holds_value(T value, double missing) {
    if constexpr (std::is_floating_point_v<T>) {
        return !is_missing(value);
    } else {
        return static_cast<double>(value) != missing;
    }
}

/// The first finite value: sums taken from there keep the deviation exact for high ground.
template <class T>
std::optional<double> first_value(View<const T> cells, double missing) {
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            const auto value = static_cast<double>(cells(row, col));
            if (holds_value(cells(row, col), missing) && std::isfinite(value)) {
                return value;
            }
        }
    }
    return std::nullopt;
}

template <class T>
void add_strip(View<const T> cells, double missing, double origin, RowSums& total) {
    std::vector<RowSums> rows(static_cast<std::size_t>(cells.rows()));
    for_each_row(cells.rows(), [&](Index row) {
        RowSums sums;
        for (Index col = 0; col < cells.cols(); ++col) {
            if (holds_value(cells(row, col), missing)) {
                sums.add(static_cast<double>(cells(row, col)), origin);
            }
        }
        rows[static_cast<std::size_t>(row)] = sums;
    });
    for (const RowSums& row : rows) {
        total.add(row);
    }
}

RasterStatistics result_of(const RowSums& total, double origin, Extent extent) {
    RasterStatistics result{.cells = extent.size(), .known = total.known, .finite = total.finite};
    if (total.finite > 0) {
        const auto count = static_cast<double>(total.finite);
        const double offset = total.sum / count;
        result.lowest = total.lowest;
        result.highest = total.highest;
        result.mean = origin + offset;
        result.deviation = std::sqrt(std::max(0.0, total.squares / count - offset * offset));
    }
    return result;
}

template <class T>
RasterStatistics statistics(Extent extent, double missing, const RowSource& source) {
    Raster<T> strip(Extent{std::min(kStripRows, extent.rows), extent.cols});
    RowSums total;
    std::optional<double> origin;
    for (Index row = 0; row < extent.rows; row += kStripRows) {
        const Index rows = std::min(kStripRows, extent.rows - row);
        source(row, rows, reinterpret_cast<std::byte*>(strip.data()));
        const View<const T> cells(strip.data(), {rows, extent.cols});
        if (!origin) {
            origin = first_value(cells, missing);
        }
        add_strip(cells, missing, origin.value_or(0), total);
    }
    return result_of(total, origin.value_or(0), extent);
}

}  // namespace

RasterStatistics statistics_of(const FieldSpec& field, Extent extent, const RowSource& source) {
    const double missing = missing_value(field.type);
    switch (field.type) {
        case CellType::float32:
            return statistics<float>(extent, missing, source);
        case CellType::float64:
            return statistics<double>(extent, missing, source);
        case CellType::class8:
        case CellType::code8:
            return statistics<std::uint8_t>(extent, missing, source);
        case CellType::label32:
            return statistics<std::int32_t>(extent, missing, source);
    }
    return {};
}

}  // namespace hazone::io
