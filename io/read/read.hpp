#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "engine/core/field_set.hpp"
#include "engine/core/stored_fields.hpp"
#include "io/read/sources.hpp"

namespace hazone::io {

/// What the scenario says of the grid; what it leaves out follows the DEM.
struct GridRequest {
    std::string crs;                              // "EPSG:32648"; empty: see resolve_grid
    std::optional<double> cell_size;              // m
    std::optional<std::array<double, 4>> extent;  // west, south, east, north in the grid's CRS, m
};

/// The grid of the run. A projected DEM in metres keeps its CRS, origin and cell size; a geographic
/// DEM gets the UTM zone of its centre and a cell size of its latitude spacing in metres, rounded.
/// An extent moves outward to whole cells: those of the DEM where CRS and cell size are its own,
/// else multiples of the cell size. A geographic DEM on VN-2000 gets the UTM zone of VN-2000.
/// InputError: no file, no raster, no CRS, CRS not in metres, an extent that does not overlap the
/// DEM or is empty, VN-2000 against another datum without a transformation, heights which the file
/// declares in another unit than metres when the scenario states none.
Grid resolve_grid(const RasterSource& dem, const GridRequest& request);

/// The field on the run's grid, SI, missing where the source has no value. InputError: unreadable
/// file, missing CRS, missing or unknown unit, VN-2000 against WGS 84 without a transformation, no
/// overlap, a value outside the field's range (with its value, row and column in the file's grid).
Raster<float> read_field(const Source& source, const FieldSpec& field, const Grid& grid);

/// Gauge measurements, stations in the CRS of the grid. The step is the shortest time between two
/// measurements of one station; `time` ends a step, so the series starts one step before the first
/// time. A step without a row or with an empty cell is NaN for that station.
/// InputError names the CSV line: no offset, irregular times, one time alone, a station at two
/// places, a station and time twice, negative rain, more rain than was ever measured on Earth.
std::shared_ptr<const GaugeSet> read_gauges(const GaugeSource& source, const Grid& grid);

/// Points in the CRS of the grid, with the attribute `name`; those outside the grid are kept.
/// InputError: no such file or column, no number, degrees off the Earth, no point, none in the
/// grid, a layer without CRS.
std::shared_ptr<const FeatureLayer> read_points(const PointSource& source, const Grid& grid);

/// As read_points(), with a number measured at each point in the attribute and column `measured`,
/// which stands there in the SI unit. InputError as well: no such column, no number or one below 0.
std::shared_ptr<const FeatureLayer> read_measured_points(const PointSource& source,
                                                         std::string_view measured,
                                                         Unit unit,
                                                         const Grid& grid);

/// Discharge in time at points, a row per point and time with the attributes `name`, `time` and
/// `discharge`, from a CSV as of read_points() with the columns time_s and discharge_m3s.
std::shared_ptr<const FeatureLayer> read_inflow(const PointSource& source, const Grid& grid);

/// Level in time as rows with the attributes `time` and `level`, from a CSV with the columns time_s
/// and level_m. InputError names every line at fault: no number, a time below 0 or one that does
/// not follow that before, a level outside the range of the field `stage`; and a table of one row.
std::shared_ptr<const FeatureLayer> read_stage(const std::filesystem::path& path);

/// Lakes and reservoirs at points, from a CSV as of read_points() with the columns area_m2,
/// bottom_level_m, crest_level_m, weir_width_m, weir_coefficient, initial_level_m and release_m3s,
/// each of which may be missing. The attributes have their names without the unit; NaN where
/// nothing is given. InputError with all problems, by line; a column which nobody reads is one.
std::shared_ptr<const FeatureLayer> read_reservoirs(const PointSource& source, const Grid& grid);

/// Storage and release of reservoirs by level, a row per level, from a CSV with the columns name,
/// level_m, and storage_m3, release_m3s or both.
std::shared_ptr<const FeatureLayer> read_reservoir_levels(const std::filesystem::path& path);

/// Surveyed cross-sections of channels, a row per point from one bank to the other, from a CSV as
/// of read_points() with the columns section, station_m, elevation_m and, where given, manning_n
/// (NaN where empty). The attributes have their names without the unit, and `source` has the file
/// and the line. Rows of one section stand together; x and y are those of its point, or of the
/// section in all of its rows. InputError with all problems, by line: stations which fall, fewer
/// than three points, a section with no bed below both of its ends, points further apart than their
/// stations.
std::shared_ptr<const FeatureLayer> read_cross_sections(const PointSource& source,
                                                        const Grid& grid);

/// Rain events as rows with the attributes `duration`, s, and `rain`, m, from a CSV with a column
/// `duration` (or `D`) and a column `rain` (or `E`) or `intensity` (or `I`). Units may stand in
/// brackets behind the names, "rain [m]"; without, they are h, mm and mm/h. InputError names the
/// line: no such column, no number, an unknown unit, a value which is not above 0.
std::shared_ptr<const FeatureLayer> read_rainfall_events(const std::filesystem::path& path);

/// A rain series which reads one step at a time.
std::shared_ptr<const RainSeries> open_rain(const Source& source, const Grid& grid);

/// Number of steps of the series, 1 where it cannot be known before the file is good.
Index rain_steps(const Source& source);

/// Puts the source into the fields in the form the field asks for.
void load_input(const Source& source, const FieldSpec& field, FieldSet& fields);

/// True for sources which load_input() brings to a window of the grid (Grid::part) with no more
/// work than to the whole: constants, gauges and rain in time. A run window by window keeps no
/// store of them.
bool made_by_window(const Source& source);

/// Puts a raster input into its store, piece by piece in about `memory` bytes, with the bits of
/// load_input(). InputError as there, and for polygons, which are put on the whole grid at once.
void store_input(const Source& source, const FieldSpec& field, StoredFields& fields, Index memory);

/// Longitude and latitude (WGS 84, degrees) of a map point of the grid, and back.
Point lon_lat_of(const Grid& grid, Point point);
Point point_of(const Grid& grid, double longitude, double latitude);

}  // namespace hazone::io
