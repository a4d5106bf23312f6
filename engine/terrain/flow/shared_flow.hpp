#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

// Flow which a cell shares among several neighbours. Who receives it stands in one byte per cell:
// the sum of the D8 codes of the receivers, 0 to 255. A cell with 0 is an outlet or missing; no
// cell gives to a missing one or off the grid. How much each receives is told by the kernels.

/// Calls act(number) for each neighbour in a sum of codes, in the order of the neighbours.
template <class Act>
void for_each_neighbour_in(std::uint8_t codes, Act act) {
    for (unsigned rest = codes; rest != 0; rest &= rest - 1) {
        act(std::countr_zero(rest));
    }
}

/// The neighbours which give to a cell, as the sum of the codes which lead to them.
inline std::uint8_t givers(View<const std::uint8_t> receivers, Cell cell) {
    unsigned codes = 0;
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell giver = neighbour(cell, number);
        if (receivers.extent().contains(giver.row, giver.col) &&
            (receivers(giver) & direction_code(opposite(number))) != 0) {
            codes |= direction_code(number);
        }
    }
    return static_cast<std::uint8_t>(codes);
}

/// The same for a cell which has all eight neighbours.
inline std::uint8_t inner_givers(View<const std::uint8_t> receivers, Cell cell) {
    const std::uint8_t* const level = receivers.row(cell.row) + cell.col;
    const std::uint8_t* const above = level - receivers.stride();
    const std::uint8_t* const below = level + receivers.stride();
    const unsigned opposite_codes = (level[1] & 16U) | (below[1] & 32U) | (below[0] & 64U) |
                                    (below[-1] & 128U) | (level[-1] & 1U) | (above[-1] & 2U) |
                                    (above[0] & 4U) | (above[1] & 8U);
    return std::rotl(static_cast<std::uint8_t>(opposite_codes), 4);
}

/// For each cell the number of neighbours which give to it, 0 to 8, in both halves of the byte: the
/// upper half stays, the lower half counts down.
Raster<std::uint8_t> giver_counts(View<const std::uint8_t> receivers);

/// The same for the neighbours which receive from it.
Raster<std::uint8_t> receiver_counts(View<const std::uint8_t> receivers);

/// Visits each cell after all those it waits for. `waiting` are their numbers, in both halves of
/// the byte; released(cell) gives the neighbours which wait for a cell, as a sum of codes.
///
/// Tile by tile, in rounds: a tile goes as far as it can, in the order of the queue of Kahn (1962),
/// doi:10.1145/368996.369025, and notes what it releases beyond its rim; in the next round the
/// tiles there go on from that. So a tile stays in the cache, one thread alone writes to it, and
/// nothing needs an atomic operation. There are as many rounds as a path crosses rims.
template <class Released, class Visit>
class TileWalk {
public:
    TileWalk(View<std::uint8_t> waiting, Released released, Visit visit)
        : waiting_(waiting),
          released_(released),
          visit_(visit),
          tiles_(waiting.extent(), {kRows, kCols}),
          sent_(static_cast<std::size_t>(tiles_.count())),
          sending_(static_cast<std::size_t>(tiles_.count())) {}

    void run() {
        for_each_block_with<Queue>(tiles_.count(), [this](Index tile, Queue& queue) {
            add_first_cells(tiles_.at(tile), queue);
            walk(tile, queue);
        });
        for (std::vector<Index> reached = pass_on(); !reached.empty(); reached = pass_on()) {
            for_each_block_with<Queue>(
                static_cast<Index>(reached.size()), [&](Index number, Queue& queue) {
                    const Index tile = reached[static_cast<std::size_t>(number)];
                    add_reached_cells(tile, queue);
                    walk(tile, queue);
                });
        }
    }

private:
    // Wide and low: on a grid whose width is a power of two the rows of a tile fall on the same
    // lines of the cache.
    static constexpr Index kRows = 64;
    static constexpr Index kCols = 1024;

    /// Places of the cells of one tile whose turn has come. None comes twice: a tile bounds it.
    struct Queue {
        Queue() : places(new std::uint32_t[kRows * kCols + kNeighbours]) {}
        void add(Window tile, Cell cell, bool its_turn) {
            places[end] = static_cast<std::uint32_t>((cell.row - tile.from.row) * kCols + cell.col -
                                                     tile.from.col);
            end += its_turn ? 1 : 0;
        }

        std::unique_ptr<std::uint32_t[]> places;
        std::size_t end = 0;
    };

    static bool contains(Window window, Cell cell) {
        return cell.row >= window.from.row && cell.row < window.end_row() &&
               cell.col >= window.from.col && cell.col < window.end_col();
    }

    static bool arrived_last(View<std::uint8_t> waiting, Cell cell) {
        std::uint8_t& arrivals = waiting(cell);
        --arrivals;
        return (arrivals & 0x0FU) == 0;
    }

    void add_first_cells(Window tile, Queue& queue) const {
        for (Index row = tile.from.row; row < tile.end_row(); ++row) {
            for (Index col = tile.from.col; col < tile.end_col(); ++col) {
                queue.add(tile, {row, col}, waiting_(row, col) == 0);
            }
        }
    }

