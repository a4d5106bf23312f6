#include "models/landslide/runout/flow_paths.hpp"

#include <algorithm>
#include <tuple>

#include "engine/core/missing.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone::models {
namespace {

/// A mass which is to leave a cell.
struct Visit {
    std::int32_t row = 0;
    std::int32_t col = 0;
    double flux = 0;
    double energy = 0;
    double length = 0;          // m, shortest path from the release
    PerNeighbour heading{};     // energies of the masses which arrived, by their direction
    unsigned came_in = 0;       // the directions in which they arrived, one bit each
    bool any_direction = true;  // at the release and one step from it nothing has a direction yet
};

struct Receiver {
    double energy = 0;
    double flux = 0;
    std::int32_t row = 0;
    std::int32_t col = 0;
    std::size_t direction = 0;

    friend bool operator<(const Receiver& a, const Receiver& b) {
        return std::tie(a.energy, a.flux, a.row, a.col) < std::tie(b.energy, b.flux, b.row, b.col);
    }
};

/// In the order in which they are served, that of Flow-Py: the least energy first.
struct Receivers {
    std::array<Receiver, kNeighbours> list;
    std::size_t count = 0;

    void insert(const Receiver& receiver) {
        std::size_t place = count++;
        for (; place > 0 && receiver < list[place - 1]; --place) {
            list[place] = list[place - 1];
        }
        list[place] = receiver;
    }
};

/// Flux that each neighbour gets before the threshold; all 0 where the mass stops.
PerNeighbour shares_of(const Visit& visit, const PerNeighbour& weights) {
    PerNeighbour persistence;
    if (visit.any_direction) {
        persistence.fill(1);
    } else {
        persistence = persistence_of(visit.heading, visit.came_in);
    }
    PerNeighbour shares;
    double total = 0;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        shares[k] = persistence[k] * weights[k];
        total += shares[k];
    }
    const double scale = total > 0 ? visit.flux / total : 0;
    for (double& share : shares) {
        share *= scale;
    }
    return shares;
}

/// Gives the shares below the threshold to those above it.
void merge_small_shares(PerNeighbour& shares, double flux, const FlowRules& rules) {
    double small = 0;
    double large = 0;
    int small_count = 0;
    for (const double share : shares) {
        if (share > 0 && share < rules.threshold) {
            small += share;
            ++small_count;
        } else if (share > rules.threshold) {
            large += share;
        }
    }
    if (small_count == 0) {
        return;
    }
    if (rules.small == SmallShares::conserving) {
        for (double& share : shares) {
            share = share > rules.threshold ? share * (flux / large) : 0;
        }
        return;
    }
    double left = 0;
    for (double& share : shares) {
        share = share > rules.threshold ? share + small / small_count
                                        : (share < rules.threshold ? 0 : share);
        left += share;
    }
    if (left < flux) {
        for (double& share : shares) {
            share += share > rules.threshold ? (flux - left) / small_count : 0;
        }
    }
}

/// Follows the masses of one release cell after the other; one for each thread.
class Follower {
public:
    Follower(const PaddedGround& ground, const FlowRules& rules, Traces& traces)
        : ground_(ground), rules_(rules), traces_(traces), place_(ground.extent(), kNowhere) {}

    void follow(const ReleaseCell& release) {
        const auto [row, col] = release.cell;
        if (is_missing(ground_.height(row, col)) || !may_enter(row, col)) {
            return;
        }
        bool cut_off = false;
        visits_.push_back({.row = static_cast<std::int32_t>(row),
                           .col = static_cast<std::int32_t>(col),
                           .flux = 1});
        for (std::size_t number = 0; number < visits_.size(); ++number) {
            const Visit visit = visits_[number];
            const Receivers receivers = leave(visit, cut_off);
            const double lost = send(number, visit, receivers);
            keep(visit, release.label, receivers.count == 0 ? visit.flux : lost);
        }
        traces_.visits += static_cast<std::int64_t>(visits_.size());
        traces_.cut_off += cut_off ? 1 : 0;
        for (const Visit& visit : visits_) {
            place_.at(visit.row, visit.col) = kNowhere;
        }
        visits_.clear();
    }

private:
    static constexpr std::int64_t kNowhere = -1;

