#include "scenarios/demo/drainage_tree.hpp"

#include <algorithm>
#include <array>

namespace hazone::demo {
namespace {

constexpr double kDiagonal = 1.4142135623730951;

constexpr std::array<Cell, 8> kNeighbours{
    {{0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};

double distance_to(Cell step) { return step.row != 0 && step.col != 0 ? kDiagonal : 1.0; }

// Cells in the order of their level, in constant time: levels within 1 / 65536 of the relief count
// as equal. What is added never lies below what was taken.
class LevelQueue {
public:
    explicit LevelQueue(View<const double> elevation)
        : next_(static_cast<std::size_t>(elevation.size())), first_(kBuckets, kNone) {
        const auto [low, high] =
            std::minmax_element(elevation.data(), elevation.data() + elevation.size());
        lowest_ = *low;
        buckets_per_metre_ = *high > *low ? (kBuckets - 1) / (*high - *low) : 0.0;
    }

    void add(std::int32_t cell, double level) {
        const auto bucket = static_cast<std::size_t>((level - lowest_) * buckets_per_metre_);
        std::int32_t& first = first_[std::max(bucket, current_)];
        next_[static_cast<std::size_t>(cell)] = first;
        first = cell;
    }

    /// The next cell, or -1 when there is none.
    std::int32_t take() {
        while (current_ < kBuckets && first_[current_] == kNone) {
            ++current_;
        }
        if (current_ == kBuckets) {
            return kNone;
        }
        const std::int32_t cell = first_[current_];
        first_[current_] = next_[static_cast<std::size_t>(cell)];
        return cell;
    }

private:
    static constexpr std::size_t kBuckets = 65536;
    static constexpr std::int32_t kNone = -1;

    std::vector<std::int32_t> next_;
    std::vector<std::int32_t> first_;
    std::size_t current_ = 0;
    double lowest_ = 0;
    double buckets_per_metre_ = 0;
};

class Flood {
public:
    Flood(View<const double> elevation, View<const std::uint8_t> outlet)
        : elevation_(elevation),
          state_(static_cast<std::size_t>(elevation.size()), State::dry),
          queue_(elevation) {
        tree_.receiver.resize(state_.size());
        tree_.order.reserve(state_.size());
        for (Index row = 0; row < elevation.rows(); ++row) {
            for (Index col = 0; col < elevation.cols(); ++col) {
                if (outlet(row, col) != 0) {
                    const std::int32_t cell = number({row, col});
                    wet(cell, cell);
                }
            }
        }
    }

    DrainageTree run() {
        for (std::int32_t cell = queue_.take(); cell >= 0; cell = queue_.take()) {
            state_[static_cast<std::size_t>(cell)] = State::done;
            tree_.order.push_back(cell);
            visit_neighbours(cell);
        }
        return std::move(tree_);
    }

private:
    enum class State : std::uint8_t { dry, queued, done };

    std::int32_t number(Cell cell) const {
        return static_cast<std::int32_t>(cell.row * elevation_.cols() + cell.col);
    }

    // A cell under the level at which the water stands now comes at once: the queue sees to it.
    void wet(std::int32_t cell, std::int32_t receiver) {
        state_[static_cast<std::size_t>(cell)] = State::queued;
        tree_.receiver[static_cast<std::size_t>(cell)] = receiver;
        queue_.add(cell, elevation_.data()[cell]);
    }

    // Wets the dry neighbours, and finds among the neighbours that are done the steepest descent.
    void visit_neighbours(std::int32_t cell) {
        const Cell here{cell / elevation_.cols(), cell % elevation_.cols()};
        std::int32_t& receiver = tree_.receiver[static_cast<std::size_t>(cell)];
        const bool is_outlet = receiver == cell;
        double steepest = 0.0;
        for (const Cell step : kNeighbours) {
            const Cell there{here.row + step.row, here.col + step.col};
            if (!elevation_.extent().contains(there.row, there.col)) {
                continue;
            }
            const std::int32_t neighbour = number(there);
            const State state = state_[static_cast<std::size_t>(neighbour)];
            if (state == State::dry) {
                wet(neighbour, cell);
                continue;
            }
            const double descent = (elevation_(here) - elevation_(there)) / distance_to(step);
            if (state == State::done && !is_outlet && descent > steepest) {
                steepest = descent;
                receiver = neighbour;
            }
        }
    }

    View<const double> elevation_;
    std::vector<State> state_;
    LevelQueue queue_;
    DrainageTree tree_;
};

}  // namespace

DrainageTree drainage_tree(View<const double> elevation, View<const std::uint8_t> outlet) {
    return Flood(elevation, outlet).run();
}

std::vector<double> contributing_cells(const DrainageTree& tree) {
    std::vector<double> count(tree.order.size(), 1.0);
    for (auto cell = tree.order.rbegin(); cell != tree.order.rend(); ++cell) {
        const std::int32_t receiver = tree.receiver[static_cast<std::size_t>(*cell)];
        if (receiver != *cell) {
            count[static_cast<std::size_t>(receiver)] += count[static_cast<std::size_t>(*cell)];
        }
    }
    return count;
}

double receiver_distance(std::int32_t cell, std::int32_t receiver, Index cols) {
    if (cell == receiver) {
        return 0.0;
    }
    const bool same_row = cell / cols == receiver / cols;
    const bool same_col = cell % cols == receiver % cols;
    return same_row || same_col ? 1.0 : kDiagonal;
}

}  // namespace hazone::demo
