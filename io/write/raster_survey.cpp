// Both kernels touch every cell of every product, so they are written for vector instructions: the
// sums with packs of GCC and Clang, since neither compiler makes such a loop of many sums itself.
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
#include "io/write/overview_store.hpp"

namespace hazone::io {
namespace {

constexpr Index kStripRows = 512;  // even: no cell of an overview lies in two strips
constexpr Index kLanes = 8;        // every eighth cell of a row has sums of its own

template <class T>
using Pack [[gnu::vector_size(sizeof(T) * kLanes)]] = T;
using Numbers = Pack<double>;
using Counts = Pack<std::int64_t>;  // also the result of a comparison: -1 where it holds, else 0

constexpr double kMost = std::numeric_limits<double>::max();

template <class T>
bool is_known(T value, T missing) {
    if constexpr (std::is_floating_point_v<T>) {
        return !is_missing(value);
    } else {
        return value != missing;
    }
}

/// Sums of some cells; those of rows are added in the order of the rows.
struct Sums {
    Index known = 0;
    Index finite = 0;
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -std::numeric_limits<double>::infinity();
    double sum = 0;
    double squares = 0;  // of the distance from `origin`, a value near the mean

    void add(const Sums& other) {
        known += other.known;
        finite += other.finite;
        lowest = std::min(lowest, other.lowest);
        highest = std::max(highest, other.highest);
        sum += other.sum;
        squares += other.squares;
    }
};

template <class T>
Sums sums_of_one(T cell, T missing, double origin) {
    const auto value = static_cast<double>(cell);
    if (!is_known(cell, missing)) {
        return {};
    }
    if (!std::isfinite(value)) {
        return {.known = 1};
    }
    return {1, 1, value, value, value - origin, (value - origin) * (value - origin)};
}

/// Sums of eight cells at a time.
template <class T>
class LaneSums {
public:
    static constexpr Index kCells = kLanes;  // of one add()

    LaneSums(T missing, double origin) : missing_(static_cast<double>(missing)), origin_(origin) {}

    void add(const T* cells) {
        Pack<T> stored;
        std::memcpy(&stored, cells, sizeof(stored));
        const Numbers value = __builtin_convertvector(stored, Numbers);
        Counts known = value != missing_;
        Counts finite = known;
        if constexpr (std::is_floating_point_v<T>) {
            known = value == value;  // false for NaN
            finite = (value <= kMost) & (value >= -kMost);
        }
        const Numbers distance = finite ? value - origin_ : Numbers{};
        known_ -= known;
        finite_ -= finite;
        lowest_ = (finite & (value < lowest_)) ? value : lowest_;
        highest_ = (finite & (value > highest_)) ? value : highest_;
        sum_ += distance;
        squares_ += distance * distance;
    }

    Sums total() const {
        Sums sums;
        for (Index lane = 0; lane < kLanes; ++lane) {
            sums.add({known_[lane], finite_[lane], lowest_[lane], highest_[lane], sum_[lane],
                      squares_[lane]});
        }
        return sums;
    }

private:
    double missing_;
    double origin_;
    Counts known_{};
    Counts finite_{};
    Numbers lowest_ = Numbers{} + std::numeric_limits<double>::infinity();
    Numbers highest_ = Numbers{} - std::numeric_limits<double>::infinity();
    Numbers sum_{};
    Numbers squares_{};
};

/// The same for floats, sixteen at a time and most of it in float: a third of the instructions. The
/// sums are those of LaneSums, in its order.
class FloatSums {
public:
    static constexpr Index kCells = 2 * kLanes;

    FloatSums(float /*missing*/, double origin)
        : origin_(origin), stand_in_(Floats{} + static_cast<float>(origin)) {}

    void add(const float* cells) {
        Floats value;
        std::memcpy(&value, cells, sizeof(value));
        const Flags known = value == value;  // false for NaN
        const Flags finite = (value <= kMost) & (value >= -kMost);
        known_ -= known;
        finite_ -= finite;
        // The origin is exact in float, and as far from itself as nothing adds to a sum.
        const Floats clean = finite ? value : stand_in_;
        lowest_ = clean < lowest_ ? clean : lowest_;
        highest_ = clean > highest_ ? clean : highest_;
        std::array<Pack<float>, 2> halves;
        std::memcpy(&halves, &clean, sizeof(clean));
        for (const Pack<float>& half : halves) {
            const Numbers distance = __builtin_convertvector(half, Numbers) - origin_;
            sum_ += distance;
            squares_ += distance * distance;
        }
    }

