#include "models/soil/soil_relation.hpp"

#include <algorithm>
#include <cmath>

#include <Eigen/QR>

namespace hazone::models {

double creep_curvature(const SoilGround& ground) {
    const double cosine = std::cos(ground.slope);
    return ground.profile_curvature / (cosine * cosine) + ground.tangential_curvature;
}

double related_depth(SoilRelation relation, const Line& line, const SoilGround& ground) {
    const auto on_line = [&](double x) { return line.at_zero + line.rise * x; };
    switch (relation) {
        case SoilRelation::elevation:
            return on_line(ground.elevation);
        case SoilRelation::exponential:
            return std::exp(on_line(ground.slope));
        case SoilRelation::gradient:
            return on_line(std::tan(ground.slope));
        case SoilRelation::wetness:
            return on_line(ground.wetness_index);
        case SoilRelation::curvature:
            break;
    }
    const double curvature = creep_curvature(ground);
    if (is_missing(curvature)) {
        return kMissing;
    }
    return curvature > 0 ? on_line(std::log(curvature)) / std::cos(ground.slope) : kInfinity;
}

std::optional<LinePoint> line_point(SoilRelation relation, const SoilGround& ground, double depth) {
    LinePoint point{.y = depth};
    switch (relation) {
        case SoilRelation::elevation:
            point.x = ground.elevation;
            break;
        case SoilRelation::exponential:
            point = {ground.slope, std::log(depth)};
            break;
        case SoilRelation::gradient:
            point.x = std::tan(ground.slope);
            break;
        case SoilRelation::wetness:
            point.x = ground.wetness_index;
            break;
        case SoilRelation::curvature:
            point = {std::log(creep_curvature(ground)), depth * std::cos(ground.slope)};
            break;
    }
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
        return {};
    }
    return point;
}

Line fitted_line(std::span<const LinePoint> points) {
    const auto count = static_cast<Eigen::Index>(points.size());
    const auto [least, most] = std::minmax_element(
        points.begin(), points.end(),
        [](const LinePoint& one, const LinePoint& other) { return one.x < other.x; });
    if (count < 3 || !(most->x > least->x)) {
        return {kMissing, kMissing};
    }
    Eigen::MatrixX2d columns(count, 2);
    Eigen::VectorXd values(count);
    for (Eigen::Index row = 0; row < count; ++row) {
        const LinePoint& point = points[static_cast<std::size_t>(row)];
        columns.row(row) << 1, point.x;
        values(row) = point.y;
    }
    const Eigen::Vector2d found = columns.colPivHouseholderQr().solve(values);
    return {found(0), found(1)};
}

std::vector<double> left_out_values(std::span<const LinePoint> points, const Line& line) {
    const auto count = static_cast<double>(points.size());
    double mean = 0;
    for (const LinePoint& point : points) {
        mean += point.x / count;
    }
    double squares = 0;
    for (const LinePoint& point : points) {
        squares += (point.x - mean) * (point.x - mean);
    }
    std::vector<double> values;
    for (const LinePoint& point : points) {
        constexpr double kAlone = 1e-9;  // of the leverage: without the point all others have one x
        const double others = 1 - 1 / count - (point.x - mean) * (point.x - mean) / squares;
        const double residual = point.y - line.at_zero - line.rise * point.x;
        values.push_back(others > kAlone ? point.y - residual / others : double{kMissing});
    }
    return values;
}

double depth_of_line(SoilRelation relation, double y, const SoilGround& ground) {
    switch (relation) {
        case SoilRelation::exponential:
            return std::exp(y);
        case SoilRelation::curvature:
            return y / std::cos(ground.slope);
        case SoilRelation::elevation:
        case SoilRelation::gradient:
        case SoilRelation::wetness:
            break;
    }
    return y;
}

double between(double x, double first, double second, double at_first, double at_second) {
    if (is_missing(x)) {
        return kMissing;
    }
    const double share = std::clamp((x - first) / (second - first), 0.0, 1.0);
    return at_first + share * (at_second - at_first);
}

SoilGroundFields::SoilGroundFields(const FieldSet& fields) {
    for (std::size_t field = 0; field < views_.size(); ++field) {
        if (fields.has(kSoilGroundFields[field])) {
            views_[field] = fields.read(kSoilGroundFields[field]);
        }
    }
}

bool SoilGroundFields::known(Index row, Index col) const {
    bool any_field = false;
    for (const View<const float>& view : views_) {
        const bool there = view.rows() > 0;
        if (there && !is_missing(view(row, col))) {
            return true;
        }
        any_field = any_field || there;
    }
    return !any_field;
}

SoilGround SoilGroundFields::at(Index row, Index col) const {
    const auto value = [&](std::size_t field) {
        return views_[field].rows() > 0 ? static_cast<double>(views_[field](row, col))
                                        : double{kMissing};
    };
    return {value(0), value(1), value(2), value(3), value(4)};
}

}  // namespace hazone::models
