#pragma once

#include <cstdint>
#include <vector>

#include "engine/parallel/windows.hpp"
#include "models/flood/inundation/ground.hpp"

namespace hazone::inundation {

/// What happens at a face between a cell and the outside: the edge of the grid or a missing cell.
enum class EdgeKind {
    wall,       // nothing passes
    open,       // what flows out leaves as it comes; nothing enters
    through,    // the water outside is as that inside, also where it flows in
    slope,      // leaves at the speed of uniform flow on a bed of the slope `value`, m/m
    stage,      // the water outside stands at the level `value`, m
    discharge,  // `value`, m2/s per metre of width, enters
};

struct EdgeRule {
    EdgeKind kind = EdgeKind::wall;
    double value = 0;
};

enum class Side { north, east, south, west };

/// The faces of one side of the grid, from cell `begin` to before cell `end`, follow a rule.
struct EdgeStretch {
    Side side = Side::north;
    Index begin = 0;
    Index end = 0;
    std::size_t rule = 0;
};

/// Rules and where they hold. Rule 0 holds where nothing else is said; of two stretches the later
/// one holds. Values may be changed between steps.
struct Edges {
    std::vector<EdgeRule> rules{EdgeRule{}};
    std::vector<EdgeStretch> stretches;
    View<const std::uint8_t> at_missing{};  // number of the rule at missing cells; empty: rule 0
};

/// A face between a cell and the outside.
struct EdgeFace {
    Cell cell;
    double outward = 1;  // 1: the outside lies in the east or the south; -1: west or north
    std::size_t rule = 0;
    double bed = 0;  // of the cell, m
    Index line = 0;  // row of the cell for a face in x; for one in y the row north of the face
    std::size_t slot = 0;  // number of the face among all
    bool counts = true;    // false in the halo of a tile: another tile has it as well
};

/// The edge faces of a ground, tile by tile and in each tile by line; with a halo a tile also has
/// those of the cells so far around it.
class EdgeFaces {
public:
    template <class T>
    EdgeFaces(const Ground<T>& ground, const Edges& edges, const Windows& tiles, Index halo);

    /// Faces across which water flows to the east or west, and to the north or south.
    const std::vector<EdgeFace>& in_x(Index tile) const {
        return x_[static_cast<std::size_t>(tile)];
    }
    const std::vector<EdgeFace>& in_y(Index tile) const {
        return y_[static_cast<std::size_t>(tile)];
    }
    const std::vector<EdgeFace>& in(Index tile, bool x) const {
        return x ? in_x(tile) : in_y(tile);
    }
    std::size_t count() const { return count_; }
    /// Leaves out those which are walls by these rules, for a solver in which nothing passes the
    /// cliff to the outside anyway; the others keep their slots.
    void leave_out_walls(const std::vector<EdgeRule>& rules);
    /// Is there a face in the tile through which one of these rules may let water enter?
    bool feeds(Index tile, const std::vector<EdgeRule>& rules) const;

private:
    std::vector<std::vector<EdgeFace>> x_;
    std::vector<std::vector<EdgeFace>> y_;
    std::size_t count_ = 0;
};

/// Water at a face, seen from the cell: `speed` is positive where it leaves.
struct EdgeState {
    double depth = 0;
    double speed = 0;
};

/// The state at the face for full shallow water: of the cell (`depth`, outward `speed`) and the
/// rule. Stage and discharge keep the Riemann invariant u + 2 sqrt(g h) which runs outwards.
EdgeState edge_state(const EdgeRule& rule, const EdgeState& cell, double drag, double bed);

}  // namespace hazone::inundation
