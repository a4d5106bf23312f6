#include "engine/terrain/network/basin_outlets.hpp"

#include <algorithm>
#include <cassert>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/downstream.hpp"

namespace hazone {

std::vector<BasinOutlet> basin_outlets(View<const std::int32_t> basin,
                                       View<const std::uint8_t> direction) {
    assert(basin.extent() == direction.extent());
    std::vector<std::vector<BasinOutlet>> by_row(static_cast<std::size_t>(basin.rows()));
    for_each_row(basin.rows(), [&](Index row) {
        for (Index col = 0; col < basin.cols(); ++col) {
            const std::int32_t label = basin(row, col);
            if (label == kNoLabel || direction(row, col) == kNoDirection) {
                continue;
            }
            Cell next{row, col};
            const std::int32_t below = flow_on(direction, next) ? basin(next) : kNoLabel;
            if (below != label) {
                by_row[static_cast<std::size_t>(row)].push_back({label, {row, col}, below});
            }
        }
    });
    std::vector<BasinOutlet> outlets;
    for (const std::vector<BasinOutlet>& row : by_row) {
        outlets.insert(outlets.end(), row.begin(), row.end());
    }
    std::stable_sort(outlets.begin(), outlets.end(),
                     [](const BasinOutlet& a, const BasinOutlet& b) { return a.label < b.label; });
    return outlets;
}

std::vector<BasinOutlet> single_outlets(const std::vector<BasinOutlet>& outlets) {
    std::vector<BasinOutlet> single;
    for (std::size_t place = 0; place < outlets.size(); ++place) {
        const bool as_before = place > 0 && outlets[place - 1].label == outlets[place].label;
        const bool as_after =
            place + 1 < outlets.size() && outlets[place + 1].label == outlets[place].label;
        if (!as_before && !as_after) {
            single.push_back(outlets[place]);
        }
    }
    return single;
}

std::vector<Cell> longest_flow_path(View<const std::uint8_t> direction,
                                    View<const float> length,
                                    double cell_size,
                                    Cell outlet) {
    std::vector<Cell> path{outlet};
    while (true) {
        double longest = -1;
        Cell source;
        for (const Cell donor : Donors(direction, path.back())) {
            const double through =
                double{length(donor)} + cell_size * step_length(neighbour_of(direction(donor)));
            source = through > longest ? donor : source;
            longest = through > longest ? through : longest;
        }
        if (longest < 0) {
            std::reverse(path.begin(), path.end());
            return path;
        }
        path.push_back(source);
    }
}

}  // namespace hazone
