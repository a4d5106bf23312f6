#include "engine/terrain/network/stream_order.hpp"

#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"

namespace hazone {

Raster<std::uint8_t> stream_directions(View<const std::uint8_t> direction,
                                       View<const std::uint8_t> stream,
                                       int least) {
    assert(direction.extent() == stream.extent());
    Raster<std::uint8_t> along(direction.extent());
    for_each_row(direction.rows(), [=, out = along.view()](Index row) {
        const std::uint8_t* code = direction.row(row);
        const std::uint8_t* on_stream = stream.row(row);
        std::uint8_t* kept = out.row(row);
        for (Index col = 0; col < direction.cols(); ++col) {
            const bool on_network = on_stream[col] >= least && on_stream[col] != kNoDirection;
            kept[col] = on_network ? code[col] : kNoDirection;
        }
    });
    return along;
}

void stream_orders(View<const std::uint8_t> direction,
                   View<const std::uint8_t> stream,
                   StreamOrders orders) {
    assert(direction.extent() == orders.strahler.extent());
    assert(direction.extent() == orders.shreve.extent());
    for_each_cell(direction.extent(), [=](Index row, Index col) {
        orders.strahler(row, col) = stream(row, col) == 0 ? std::uint8_t{0} : kNoDirection;
        orders.shreve(row, col) = kNoLabel;
    });
    const Raster<std::uint8_t> along = stream_directions(direction, stream, 1);
    visit_downstream(along.view(), [=](Cell cell, const Donors& donors) {
        StrahlerJunction junction;
        std::int32_t heads = donors.size() == 0 ? 1 : 0;
        for (const Cell donor : donors) {
            junction.meet(orders.strahler(donor));
            heads += orders.shreve(donor);
        }
        orders.strahler(cell) = static_cast<std::uint8_t>(junction.order());
        orders.shreve(cell) = heads;
    });
}

}  // namespace hazone
