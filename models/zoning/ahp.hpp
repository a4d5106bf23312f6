#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hazone::models {

/// Weights of criteria from comparisons of each with each, the analytic hierarchy process.
struct AhpWeights {
    std::vector<double> weights;    // together 1
    double largest_eigenvalue = 0;  // the number of criteria where the comparisons agree, else more
    double consistency_ratio = 0;   // 0: they agree; 1: as much as random ones
};

/// The weights are the principal eigenvector. `comparisons` has `count` rows of `count` positive
/// numbers, how many times as important the criterion of the row is as that of the column; the one
/// across the diagonal is the inverse. 1 to 10 criteria. Saaty (1980), The analytic hierarchy
/// process; Saaty (2008), Int. J. Services Sciences 1(1), 83-98,
/// https://doi.org/10.1504/IJSSCI.2008.017590.
AhpWeights ahp_weights(std::span<const double> comparisons, std::size_t count);

/// Comparisons with a higher ratio should be made anew: Saaty (1980).
inline constexpr double kUsualConsistencyLimit = 0.1;

}  // namespace hazone::models
