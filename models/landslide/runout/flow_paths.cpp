#include "models/landslide/runout/flow_paths.hpp"

#include <algorithm>
#include <bit>
#include <tuple>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

/// A mass which is to leave a cell; one line of the cache.
struct alignas(64) Visit {
    double flux = 0;
    double energy = 0;
    std::array<float, kNeighbours> heading{};  // energies of what arrived, by its direction
    std::int32_t row = 0;
    std::int32_t col = 0;
    float length = 0;           // m, shortest path from the release
    std::uint8_t came_in = 0;   // the directions in which masses arrived, one bit each
    bool any_direction = true;  // at the release and one step from it nothing has a direction yet
};
static_assert(sizeof(Visit) == 64);

/// What leaves a cell: the directions of the receivers, one bit each, with their energy and flux.
struct Leaving {
    PerNeighbour energy;
    PerNeighbour flux;
    unsigned receivers = 0;
};

PerNeighbour persistence_for(const Visit& visit) {
    PerNeighbour persistence;
    if (visit.any_direction) {
        persistence.fill(1);
        return persistence;
    }
    PerNeighbour heading;
    std::copy(visit.heading.begin(), visit.heading.end(), heading.begin());
    return persistence_of(heading, visit.came_in);
}

/// Shares the flux by the weights among those neighbours whose share is above the threshold.
PerNeighbour large_shares(const PerNeighbour& weights, double flux, double threshold) {
    const double least = threshold * sum_of(weights);
    PerNeighbour shares;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        shares[k] = weights[k] * flux > least ? weights[k] : 0;
    }
    const double kept = sum_of(shares);
    const double scale = kept > 0 ? flux / kept : 0;
    for (double& share : shares) {
        share *= scale;
    }
    return shares;
}

/// The same as Flow-Py does it: what is below the threshold is divided by the number of such
/// shares, and not of those above it.
PerNeighbour flow_py_shares(const PerNeighbour& weights, double flux, double threshold) {
    const double total = sum_of(weights);
    PerNeighbour shares;
    for (std::size_t k = 0; k < kNeighbours; ++k) {
        shares[k] = total > 0 ? weights[k] / total * flux : 0;
    }
    double small = 0;
    int givers = 0;
    for (const double share : shares) {
        if (share > 0 && share < threshold) {
            small += share;
            ++givers;
        }
    }
    if (givers == 0) {
        return shares;
    }
    for (double& share : shares) {
        share = share > threshold ? share + small / givers : (share < threshold ? 0 : share);
    }
    const double left = sum_of(shares);
    if (left < flux) {
        for (double& share : shares) {
            share += share > threshold ? (flux - left) / givers : 0;
        }
    }
    return shares;
}

/// The receivers in the order in which Flow-Py serves them: the least energy first.
std::array<std::size_t, kNeighbours> served(const Leaving& leaving) {
    std::array<std::size_t, kNeighbours> order{};
    std::size_t count = 0;
    for (unsigned left = leaving.receivers; left != 0; left &= left - 1) {
        order[count++] = static_cast<std::size_t>(std::countr_zero(left));
    }
    const auto rank = [&](std::size_t k) {
        const Cell offset = kNeighbourOffset[k];
        return std::tuple(leaving.energy[k], leaving.flux[k], offset.row, offset.col);
    };
    for (std::size_t i = 1; i < count; ++i) {
        for (std::size_t j = i; j > 0 && rank(order[j]) < rank(order[j - 1]); --j) {
            std::swap(order[j], order[j - 1]);
        }
    }
    return order;
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
        visits_.push_back({.flux = 1,
                           .row = static_cast<std::int32_t>(row),
                           .col = static_cast<std::int32_t>(col)});
        StepGround next = ground_at(visits_.front());
        for (std::size_t number = 0; number < visits_.size(); ++number) {
            const std::size_t count = visits_.size();
            const Visit visit = visits_[number];
            const StepGround own = next;
            cut_off = cut_off || is_missing(sum_of(own.drops));
            // ahead of its turn: it does not wait for what this visit hands on
            if (number + 1 < count) {
                next = ground_at(visits_[number + 1]);
            }
            const Leaving leaving = leave(visit, own);
            const double refused = send(static_cast<std::int64_t>(number), visit, leaving);
            keep(visit, release.label, leaving.receivers == 0 ? visit.flux : refused);
            if (number + 1 >= count && number + 1 < visits_.size()) {
                next = ground_at(visits_[number + 1]);
            }
        }
        traces_.visits += static_cast<std::int64_t>(visits_.size());
        traces_.cut_off += cut_off ? 1 : 0;
        before_ += static_cast<std::int64_t>(visits_.size());
        visits_.clear();
    }

