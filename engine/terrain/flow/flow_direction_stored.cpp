// D8 directions of a grid that does not fit in memory: see flow_direction.hpp.
#include <cassert>
#include <utility>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/parallel/borders.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flat_cells.hpp"
#include "engine/terrain/flow/flow_direction.hpp"

namespace hazone {
namespace {

/// What a window knows of a cell on its border.
struct BorderCell {
    static constexpr FlatCell::Distance kNotInFlat = -1;

    FlatCell::Distance from_higher = kNotInFlat;
    FlatCell::Distance to_lower = kNotInFlat;

    bool in_flat() const { return from_higher != kNotInFlat; }
    friend bool operator==(const BorderCell&, const BorderCell&) = default;
};

/// A window and the cells around it.
struct WindowCells {
    Window place;  // of the window in the grid
    Window outer;  // with the cells around it
    Raster<float> filled;
    Raster<std::uint8_t> direction;

    Window inner() const {
        return {{place.from.row - outer.from.row, place.from.col - outer.from.col}, place.extent};
    }
    Cell in_grid(Cell cell) const { return {cell.row + outer.from.row, cell.col + outer.from.col}; }
};

class StoredDirections {
public:
    StoredDirections(const CellStore<float>& filled,
                     CellStore<std::uint8_t>& direction,
                     Extent window)
        : filled_(filled),
          direction_(direction),
          borders_(Windows(filled.extent(), window)),
          border_(static_cast<std::size_t>(borders_.count())),
          has_flats_(static_cast<std::size_t>(borders_.windows().count()), 0) {}

    void run() {
        const Index windows = borders_.windows().count();
        for (Index window = 0; window < windows; ++window) {
            descend(window);
        }
        std::vector<std::uint8_t> waiting = has_flats_;
        for (bool any = true; any;) {
            any = false;
            for (Index window = 0; window < windows; ++window) {
                if (std::exchange(waiting[static_cast<std::size_t>(window)], std::uint8_t{0}) !=
                    0) {
                    any = true;
                    spread(window, waiting);
                }
            }
        }
        for (Index window = 0; window < windows; ++window) {
            if (has_flats_[static_cast<std::size_t>(window)] != 0) {
                lead_out(window);
            }
        }
    }

private:
    WindowCells cells_of(Index window) const {
        const Window place = borders_.windows().at(window);
        const Window outer = borders_.windows().with_halo(place, 1);
        WindowCells cells{place, outer, Raster<float>(outer.extent),
                          Raster<std::uint8_t>(outer.extent)};
        filled_.read(outer, cells.filled);
        return cells;
    }

    void write(const WindowCells& cells) {
        const Window inner = cells.inner();
        direction_.write(cells.place.from, cells.direction.view().window(inner.from, inner.extent));
    }

    /// The directions outside of flats, and which border cells are in flats.
    void descend(Index window) {
        WindowCells cells = cells_of(window);
        const Window inner = cells.inner();
        steepest_direction(cells.filled, cells.direction);
        write(cells);
        const auto in_flat = [&](Index row, Index col) {
            return cells.direction(inner.from.row + row, inner.from.col + col) == kInFlat;
        };
        if (count_cells(cells.place.extent, in_flat) == 0) {
            return;
        }
        has_flats_[static_cast<std::size_t>(window)] = 1;
        borders_.for_each(window, [&](Cell cell, Index number) {
            if (in_flat(cell.row - cells.place.from.row, cell.col - cells.place.from.col)) {
                border_[static_cast<std::size_t>(number)] = {FlatCell::kUnreached,
                                                             FlatCell::kUnreached};
            }
        });
    }

    /// Reads the window with the flats around it as they are known now.
    WindowCells with_flats(Index window) const {
        WindowCells cells = cells_of(window);
        direction_.read(cells.outer, cells.direction);
        for_each_foreign(cells, [&](Cell cell, const BorderCell& known) {
            if (known.in_flat()) {
                cells.direction.view()(cell) = kInFlat;
            }
        });
        return cells;
    }

