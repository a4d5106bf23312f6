#include "engine/statistics/ring_cover.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hazone {
namespace {

/// A share this near to none or to the whole cell is rounding.
constexpr double kRounding = 1e-12;

/// v where the edge crosses u, or u where it crosses v: on the line through (a0, b0), (a1, b1).
double crossing(double a, double a0, double b0, double a1, double b1) {
    const double b = b0 + (a - a0) * ((b1 - b0) / (a1 - a0));
    return std::clamp(b, std::min(b0, b1), std::max(b0, b1));
}

/// Twice the signed area of a closed ring, about its first point so that large coordinates do not
/// cancel.
template <class Places>
double twice_area(const Places& ring) {
    double sum = 0;
    for (std::size_t k = 1; k + 1 < ring.size(); ++k) {
        sum += (ring[k].u - ring[0].u) * (ring[k + 1].v - ring[0].v) -
               (ring[k + 1].u - ring[0].u) * (ring[k].v - ring[0].v);
    }
    return sum;
}

}  // namespace

RingCover::RingCover(const Grid& grid) : grid_(grid) {}

void RingCover::add_ring(std::span<const Point> points, double sign) {
    ring_.clear();
    for (const Point& point : points) {
        ring_.push_back(
            {(point.x - grid_.west) / grid_.cell_size - static_cast<double>(grid_.first.col),
             (grid_.north - point.y) / grid_.cell_size - static_cast<double>(grid_.first.row)});
    }
    const double twice = twice_area(ring_);
    if (ring_.size() < 3 || twice == 0) {
        return;
    }
    area_ += sign * std::abs(twice) / 2;
    // An edge which goes down has ground to its east. With v to the south, the west side of a ring
    // goes down where its signed area is negative.
    if ((twice > 0) == (sign > 0)) {
        std::reverse(ring_.begin(), ring_.end());
    }
    for (std::size_t k = 0; k + 1 < ring_.size(); ++k) {
        add_edge(ring_[k], ring_[k + 1]);
    }
    add_edge(ring_.back(), ring_.front());
}

void RingCover::add_edge(Place from, Place to) {
    const bool down = from.v < to.v || (from.v == to.v && from.u < to.u);
    const double sign = down ? 1 : -1;
    const Place upper = down ? from : to;
    const Place lower = down ? to : from;
    const auto rows = static_cast<double>(grid_.extent.rows);
    if (lower.v < 0 || upper.v >= rows || (upper.u == lower.u && upper.v == lower.v)) {
        return;
    }
    const auto first = static_cast<std::int32_t>(std::max(0.0, std::floor(upper.v)));
    const auto last = static_cast<std::int32_t>(std::min(rows - 1, std::floor(lower.v)));
    const auto at = [&](double v) {
        return Place{crossing(v, upper.v, upper.u, lower.v, lower.u), v};
    };
    for (std::int32_t row = first; row <= last; ++row) {
        const auto top = static_cast<double>(row);
        add_in_row(row, upper.v >= top ? upper : at(top), lower.v <= top + 1 ? lower : at(top + 1),
                   sign);
    }
}

void RingCover::add_in_row(std::int32_t row, Place upper, Place lower, double sign) {
    // What lies west of the grid passes its height on from the first column; what lies east of it
    // has nothing to its right.
    const auto cols = static_cast<double>(grid_.extent.cols);
    for (const double side : {0.0, cols}) {
        if ((upper.u < side && lower.u > side) || (upper.u > side && lower.u < side)) {
            const Place middle{side, crossing(side, upper.u, upper.v, lower.u, lower.v)};
            add_in_row(row, upper, middle, sign);
            add_in_row(row, middle, lower, sign);
            return;
        }
    }
    if (std::max(upper.u, lower.u) <= 0) {
        const double height = sign * (lower.v - upper.v);
        touch(row, 0, height, height);
    } else if (std::min(upper.u, lower.u) < cols) {
        add_in_columns(row, upper, lower, sign);
    }
}

void RingCover::add_in_columns(std::int32_t row, Place upper, Place lower, double sign) {
    const double highest = static_cast<double>(grid_.extent.cols) - 1;
    const bool rightward = upper.u <= lower.u;
    const Place left = rightward ? upper : lower;
    const Place right = rightward ? lower : upper;
    const auto first = static_cast<std::int32_t>(std::min(highest, std::floor(left.u)));
    const auto last = static_cast<std::int32_t>(std::min(highest, std::floor(right.u)));
    Place start = left;
    for (std::int32_t col = first; col <= last; ++col) {
        const double side = static_cast<double>(col) + 1;
        const Place end =
            right.u <= side ? right : Place{side, crossing(side, left.u, left.v, right.u, right.v)};
        const double height = sign * std::abs(end.v - start.v);
        const double middle = (start.u + end.u) / 2 - static_cast<double>(col);
        touch(row, col, height, height * (1 - middle));
        start = end;
    }
}

void RingCover::touch(std::int32_t row, std::int32_t col, double height, double area) {
    touches_.push_back({row, col, height, area});
}

CoveredCells RingCover::take() {
    std::stable_sort(touches_.begin(), touches_.end(), [](const Touch& a, const Touch& b) {
        return std::pair(a.row, a.col) < std::pair(b.row, b.col);
    });
    CoveredCells cells{.area = area_ * grid_.cell_area()};
    for (std::size_t first = 0; first < touches_.size();) {
        std::size_t end = first;
        while (end < touches_.size() && touches_[end].row == touches_[first].row) {
            ++end;
        }
        take_row({touches_.data() + first, end - first}, cells);
        first = end;
    }
    touches_.clear();
    area_ = 0;
    return cells;
}

void RingCover::take_row(std::span<const Touch> touches, CoveredCells& cells) const {
    const std::int32_t row = touches.front().row;
    const auto cols = static_cast<std::int32_t>(grid_.extent.cols);
    const std::size_t known_runs = cells.runs.size();
    const auto add_whole = [&](std::int32_t first, std::int32_t end) {
        if (cells.runs.size() > known_runs && cells.runs.back().end == first) {
            cells.runs.back().end = end;
        } else if (first < end) {
            cells.runs.push_back({row, first, end});
        }
    };
    double height = 0;  // of the cell's left side which lies in the zone
    for (std::size_t next = 0; next < touches.size();) {
        const std::int32_t col = touches[next].col;
        double share = height;
        for (; next < touches.size() && touches[next].col == col; ++next) {
            share += touches[next].area;
            height += touches[next].height;
        }
        if (share >= 1 - kRounding) {
            add_whole(col, col + 1);
        } else if (share > kRounding) {
            cells.parts.push_back({row, col, share});
        }
        const std::int32_t end = next < touches.size() ? touches[next].col : cols;
        if (end > col + 1) {
            height = std::round(height);  // no edge in between: whole cells or none
            if (height > 0) {
                add_whole(col + 1, end);
            }
        }
    }
}

}  // namespace hazone
