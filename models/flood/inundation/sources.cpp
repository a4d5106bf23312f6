#include "models/flood/inundation/sources.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::inundation {

void Sources::set(View<const float> rain, View<const float> loss) {
    if (field_.extent().empty()) {
        field_ = Padded<float>(extent_, 0, 9);
    }
    const bool losing = !loss.extent().empty();
    for_each_row(extent_.rows, [&](Index row) {
        float* net = field_.row(row);
        for (Index col = 0; col < extent_.cols; ++col) {
            const float rate = rain(row, col) - (losing ? loss(row, col) : 0.0F);
            net[col] = is_missing(rate) ? 0.0F : rate;
        }
    });
    changed_ = true;
}

bool Sources::rains_on(const Window& window) const {
    if (!has_field()) {
        return uniform_ > 0;
    }
    for (Index row = window.from.row; row < window.end_row(); ++row) {
        const float* net = field_.row(row) + window.from.col;
        if (std::any_of(net, net + window.extent.cols, [](float rate) { return rate > 0; })) {
            return true;
        }
    }
    return false;
}

bool Sources::find_tiles(Activity& activity, const std::vector<char>& fed_by_edges) {
    if (!changed_) {
        return false;
    }
    const Windows& windows = activity.windows();
    by_tile_.assign(static_cast<std::size_t>(windows.count()), {});
    for (std::size_t number = 0; number < inflows_.size(); ++number) {
        const Index tile = windows.number_at(inflows_[number].cell);
        by_tile_[static_cast<std::size_t>(tile)].push_back(number);
    }
    std::vector<char> rained_on(by_tile_.size());
    for_each_block(windows.count(), [&](Index tile) {
        rained_on[static_cast<std::size_t>(tile)] = rains_on(windows.at(tile)) ? 1 : 0;
    });
    for (Index tile = 0; tile < windows.count(); ++tile) {
        const auto number = static_cast<std::size_t>(tile);
        activity.set_fed(
            tile, rained_on[number] != 0 || fed_by_edges[number] != 0 || !by_tile_[number].empty());
    }
    changed_ = false;
    return true;
}

const float* Sources::rates(Index row,
                            const Window& window,
                            const Stretch& stretch,
                            float* work) const {
    const float* field = has_field() ? field_.row(row) + window.from.col : nullptr;
    if (inflows_.empty()) {
        return has_field() ? field : work;
    }
    if (has_field()) {
        std::copy_n(field, window.extent.cols, work);
    }
    const auto for_each_inflow = [&](auto visit) {
        for (Index tile = stretch.first; tile < stretch.first + stretch.count; ++tile) {
            for (const std::size_t number : by_tile_[static_cast<std::size_t>(tile)]) {
                const PointInflow& inflow = inflows_[number];
                visit(inflow, work[inflow.cell.col - window.from.col]);
            }
        }
    };
    for_each_inflow(
        [&](const PointInflow& /*inflow*/, float& rate) { rate = has_field() ? rate : uniform_; });
    for_each_inflow([&](const PointInflow& inflow, float& rate) {
        if (inflow.cell.row == row) {
            rate += static_cast<float>(inflow.discharge / (cell_size_ * cell_size_));
        }
    });
    return work;
}

}  // namespace hazone::inundation
