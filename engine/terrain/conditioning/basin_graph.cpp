#include "engine/terrain/conditioning/basin_graph.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace hazone {
namespace {

constexpr std::uint32_t kOutside = 0;

/// Groups of basins which are joined by the passes so far. Each group has a ring through its
/// members.
class JoinedBasins {
public:
    explicit JoinedBasins(std::uint32_t count) : parent_(count), next_(count) {
        std::iota(parent_.begin(), parent_.end(), 0U);
        std::iota(next_.begin(), next_.end(), 0U);
    }

    /// The basin which stands for the group; for the group of the outside that is the outside.
    std::uint32_t group(std::uint32_t basin) {
        while (parent_[basin] != basin) {
            parent_[basin] = parent_[parent_[basin]];
            basin = parent_[basin];
        }
        return basin;
    }

    void join(std::uint32_t a, std::uint32_t b) {
        parent_[std::max(a, b)] = std::min(a, b);
        std::swap(next_[a], next_[b]);
    }

    template <class Visit>
    void for_each_member(std::uint32_t group, Visit visit) const {
        std::uint32_t basin = group;
        do {
            visit(basin);
            basin = next_[basin];
        } while (basin != group);
    }

private:
    std::vector<std::uint32_t> parent_;
    std::vector<std::uint32_t> next_;
};

}  // namespace

std::vector<float> spill_levels(std::vector<Pass> passes, std::uint32_t basin_count) {
    constexpr float kNever = std::numeric_limits<float>::infinity();
    std::sort(passes.begin(), passes.end(),
              [](const Pass& a, const Pass& b) { return a.height < b.height; });
    std::vector<float> level(basin_count, kNever);
    level[kOutside] = -kNever;
    JoinedBasins joined(basin_count);
    for (const Pass& pass : passes) {
        const std::uint32_t a = joined.group(pass.basin);
        const std::uint32_t b = joined.group(pass.neighbour);
        if (a == b) {
            continue;
        }
        if (std::min(a, b) == kOutside) {
            joined.for_each_member(std::max(a, b),
                                   [&](std::uint32_t basin) { level[basin] = pass.height; });
        }
        joined.join(a, b);
    }
    return level;
}

}  // namespace hazone
