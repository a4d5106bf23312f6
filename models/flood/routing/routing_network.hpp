#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/core/view.hpp"

namespace hazone::models {

/// A part of a D8 network in the order in which a wave goes through it: each cell has a place, and
/// all that drains into it has lower ones. Made once and used in every step.
///
/// The network is cut into chunks, groups of whole subtrees of some thousand cells, which depend on
/// no other and so go in parallel, and the trunk, the few cells below larger subtrees. Inside a
/// chunk the cells lie by their distance to its outlets, the farthest first. Those of one distance
/// make a level: they are independent of one another, and the donors of one place follow those of
/// the place before, so that a count is all that is kept of them. Grouping and order depend on the
/// directions alone, not on the number of threads.
class RoutingNetwork {
public:
    struct Chunk {
        Index first = 0;  // places [first, last)
        Index last = 0;
        Index first_level = 0;  // of level_ends()
        Index last_level = 0;
        Index first_exit = 0;  // the exits of its subtrees, in the order of their places
    };
    /// A place whose water leaves its chunk, or a place of the trunk.
    struct Exit {
        Index place = 0;
        Index receiver = kNone;  // cell of the grid into which it flows; kNone: it leaves the grid
        bool inside = false;     // the receiver belongs to the trunk of this network
    };
    static constexpr Index kNone = -1;
    static constexpr Index kChunkCells = 16384;

    RoutingNetwork() = default;
    /// direction: ESRI codes of the cells of this network, kNoDirection for all others. A cell
    /// whose code leads out of the network is an outlet of it. Cells on a cycle are left out.
    explicit RoutingNetwork(View<const std::uint8_t> direction, Index chunk_cells = kChunkCells);

    Index size() const { return static_cast<Index>(cells_.size()); }
    /// The cell of each place: row * cols + col.
    std::span<const Index> cells() const { return cells_; }
    /// How many places drain directly into each: of its own chunk; 0 in the trunk.
    const std::uint8_t* donors() const { return donors_.data(); }
    std::span<const Chunk> chunks() const { return chunks_; }
    std::span<const Index> level_ends() const { return level_ends_; }
    std::span<const Exit> exits() const { return exits_; }
    Index trunk_first() const { return trunk_first_; }
    /// The exits which drain into a place of the trunk.
    std::span<const Index> trunk_donors(Index place) const;
    /// Number of the exit which a place of the trunk is.
    Index trunk_exit(Index place) const { return first_trunk_exit_ + place - trunk_first_; }

private:
    struct Plan;
    void place_chunks(View<const std::uint8_t> direction, const Plan& plan);
    void place_trunk(const Plan& plan);
    void join_trunk();

    std::vector<Index> cells_;
    std::vector<std::uint8_t> donors_;
    std::vector<Chunk> chunks_;
    std::vector<Index> level_ends_;
    std::vector<Exit> exits_;
    Index trunk_first_ = 0;
    Index first_trunk_exit_ = 0;
    std::vector<Index> first_trunk_donor_;
    std::vector<Index> trunk_donors_;
};

}  // namespace hazone::models
