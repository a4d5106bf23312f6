#include "models/flood/inundation/step_levels.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::inundation {
namespace {

constexpr Side kSides[] = {Side::north, Side::east, Side::south, Side::west};
constexpr double kRoom = 1.1;  // by which waves of a level above 0 are counted as faster
constexpr int kPatience = 8;   // common steps after which a level more is tried again

}  // namespace

Index tile_beside(const Windows& windows, Index tile, Side side) {
    const Index across = windows.across();
    const Index col = tile % across;
    switch (side) {
        case Side::north:
            return tile >= across ? tile - across : -1;
        case Side::south:
            return tile + across < windows.count() ? tile + across : -1;
        case Side::west:
            return col > 0 ? tile - 1 : -1;
        case Side::east:
            return col + 1 < across ? tile + 1 : -1;
    }
    return -1;
}

StepLevels::StepLevels(const Windows& windows, int most)
    : windows_(windows),
      most_(most),
      allowed_(most),
      level_(index(windows.count()), kIdle),
      stretches_(index(most + 1)),
      last_(level_.size(), 0),
      recorded_(level_.size(), 0) {}

int StepLevels::highest_within(double shortest, double longest, double whole) const {
    int highest = allowed_;
    const auto fits = [&](int level) {
        const double common = std::ldexp(shortest, level);
        return common <= longest && common + shortest <= whole;
    };
    while (highest > 0 && !fits(highest)) {
        --highest;
    }
    return highest;
}

int StepLevels::level_of(double speed, double fastest, int highest) {
    int level = 0;
    while (level < highest && std::ldexp(kRoom * speed, level + 1) <= fastest) {
        ++level;
    }
    return level;
}

/// Lowers a tile to one level above its neighbours; true if that was needed.
bool StepLevels::lower_beside(Index tile) {
    int& own = level_[index(tile)];
    const int before = own;
    for (const Side side : kSides) {
        const Index beside = tile_beside(windows_, tile, side);
        if (beside >= 0 && level(beside) != kIdle) {
            own = std::min(own, level(beside) + 1);
        }
    }
    return own < before;
}

void StepLevels::assign(const std::vector<Index>& active,
                        const std::vector<double>& speeds,
                        double fastest,
                        int highest) {
    std::fill(level_.begin(), level_.end(), kIdle);
    for (const Index tile : active) {
        level_[index(tile)] = level_of(speeds[index(tile)], fastest, highest);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (const Index tile : active) {
            changed = lower_beside(tile) || changed;
        }
    }
    gather(active);
}

void StepLevels::gather(const std::vector<Index>& active) {
    highest_ = 0;
    for (std::vector<Stretch>& stretches : stretches_) {
        stretches.clear();
    }
    for (const Index tile : active) {
        highest_ = std::max(highest_, level(tile));
        std::vector<Stretch>& stretches = stretches_[index(level(tile))];
        const bool beside = !stretches.empty() && tile % windows_.across() != 0 &&
                            stretches.back().first + stretches.back().count == tile &&
                            stretches.back().count < kTilesAbreast;
        if (beside) {
            ++stretches.back().count;
        } else {
            stretches.push_back({tile, 1});
        }
    }
}

void StepLevels::lower(const std::vector<Index>& active) {
    const int highest = highest_ - 1;
    for (const Index tile : active) {
        level_[index(tile)] = std::min(level(tile), highest);
    }
    gather(active);
    allowed_ = highest;
    calm_ = 0;
}

void StepLevels::accept(const std::vector<Index>& active, double shortest) {
    same_ = false;
    for (const Index tile : active) {
        last_[index(tile)] = std::ldexp(shortest, level(tile));
    }
    end_step();
}

void StepLevels::accept_same() {
    same_ = true;
    end_step();
}

void StepLevels::end_step() {
    std::fill(recorded_.begin(), recorded_.end(), 0);
    if (++calm_ >= kPatience) {
        calm_ = 0;
        allowed_ = std::min(allowed_ + 1, most_);
    }
}

void StepLevels::forget() {
    allowed_ = most_;
    calm_ = 0;
    same_ = true;
    std::fill(recorded_.begin(), recorded_.end(), 0);
}

template <class T>
void SideFluxes<T>::open(const StepLevels& levels, const std::vector<Index>& active) {
    for (const Index tile : active) {
        for (const Side side : kSides) {
            const Index beside = tile_beside(levels.windows(), tile, side);
            if (beside < 0 || levels.level(beside) == StepLevels::kIdle ||
                levels.level(beside) >= levels.level(tile)) {
                continue;
            }
            const bool along_row = side == Side::north || side == Side::south;
            const auto count = static_cast<std::size_t>(along_row ? kTile.cols : kTile.rows);
            Sums& sums = at(tile, side);
            sums.mass.resize(count);
            sums.push.resize(count);
            sums.along.resize(count);
        }
    }
}

template class SideFluxes<float>;
template class SideFluxes<double>;

}  // namespace hazone::inundation
