#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/terrain/conditioning/breach.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {

/// What becomes of a basin: the ground which leads to one pit.
enum class BasinState : std::uint8_t {
    pending,  // its pit was not looked at yet
    drains,   // its pit has a channel
    stays,    // no channel within the limits
};

/// The ground while it is being breached.
struct BreachGround {
    View<float> z;            // m, lowered by the channels so far; +infinity in walled-off holes
    View<float> water;        // m, filled ground at first; lowered with z where channels are
    const TileRoots& basins;  // of the cells below water
    std::vector<BasinState> states;  // by the node of the basin
};

/// A rectangle of cells, its last row and column included; empty at first.
class CellBox {
public:
    void add(Cell cell);
    /// Adds the cell and its neighbours.
    void add_around(Cell cell);
    bool overlaps(const CellBox& other) const;

private:
    Cell low_{0, 0};
    Cell high_{-1, -1};
};

/// What was found for one pit.
struct Breach {
    bool found = false;
    float level = 0;                    // of the pit, m
    std::vector<Cell> channel;          // from the end to the pit: lowered to the level
    std::vector<Cell> bottom;           // the pit and the flat around it
    std::vector<std::uint32_t> basins;  // which lead to this bottom
    std::vector<std::uint32_t> asked;   // basins whose state made a difference
    CellBox seen;                       // the cells which made a difference
};

/// Looks for the cheapest channel from a pit. Keeps the memory of a search for the next.
class BreachSearch {
public:
    Breach find(const BreachGround& ground, const BreachLimits& limits, Cell pit);

private:
    struct Node {
        Index position = 0;
        double cost = 0;         // m2, area of the cut
        double length = 0;       // m, of the way which is cut
        std::uint32_t from = 0;  // node; its own number for the pit
        bool settled = false;
    };
    struct OpenNode {
        double cost = 0;
        Index position = 0;
        std::uint32_t node = 0;

        /// Order of std::push_heap: the largest is taken first.
        friend bool operator<(const OpenNode& a, const OpenNode& b) {
            return a.cost > b.cost || (a.cost == b.cost && a.position > b.position);
        }
    };

    /// Where a position is found by its hash. One of an earlier search is empty.
    struct Slot {
        std::uint64_t search = 0;
        std::uint32_t node = 0;
    };

    void clear();
    void resize_slots(std::size_t size);
    Slot& slot(Index position);
    void open(const Node& node);
    void look_around(const BreachGround& ground,
                     const BreachLimits& limits,
                     std::uint32_t from,
                     Breach& breach);
    void trace(Index cols, std::uint32_t end, Breach& breach) const;

    std::vector<Node> nodes_;
    std::vector<OpenNode> open_;
    std::vector<Slot> slots_;
    unsigned shift_ = 0;
    std::uint64_t search_ = 0;
};

}  // namespace hazone