    void add_reached_cells(Index number, Queue& queue) const {
        const Window tile = tiles_.at(number);
        for_each_tile_beside(number, [&](Index beside) {
            for (const Cell cell : sent_[static_cast<std::size_t>(beside)]) {
                if (contains(tile, cell)) {
                    queue.add(tile, cell, arrived_last(waiting_, cell));
                }
            }
        });
    }

    /// Visits the cells of the queue and what they release in the tile. Works on copies of the
    /// members: for the compiler, a write to a byte could change any of them.
    void walk(Index number, Queue& queue) {
        const Window tile = tiles_.at(number);
        const Window middle{{tile.from.row + 1, tile.from.col + 1},
                            {tile.extent.rows - 2, tile.extent.cols - 2}};
        const View<std::uint8_t> waiting = waiting_;
        const Released released = released_;
        const Visit visit = visit_;
        std::uint32_t* const places = queue.places.get();
        std::size_t end = queue.end;
        for (std::size_t turn = 0; turn != end; ++turn) {
            const std::uint32_t place = places[turn];
            const Cell cell{tile.from.row + place / kCols, tile.from.col + place % kCols};
            visit(cell);
            std::uint8_t codes = released(cell);
            if (!contains(middle, cell)) {
                codes = send(cell, codes, tile, sending_[static_cast<std::size_t>(number)]);
            }
            for_each_neighbour_in(codes, [&](int neighbour_number) {
                places[end] = place + kStep[static_cast<std::size_t>(neighbour_number)];
                end += arrived_last(waiting, neighbour(cell, neighbour_number)) ? 1 : 0;
            });
        }
        queue.end = 0;
    }

    /// Notes the neighbours beyond the tile, gives those inside.
    static std::uint8_t send(Cell cell,
                             std::uint8_t codes,
                             Window tile,
                             std::vector<Cell>& beyond) {
        unsigned inside = 0;
        for_each_neighbour_in(codes, [&](int number) {
            const Cell next = neighbour(cell, number);
            if (contains(tile, next)) {
                inside |= direction_code(number);
            } else {
                beyond.push_back(next);
            }
        });
        return static_cast<std::uint8_t>(inside);
    }

    /// What the last round sent is now to be read; gives the tiles beside those which sent.
    std::vector<Index> pass_on() {
        std::swap(sent_, sending_);
        std::vector<Index> reached;
        std::vector<bool> known(sent_.size(), false);
        for (Index tile = 0; tile < tiles_.count(); ++tile) {
            sending_[static_cast<std::size_t>(tile)].clear();
            if (sent_[static_cast<std::size_t>(tile)].empty()) {
                continue;
            }
            for_each_tile_beside(tile, [&](Index beside) {
                if (!known[static_cast<std::size_t>(beside)]) {
                    known[static_cast<std::size_t>(beside)] = true;
                    reached.push_back(beside);
                }
            });
        }
        return reached;
    }

    template <class Act>
    void for_each_tile_beside(Index tile, Act act) const {
        const Extent tiles{tiles_.down(), tiles_.across()};
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell beside = neighbour({tile / tiles.cols, tile % tiles.cols}, number);
            if (tiles.contains(beside.row, beside.col)) {
                act(beside.row * tiles.cols + beside.col);
            }
        }
    }

    /// Steps of a place to the neighbours; they wrap round as unsigned numbers do.
    static constexpr std::array<std::uint32_t, kNeighbours> kStep = [] {
        std::array<std::uint32_t, kNeighbours> step{};
        for (std::size_t number = 0; number < kNeighbours; ++number) {
            const Cell offset = kNeighbourOffset[number];
            step[number] = static_cast<std::uint32_t>(offset.row * kCols + offset.col);
        }
        return step;
    }();

    View<std::uint8_t> waiting_;
    Released released_;
    Visit visit_;
    Windows tiles_;
    std::vector<std::vector<Cell>> sent_;     // per tile: cells beyond it released last round
    std::vector<std::vector<Cell>> sending_;  // the same of this round
};

/// Calls visit(cell) once for every cell, after all cells which give to it, on many threads. Cells
/// on a cycle, and below one, are never visited. Scratch: 1 byte per cell, and for each thread a
/// queue of a tile.
template <class Visit>
void visit_shared_downstream(View<const std::uint8_t> receivers, Visit visit) {
    Raster<std::uint8_t> waiting = giver_counts(receivers);
    const auto released = [receivers](Cell cell) { return receivers(cell); };
    TileWalk<decltype(released), Visit>(waiting, released, visit).run();
}

/// Calls visit(cell) once for every cell, after all cells which receive from it; otherwise as
/// visit_shared_downstream().
template <class Visit>
void visit_shared_upstream(View<const std::uint8_t> receivers, Visit visit) {
    Raster<std::uint8_t> waiting = receiver_counts(receivers);
    const auto released = [receivers](Cell cell) {
        return is_inner(receivers.extent(), cell) ? inner_givers(receivers, cell)
                                                  : givers(receivers, cell);
    };
    TileWalk<decltype(released), Visit>(waiting, released, visit).run();
}

}  // namespace hazone
