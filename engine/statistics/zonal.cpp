#include "engine/statistics/zonal.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

constexpr double kPercentile = 0.95;
constexpr double kRounding = 1e-12;  // of the known area
constexpr Index kFewCells = 4096;    // which are sorted sooner than counted in bins
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Whole numbers in the order of the values. The bits of floats of one sign are in that order
/// already (IEEE 754); negative ones run backwards.
std::uint32_t key_of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

double value_of(std::uint32_t key) {
    const std::uint32_t bits = (key & 0x80000000U) != 0 ? key & 0x7FFFFFFFU : ~key;
    return static_cast<double>(std::bit_cast<float>(bits));
}

/// Calls whole(cells, count) for each run of whole cells of the zone, then part(value, share) for
/// the cut ones.
template <class Whole, class Part>
void for_values(
    const ZoneCover& cover, std::size_t zone, View<const float> values, Whole whole, Part part) {
    for (const CellRun& run : cover.runs_of(zone)) {
        whole(values.row(run.row) + run.first, Index{run.end} - run.first);
    }
    for (const CellPart& cut : cover.parts_of(zone)) {
        part(values(cut.row, cut.col), cut.share);
    }
}

/// Weights of keys by some of their bits.
struct Histogram {
    static constexpr std::size_t kBins = 2048;
    std::array<Index, kBins> cells{};
    std::array<double, kBins> shares{};

    void clear() {
        cells.fill(0);
        shares.fill(0);
    }
    double weight(std::size_t bin) const { return static_cast<double>(cells[bin]) + shares[bin]; }

    /// The first bin up to which the weight reaches `needed`, from which the weight before it is
    /// taken off; the last one with a weight where rounding leaves it short.
    std::uint32_t bin_reaching(double& needed) const {
        std::size_t last = 0;
        double before_last = 0;
        double before = 0;
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            const double own = weight(bin);
            if (own > 0) {
                last = bin;
                before_last = before;
                before += own;
                if (before >= needed) {
                    break;
                }
            }
        }
        needed -= before_last;
        return static_cast<std::uint32_t>(last);
    }
};

struct Scratch {
    Histogram histogram;
    std::vector<std::pair<float, double>> values;
};

struct Sums {
    Index cells = 0;
    double shares = 0;
    double missing = 0;  // cells
    double sum_of_cells = 0;
    double sum_of_shares = 0;
    float highest = -std::numeric_limits<float>::infinity();

    double weight() const { return static_cast<double>(cells) + shares; }
};

void add_run(const float* cells, Index count, Sums& sums, Histogram& histogram) {
    double sum = 0;
    Index known = 0;
    float highest = sums.highest;
    for (Index cell = 0; cell < count; ++cell) {
        const float value = cells[cell];
        if (!is_missing(value)) {
            ++known;
            sum += static_cast<double>(value);
            highest = std::max(highest, value);
            ++histogram.cells[key_of(value) >> 21];
        }
    }
    sums.cells += known;
    sums.missing += static_cast<double>(count - known);
    sums.sum_of_cells += sum;
    sums.highest = highest;
}

/// Sums of the zone, and the weights of its keys by their upper 11 bits.
Sums sums_of(const ZoneCover& cover,
             std::size_t zone,
             View<const float> values,
             Histogram& histogram) {
    Sums sums;
    for_values(
        cover, zone, values,
        [&](const float* cells, Index count) { add_run(cells, count, sums, histogram); },
        [&](float value, double share) {
            if (is_missing(value)) {
                sums.missing += share;
                return;
            }
            sums.shares += share;
            sums.sum_of_shares += share * static_cast<double>(value);
            sums.highest = std::max(sums.highest, value);
            histogram.shares[key_of(value) >> 21] += share;
        });
    return sums;
}

