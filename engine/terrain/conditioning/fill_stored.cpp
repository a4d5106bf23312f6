// The fill of a grid that does not fit in memory: see fill.hpp.
#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>
#include <vector>

#include "engine/core/narrow.hpp"
#include "engine/core/raster.hpp"
#include "engine/parallel/borders.hpp"
#include "engine/terrain/conditioning/basin_graph.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/conditioning/pit_basins.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

/// Number of a basin in the graph over the borders: 0 the outside, else 1 + the number of the first
/// border cell that belongs to it.
using BorderBasin = std::uint32_t;

/// One window with its basins.
struct WindowGround {
    Raster<float> cells;  // with one cell around the window
    Window place;         // of the window in the grid
    View<const float> z;  // the window alone
    TileRoots basins;
    std::vector<BorderBasin> on_border;  // per basin: its number in the graph, 0 for the others
    AnchoredBasins anchored;
};

class StoredFill {
public:
    StoredFill(const CellStore<float>& z, CellStore<float>& filled, Extent window)
        : z_(z),
          filled_(filled),
          borders_(Windows(z.extent(), window)),
          heights_(count_in_32_bits(borders_.count(), "cells on the borders of windows")),
          basins_(heights_.size()) {}

    void run() {
        for (Index window = 0; window < borders_.windows().count(); ++window) {
            const WindowGround ground = look_at(window);
            keep_border(window, ground);
        }
        for (Index window = 0; window < borders_.windows().count(); ++window) {
            find_passes_between(window);
        }
        const std::vector<float> level = spill_levels(
            std::exchange(passes_, {}), static_cast<BorderBasin>(borders_.count() + 1));
        for (Index window = 0; window < borders_.windows().count(); ++window) {
            raise_window(look_at(window), level);
        }
    }

private:
    WindowGround look_at(Index window) const {
        const Window place = borders_.windows().at(window);
        const Window outer = borders_.windows().with_halo(place, 1);
        Raster<float> cells(outer.extent);
        z_.read(outer, cells);
        const Window inner{{place.from.row - outer.from.row, place.from.col - outer.from.col},
                           place.extent};
        TileRoots basins = find_basins(cells, inner);
        WindowGround ground{.cells = std::move(cells),
                            .place = place,
                            .z = {},
                            .basins = std::move(basins),
                            .on_border = {},
                            .anchored = {}};
        ground.z = std::as_const(ground.cells).view().window(inner.from, inner.extent);
        ground.on_border.assign(ground.basins.node_count(), 0);
        std::vector<std::uint8_t> touches(ground.basins.node_count(), 0);
        borders_.for_each(window, [&](Cell cell, Index number) {
            const std::uint32_t node =
                ground.basins.node(cell.row - place.from.row, cell.col - place.from.col);
            if (node != TileRoots::kNoRoot && touches[node] == 0) {
                touches[node] = 1;
                ground.on_border[node] = static_cast<BorderBasin>(number + 1);
            }
        });
        ground.anchored = anchor_basins(lowest_passes(ground.z, ground.basins), touches);
        return ground;
    }

    void keep_border(Index window, const WindowGround& ground) {
        for (const Pass& pass : ground.anchored.passes) {
            passes_.push_back(
                {pass.height, ground.on_border[pass.basin], ground.on_border[pass.neighbour]});
        }
        borders_.for_each(window, [&](Cell cell, Index number) {
            const Cell inside{cell.row - ground.place.from.row, cell.col - ground.place.from.col};
            const auto place = static_cast<std::size_t>(number);
            heights_[place] = ground.z(inside);
            basins_[place] = ground.on_border[ground.basins.node(inside.row, inside.col)];
        });
    }

    /// The passes from a window's border to the cells of other windows beside it.
    void find_passes_between(Index window) {
        borders_.for_each(window, [&](Cell cell, Index number) {
            for (int way = 0; way < kNeighbours / 2; ++way) {
                const Cell next = neighbour(cell, way);
                if (!z_.extent().contains(next.row, next.col) ||
                    borders_.windows().number_at(next) == window) {
                    continue;
                }
                add_pass(static_cast<std::size_t>(number),
                         static_cast<std::size_t>(borders_.number(next)));
            }
        });
    }

    void add_pass(std::size_t one, std::size_t other) {
        if (basins_[one] != basins_[other]) {
            const float height = std::max(heights_[one], heights_[other]) + 0.0F;
            passes_.push_back({height, basins_[one], basins_[other]});
        }
    }

    void raise_window(const WindowGround& ground, const std::vector<float>& level) {
        std::vector<float> levels(ground.basins.node_count());
        for (std::size_t node = 0; node < levels.size(); ++node) {
            const AnchoredBasins::Anchor anchor = ground.anchored.anchors[node];
            levels[node] = std::max(anchor.height, level[ground.on_border[anchor.basin]]);
        }
        levels[TileRoots::kNoRoot] = -std::numeric_limits<float>::infinity();
        Raster<float> raised(ground.place.extent);
        raise_to(ground.z, ground.basins, levels, raised);
        filled_.write(ground.place.from, std::as_const(raised).view());
    }

    const CellStore<float>& z_;
    CellStore<float>& filled_;
    Borders borders_;
    std::vector<float> heights_;       // per border cell
    std::vector<BorderBasin> basins_;  // per border cell
    std::vector<Pass> passes_;
};

}  // namespace

void fill_depressions(const CellStore<float>& z, CellStore<float>& filled, Extent window) {
    assert(z.extent() == filled.extent());
    if (!z.extent().empty()) {
        StoredFill(z, filled, window).run();
    }
}

}  // namespace hazone
