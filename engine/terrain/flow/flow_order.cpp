#include "engine/terrain/flow/flow_order.hpp"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/flow_sums.hpp"

namespace hazone {
namespace {

using Place = FlowTile::Place;

std::vector<FlowOrder::Tile::Run> missing_runs(const FlowTile& tile) {
    std::vector<FlowOrder::Tile::Run> runs;
    for (Index row = 0; row < tile.extent().rows; ++row) {
        const std::uint8_t* begin = tile.codes(row);
        const std::uint8_t* end = begin + tile.extent().cols;
        for (const std::uint8_t* code = begin; code != end;) {
            const std::uint8_t* first = std::find(code, end, kNoDirection);
            code = std::find_if(first, end, [](std::uint8_t c) { return c != kNoDirection; });
            if (first != code) {
                runs.push_back({FlowTile::place(row, first - begin),
                                static_cast<std::uint16_t>(code - first)});
            }
        }
    }
    return runs;
}

FlowOrder::Tile order_of(FlowTile& tile) {
    FlowOrder::Tile result;
    const std::span<const Place> cells = tile.run([](Place /*from*/, Place /*to*/) {});
    result.cells.assign(cells.begin(), cells.end());
    result.codes.resize(cells.size());
    std::ranges::transform(cells, result.codes.begin(),
                           [&](Place place) { return tile.code(place); });
    result.missing = missing_runs(tile);
    return result;
}

void add_up(const FlowOrder::Tile& tile, double* sum) {
    for (const FlowOrder::Tile::Run run : tile.missing) {
        std::fill_n(sum + run.first, run.count, double{kMissing});
    }
    const Place* cells = tile.cells.data();
    const std::uint8_t* codes = tile.codes.data();
    const std::size_t count = tile.cells.size();
    for (std::size_t number = 0; number < count; ++number) {
        sum[FlowTile::receiver(cells[number], codes[number])] += sum[cells[number]];
    }
}

template <class Weight>
void accumulate_weights(const FlowOrder& order, View<const Weight> weight, View<double> total) {
    assert(order.extent() == weight.extent() && order.extent() == total.extent());
    const FlowTrunk& trunk = order.trunk();
    NodeSums node_sums(static_cast<std::size_t>(trunk.tiles().count()));
    for_each_block_with<TileSums>(trunk.tiles().count(), [&](Index number, TileSums& sums) {
        const Window window = trunk.tiles().at(number);
        sums.start(window, [=](Index row, Index col) { return double{weight(row, col)}; });
        add_up(order.tile(number), sums.data());
        node_sums[static_cast<std::size_t>(number)] = sums.of_nodes(trunk.rest(number));
        sums.write(window, 1.0, total);
    });
    add_up_trunk(trunk, 1.0, node_sums, total);
}

template <class T>
Index bytes_of(const std::vector<T>& items) {
    return static_cast<Index>(items.size() * sizeof(T));
}

}  // namespace

FlowOrder::FlowOrder(View<const std::uint8_t> direction) {
    const Windows tiles(direction.extent(), {FlowTile::kSide, FlowTile::kSide});
    std::vector<FlowTile::Rest> rests(static_cast<std::size_t>(tiles.count()));
    tiles_.resize(rests.size());
    for_each_block_with<FlowTile>(tiles.count(), [&](Index number, FlowTile& tile) {
        tile.load(direction, tiles.at(number), JoinOrder::neighbours);
        tiles_[static_cast<std::size_t>(number)] = order_of(tile);
        rests[static_cast<std::size_t>(number)] = tile.rest();
    });
    trunk_ = std::make_unique<FlowTrunk>(tiles, std::move(rests));
}

Index FlowOrder::bytes() const {
    Index sum = trunk_->bytes();
    for (const Tile& tile : tiles_) {
        sum += bytes_of(tile.cells) + bytes_of(tile.codes) + bytes_of(tile.missing);
    }
    return sum;
}

void accumulate(const FlowOrder& order, View<const float> weight, View<double> total) {
    accumulate_weights(order, weight, total);
}

void accumulate(const FlowOrder& order, View<const double> weight, View<double> total) {
    accumulate_weights(order, weight, total);
}

}  // namespace hazone
