#pragma once

#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/network/stream_order.hpp"
#include "engine/terrain/network/streams.hpp"
#include "tests/support/terrain.hpp"

namespace hazone::testing {

/// Ground with the streams that are derived from it; cells of 1 m2.
struct DrainedGround {
    Raster<float> filled;
    Raster<std::uint8_t> direction;
    Raster<double> area;
    Raster<std::uint8_t> stream;
    Raster<std::uint8_t> strahler;
    Raster<std::int32_t> shreve;

    DrainedGround(const Raster<float>& z, double threshold)
        : filled(testing::filled(z)),
          direction(directions(filled)),
          area(z.extent()),
          stream(z.extent()),
          strahler(z.extent()),
          shreve(z.extent()) {
        flow_accumulation(direction, area, 1.0);
        stream_network(area, threshold, stream);
        stream_orders(direction, stream, {strahler, shreve});
    }

    Extent extent() const { return direction.extent(); }
    /// The stream cells which drain into the cell.
    std::vector<Cell> stream_donors(Cell cell) const {
        std::vector<Cell> donors;
        for (const Cell donor : Donors(direction, cell)) {
            if (stream(donor.row, donor.col) == 1) {
                donors.push_back(donor);
            }
        }
        return donors;
    }
};

}  // namespace hazone::testing
