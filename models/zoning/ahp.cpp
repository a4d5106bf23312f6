#include "models/zoning/ahp.hpp"

#include <array>
#include <cassert>
#include <cmath>
#include <numeric>

namespace hazone::models {
namespace {

/// Consistency index of random comparisons of 1 to 10 criteria: Saaty (1980).
constexpr std::array kRandomIndex{0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49};

}  // namespace

AhpWeights ahp_weights(std::span<const double> comparisons, std::size_t count) {
    assert(count >= 1 && count <= kRandomIndex.size() && comparisons.size() == count * count);
    AhpWeights found;
    found.weights.assign(count, 1.0 / static_cast<double>(count));
    // The powers of a matrix of positive numbers tend to its principal eigenvector.
    constexpr int kMostSteps = 1000;
    constexpr double kTolerance = 1e-15;
    for (int step = 0; step < kMostSteps; ++step) {
        std::vector<double> next(count, 0.0);
        for (std::size_t row = 0; row < count; ++row) {
            next[row] = std::inner_product(
                found.weights.begin(), found.weights.end(),
                comparisons.begin() + static_cast<std::ptrdiff_t>(row * count), 0.0);
        }
        found.largest_eigenvalue = std::accumulate(next.begin(), next.end(), 0.0);
        double change = 0;
        for (std::size_t row = 0; row < count; ++row) {
            next[row] /= found.largest_eigenvalue;
            change = std::max(change, std::abs(next[row] - found.weights[row]));
        }
        found.weights = std::move(next);
        if (change < kTolerance) {
            break;
        }
    }
    if (const double random = kRandomIndex[count - 1]; random > 0) {
        const auto size = static_cast<double>(count);
        const double index = (found.largest_eigenvalue - size) / (size - 1);
        found.consistency_ratio = std::max(index, 0.0) / random;
    }
    return found;
}

}  // namespace hazone::models
