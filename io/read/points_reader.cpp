#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "io/crs.hpp"
#include "io/csv.hpp"
#include "io/read/read.hpp"
#include "io/vector_file.hpp"

namespace hazone::io {
namespace {

struct NamedPoint {
    std::string name;
    Point place;
    double measured = 0;
};

constexpr std::string_view kNothing;  // no measured value is asked for

std::string name_in(const CsvTable& table, std::size_t row, int column) {
    return column < 0 ? "" : trimmed(table.rows[row][static_cast<std::size_t>(column)]);
}

/// The columns of a table of points: x and y in the CRS of the grid, or lon and lat in degrees.
struct PointColumns {
    int first = -1;
    int second = -1;
    int name = -1;
    bool geographic = false;
    int measured = -1;
};

PointColumns columns_of(const CsvTable& table, std::string_view measured) {
    const auto either = [&](const char* word, const char* other) {
        const int column = table.find(word);
        return column < 0 ? table.find(other) : column;
    };
    PointColumns columns{either("x", "x_m"), either("y", "y_m"), either("name", "point"), false};
    if (columns.first < 0 || columns.second < 0) {
        columns = {table.find("lon"), table.find("lat"), columns.name, true};
    }
    if (columns.first < 0 || columns.second < 0) {
        throw InputError(fmt::format(
            "{}, line 1: must have the columns x and y (m, in the CRS of the grid) or lon and lat "
            "(degrees, WGS 84), and may have name; its columns are {}",
            table.name, fmt::join(table.header, ", ")));
    }
    columns.measured = measured.empty() ? -1 : table.require(std::string(measured));
    return columns;
}

double required_measure(double value, const std::string& place) {
    if (!(value >= 0) || std::isinf(value)) {
        throw InputError(
            fmt::format("{}: {} is no measured value; allowed: 0 or above", place, value));
    }
    return value;
}

NamedPoint point_in(const CsvTable& table,
                    std::size_t row,
                    const PointColumns& columns,
                    const Grid& grid) {
    const double first = table.number(row, columns.first);
    const double second = table.number(row, columns.second);
    NamedPoint point{name_in(table, row, columns.name), {first, second}};
    if (columns.measured >= 0) {
        point.measured = required_measure(table.number(row, columns.measured), table.place(row));
    }
    if (columns.geographic) {
        try {
            point.place = point_of(grid, first, second);
        } catch (const InputError& error) {
            throw InputError(fmt::format("{}: {}", table.place(row), error.what()));
        }
    }
    return point;
}

std::vector<NamedPoint> points_of_table(const PointSource& source,
                                        std::string_view measured,
                                        const Grid& grid) {
    const CsvTable table = read_csv(source.path);
    const PointColumns columns = columns_of(table, measured);
    std::vector<NamedPoint> points;
    Problems problems;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        problems.collect([&] { points.push_back(point_in(table, row, columns, grid)); });
    }
    problems.raise();
    return points;
}

/// Adds the points of a geometry, of which a collection may hold several.
void add_points(const OGRGeometry& geometry,
                const NamedPoint& like,
                std::vector<NamedPoint>& points) {
    if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) != 0) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_points(*part, like, points);
        }
    } else if (wkbFlatten(geometry.getGeometryType()) == wkbPoint && geometry.IsEmpty() == 0) {
        points.push_back(
            {like.name, {geometry.toPoint()->getX(), geometry.toPoint()->getY()}, like.measured});
    }
}

/// Name and measured value of a feature.
NamedPoint point_like(OGRFeature& feature, int name, int measured, const VectorFile& file) {
    NamedPoint like{.name = name < 0 ? "" : feature.GetFieldAsString(name), .place = {}};
    if (measured >= 0) {
        const double value =
            feature.IsFieldSetAndNotNull(measured) != 0 ? feature.GetFieldAsDouble(measured) : -1;
        like.measured =
            required_measure(value, fmt::format("{}: feature {}", file.name, feature.GetFID()));
    }
    return like;
}

std::vector<NamedPoint> points_of_layer(const PointSource& source,
                                        std::string_view measured,
                                        const Grid& grid) {
    const VectorFile file = open_features(source.path.string(), source.layer, source.transformation,
                                          grid, "a layer of points");
    const QuietGdal quiet;
    const int name = file.find_attribute("name");
    const int value = measured.empty() ? -1 : file.find_attribute(std::string(measured));
    if (!measured.empty() && value < 0) {
        throw InputError(fmt::format("{}: has no attribute '{}'", file.name, measured));
    }
    std::vector<NamedPoint> points;
    for (const auto& feature : *file.layer) {
        const OGRGeometry* stored = feature->GetGeometryRef();
        if (stored == nullptr) {
            continue;
        }
        const GeometryPtr geometry(stored->clone());
        if (geometry->transform(file.transform.get()) != OGRERR_NONE) {
            throw InputError(fmt::format("{}: feature {} cannot be brought to the grid's CRS{}",
                                         file.name, feature->GetFID(), quiet.reason()));
        }
        add_points(*geometry, point_like(*feature, name, value, file), points);
    }
    if (points.empty()) {
        throw InputError(fmt::format("{}: holds no points", file.name));
    }
    return points;
}

void require_one_inside(const std::vector<NamedPoint>& points,
                        const PointSource& source,
                        const Grid& grid) {
    const bool any = std::any_of(points.begin(), points.end(), [&](const NamedPoint& point) {
        const Cell cell = grid.cell_at(point.place);
        return grid.extent.contains(cell.row, cell.col);
    });
    if (!any) {
        throw InputError(fmt::format(
            "{}: none of its {} points lies in the grid (x {:.0f} to {:.0f}, y {:.0f} to {:.0f}); "
            "the first is at x {:.0f}, y {:.0f}. Check its coordinates and their CRS",
            source.path.string(), points.size(), grid.west, grid.east(), grid.south(), grid.north,
            points.front().place.x, points.front().place.y));
    }
}

FeatureLayer layer_of(const PointSource& source,
                      std::string_view measured,
                      const Grid& grid,
                      std::vector<double>& values) {
    const bool table = lower_case(source.path.extension().string()) == ".csv";
    const auto points =
        table ? points_of_table(source, measured, grid) : points_of_layer(source, measured, grid);
    require_one_inside(points, source, grid);
    std::vector<std::string> names;
    FeatureLayer layer{.name = "points", .shape = FeatureShape::point};
    for (const NamedPoint& point : points) {
        names.push_back(point.name);
        values.push_back(point.measured);
        layer.places.push_back(point.place);
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {{"name", Unit::one, "name of the point", std::move(names)}};
    return layer;
}

}  // namespace

std::shared_ptr<const FeatureLayer> read_points(const PointSource& source, const Grid& grid) {
    std::vector<double> none;
    return std::make_shared<const FeatureLayer>(layer_of(source, kNothing, grid, none));
}

std::shared_ptr<const FeatureLayer> read_measured_points(const PointSource& source,
                                                         std::string_view measured,
                                                         Unit unit,
                                                         const Grid& grid) {
    std::vector<double> values;
    FeatureLayer layer = layer_of(source, measured, grid, values);
    layer.attributes.push_back({measured, unit, "measured", std::move(values)});
    return std::make_shared<const FeatureLayer>(std::move(layer));
}

}  // namespace hazone::io
