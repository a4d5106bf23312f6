// How often a limit state fails among samples, and how sure that share is.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/core/missing.hpp"
#include "engine/statistics/sampler.hpp"

namespace hazone {

struct FailureEstimate {
    double probability = kMissing;  // share of the samples with a safety factor below 1
    double error = kMissing;        // half the width of the 95 % interval of it
    double mean_safety = kMissing;
};

/// Half the width of the interval which holds the probability behind `failures` of `samples`
/// independent draws with 95 % confidence. Never 0, even where none or all fail.
/// Wilson (1927), J. Am. Stat. Assoc. 22(158), 209-212,
/// https://doi.org/10.1080/01621459.1927.10502953. It holds for Latin hypercubes too and is wide
/// there: their variance is at most n / (n - 1) times that of independent draws, Owen (1997), SIAM
/// J. Numerical Analysis 34(5), 1884-1910, https://doi.org/10.1137/S0036142994277468.
inline double wilson_half_width(double failures, double samples) {
    constexpr double kNormalOf95 = 1.959963984540054;
    constexpr double kSquare = kNormalOf95 * kNormalOf95;
    const double share = failures / samples;
    return kNormalOf95 *
           std::sqrt(share * (1 - share) / samples + kSquare / (4 * samples * samples)) /
           (1 + kSquare / samples);
}

/// Failures among samples which were drawn in batches: those of one batch share some of their
/// quantities, and so are not independent of each other.
struct BatchCounts {
    double failures = 0;
    double squares = 0;  // of the failures of each batch
    void add(double failed) {
        failures += failed;
        squares += failed * failed;
    }
};

/// Half the width of the 95 % interval of failures / (batches * each), of `batches` (2 at least)
/// independent batches of `each` samples: by the variance of the batch means, var = s2 / batches,
/// with the quantile of Student's t. It enters Wilson's interval as the number of independent
/// samples of the same variance, p (1 - p) / var, which lies between that of the batches and that
/// of all samples. So it is never 0: where none fails, that so many batches did not fail is known.
double batched_half_width(const BatchCounts& counts, Index batches, Index each);

namespace detail {

/// Safety factors of up to `Block` samples, in loops of fixed shape which vectorise.
template <Index kBlock, class LimitState, std::size_t... kQuantity>
void safety_of_block(const Samples& samples,
                     Index from,
                     Index count,
                     const LimitState& safety,
                     std::array<float, kBlock>& out,
                     std::index_sequence<kQuantity...> /*quantities*/) {
    const std::array<const float*, sizeof...(kQuantity)> values{(samples.of(kQuantity) + from)...};
    const LimitState state = safety;  // its own copy: nothing written here changes it
#pragma GCC ivdep                     // nor the samples
    for (Index number = 0; number < count; ++number) {
        out[static_cast<std::size_t>(number)] =
            state(std::array<float, sizeof...(kQuantity)>{values[kQuantity][number]...});
    }
}

}  // namespace detail

/// Counts over the samples of one cell. `safety` gives the safety factor of
/// std::array<float, kQuantities>, the quantities in the order of the plan; a safety factor that is
/// missing makes the estimate missing. `samples` is working memory.
template <std::size_t kQuantities, class LimitState>
FailureEstimate estimate_failure(const Sampler& sampler,
                                 std::uint64_t cell,
                                 Samples& samples,
                                 const LimitState& safety) {
    constexpr Index kBlock = 512;
    constexpr std::size_t kLanes = 16;  // sums side by side, always in this order
    sampler.draw(cell, samples);
    Index failures = 0;
    double total = 0;
    std::array<float, kBlock> factors;
    for (Index from = 0; from < sampler.samples(); from += kBlock) {
        const Index count = std::min(kBlock, sampler.samples() - from);
        detail::safety_of_block<kBlock>(samples, from, count, safety, factors,
                                        std::make_index_sequence<kQuantities>());
        std::int32_t failed = 0;
        for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
            failed += factors[number] < 1 ? 1 : 0;
        }
        failures += failed;
        std::fill(factors.begin() + count, factors.end(), 0.0F);
        std::array<float, kLanes> sums{};
        for (std::size_t number = 0; number < factors.size(); number += kLanes) {
            for (std::size_t lane = 0; lane < kLanes; ++lane) {
                sums[lane] += factors[number + lane];
            }
        }
        for (const float sum : sums) {
            total += static_cast<double>(sum);
        }
    }
    if (is_missing(total)) {
        return {};
    }
    const auto count = static_cast<double>(sampler.samples());
    return {.probability = static_cast<double>(failures) / count,
            .error = wilson_half_width(static_cast<double>(failures), count),
            .mean_safety = total / count};
}

}  // namespace hazone
