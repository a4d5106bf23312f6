#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "engine/core/field_set.hpp"
#include "io/words.hpp"
#include "io/write/row_source.hpp"

namespace hazone::io {

enum class Compression { deflate, zstd };

/// ZSTD where this GDAL can write it, else DEFLATE, which every reader of TIFF knows.
Compression best_compression();

/// Text items written into every product: title, scenario hash, "synthetic" …
using Metadata = std::map<std::string, std::string>;

struct RasterOptions {
    std::optional<Compression> compression;  // empty: best_compression()
    int level = 1;  // of compression, 1..9; ZSTD 9 takes heights three times as long for 1.6 %
    bool overviews = true;
    Language language = Language::english;
    Metadata metadata;
    /// Folder for the overviews of a GeoTIFF while it is written; empty: they lie in memory.
    std::filesystem::path scratch;
};

/// Cloud-optimised GeoTIFF of one field: tiled, level 1 compression with predictor,
/// overviews, nodata, unit, description; colour table and category names for classes.
/// Floating fields use NaN as nodata, classes 0, codes 255, labels 0.
void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const FieldSet& fields,
                   const RasterOptions& options);

/// The same file from rows which the source gives, strip by strip: with a scratch folder memory
/// does not grow with the number of rows. An exception of the source comes out of here, and no file
/// is left.
void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const Grid& grid,
                   const RowSource& source,
                   const RasterOptions& options);

/// A field of Form::frames has one band per output time, whose description and metadata items
/// `time` and `time_units` say which; tiles and overviews as above. The same from rows of each
/// time.
void write_geotiff(const std::filesystem::path& path,
                   const FieldSpec& field,
                   const Grid& grid,
                   const std::vector<RowSource>& sources,
                   const std::vector<double>& times,
                   const RasterOptions& options);

/// Memory which write_geotiff() takes with rows from a source and a scratch folder, bytes: one
/// strip of rows, and of its overview, whatever the number of rows.
Index geotiff_bytes(CellType type, Extent extent);

/// Room for the overviews in the scratch folder meanwhile, bytes; what they take in memory
/// otherwise.
Index overview_bytes(CellType type, Extent extent);

/// About what the overviews are of the field itself: 1/4 + 1/16 + ...
inline constexpr double kOverviewShare = 1.0 / 3.0;

/// Estimated seconds of writing on two cores, as measured on whole grids of terrain.
double geotiff_seconds(CellType type, Extent extent, Compression compression);

/// CF-1.9 NetCDF-4 (the first version with unsigned bytes) through the HDF5 C API, field by field,
/// so that a field can be released once it is written. Row 0 is the north, x and y are cell
/// centres. The file appears when finish() returns; without finish() there is none. After an error
/// of add() the writer can only be destroyed.
class NetcdfWriter {
public:
    NetcdfWriter(const std::filesystem::path& path, const Grid& grid, const RasterOptions& options);
    ~NetcdfWriter();
    NetcdfWriter(const NetcdfWriter&) = delete;
    NetcdfWriter& operator=(const NetcdfWriter&) = delete;
    NetcdfWriter(NetcdfWriter&&) = delete;
    NetcdfWriter& operator=(NetcdfWriter&&) = delete;

    void add(const FieldSpec& field, const FieldSet& fields);
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// GeoPackage of a field of features: one layer with the CRS of the grid, a feature per row, NULL
/// where a value is none, aliases and descriptions of the attributes (gpkg_data_columns), and a
/// QGIS style in `layer_styles`. A feature without a place has no geometry. Areas follow the cells
/// of their label field, which must be among the fields. InputError when the file cannot be
/// written.
void write_features(const std::filesystem::path& path,
                    const FieldSpec& field,
                    const FieldSet& fields,
                    const RasterOptions& options);

/// CSV of a layer of points or of rows without a place: a line for each, of points x and y in the
/// CRS of the grid first; SI, the unit in the header, an empty cell where a value is none.
/// InputError when the file cannot be written.
void write_table(const std::filesystem::path& path, const FeatureLayer& layer);

}  // namespace hazone::io
