#pragma once

#include <algorithm>
#include <vector>

#include "engine/parallel/windows.hpp"

namespace hazone::inundation {

/// Cells which one thread works through while they are in its cache. Results do not depend on it,
/// but sums over the grid are added tile by tile: it is the same for every number of threads.
inline constexpr Extent kTile{64, 256};
/// So many active tiles beside each other are worked through together: long rows are read faster.
inline constexpr Index kTilesAbreast = 8;

/// Active tiles which lie side by side.
struct Stretch {
    Index first = 0;
    Index count = 0;
};

/// Which tiles of a grid have work to do. A tile does where it, or one of the eight around it, is
/// wet (in two steps done together water turns a corner), where water comes in, and for one step
/// after it fell dry, so that all copies of its cells are dry.
class Activity {
public:
    explicit Activity(Extent extent)
        : windows_(extent, kTile),
          wet_(static_cast<std::size_t>(windows_.count()), 1),
          was_wet_(wet_),
          fed_(wet_.size(), 0) {}

    const Windows& windows() const { return windows_; }
    /// Tiles which the next step must work through, in order.
    const std::vector<Index>& active() const { return active_; }
    /// The same, put together where they lie side by side.
    const std::vector<Stretch>& stretches() const { return stretches_; }
    Window window(const Stretch& stretch) const {
        Window window = windows_.at(stretch.first);
        const Window last = windows_.at(stretch.first + stretch.count - 1);
        window.extent.cols = last.end_col() - window.from.col;
        return window;
    }

    void set_wet(Index tile, bool wet) { wet_[static_cast<std::size_t>(tile)] = wet ? 1 : 0; }
    /// Water may come into the tile from above or through the edge of the grid.
    void set_fed(Index tile, bool fed) { fed_[static_cast<std::size_t>(tile)] = fed ? 1 : 0; }

    /// Tiles around those which are fed are active too: for steps in which water that comes in may
    /// reach them.
    void work_around_fed() { around_fed_ = true; }

    /// Finds the active tiles.
    void find_active() {
        active_.clear();
        stretches_.clear();
        for (Index tile = 0; tile < windows_.count(); ++tile) {
            if (!is_active(tile)) {
                continue;
            }
            const bool beside = !active_.empty() && active_.back() == tile - 1 &&
                                tile % windows_.across() != 0 &&
                                stretches_.back().count < kTilesAbreast;
            if (beside) {
                ++stretches_.back().count;
            } else {
                stretches_.push_back({tile, 1});
            }
            active_.push_back(tile);
        }
    }
    /// After a step, once the active tiles of the next are found.
    void end_step() { was_wet_ = wet_; }
    /// The water was set anew: what copies there are may hold other water.
    void forget_past() { std::fill(was_wet_.begin(), was_wet_.end(), 1); }

private:
    bool is_active(Index tile) const {
        const auto at = [](const std::vector<char>& flags, Index number) {
            return flags[static_cast<std::size_t>(number)] != 0;
        };
        if (at(wet_, tile) || at(was_wet_, tile) || at(fed_, tile)) {
            return true;
        }
        const Index across = windows_.across();
        const Index col = tile % across;
        const Index line = tile / across;
        for (Index row = std::max<Index>(line - 1, 0); row < std::min(line + 2, windows_.down());
             ++row) {
            for (Index beside = std::max<Index>(col - 1, 0); beside < std::min(col + 2, across);
                 ++beside) {
                const Index number = row * across + beside;
                if (at(wet_, number) || (around_fed_ && at(fed_, number))) {
                    return true;
                }
            }
        }
        return false;
    }

    Windows windows_;
    std::vector<char> wet_;
    std::vector<char> was_wet_;
    std::vector<char> fed_;
    bool around_fed_ = false;
    std::vector<Index> active_;
    std::vector<Stretch> stretches_;
};

}  // namespace hazone::inundation