    Sums total() const {
        Sums sums;
        for (Index lane = 0; lane < kCells; ++lane) {
            sums.known += known_[lane];
            if (finite_[lane] > 0) {  // else the extremes are those of the stand-in
                sums.add({0, finite_[lane], lowest_[lane], highest_[lane], 0, 0});
            }
        }
        for (Index lane = 0; lane < kLanes; ++lane) {
            sums.sum += sum_[lane];
            sums.squares += squares_[lane];
        }
        return sums;
    }

private:
    using Floats [[gnu::vector_size(sizeof(float) * kCells)]] = float;
    using Flags [[gnu::vector_size(sizeof(float) * kCells)]] = std::int32_t;

    static constexpr float kMost = std::numeric_limits<float>::max();

    double origin_;
    Floats stand_in_;
    Flags known_{};  // counts of one row: far below 2^31
    Flags finite_{};
    Floats lowest_ = Floats{} + std::numeric_limits<float>::infinity();
    Floats highest_ = Floats{} - std::numeric_limits<float>::infinity();
    Numbers sum_{};
    Numbers squares_{};
};

template <class T>
Sums sums_of_row(const T* cells, Index cols, T missing, double origin) {
    using Packed = std::conditional_t<std::is_same_v<T, float>, FloatSums, LaneSums<T>>;
    Packed lanes(missing, origin);
    constexpr Index kStep = Packed::kCells;
    const Index whole = cols / kStep * kStep;
    for (Index col = 0; col < whole; col += kStep) {
        lanes.add(cells + col);
    }
    Sums sums = lanes.total();
    for (Index col = whole; col < cols; ++col) {
        sums.add(sums_of_one(cells[col], missing, origin));
    }
    return sums;
}

RasterStatistics statistics_of(const Sums& total, double origin, Index cells) {
    RasterStatistics result{.cells = cells, .known = total.known, .finite = total.finite};
    if (total.finite > 0) {
        const auto count = static_cast<double>(total.finite);
        const double offset = total.sum / count;
        result.lowest = total.lowest;
        result.highest = total.highest;
        result.mean = origin + offset;
        result.deviation = std::sqrt(std::max(0.0, total.squares / count - offset * offset));
    }
    return result;
}

/// The value which stands for four neighbours of a quantity.
template <class T>
T average_of(T a, T b, T c, T d) {
    constexpr T kLimit = std::numeric_limits<T>::max();
    const bool has_a = std::abs(a) <= kLimit;
    const bool has_b = std::abs(b) <= kLimit;
    const bool has_c = std::abs(c) <= kLimit;
    const bool has_d = std::abs(d) <= kLimit;
    const auto part = [](bool has, T value) { return has ? static_cast<double>(value) : 0.0; };
    const auto one = [](bool has) { return has ? T{1} : T{0}; };
    const double sum = (part(has_a, a) + part(has_b, b)) + (part(has_c, c) + part(has_d, d));
    const T finite = (one(has_a) + one(has_b)) + (one(has_c) + one(has_d));
    const T north = is_missing(a) ? b : a;
    const T south = is_missing(c) ? d : c;
    const T infinite_or_missing = is_missing(north) ? south : north;
    const T average = static_cast<T>(sum / static_cast<double>(finite));
    return finite > 0 ? average : infinite_or_missing;
}

/// The value which stands for four neighbours of some kinds: the first which is there twice, or
/// else the first.
template <class T>
T commonest_of(T a, T b, T c, T d, T missing) {
    const bool twice_a = (a != missing) & ((a == b) | (a == c) | (a == d));
    const bool twice_b = (b != missing) & ((b == c) | (b == d));
    const bool twice_c = (c != missing) & (c == d);
    T kind = c != missing ? c : d;
    kind = b != missing ? b : kind;
    kind = a != missing ? a : kind;
    kind = twice_c ? c : kind;
    kind = twice_b ? b : kind;
    return twice_a ? a : kind;
}

template <class T>
T joined(T a, T b, T c, T d, T missing) {
    if constexpr (std::is_floating_point_v<T>) {
        return average_of(a, b, c, d);
    } else {
        return commonest_of(a, b, c, d, missing);
    }
}

/// A row of the overview from two rows of cells; an odd last column stands twice.
template <class T>
void halve(const T* north, const T* south, Index cols, T missing, T* half) {
    const Index pairs = cols / 2;
    for (Index col = 0; col < pairs; ++col) {
        half[col] =
            joined(north[2 * col], north[2 * col + 1], south[2 * col], south[2 * col + 1], missing);
    }
    if (cols % 2 == 1) {
        half[pairs] =
            joined(north[cols - 1], north[cols - 1], south[cols - 1], south[cols - 1], missing);
    }
}

Extent half_of(Extent extent) { return {(extent.rows + 1) / 2, (extent.cols + 1) / 2}; }

/// An odd last row stands twice.
template <class T>
void halve(View<const T> cells, View<T> half, T missing) {
    for_each_row(half.rows(), [=](Index row) {
        halve(cells.row(2 * row), cells.row(std::min(2 * row + 1, cells.rows() - 1)), cells.cols(),
              missing, half.row(row));
    });
}

/// Takes the rows strip by strip, two rows at a time, so that cells are read once.
template <class T>
class Surveyor {
public:
    Surveyor(Extent extent, Index widest, T missing, const OverviewPlace& place)
        : extent_(extent),
          missing_(missing),
          buffer_(place.buffer),
          extents_(overview_extents(extent, widest)) {
        for (const Extent each : extents_) {
            stores_.emplace_back(each.rows, each.cols * static_cast<Index>(sizeof(T)),
                                 place.scratch);
        }
    }

