// Samples of several uncertain quantities for one cell at a time, which depend on the seed, the
// cell and the number of the sample alone: never on the thread or the window.
//
// Monte Carlo: independent draws of Philox (philox.hpp). Latin hypercube: McKay, Beckman & Conover
// (1979), Technometrics 21(2), 239-245, https://doi.org/10.2307/1268522: every quantity takes each
// of n strata of equal probability once, in an order of its own (permutation.hpp). The place inside
// the strata is drawn per cell and quantity, from kPlaces of equal distance, so that the values
// come from one table for all cells: they lie evenly on kPlaces * n probabilities.
//
// Correlation of the first two quantities is that of their standard normals (Gaussian copula): of
// the quantities themselves where both are normal, a little less otherwise (Liu & Der Kiureghian
// 1986, https://doi.org/10.1016/0266-8920(86)90033-0). The second is then no Latin hypercube in
// itself but mixed of two.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/index.hpp"
#include "engine/statistics/marginal.hpp"

namespace hazone {

enum class Sampling { latin_hypercube, monte_carlo };

struct SamplePlan {
    Sampling sampling = Sampling::latin_hypercube;
    Index samples = 1000;  // 1 to kMostSamples
    std::uint64_t seed = 0;
    std::vector<Marginal> quantities;  // 1 to kMostQuantities
    double correlation = 0;            // of the first two, above -1 and below 1
    /// Samples are used in parts, one after the other: each part of a Latin hypercube is then drawn
    /// from all of every distribution. Else one quantity keeps the order of its strata.
    bool in_parts = false;
};

inline constexpr Index kMostSamples = 1'000'000;
inline constexpr std::size_t kMostQuantities = 16;

/// The samples of one cell, reused from cell to cell: one to each thread.
class Samples {
public:
    /// Values of one quantity, as many as there are samples.
    const float* of(std::size_t quantity) const { return values_[quantity].data(); }

private:
    friend class Sampler;
    std::array<std::vector<float>, kMostQuantities> values_;
    std::vector<std::uint32_t> order_;
};

class Sampler {
public:
    explicit Sampler(const SamplePlan& plan);

    Index samples() const { return samples_; }
    std::size_t quantities() const { return curves_.size(); }

    /// Fills `samples` with those of the cell (its number in the whole grid).
    void draw(std::uint64_t cell, Samples& samples) const;

private:
    /// Value of one quantity by standard normal, on a lattice: reading between two places of it is
    /// off by no more than 7e-7 of the second derivative.
    using Curve = std::vector<float>;

    void make_strata(const std::vector<Marginal>& quantities);
    bool correlated() const { return correlation_ != 0; }
    bool fixed(std::size_t quantity) const { return curves_[quantity].size() == 1; }
    void draw_strata(std::uint64_t cell, Samples& samples) const;
    void draw_words(std::uint64_t cell, Samples& samples) const;
    void correlate(Samples& samples) const;
    void order_of(std::uint64_t cell, std::size_t quantity, Samples& samples) const;
    const float* strata_of(std::uint64_t cell, std::size_t quantity) const;

    Sampling sampling_;
    Index samples_;
    bool in_parts_;
    std::uint64_t seed_;
    float correlation_;
    float rest_;  // sqrt(1 - correlation^2)
    std::vector<Curve> curves_;
    std::vector<std::vector<float>> strata_;  // per quantity kPlaces times samples values
};

/// Number in the whole grid of a cell of a grid which may be a window of it.
inline std::uint64_t cell_number(Cell cell, Cell first, Index whole_cols) {
    return static_cast<std::uint64_t>((first.row + cell.row) * whole_cols + first.col + cell.col);
}

}  // namespace hazone
