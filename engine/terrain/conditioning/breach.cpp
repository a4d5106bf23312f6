#include "engine/terrain/conditioning/breach.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/conditioning/breach_search.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();

/// Points a cell below water to the lowest of its neighbours and itself, the first of equals in
/// row-major order. All of these have a height, for no outlet is below water.
std::uint8_t lowest_neighbour(View<const float> z, Cell cell) {
    constexpr int kRowMajor[] = {5, 6, 7, 4, -1, 0, 3, 2, 1};  // numbers of neighbours; -1 itself
    std::uint8_t code = kRoot;
    float lowest = kInfinite;
    for (const int number : kRowMajor) {
        const float height = z(number < 0 ? cell : neighbour(cell, number));
        if (height < lowest) {
            lowest = height;
            code = number < 0 ? kRoot : direction_code(number);
        }
    }
    return code;
}

/// The basins of the cells below water; other cells are outside of all.
void find_basins(View<const float> z, View<const float> water, TileRoots& basins) {
    basins.find([=](Index row, Index col, Index cols, std::uint8_t* codes) {
        for (Index k = 0; k < cols; ++k) {
            const Cell cell{row, col + k};
            codes[k] = z(cell) < water(cell) ? lowest_neighbour(z, cell) : kOutlet;
        }
    });
}

/// A pit and the number of its basin.
struct Pit {
    float height = 0;
    Cell cell;
    std::uint32_t basin = 0;

    friend bool operator<(const Pit& a, const Pit& b) {
        return std::tie(a.height, a.cell.row, a.cell.col) <
               std::tie(b.height, b.cell.row, b.cell.col);
    }
};

std::vector<Pit> pits_from_the_lowest(View<const float> z, const TileRoots& basins) {
    std::vector<Pit> pits;
    for (std::uint32_t basin = 1; basin < basins.node_count(); ++basin) {
        const Cell cell = basins.root(basin);
        if (z(cell) > -kInfinite) {
            pits.push_back({z(cell), cell, basin});
        }
    }
    std::sort(pits.begin(), pits.end());
    return pits;
}

/// Breaches the pits in their order. A group of them is searched for on the ground as it is before
/// the group, then taken one after the other; what an earlier one of the group has touched is
/// searched for again.
class Breaching {
public:
    Breaching(BreachGround ground, const BreachLimits& limits, Index group)
        : ground_(std::move(ground)),
          limits_(limits),
          group_size_(static_cast<std::size_t>(group)),
          drained_in_(ground_.states.size(), 0),
          searches_(kShares) {}

    void breach(const std::vector<Pit>& pits) {
        for (std::size_t first = 0; first < pits.size(); first += group_size_) {
            const std::size_t end = std::min(first + group_size_, pits.size());
            breach_group(pits.data() + first, pits.data() + end);
        }
    }

private:
    static constexpr std::size_t kShares = 16;

    bool pending(const Pit& pit) const { return ground_.states[pit.basin] == BasinState::pending; }

    void breach_group(const Pit* first, const Pit* end) {
        const auto size = static_cast<std::size_t>(end - first);
        std::vector<Breach> found(size);
        for_each_block(kShares, [&](Index share) {
            const auto number = static_cast<std::size_t>(share);
            for (std::size_t pit = number * size / kShares; pit < (number + 1) * size / kShares;
                 ++pit) {
                if (pending(first[pit])) {
                    found[pit] = searches_[number].find(ground_, limits_, first[pit].cell);
                }
            }
        });
        ++group_;
        touched_.clear();
        for (std::size_t pit = 0; pit < size; ++pit) {
            if (!pending(first[pit])) {
                continue;
            }
            const bool stale = is_stale(found[pit]);
            apply(stale ? searches_.front().find(ground_, limits_, first[pit].cell) : found[pit]);
        }
    }

    bool is_stale(const Breach& breach) const {
        const auto overlaps = [&](const CellBox& box) { return box.overlaps(breach.seen); };
        const auto drained = [&](std::uint32_t basin) { return drained_in_[basin] == group_; };
        return std::any_of(touched_.begin(), touched_.end(), overlaps) ||
               std::any_of(breach.asked.begin(), breach.asked.end(), drained);
    }

    void apply(const Breach& breach) {
        const BasinState state = breach.found ? BasinState::drains : BasinState::stays;
        for (const std::uint32_t basin : breach.basins) {
            ground_.states[basin] = state;
            drained_in_[basin] = breach.found ? group_ : drained_in_[basin];
        }
        if (!breach.found) {
            return;
        }
        CellBox& box = touched_.emplace_back();
        const auto lower = [&](Cell cell) {
            ground_.z(cell) = std::min(ground_.z(cell), breach.level);
            ground_.water(cell) = std::min(ground_.water(cell), breach.level);
            box.add(cell);
        };
        // the end of the channel may be ground which drains at its own level, below the channel
        std::for_each(breach.channel.begin(), breach.channel.end(), lower);
        std::for_each(breach.bottom.begin(), breach.bottom.end(), lower);
    }

    BreachGround ground_;
    BreachLimits limits_;
    std::size_t group_size_;
    std::vector<std::uint32_t> drained_in_;  // group in which the basin began to drain
    std::uint32_t group_ = 0;
    std::vector<CellBox> touched_;  // by channels of this group
    std::vector<BreachSearch> searches_;
};

}  // namespace

void breach_depressions(View<const float> z,
                        const BreachLimits& limits,
                        View<float> breached,
                        Index group) {
    assert(z.extent() == breached.extent());
    if (z.extent().empty()) {
        return;
    }
    const std::vector<CellRun> holes =
        limits.holes == Holes::barrier ? holes_of(z) : std::vector<CellRun>();
    for_each_row(z.rows(), [=](Index row) {
        if (z.row(row) != breached.row(row)) {
            std::copy_n(z.row(row), z.cols(), breached.row(row));
        }
    });
    set_cells(holes, kInfinite, breached);
    Raster<float> water(z.extent());
    fill_depressions(breached, water);
    TileRoots basins(z.extent());
    find_basins(breached, water, basins);
    const std::vector<Pit> pits = pits_from_the_lowest(breached, basins);
    const std::vector<BasinState> states(basins.node_count(), BasinState::pending);
    Breaching({breached, water, basins, states}, limits, group).breach(pits);
    set_cells(holes, kMissing, breached);
}

}  // namespace hazone