    bool may_enter(Index row, Index col) const {
        return rules_.path.enter_border || !ground_.at_border(row, col);
    }

    Receivers leave(const Visit& visit, bool& cut_off) const {
        const PerNeighbour drops = ground_.drops(visit.row, visit.col);
        const PerNeighbour after =
            energies_after(visit.energy, drops, ground_.distance(), rules_.path);
        const PerNeighbour weights = terrain_weights(drops, ground_.distance(), after, rules_.path);
        PerNeighbour shares = shares_of(visit, weights);
        merge_small_shares(shares, visit.flux, rules_);
        Receivers receivers;
        double unknown = 0;
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            unknown += drops[k];
            if (shares[k] > rules_.threshold) {
                const Cell offset = kNeighbourOffset[k];
                receivers.insert({after[k], shares[k],
                                  visit.row + static_cast<std::int32_t>(offset.row),
                                  visit.col + static_cast<std::int32_t>(offset.col), k});
            }
        }
        cut_off = cut_off || is_missing(unknown);
        return receivers;
    }

    /// Hands the flux on. What may not enter its cell is given back: it is lost or comes to rest.
    double send(std::size_t number, const Visit& visit, const Receivers& receivers) {
        double refused = 0;
        for (std::size_t i = 0; i < receivers.count; ++i) {
            const Receiver& to = receivers.list[i];
            std::int64_t& place = place_.at(to.row, to.col);
            if (place < static_cast<std::int64_t>(number)) {
                if (!may_enter(to.row, to.col)) {
                    refused += to.flux;
                    continue;
                }
                place = static_cast<std::int64_t>(visits_.size());
                visits_.push_back({.row = to.row,
                                   .col = to.col,
                                   .length = kInfinite,
                                   .any_direction = number == 0});
            }
            Visit& next = visits_[static_cast<std::size_t>(place)];
            next.flux += to.flux;
            next.energy = std::max(next.energy, to.energy);
            next.length = std::min(next.length, visit.length + ground_.distance()[to.direction]);
            next.heading[to.direction] += visit.energy;
            next.came_in |= 1U << to.direction;
        }
        return refused;
    }

    void keep(const Visit& visit, std::int32_t label, double at_rest) {
        Trace& trace = traces_.cells.at(visit.row, visit.col);
        combine(trace, {.energy = static_cast<float>(visit.energy),
                        .source = label,
                        .share = static_cast<float>(visit.flux),
                        .length = static_cast<float>(visit.length),
                        .at_rest = std::llround(at_rest / kRestUnit)});
    }

    static constexpr double kInfinite = std::numeric_limits<double>::infinity();
    const PaddedGround& ground_;
    const FlowRules& rules_;
    Traces& traces_;
    SparseTiles<std::int64_t> place_;  // of the visit that waits in a cell
    std::vector<Visit> visits_;
};

}  // namespace

RunoutSummary flow_paths(const PaddedGround& ground,
                         std::span<const ReleaseCell> releases,
                         const FlowRules& rules,
                         const RunoutViews& views) {
    std::vector<Traces> parts;
    for (int thread = 0; thread < threads(); ++thread) {
        parts.emplace_back(ground.extent());
    }
    const auto count = static_cast<Index>(releases.size());
    // One workspace for each thread, of which the results are joined: no shape of loops.hpp.
#pragma omp parallel for schedule(static, 1)
    for (std::size_t part = 0; part < parts.size(); ++part) {
        Follower follower(ground, rules, parts[part]);
        for (Index number = static_cast<Index>(part); number < count;
             number += static_cast<Index>(parts.size())) {
            follower.follow(releases[static_cast<std::size_t>(number)]);
        }
    }
    return write_traces(parts, ground, views);
}

}  // namespace hazone::models
