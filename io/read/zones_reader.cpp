#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "io/read/rasterise.hpp"
#include "io/read/warp.hpp"
#include "io/vector_file.hpp"

namespace hazone::io {
namespace {

constexpr double kSmallestOverlap = 1.0;  // m2: less is the rounding of coordinates
constexpr std::size_t kPairsNamed = 3;    // in the warning
constexpr std::size_t kZonesNamed = 5;    // in the warning
constexpr double kSquareKilometre = 1e6;  // m2
constexpr Index kSearchRadius = 3;        // cells, for a zone without a cell centre

OGREnvelope envelope_of(const OGRGeometry& geometry) {
    OGREnvelope box;
    geometry.getEnvelope(&box);
    return box;
}

double area_of(const OGRGeometry& geometry) {
    return OGR_G_Area(OGRGeometry::ToHandle(const_cast<OGRGeometry*>(&geometry)));
}

GeometryPtr rectangle_of(const Grid& grid) {
    auto ring = std::make_unique<OGRLinearRing>();
    ring->addPoint(grid.west, grid.north);
    ring->addPoint(grid.east(), grid.north);
    ring->addPoint(grid.east(), grid.south());
    ring->addPoint(grid.west, grid.south());
    ring->closeRings();
    auto rectangle = std::make_unique<OGRPolygon>();
    rectangle->addRingDirectly(ring.release());
    return GeometryPtr(rectangle.release());
}

/// The attribute the scenario names, or the usual one when it names none; -1 without either.
int text_attribute(const VectorFile& file, const std::string& wanted, const char* usual) {
    return wanted.empty() ? file.find_attribute(usual) : file.attribute(wanted);
}

std::string text_of(const OGRFeature& feature, int attribute) {
    return attribute < 0 ? "" : feature.GetFieldAsString(attribute);
}

/// "A, B, C and 4 more".
std::string some_of(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t k = 0; k < std::min(names.size(), kZonesNamed); ++k) {
        text += (k == 0 ? "" : ", ") + names[k];
    }
    return names.size() > kZonesNamed
               ? fmt::format("{} and {} more", text, names.size() - kZonesNamed)
               : text;
}

ZoneLayer read_features(const VectorFile& file, const ZoneSource& source) {
    const int name = text_attribute(file, source.name_attribute, "name");
    const int code = text_attribute(file, source.code_attribute, "code");
    ZoneLayer layer;
    std::vector<std::string> mended_zones;
    Index without_polygon = 0;
    for (const auto& feature : *file.layer) {
        bool mended = false;
        GeometryPtr geometry = polygons_of(file, *feature, mended);
        if (!geometry) {
            ++without_polygon;
            continue;
        }
        const auto label = static_cast<std::int32_t>(layer.zones.size()) + 1;
        Zone zone{label, text_of(*feature, code), text_of(*feature, name), std::move(geometry)};
        if (zone.name.empty()) {
            zone.name = zone.code.empty() ? std::to_string(label) : zone.code;
        }
        if (mended) {
            mended_zones.push_back(zone.name);
        }
        layer.zones.push_back(std::move(zone));
    }
    if (layer.zones.empty()) {
        throw InputError(
            fmt::format("{}: holds no polygons ({} features of other kinds); allowed: a "
                        "layer of polygons",
                        file.name, without_polygon));
    }
    if (!mended_zones.empty()) {
        layer.warnings.push_back(
            fmt::format("{}: {} zones had invalid outlines and were mended: {}", file.name,
                        mended_zones.size(), some_of(mended_zones)));
    }
    if (without_polygon > 0) {
        layer.warnings.push_back(fmt::format("{}: {} features have no polygon and are no zones",
                                             file.name, without_polygon));
    }
    return layer;
}

/// Two zones which share ground.
struct Overlap {
    std::size_t one = 0;
    std::size_t other = 0;
    double area = 0;     // m2
    GeometryPtr ground;  // multipolygon
};

/// Area of the ground of those overlaps for which counts(overlap) holds, m2; each place once.
template <class Counts>
double shared_area(const std::vector<Overlap>& overlaps, Counts counts) {
    OGRMultiPolygon parts;
    for (const Overlap& overlap : overlaps) {
        if (counts(overlap)) {
            for (const OGRPolygon* part : *overlap.ground->toMultiPolygon()) {
                parts.addGeometry(part);
            }
        }
    }
    const GeometryPtr merged(parts.IsEmpty() != 0 ? nullptr : parts.UnionCascaded());
    return merged ? area_of(*merged) : 0;
}

/// What the zones together have more than the ground they cover: of each zone, what lies in
/// earlier ones.
double excess_area(const std::vector<Overlap>& overlaps, std::size_t zones) {
    double sum = 0;
    for (std::size_t zone = 0; zone < zones; ++zone) {
        sum += shared_area(overlaps, [&](const Overlap& pair) { return pair.other == zone; });
    }
    return sum;
}

std::vector<Overlap> overlaps_among(const std::vector<Zone>& zones) {
    const QuietGdal quiet;
    std::vector<std::pair<OGREnvelope, std::size_t>> boxes;
    for (std::size_t k = 0; k < zones.size(); ++k) {
        boxes.emplace_back(envelope_of(*zones[k].geometry), k);
    }
    std::sort(boxes.begin(), boxes.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.MinX, a.second) < std::pair(b.first.MinX, b.second);
    });
    std::vector<Overlap> found;
    for (std::size_t k = 0; k < boxes.size(); ++k) {
        const auto& [box, one] = boxes[k];
        for (std::size_t next = k + 1; next < boxes.size() && boxes[next].first.MinX < box.MaxX;
             ++next) {
            const std::size_t other = boxes[next].second;
            if (!box.Intersects(boxes[next].first)) {
                continue;
            }
            GeometryPtr shared(zones[one].geometry->Intersection(zones[other].geometry.get()));
            shared = shared ? only_polygons(std::move(shared)) : nullptr;
            const double area = shared ? area_of(*shared) : 0;
            if (area > 0) {
                found.push_back(
                    {std::min(one, other), std::max(one, other), area, std::move(shared)});
            }
        }
    }
    std::sort(found.begin(), found.end(), [](const Overlap& a, const Overlap& b) {
        return std::tuple(-a.area, a.one, a.other) < std::tuple(-b.area, b.one, b.other);
    });
    return found;
}

