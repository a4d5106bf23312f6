#include "models/flood/inundation/edges.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::inundation {
namespace {

constexpr std::size_t kFirstRule = 0;

std::size_t index(Index number) { return static_cast<std::size_t>(number); }

/// Rule number of every cell along one side.
std::vector<std::size_t> rules_along(Index length, Side side, const Edges& edges) {
    std::vector<std::size_t> rules(index(length), kFirstRule);
    for (const EdgeStretch& stretch : edges.stretches) {
        if (stretch.side == side) {
            const auto end = std::min(stretch.end, length);
            for (Index cell = std::max<Index>(stretch.begin, 0); cell < end; ++cell) {
                rules[index(cell)] = stretch.rule;
            }
        }
    }
    return rules;
}

/// Depth h at which a flow of `unit` into the grid keeps the invariant that runs outwards:
/// -unit / h + 2 sqrt(g h) = invariant, by Newton on the subcritical branch h >= critical depth.
double inflow_depth(double unit, double invariant) {
    const double critical = std::cbrt(unit * unit / kGravity);
    double depth = std::max(critical, invariant * invariant / (4 * kGravity));
    for (int turn = 0; turn < 50; ++turn) {
        const double defect = 2 * std::sqrt(kGravity * depth) - unit / depth - invariant;
        const double slope = std::sqrt(kGravity / depth) + unit / (depth * depth);
        const double next = std::max(depth - defect / slope, critical);
        if (std::abs(next - depth) <= 1e-14 * depth) {
            return next;
        }
        depth = next;
    }
    return depth;
}

bool holds(const Window& window, Cell cell) {
    return cell.row >= window.from.row && cell.row < window.end_row() &&
           cell.col >= window.from.col && cell.col < window.end_col();
}

EdgeState stage_state(double level, const EdgeState& cell, double bed) {
    const double outside = std::max(0.0, level - bed);
    const double celerity = std::sqrt(kGravity * cell.depth);
    if (cell.speed > celerity) {
        return cell;  // faster than waves: nothing comes back from outside
    }
    const double invariant = cell.speed + 2 * celerity;
    const double outside_celerity = std::sqrt(kGravity * outside);
    const double speed = invariant - 2 * outside_celerity;
    if (speed > outside_celerity) {  // falls over the edge: critical flow there
        const double critical = std::max(invariant, 0.0) / 3;
        return {critical * critical / kGravity, critical};
    }
    return {outside, std::max(speed, -outside_celerity)};
}

}  // namespace

template <class T>
EdgeFaces::EdgeFaces(const Ground<T>& ground, const Edges& edges, const Windows& tiles, Index halo)
    : x_(index(tiles.count())), y_(index(tiles.count())) {
    const Extent extent = ground.extent;
    const std::vector<std::size_t> along[] = {
        rules_along(extent.cols, Side::north, edges), rules_along(extent.rows, Side::east, edges),
        rules_along(extent.cols, Side::south, edges), rules_along(extent.rows, Side::west, edges)};
    const auto rule_of = [&](Index row, Index col) {
        const auto on = [&](Side side, Index cell) {
            return along[static_cast<std::size_t>(side)][index(cell)];
        };
        if (extent.contains(row, col)) {
            return edges.at_missing.extent().empty()
                       ? kFirstRule
                       : static_cast<std::size_t>(edges.at_missing(row, col));
        }
        if (row < 0 || row >= extent.rows) {
            return on(row < 0 ? Side::north : Side::south, col);
        }
        return on(col < 0 ? Side::west : Side::east, row);
    };
    for (Index tile = 0; tile < tiles.count(); ++tile) {
        const Window own = tiles.at(tile);
        const Window window = tiles.with_halo(own, halo);
        const auto look = [&](std::vector<EdgeFace>& faces, Cell cell, Cell beyond, Index line) {
            if (ground.is_inside(cell.row, cell.col) && !ground.is_inside(beyond.row, beyond.col)) {
                const bool after = beyond.row > cell.row || beyond.col > cell.col;
                faces.push_back({cell, after ? 1.0 : -1.0, rule_of(beyond.row, beyond.col),
                                 ground.bed(cell.row, cell.col), line, count_++, holds(own, cell)});
            }
        };
        for (Index row = window.from.row; row < window.end_row(); ++row) {
            for (Index col = window.from.col; col < window.end_col(); ++col) {
                look(x_[index(tile)], {row, col}, {row, col - 1}, row);
                look(x_[index(tile)], {row, col}, {row, col + 1}, row);
                look(y_[index(tile)], {row, col}, {row - 1, col}, row - 1);
                look(y_[index(tile)], {row, col}, {row + 1, col}, row);
            }
        }
        std::stable_sort(y_[index(tile)].begin(), y_[index(tile)].end(),
                         [](const EdgeFace& a, const EdgeFace& b) { return a.line < b.line; });
    }
}

void EdgeFaces::leave_out_walls(const std::vector<EdgeRule>& rules) {
    const auto is_wall = [&](const EdgeFace& face) {
        return rules[face.rule].kind == EdgeKind::wall;
    };
    for (std::vector<std::vector<EdgeFace>>* tiles : {&x_, &y_}) {
        for (std::vector<EdgeFace>& faces : *tiles) {
            std::erase_if(faces, is_wall);
        }
    }
}

bool EdgeFaces::feeds(Index tile, const std::vector<EdgeRule>& rules) const {
    const auto may_enter = [&](const EdgeFace& face) {
        const EdgeKind kind = rules[face.rule].kind;
        return kind == EdgeKind::stage || kind == EdgeKind::discharge;
    };
    const auto any = [&](const std::vector<EdgeFace>& faces) {
        return std::any_of(faces.begin(), faces.end(), may_enter);
    };
    return any(in_x(tile)) || any(in_y(tile));
}

EdgeState edge_state(const EdgeRule& rule, const EdgeState& cell, double drag, double bed) {
    switch (rule.kind) {
        case EdgeKind::wall:
            return {cell.depth, 0};
        case EdgeKind::open:
            return {cell.depth, std::max(cell.speed, 0.0)};
        case EdgeKind::through:
            return cell;
        case EdgeKind::slope: {
            const double n = std::sqrt(drag / kGravity);
            const double uniform = n > 0 ? std::cbrt(cell.depth * cell.depth) *
                                               std::sqrt(std::max(rule.value, 0.0)) / n
                                         : std::max(cell.speed, 0.0);
            return {cell.depth, uniform};
        }
        case EdgeKind::stage:
            return stage_state(rule.value, cell, bed);
        case EdgeKind::discharge: {
            if (rule.value <= 0) {
                return {cell.depth, 0};
            }
            const double invariant = cell.speed + 2 * std::sqrt(kGravity * cell.depth);
            const double depth = inflow_depth(rule.value, invariant);
            return {depth, -rule.value / depth};
        }
    }
    return {cell.depth, 0};
}

template EdgeFaces::EdgeFaces(const Ground<float>&, const Edges&, const Windows&, Index);
template EdgeFaces::EdgeFaces(const Ground<double>&, const Edges&, const Windows&, Index);

}  // namespace hazone::inundation