/// Weights of the keys whose upper bits, from `shift + width`, are `prefix`, by the next `width`.
void count_below(const ZoneCover& cover,
                 std::size_t zone,
                 View<const float> values,
                 std::uint32_t prefix,
                 int shift,
                 int width,
                 Histogram& histogram) {
    const std::uint32_t mask = (1U << width) - 1;
    const auto wanted = [&](float value) {
        return !is_missing(value) && key_of(value) >> (shift + width) == prefix;
    };
    for_values(
        cover, zone, values,
        [&](const float* cells, Index count) {
            for (Index cell = 0; cell < count; ++cell) {
                if (wanted(cells[cell])) {
                    ++histogram.cells[(key_of(cells[cell]) >> shift) & mask];
                }
            }
        },
        [&](float value, double share) {
            if (wanted(value)) {
                histogram.shares[(key_of(value) >> shift) & mask] += share;
            }
        });
}

/// Selection by digits of 11, 11 and 10 bits: exact, three passes, no copy of the cells.
double select(const ZoneCover& cover,
              std::size_t zone,
              View<const float> values,
              double needed,
              Histogram& histogram) {
    std::uint32_t prefix = histogram.bin_reaching(needed);
    for (const auto& [shift, width] : {std::pair{10, 11}, std::pair{0, 10}}) {
        histogram.clear();
        count_below(cover, zone, values, prefix, shift, width, histogram);
        prefix = (prefix << width) | histogram.bin_reaching(needed);
    }
    return value_of(prefix);
}

/// The same for few cells, by sorting them.
double select_sorted(std::vector<std::pair<float, double>>& values, double needed) {
    std::sort(values.begin(), values.end());
    double weight = 0;
    for (const auto& [value, share] : values) {
        weight += share;
        if (weight >= needed) {
            return static_cast<double>(value);
        }
    }
    return static_cast<double>(values.back().first);
}

Sums sums_of(const ZoneCover& cover,
             std::size_t zone,
             View<const float> values,
             std::vector<std::pair<float, double>>& kept) {
    Sums sums;
    const auto add = [&](float value, double share) {
        if (is_missing(value)) {
            sums.missing += share;
            return;
        }
        sums.shares += share;
        sums.sum_of_shares += share * static_cast<double>(value);
        sums.highest = std::max(sums.highest, value);
        kept.emplace_back(value, share);
    };
    for_values(
        cover, zone, values,
        [&](const float* cells, Index count) {
            for (Index cell = 0; cell < count; ++cell) {
                add(cells[cell], 1);
            }
        },
        add);
    return sums;
}

ZonalStatistic statistic_of(const ZoneCover& cover,
                            std::size_t zone,
                            View<const float> values,
                            Scratch& scratch) {
    const bool few = cover.cells_of(zone) <= kFewCells;
    scratch.values.clear();
    if (!few) {
        scratch.histogram.clear();
    }
    const Sums sums = few ? sums_of(cover, zone, values, scratch.values)
                          : sums_of(cover, zone, values, scratch.histogram);
    const double weight = sums.weight();
    ZonalStatistic statistic{kNone, kNone, kNone, weight * cover.cell_area,
                             sums.missing * cover.cell_area};
    if (weight <= 0) {
        return statistic;
    }
    const double needed = kPercentile * weight * (1 - kRounding);
    statistic.mean = (sums.sum_of_cells + sums.sum_of_shares) / weight;
    statistic.highest = static_cast<double>(sums.highest);
    statistic.percentile_95 = few ? select_sorted(scratch.values, needed)
                                  : select(cover, zone, values, needed, scratch.histogram);
    return statistic;
}

}  // namespace

std::vector<ZonalStatistic> zonal_statistics(const ZoneCover& cover, View<const float> values) {
    std::vector<ZonalStatistic> statistics(cover.size());
    for_each_block_with<Scratch>(
        static_cast<Index>(cover.size()), [&](Index zone, Scratch& scratch) {
            const auto place = static_cast<std::size_t>(zone);
            statistics[place] = statistic_of(cover, place, values, scratch);
        });
    return statistics;
}

}  // namespace hazone
