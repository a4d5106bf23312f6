#include "engine/statistics/sampler.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/statistics/normal.hpp"
#include "engine/statistics/permutation.hpp"

namespace hazone {
namespace {

constexpr Index kPlaces = 16;

// Curves reach as far as a correlated normal may: 6.4 (1 + 1) / sqrt(2).
constexpr double kReach = 9.25;
constexpr int kSteps = 8192;
constexpr auto kStepsPerNormal = static_cast<float>(kSteps / (2 * kReach));

// Streams of words: below these the draws of Monte Carlo have theirs.
constexpr std::uint32_t kPlaceStream = 0x1000;
constexpr std::uint32_t kOrderStream = 0x2000;

/// Values of the quantity on the lattice; one value alone for a quantity without deviation.
std::vector<float> curve_of(const Marginal& quantity) {
    if (quantity.certain()) {
        return {static_cast<float>(quantity.at_normal(0))};
    }
    std::vector<float> curve(kSteps + 1);
    for (int step = 0; step <= kSteps; ++step) {
        const double z = (2.0 * step / kSteps - 1) * kReach;
        curve[static_cast<std::size_t>(step)] = static_cast<float>(quantity.at_normal(z));
    }
    return curve;
}

/// Replaces standard normals by values of the quantity.
void follow(const std::vector<float>& curve, const float* normals, Index count, float* values) {
    const float* points = curve.data();
#pragma GCC ivdep  // the curve is none of the values
    for (Index number = 0; number < count; ++number) {
        const float position = (normals[number] + static_cast<float>(kReach)) * kStepsPerNormal;
        const auto step = static_cast<std::int32_t>(position);
        const float part = position - static_cast<float>(step);
        values[number] = points[step] + part * (points[step + 1] - points[step]);
    }
}

void fill_normals(std::uint64_t cell,
                  std::uint32_t stream,
                  std::uint64_t seed,
                  Index count,
                  const std::array<float*, 4>& normals) {
    float* const first = normals[0];
    float* const second = normals[1];
    float* const third = normals[2];
    float* const fourth = normals[3];
    for (Index number = 0; number < count; ++number) {
        const RandomWords words = philox({static_cast<std::uint32_t>(number), stream, cell}, seed);
        first[number] = fast_normal_quantile(words[0]);
        second[number] = fast_normal_quantile(words[1]);
        third[number] = fast_normal_quantile(words[2]);
        fourth[number] = fast_normal_quantile(words[3]);
    }
}

}  // namespace

Sampler::Sampler(const SamplePlan& plan)
    : sampling_(plan.sampling),
      samples_(plan.samples),
      in_parts_(plan.in_parts),
      seed_(plan.seed),
      correlation_(static_cast<float>(plan.correlation)),
      rest_(static_cast<float>(std::sqrt(1 - plan.correlation * plan.correlation))) {
    assert(samples_ >= 1 && samples_ <= kMostSamples);
    assert(!plan.quantities.empty() && plan.quantities.size() <= kMostQuantities);
    assert(std::abs(plan.correlation) < 1);
    if (plan.quantities.size() < 2 || plan.quantities[0].certain() ||
        plan.quantities[1].certain()) {
        correlation_ = 0;
    }
    for (const Marginal& quantity : plan.quantities) {
        curves_.push_back(curve_of(quantity));
    }
    if (sampling_ == Sampling::latin_hypercube) {
        make_strata(plan.quantities);
    }
}

void Sampler::make_strata(const std::vector<Marginal>& quantities) {
    const double width = 1 / static_cast<double>(samples_ * kPlaces);
    for (std::size_t quantity = 0; quantity < quantities.size(); ++quantity) {
        std::vector<float>& values = strata_.emplace_back();
        if (fixed(quantity)) {
            continue;
        }
        const bool normal = correlated() && quantity < 2;  // until they are correlated
        values.resize(static_cast<std::size_t>(samples_ * kPlaces));
        for (Index place = 0; place < kPlaces; ++place) {
            for (Index stratum = 0; stratum < samples_; ++stratum) {
                const double p = (static_cast<double>(stratum * kPlaces + place) + 0.5) * width;
                values[static_cast<std::size_t>(place * samples_ + stratum)] = static_cast<float>(
                    normal ? normal_quantile(p) : quantities[quantity].quantile(p));
            }
        }
    }
}

void Sampler::draw(std::uint64_t cell, Samples& samples) const {
    const auto count = static_cast<std::size_t>(samples_);
    // draws of Monte Carlo come four at a time
    const std::size_t filled = (quantities() + 3) / 4 * 4;
    for (std::size_t quantity = 0; quantity < filled; ++quantity) {
        samples.values_[quantity].resize(count);
    }
    if (sampling_ == Sampling::latin_hypercube) {
        draw_strata(cell, samples);
    } else {
        draw_words(cell, samples);
    }
    if (correlated()) {
        correlate(samples);
    }
    for (std::size_t quantity = 0; quantity < quantities(); ++quantity) {
        if (fixed(quantity)) {
            std::fill_n(samples.values_[quantity].data(), count, curves_[quantity][0]);
        }
    }
}

const float* Sampler::strata_of(std::uint64_t cell, std::size_t quantity) const {
    const RandomWords words =
        philox({static_cast<std::uint32_t>(quantity), kPlaceStream, cell}, seed_);
    return strata_[quantity].data() + static_cast<Index>(words[0] % kPlaces) * samples_;
}

void Sampler::order_of(std::uint64_t cell, std::size_t quantity, Samples& samples) const {
    const MixedOrder order(
        static_cast<std::uint32_t>(samples_),
        philox({static_cast<std::uint32_t>(quantity), kOrderStream, cell}, seed_));
    if (samples.order_.size() < order.span()) {
        samples.order_.resize(order.span());
    }
    order.write(samples.order_.data());
}

void Sampler::draw_strata(std::uint64_t cell, Samples& samples) const {
    const Index count = samples_;
    bool ordered = in_parts_;  // one quantity may keep the order of its strata
    for (std::size_t quantity = 0; quantity < quantities(); ++quantity) {
        if (fixed(quantity)) {
            continue;
        }
        const float* const strata = strata_of(cell, quantity);
        float* const values = samples.values_[quantity].data();
        if (!ordered) {
            std::copy_n(strata, samples_, values);
            ordered = true;
            continue;
        }
        order_of(cell, quantity, samples);
        const std::uint32_t* const order = samples.order_.data();
#pragma GCC ivdep  // the strata are none of the values
        for (Index number = 0; number < count; ++number) {
            values[number] = strata[order[number]];
        }
    }
}

void Sampler::draw_words(std::uint64_t cell, Samples& samples) const {
    for (std::size_t quantity = 0; quantity < quantities(); quantity += 4) {
        auto& values = samples.values_;
        fill_normals(cell, static_cast<std::uint32_t>(quantity), seed_, samples_,
                     {values[quantity].data(), values[quantity + 1].data(),
                      values[quantity + 2].data(), values[quantity + 3].data()});
    }
    for (std::size_t quantity = correlated() ? 2 : 0; quantity < quantities(); ++quantity) {
        if (!fixed(quantity)) {
            float* const values = samples.values_[quantity].data();
            follow(curves_[quantity], values, samples_, values);
        }
    }
}

void Sampler::correlate(Samples& samples) const {
    float* const first = samples.values_[0].data();
    float* const second = samples.values_[1].data();
    for (Index number = 0; number < samples_; ++number) {
        second[number] = correlation_ * first[number] + rest_ * second[number];
    }
    follow(curves_[0], first, samples_, first);
    follow(curves_[1], second, samples_, second);
}

}  // namespace hazone
