#include "models/landslide/runout/random_walks.hpp"

#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/statistics/philox.hpp"

namespace hazone::models {
namespace {

constexpr int kNoDirectionYet = kNeighbours;

/// A mass on its way.
struct Walker {
    Cell cell;
    double energy = 0;  // m
    double length = 0;  // m
    int heading = kNoDirectionYet;
    double drop = 0;      // m, of its last step
    double distance = 0;  // m, of its last step
};

/// The numbers of one walk: a function of seed, release cell, walk and step, so that any number of
/// threads draws the same.
class StepNumbers {
public:
    StepNumbers(std::uint64_t seed, std::uint64_t cell, std::uint32_t walk)
        : seed_(seed), counter_{.draw = walk, .cell = cell} {}

    /// Between 0 and 1, for the next step.
    double next() {
        if (place_ == words_.size()) {
            words_ = philox(counter_, seed_);
            ++counter_.stream;
            place_ = 0;
        }
        return unit_interval(words_[place_++]);
    }

private:
    std::uint64_t seed_;
    PhiloxCounter counter_;
    RandomWords words_{};
    std::size_t place_ = words_.size();
};

/// What the walks of one release cell leave in a cell.
struct WalkTrace {
    Cell cell;
    std::int64_t count = 0;
    std::int64_t last_walk = -1;
    std::int64_t stopped = 0;
    double energy = 0;
    double length = 0;
};

/// The neighbour to which a number from 0 to 1 leads; kNoDirectionYet where all weights are 0.
int drawn(const PerNeighbour& weights, double number) {
    double left = number * sum_of(weights);
    int last = kNoDirectionYet;
    for (int k = 0; k < kNeighbours; ++k) {
        if (weights[k] > 0) {
            last = k;
            if (left < weights[k]) {
                break;
            }
        }
        left -= weights[k];
    }
    return last;
}

class Walks {
public:
    Walks(const PaddedGround& ground, const WalkRules& rules, Traces& traces)
        : ground_(ground), rules_(rules), traces_(traces), place_(ground.extent(), kNowhere) {}

    void walk_from(const ReleaseCell& release) {
        const Cell start = release.cell;
        if (is_missing(ground_.height(start.row, start.col))) {
            return;
        }
        cut_off_ = false;
        const auto key = static_cast<std::uint64_t>(start.row * ground_.extent().cols + start.col);
        for (std::int64_t number = 0; number < rules_.walks; ++number) {
            walk(start, number, StepNumbers(rules_.seed, key, static_cast<std::uint32_t>(number)));
        }
        traces_.cut_off += cut_off_ ? 1 : 0;
        keep(release.label);
    }

private:
    static constexpr std::int64_t kNowhere = -1;

    void walk(Cell start, std::int64_t number, StepNumbers numbers) {
        Walker walker{.cell = start};
        do {
            leave_trace(walker, number);
            ++traces_.visits;
        } while (step(walker, numbers));
        ++found_[static_cast<std::size_t>(place_.at(walker.cell.row, walker.cell.col))].stopped;
    }

    /// False, and the walker where it was, when it comes to rest.
    bool step(Walker& walker, StepNumbers& numbers) {
        const PathRules& path = rules_.path;
        const StepGround around =
            step_ground(ground_.drops(walker.cell.row, walker.cell.col), ground_.distance(), path);
        const PerNeighbour after =
            energies_after(walker.energy, around.energy, path.largest_energy);
        PerNeighbour persistence = for_all_neighbours(1);
        if (walker.heading != kNoDirectionYet) {
            PerNeighbour heading{};
            heading[walker.heading] = 1;
            persistence = persistence_of(heading, 1U << static_cast<unsigned>(walker.heading));
        }
        const PerNeighbour weights = step_weights(around.weights, persistence, after);
        cut_off_ = cut_off_ || is_missing(sum_of(around.drops));
        const int k = drawn(weights, numbers.next());
        return k != kNoDirectionYet && move(walker, k, around.drops[k], after[k]);
    }

    bool move(Walker& walker, int k, double drop, double energy) const {
        const PathRules& path = rules_.path;
        const double distance = ground_.distance()[k];
        if (path.bend_loss && walker.heading != kNoDirectionYet) {
            const double cosine = bend_cosine(walker.drop, walker.distance, drop, distance);
            energy = std::min(energy_after(walker.energy * cosine, drop, distance, path),
                              path.largest_energy);
            if (!(energy > 0)) {
                return false;
            }
        }
        walker = {.cell = neighbour(walker.cell, k),
                  .energy = energy,
                  .length = walker.length + distance,
                  .heading = k,
                  .drop = drop,
                  .distance = distance};
        return true;
    }

    void leave_trace(const Walker& walker, std::int64_t number) {
        std::int64_t& place = place_.at(walker.cell.row, walker.cell.col);
        if (place == kNowhere) {
            place = static_cast<std::int64_t>(found_.size());
            found_.push_back({.cell = walker.cell});
        }
        WalkTrace& trace = found_[static_cast<std::size_t>(place)];
        trace.count += trace.last_walk != number ? 1 : 0;
        trace.last_walk = number;
        trace.energy = std::max(trace.energy, walker.energy);
        trace.length = std::max(trace.length, walker.length);
    }

    /// Hands the walks of one release cell to the traces of the thread.
    void keep(std::int32_t label) {
        const auto walks = static_cast<double>(rules_.walks);
        for (const WalkTrace& trace : found_) {
            const double at_rest = static_cast<double>(trace.stopped) / walks;
            combine(traces_.cells.at(trace.cell.row, trace.cell.col),
                    {.energy = static_cast<float>(trace.energy),
                     .source = label,
                     .share = static_cast<float>(static_cast<double>(trace.count) / walks),
                     .length = static_cast<float>(trace.length),
                     .at_rest = rest_units(at_rest)});
            place_.at(trace.cell.row, trace.cell.col) = kNowhere;
        }
        found_.clear();
    }

    const PaddedGround& ground_;
    const WalkRules& rules_;
    Traces& traces_;
    SparseTiles<std::int64_t> place_;  // of the trace of a cell
    std::vector<WalkTrace> found_;
    bool cut_off_ = false;
};

}  // namespace

RunoutSummary random_walks(const PaddedGround& ground,
                           std::span<const ReleaseCell> releases,
                           const WalkRules& rules,
                           const RunoutViews& views) {
    std::vector<Traces> parts = traces_of_threads(ground.extent());
    const auto count = static_cast<Index>(releases.size());
    // One workspace for each thread, of which the results are joined: no shape of loops.hpp.
#pragma omp parallel for schedule(static, 1)
    for (std::size_t part = 0; part < parts.size(); ++part) {
        Walks walks(ground, rules, parts[part]);
        for (auto number = static_cast<Index>(part); number < count;
             number += static_cast<Index>(parts.size())) {
            walks.walk_from(releases[static_cast<std::size_t>(number)]);
        }
    }
    return write_traces(parts, ground, views);
}

}  // namespace hazone::models
