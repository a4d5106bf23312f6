#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/rules/rule_set.hpp"

namespace hazone {

/// What a table says of one place. `level` 0 to 5 with the number of the row, 0 where no row
/// applies; kNoLevel where a missing value leaves it open.
struct Judgement {
    static constexpr std::uint8_t kNoLevel = 255;
    std::uint8_t level = kNoLevel;
    std::uint8_t row = kNoLevel;
};

/// A rule table made ready for many places: the bands of each quantity in order, and the row of
/// every combination of bands.
class RuleLookup {
public:
    /// The table must be valid (scenarios/rules/rule_file.hpp): complete and without overlap.
    explicit RuleLookup(const RuleTable& table);

    /// One value for each axis, SI, NaN where missing. A value outside all bands means level 0
    /// whatever the others are; else a missing value means kNoLevel.
    Judgement judge(std::span<const double> values) const;

private:
    struct Axis {
        std::vector<Band> bands;
        std::size_t stride = 1;
    };
    std::vector<Axis> axes_;
    std::vector<Judgement> answers_;  // by combination of bands
};

/// The bands of one axis, from the lowest, each once.
std::vector<Band> bands_of(const RuleTable& table, std::size_t axis);

}  // namespace hazone
