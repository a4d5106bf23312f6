#include "engine/pipeline/params.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace hazone {
namespace {

std::vector<std::string> names_of(std::span<const ParamSpec> specs) {
    std::vector<std::string> names;
    for (const ParamSpec& spec : specs) {
        names.emplace_back(spec.name);
    }
    return names;
}

double chosen_position(const ParamSpec& spec, const std::string& text, const std::string& what) {
    const auto found = std::find(spec.choices.begin(), spec.choices.end(), text);
    if (found == spec.choices.end()) {
        throw InputError(
            fmt::format("{}: '{}' is not one of: {}", what, text, fmt::join(spec.choices, ", ")));
    }
    return static_cast<double>(found - spec.choices.begin());
}

double parsed(const ParamSpec& spec, const std::string& text, const std::string& what) {
    if (!spec.choices.empty()) {
        return chosen_position(spec, text, what);
    }
    const double value = parse_quantity(text, spec.unit, what);
    if (!(value >= spec.lowest && value <= spec.highest)) {
        throw InputError(fmt::format("{}: {} is out of range; allowed: {} to {}", what, text,
                                     display_text(spec.lowest, spec.unit),
                                     display_text(spec.highest, spec.unit)));
    }
    if (spec.whole && value != std::trunc(value)) {
        throw InputError(fmt::format("{}: {} is not a whole number", what, text));
    }
    return value;
}

}  // namespace

void Params::set(std::string_view owner, const std::string& name, const std::string& text) {
    const auto spec = std::find_if(specs_.begin(), specs_.end(),
                                   [&](const ParamSpec& known) { return known.name == name; });
    if (spec == specs_.end()) {
        const std::vector<std::string> names = names_of(specs_);
        throw InputError(
            fmt::format("{}: no parameter '{}'; it has: {}.{}", owner, name,
                        names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")),
                        suggestion(name, names)));
    }
    values_[static_cast<std::size_t>(spec - specs_.begin())] =
        parsed(*spec, text, fmt::format("{}.{}", owner, name));
}

Params Params::resolve(std::string_view owner,
                       std::span<const ParamSpec> specs,
                       const ParamTexts& texts) {
    return resolve(owner, specs, texts, owner, {});
}

Params Params::resolve(std::string_view owner,
                       std::span<const ParamSpec> specs,
                       const ParamTexts& texts,
                       std::string_view lender,
                       const ParamTexts& lent) {
    Params params;
    params.specs_ = specs;
    for (const ParamSpec& spec : specs) {
        params.values_.push_back(spec.fallback);
    }
    Problems problems;
    for (const auto& setting : texts) {
        problems.collect([&] { params.set(owner, setting.first, setting.second); });
    }
    for (const ParamSpec& spec : specs) {
        const auto other = texts.contains(spec.name) ? lent.end() : lent.find(spec.name);
        if (other != lent.end()) {
            problems.collect([&] { params.set(lender, other->first, other->second); });
        } else if (spec.required && !texts.contains(spec.name)) {
            problems.add(
                fmt::format("{}.{} ({}) has no default: set it", owner, spec.name, spec.meaning));
        }
    }
    problems.raise();
    return params;
}

double Params::operator[](const ParamSpec& spec) const {
    const auto found = std::find_if(specs_.begin(), specs_.end(),
                                    [&](const ParamSpec& s) { return s.name == spec.name; });
    assert(found != specs_.end() && "a model reads only parameters of its own table");
    return values_[static_cast<std::size_t>(found - specs_.begin())];
}

std::string Params::text(const ParamSpec& spec) const {
    const double value = (*this)[spec];
    return spec.choices.empty() ? display_text(value, spec.unit)
                                : std::string(spec.choices[static_cast<std::size_t>(value)]);
}

std::string display_text(double value_in_si, Unit unit) {
    const DisplayUnit display = display_unit(unit);
    const std::string number = fmt::format("{:.6g}", value_in_si * display.per_si);
    return display.symbol.empty() ? number : number + " " + std::string(display.symbol);
}

}  // namespace hazone
