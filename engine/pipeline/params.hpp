#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/units.hpp"

namespace hazone {

/// One constant of a model which the user may set.
struct ParamSpec {
    std::string_view name;
    Unit unit = Unit::one;
    double fallback = 0;  // SI; for a choice the position in `choices`
    double lowest = 0;    // SI, inclusive
    double highest = 0;   // SI, inclusive
    std::string_view meaning;
    std::span<const std::string_view> choices = {};  // not empty: a word, not a number
    bool required = false;  // no sensible default: the model serves only where the user sets it
    bool whole = false;     // a count: a fraction is refused
};

/// Values of a model's parameters as a user writes them: name -> "2 kPa".
using ParamTexts = std::map<std::string, std::string, std::less<>>;

/// The values of all parameters of one model, in SI.
class Params {
public:
    Params() = default;

    /// Defaults overridden by `texts`. Every unknown name, wrong unit and value out of range is one
    /// problem of the InputError; `owner` (the model) stands in front of each.
    static Params resolve(std::string_view owner,
                          std::span<const ParamSpec> specs,
                          const ParamTexts& texts);

    /// The same with what is set for another model, `lender`: of `lent`, the settings of parameters
    /// which this model has too and for which `texts` has nothing.
    static Params resolve(std::string_view owner,
                          std::span<const ParamSpec> specs,
                          const ParamTexts& texts,
                          std::string_view lender,
                          const ParamTexts& lent);

    double operator[](const ParamSpec& spec) const;
    /// The chosen word as its position in spec.choices, cast to the model's enum.
    template <class Enum>
    Enum choice(const ParamSpec& spec) const {
        return static_cast<Enum>(static_cast<int>((*this)[spec]));
    }

    std::span<const ParamSpec> specs() const { return specs_; }
    /// The value as a user would write it: "2 kPa", or the chosen word.
    std::string text(const ParamSpec& spec) const;

private:
    void set(std::string_view owner, const std::string& name, const std::string& text);

    std::span<const ParamSpec> specs_;
    std::vector<double> values_;
};

/// A value in the unit in which people read it: "31.5 deg".
std::string display_text(double value_in_si, Unit unit);

}  // namespace hazone
