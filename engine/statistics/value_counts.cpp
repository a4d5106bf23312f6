// Counts are whole numbers and ends of ranges are found by comparing, so every result has the same
// bits for any number of threads and any pieces.
#include "engine/statistics/value_counts.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/threads.hpp"

namespace hazone {
namespace {

/// Bits which order as the values do. Zero of either sign is one value.
std::uint32_t ordered_bits(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);
    return (bits >> 31) != 0 ? ~bits : bits | 0x8000'0000U;
}

float value_of(std::uint32_t ordered) {
    return std::bit_cast<float>((ordered >> 31) != 0 ? ordered & 0x7FFF'FFFFU : ~ordered);
}

/// Calls count(table, value) for every cell of the pieces, each thread with a table of its own.
/// `ended(table)` is asked after every row: true ends the counting.
template <class Table, class Count, class Ended>
void count_into(const CellPieces& cells, std::vector<Table>& tables, Count count, Ended ended) {
    const auto parts = static_cast<Index>(tables.size());
    cells([&](View<const float> piece) {
        for_each_block(parts, [&](Index part) {
            Table& table = tables[static_cast<std::size_t>(part)];
            const Index end = piece.rows() * (part + 1) / parts;
            for (Index row = piece.rows() * part / parts; row < end && !ended(table); ++row) {
                const float* const values = piece.row(row);
                for (Index col = 0; col < piece.cols(); ++col) {
                    count(table, values[col]);
                }
            }
        });
    });
}

template <class Table, class Count>
void count_into(const CellPieces& cells, std::vector<Table>& tables, Count count) {
    count_into(cells, tables, count, [](const Table&) { return false; });
}

std::size_t table_count() { return static_cast<std::size_t>(std::max(threads(), 1)); }

/// Values with their counts; open addressing, a slot with count 0 is free.
class DifferentValues {
public:
    explicit DifferentValues(Index most)
        : most_(most),
          keys_(std::bit_ceil(static_cast<std::size_t>(2 * most + 2))),
          counts_(keys_.size(), 0) {}

    void add(float value, Index count) {
        if (!std::isfinite(value) || too_many_) {
            return;
        }
        const std::uint32_t key = ordered_bits(value);
        const std::size_t mask = keys_.size() - 1;
        std::size_t slot = (key * 0x9E37'79B1U) & mask;
        while (counts_[slot] != 0 && keys_[slot] != key) {
            slot = (slot + 1) & mask;
        }
        if (counts_[slot] == 0) {
            keys_[slot] = key;
            too_many_ = ++used_ > most_;
        }
        counts_[slot] += count;
    }

    bool too_many() const { return too_many_; }

    std::vector<CountedValue> sorted() const {
        std::vector<CountedValue> values;
        for (std::size_t slot = 0; slot < keys_.size(); ++slot) {
            if (counts_[slot] != 0) {
                const float value = value_of(keys_[slot]);
                values.push_back({value, double{value}, counts_[slot]});
            }
        }
        std::sort(values.begin(), values.end(),
                  [](const CountedValue& a, const CountedValue& b) { return a.lowest < b.lowest; });
        return values;
    }

private:
    Index most_;
    Index used_ = 0;
    bool too_many_ = false;
    std::vector<std::uint32_t> keys_;
    std::vector<Index> counts_;
};

/// Cells by equal intervals. Places in the range are whole numbers of 40 bits, whose upper part is
/// the interval and whose lower part is summed: sums of whole numbers do not depend on their order,
/// and 2^39 cells fit.
class Intervals {
public:
    explicit Intervals(const ValueRange& range)
        : lowest_(range.lowest),
          width_(double{range.highest} - double{range.lowest}),
          counts_(static_cast<std::size_t>(kValueIntervals), 0),
          places_(counts_.size(), 0),
          least_(counts_.size(), std::numeric_limits<float>::infinity()) {}

    void add(float value) {
        if (!std::isfinite(value)) {
            return;
        }
        const double share = (double{value} - lowest_) / width_;
        const auto place = std::min(static_cast<std::uint64_t>(share * kPlaces), kPlaces - 1);
        const auto interval = static_cast<std::size_t>(place >> kLowerBits);
        ++counts_[interval];
        places_[interval] += place & ((std::uint64_t{1} << kLowerBits) - 1);
        least_[interval] = std::min(least_[interval], value);
    }

    void add(const Intervals& other) {
        for (std::size_t interval = 0; interval < counts_.size(); ++interval) {
            counts_[interval] += other.counts_[interval];
            places_[interval] += other.places_[interval];
            least_[interval] = std::min(least_[interval], other.least_[interval]);
        }
    }

    std::vector<CountedValue> values() const {
        std::vector<CountedValue> found;
        for (std::size_t interval = 0; interval < counts_.size(); ++interval) {
            if (counts_[interval] > 0) {
                const double within = static_cast<double>(places_[interval]) /
                                          static_cast<double>(counts_[interval]) +
                                      0.5;
                const double place =
                    static_cast<double>(std::uint64_t{interval} << kLowerBits) + within;
                found.push_back({least_[interval],
                                 lowest_ + width_ * (place / static_cast<double>(kPlaces)),
                                 counts_[interval]});
            }
        }
        return found;
    }

private:
    static constexpr int kLowerBits = 24;
    static constexpr std::uint64_t kPlaces = std::uint64_t{kValueIntervals} << kLowerBits;

    double lowest_;
    double width_;
    std::vector<Index> counts_;
    std::vector<std::uint64_t> places_;
    std::vector<float> least_;
};

constexpr std::size_t kHalfWords = 1 << 16;  // values of 16 bits
using HalfCounts = std::vector<Index>;

/// Sum of the tables.
HalfCounts added(std::vector<HalfCounts> tables) {
    for (std::size_t number = 1; number < tables.size(); ++number) {
        std::transform(tables[number].begin(), tables[number].end(), tables[0].begin(),
                       tables[0].begin(), std::plus<>());
    }
    return std::move(tables[0]);
}

/// The entry of the counts which holds that place, and how many come before the entry.
struct Found {
    std::size_t entry = 0;
    Index before = 0;
};
Found entry_at(std::span<const Index> counts, Index place) {
    Found found;
    while (found.before + counts[found.entry] <= place) {
        found.before += counts[found.entry];
        ++found.entry;
    }
    return found;
}

}  // namespace

CellPieces one_piece(View<const float> cells) {
    return [cells](const std::function<void(View<const float>)>& use) { use(cells); };
}

ValueRange range_of(const CellPieces& cells) {
    std::vector<ValueRange> parts(table_count());
    count_into(cells, parts, [](ValueRange& range, float value) {
        if (std::isfinite(value)) {
            ++range.finite;
            range.lowest = std::min(range.lowest, value);
            range.highest = std::max(range.highest, value);
        } else if (is_missing(value)) {
            ++range.missing;
        } else {
            ++range.infinite;
        }
    });
    ValueRange all;
    for (const ValueRange& part : parts) {
        all.finite += part.finite;
        all.infinite += part.infinite;
        all.missing += part.missing;
        all.lowest = std::min(all.lowest, part.lowest);
        all.highest = std::max(all.highest, part.highest);
    }
    return all;
}

std::optional<std::vector<CountedValue>> different_values(const CellPieces& cells, Index most) {
    std::vector<DifferentValues> tables(table_count(), DifferentValues(most));
    std::atomic<bool> too_many = false;
    count_into(
        cells, tables, [](DifferentValues& table, float value) { table.add(value, 1); },
        [&](const DifferentValues& table) {
            if (table.too_many()) {
                too_many = true;
            }
            return too_many.load();
        });
    DifferentValues all(most);
    for (const DifferentValues& table : tables) {
        if (table.too_many()) {
            return std::nullopt;
        }
        for (const CountedValue& counted : table.sorted()) {
            all.add(counted.lowest, counted.count);
        }
    }
    if (all.too_many()) {
        return std::nullopt;
    }
    return all.sorted();
}

std::vector<CountedValue> values_by_interval(const CellPieces& cells, const ValueRange& range) {
    std::vector<Intervals> tables(table_count(), Intervals(range));
    count_into(cells, tables, [](Intervals& table, float value) { table.add(value); });
    for (std::size_t number = 1; number < tables.size(); ++number) {
        tables[0].add(tables[number]);
    }
    return tables[0].values();
}

std::vector<RankedValue> values_at(const CellPieces& cells, std::span<const Index> places) {
    std::vector<HalfCounts> upper_parts(table_count(), HalfCounts(kHalfWords, 0));
    count_into(cells, upper_parts, [](HalfCounts& counts, float value) {
        if (std::isfinite(value)) {
            ++counts[ordered_bits(value) >> 16];
        }
    });
    const HalfCounts upper = added(std::move(upper_parts));

    // For each upper half that holds a place, the lower halves are counted.
    std::vector<Found> halves;
    std::vector<std::int32_t> slot_of(kHalfWords, -1);
    std::int32_t slots = 0;
    for (const Index place : places) {
        halves.push_back(entry_at(upper, place));
        std::int32_t& slot = slot_of[halves.back().entry];
        slot = slot < 0 ? slots++ : slot;
    }
    std::vector<HalfCounts> lower_parts(
        table_count(), HalfCounts(kHalfWords * static_cast<std::size_t>(slots), 0));
    count_into(cells, lower_parts, [&](HalfCounts& counts, float value) {
        if (std::isfinite(value)) {
            const std::uint32_t bits = ordered_bits(value);
            const std::int32_t slot = slot_of[bits >> 16];
            if (slot >= 0) {
                ++counts[static_cast<std::size_t>(slot) * kHalfWords + (bits & 0xFFFFU)];
            }
        }
    });
    const HalfCounts lower = added(std::move(lower_parts));

    std::vector<RankedValue> ranked;
    for (std::size_t number = 0; number < places.size(); ++number) {
        const Found half = halves[number];
        const auto slot = static_cast<std::size_t>(slot_of[half.entry]);
        const std::span<const Index> counts =
            std::span<const Index>(lower).subspan(slot * kHalfWords, kHalfWords);
        const Found found = entry_at(counts, places[number] - half.before);
        const auto bits = static_cast<std::uint32_t>(half.entry << 16 | found.entry);
        ranked.push_back({value_of(bits), half.before + found.before, counts[found.entry]});
    }
    return ranked;
}

}  // namespace hazone
