#include "models/landslide/runout/flow_paths.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/missing.hpp"

namespace hazone::models {
namespace {

constexpr float kInfinite = std::numeric_limits<float>::infinity();

/// A mass which is to leave a cell; one line of the cache.
struct alignas(64) Visit {
    NarrowPerNeighbour heading{};  // energies of what arrived, by its direction
    double flux = 0;
    double energy = 0;
    std::int32_t row = 0;
    std::int32_t col = 0;
    float length = kInfinite;    // m, shortest path from the release
    std::uint8_t came_in = 0;    // the directions in which masses arrived, one bit each
    bool any_direction = false;  // at the release and one step from it nothing has a direction yet
};
static_assert(sizeof(Visit) == 64);

/// Visits which wait for their turn, by their number. Those of one release are ten thousands, but
/// those that wait at a time are hundreds: in a ring they stay in the fast caches. Places beyond
/// the end are blank.
class VisitQueue {
public:
    std::int64_t first() const { return first_; }
    std::int64_t end() const { return end_; }
    Visit& operator[](std::int64_t number) { return ring_[place_of(number)]; }

    /// Makes room for what one visit can add.
    void make_room() {
        if (end_ - first_ + kNeighbours > static_cast<std::int64_t>(ring_.size())) {
            grow();
        }
    }
    /// The number of a visit, for which `known` stands if it waits; else of the next blank one,
    /// which is then a visit. Without a branch: which of the two comes cannot be foretold.
    std::int64_t waiting_or_new(std::int64_t known) {
        const bool waits = known > first_;
        const std::int64_t number = waits ? known : end_;
        end_ += waits ? 0 : 1;
        return number;
    }
    void pop() { ring_[place_of(first_++)] = Visit{}; }

private:
    std::size_t place_of(std::int64_t number) const {
        return static_cast<std::size_t>(number) & (ring_.size() - 1);
    }

    void grow() {
        std::vector<Visit> wider(2 * ring_.size());
        for (std::int64_t number = first_; number < end_; ++number) {
            wider[static_cast<std::size_t>(number) & (wider.size() - 1)] = (*this)[number];
        }
        ring_ = std::move(wider);
    }