    RasterSurvey survey(const RowReader& reader) {
        for_each_strip(extent_, reader,
                       [&](View<const T> cells, Index row) { add_strip(cells, row); });
        for (std::size_t level = 1; level < stores_.size(); ++level) {
            stores_[level - 1].finish();
            for_each_strip(extents_[level - 1], stores_[level - 1].rows(buffer_),
                           [&](View<const T> cells, Index row) {
                               make_rows(level, row, cells.rows(),
                                         [&](View<T> half) { halve<T>(cells, half, missing_); });
                           });
        }
        RasterSurvey survey{statistics_of(total_, origin_.value_or(0), extent_.size()), {}};
        for (std::size_t level = 0; level < stores_.size(); ++level) {
            survey.overviews.push_back({extents_[level], stores_[level].rows(buffer_)});
        }
        return survey;
    }

private:
    /// Calls use(cells of the strip, its first row).
    template <class Use>
    static void for_each_strip(Extent extent, const RowReader& reader, Use use) {
        for (Index row = 0; row < extent.rows; row += kStripRows) {
            const Index rows = std::min(kStripRows, extent.rows - row);
            use(View<const T>{reinterpret_cast<const T*>(reader(row, rows)), {rows, extent.cols}},
                row);
        }
    }

    /// Calls make(rows of that overview), those which stand for `rows` finer ones from `first_row`.
    template <class Make>
    void make_rows(std::size_t level, Index first_row, Index rows, Make make) {
        OverviewStore& store = stores_[level];
        const Extent half{(rows + 1) / 2, extents_[level].cols};
        make(View<T>{reinterpret_cast<T*>(store.place(first_row / 2, half.rows)), half});
        store.put(first_row / 2, half.rows);
    }

    void add_strip(View<const T> cells, Index first_row) {
        if (!origin_) {
            origin_ = first_value(cells);
        }
        if (stores_.empty()) {
            add_rows(cells, {});
        } else {
            make_rows(0, first_row, cells.rows(), [&](View<T> half) { add_rows(cells, half); });
        }
    }

    /// Sums of the cells, and their overview where there is one.
    void add_rows(View<const T> cells, View<T> half) {
        const double origin = origin_.value_or(0);
        std::vector<Sums> pairs(static_cast<std::size_t>((cells.rows() + 1) / 2));
        for_each_row((cells.rows() + 1) / 2, [&](Index pair) {
            const Index second = std::min(2 * pair + 1, cells.rows() - 1);
            Sums sums = sums_of_row(cells.row(2 * pair), cells.cols(), missing_, origin);
            if (second > 2 * pair) {
                sums.add(sums_of_row(cells.row(second), cells.cols(), missing_, origin));
            }
            pairs[static_cast<std::size_t>(pair)] = sums;
            if (half.rows() > 0) {
                halve(cells.row(2 * pair), cells.row(second), cells.cols(), missing_,
                      half.row(pair));
            }
        });
        for (const Sums& pair : pairs) {
            total_.add(pair);
        }
    }

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

    Extent extent_;
    T missing_;
    StripBuffer buffer_;
    std::vector<Extent> extents_;  // of the overviews
    std::vector<OverviewStore> stores_;
    std::optional<double> origin_;
    Sums total_;
};

}  // namespace

RasterSurvey survey_of(const FieldSpec& field,
                       Extent extent,
                       Index widest,
                       const RowReader& rows,
                       const OverviewPlace& place) {
    return with_type_of(field.type, [&](auto kind) {
        using T = decltype(kind);
        const T missing = static_cast<T>(missing_value(field.type));
        return Surveyor<T>(extent, widest, missing, place).survey(rows);
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

}  // namespace hazone::io
