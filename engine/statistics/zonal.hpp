#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"
#include "engine/core/zone_cover.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {

/// m2 of the bins of one zone. `bin_of_row(row)` gives a function of the column, which gives the
/// bin of that cell, below `Bins`. Each cell counts by its share in the zone. On the calling
/// thread, in the order of the cover.
template <std::size_t Bins, class BinOfRow>
std::array<double, Bins> areas_by_bin(const ZoneCover& cover,
                                      std::size_t zone,
                                      BinOfRow bin_of_row) {
    // Four counters a bin: a cell of the same bin as the one before need not wait for it.
    std::array<std::array<Index, 4>, Bins> counts{};
    for (const CellRun& run : cover.runs_of(zone)) {
        const auto bin_of = bin_of_row(Index{run.row});
        for (Index col = run.first; col < run.end; ++col) {
            ++counts[bin_of(col)][static_cast<std::size_t>(col & 3)];
        }
    }
    std::array<double, Bins> areas{};
    for (const CellPart& part : cover.parts_of(zone)) {
        areas[bin_of_row(Index{part.row})(Index{part.col})] += part.share;
    }
    for (std::size_t bin = 0; bin < Bins; ++bin) {
        const auto& lanes = counts[bin];
        areas[bin] += static_cast<double>(lanes[0] + lanes[1] + lanes[2] + lanes[3]);
        areas[bin] *= cover.cell_area;
    }
    return areas;
}

/// areas_by_bin() of every zone, zones shared among the threads. The same bits for any number of
/// threads.
template <std::size_t Bins, class BinOfRow>
std::vector<std::array<double, Bins>> zonal_areas(const ZoneCover& cover, BinOfRow bin_of_row) {
    std::vector<std::array<double, Bins>> areas(cover.size());
    for_each_block(static_cast<Index>(cover.size()), [&](Index zone) {
        const auto place = static_cast<std::size_t>(zone);
        areas[place] = areas_by_bin<Bins>(cover, place, bin_of_row);
    });
    return areas;
}

/// Sums of value x m2 in the bins of one zone, such as people of a density, and the m2 of each bin
/// where there is no value.
template <std::size_t Bins>
struct BinSums {
    std::array<double, Bins> sums{};
    std::array<double, Bins> missing_area{};
};

/// The sums of every zone, with bins as of areas_by_bin(); `values` has the extent of the grid of
/// the cover. The same bits for any number of threads.
template <std::size_t Bins, class BinOfRow>
std::vector<BinSums<Bins>> zonal_sums(const ZoneCover& cover,
                                      View<const float> values,
                                      BinOfRow bin_of_row) {
    std::vector<BinSums<Bins>> zones(cover.size());
    for_each_block(static_cast<Index>(cover.size()), [&](Index zone) {
        BinSums<Bins>& own = zones[static_cast<std::size_t>(zone)];
        const auto add = [&](Index row, Index col, double share) {
            const double area = share * cover.cell_area;
            const std::size_t bin = bin_of_row(row)(col);
            if (is_missing(values(row, col))) {
                own.missing_area[bin] += area;
            } else {
                own.sums[bin] += area * static_cast<double>(values(row, col));
            }
        };
        for (const CellRun& run : cover.runs_of(static_cast<std::size_t>(zone))) {
            for (Index col = run.first; col < run.end; ++col) {
                add(run.row, col, 1);
            }
        }
        for (const CellPart& part : cover.parts_of(static_cast<std::size_t>(zone))) {
            add(part.row, part.col, part.share);
        }
    });
    return zones;
}

/// A field in one zone, over the cells which have a value, each by its share in the zone. Without
/// such a cell the numbers are NaN.
struct ZonalStatistic {
    double mean;
    /// The least value v such that the cells with values up to v make up 95 % of the known area
    /// (less 1e-12 of it, which is rounding). It is the value of some cell: nothing is
    /// interpolated, nothing binned, so it has no error but that of the shares.
    double percentile_95;
    double highest;
    double known_area;    // m2 with a value
    double missing_area;  // m2 without
};

/// The statistic of every zone, zones shared among the threads. Sums are in double, in the order of
/// the cover: the same bits for any number of threads. `values` has the extent of the grid of the
/// cover; infinite values count as values. Scratch: 32 KiB for each thread, and 16 bytes for each
/// cell of a small zone.
std::vector<ZonalStatistic> zonal_statistics(const ZoneCover& cover, View<const float> values);

}  // namespace hazone
