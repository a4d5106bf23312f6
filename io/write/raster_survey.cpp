#include "io/write/raster_survey.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "io/read/raster_cells.hpp"

namespace hazone::io {
namespace {

constexpr Index kStripRows = 128;  // even: no cell of an overview lies in two strips
constexpr Index kLanes = 8;        // sums side by side, for vector instructions

template <class T>
bool is_known(T value, T missing) {
    if constexpr (std::is_floating_point_v<T>) {
        return !is_missing(value);
    } else {
        return value != missing;
    }
}

/// Sums of one row; rows are added in their order.
struct RowSums {
    Index known = 0;
    Index finite = 0;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double squares = 0;  // of the distance from `origin`, a value near the mean

    void add(const RowSums& other) {
        known += other.known;
        finite += other.finite;
        lowest = std::min(lowest, other.lowest);
        highest = std::max(highest, other.highest);
        sum += other.sum;
        squares += other.squares;
    }
};

/// Every eighth cell of a row has a sum of its own.
struct LaneSums {
    std::array<std::int64_t, kLanes> known{};
    std::array<std::int64_t, kLanes> finite{};
    std::array<double, kLanes> lowest{};
    std::array<double, kLanes> highest{};
    std::array<double, kLanes> sum{};
    std::array<double, kLanes> squares{};

    LaneSums() {
        lowest.fill(std::numeric_limits<double>::infinity());
        highest.fill(-std::numeric_limits<double>::infinity());
    }

    template <class T>
    void add(std::size_t lane, T cell, T missing, double origin) {
        const auto value = static_cast<double>(cell);
        const bool is_finite =
            is_known(cell, missing) && std::abs(value) <= std::numeric_limits<double>::max();
        const double distance = is_finite ? value - origin : 0.0;
        known[lane] += is_known(cell, missing) ? 1 : 0;
        finite[lane] += is_finite ? 1 : 0;
        lowest[lane] = is_finite && value < lowest[lane] ? value : lowest[lane];
        highest[lane] = is_finite && value > highest[lane] ? value : highest[lane];
        sum[lane] += distance;
        squares[lane] += distance * distance;
    }

    RowSums total() const {
        RowSums sums;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            sums.add(
                {known[lane], finite[lane], lowest[lane], highest[lane], sum[lane], squares[lane]});
        }
        return sums;
    }
};

template <class T>
RowSums row_sums(const T* cells, Index cols, T missing, double origin) {
    LaneSums lanes;
    Index col = 0;
    for (; col + kLanes <= cols; col += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            lanes.add(lane, cells[col + static_cast<Index>(lane)], missing, origin);
        }
    }
    for (std::size_t lane = 0; col < cols; ++col, ++lane) {
        lanes.add(lane, cells[col], missing, origin);
    }
    return lanes.total();
}

/// Statistics of rows as they come.
template <class T>
class StatisticsSum {
public:
    explicit StatisticsSum(T missing) : missing_(missing) {}

    void add(View<const T> cells) {
        if (!origin_) {
            origin_ = first_value(cells);
        }
        std::vector<RowSums> rows(static_cast<std::size_t>(cells.rows()));
        for_each_row(cells.rows(), [&](Index row) {
            rows[static_cast<std::size_t>(row)] =
                row_sums(cells.row(row), cells.cols(), missing_, origin_.value_or(0));
        });
        for (const RowSums& row : rows) {
            total_.add(row);
        }
        cells_ += cells.size();
    }

    RasterStatistics result() const {
        RasterStatistics result{.cells = cells_, .known = total_.known, .finite = total_.finite};
        if (total_.finite > 0) {
            const auto count = static_cast<double>(total_.finite);
            const double offset = total_.sum / count;
            result.lowest = total_.lowest;
            result.highest = total_.highest;
            result.mean = origin_.value_or(0) + offset;
            result.deviation = std::sqrt(std::max(0.0, total_.squares / count - offset * offset));
        }
        return result;
    }

private:
    /// The first finite value: sums taken from there keep the deviation exact for high ground.
    std::optional<double> first_value(View<const T> cells) const {
        for (Index row = 0; row < cells.rows(); ++row) {
            for (Index col = 0; col < cells.cols(); ++col) {
                const auto value = static_cast<double>(cells(row, col));
                if (is_known(cells(row, col), missing_) && std::isfinite(value)) {
                    return value;
                }
            }
        }
        return std::nullopt;
    }

    T missing_;
    Index cells_ = 0;
    std::optional<double> origin_;
    RowSums total_;
};

/// The value which stands for four neighbours of a quantity.
template <class T>
T average_of(T a, T b, T c, T d) {
    const auto part = [](T value) {
        return std::abs(value) <= std::numeric_limits<T>::max() ? static_cast<double>(value) : 0.0;
    };
    const auto count = [](T value) {
        return std::abs(value) <= std::numeric_limits<T>::max() ? 1.0 : 0.0;
    };
    const double sum = (part(a) + part(b)) + (part(c) + part(d));
    const double finite = (count(a) + count(b)) + (count(c) + count(d));
    const T left = a == a ? a : b;  // the first that is not NaN
    const T right = c == c ? c : d;
    const T other = left == left ? left : right;
    return finite > 0 ? static_cast<T>(sum / finite) : other;
}

