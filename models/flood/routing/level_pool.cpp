#include "models/flood/routing/level_pool.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::models {
namespace {

/// The number of the row from which a straight line leads on, of two rows or more.
std::size_t row_below(const std::vector<LevelValue>& rows, double level) {
    const auto after =
        std::upper_bound(rows.begin() + 1, rows.end() - 1, level,
                         [](double own, const LevelValue& row) { return own < row.level; });
    return static_cast<std::size_t>(after - rows.begin()) - 1;
}

double slope_from(const std::vector<LevelValue>& rows, std::size_t row) {
    return (rows[row + 1].value - rows[row].value) / (rows[row + 1].level - rows[row].level);
}

}  // namespace

LevelPool::LevelPool(std::vector<LevelValue> storage,
                     std::vector<LevelValue> release,
                     const Weir& weir)
    : storage_(std::move(storage)), release_(std::move(release)), weir_(weir) {
    for (const std::vector<LevelValue>* rows : {&storage_, &release_}) {
        for (const LevelValue& row : *rows) {
            breaks_.push_back(std::max(row.level, bottom()));
        }
    }
    std::sort(breaks_.begin(), breaks_.end());
    breaks_.erase(std::unique(breaks_.begin(), breaks_.end()), breaks_.end());
}

double LevelPool::storage(double level) const {
    const std::size_t row = row_below(storage_, level);
    return storage_[row].value + slope_from(storage_, row) * (level - storage_[row].level);
}

double LevelPool::level(double storage) const {
    const auto after =
        std::upper_bound(storage_.begin() + 1, storage_.end() - 1, storage,
                         [](double own, const LevelValue& row) { return own < row.value; });
    const auto row = static_cast<std::size_t>(after - storage_.begin()) - 1;
    return storage_[row].level + (storage - storage_[row].value) / slope_from(storage_, row);
}

double LevelPool::released(double level) const {
    if (release_.empty()) {
        return 0;
    }
    if (release_.size() == 1 || level <= release_.front().level) {
        return release_.front().value;
    }
    if (level >= release_.back().level) {
        return release_.back().value;
    }
    const std::size_t row = row_below(release_, level);
    return release_[row].value + slope_from(release_, row) * (level - release_[row].level);
}

double LevelPool::outflow(double level) const {
    if (level <= bottom()) {
        return 0;
    }
    const double head = std::max(level - weir_.crest, 0.0);
    return released(level) + weir_.coefficient * weir_.width * head * std::sqrt(head);
}

double LevelPool::steepest(double level) const {
    double most = 0;
    for (std::size_t part = 0; part < breaks_.size() && breaks_[part] < level; ++part) {
        const bool last = part + 1 == breaks_.size();
        const double low = breaks_[part];
        const double high = last ? level : std::min(breaks_[part + 1], level);
        const double head = std::max(high - weir_.crest, 0.0);
        const double weir = 1.5 * weir_.coefficient * weir_.width * std::sqrt(head);
        const double release =
            last ? 0 : (released(breaks_[part + 1]) - released(low)) / (breaks_[part + 1] - low);
        const double area = slope_from(storage_, row_below(storage_, low));
        most = std::max(most, (weir + std::max(release, 0.0)) / area);
    }
    return most;
}

double LevelPool::part_outflow(double length, double inflow, double now, double storage) const {
    const double content = storage + inflow;
    const double before = (1 - now) * length * outflow(level(storage));
    const double goal = content - before;
    double low = bottom();
    double high = level(goal);
    if (goal - now * length * released(low) <= least_storage()) {
        return content - least_storage();  // the release would take more than there is
    }
    constexpr int kHalvings = 100;  // until no number lies between the two
    for (int halving = 0; halving < kHalvings; ++halving) {
        const double middle = (low + high) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        const bool above = this->storage(middle) + now * length * outflow(middle) > goal;
        (above ? high : low) = middle;
    }
    const double gone = before + now * length * outflow(high);
    return std::clamp(gone, 0.0, content - least_storage());
}

double LevelPool::pass(double length, double inflow, double& storage) const {
    if (std::isnan(storage + inflow)) {
        storage += inflow;
        return storage;
    }
    constexpr double kMostParts = 100;
    const double pace = length / 2 * steepest(level(storage + inflow));
    const double parts = std::clamp(std::ceil(pace), 1.0, kMostParts);
    const double now = pace <= parts ? 0.5 : 1.0;
    double gone = 0;
    for (int part = 0; part < static_cast<int>(parts); ++part) {
        const double out = part_outflow(length / parts, inflow / parts, now, storage);
        storage += inflow / parts - out;
        gone += out;
    }
    return gone / length;
}

}  // namespace hazone::models
