#include "scenarios/ensemble/draws.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/pipeline/params.hpp"
#include "engine/statistics/normal.hpp"
#include "engine/statistics/sampler.hpp"

namespace hazone {
namespace {

double triangular_at(const Variation& variation, double probability) {
    const auto& [low, high, mode] = std::array{variation.low, variation.high, variation.mode};
    const double rise = (mode - low) / (high - low);
    return probability < rise ? low + std::sqrt(probability * (high - low) * (mode - low))
                              : high - std::sqrt((1 - probability) * (high - low) * (high - mode));
}

Draw drawn(const Variation& variation, double z) {
    double value = value_at_normal(variation, z);
    if (variation.whole) {
        value = std::round(value);
    }
    const std::string text = display_text(value, variation.unit);
    return {.value = parse_quantity(text, variation.unit, variation.name()), .text = text};
}

}  // namespace

std::string Variation::name() const {
    if (effect == Effect::parameter) {
        return model + "." + parameter;
    }
    return fmt::format("{} ({})", input, effect == Effect::factor ? "factor" : "offset");
}

double value_at_normal(const Variation& variation, double z) {
    switch (variation.distribution) {
        case Distribution::uniform:
            return variation.low + (variation.high - variation.low) * normal_probability(z);
        case Distribution::triangular:
            return triangular_at(variation, normal_probability(z));
        case Distribution::lognormal:
            return Marginal(Shape::lognormal, variation.mean, variation.deviation).at_normal(z);
        case Distribution::normal:
            break;
    }
    return Marginal::truncated(variation.mean, variation.deviation, variation.low, variation.high)
        .at_normal(z);
}

std::vector<std::vector<Draw>> draw_members(const EnsembleRequest& request) {
    const Marginal normal(Shape::normal, 0, 1);
    const Sampler sampler({.samples = request.members,
                           .seed = request.seed,
                           .quantities = std::vector(request.vary.size(), normal)});
    Samples samples;
    sampler.draw(0, samples);
    std::vector<std::vector<Draw>> members(static_cast<std::size_t>(request.members));
    for (std::size_t member = 0; member < members.size(); ++member) {
        for (std::size_t number = 0; number < request.vary.size(); ++number) {
            const auto z = static_cast<double>(samples.of(number)[member]);
            members[member].push_back(drawn(request.vary[number], z));
        }
    }
    return members;
}

std::string_view distribution_word(Distribution distribution) {
    constexpr std::array<std::string_view, 4> kWords{"uniform", "triangular", "normal",
                                                     "lognormal"};
    return kWords[static_cast<std::size_t>(distribution)];
}

std::string distribution_text(const Variation& variation) {
    const auto shown = [&](double value) { return display_text(value, variation.unit); };
    std::string text(distribution_word(variation.distribution));
    if (variation.distribution == Distribution::normal ||
        variation.distribution == Distribution::lognormal) {
        text += fmt::format(", mean {}, sd {}", shown(variation.mean), shown(variation.deviation));
    }
    if (variation.distribution == Distribution::triangular) {
        text += fmt::format(", mode {}", shown(variation.mode));
    }
    if (std::isfinite(variation.low)) {
        text += fmt::format(", from {}", shown(variation.low));
    }
    if (std::isfinite(variation.high)) {
        text += fmt::format(", to {}", shown(variation.high));
    }
    return text;
}

}  // namespace hazone