    /// Calls visit(cell, known) for the cells around the window; cell: its place in `cells`.
    template <class Visit>
    void for_each_foreign(const WindowCells& cells, Visit visit) const {
        const Window inner = cells.inner();
        for_each_edge_cell(cells.outer.extent, [&](Index row, Index col) {
            const bool inside = row >= inner.from.row && row < inner.end_row() &&
                                col >= inner.from.col && col < inner.end_col();
            if (!inside) {
                const Index number = borders_.number(cells.in_grid({row, col}));
                visit(Cell{row, col}, border_[static_cast<std::size_t>(number)]);
            }
        });
    }

    FlatCells flats_of(const WindowCells& cells) const {
        FlatCells flats(cells.filled, cells.direction, cells.inner());
        flats.for_each([&](FlatCell::Node node, Cell cell) {
            FlatCell& flat = flats[node];
            if (flat.foreign) {
                const Index number = borders_.number(cells.in_grid(cell));
                const BorderCell& known = border_[static_cast<std::size_t>(number)];
                flat.from_higher = known.from_higher;
                flat.to_lower = known.to_lower;
            }
        });
        flats.spread();
        return flats;
    }

    void spread(Index window, std::vector<std::uint8_t>& waiting) {
        const WindowCells cells = with_flats(window);
        const FlatCells flats = flats_of(cells);
        std::vector<std::vector<Cell>> changed(static_cast<std::size_t>(cells.outer.extent.rows));
        flats.for_each([&](FlatCell::Node node, Cell cell) {
            const Cell place = cells.in_grid(cell);
            if (flats[node].foreign || !on_border(place, cells.place)) {
                return;
            }
            BorderCell& known = border_[static_cast<std::size_t>(borders_.number(place))];
            const BorderCell now{flats[node].from_higher, flats[node].to_lower};
            if (known != now) {
                known = now;
                changed[static_cast<std::size_t>(cell.row)].push_back(place);
            }
        });
        for (const std::vector<Cell>& row : changed) {
            for (const Cell& cell : row) {
                wake_neighbours(window, cell, waiting);
            }
        }
    }

    static bool on_border(Cell cell, const Window& place) {
        return cell.row == place.from.row || cell.row == place.end_row() - 1 ||
               cell.col == place.from.col || cell.col == place.end_col() - 1;
    }

    void wake_neighbours(Index window, Cell cell, std::vector<std::uint8_t>& waiting) const {
        for (int way = 0; way < kNeighbours; ++way) {
            const Cell next = neighbour(cell, way);
            if (!filled_.extent().contains(next.row, next.col)) {
                continue;
            }
            const Index other = borders_.windows().number_at(next);
            const BorderCell* known =
                other == window ? nullptr
                                : &border_[static_cast<std::size_t>(borders_.number(next))];
            if (known != nullptr && known->in_flat()) {
                waiting[static_cast<std::size_t>(other)] = 1;
            }
        }
    }

    void lead_out(Index window) {
        WindowCells cells = with_flats(window);
        const FlatCells flats = flats_of(cells);
        const Window inner = cells.inner();
        Raster<std::uint8_t> resolved = cells.direction.clone();  // the flats read the other
        flats.for_each([&](FlatCell::Node node, Cell cell) {
            if (!flats[node].foreign) {
                resolved(cell.row, cell.col) = flats.way_through(node);
            }
        });
        direction_.write(cells.place.from,
                         std::as_const(resolved).view().window(inner.from, inner.extent));
    }

    const CellStore<float>& filled_;
    CellStore<std::uint8_t>& direction_;
    Borders borders_;
    std::vector<BorderCell> border_;
    std::vector<std::uint8_t> has_flats_;  // per window
};

}  // namespace

void flow_direction(const CellStore<float>& filled,
                    CellStore<std::uint8_t>& direction,
                    Extent window) {
    assert(filled.extent() == direction.extent());
    if (!filled.extent().empty()) {
        StoredDirections(filled, direction, window).run();
    }
}

}  // namespace hazone
