#include "models/flood/inundation/flood_ground.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/inundation/flood_model.hpp"
#include "models/flood/losses/losses.hpp"

namespace hazone::models {
namespace {

constexpr std::uint8_t kWallRule = 0;
constexpr std::uint8_t kEdgeRule = 1;

/// The inputs without which a cell is outside.
std::vector<const FieldSpec*> inputs_of(const Params& params, const FieldSet& fields) {
    std::vector<const FieldSpec*> inputs = loss_inputs(params, fields);
    for (const FieldSpec* input : {&kManningRoughness, &kInitialDepth, &kInitialWaterLevel}) {
        if (fields.has(*input)) {
            inputs.push_back(input);
        }
    }
    return inputs;
}

/// Missing cells from which other missing cells lead to the edge of the grid.
Raster<std::uint8_t> rules_at_missing(const Raster<double>& bed) {
    const Extent extent = bed.extent();
    Raster<std::uint8_t> rules(extent, kWallRule);
    std::vector<Cell> waiting;
    const auto reach = [&](Index row, Index col) {
        if (extent.contains(row, col) && is_missing(bed(row, col)) &&
            rules(row, col) == kWallRule) {
            rules(row, col) = kEdgeRule;
            waiting.push_back({row, col});
        }
    };
    for_each_edge_cell(extent, reach);
    while (!waiting.empty()) {
        const Cell cell = waiting.back();
        waiting.pop_back();
        reach(cell.row - 1, cell.col);
        reach(cell.row + 1, cell.col);
        reach(cell.row, cell.col - 1);
        reach(cell.row, cell.col + 1);
    }
    return rules;
}

}  // namespace

FloodGround flood_ground(const Params& params, const FieldSet& fields) {
    const Extent extent = fields.extent();
    FloodGround ground{Raster<double>(extent), {}, Raster<double>(extent), 0};
    const auto elevation = fields.read(kElevation);
    const auto inputs = inputs_of(params, fields);
    const bool deep = fields.has(kInitialDepth);
    const bool level = fields.has(kInitialWaterLevel);
    for_each_cell(extent, [&](Index row, Index col) {
        float known = 0;
        for (const FieldSpec* input : inputs) {
            known += 0 * fields.read(*input)(row, col);
        }
        const double bed = is_missing(known) ? kMissing : elevation(row, col);
        double depth = deep ? fields.read(kInitialDepth)(row, col) : 0.0;
        if (level) {
            depth = std::max(depth, fields.read(kInitialWaterLevel)(row, col) - bed);
        }
        ground.bed(row, col) = bed;
        ground.depth(row, col) = is_missing(bed) ? 0.0 : std::max(depth, 0.0);
    });
    ground.at_missing = rules_at_missing(ground.bed);
    ground.unknown = count_cells(extent, [&](Index row, Index col) {
        return is_missing(ground.bed(row, col)) && !is_missing(elevation(row, col));
    });
    return ground;
}

namespace {

struct SideEdge {
    inundation::Side side;
    FloodEdge kind;
};

std::array<SideEdge, 4> side_edges(const Params& params) {
    using inundation::Side;
    const auto of = [&](Side side, const ParamSpec& own) -> SideEdge {
        const auto word = static_cast<int>(params[own]);  // 0: as all
        return {side, word == 0 ? params.choice<FloodEdge>(kFloodEdge)
                                : static_cast<FloodEdge>(word - 1)};
    };
    return {of(Side::north, kNorthEdge), of(Side::east, kEastEdge), of(Side::south, kSouthEdge),
            of(Side::west, kWestEdge)};
}

inundation::EdgeRule edge_rule(FloodEdge edge, const Params& params) {
    using inundation::EdgeKind;
    switch (edge) {
        case FloodEdge::wall:
            return {EdgeKind::wall};
        case FloodEdge::slope:
            return {EdgeKind::slope, params[kEdgeSlope]};
        case FloodEdge::stage:
            return {EdgeKind::stage, params[kEdgeLevel]};
        default:
            return {EdgeKind::open};
    }
}

}  // namespace

inundation::Edges flood_edges_of(const Params& params, const FloodGround& ground) {
    inundation::Edges edges;
    edges.rules.push_back(edge_rule(params.choice<FloodEdge>(kFloodEdge), params));
    const Index longest = std::max(ground.bed.rows(), ground.bed.cols());
    for (const auto& [side, kind] : side_edges(params)) {
        edges.stretches.push_back({side, 0, longest, edges.rules.size()});
        edges.rules.push_back(edge_rule(kind, params));
    }
    edges.at_missing = ground.at_missing.view();
    return edges;
}

namespace {

/// Linear between the times, which grow; the first value before them, the last after them.
double linear_at(const std::vector<double>& time, const std::vector<double>& values, double when) {
    const auto after = std::upper_bound(time.begin(), time.end(), when);
    if (after == time.begin()) {
        return values.front();
    }
    if (after == time.end()) {
        return values.back();
    }
    const auto next = static_cast<std::size_t>(after - time.begin());
    const double share = (when - time[next - 1]) / (time[next] - time[next - 1]);
    return values[next - 1] + share * (values[next] - values[next - 1]);
}

}  // namespace

double Hydrograph::at(double when) const {
    const bool known = !time.empty() && when >= time.front() && when <= time.back();
    return known ? linear_at(time, discharge, when) : 0.0;
}

double StageSeries::at(double when) const { return linear_at(time, level, when); }

void check_stage(std::string_view model, const Params& params, const HasField& has) {
    const auto sides = side_edges(params);
    const bool taken = params.choice<FloodEdge>(kFloodEdge) == FloodEdge::stage ||
                       std::any_of(sides.begin(), sides.end(), [](const SideEdge& side) {
                           return side.kind == FloodEdge::stage;
                       });
    if (has(kStage) && !taken) {
        throw InputError(fmt::format(
            "stage: a level in time is given, but no edge of the grid takes it; set {0}.edge or "
            "one of {0}.north_edge, east_edge, south_edge and west_edge to stage, or leave the "
            "input stage out",
            model));
    }
}

StageSeries stage_of(const FieldSet& fields) {
    if (!fields.has(kStage)) {
        return {};
    }
    const FeatureLayer& rows = fields.features(kStage);
    return {rows.values<double>("time"), rows.values<double>("level")};
}

std::vector<Hydrograph> hydrographs_of(const FieldSet& fields, const Raster<double>& bed) {
    std::vector<Hydrograph> hydrographs;
    if (!fields.has(kInflow)) {
        return hydrographs;
    }
    const FeatureLayer& rows = fields.features(kInflow);
    const auto& times = rows.values<double>("time");
    const auto& discharges = rows.values<double>("discharge");
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const Point place = rows.places[rows.first[row]];
        const Cell cell = fields.grid().cell_at(place);
        if (!bed.extent().contains(cell.row, cell.col) || is_missing(bed(cell.row, cell.col))) {
            throw InputError(fmt::format(
                "inflow: the point x {:.1f}, y {:.1f} has no ground; move it onto the elevation",
                place.x, place.y));
        }
        const bool goes_on = !hydrographs.empty() && hydrographs.back().cell == cell;
        if (!goes_on) {
            hydrographs.push_back({cell, {}, {}});
        }
        Hydrograph& last = hydrographs.back();
        if (!last.time.empty() && !(times[row] > last.time.back())) {
            throw InputError(fmt::format(
                "inflow: at x {:.1f}, y {:.1f} the time {} s does not follow {} s; rows of a "
                "point must stand together and their times grow",
                place.x, place.y, times[row], last.time.back()));
        }
        last.time.push_back(times[row]);
        last.discharge.push_back(discharges[row]);
    }
    return hydrographs;
}

