#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "io/file_unit.hpp"
#include "io/read/range_check.hpp"
#include "io/read/warp.hpp"
#include "io/write/field_cells.hpp"

namespace hazone::io {
namespace {

constexpr double kCoarser = 1.5;  // a grid with cells this much wider takes the commonest class

/// A stored value in SI.
struct Conversion {
    double scale = 1;
    double offset = 0;
    double unit = 1;

    double operator()(double stored) const { return (stored * scale + offset) * unit; }
    bool none() const { return scale == 1 && offset == 0 && unit == 1; }
};

/// The file's cell behind a refused grid cell: its position, and its value where that is outside
/// the range too. Resampling mixes neighbours, so the nine cells around are looked at.
std::string place_in_file(const RasterFile& file,
                          const std::string& transformation,
                          const Grid& grid,
                          Cell cell,
                          const std::function<bool(double)>& outside) {
    const auto position = file_position(file, transformation, grid, cell);
    const int col = static_cast<int>(std::floor(position[0]));
    const int row = static_cast<int>(std::floor(position[1]));
    for (const int down : {0, -1, 1}) {
        for (const int right : {0, -1, 1}) {
            const double stored = file.stored_value(row + down, col + right);
            if (outside(stored)) {
                return fmt::format("the stored value {} at row {}, column {}", stored, row + down,
                                   col + right);
            }
        }
    }
    return fmt::format("a value resampled around row {}, column {}", row, col);
}

/// What to do about a value like that.
std::string remedy(const RasterFile& file, const FieldSpec& field) {
    int declared = 0;
    file.raster_band()->GetNoDataValue(&declared);
    const std::string nodata =
        declared != 0 ? ""
                      : fmt::format(
                            "The file declares no nodata value: if this one means "
                            "'missing', declare it (gdal_edit.py -a_nodata VALUE {}). ",
                            file.name);
    if (is_mark(field)) {
        return nodata + "Allowed: 1 for yes, 0 for no";
    }
    return fmt::format("{}If the file is in another unit, state it: unit = one of {}", nodata,
                       fmt::join(unit_symbols(field.unit), ", "));
}

template <class T>
void refuse_outside(const RasterFile& file,
                    const RasterSource& source,
                    const FieldSpec& field,
                    const Grid& grid,
                    const Raster<T>& cells,
                    const Conversion& convert) {
    const auto found = find_outside(cells.view(), field);
    if (!found) {
        return;
    }
    const auto outside = [&](double stored) {
        const double value = convert(stored);
        return value < field.lowest || value > field.highest;
    };
    throw InputError(
        fmt::format("{}: {} has {} cells outside its range {}: first {}, that is {:.6g} {}. {}",
                    file.name, field.name, found->count, range_text(field),
                    place_in_file(file, source.transformation, grid, found->cell, outside),
                    found->value, symbol(field.unit), remedy(file, field)));
}

template <class T>
Raster<T> read_floating(const RasterSource& source, const FieldSpec& field, const Grid& grid) {
    const RasterFile file = open_raster(source);
    const Conversion convert{file.scale, file.offset,
                             unit_factor(field, source.unit, file.unit, file.name)};
    const bool numbers = field.type == CellType::float32 || field.type == CellType::float64;
    WarpRequest request{source.resampling, source.transformation};
    if (!numbers && request.resampling != Resampling::mode) {
        request.resampling = Resampling::nearest;
    }
    Raster<T> cells(grid.extent);
    std::atomic<bool> outside = false;
    read_band(file, request, grid, buffer_of(cells.view()), [&](Index first, Index count) {
        T* const run = cells.data() + first;
        if (!convert.none()) {
            std::transform(run, run + count, run, [&](T stored) {
                return static_cast<T>(convert(static_cast<double>(stored)));
            });
        }
        if (any_outside(run, count, field)) {
            outside = true;
        }
    });
    if (outside) {
        refuse_outside(file, source, field, grid, cells, convert);
    }
    return cells;
}

}  // namespace

Raster<float> read_float(const RasterSource& source, const FieldSpec& field, const Grid& grid) {
    return read_floating<float>(source, field, grid);
}

Raster<double> read_double(const RasterSource& source, const FieldSpec& field, const Grid& grid) {
    return read_floating<double>(source, field, grid);
}

Raster<std::int32_t> read_label(const RasterSource& source,
                                const FieldSpec& field,
                                const Grid& grid) {
    const RasterFile file = open_raster(source);
    Raster<std::int32_t> cells(grid.extent);
    const WarpRequest request{Resampling::nearest, source.transformation};
    read_band(file, request, grid, buffer_of(cells.view(), kNoLabel));
    refuse_outside(file, source, field, grid, cells, {file.scale, file.offset, 1});
    return cells;
}

Raster<std::int32_t> read_classes(const RasterSource& source,
                                  const Grid& grid,
                                  std::int32_t missing) {
    const RasterFile file = open_raster(source);
    const bool metres = file.crs.IsGeographic() == 0;
    const double width =
        metres ? file.cell_size() * file.crs.GetLinearUnits(nullptr) : file.cell_size() * 111'000.0;
    const Resampling resampling =
        grid.cell_size > kCoarser * width ? Resampling::mode : Resampling::nearest;
    Raster<std::int32_t> cells(grid.extent);
    read_band(file, {resampling, source.transformation}, grid, buffer_of(cells.view(), missing));
    return cells;
}

}  // namespace hazone::io