    static constexpr std::size_t kFirstSize = 256;  // a power of 2, as all its doubles
    std::vector<Visit> ring_{kFirstSize};
    std::int64_t first_ = 0;
    std::int64_t end_ = 0;
};

/// What leaves a cell: the directions of the receivers, one bit each, with their energy and flux.
struct Leaving {
    PerNeighbour energy;
    PerNeighbour flux;
    unsigned receivers = 0;
};

PerNeighbour persistence_for(const Visit& visit) {
    return visit.any_direction
               ? for_all_neighbours(1)
               : persistence_of(__builtin_convertvector(visit.heading, PerNeighbour),
                                visit.came_in);
}

/// Shares the flux by the weights among those neighbours whose share is above the threshold.
PerNeighbour large_shares(const PerNeighbour& weights, double flux, double threshold) {
    const double least = threshold * sum_of(weights);
    const PerNeighbour shares = weights * flux > least ? weights : PerNeighbour{};
    const double kept = sum_of(shares);
    return shares * (kept > 0 ? flux / kept : 0);
}

/// The same as Flow-Py does it: what is below the threshold is divided by the number of such
/// shares, and not of those above it.
PerNeighbour flow_py_shares(const PerNeighbour& weights, double flux, double threshold) {
    const double total = sum_of(weights);
    PerNeighbour shares = total > 0 ? weights / total * flux : PerNeighbour{};
    double small = 0;
    int givers = 0;
    for (int k = 0; k < kNeighbours; ++k) {
        if (shares[k] > 0 && shares[k] < threshold) {
            small += shares[k];
            ++givers;
        }
    }
    if (givers == 0) {
        return shares;
    }
    const PerNeighbour kept = shares < threshold ? PerNeighbour{} : shares;
    shares = shares > threshold ? shares + small / givers : kept;
    const double left = sum_of(shares);
    const PerNeighbour raised = shares + (flux - left) / givers;
    if (left < flux) {
        return shares > threshold ? raised : shares;
    }
    return shares;
}

/// The receivers in the order in which Flow-Py serves them: the least energy first.
std::array<int, kNeighbours> served(const Leaving& leaving) {
    std::array<int, kNeighbours> order{};
    std::size_t count = 0;
    for (unsigned left = leaving.receivers; left != 0; left &= left - 1) {
        order[count++] = std::countr_zero(left);
    }
    const auto rank = [&](int k) {
        const Cell offset = kNeighbourOffset[static_cast<std::size_t>(k)];
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
        const std::int64_t begin = waiting_.waiting_or_new(kNowhere);
        Visit& start = waiting_[begin];
        start.flux = 1;
        start.row = static_cast<std::int32_t>(row);
        start.col = static_cast<std::int32_t>(col);
        start.length = 0;
        start.any_direction = true;
        NeighbourMask unknown{};
        for (std::int64_t number = begin; number < waiting_.end(); ++number) {
            waiting_.make_room();
            const Visit visit = waiting_[number];
            if (number >= prepared_) {
                prepare(number);
            }
            // ahead of its turn: it does not wait for what this visit hands on
            if (number + 1 < waiting_.end()) {
                prepare(number + 1);
            }
            const StepGround& around = around_of(number);
            unknown |= around.drops != around.drops;
            const Leaving leaving = leave(visit, around);
            const double refused = send(visit, leaving, number == begin);
            keep(visit, release.label, leaving.receivers == 0 ? visit.flux : refused);
            waiting_.pop();
        }
        traces_.visits += waiting_.end() - begin;
        traces_.cut_off += bits_of(unknown) != 0 ? 1 : 0;
    }

private:
    static constexpr std::int64_t kNowhere = -1;

    bool may_enter(Index row, Index col) const {
        return rules_.path.enter_border || !ground_.at_border(row, col);
    }

    StepGround& around_of(std::int64_t number) {
        return around_[static_cast<std::size_t>(number) & 1U];
    }

    /// Computes what the ground does to a visit; of two visits at a time it is kept.
    void prepare(std::int64_t number) {
        const Visit& visit = waiting_[number];
        around_of(number) =
            step_ground(ground_.drops(visit.row, visit.col), ground_.distance(), rules_.path);
        prepared_ = number + 1;
    }

    Leaving leave(const Visit& visit, const StepGround& around) const {
        Leaving leaving;
        leaving.energy = energies_after(visit.energy, around.energy, rules_.path.largest_energy);
        const PerNeighbour weights =
            step_weights(around.weights, persistence_for(visit), leaving.energy);
        leaving.flux = rules_.small == SmallShares::conserving
                           ? large_shares(weights, visit.flux, rules_.threshold)
                           : flow_py_shares(weights, visit.flux, rules_.threshold);
        leaving.receivers = bits_of(leaving.flux > rules_.threshold);
        return leaving;
    }

    /// Hands the flux on. What may not enter its cell is given back: it is lost.
    double send(const Visit& visit, const Leaving& leaving, bool from_release) {
        double refused = 0;
        const bool ordered = rules_.small == SmallShares::flow_py;
        const auto order = ordered ? served(leaving) : std::array<int, kNeighbours>{};
        std::size_t place = 0;
        for (unsigned left = leaving.receivers; left != 0; left &= left - 1) {
            const int k = ordered ? order[place++] : std::countr_zero(left);
            refused += give(visit, leaving, k, from_release) ? 0 : leaving.flux[k];
        }
        return refused;
    }

    /// False where the cell may not be entered.
    bool give(const Visit& visit, const Leaving& leaving, int k, bool from_release) {
        const auto [rows, cols] = kNeighbourOffset[static_cast<std::size_t>(k)];
        const std::int32_t row = visit.row + static_cast<std::int32_t>(rows);
        const std::int32_t col = visit.col + static_cast<std::int32_t>(cols);
        if (!may_enter(row, col)) {
            return false;
        }
        std::int64_t& place = place_.at(row, col);
        place = waiting_.waiting_or_new(place);
        Visit& next = waiting_[place];
        next.row = row;
        next.col = col;
        next.any_direction |= from_release;
        next.flux += leaving.flux[k];
        next.energy = std::max(next.energy, leaving.energy[k]);
        next.length =
            std::min(next.length, visit.length + static_cast<float>(ground_.distance()[k]));
        next.heading[k] += static_cast<float>(visit.energy);
        next.came_in |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(k));
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

    const PaddedGround& ground_;
    const FlowRules& rules_;
    Traces& traces_;
    SparseTiles<std::int64_t> place_;  // number of the last visit of a cell, over all releases
    VisitQueue waiting_;
    std::array<StepGround, 2> around_{};
    std::int64_t prepared_ = 0;
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
