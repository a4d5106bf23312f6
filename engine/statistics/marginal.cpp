// Lognormal from the moments: s2 = ln(1 + (sd/mean)2), m = ln(mean) - s2/2. Truncated normal:
// Johnson, Kotz & Balakrishnan (1994), Continuous Univariate Distributions 1, section 13.10.1.
#include "engine/statistics/marginal.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "engine/core/field.hpp"
#include "engine/statistics/normal.hpp"

namespace hazone {
namespace {

constexpr double kSqrt3 = std::numbers::sqrt3;

/// Probability between two standard normal values, low < high, without cancellation in the tails.
double probability_between(double low, double high) {
    return low > 0 ? normal_probability(-low) - normal_probability(-high)
                   : normal_probability(high) - normal_probability(low);
}

/// z phi(z), 0 at infinity.
double weighted_density(double z) { return std::isinf(z) ? 0 : z * normal_density(z); }

}  // namespace

Marginal::Marginal(Shape shape, double mean, double deviation)
    : shape_(shape), centre_(mean), spread_(deviation), low_(-kInfinity), high_(kInfinity) {
    assert(deviation >= 0);
    if (shape == Shape::lognormal) {
        assert(mean > 0);
        spread_ = std::sqrt(std::log1p(deviation * deviation / (mean * mean)));
        centre_ = std::log(mean) - spread_ * spread_ / 2;
    }
}

Marginal Marginal::truncated(double mean, double deviation, double lowest, double highest) {
    assert(lowest < highest);
    Marginal made(Shape::truncated_normal, mean, deviation);
    if (deviation > 0) {
        made.low_ = (lowest - mean) / deviation;
        made.high_ = (highest - mean) / deviation;
    }
    return made;
}

double Marginal::cut_normal(double z) const {
    const double inside = probability_between(low_, high_);
    const double below = normal_probability(low_) + inside * normal_probability(z);
    const double cut =
        below < 0.5
            ? normal_quantile(below)
            : -normal_quantile(normal_probability(-high_) + inside * normal_probability(-z));
    return std::clamp(cut, low_, high_);  // rounding alone leaves the limits
}

double Marginal::at_normal(double z) const {
    switch (shape_) {
        case Shape::lognormal:
            return std::exp(centre_ + spread_ * z);
        case Shape::uniform:
            // from the nearer end, so that both ends are met as closely
            return z < 0 ? centre_ + kSqrt3 * spread_ * (2 * normal_probability(z) - 1)
                         : centre_ + kSqrt3 * spread_ * (1 - 2 * normal_probability(-z));
        case Shape::truncated_normal:
            return certain() ? centre_ : centre_ + spread_ * cut_normal(z);
        case Shape::normal:
            break;
    }
    return centre_ + spread_ * z;
}

double Marginal::slope_at_normal(double z) const {
    switch (shape_) {
        case Shape::lognormal:
            return spread_ * at_normal(z);
        case Shape::uniform:
            return 2 * kSqrt3 * spread_ * normal_density(z);
        case Shape::truncated_normal:
            return certain() ? 0
                             : spread_ * probability_between(low_, high_) * normal_density(z) /
                                   normal_density(cut_normal(z));
        case Shape::normal:
            break;
    }
    return spread_;
}

double Marginal::quantile(double p) const { return at_normal(normal_quantile(p)); }

double Marginal::mean() const {
    if (shape_ == Shape::lognormal) {
        return std::exp(centre_ + spread_ * spread_ / 2);
    }
    if (shape_ != Shape::truncated_normal || certain()) {
        return centre_;
    }
    return centre_ + spread_ * (normal_density(low_) - normal_density(high_)) /
                         probability_between(low_, high_);
}

double Marginal::deviation() const {
    if (shape_ == Shape::lognormal) {
        return mean() * std::sqrt(std::expm1(spread_ * spread_));
    }
    if (shape_ != Shape::truncated_normal || certain()) {
        return spread_;
    }
    const double inside = probability_between(low_, high_);
    const double shift = (normal_density(low_) - normal_density(high_)) / inside;
    const double bend = (weighted_density(low_) - weighted_density(high_)) / inside;
    return spread_ * std::sqrt(1 + bend - shift * shift);
}

}  // namespace hazone
