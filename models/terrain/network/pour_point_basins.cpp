// Drainage basins above given points, such as gauges, bridges or the apices of fans. A point is
// moved to the stream it is meant to lie on, since neither maps nor DEMs are exact to the cell.
// Jenson & Domingue (1988), Photogrammetric Engineering and Remote Sensing 54(11), 1593-1600
// (basins above chosen cells); Lindsay, Rothwell & Davies (2008), Water Resources Research 44,
// W08442, https://doi.org/10.1029/2007WR006507 (moving outlet points to digital streams).
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basins.hpp"
#include "engine/terrain/network/pour_points.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr std::string_view kSnapWords[] = {"largest_area", "nearest_stream"};
constexpr ParamSpec kSnap{.name = "snap",
                          .unit = Unit::one,
                          .fallback = 0,
                          .lowest = 0,
                          .highest = 1,
                          .meaning = "what a point is moved to",
                          .choices = kSnapWords};
constexpr ParamSpec kSnapDistance{.name = "snap_distance",
                                  .unit = Unit::metre,
                                  .fallback = 100,
                                  .lowest = 0,
                                  .highest = 10000,
                                  .meaning = "a point is moved at most so far"};
constexpr ParamSpec kParams[] = {kSnap, kSnapDistance};
constexpr FieldSpec kNeeds[] = {kPourPoints, kFlowDirection, kContributingArea, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kDrainageBasin, kSnappedPourPoints};
constexpr std::size_t kMostNotes = 20;

/// A pour point and the cell to which it was moved.
struct PourPoint {
    std::string name;
    Point place;
    std::optional<Cell> cell;
    std::int32_t basin = 0;  // 0: none
};

std::string words_of(const PourPoint& point, std::size_t number) {
    return point.name.empty() ? fmt::format("pour point {}", number + 1)
                              : fmt::format("pour point {} '{}'", number + 1, point.name);
}

std::vector<PourPoint> snap_all(const Params& params, const FieldSet& fields) {
    const SnapRule rule{params.choice<SnapTo>(kSnap), params[kSnapDistance]};
    const SnapGround ground{fields.read<double>(kContributingArea),
                            fields.read<std::uint8_t>(kStreamNetwork)};
    const FeatureLayer& given = fields.features(kPourPoints);
    std::vector<PourPoint> points;
    for (std::size_t number = 0; number < given.size(); ++number) {
        PourPoint point{.name = given.values<std::string>("name")[number],
                        .place = given.places[given.first[number]]};
        point.cell = snapped_cell(point.place, rule, ground, fields.grid());
        points.push_back(std::move(point));
    }
    return points;
}

/// Numbers the basins as the points; points on one cell share the basin of the first.
std::vector<Cell> number_basins(std::vector<PourPoint>& points, FieldSet& fields) {
    std::vector<Cell> outlets;
    std::vector<std::size_t> owners;
    for (std::size_t number = 0; number < points.size(); ++number) {
        PourPoint& point = points[number];
        if (!point.cell) {
            continue;
        }
        const auto same = std::find(outlets.begin(), outlets.end(), *point.cell);
        if (same != outlets.end()) {
            const std::size_t owner = owners[static_cast<std::size_t>(same - outlets.begin())];
            point.basin = static_cast<std::int32_t>(same - outlets.begin()) + 1;
            fields.note(fmt::format("{} comes to lie on the cell of {} and shares its basin",
                                    words_of(point, number), words_of(points[owner], owner)));
            continue;
        }
        outlets.push_back(*point.cell);
        owners.push_back(number);
        point.basin = static_cast<std::int32_t>(outlets.size());
    }
    return outlets;
}

void note_moves(const Params& params, const std::vector<PourPoint>& points, FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    std::size_t notes = 0;
    for (std::size_t number = 0; number < points.size(); ++number) {
        const PourPoint& point = points[number];
        if (!point.cell) {
            fields.note(fmt::format(
                "{} has {} within {} and gets no basin; correct its place, or raise "
                "pour_point_basins.snap_distance",
                words_of(point, number),
                params.choice<SnapTo>(kSnap) == SnapTo::nearest_stream ? "no stream" : "no ground",
                params.text(kSnapDistance)));
        } else if (++notes <= kMostNotes) {
            fields.note(fmt::format("{} was moved {:.0f} m, to a contributing area of {:.4g} km2",
                                    words_of(point, number),
                                    distance_to(fields.grid(), point.place, *point.cell),
                                    1e-6 * area(*point.cell)));
        }
    }
    if (notes > kMostNotes) {
        fields.note(fmt::format("{} more pour points were moved, see snapped_pour_points",
                                notes - kMostNotes));
    }
}

FeatureLayer layer_of(const std::vector<PourPoint>& points, const FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    std::vector<std::int32_t> numbers;
    std::vector<std::int32_t> basins;
    std::vector<std::string> names;
    std::vector<double> moved;
    std::vector<double> areas;
    FeatureLayer layer{.name = "pour_points", .shape = FeatureShape::point};
    for (const PourPoint& point : points) {
        numbers.push_back(static_cast<std::int32_t>(numbers.size() + 1));
        basins.push_back(point.basin);
        names.push_back(point.name);
        moved.push_back(point.cell ? distance_to(fields.grid(), point.place, *point.cell)
                                   : double{kMissing});
        areas.push_back(point.cell ? area(*point.cell) : double{kMissing});
        layer.places.push_back(point.cell ? fields.grid().centre(*point.cell) : point.place);
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {
        {"point", Unit::one, "number of the point, in the order of the file", std::move(numbers)},
        {"basin", Unit::one, "its drainage basin; none where the point could not be moved",
         std::move(basins)},
        {"name", Unit::one, "name of the point", std::move(names)},
        {"moved", Unit::metre, "distance to the cell to which the point was moved",
         std::move(moved)},
        {"area", Unit::square_metre, "contributing area of that cell", std::move(areas)},
    };
    return layer;
}

void run(const Params& params, FieldSet& fields) {
    std::vector<PourPoint> points = snap_all(params, fields);
    const std::vector<Cell> outlets = number_basins(points, fields);
    note_moves(params, points, fields);
    basins_above(fields.read<std::uint8_t>(kFlowDirection), outlets,
                 fields.write<std::int32_t>(kDrainageBasin));
    fields.put(kSnappedPourPoints, std::make_shared<const FeatureLayer>(layer_of(points, fields)));
}

}  // namespace

constinit const Model pour_point_basins{
    .name = "pour_point_basins",
    .summary =
        "basins above given points, each moved to the largest contributing area or the nearest "
        "stream within a distance",
    .source =
        "Jenson & Domingue (1988), Photogrammetric Engineering and Remote Sensing 54(11), "
        "1593-1600; Lindsay, Rothwell & Davies (2008), doi:10.1029/2007WR006507",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