private:
    static constexpr std::int64_t kNowhere = -1;

    bool may_enter(Index row, Index col) const {
        return rules_.path.enter_border || !ground_.at_border(row, col);
    }

    StepGround ground_at(const Visit& visit) const {
        return step_ground(ground_.drops(visit.row, visit.col), ground_.distance(), rules_.path);
    }

    Leaving leave(const Visit& visit, const StepGround& around) const {
        Leaving leaving;
        leaving.energy = energies_after(visit.energy, around, rules_.path.largest_energy);
        const PerNeighbour weights =
            step_weights(around.weights, persistence_for(visit), leaving.energy);
        leaving.flux = rules_.small == SmallShares::conserving
                           ? large_shares(weights, visit.flux, rules_.threshold)
                           : flow_py_shares(weights, visit.flux, rules_.threshold);
        for (std::size_t k = 0; k < kNeighbours; ++k) {
            leaving.receivers |= leaving.flux[k] > rules_.threshold ? 1U << k : 0U;
        }
        return leaving;
    }

    /// Hands the flux on. What may not enter its cell is given back: it is lost.
    double send(std::int64_t number, const Visit& visit, const Leaving& leaving) {
        double refused = 0;
        const bool ordered = rules_.small == SmallShares::flow_py;
        const auto order = ordered ? served(leaving) : std::array<std::size_t, kNeighbours>{};
        std::size_t place = 0;
        for (unsigned left = leaving.receivers; left != 0; left &= left - 1) {
            const auto k =
                ordered ? order[place++] : static_cast<std::size_t>(std::countr_zero(left));
            refused += give(number, visit, leaving, k) ? 0 : leaving.flux[k];
        }
        return refused;
    }

    /// False where the cell may not be entered.
    bool give(std::int64_t number, const Visit& visit, const Leaving& leaving, std::size_t k) {
        const std::int32_t row = visit.row + static_cast<std::int32_t>(kNeighbourOffset[k].row);
        const std::int32_t col = visit.col + static_cast<std::int32_t>(kNeighbourOffset[k].col);
        std::int64_t& place = place_.at(row, col);
        if (place < before_ + number) {
            if (!may_enter(row, col)) {
                return false;
            }
            place = before_ + static_cast<std::int64_t>(visits_.size());
            visits_.push_back(
                {.row = row, .col = col, .length = kInfinite, .any_direction = number == 0});
        }
        Visit& next = visits_[static_cast<std::size_t>(place - before_)];
        next.flux += leaving.flux[k];
        next.energy = std::max(next.energy, leaving.energy[k]);
        next.length =
            std::min(next.length, visit.length + static_cast<float>(ground_.distance()[k]));
        next.heading[k] += static_cast<float>(visit.energy);
        next.came_in |= static_cast<std::uint8_t>(1U << k);
        return true;
    }

    void keep(const Visit& visit, std::int32_t label, double at_rest) {
        Trace& trace = traces_.cells.at(visit.row, visit.col);
        combine(trace, {.energy = static_cast<float>(visit.energy),
                        .source = label,
                        .share = static_cast<float>(visit.flux),
                        .length = visit.length,
                        .at_rest = rest_units(at_rest)});
    }

    static constexpr float kInfinite = std::numeric_limits<float>::infinity();
    const PaddedGround& ground_;
    const FlowRules& rules_;
    Traces& traces_;
    SparseTiles<std::int64_t> place_;  // of the last visit of a cell, counted over all releases
    std::int64_t before_ = 0;          // visits of the releases before this one
    std::vector<Visit> visits_;
};

}  // namespace

RunoutSummary flow_paths(const PaddedGround& ground,
                         std::span<const ReleaseCell> releases,
                         const FlowRules& rules,
                         const RunoutViews& views) {
    std::vector<Traces> parts = traces_of_threads(ground.extent());
    const auto count = static_cast<Index>(releases.size());
    // One workspace for each thread, of which the results are joined: no shape of loops.hpp.
#pragma omp parallel for schedule(static, 1)
    for (std::size_t part = 0; part < parts.size(); ++part) {
        Follower follower(ground, rules, parts[part]);
        for (auto number = static_cast<Index>(part); number < count;
             number += static_cast<Index>(parts.size())) {
            follower.follow(releases[static_cast<std::size_t>(number)]);
        }
    }
    return write_traces(parts, ground, views);
}

}  // namespace hazone::models
