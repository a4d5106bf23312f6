// How many samples of strength fail in a soil column of which the stresses are known at every depth
// and output time (models/landslide/transient/column.hpp). With cohesion c and angle of friction
// phi the slip at one depth fails where
//   c / driving + tan(phi) max(0, normal) / driving < 1;
// the column fails where one of its depths does. Strengths are 0 or more, so that a depth at which
// both factors are as high as at another need not be looked at: mostly one or two remain.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/index.hpp"
#include "models/landslide/transient/column.hpp"

namespace hazone::models {

/// Samples of one cell, or part of them.
struct StrengthSamples {
    const float* cohesion = nullptr;  // Pa, 0 or more
    const float* tangent = nullptr;   // of the friction angle, 0 or more
    const float* heavier = nullptr;   // unit weight over the likely one, minus 1; null: 0
    Index count = 0;

    StrengthSamples part(Index first, Index size) const {
        return {.cohesion = cohesion + first,
                .tangent = tangent + first,
                .heavier = heavier == nullptr ? nullptr : heavier + first,
                .count = size};
    }
};

/// Samples which fail; missing where a pressure has no solution.
struct FailureCounts {
    std::vector<double> at;  // per output time
    double ever = 0;         // at one of them at least
};

/// One column at a time; reused from column to column. All work is in float: the error of a safety
/// factor, some 1e-6, is far below that of the samples.
class ColumnFailure {
public:
    /// Below 0 where a sample fails; those of one block of samples.
    static constexpr Index kBlock = 512;
    using Margins = std::array<float, kBlock>;

    /// Takes the slips of a column, with `uncertain_weight` for samples which differ in unit
    /// weight.
    void load(const transient::Slips& slips, std::size_t column, bool uncertain_weight);

    /// False on level ground: nothing drives a slide at any depth and time.
    bool driven() const;

    /// Adds the failures among the samples to `counts`, which has an entry for each output.
    void count(const StrengthSamples& samples, FailureCounts& counts) const;

private:
    /// Of one depth with known unit weight: the factors of c and tan(phi).
    struct Line {
        float per_cohesion, per_friction;
    };
    /// Of one depth otherwise, Pa.
    struct Weighed {
        float driving, normal, more_driving, more_normal;
    };
    struct Output {
        std::size_t first = 0;  // of its depths
        std::size_t count = 0;
        bool missing = false;
    };

    static float margin(const Line& line, const StrengthSamples& samples, Index number);
    static float margin(const Weighed& slip, const StrengthSamples& samples, Index number);
    void add_lines(std::span<const transient::Slip> slips);
    void add_weighed(std::span<const transient::Slip> slips);
    template <class Depth>
    static void find_lowest(std::span<const Depth> depths,
                            const StrengthSamples& samples,
                            Margins& lowest);
    template <class Depth>
    void count_over(const std::vector<Depth>& depths,
                    const StrengthSamples& samples,
                    FailureCounts& counts) const;

    bool uncertain_weight_ = false;
    std::vector<Line> lines_;
    std::vector<Weighed> weighed_;
    std::vector<Output> outputs_;
};

}  // namespace hazone::models
