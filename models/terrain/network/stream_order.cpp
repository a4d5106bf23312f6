// Order and magnitude of streams, cell by cell.
// Strahler (1957), Transactions AGU 38(6), 913-920, https://doi.org/10.1029/TR038i006p00913.
// Shreve (1966), Journal of Geology 74(1), 17-37, https://doi.org/10.1086/627137.
#include "engine/terrain/network/stream_order.hpp"

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kStrahlerOrder, kShreveMagnitude};

void run(const Params& /*params*/, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    hazone::stream_orders(direction, stream,
                          {.strahler = fields.write<std::uint8_t>(kStrahlerOrder),
                           .shreve = fields.write<std::int32_t>(kShreveMagnitude)});
}

}  // namespace

constinit const Model stream_order{
    .name = "stream_order",
    .summary = "Strahler order and Shreve magnitude of the streams",
    .source = "Strahler (1957), doi:10.1029/TR038i006p00913; Shreve (1966), doi:10.1086/627137",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 5,
};

}  // namespace hazone::models
