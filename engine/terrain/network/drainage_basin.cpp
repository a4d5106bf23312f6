#include "engine/terrain/network/drainage_basin.hpp"

#include <cassert>
#include <limits>

#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"
#include "engine/terrain/flow/upstream.hpp"
#include "engine/terrain/numbering.hpp"

namespace hazone {
namespace {

constexpr std::int32_t kUnlabelled = -1;
constexpr std::int32_t kSlopes = std::numeric_limits<std::int32_t>::max();

struct Network {
    View<const std::uint8_t> direction;
    View<const double> area;
    double minimum_area;

    bool is_channel(Cell cell) const {
        return direction(cell) != kNoDirection && area(cell) >= minimum_area;
    }

    /// True for the last cell of a link: the flow ends there, or the next cell joins several
    /// channels.
    bool ends_link(Cell cell) const {
        if (!is_channel(cell)) {
            return false;
        }
        Cell next = cell;
        if (!flow_on(direction, next)) {
            return true;
        }
        int channels = 0;
        for (const Cell donor : Donors(direction, next)) {
            channels += is_channel(donor) ? 1 : 0;
        }
        return channels > 1;
    }

    /// The label where it is known from the cell alone.
    std::int32_t own_label(Cell cell) const {
        if (direction(cell) == kNoDirection || is_missing(area(cell))) {
            return kNoLabel;
        }
        Cell next = cell;
        return is_channel(cell) || flow_on(direction, next) ? kUnlabelled : kSlopes;
    }
};

}  // namespace

BasinCount drainage_basins(View<const std::uint8_t> direction,
                           View<const double> area,
                           double minimum_area,
                           View<std::int32_t> basin) {
    assert(direction.extent() == area.extent() && direction.extent() == basin.extent());
    const Network network{direction, area, minimum_area};
    for_each_cell(basin.extent(), [=](Index row, Index col) {
        basin(row, col) = network.own_label({row, col});
    });
    const Index links = number_cells(
        basin.extent(),
        [=](Index row, Index col) {
            return network.ends_link({row, col});
        },
        [=](Index row, Index col, Index number) {
            basin(row, col) = static_cast<std::int32_t>(number);
        });
    assert(links < kSlopes);
    spread_upstream(direction, basin, kUnlabelled, kNoLabel);
    const auto slopes = static_cast<std::int32_t>(links + 1);
    const Index slope_cells = count_cells(basin.extent(), [=](Index row, Index col) {
        std::int32_t& label = basin(row, col);
        const bool on_slopes = label == kSlopes;
        label = on_slopes ? slopes : label;
        return on_slopes;
    });
    return {static_cast<std::int32_t>(links), slope_cells > 0 ? slopes : 0};
}

}  // namespace hazone
