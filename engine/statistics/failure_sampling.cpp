#include "engine/statistics/failure_sampling.hpp"

namespace hazone {
namespace {

/// Quantile of Student's t for 95 % between -t and t, over that of the normal distribution.
/// Abramowitz & Stegun (1964), Handbook of mathematical functions, 26.7.5; off by less than 0.3 %
/// from 5 degrees of freedom on.
double student_over_normal(double freedom) {
    constexpr double kSquare = 1.959963984540054 * 1.959963984540054;
    const double first = (kSquare + 1) / 4;
    const double second = ((5 * kSquare + 16) * kSquare + 3) / 96;
    const double third = (((3 * kSquare + 19) * kSquare + 17) * kSquare - 15) / 384;
    return 1 + (first + (second + third / freedom) / freedom) / freedom;
}

}  // namespace

double batched_half_width(const BatchCounts& counts, Index batches, Index each) {
    const auto parts = static_cast<double>(batches);
    const double samples = parts * static_cast<double>(each);
    const double share = counts.failures / samples;
    const double spread = (counts.squares - counts.failures * counts.failures / parts) /
                          (parts - 1) / (samples * samples / parts);
    const double widened = student_over_normal(parts - 1);
    const double alike = share * (1 - share) / (spread * widened * widened);
    // no batch differs from another: 0 / 0 where none or all fail, which the batches alone tell
    const double independent = share > 0 && share < 1 ? std::clamp(alike, parts, samples) : parts;
    return wilson_half_width(share * independent, independent);
}

}  // namespace hazone
