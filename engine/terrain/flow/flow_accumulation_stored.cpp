// Contributing areas on a grid that does not fit in memory: see flow_accumulation.hpp.
#include <cassert>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/borders.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/flow/flow_sums.hpp"
#include "engine/terrain/flow/path_codes.hpp"
#include "engine/terrain/flow/window_directions.hpp"
#include "engine/terrain/tile_roots.hpp"

namespace hazone {
namespace {

constexpr Index kNone = -1;

/// Counts of cells which flow over the borders of windows.
class BorderCounts {
public:
    explicit BorderCounts(const Windows& windows)
        : borders_(windows),
          count_(static_cast<std::size_t>(borders_.count()), 0.0),
          inflow_(count_.size(), 0.0),
          exit_(count_.size(), kNone),
          next_(count_.size(), kNone) {}

    /// Takes the counts of a window on its own, and where its border drains to.
    void tell(Index window, const WindowDirections& directions, View<const double> count);
    /// Carries the counts from window to window: the queue of Kahn (1962),
    /// doi:10.1145/368996.369025. What waits for ever is on a cycle.
    void resolve();
    /// Adds what comes from other windows to the border cells of a window.
    void add_inflow(Index window, View<double> count) const;

private:
    static std::size_t at(Index number) { return static_cast<std::size_t>(number); }

    Borders borders_;
    // by border cell:
    std::vector<double> count_;   // cells which drain through it
    std::vector<double> inflow_;  // of them from other windows, at once
    std::vector<Index> exit_;     // the border cell through which its water leaves the window
    std::vector<Index> next_;     // of an exit, the border cell beyond
};

void BorderCounts::tell(Index window,
                        const WindowDirections& directions,
                        View<const double> count) {
    const Window place = directions.place();
    const auto codes = [&](Index row, Index col, Index cols, std::uint8_t* out) {
        path_codes(directions.all(), directions.in_outer({row, col}), cols, out);
    };
    TileRoots roots(place.extent);
    roots.find(codes);
    const auto in_grid = [&](Cell cell) {
        return Cell{place.from.row + cell.row, place.from.col + cell.col};
    };
    borders_.for_each(window, [&](Cell cell, Index number) {
        const Cell here{cell.row - place.from.row, cell.col - place.from.col};
        count_[at(number)] = count(here);
        const std::uint32_t node = roots.node(here.row, here.col);
        if (node == TileRoots::kNoRoot) {
            return;
        }
        const Cell root = roots.root(node);
        std::uint8_t code = 0;
        codes(root.row, root.col, 1, &code);
        if (code != kRoot) {
            exit_[at(number)] = borders_.number(in_grid(root));
            next_[at(exit_[at(number)])] =
                borders_.number(neighbour(in_grid(root), neighbour_of(code)));
        }
    });
}

void BorderCounts::resolve() {
    std::vector<std::uint8_t> donors(count_.size(), 0);    // exits which drain to a border cell
    std::vector<std::uint32_t> entries(count_.size(), 0);  // border cells with donors, by exit
    for (const Index next : next_) {
        donors[at(next == kNone ? 0 : next)] += next == kNone ? 0 : 1;
    }
    for (std::size_t entry = 0; entry < exit_.size(); ++entry) {
        if (donors[entry] != 0 && exit_[entry] != kNone) {
            ++entries[at(exit_[entry])];
        }
    }
    std::vector<Index> ready;
    for (std::size_t exit = 0; exit < next_.size(); ++exit) {
        if (next_[exit] != kNone && entries[exit] == 0) {
            ready.push_back(static_cast<Index>(exit));
        }
    }
    while (!ready.empty()) {
        const Index from = ready.back();
        ready.pop_back();
        const Index entry = next_[at(from)];
        inflow_[at(entry)] += count_[at(from)];
        if (--donors[at(entry)] != 0 || exit_[at(entry)] == kNone) {
            continue;
        }
        const Index exit = exit_[at(entry)];
        count_[at(exit)] += inflow_[at(entry)];
        if (--entries[at(exit)] == 0) {
            ready.push_back(exit);
        }
    }
    for (std::size_t entry = 0; entry < donors.size(); ++entry) {
        inflow_[entry] = donors[entry] == 0 ? inflow_[entry] : double{kMissing};
    }
}

void BorderCounts::add_inflow(Index window, View<double> count) const {
    const Cell from = borders_.windows().at(window).from;
    borders_.for_each(window, [&](Cell cell, Index number) {
        count(cell.row - from.row, cell.col - from.col) += inflow_[at(number)];
    });
}

/// Counts the cells of a window which drain through each; `total` has those from elsewhere.
void count_inside(View<const std::uint8_t> direction, double scale, View<double> total) {
    const auto own = [=](Index row, Index col) {
        return direction(row, col) == kNoDirection ? double{kMissing} : total(row, col);
    };
    add_up_flow(direction, JoinOrder::any, scale, own, total);
}

}  // namespace

void flow_accumulation(const CellStore<std::uint8_t>& direction,
                       CellStore<double>& area,
                       double cell_area,
                       Extent window) {
    assert(direction.extent() == area.extent());
    if (direction.extent().empty()) {
        return;
    }
    const Windows windows(direction.extent(), window);
    BorderCounts border(windows);
    for (Index number = 0; number < windows.count(); ++number) {
        const WindowDirections directions(direction, windows, number);
        Raster<double> count(directions.place().extent, 1.0);
        count_inside(directions.inside(), 1.0, count);
        border.tell(number, directions, count);
    }
    border.resolve();
    for (Index number = 0; number < windows.count(); ++number) {
        const WindowDirections directions(direction, windows, number);
        Raster<double> count(directions.place().extent, 1.0);
        border.add_inflow(number, count);
        count_inside(directions.inside(), cell_area, count);
        area.write(directions.place().from, std::as_const(count).view());
    }
}

}  // namespace hazone
