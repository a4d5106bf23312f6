// Cloud-optimised GeoTIFF. The COG driver copies a finished dataset, so the rows of the field are
// given to it as one (io/write/rows_dataset.hpp), strip by strip.
#include <algorithm>
#include <limits>
#include <string>
#include <string_view>

#include <cpl_string.h>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/parallel/threads.hpp"
#include "io/atomic_file.hpp"
#include "io/map/legend.hpp"
#include "io/read/raster_cells.hpp"
#include "io/write/raster_survey.hpp"
#include "io/write/rows_dataset.hpp"
#include "io/write/write.hpp"

namespace hazone::io {
namespace {

constexpr Index kBlock = 512;  // rows and columns of a tile; the coarsest overview is one tile

/// Neighbouring heights share their high bytes: prediction makes them a third smaller. Areas in
/// double, labels and codes are smaller, and written sooner, without it.
const char* predictor(CellType type) { return type == CellType::float32 ? "FLOATING_POINT" : "NO"; }

std::string_view compression_name(Compression compression) {
    return compression == Compression::zstd ? "ZSTD" : "DEFLATE";
}

bool can_compress(GDALDriver& driver, Compression compression) {
    const char* const options = driver.GetMetadataItem(GDAL_DMD_CREATIONOPTIONLIST);
    const std::string wanted = fmt::format("<Value>{}</Value>", compression_name(compression));
    return options != nullptr && std::string_view(options).find(wanted) != std::string_view::npos;
}

/// The compression that was asked for, or the best there is.
Compression compression_of(const RasterOptions& options) {
    const Compression compression = options.compression.value_or(best_compression());
    if (!can_compress(gdal_driver("COG"), compression)) {
        throw InputError(
            fmt::format("this GDAL cannot compress with {}; choose compression = "
                        "\"deflate\"",
                        compression_name(compression)));
    }
    return compression;
}

CPLStringList creation_options(const FieldSpec& field,
                               Compression compression,
                               const RasterOptions& options) {
    CPLStringList list;
    list.SetNameValue("COMPRESS", std::string(compression_name(compression)).c_str());
    list.SetNameValue("LEVEL", std::to_string(options.level).c_str());
    list.SetNameValue("PREDICTOR", predictor(field.type));
    list.SetNameValue("OVERVIEW_PREDICTOR", predictor(field.type));
    list.SetNameValue("OVERVIEWS", options.overviews ? "FORCE_USE_EXISTING" : "NONE");
    list.SetNameValue("BLOCKSIZE", std::to_string(kBlock).c_str());
    list.SetNameValue("BIGTIFF", "IF_SAFER");
    list.SetNameValue("NUM_THREADS", std::to_string(threads()).c_str());
    return list;
}

/// Colours in the file itself and names, which GDAL puts into FILE.tif.aux.xml.
void describe_kinds(GDALRasterBand& band, const FieldSpec& field, Language language) {
    const std::vector<LegendEntry> legend = legend_of(field, language);
    if (legend.empty()) {
        return;
    }
    GDALColorTable colours(GPI_RGB);
    CPLStringList names;
    for (const LegendEntry& entry : legend) {
        const GDALColorEntry colour{entry.colour.red, entry.colour.green, entry.colour.blue, 255};
        colours.SetColorEntry(entry.value, &colour);
        while (names.Count() < entry.value) {
            names.AddString("");
        }
        names.AddString(entry.name.c_str());
    }
    band.SetColorInterpretation(GCI_PaletteIndex);
    band.SetColorTable(&colours);
    band.SetCategoryNames(names.List());
}

void describe_statistics(GDALRasterBand& band, const RasterStatistics& statistics) {
    const auto set = [&band](const char* item, double value) {
        band.SetMetadataItem(item, fmt::format("{}", value).c_str());
    };
    if (statistics.finite > 0) {
        set("STATISTICS_MINIMUM", statistics.lowest);
        set("STATISTICS_MAXIMUM", statistics.highest);
        set("STATISTICS_MEAN", statistics.mean);
        set("STATISTICS_STDDEV", statistics.deviation);
    }
    if (statistics.cells > 0) {
        set("STATISTICS_VALID_PERCENT",
            100.0 * static_cast<double>(statistics.known) / static_cast<double>(statistics.cells));
    }
}

void describe(GDALDataset& dataset,
              const FieldSpec& field,
              const RasterStatistics& statistics,
              const RasterOptions& options) {
    for (const auto& [key, value] : options.metadata) {
        dataset.SetMetadataItem(key.c_str(), value.c_str());
    }
    dataset.SetMetadataItem("field", std::string(field.name).c_str());
    GDALRasterBand& band = *dataset.GetRasterBand(1);
    band.SetNoDataValue(missing_value(field.type));
    band.SetUnitType(std::string(symbol(field.unit)).c_str());
    band.SetDescription(fmt::format("{}: {}", field.name, field.meaning).c_str());
    describe_statistics(band, statistics);
    describe_kinds(band, field, options.language);
}

void write_rows(const std::filesystem::path& path,
                const FieldSpec& field,
                const Grid& grid,
                const RowReader& reader,
                const OverviewPlace& place,
                const RasterOptions& options) {
    const QuietGdal quiet;
    const Compression compression = compression_of(options);
    const Index widest = options.overviews ? kBlock : std::numeric_limits<Index>::max();
    const RasterSurvey survey = survey_of(field, grid.extent, widest, reader, place);
    AtomicFile file(path);
    RowsDataset rows(grid, gdal_type(field.type), [&](Index first_row, Index count) {
        file.begin_flush();
        return reader(first_row, count);
    });
    for (const Overview& overview : survey.overviews) {
        rows.add_overview(overview.extent, overview.rows);
    }
    describe(rows, field, survey.statistics, options);

    const CPLStringList creation = creation_options(field, compression, options);
    CPLErrorReset();
    DatasetPtr written(gdal_driver("COG").CreateCopy(file.path().c_str(), &rows, 0, creation.List(),
                                                     nullptr, nullptr));
    const bool complete = written != nullptr && !gdal_failed();
    written.reset();
    rows.rethrow();
    if (!complete || gdal_failed()) {
        throw InputError(fmt::format("cannot write '{}': {}", path.string(), quiet.message()));
    }
    file.commit();
}

}  // namespace

Compression best_compression() {
    return can_compress(gdal_driver("COG"), Compression::zstd) ? Compression::zstd
                                                               : Compression::deflate;
}

Index geotiff_bytes(CellType type, Extent extent) {
    const Index strip = std::min(kBlock, extent.rows) * extent.cols * bytes_per_cell(type);
    return strip + strip / 4;  // half the rows, half the columns
}

double geotiff_seconds(CellType type, Extent extent, Compression compression) {
    const auto nanoseconds = [type] {
        switch (type) {
            case CellType::float32:
                return 13.0;
            case CellType::float64:
                return 18.0;
            case CellType::label32:
                return 4.0;
            case CellType::class8:
            case CellType::code8:
                return 3.0;
        }
        return 0.0;
    };
    const double slower = compression == Compression::deflate ? 2.1 : 1.0;
    return 1e-9 * slower * nanoseconds() * static_cast<double>(extent.size());
}

Index overview_bytes(CellType type, Extent extent) {
    Index cells = 0;
    for (const Extent each : overview_extents(extent, kBlock)) {
        cells += each.size();
    }
    return cells * bytes_per_cell(type);
}

void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const Grid& grid,
                   const RowSource& source,
                   const RasterOptions& options) {
    if (field.form != Form::raster) {
        not_a_raster(field);
    }
    const Index row_bytes = grid.extent.cols * bytes_per_cell(field.type);
    const OverviewPlace place{options.scratch, std::make_shared<std::vector<std::byte>>()};
    write_rows(path, field, grid, buffered_rows(source, row_bytes, place.buffer), place, options);
}

void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const FieldSet& fields,
                   const RasterOptions& options) {
    const CellBlock block = cells_of(field, fields);
    const Index row_bytes = block.stride * GDALGetDataTypeSizeBytes(block.type);
    const OverviewPlace place{options.scratch, std::make_shared<std::vector<std::byte>>()};
    write_rows(path, field, fields.grid(), rows_in_memory(block.cells, row_bytes), place, options);
}

}  // namespace hazone::io