/// The value which stands for four neighbours of some kinds.
template <class T>
T commonest_of(T a, T b, T c, T d, T missing) {
    const auto votes = [&](T value, int before) {
        const int same = (value == a ? 1 : 0) + (value == b ? 1 : 0) + (value == c ? 1 : 0) +
                         (value == d ? 1 : 0);
        return value == missing ? -before : 4 * same - before;
    };
    T best = a;
    int most = votes(a, 0);
    const auto compare = [&](T value, int before) {
        const int here = votes(value, before);
        best = here > most ? value : best;
        most = here > most ? here : most;
    };
    compare(b, 1);
    compare(c, 2);
    compare(d, 3);
    return best;
}

template <class T>
T joined(T a, T b, T c, T d, T missing) {
    if constexpr (std::is_floating_point_v<T>) {
        return average_of(a, b, c, d);
    } else {
        return commonest_of(a, b, c, d, missing);
    }
}

Extent half_of(Extent extent) { return {(extent.rows + 1) / 2, (extent.cols + 1) / 2}; }

/// Each cell of `half` from four cells; an odd last row or column stands twice.
template <class T>
void halve(View<const T> cells, View<T> half, T missing) {
    for_each_row(half.rows(), [=](Index row) {
        const T* const north = cells.row(2 * row);
        const T* const south = cells.row(std::min(2 * row + 1, cells.rows() - 1));
        T* const to = half.row(row);
        const Index pairs = cells.cols() / 2;
        for (Index col = 0; col < pairs; ++col) {
            to[col] = joined(north[2 * col], north[2 * col + 1], south[2 * col], south[2 * col + 1],
                             missing);
        }
        for (Index col = pairs; col < half.cols(); ++col) {
            to[col] =
                joined(north[2 * col], north[2 * col], south[2 * col], south[2 * col], missing);
        }
    });
}

std::vector<Extent> overview_extents(Extent extent, Index widest) {
    std::vector<Extent> extents;
    while (std::max(extent.rows, extent.cols) > widest) {
        extent = half_of(extent);
        extents.push_back(extent);
    }
    return extents;
}

template <class T>
View<T> view_of(Overview& overview) {
    return {reinterpret_cast<T*>(overview.cells.data()), overview.extent};
}

template <class T>
RasterSurvey survey(Extent extent, Index widest, T missing, const RowSource& source) {
    RasterSurvey result;
    for (const Extent each : overview_extents(extent, widest)) {
        result.overviews.push_back(
            {each, Raster<std::byte>({each.rows, each.cols * static_cast<Index>(sizeof(T))})});
    }
    Raster<T> strip(Extent{std::min(kStripRows, extent.rows), extent.cols});
    StatisticsSum<T> statistics(missing);
    for (Index row = 0; row < extent.rows; row += kStripRows) {
        const Index rows = std::min(kStripRows, extent.rows - row);
        source(row, rows, reinterpret_cast<std::byte*>(strip.data()));
        const View<const T> cells(strip.data(), {rows, extent.cols});
        statistics.add(cells);
        if (!result.overviews.empty()) {
            const View<T> first = view_of<T>(result.overviews.front());
            halve(cells, first.window({row / 2, 0}, half_of(cells.extent())), missing);
        }
    }
    for (std::size_t level = 1; level < result.overviews.size(); ++level) {
        halve<T>(view_of<T>(result.overviews[level - 1]), view_of<T>(result.overviews[level]),
                 missing);
    }
    result.statistics = statistics.result();
    return result;
}

}  // namespace

RowSource Overview::source() const {
    return [this](Index first, Index rows, std::byte* to) {
        std::memcpy(to, cells.view().row(first), static_cast<std::size_t>(rows * cells.cols()));
    };
}

RasterSurvey survey_of(const FieldSpec& field,
                       Extent extent,
                       Index widest,
                       const RowSource& source) {
    const double missing = missing_value(field.type);
    switch (field.type) {
        case CellType::float32:
            return survey<float>(extent, widest, kMissing, source);
        case CellType::float64:
            return survey<double>(extent, widest, missing, source);
        case CellType::class8:
        case CellType::code8:
            return survey<std::uint8_t>(extent, widest, static_cast<std::uint8_t>(missing), source);
        case CellType::label32:
            return survey<std::int32_t>(extent, widest, static_cast<std::int32_t>(missing), source);
    }
    return {};
}

Index overview_bytes(CellType type, Extent extent, Index widest) {
    Index cells = 0;
    for (const Extent each : overview_extents(extent, widest)) {
        cells += each.size();
    }
    return cells * bytes_per_cell(type);
}

}  // namespace hazone::io
