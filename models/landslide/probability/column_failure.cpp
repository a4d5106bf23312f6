#include "models/landslide/probability/column_failure.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/core/missing.hpp"

namespace hazone::models {

using transient::Slip;

namespace {

/// Samples of a block which are not there have an infinite margin.
double below_zero(const ColumnFailure::Margins& margins) {
    std::int32_t failed = 0;
    for (const float margin : margins) {
        failed += margin < 0 ? 1 : 0;
    }
    return failed;
}

void take_lower(const ColumnFailure::Margins& from, ColumnFailure::Margins& to) {
    for (std::size_t number = 0; number < to.size(); ++number) {
        to[number] = from[number] < to[number] ? from[number] : to[number];
    }
}

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
void ColumnFailure::find_lowest(std::span<const Depth> depths,
                                const StrengthSamples& samples,
                                Margins& lowest) {
    const StrengthSamples own = samples;  // a copy: nothing written here changes it
    lowest.fill(std::numeric_limits<float>::infinity());
    for (const Depth depth : depths) {
#pragma GCC ivdep  // the samples are none of the margins
        for (Index number = 0; number < own.count; ++number) {
            const float here = margin(depth, own, number);
            float& low = lowest[static_cast<std::size_t>(number)];
            low = here < low ? here : low;
        }
    }
}

template <class Depth>
void ColumnFailure::count_over(const std::vector<Depth>& depths,
                               const StrengthSamples& samples,
                               FailureCounts& counts) const {
    Margins lowest;
    Margins worst;
    for (Index from = 0; from < samples.count; from += kBlock) {
        const StrengthSamples block = samples.part(from, std::min(kBlock, samples.count - from));
        worst.fill(std::numeric_limits<float>::infinity());
        for (std::size_t output = 0; output < outputs_.size(); ++output) {
            const auto& [first, count, missing] = outputs_[output];
            find_lowest<Depth>({depths.data() + first, count}, block, lowest);
            take_lower(lowest, worst);
            counts.at[output] += missing ? kMissing : below_zero(lowest);
            counts.ever += missing ? kMissing : 0;
        }
        counts.ever += below_zero(worst);
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
