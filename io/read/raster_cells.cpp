#include "io/read/raster_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::io {
namespace {

template <class T>
constexpr bool kIsRaster =
    std::is_same_v<T, Raster<float>> || std::is_same_v<T, Raster<double>> ||
    std::is_same_v<T, Raster<std::uint8_t>> || std::is_same_v<T, Raster<std::int32_t>>;

GDALDataType type_of(const Raster<float>&) { return GDT_Float32; }
GDALDataType type_of(const Raster<double>&) { return GDT_Float64; }
GDALDataType type_of(const Raster<std::uint8_t>&) { return GDT_Byte; }
GDALDataType type_of(const Raster<std::int32_t>&) { return GDT_Int32; }

GDALDataType type_of(CellType type) {
    switch (type) {
        case CellType::float32:
            return GDT_Float32;
        case CellType::float64:
            return GDT_Float64;
        case CellType::class8:
        case CellType::code8:
            return GDT_Byte;
        case CellType::label32:
            return GDT_Int32;
    }
    return GDT_Unknown;
}

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
double first_value(View<const T> cells, double missing) {
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            const auto value = static_cast<double>(cells(row, col));
            if (holds_value(cells(row, col), missing) && std::isfinite(value)) {
                return value;
            }
        }
    }
    return 0;
}

template <class T>
RasterStatistics statistics(View<const T> cells, double missing) {
    const double origin = first_value(cells, missing);
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
    RowSums total;
    for (const RowSums& row : rows) {
        total.add(row);
    }
    RasterStatistics result{.cells = cells.size(), .known = total.known, .finite = total.finite};
    if (total.finite > 0) {
        const auto count = static_cast<double>(total.finite);
        result.lowest = total.lowest;
        result.highest = total.highest;
        result.mean = origin + total.sum / count;
        const double offset = total.sum / count;
        result.deviation = std::sqrt(std::max(0.0, total.squares / count - offset * offset));
    }
    return result;
}

[[noreturn]] void not_a_raster(const FieldSpec& field) {
    throw InputError(fmt::format("'{}' is not a raster and cannot be written as one", field.name));
}

}  // namespace

CellBlock cells_of(const FieldSpec& field, const FieldSet& fields) {
    CellBlock block;
    std::visit(
        [&](const auto& value) {
            if constexpr (kIsRaster<std::decay_t<decltype(value)>>) {
                block = {value.data(), type_of(value), value.extent(), value.cols()};
            }
        },
        fields.at(field));
    if (block.cells == nullptr || block.type != type_of(field.type)) {
        not_a_raster(field);
    }
    return block;
}

double missing_value(CellType type) {
    switch (type) {
        case CellType::class8:
            return kNoClass;
        case CellType::code8:
            return kNoDirection;
        case CellType::label32:
            return kNoLabel;
        case CellType::float32:
        case CellType::float64:
            break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

RasterStatistics statistics_of(const FieldSpec& field, const FieldSet& fields) {
    return std::visit(
        [&](const auto& value) -> RasterStatistics {
            if constexpr (kIsRaster<std::decay_t<decltype(value)>>) {
                return statistics(value.view(), missing_value(field.type));
            } else {
                not_a_raster(field);
            }
        },
        fields.at(field));
}

}  // namespace hazone::io
