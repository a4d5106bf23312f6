#pragma once

#include <vector>

#include "engine/core/series.hpp"

namespace hazone::models {

enum class StormShape { uniform, triangular };

/// Share of a storm's rain which has fallen after the share `time` (0..1) of its duration. The
/// triangular storm peaks in the middle, at twice the mean intensity: Yen & Chow (1980), Journal of
/// the Hydraulics Division 106(6), with the peak at half of the duration.
double fallen_share(StormShape shape, double time);

/// A design storm, the same over the whole grid and without a date (start 0). The step is the
/// longest one not above `longest_step` which divides the duration. The float values of the steps
/// carry their rounding on, so that their sum in double is `depth` to one float rounding of the
/// last step.
class UniformRain final : public RainSeries {
public:
    /// depth >= 0, m; duration and longest_step > 0, s.
    UniformRain(double depth, double duration, double longest_step, StormShape shape);

    Index steps() const override { return static_cast<Index>(rain_.size()); }
    double step_length() const override { return step_length_; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override;

private:
    std::vector<float> rain_;  // m in each step
    double step_length_ = 0;   // s
};

}  // namespace hazone::models
