#pragma once

#include <vector>

#include "engine/parallel/windows.hpp"
#include "models/flood/inundation/edges.hpp"
#include "models/flood/inundation/tiles.hpp"

// Time steps of their own for tiles in which waves are slow. A tile of level k takes steps 2^k
// times as long as the shortest; after 2^(highest level) of these all tiles stand at the same time
// again, which is called a common step here. Levels of tiles with a side in common differ by one at
// most.

namespace hazone::inundation {

/// In 2^5 steps water comes 32 cells far: not across the tiles around those which are wet.
inline constexpr int kMostStepLevels = 5;

/// Number of the tile on one side of a tile; -1 outside the grid.
Index tile_beside(const Windows& windows, Index tile, Side side);

/// Which level each tile has, and what is remembered of each from one common step to the next.
class StepLevels {
public:
    /// Level of a tile which is not at work.
    static constexpr int kIdle = -1;

    StepLevels(const Windows& windows, int most);

    /// The highest level whose common step is no longer than `longest` and leaves one shortest step
    /// or more of `whole`, s: so the last step before a halt is the same for all tiles.
    int highest_within(double shortest, double longest, double whole) const;
    /// The level a tile of these waves may have where `fastest` sets the shortest step, m/s. Above
    /// level 0 waves may grow by a tenth before they set a step of their own.
    static int level_of(double speed, double fastest, int highest);
    /// Gives a level to each active tile, by the speeds of waves in and near it (by tile, m/s).
    void assign(const std::vector<Index>& active,
                const std::vector<double>& speeds,
                double fastest,
                int highest);
    /// After a common step was refused: one level less, which halves it.
    void lower(const std::vector<Index>& active);
    /// After a common step, of `shortest` at level 0.
    void accept(const std::vector<Index>& active, double shortest);
    /// After a step which was the same for all tiles.
    void accept_same();
    /// The water was set anew: what is remembered would not be known to a run that is resumed here.
    void forget();

    int highest() const { return highest_; }
    int level(Index tile) const { return level_[index(tile)]; }
    /// Active tiles of one level, put together where they lie side by side.
    const std::vector<Stretch>& stretches(int level) const { return stretches_[index(level)]; }
    const Windows& windows() const { return windows_; }

    /// The last step of all tiles was the same.
    bool were_same() const { return same_; }
    /// Length of the last step of a tile, s.
    double last(Index tile) const { return last_[index(tile)]; }
    /// The results of a tile were taken at the beginning of this common step.
    bool recorded(Index tile) const { return recorded_[index(tile)] != 0; }
    void set_recorded(Index tile) { recorded_[index(tile)] = 1; }

private:
    static std::size_t index(Index number) { return static_cast<std::size_t>(number); }
    bool lower_beside(Index tile);
    void gather(const std::vector<Index>& active);
    void end_step();

    Windows windows_;
    int most_;
    int allowed_;
    int calm_ = 0;  // common steps since one was refused
    int highest_ = 0;
    std::vector<int> level_;
    std::vector<std::vector<Stretch>> stretches_;  // by level
    std::vector<double> last_;
    std::vector<char> recorded_;
    bool same_ = true;
};

/// What went through the sides of tiles whose neighbour takes steps of half the length: the fluxes
/// which the neighbour found in its two steps. The tile with the longer steps takes their mean and
/// finds none of its own, so that what leaves the one is what enters the other.
template <class T>
class SideFluxes {
public:
    struct Sums {
        std::vector<T> mass;
        std::vector<T> push;  // on the tile which the side belongs to
        std::vector<T> along;
    };

    explicit SideFluxes(Index tiles) : sums_(static_cast<std::size_t>(4 * tiles)) {}

    /// Makes room where a tile has a neighbour with shorter steps.
    void open(const StepLevels& levels, const std::vector<Index>& active);
    Sums& at(Index tile, Side side) {
        return sums_[static_cast<std::size_t>(4 * tile) + static_cast<std::size_t>(side)];
    }

private:
    std::vector<Sums> sums_;
};

}  // namespace hazone::inundation
