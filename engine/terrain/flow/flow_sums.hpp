#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/terrain/flow/flow_tile.hpp"
#include "engine/terrain/flow/flow_trunk.hpp"

namespace hazone {

/// The sums of the cells of one tile, by place.
class TileSums {
public:
    TileSums() : sums_(FlowTile::kPlaces) {}

    double* data() { return sums_.data(); }

    /// Sets each cell of the tile to own(row, col) of the grid.
    template <class Own>
    void start(Window tile, Own own) {
        for (Index row = 0; row < tile.extent.rows; ++row) {
            double* sum = sums_.data() + FlowTile::place(row, 0);
            for (Index col = 0; col < tile.extent.cols; ++col) {
                sum[col] = own(tile.from.row + row, tile.from.col + col);
            }
        }
    }

    /// The sums of the cells which are left for the trunk.
    std::vector<double> of_nodes(const FlowTile::Rest& rest) const {
        std::vector<double> values(rest.size());
        for (std::size_t node = 0; node < values.size(); ++node) {
            values[node] = sums_[rest.place[node]];
        }
        return values;
    }

    /// total = scale x sum.
    void write(Window tile, double scale, View<double> total) const {
        for (Index row = 0; row < tile.extent.rows; ++row) {
            const double* sum = sums_.data() + FlowTile::place(row, 0);
            double* out = total.row(tile.from.row + row) + tile.from.col;
            for (Index col = 0; col < tile.extent.cols; ++col) {
                out[col] = sum[col] * scale;
            }
        }
    }

private:
    std::vector<double> sums_;
};

/// By tile and node of the trunk.
using NodeSums = std::vector<std::vector<double>>;

/// Adds up the flow between the tiles and writes the cells it goes through, scale x their sum.
void add_up_trunk(const FlowTrunk& trunk, double scale, NodeSums& sums, View<double> total);

}  // namespace hazone
