#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "engine/parallel/windows.hpp"
#include "io/read/raster_file.hpp"
#include "io/read/read.hpp"

namespace hazone::io {
namespace {

/// What a cell takes at most while it is read: as class or float and as it is stored, and a mask.
constexpr Index kBytesPerCell = 10;
constexpr Index kSide = 512;          // pieces are whole multiples of the tiles of most files
constexpr Index kWidest = 8 * kSide;  // a row of tiles of such a width stays in a cache of 16 MiB

/// The raster behind a source; nullptr where there is none.
const RasterSource* raster_of(const Source& source) {
    if (const auto* classes = std::get_if<ClassTableSource>(&source)) {
        return &classes->classes;
    }
    return std::get_if<RasterSource>(&source);
}

/// True where the file keeps whole rows together: a part of a row costs as much as all of it.
bool in_strips(const RasterSource& source) {
    const RasterFile file = open_raster(source);
    int cols = 0;
    int rows = 0;
    file.raster_band()->GetBlockSize(&cols, &rows);
    return cols >= file.cols();
}

/// The pieces in which the raster is read: as wide as possible in whole tiles, then as high.
Extent piece_of(const RasterSource& source, Extent grid, Index memory) {
    const Index cells = std::max(memory / kBytesPerCell, kSide);
    const auto in_tiles = [](Index length) { return std::max(length / kSide, Index{1}) * kSide; };
    if (in_strips(source)) {
        const Index rows = std::max(cells / grid.cols, Index{1});
        return {std::min(rows < kSide ? rows : in_tiles(rows), grid.rows), grid.cols};
    }
    const Index cols = std::min({in_tiles(cells / kSide), kWidest, grid.cols});
    return {std::min(in_tiles(cells / cols), grid.rows), cols};
}

}  // namespace

bool made_by_window(const Source& source) {
    return raster_of(source) == nullptr && !std::holds_alternative<PolygonSource>(source) &&
           !std::holds_alternative<FeatureSource>(source);
}

void store_input(const Source& source, const FieldSpec& field, StoredFields& fields, Index memory) {
    const RasterSource* raster = raster_of(source);
    if (raster == nullptr) {
        throw InputError(fmt::format(
            "{}: polygons and lines are put on the whole grid in memory, and this run goes window "
            "by window; allowed: a constant, a raster, a class raster with a table. Make a raster "
            "of them first, with gdal_rasterize",
            field.name));
    }
    const Windows pieces(fields.extent(), piece_of(*raster, fields.extent(), memory));
    for (Index number = 0; number < pieces.count(); ++number) {
        const Window window = pieces.at(number);
        FieldSet part(fields.grid().part(window));
        load_input(source, field, part);
        fields.write_part(field, part, window, window);
    }
}

}  // namespace hazone::io
