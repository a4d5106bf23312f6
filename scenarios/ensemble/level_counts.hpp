#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "engine/core/raster.hpp"
#include "engine/core/zones.hpp"

namespace hazone {

/// In how many members each cell has each class or level. One byte per cell and level with up to
/// 255 members, two with more.
class LevelCounts {
public:
    /// Of the values `lowest` to `highest`; every other one is no data.
    LevelCounts(Extent extent, int lowest, int highest, Index members);

    /// Counts one member.
    void add(View<const std::uint8_t> levels);

    /// Share of the level among the members with data, 0 to 1. Missing where less than half of all
    /// members have data: what few members say of a place which most do not know is no probability
    /// of that place, and a member without data never counts for a low level.
    Raster<float> share(int level) const;

    static double bytes_per_cell(int lowest, int highest, Index members);

private:
    template <class Count>
    using Rasters = std::vector<Raster<Count>>;

    int lowest_;
    Index members_;
    std::variant<Rasters<std::uint8_t>, Rasters<std::uint16_t>> counts_;
};

/// In how many members each zone has each level.
class ZoneLevelCounts {
public:
    explicit ZoneLevelCounts(Index members) : members_(members) {}

    /// Counts the zones of one member.
    void add(const ZoneTable& table);

    /// Shares of levels 0 to 5 among the members in which the zone has a level; empty where less
    /// than half of all members give one.
    std::vector<double> shares(std::int32_t label) const;
    /// In how many members the zone has a level.
    Index known(std::int32_t label) const;

private:
    Index members_;
    std::map<std::int32_t, std::array<Index, kLevelCount + 1>> counts_;
};

/// Standard error of a share found among `members` independent draws, sqrt(p (1 - p) / n). A Latin
/// hypercube is seldom worse: Owen (1997), https://doi.org/10.1137/S0036142994277468.
double standard_error(double share, Index members);

}  // namespace hazone
