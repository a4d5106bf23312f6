#include "scenarios/ensemble/level_counts.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

template <class Count>
std::vector<Raster<Count>> zeros(Extent extent, std::size_t levels) {
    std::vector<Raster<Count>> rasters;
    for (std::size_t level = 0; level < levels; ++level) {
        rasters.emplace_back(extent, Count{0});
    }
    return rasters;
}

bool fits_a_byte(Index members) { return members <= std::numeric_limits<std::uint8_t>::max(); }

}  // namespace

LevelCounts::LevelCounts(Extent extent, int lowest, int highest, Index members)
    : lowest_(lowest), members_(members) {
    const auto levels = static_cast<std::size_t>(highest - lowest + 1);
    if (fits_a_byte(members)) {
        counts_ = zeros<std::uint8_t>(extent, levels);
    } else {
        counts_ = zeros<std::uint16_t>(extent, levels);
    }
}

void LevelCounts::add(View<const std::uint8_t> levels) {
    std::visit(
        [&](auto& counts) {
            const int last = static_cast<int>(counts.size()) - 1;
            for_each_cell(levels.extent(), [&](Index row, Index col) {
                const int place = static_cast<int>(levels(row, col)) - lowest_;
                if (place >= 0 && place <= last) {
                    ++counts[static_cast<std::size_t>(place)](row, col);
                }
            });
        },
        counts_);
}

Raster<float> LevelCounts::share(int level) const {
    return std::visit(
        [&](const auto& counts) {
            const auto place = static_cast<std::size_t>(level - lowest_);
            Raster<float> shares(counts.front().extent());
            for_each_cell(shares.extent(), [&](Index row, Index col) {
                const Index known = std::accumulate(
                    counts.begin(), counts.end(), Index{0},
                    [&](Index sum, const auto& one) { return sum + Index{one(row, col)}; });
                shares(row, col) =
                    2 * known < members_
                        ? kMissing
                        : static_cast<float>(static_cast<double>(counts[place](row, col)) /
                                             static_cast<double>(known));
            });
            return shares;
        },
        counts_);
}

double LevelCounts::bytes_per_cell(int lowest, int highest, Index members) {
    return (highest - lowest + 1) * (fits_a_byte(members) ? 1.0 : 2.0);
}

void ZoneLevelCounts::add(const ZoneTable& table) {
    for (const ZoneSummary& zone : table) {
        auto& counts = counts_[zone.label];
        if (zone.level) {
            ++counts[static_cast<std::size_t>(*zone.level)];
        }
    }
}

Index ZoneLevelCounts::known(std::int32_t label) const {
    const auto found = counts_.find(label);
    return found == counts_.end()
               ? 0
               : std::accumulate(found->second.begin(), found->second.end(), Index{0});
}

std::vector<double> ZoneLevelCounts::shares(std::int32_t label) const {
    const Index members = known(label);
    std::vector<double> shares;
    if (2 * members < members_) {
        return shares;
    }
    for (const Index count : counts_.at(label)) {
        shares.push_back(static_cast<double>(count) / static_cast<double>(members));
    }
    return shares;
}

double standard_error(double share, Index members) {
    return std::sqrt(share * (1 - share) / static_cast<double>(members));
}

}  // namespace hazone
