#include "engine/statistics/natural_breaks.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace hazone {
namespace {

/// Sums of the values before each place, about their mean: differences of small numbers keep more
/// digits.
class Sums {
public:
    explicit Sums(std::span<const CountedValue> values)
        : counts_(values.size() + 1, 0), sums_(counts_), squares_(counts_) {
        double count = 0;
        double sum = 0;
        for (const CountedValue& value : values) {
            count += static_cast<double>(value.count);
            sum += static_cast<double>(value.count) * value.mean;
        }
        const double middle = count > 0 ? sum / count : 0;
        for (std::size_t place = 0; place < values.size(); ++place) {
            const auto weight = static_cast<double>(values[place].count);
            const double value = values[place].mean - middle;
            counts_[place + 1] = counts_[place] + weight;
            sums_[place + 1] = sums_[place] + weight * value;
            squares_[place + 1] = squares_[place] + weight * value * value;
        }
    }

    std::size_t size() const { return counts_.size() - 1; }

    /// Sum of the squares of the deviations from their mean of the values from..end.
    double deviation(std::size_t from, std::size_t end) const {
        const double sum = sums_[end] - sums_[from];
        const double square =
            squares_[end] - squares_[from] - sum * sum / (counts_[end] - counts_[from]);
        return std::max(square, 0.0);
    }

private:
    std::vector<double> counts_;
    std::vector<double> sums_;
    std::vector<double> squares_;
};

/// One more group: best[end] is the least sum of squares of the values before `end`, and start[end]
/// where the last group begins. The best start never falls as the end rises, so half of the ends
/// bound the starts of the others.
class Layer {
public:
    Layer(const Sums& sums, const std::vector<double>& before, std::size_t group)
        : sums_(sums),
          before_(before),
          group_(group),
          best_(before.size(), std::numeric_limits<double>::infinity()),
          start_(before.size(), 0) {
        fill(group + 1, before.size() - 1, group, before.size() - 2);
    }

    std::vector<double>& best() { return best_; }
    std::vector<std::uint32_t>& start() { return start_; }

private:
    /// Ends from `first` to `last`, whose starts lie from `low` to `high`. The depth of the
    /// recursion is the logarithm of the number of values.
    void fill(std::size_t first, std::size_t last, std::size_t low, std::size_t high) {
        if (first > last) {
            return;
        }
        const std::size_t end = first + (last - first) / 2;
        for (std::size_t start = std::max(low, group_); start <= std::min(high, end - 1); ++start) {
            const double sum = before_[start] + sums_.deviation(start, end);
            if (sum < best_[end]) {
                best_[end] = sum;
                start_[end] = static_cast<std::uint32_t>(start);
            }
        }
        const std::size_t found = start_[end];
        if (end > first) {
            fill(first, end - 1, low, found);
        }
        fill(end + 1, last, found, high);
    }

    const Sums& sums_;
    const std::vector<double>& before_;
    std::size_t group_;
    std::vector<double> best_;
    std::vector<std::uint32_t> start_;
};

}  // namespace

NaturalGroups natural_groups(std::span<const CountedValue> values, int groups) {
    const Sums sums(values);
    const std::size_t size = sums.size();
    NaturalGroups found;
    if (size == 0) {
        return found;
    }
    std::vector<double> best(size + 1, std::numeric_limits<double>::infinity());
    for (std::size_t end = 1; end <= size; ++end) {
        best[end] = sums.deviation(0, end);
    }
    found.deviation_of_one = best[size];
    std::vector<std::vector<std::uint32_t>> starts;
    const std::size_t count = std::min(static_cast<std::size_t>(std::max(groups, 1)), size);
    for (std::size_t group = 1; group < count; ++group) {
        Layer layer(sums, best, group);
        starts.push_back(std::move(layer.start()));
        best = std::move(layer.best());
    }
    found.deviation = best[size];
    std::size_t end = size;
    for (std::size_t group = count - 1; group > 0; --group) {
        end = starts[group - 1][end];
        found.starts.insert(found.starts.begin(), end);
    }
    return found;
}

NaturalBreaks natural_breaks(const CellPieces& cells, int groups) {
    NaturalBreaks breaks;
    std::optional<std::vector<CountedValue>> values = different_values(cells, kMostDifferentValues);
    breaks.exact = values.has_value();
    ValueRange range;
    if (!breaks.exact) {
        range = range_of(cells);
        values = values_by_interval(cells, range);
    }
    breaks.different = static_cast<Index>(values->size());
    if (breaks.different < groups) {
        return breaks;
    }
    const NaturalGroups found = natural_groups(*values, groups);
    for (const std::size_t start : found.starts) {
        breaks.limits.push_back((*values)[start].lowest);
    }
    breaks.fit = found.deviation_of_one > 0 ? 1 - found.deviation / found.deviation_of_one : 1;
    if (!breaks.exact) {
        Index most = 0;
        for (const CountedValue& value : *values) {
            most = std::max(most, value.count);
        }
        const double width = double{range.highest} - double{range.lowest};
        breaks.excess =
            width * width / static_cast<double>(kValueIntervals) * static_cast<double>(most);
        breaks.fit_excess = found.deviation_of_one > 0 ? breaks.excess / found.deviation_of_one : 0;
    }
    return breaks;
}

}  // namespace hazone