namespace {

/// The lowest cell with ground whose middle lies no farther than `distance` metres from that of the
/// cell, the first in order of rows where several are; the cell itself where none has ground.
Cell lowest_near(Cell cell, double distance, const FieldSet& fields, const Raster<double>& bed) {
    const auto reach = static_cast<Index>(distance / fields.grid().cell_size);
    const double most = std::pow(distance / fields.grid().cell_size, 2) * (1 + 1e-9);
    Cell lowest = cell;
    double level = kInfinity;
    for (Index row = cell.row - reach; row <= cell.row + reach; ++row) {
        for (Index col = cell.col - reach; col <= cell.col + reach; ++col) {
            const auto rows = static_cast<double>(row - cell.row);
            const auto cols = static_cast<double>(col - cell.col);
            if (bed.extent().contains(row, col) && rows * rows + cols * cols <= most &&
                bed(row, col) < level) {
                lowest = {row, col};
                level = bed(row, col);
            }
        }
    }
    return lowest;
}

}  // namespace

FloodGauges gauges_of(const Params& params, const FieldSet& fields, const Raster<double>& bed) {
    FloodGauges found;
    if (!fields.has(kPourPoints)) {
        return found;
    }
    const FeatureLayer& points = fields.features(kPourPoints);
    for (std::size_t number = 0; number < points.size(); ++number) {
        const Cell place = fields.grid().cell_at(points.places[points.first[number]]);
        const Cell cell = lowest_near(place, params[kFloodGaugeSnap], fields, bed);
        const std::string& given = points.values<std::string>("name")[number];
        const std::string name = given.empty() ? fmt::format("gauge {}", number + 1) : given;
        if (bed.extent().contains(cell.row, cell.col) && !is_missing(bed(cell.row, cell.col))) {
            found.gauges.push_back({name, cell});
        } else {
            found.without_ground.push_back(name);
        }
    }
    return found;
}

}  // namespace hazone::models
