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

namespace {

/// Kruskal's algorithm on a window: groups without an anchor hang themselves on the first group
/// with one that a pass leads to.
class Anchoring {
public:
    explicit Anchoring(const std::vector<std::uint8_t>& on_border)
        : joined_(static_cast<std::uint32_t>(on_border.size())), anchored_(on_border) {
        constexpr float kForever = std::numeric_limits<float>::infinity();
        anchored_[kOutside] = 1;
        result_.anchors.assign(on_border.size(), {kForever, kOutside});
        for (std::uint32_t basin = 0; basin < on_border.size(); ++basin) {
            if (anchored_[basin] != 0) {
                result_.anchors[basin] = {-kForever, basin};
            }
        }
    }

    void take(const Pass& pass) {
        const std::uint32_t a = joined_.group(pass.basin);
        const std::uint32_t b = joined_.group(pass.neighbour);
        if (a == b) {
            return;
        }
        if (anchored_[a] != 0 && anchored_[b] != 0) {
            const std::uint32_t one = result_.anchors[pass.basin].basin;
            const std::uint32_t other = result_.anchors[pass.neighbour].basin;
            result_.passes.push_back({pass.height, one, other});
        } else if (anchored_[a] != 0) {
            hang(b, pass.height, pass.basin);
        } else if (anchored_[b] != 0) {
            hang(a, pass.height, pass.neighbour);
        }
        const bool anchored = anchored_[a] != 0 || anchored_[b] != 0;
        joined_.join(a, b);
        anchored_[std::min(a, b)] = anchored ? 1 : 0;
    }

    AnchoredBasins result() { return std::move(result_); }

private:
    void hang(std::uint32_t group, float height, std::uint32_t on) {
        const std::uint32_t anchor = result_.anchors[on].basin;
        joined_.for_each_member(group, [&](std::uint32_t basin) {
            result_.anchors[basin] = {height, anchor};
        });
    }

    JoinedBasins joined_;
    std::vector<std::uint8_t> anchored_;  // of the group, at the basin which stands for it
    AnchoredBasins result_;
};

}  // namespace

AnchoredBasins anchor_basins(std::vector<Pass> passes, const std::vector<std::uint8_t>& on_border) {
    std::sort(passes.begin(), passes.end(),
              [](const Pass& a, const Pass& b) { return a.height < b.height; });
    Anchoring anchoring(on_border);
    for (const Pass& pass : passes) {
        anchoring.take(pass);
    }
    return anchoring.result();
}

}  // namespace hazone
