#pragma once

#include <cstdint>

#include "engine/core/raster.hpp"

namespace hazone {

/// The flow along streams alone, so that the kernels of flow see nothing but the network: the
/// direction where `stream` (1 on a stream, or its order) is at least `least` and not 255, else
/// 255. Both views have one extent.
Raster<std::uint8_t> stream_directions(View<const std::uint8_t> direction,
                                       View<const std::uint8_t> stream,
                                       int least);

/// Strahler order where two or more streams meet: one more than the highest order among them when
/// two of them have it, else the highest. Strahler (1957), Transactions AGU 38(6), 913-920,
/// https://doi.org/10.1029/TR038i006p00913. Feed it the orders one by one; a head has order 1.
class StrahlerJunction {
public:
    void meet(int order) {
        often_ = order == highest_ || (often_ && order < highest_);
        highest_ = order > highest_ ? order : highest_;
    }
    int order() const { return highest_ + (often_ || highest_ == 0 ? 1 : 0); }

private:
    int highest_ = 0;
    bool often_ = false;  // the highest order was met more than once
};

/// The two answers of stream_orders(), each of the extent of the grid.
struct StreamOrders {
    View<std::uint8_t> strahler;  // 0 off streams, 255 where the stream is unknown
    View<std::int32_t> shreve;    // 0 off streams and where unknown
};

/// Strahler order and Shreve magnitude of each stream cell. The magnitude is the number of heads
/// above the cell, its own included: Shreve (1966), Journal of Geology 74(1), 17-37,
/// https://doi.org/10.1086/627137. A head is a stream cell into which no stream cell drains;
/// several streams may meet in one cell.
///
/// direction: ESRI codes, 255 missing. stream: 1 on a stream, 0 elsewhere, 255 unknown. All views
/// have one extent. Unknown: where the stream is unknown or has no direction, and on a cycle of
/// directions. At most 2^31 - 1 heads. Same bits for any number of threads. Scratch: 2 bytes per
/// cell.
void stream_orders(View<const std::uint8_t> direction,
                   View<const std::uint8_t> stream,
                   StreamOrders orders);

}  // namespace hazone
