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
#include "io/time_stamp.hpp"
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

CPLStringList band_options(const FieldSpec& field,
                           Compression compression,
                           const RasterOptions& options) {
    CPLStringList list;
    list.SetNameValue("COMPRESS", std::string(compression_name(compression)).c_str());
    list.SetNameValue(compression == Compression::zstd ? "ZSTD_LEVEL" : "ZLEVEL",
                      std::to_string(options.level).c_str());
    list.SetNameValue("PREDICTOR", field.type == CellType::float32 ? "3" : "1");
    list.SetNameValue("COPY_SRC_OVERVIEWS", options.overviews ? "YES" : "NO");
    list.SetNameValue("TILED", "YES");
    list.SetNameValue("BLOCKXSIZE", std::to_string(kBlock).c_str());
    list.SetNameValue("BLOCKYSIZE", std::to_string(kBlock).c_str());
    list.SetNameValue("INTERLEAVE", "BAND");
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

void describe_band(GDALRasterBand& band,
                   const FieldSpec& field,
                   const RasterStatistics& statistics,
                   const RasterOptions& options) {
    band.SetNoDataValue(missing_value(field.type));
    band.SetUnitType(std::string(symbol(field.unit)).c_str());
    band.SetDescription(fmt::format("{}: {}", field.name, field.meaning).c_str());
    describe_statistics(band, statistics);
    describe_kinds(band, field, options.language);
}

void describe_file(GDALDataset& dataset, const FieldSpec& field, const RasterOptions& options) {
    for (const auto& [key, value] : options.metadata) {
        dataset.SetMetadataItem(key.c_str(), value.c_str());
    }
    dataset.SetMetadataItem("field", std::string(field.name).c_str());
}

/// The time in the description, which QGIS shows, and in seconds for programs.
void describe_time(GDALRasterBand& band, const FieldSpec& field, double seconds) {
    band.SetDescription(
        fmt::format("{} after {}: {}", field.name, duration_text(seconds), field.meaning).c_str());
    band.SetMetadataItem("time", fmt::format("{}", seconds).c_str());
    band.SetMetadataItem("time_units", "s");
}

/// A reader for each band, and the buffer which they share.
struct Rows {
    std::vector<RowReader> bands;
    StripBuffer buffer = std::make_shared<std::vector<std::byte>>();
};

/// The bands as they are told to GDAL, with their overviews.
class SurveyedRows {
public:
    SurveyedRows(const FieldSpec& field,
                 const Grid& grid,
                 const Rows& rows,
                 const RasterOptions& options) {
        const OverviewPlace place{options.scratch, rows.buffer};
        const Index widest = options.overviews ? kBlock : std::numeric_limits<Index>::max();
        for (const RowReader& reader : rows.bands) {
            surveys_.push_back(survey_of(field, grid.extent, widest, reader, place));
        }
    }

    const RasterStatistics& statistics(std::size_t band) const { return surveys_[band].statistics; }

    void add_overviews(RowsDataset& rows) const {
        for (std::size_t level = 0; level < surveys_.front().overviews.size(); ++level) {
            std::vector<RowReader> readers;
            for (const RasterSurvey& survey : surveys_) {
                readers.push_back(survey.overviews[level].rows);
            }
            rows.add_overview(surveys_.front().overviews[level].extent, std::move(readers));
        }
    }

private:
    std::vector<RasterSurvey> surveys_;
};

/// Copies the dataset into the file with the driver.
void copy_to(const char* driver,
             AtomicFile& file,
             const std::filesystem::path& path,
             RowsDataset& rows,
             const CPLStringList& creation) {
    const QuietGdal quiet;
    CPLErrorReset();
    DatasetPtr written(gdal_driver(driver).CreateCopy(file.path().c_str(), &rows, 0,
                                                      creation.List(), nullptr, nullptr));
    const bool complete = written != nullptr && !gdal_failed();
    written.reset();
    rows.rethrow();
    if (!complete || gdal_failed()) {
        throw InputError(fmt::format("cannot write '{}': {}", path.string(), quiet.message()));
    }
    file.commit();
}

/// Readers which let the file write out what it holds before more comes.
std::vector<RowReader> flushing(const std::vector<RowReader>& readers, AtomicFile& file) {
    std::vector<RowReader> all;
    all.reserve(readers.size());
    for (const RowReader& reader : readers) {
        all.emplace_back([&file, reader](Index first_row, Index count) {
            file.begin_flush();
            return reader(first_row, count);
        });
    }
    return all;
}

void write_rows(const std::filesystem::path& path,
                const FieldSpec& field,
                const Grid& grid,
                const Rows& source,
                const RasterOptions& options) {
    const Compression compression = compression_of(options);
    const SurveyedRows survey(field, grid, source, options);
    AtomicFile file(path);
    RowsDataset rows(grid, gdal_type(field.type), flushing(source.bands, file));
    survey.add_overviews(rows);
    describe_file(rows, field, options);
    describe_band(*rows.GetRasterBand(1), field, survey.statistics(0), options);
    copy_to("COG", file, path, rows, creation_options(field, compression, options));
}

/// One band per time, each written whole before the next, so that memory is that of one band: the
/// COG driver of GDAL 3.6 would mix the bands of every tile. Tiles and overviews lie as in a
/// cloud-optimised file.
void write_bands(const std::filesystem::path& path,
                 const FieldSpec& field,
                 const Grid& grid,
                 const Rows& source,
                 const std::vector<double>& times,
                 const RasterOptions& options) {
    const Compression compression = compression_of(options);
    const SurveyedRows survey(field, grid, source, options);
    AtomicFile file(path);
    RowsDataset rows(grid, gdal_type(field.type), flushing(source.bands, file));
    survey.add_overviews(rows);
    describe_file(rows, field, options);
    for (std::size_t band = 0; band < times.size(); ++band) {
        GDALRasterBand& own = *rows.GetRasterBand(static_cast<int>(band) + 1);
        describe_band(own, field, survey.statistics(band), options);
        describe_time(own, field, times[band]);
    }
    copy_to("GTiff", file, path, rows, band_options(field, compression, options));
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
    Rows rows;
    rows.bands = {buffered_rows(source, row_bytes, rows.buffer)};
    write_rows(path, field, grid, rows, options);
}

void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const Grid& grid,
                   const std::vector<RowSource>& sources,
                   const std::vector<double>& times,
                   const RasterOptions& options) {
    const Index row_bytes = grid.extent.cols * bytes_per_cell(field.type);
    Rows rows;
    for (const RowSource& source : sources) {
        rows.bands.push_back(buffered_rows(source, row_bytes, rows.buffer));
    }
    write_bands(path, field, grid, rows, times, options);
}

void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const FieldSet& fields,
                   const RasterOptions& options) {
    const CellBlock block = cells_of(field, fields);
    const Index row_bytes = block.stride * GDALGetDataTypeSizeBytes(block.type);
    if (field.form != Form::frames) {
        write_rows(path, field, fields.grid(), {.bands = {rows_in_memory(block.cells, row_bytes)}},
                   options);
        return;
    }
    const Frames<const float> frames = fields.read_frames(field);
    Rows rows;
    for (Index time = 0; time < frames.count(); ++time) {
        rows.bands.push_back(rows_in_memory(frames.at(time).data(), row_bytes));
    }
    write_bands(path, field, fields.grid(), rows, fields.times(), options);
}

}  // namespace hazone::io
