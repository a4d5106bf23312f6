#include "models/flood/routing/section_table.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "models/flood/routing/kinematic_cell.hpp"

namespace hazone::models {
namespace {

// Heights nearer to one another are one: no survey tells them apart.
constexpr double kSameHeight = 1e-6;  // m

/// True where the bed falls off, or rises less, beyond `middle` than before: a panel ends there.
bool convex_upwards(const SectionPoint& before,
                    const SectionPoint& middle,
                    const SectionPoint& after) {
    // A point on a straight bank shall not divide it for the rounding of its numbers.
    constexpr double kStraight = 1e-9;
    const double here = (middle.elevation - before.elevation) * (after.station - middle.station);
    const double beyond = (after.elevation - middle.elevation) * (middle.station - before.station);
    return here - beyond > kStraight * (std::abs(here) + std::abs(beyond));
}

/// Moves heights to the one below where no survey tells them apart.
void join_heights(std::vector<SectionPoint>& points) {
    std::vector<double> heights;
    for (const SectionPoint& point : points) {
        heights.push_back(point.elevation);
    }
    std::sort(heights.begin(), heights.end());
    std::vector<double> apart;
    for (const double height : heights) {
        if (apart.empty() || height - apart.back() > kSameHeight) {
            apart.push_back(height);
        }
    }
    for (SectionPoint& point : points) {
        point.elevation = *(std::upper_bound(apart.begin(), apart.end(), point.elevation) - 1);
    }
}

/// An upright wall is as rough as the bed at its foot, whose water it holds.
void give_walls_their_bed(std::vector<SectionPoint>& points) {
    const auto upright = [&](std::size_t number) {
        return points[number].station == points[number + 1].station;
    };
    const std::size_t segments = points.size() - 1;
    for (std::size_t number = 0; number < segments; ++number) {
        const bool rises = points[number + 1].elevation > points[number].elevation;
        if (upright(number) && rises && number > 0) {
            points[number].roughness = points[number - 1].roughness;
        } else if (upright(number) && number + 1 < segments) {
            points[number].roughness = points[number + 1].roughness;
        }
    }
}

/// True where the conveyance between two depths is a power of the area, but for the tolerance.
bool near_power(const SectionWater& low, const SectionWater& between, const SectionWater& high) {
    const double share = std::log(between.area / low.area) / std::log(high.area / low.area);
    const double guess = low.conveyance * std::pow(high.conveyance / low.conveyance, share);
    return std::abs(guess / between.conveyance - 1) <= SectionTable::kTableTolerance / 2;
}

}  // namespace

SectionShape::SectionShape(std::vector<SectionPoint> points) : points_(std::move(points)) {
    assert(points_.size() >= 3);
    bottom_ = points_.front().elevation;
    for (const SectionPoint& point : points_) {
        bottom_ = std::min(bottom_, point.elevation);
    }
    for (SectionPoint& point : points_) {
        point.elevation -= bottom_;
    }
    join_heights(points_);
    give_walls_their_bed(points_);
    panel_first_.push_back(0);
    for (std::size_t number = 1; number + 1 < points_.size(); ++number) {
        if (points_[number].roughness != points_[number - 1].roughness ||
            convex_upwards(points_[number - 1], points_[number], points_[number + 1])) {
            panel_first_.push_back(number);
        }
    }
}

double SectionShape::rim() const {
    return std::min(points_.front().elevation, points_.back().elevation);
}

std::vector<double> SectionShape::heights() const {
    std::vector<double> heights;
    for (const SectionPoint& point : points_) {
        heights.push_back(point.elevation);
    }
    std::sort(heights.begin(), heights.end());
    heights.erase(std::unique(heights.begin(), heights.end()), heights.end());
    return heights;
}

SectionWater SectionShape::panel_water(std::size_t panel, double depth) const {
    const std::size_t last = panel + 1 < panels() ? panel_first_[panel + 1] : points_.size() - 1;
    SectionWater water;
    for (std::size_t number = panel_first_[panel]; number < last; ++number) {
        const SectionPoint& from = points_[number];
        const SectionPoint& to = points_[number + 1];
        const double deep = depth - std::min(from.elevation, to.elevation);
        const double shallow = depth - std::max(from.elevation, to.elevation);
        if (deep <= 0) {
            continue;
        }
        const double wet = shallow >= 0 ? 1 : deep / (deep - shallow);
        const double width = wet * (to.station - from.station);
        water.width += width;
        water.area += width * (deep + std::max(shallow, 0.0)) / 2;
        water.perimeter +=
            wet * std::hypot(to.station - from.station, to.elevation - from.elevation);
    }
    if (panel == 0) {
        water.perimeter += std::max(depth - points_.front().elevation, 0.0);
    }
    if (last + 1 == points_.size()) {
        water.perimeter += std::max(depth - points_.back().elevation, 0.0);
    }
    if (water.area > 0) {
        const double radius = water.area / water.perimeter;
        water.conveyance =
            water.area * std::cbrt(radius * radius) / points_[panel_first_[panel]].roughness;
    }
    return water;
}

SectionWater SectionShape::water(double depth) const {
    SectionWater sum;
    for (std::size_t panel = 0; panel < panels(); ++panel) {
        const SectionWater own = panel_water(panel, depth);
        sum.area += own.area;
        sum.width += own.width;
        sum.perimeter += own.perimeter;
        sum.conveyance += own.conveyance;
    }
    return sum;
}

SectionTable::SectionTable(const SectionShape& shape)
    : bottom_(shape.bottom()),
      rim_(shape.rim()),
      conveyance_at_rim_(shape.water(shape.rim()).conveyance) {
    // Below the first row K is a power of A, as it is over a flat bed or in a notch; above the
    // last one there are walls alone.
    constexpr double kShallow = 1e-3;
    constexpr double kHigh = 10;
    const std::vector<double> heights = shape.heights();
    const double first = kShallow * std::min(heights[1], 1.0);
    add_rows(shape, first, heights[1]);
    for (std::size_t number = 2; number < heights.size(); ++number) {
        add_rows(shape, heights[number - 1], heights[number]);
    }
    const double top = heights.back() + kHigh * std::max(heights.back(), 1.0);
    add_rows(shape, heights.back(), top);
    finish_rows(shape);
}

void SectionTable::add_rows(const SectionShape& shape, double low, double high) {
    constexpr int kMostHalvings = 20;
    const SectionWater at_low = shape.water(low);
    if (rows_.empty()) {
        rows_.push_back({.depth = low, .area = at_low.area, .conveyance = at_low.conveyance});
    }
    refine(shape, at_low, low, shape.water(high), high, kMostHalvings);
}

void SectionTable::refine(const SectionShape& shape,
                          const SectionWater& low,
                          double low_depth,
                          const SectionWater& high,
                          double high_depth,
                          int halvings) {
    const double depth = (low_depth + high_depth) / 2;
    const SectionWater middle = shape.water(depth);
    const bool near = near_power(low, middle, high) &&
                      near_power(low, shape.water((low_depth + depth) / 2), high) &&
                      near_power(low, shape.water((depth + high_depth) / 2), high);
    if (halvings > 0 && high_depth - low_depth > kSameHeight && !near) {
        refine(shape, low, low_depth, middle, depth, halvings - 1);
        refine(shape, middle, depth, high, high_depth, halvings - 1);
        return;
    }
    if (high.conveyance > rows_.back().conveyance && high.area > rows_.back().area) {
        rows_.push_back({.depth = high_depth, .area = high.area, .conveyance = high.conveyance});
    }
}

void SectionTable::finish_rows(const SectionShape& shape) {
    for (std::size_t number = 0; number + 1 < rows_.size(); ++number) {
        Row& row = rows_[number];
        const Row& next = rows_[number + 1];
        row.exponent = std::log(next.conveyance / row.conveyance) / std::log(next.area / row.area);
        // Where the bed has a flat part the width jumps: the mean width of the part above is sure,
        // and so is the width at its upper end, below the next jump.
        const double rise = next.depth - row.depth;
        const double mean = (next.area - row.area) / rise;
        row.width = 2 * mean - shape.water(next.depth).width;
        row.widening = 2 * (mean - row.width) / rise;
        if (!(row.widening > 0)) {
            row.width = mean;
            row.widening = 0;
        }
    }
    rows_.back().width = shape.water(rows_.back().depth).width;
    rows_.back().exponent = rows_[rows_.size() - 2].exponent;
}

const SectionTable::Row& SectionTable::row_of_area(double area) const {
    const auto above = std::upper_bound(rows_.begin(), rows_.end(), area,
                                        [](double own, const Row& row) { return own < row.area; });
    return above == rows_.begin() ? rows_.front() : *(above - 1);
}

double SectionTable::conveyance(double area) const {
    if (!(area > 0)) {
        return area * 0;
    }
    const Row& row = row_of_area(area);
    return row.conveyance * std::pow(area / row.area, row.exponent);
}

double SectionTable::area(double conveyance) const {
    if (!(conveyance > 0)) {
        return conveyance * 0;
    }
    const auto above =
        std::upper_bound(rows_.begin(), rows_.end(), conveyance,
                         [](double own, const Row& row) { return own < row.conveyance; });
    const Row& row = above == rows_.begin() ? rows_.front() : *(above - 1);
    return row.area * std::pow(conveyance / row.conveyance, 1 / row.exponent);
}

double SectionTable::depth(double area) const {
    if (!(area > 0)) {
        return area * 0;
    }
    const Row& row = row_of_area(area);
    const double rest = area - row.area;
    if (rest < 0) {  // A is a power of the depth
        return row.depth * std::pow(area / row.area, row.area / (row.width * row.depth));
    }
    return row.depth +
           2 * rest / (row.width + std::sqrt(row.width * row.width + 2 * row.widening * rest));
}

double SectionTable::width(double area) const {
    if (!(area > 0)) {
        return area * 0;
    }
    const Row& row = row_of_area(area);
    const double rest = area - row.area;
    if (rest < 0) {
        return row.width * std::pow(area / row.area, 1 - row.area / (row.width * row.depth));
    }
    return std::sqrt(row.width * row.width + 2 * row.widening * rest);
}

double SectionTable::exponent(double area) const {
    return std::isnan(area) ? area : row_of_area(area).exponent;
}

double SectionTable::area_of_content(double per_conveyance, double per_area, double content) const {
    if (!(content > kDryContent)) {
        return content * 0;
    }
    const auto above =
        std::upper_bound(rows_.begin(), rows_.end(), content, [=](double own, const Row& row) {
            return own < per_conveyance * row.conveyance + per_area * row.area;
        });
    const Row& row = above == rows_.begin() ? rows_.front() : *(above - 1);
    double low = above == rows_.begin() ? 0 : row.area;
    double high = content / per_area;
    if (above != rows_.end()) {
        high = std::min(high, above->area);
    }
    double area = high;
    constexpr int kMostSteps = 200;  // halvings; three of Newton's method will do
    for (int step = 0; step < kMostSteps; ++step) {
        const double flowing =
            per_conveyance * row.conveyance * std::pow(area / row.area, row.exponent);
        const double residual = flowing + per_area * area - content;
        if (std::abs(residual) <= kRootTolerance * content) {
            break;
        }
        (residual > 0 ? high : low) = area;
        const double next = area - residual / (row.exponent * flowing / area + per_area);
        area = next > low && next < high ? next : (low + high) / 2;
    }
    return area;
}

}  // namespace hazone::models
