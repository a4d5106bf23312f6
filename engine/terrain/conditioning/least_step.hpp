#pragma once

#include <bit>
#include <cstdint>
#include <limits>

namespace hazone {

/// The float next above `value`, which is not NaN: what std::nextafter gives, without a call.
inline float next_above(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);  // + 0 makes -0 into 0
    const bool infinite = value == std::numeric_limits<float>::infinity();
    const std::uint32_t step = value >= 0 ? 1U : ~0U;
    return infinite ? value : std::bit_cast<float>(bits + step);
}

/// The height a cell must have at least to drain to a neighbour: a given fall above it, rounded up
/// to what a float can hold, and at least one step of float above.
class LeastStep {
public:
    /// Near sea level the steps of float are so small that they vanish in the arithmetic of other
    /// programs; no fall is less than this. m
    static constexpr double kLeastFall = 1e-6;

    LeastStep() = default;
    /// cell_size: m; least_slope: fall over distance, 0 for the smallest steps.
    LeastStep(double cell_size, double least_slope)
        : straight_(at_least(cell_size * least_slope)),
          diagonal_(at_least(cell_size * least_slope * kSqrt2)) {}

    /// Least height from which water runs straight, or diagonally, to a cell of the height `level`.
    /// The higher `level`, the higher it is. +infinity for +infinity.
    float straight_above(float level) const { return above(level, straight_); }
    float diagonal_above(float level) const { return above(level, diagonal_); }
    float above(float level, bool diagonal) const {
        return above(level, diagonal ? diagonal_ : straight_);
    }

    bool same_for_diagonals() const { return straight_ == diagonal_; }
    double diagonal_fall() const { return diagonal_; }

private:
    static constexpr double kSqrt2 = 1.4142135623730951;

    static double at_least(double fall) { return fall < kLeastFall ? kLeastFall : fall; }

    static float above(float level, double fall) {
        const double exact = double{level} + fall;
        const auto rounded = static_cast<float>(exact);
        const float enough = double{rounded} < exact ? next_above(rounded) : rounded;
        return enough > level ? enough : next_above(level);
    }

    double straight_ = kLeastFall;
    double diagonal_ = kLeastFall;
};

}  // namespace hazone
