#include "io/read/raster_cells.hpp"

#include <limits>
#include <type_traits>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"

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

}  // namespace

void not_a_raster(const FieldSpec& field) {
    throw InputError(fmt::format("'{}' is not a raster and cannot be written as one", field.name));
}

CellBlock cells_of(const FieldSpec& field, const FieldSet& fields) {
    CellBlock block;
    std::visit(
        [&](const auto& value) {
            if constexpr (kIsRaster<std::decay_t<decltype(value)>>) {
                block = {value.data(), type_of(value), value.extent(), value.cols()};
            }
        },
        fields.at(field));
    if (block.cells == nullptr || block.type != gdal_type(field.type)) {
        not_a_raster(field);
    }
    return block;
}

GDALDataType gdal_type(CellType type) {
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

}  // namespace hazone::io
