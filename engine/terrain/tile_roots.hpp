#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {

/// Beside the one-bit codes of d8.hpp: the way ends here, the cell is a root. Any other code
/// (0, 255) means that the cell is outside and has no root.
inline constexpr std::uint8_t kRoot = 254;

/// Tiles of a grid, row by row. A tile stays in the second-level cache, and its cells are numbered
/// in 16 bits with one number left over, which stands for the outside.
class TileGrid {
public:
    static constexpr Index kRows = 255;
    static constexpr Index kCols = 256;

    explicit TileGrid(Extent grid)
        : grid_(grid),
          down_((grid.rows + kRows - 1) / kRows),
          across_((grid.cols + kCols - 1) / kCols) {}

    Extent grid() const { return grid_; }
    Index count() const { return down_ * across_; }
    Index number_at(Index row, Index col) const { return row / kRows * across_ + col / kCols; }
    Cell from(Index tile) const { return {tile / across_ * kRows, tile % across_ * kCols}; }
    Extent extent(Index tile) const {
        const Cell first = from(tile);
        return {std::min(kRows, grid_.rows - first.row), std::min(kCols, grid_.cols - first.col)};
    }

private:
    Extent grid_;
    Index down_;
    Index across_;
};

/// The way of each cell of one tile, from cell to cell, to its end.
class TilePaths {
public:
    using TileCell = std::uint16_t;  // row x 256 + col in the tile
    static constexpr TileCell kOutside = 65535;

    /// A cell from which the way leaves the tile.
    struct Exit {
        TileCell cell = 0;
        std::uint8_t code = 0;
    };

    TilePaths() : codes_(kSize), next_(kSize), number_(kSize) {}

    /// Codes of one row, to be written before follow().
    std::uint8_t* codes(Index row) { return codes_.data() + row * TileGrid::kCols; }
    /// Follows all ways to their ends and numbers the roots and exits from 1 in row-major order.
    void follow(Extent tile);
    /// Number of the root of each cell of a row; 0 outside, and on a cycle.
    void write_labels(Index row, Index cols, std::uint16_t* label) const;

    const std::vector<TileCell>& roots() const { return roots_; }  // exits included
    const std::vector<Exit>& exits() const { return exits_; }
    std::uint16_t number(TileCell root) const { return number_[root]; }

private:
    static constexpr std::size_t kSize = 65536;
    static constexpr std::uint8_t kExit = 253;

    void point(Extent tile);
    void find_exits(Extent tile);
    void look_for_exit(Index row, Index col, unsigned leaving);
    void jump(std::size_t cells);

    std::vector<std::uint8_t> codes_;
    std::vector<TileCell> next_;
    std::vector<std::uint16_t> number_;
    std::vector<TileCell> roots_;
    std::vector<Exit> exits_;
};

/// The root of each cell of a grid, found tile by tile: a cell has a label, a tile has a table from
/// labels to nodes, a node stands for a root. Two bytes per cell.
class TileRoots {
public:
    /// Node of the cells without a root.
    static constexpr std::uint32_t kNoRoot = 0;

    explicit TileRoots(Extent grid) : tiles_(grid), labels_(grid) {}

    /// `codes(row, col, cols, out)` writes the codes of cells [col, col + cols) of a row. A one-bit
    /// code leads to the neighbour; where that is off the grid the cell is a root of the grid.
    /// Parallel over tiles; the result does not depend on the number of threads.
    template <class Codes>
    void find(Codes codes) {
        std::vector<TileRootList> lists(static_cast<std::size_t>(tiles_.count()));
        for_each_tile<TilePaths>([&](Index tile, TilePaths& paths) {
            const Cell from = tiles_.from(tile);
            const Extent extent = tiles_.extent(tile);
            for (Index row = 0; row < extent.rows; ++row) {
                codes(from.row + row, from.col, extent.cols, paths.codes(row));
            }
            paths.follow(extent);
            for (Index row = 0; row < extent.rows; ++row) {
                paths.write_labels(row, extent.cols, labels_.view().row(from.row + row) + from.col);
            }
            lists[static_cast<std::size_t>(tile)] = list_of(paths);
        });
        join(lists);
    }

    /// Calls body(tile, scratch) for every tile, each thread with a Scratch of its own.
    template <class Scratch, class Body>
    void for_each_tile(Body body) const {
        for_each_block_with<Scratch>(tiles_.count(), body);
    }

    /// The values of a span of cells in one row of a tile: value(col), col from the span's first.
    template <class Value>
    struct SpanValues {
        const std::uint16_t* label;
        const Value* values;
        Value operator()(Index col) const { return values[label[col]]; }
    };

    /// Calls body(from, cols, values) for spans that cover the grid; the value of a cell is
    /// value_of(node) of its root.
    template <class Value, class ValueOf, class Body>
    void for_each_span(ValueOf value_of, Body body) const {
        for_each_tile<std::vector<Value>>([&](Index tile, std::vector<Value>& values) {
            const std::uint32_t* nodes = table(tile);
            values.resize(static_cast<std::size_t>(table(tile + 1) - nodes));
            for (std::size_t label = 0; label < values.size(); ++label) {
                values[label] = value_of(nodes[label]);
            }
            const Cell from = tiles_.from(tile);
            const Extent extent = tiles_.extent(tile);
            for (Index row = from.row; row < from.row + extent.rows; ++row) {
                body(Cell{row, from.col}, extent.cols,
                     SpanValues<Value>{label_row(row) + from.col, values.data()});
            }
        });
    }

    const TileGrid& tiles() const { return tiles_; }
    const std::uint16_t* label_row(Index row) const { return labels_.view().row(row); }
    /// Nodes of the labels 0, 1, .. of a tile.
    const std::uint32_t* table(Index tile) const {
        return nodes_.data() + first_[static_cast<std::size_t>(tile)];
    }
    std::uint32_t node(Index row, Index col) const {
        return table(tiles_.number_at(row, col))[labels_(row, col)];
    }
    /// Number of different nodes that table() may give, kNoRoot included: they are 0..count - 1, in
    /// the order of the tiles and in a tile row by row.
    std::uint32_t node_count() const { return static_cast<std::uint32_t>(root_cell_.size()); }
    /// The cell which is the root of the node (not of kNoRoot).
    Cell root(std::uint32_t node) const { return root_cell_[node]; }

private:
    struct TileRootList {
        std::vector<TilePaths::TileCell> roots;
        std::vector<std::uint8_t> codes;  // kRoot, or the way out of the tile
    };

    struct Entries;

    static TileRootList list_of(const TilePaths& paths);
    void join(const std::vector<TileRootList>& lists);
    void add_entry(std::size_t entry, std::uint8_t code, Entries& entries) const;
    static void follow(Entries& entries);
    void number(const Entries& entries);

    TileGrid tiles_;
    Raster<std::uint16_t> labels_;
    std::vector<std::size_t> first_;    // per tile: where its table begins
    std::vector<std::uint32_t> nodes_;  // the tables, one after the other
    std::vector<Cell> root_cell_;       // per node
};

}  // namespace hazone
