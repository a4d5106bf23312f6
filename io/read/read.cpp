#include "io/read/read.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/crs.hpp"
#include "io/read/range_check.hpp"
#include "io/write/field_cells.hpp"

namespace hazone::io {
namespace {

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

[[noreturn]] void refuse_source(const FieldSpec& field, const std::string& allowed) {
    throw InputError(
        fmt::format("{}: this kind of input cannot give it; allowed: {}", field.name, allowed));
}

constexpr const char* kRasterKinds =
    "a constant, a raster, a class raster with a table, polygons with an attribute";

Raster<float> constant_cells(const ConstantSource& source,
                             const FieldSpec& field,
                             const Grid& grid) {
    const auto value = static_cast<float>(source.value);
    if (!(value >= static_cast<float>(field.lowest) &&
          value <= static_cast<float>(field.highest))) {
        throw InputError(fmt::format("{}: the constant {:.6g} {} is outside its range, {}",
                                     field.name, source.value, symbol(field.unit),
                                     range_text(field)));
    }
    return {grid.extent, value};
}

/// Whole numbers read as floating point into the cells of codes, classes or labels.
template <class T>
Raster<T> whole_numbers(const Raster<float>& cells, T missing, const FieldSpec& field) {
    const auto broken = count_cells(cells.extent(), [view = cells.view()](Index row, Index col) {
        const float value = view(row, col);
        return !is_missing(value) && value != std::floor(value);
    });
    if (broken > 0) {
        throw InputError(
            fmt::format("{}: {} cells hold fractions; allowed: whole numbers", field.name, broken));
    }
    Raster<T> numbers(cells.extent());
    for_each_cell(cells.extent(),
                  [&, from = cells.view(), to = numbers.view()](Index row, Index col) {
                      const float value = from(row, col);
                      to(row, col) = is_missing(value) ? missing : static_cast<T>(value);
                  });
    return numbers;
}

Raster<double> widened(const Raster<float>& cells) {
    Raster<double> wide(cells.extent());
    for_each_cell(cells.extent(), [from = cells.view(), to = wide.view()](Index row, Index col) {
        to(row, col) = static_cast<double>(from(row, col));
    });
    return wide;
}

void load_raster(const Source& source, const FieldSpec& field, FieldSet& fields) {
    const auto* raster = std::get_if<RasterSource>(&source);
    const Grid& grid = fields.grid();
    switch (field.type) {
        case CellType::float32:
            fields.put(field, read_field(source, field, grid));
            break;
        case CellType::float64:
            fields.put(field, raster != nullptr ? read_double(*raster, field, grid)
                                                : widened(read_field(source, field, grid)));
            break;
        case CellType::class8:
            fields.put(field, whole_numbers(read_field(source, field, grid), kNoClass, field));
            break;
        case CellType::code8:
            if (const auto* features = std::get_if<FeatureSource>(&source)) {
                fields.put(field, read_marks(*features, field, grid));
                break;
            }
            fields.put(field, whole_numbers(read_field(source, field, grid), kNoDirection, field));
            break;
        case CellType::label32:
            fields.put(field, raster != nullptr ? read_label(*raster, field, grid)
                                                : whole_numbers(read_field(source, field, grid),
                                                                kNoLabel, field));
            break;
    }
}

void load_features(const Source& source, const FieldSpec& field, FieldSet& fields) {
    const auto* points = std::get_if<PointSource>(&source);
    const bool places = field.name == kPourPoints.name || field.name == kLandslidePoints.name ||
                        field.name == kProfilePoints.name || field.name == kBuildings.name;
    const bool depths = field.name == kSoilDepthPoints.name;
    const bool events = field.name == kRainfallEvents.name;
    const bool inflow = field.name == kInflow.name;
    const bool stage = field.name == kStage.name;
    const bool reservoirs = field.name == kReservoirs.name;
    const bool levels = field.name == kReservoirLevels.name;
    const bool sections = field.name == kCrossSections.name;
    if (!places && !depths && !events && !inflow && !stage && !reservoirs && !levels && !sections) {
        refuse_source(field, "none, it is computed");
    }
    if (points == nullptr && (reservoirs || levels)) {
        refuse_source(field, reservoirs
                                 ? "a CSV with name, x and y or lon and lat, and their outlets"
                                 : "a CSV with name, level_m, and storage_m3 or release_m3s");
    }
    if (points == nullptr && sections) {
        refuse_source(field, "a CSV with section, x and y or lon and lat, station_m, elevation_m");
    }
    if (points == nullptr) {
        refuse_source(field, events  ? "a CSV with duration and rain or intensity"
                             : stage ? "a CSV with time_s and level_m"
                             : inflow
                                 ? "a CSV with x and y or lon and lat, time_s and discharge_m3s"
                                 : "a CSV with x and y or lon and lat, or a layer of points");
    }
    if (sections) {
        fields.put(field, read_cross_sections(*points, fields.grid()));
    } else if (reservoirs) {
        fields.put(field, read_reservoirs(*points, fields.grid()));
    } else if (levels) {
        fields.put(field, read_reservoir_levels(points->path));
    } else if (inflow) {
        fields.put(field, read_inflow(*points, fields.grid()));
    } else if (stage) {
        fields.put(field, read_stage(points->path));
    } else if (events) {
        fields.put(field, read_rainfall_events(points->path));
    } else {
        fields.put(field, depths
                              ? read_measured_points(*points, "depth", Unit::metre, fields.grid())
                              : read_points(*points, fields.grid()));
    }
}

TransformPtr from_lon_lat(const Grid& grid) {
    return make_transform(parse_crs("EPSG:4326", "longitude and latitude"),
                          parse_crs(grid.crs, "the grid"), "", "longitude and latitude");
}

}  // namespace

Raster<float> read_field(const Source& source, const FieldSpec& field, const Grid& grid) {
    return std::visit(
        Overloaded{
            [&](const ConstantSource& constant) { return constant_cells(constant, field, grid); },
            [&](const RasterSource& raster) { return read_float(raster, field, grid); },
            [&](const ClassTableSource& classes) { return read_class_table(classes, field, grid); },
            [&](const PolygonSource& polygons) { return read_polygons(polygons, field, grid); },
            [&](const auto&) -> Raster<float> { refuse_source(field, kRasterKinds); }},
        source);
}

void load_input(const Source& source, const FieldSpec& field, FieldSet& fields) {
    switch (field.form) {
        case Form::raster:
            load_raster(source, field, fields);
            break;
        case Form::gauges:
            if (!std::holds_alternative<GaugeSource>(source)) {
                refuse_source(field, "a CSV of gauges: station, lon, lat, time, mm");
            }
            fields.put(field, read_gauges(std::get<GaugeSource>(source), fields.grid()));
            break;
        case Form::series:
            fields.put(field, open_rain(source, fields.grid()));
            break;
        case Form::features:
            load_features(source, field, fields);
            break;
        case Form::frames:
        case Form::table:
        case Form::rules:
        case Form::cover:
            refuse_source(field, "none, it is computed");
    }
}

Point lon_lat_of(const Grid& grid, Point point) {
    const TransformPtr forward = from_lon_lat(grid);
    const TransformPtr backward(forward->GetInverse());
    if (!backward || backward->Transform(1, &point.x, &point.y) == 0) {
        throw InputError(fmt::format("the point x {:.0f}, y {:.0f} has no longitude and latitude",
                                     point.x, point.y));
    }
    return point;
}

Point point_of(const Grid& grid, double longitude, double latitude) {
    Point point{longitude, latitude};
    const bool on_earth = std::abs(longitude) <= 360 && std::abs(latitude) <= 90;
    if (!on_earth || from_lon_lat(grid)->Transform(1, &point.x, &point.y) == 0) {
        throw InputError(fmt::format(
            "longitude {}, latitude {} has no place in the grid's CRS; allowed: degrees, longitude "
            "first, such as 104.52616, 22.11888",
            longitude, latitude));
    }
    return point;
}

}  // namespace hazone::io