void warn_of_overlaps(const VectorFile& file, ZoneLayer& layer) {
    auto overlaps = overlaps_among(layer.zones);
    for (const Overlap& pair : overlaps) {
        layer.overlaps.push_back({.one = layer.zones[pair.one].label,
                                  .other = layer.zones[pair.other].label,
                                  .area = pair.area});
    }
    layer.overlap_area = shared_area(overlaps, [](const Overlap&) { return true; });
    layer.excess_area = excess_area(overlaps, layer.zones.size());
    std::erase_if(overlaps, [](const Overlap& pair) { return pair.area <= kSmallestOverlap; });
    if (overlaps.empty()) {
        return;
    }
    std::string largest;
    for (std::size_t k = 0; k < std::min(overlaps.size(), kPairsNamed); ++k) {
        const Overlap& pair = overlaps[k];
        largest +=
            fmt::format("{}{} and {} ({:.4f} km2)", k == 0 ? "" : ", ", layer.zones[pair.one].name,
                        layer.zones[pair.other].name, pair.area / kSquareKilometre);
    }
    layer.warnings.push_back(fmt::format(
        "{}: {} pairs of zones overlap, {:.4f} km2 in all, which count in both; on the map "
        "a cell in two zones goes to the one earlier in the file. Largest: {}",
        file.name, overlaps.size(), layer.overlap_area / kSquareKilometre, largest));
}

void warn_of_zones_outside(const VectorFile& file, const Grid& grid, ZoneLayer& layer) {
    const QuietGdal quiet;
    const GeometryPtr rectangle = rectangle_of(grid);
    std::vector<std::string> outside;
    for (const Zone& zone : layer.zones) {
        if (!zone.geometry->Intersects(rectangle.get())) {
            outside.push_back(zone.name);
        }
    }
    if (outside.size() == layer.zones.size()) {
        throw InputError(fmt::format(
            "{}: none of its {} zones overlaps the grid (x {:.0f} to "
            "{:.0f}, y {:.0f} to {:.0f}). Check the CRS of the file and "
            "the extent of the grid",
            file.name, outside.size(), grid.west, grid.east(), grid.south(), grid.north));
    }
    if (!outside.empty()) {
        layer.warnings.push_back(
            fmt::format("{}: {} zones lie outside the grid and get no level: {}", file.name,
                        outside.size(), some_of(outside)));
    }
}

