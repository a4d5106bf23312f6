// Drainage basins by order: one for every link of the streams of a given Strahler order and above.
// Strahler (1957), Transactions AGU 38(6), 913-920, https://doi.org/10.1029/TR038i006p00913.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basins.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

// With the default threshold of streams, basins of order 3 are the side valleys of a commune.
constexpr ParamSpec kLeastOrder{.name = "least_order",
                                .unit = Unit::one,
                                .fallback = 3,
                                .lowest = 1,
                                .highest = 12,
                                .meaning = "Strahler order from which a stream has basins",
                                .whole = true};
constexpr ParamSpec kParams[] = {kLeastOrder};
constexpr FieldSpec kNeeds[] = {kFlowDirection, kStrahlerOrder};
constexpr FieldSpec kMakes[] = {kDrainageBasin};

void run(const Params& params, FieldSet& fields) {
    hazone::order_basins(
        fields.read<std::uint8_t>(kFlowDirection), fields.read<std::uint8_t>(kStrahlerOrder),
        static_cast<int>(params[kLeastOrder]), fields.write<std::int32_t>(kDrainageBasin));
}

}  // namespace

constinit const Model order_basins{
    .name = "order_basins",
    .summary = "basins of the stream links of a Strahler order and above",
    .source = "Strahler (1957), doi:10.1029/TR038i006p00913",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 6,
};

}  // namespace hazone::models
