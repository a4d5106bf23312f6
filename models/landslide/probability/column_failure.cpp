#include "models/landslide/probability/column_failure.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/core/missing.hpp"

namespace hazone::models {

using transient::Slip;

namespace {

constexpr Index kBlock = 512;
using Margins = std::array<float, kBlock>;

}  // namespace

void ColumnFailure::add_lines(std::span<const Slip> slips) {
    constexpr float kHighest = std::numeric_limits<float>::max();
    Line least{.per_cohesion = kHighest, .per_friction = kHighest};
    for (std::size_t at = slips.size(); at-- > 0;) {  // from below, where cohesion counts least
        const Slip& slip = slips[at];
        if (!(slip.driving > 0)) {
            continue;
        }
        const Line line{
            .per_cohesion = static_cast<float>(1 / slip.driving),
            .per_friction = static_cast<float>(std::max(slip.normal, 0.0) / slip.driving)};
        if (line.per_cohesion >= least.per_cohesion && line.per_friction >= least.per_friction) {
            continue;  // no sample fails here which does not fail there
        }
        lines_.push_back(line);
        least = line.per_friction < least.per_friction ? line : least;
    }
}

void ColumnFailure::add_weighed(std::span<const Slip> slips) {
    for (const Slip& slip : slips) {
        if (slip.driving > 0) {
            weighed_.push_back({.driving = static_cast<float>(slip.driving),
                                .normal = static_cast<float>(slip.normal),
                                .more_driving = static_cast<float>(slip.more_driving),
                                .more_normal = static_cast<float>(slip.more_normal)});
        }
    }
}

void ColumnFailure::load(const transient::Slips& slips, std::size_t column, bool uncertain_weight) {
    uncertain_weight_ = uncertain_weight;
    lines_.clear();
    weighed_.clear();
    outputs_.assign(slips.outputs, {});
    for (std::size_t output = 0; output < slips.outputs; ++output) {
        const std::span<const Slip> depths = slips.of(column, output);
        Output& made = outputs_[output];
        made.first = uncertain_weight ? weighed_.size() : lines_.size();
        made.missing = std::any_of(depths.begin(), depths.end(),
                                   [](const Slip& slip) { return is_missing(slip.normal); });
        if (made.missing) {
            continue;
        }
        if (uncertain_weight) {
            add_weighed(depths);
        } else {
            add_lines(depths);
        }
        made.count = (uncertain_weight ? weighed_.size() : lines_.size()) - made.first;
    }
}

bool ColumnFailure::driven() const {
    return std::any_of(outputs_.begin(), outputs_.end(),
                       [](const Output& output) { return output.missing || output.count > 0; });
}

/// Below 0 where the sample fails at the depth.
inline float ColumnFailure::margin(const Line& line, const StrengthSamples& samples, Index number) {
    return samples.cohesion[number] * line.per_cohesion +
           samples.tangent[number] * line.per_friction - 1;
}

inline float ColumnFailure::margin(const Weighed& slip,
                                   const StrengthSamples& samples,
                                   Index number) {
    const float more = samples.heavier[number];
    const float normal = slip.normal + more * slip.more_normal;
    const float rubbing = normal > 0 ? samples.tangent[number] * normal : 0;
    return samples.cohesion[number] + rubbing - (slip.driving + more * slip.more_driving);
}

template <class Depth>
void ColumnFailure::count_over(const std::vector<Depth>& depths,
                               const StrengthSamples& all,
                               FailureCounts& counts) const {
    const StrengthSamples samples = all;  // its own copy: nothing written here changes it
    Margins lowest;
    Margins worst;
    const auto negative = [](const Margins& margins, Index count) {
        std::int32_t failed = 0;
        for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
            failed += margins[number] < 0 ? 1 : 0;
        }
        return failed;
    };
    for (Index from = 0; from < samples.count; from += kBlock) {
        const Index count = std::min(kBlock, samples.count - from);
        worst.fill(std::numeric_limits<float>::infinity());
        for (std::size_t output = 0; output < outputs_.size(); ++output) {
            lowest.fill(std::numeric_limits<float>::infinity());
            for (std::size_t at = 0; at < outputs_[output].count; ++at) {
                const Depth depth = depths[outputs_[output].first + at];
#pragma GCC ivdep  // the samples are none of the margins
                for (Index number = 0; number < count; ++number) {
                    const float here = margin(depth, samples, from + number);
                    float& low = lowest[static_cast<std::size_t>(number)];
                    low = here < low ? here : low;
                }
            }
            for (std::size_t number = 0; number < static_cast<std::size_t>(count); ++number) {
                worst[number] = lowest[number] < worst[number] ? lowest[number] : worst[number];
            }
            counts.at[output] += outputs_[output].missing ? kMissing : negative(lowest, count);
            counts.ever += outputs_[output].missing ? kMissing : 0;
        }
        counts.ever += negative(worst, count);
    }
}

void ColumnFailure::count(const StrengthSamples& samples, FailureCounts& counts) const {
    if (uncertain_weight_) {
        count_over(weighed_, samples, counts);
    } else {
        count_over(lines_, samples, counts);
    }
}

}  // namespace hazone::models