/// Cells of each label; index 0 counts the cells without one.
std::vector<Index> cells_by_label(View<const std::int32_t> labels, std::size_t zones) {
    std::vector<Index> counts(zones + 1, 0);
    for (Index row = 0; row < labels.rows(); ++row) {
        for (Index col = 0; col < labels.cols(); ++col) {
            ++counts[static_cast<std::size_t>(labels(row, col))];
        }
    }
    return counts;
}

/// The cell under a point inside the zone's part of the grid; empty for a zone outside.
std::optional<Cell> inner_cell(const Zone& zone, const OGRGeometry& rectangle, const Grid& grid) {
    const GeometryPtr part(zone.geometry->Intersection(&rectangle));
    if (!part || part->IsEmpty() != 0) {
        return std::nullopt;
    }
    const GeometryPtr point(
        OGRGeometry::FromHandle(OGR_G_PointOnSurface(OGRGeometry::ToHandle(part.get()))));
    if (!point || wkbFlatten(point->getGeometryType()) != wkbPoint || point->IsEmpty() != 0) {
        return std::nullopt;
    }
    const Cell cell = grid.cell_at({point->toPoint()->getX(), point->toPoint()->getY()});
    return Cell{std::clamp<Index>(cell.row, 0, grid.extent.rows - 1),
                std::clamp<Index>(cell.col, 0, grid.extent.cols - 1)};
}

bool can_spare(View<const std::int32_t> labels, const std::vector<Index>& counts, Cell cell) {
    if (!labels.extent().contains(cell.row, cell.col)) {
        return false;
    }
    const std::int32_t label = labels(cell);
    return label == kNoLabel || counts[static_cast<std::size_t>(label)] > 1;
}

/// Nearest cell, square by square, whose zone can spare it: it has none, or others besides.
std::optional<Cell> spare_cell(View<const std::int32_t> labels,
                               const std::vector<Index>& counts,
                               Cell centre) {
    for (Index radius = 0; radius <= kSearchRadius; ++radius) {
        const Index side = 2 * radius + 1;
        for (Index number = 0; number < side * side; ++number) {
            const Cell cell{centre.row - radius + number / side,
                            centre.col - radius + number % side};
            if (can_spare(labels, counts, cell)) {
                return cell;
            }
        }
    }
    return std::nullopt;
}

void give_cells_to_small_zones(const ZoneLayer& zones,
                               const Grid& grid,
                               View<std::int32_t> labels) {
    const QuietGdal quiet;
    auto counts = cells_by_label(labels, zones.zones.size());
    const GeometryPtr rectangle = rectangle_of(grid);
    for (const Zone& zone : zones.zones) {
        const auto own = static_cast<std::size_t>(zone.label);
        if (counts[own] > 0) {
            continue;
        }
        const auto wanted = inner_cell(zone, *rectangle, grid);
        const auto cell = wanted ? spare_cell(labels, counts, *wanted) : std::nullopt;
        if (cell) {
            --counts[static_cast<std::size_t>(labels(*cell))];
            labels(*cell) = zone.label;
            ++counts[own];
        }
    }
}

}  // namespace

ZoneLayer read_zones(const ZoneSource& source, const Grid& grid) {
    const VectorFile file =
        open_polygons(source.path.string(), source.layer, source.transformation, grid);
    ZoneLayer layer = read_features(file, source);
    warn_of_overlaps(file, layer);
    warn_of_zones_outside(file, grid, layer);
    return layer;
}

Raster<std::int32_t> rasterise_zones(const ZoneLayer& zones, const Grid& grid) {
    Raster<std::int32_t> labels(grid.extent, kNoLabel);
    std::vector<OGRGeometry*> geometries;
    std::vector<double> values;
    for (const Zone& zone : zones.zones) {
        geometries.push_back(zone.geometry.get());
        values.push_back(zone.label);
    }
    std::reverse(geometries.begin(), geometries.end());  // the earlier is written over the later
    std::reverse(values.begin(), values.end());
    {
        const DatasetPtr target =
            memory_dataset(labels.data(), GDT_Int32, static_cast<int>(grid.extent.rows),
                           static_cast<int>(grid.extent.cols));
        burn(geometries, values, grid, *target);
    }
    give_cells_to_small_zones(zones, grid, labels.view());
    return labels;
}

}  // namespace hazone::io
