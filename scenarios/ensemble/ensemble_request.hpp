#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/field.hpp"
#include "engine/core/index.hpp"

namespace hazone {

enum class Distribution { uniform, triangular, normal, lognormal };

/// How a varied quantity takes part.
enum class Effect {
    parameter,  // the value of a model's parameter, SI
    factor,     // times every value of an input
    offset,     // added to every value of an input, SI
};

/// One quantity which every member of an ensemble draws anew. Which numbers count depends on the
/// distribution: uniform low and high; triangular these and `mode`; normal `mean` and `deviation`,
/// cut to low..high; lognormal `mean` and `deviation`.
struct Variation {
    Effect effect = Effect::parameter;
    std::string model = {};      // of a parameter
    std::string parameter = {};  // of a parameter
    std::string input = {};      // of a factor or an offset: the name of its field
    Unit unit = Unit::one;       // of the numbers
    bool whole = false;          // a count
    Distribution distribution = Distribution::uniform;
    double low = -kInfinity;
    double high = kInfinity;
    double mode = 0;
    double mean = 0;
    double deviation = 0;

    /// "event_totals.antecedent_duration", "rain_gauges (factor)".
    std::string name() const;
};

inline constexpr Index kFewestMembers = 2;
inline constexpr Index kMostMembers = 1000;

/// The table [ensemble] of a scenario.
struct EnsembleRequest {
    Index members = 30;
    std::uint64_t seed = 1;
    std::vector<Variation> vary = {};
};

}  // namespace hazone
