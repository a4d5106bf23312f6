#include "engine/terrain/flow/runoff.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

void clear(const RunoffGrids& period) {
    for_each_cell(period.rain.extent(), [=](Index row, Index col) {
        period.infiltration(row, col) = kMissing;
        period.runoff(row, col) = kMissing;
    });
}

void settle(const RunoffGrids& period, Cell cell, float from_above) {
    const RunoffBalance balance = runoff_balance(from_above + period.rain(cell),
                                                 period.capacity(cell), period.emerging(cell));
    period.infiltration(cell) = balance.infiltration;
    period.runoff(cell) = balance.runoff;
}

}  // namespace

RunoffBalance runoff_balance(float arriving, float capacity, float emerging) {
    if (any_missing(arriving, capacity, emerging)) {
        return {kMissing, kMissing};
    }
    if (emerging > 0) {
        return {0, arriving + emerging};
    }
    return capacity < arriving ? RunoffBalance{capacity, arriving - capacity}
                               : RunoffBalance{arriving, 0};
}

void route_runoff(const RunoffNetwork& network, const RunoffPeriod& period) {
    std::fill(period.runoff.begin(), period.runoff.end(), 0.0F);
    for (const Index cell : network.order) {
        const auto k = static_cast<std::size_t>(cell);
        const RunoffBalance balance = runoff_balance(period.runoff[k] + period.rain[k],
                                                     period.capacity[k], period.emerging[k]);
        period.infiltration[k] = balance.infiltration;
        period.runoff[k] = balance.runoff;
        if (balance.runoff == 0) {
            continue;
        }
        for (Index s = network.first[k]; s < network.first[k + 1]; ++s) {
            const RunoffNetwork::Share& share = network.shares[static_cast<std::size_t>(s)];
            const float part = share.receiver == cell ? share.weight - 1 : share.weight;
            period.runoff[static_cast<std::size_t>(share.receiver)] += balance.runoff * part;
        }
    }
}

void route_runoff(View<const std::uint8_t> direction, const RunoffGrids& period) {
    clear(period);
    visit_downstream(direction, [=](Cell cell, const Donors& donors) {
        float from_above = 0;
        for (const Cell donor : donors) {
            from_above += period.runoff(donor);
        }
        settle(period, cell, from_above);
    });
}

void route_runoff(View<const float> filled,
                  View<const std::uint8_t> direction,
                  FlowSharing sharing,
                  const RunoffGrids& period) {
    clear(period);
    const Raster<std::uint8_t> receivers = multiple_flow_receivers(filled, direction);
    visit_shared_downstream(receivers.view(), [=, codes = receivers.view()](Cell cell) {
        if (is_missing(filled(cell))) {
            return;
        }
        float from_above = 0;
        for_each_neighbour_in(givers(codes, cell), [&](int number) {
            const Cell giver = neighbour(cell, number);
            if (period.runoff(giver) != 0) {  // also where it is missing
                const auto shares = multiple_flow_shares(filled, direction, sharing, giver);
                from_above +=
                    period.runoff(giver) *
                    static_cast<float>(shares[static_cast<std::size_t>(opposite(number))]);
            }
        });
        settle(period, cell, from_above);
    });
}

}  // namespace hazone
