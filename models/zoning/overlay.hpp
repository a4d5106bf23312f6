#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/stored_fields.hpp"
#include "models/zoning/class_params.hpp"
#include "models/zoning/worst_class.hpp"

namespace hazone::models {

/// What an overlay combines, each from 0 to 1: the susceptibilities to landslide and flash flood,
/// the probability that a runout reaches the cell, and the flood hazard H1 to H6 as fifths.
inline constexpr std::size_t kCriterionCount = 4;
inline constexpr std::array<std::string_view, kCriterionCount> kCriterionNames{
    "landslide", "flash_flood", "runout", "flood"};
using CriterionValues = std::array<double, kCriterionCount>;

/// How they are combined: with weights, those of 0 taking no part, or as fuzzy sets.
struct OverlayRule {
    CriterionValues weights{1, 1, 0, 0};  // not negative, one at least above 0
    std::optional<double> gamma;          // of fuzzy_gamma; empty: the weighted mean
};

/// The combination, and what each hazard contributes: landslide with its runout, flash flood with
/// its flood.
struct Overlaid {
    double value = 0;
    double landslide = 0;
    double flash_flood = 0;
};

/// Missing where a criterion which takes part is missing.
///   weights: sum of w s / sum of w
///   gamma:   (1 - product of (1 - s))^g (product of s)^(1 - g), g = 0: the product, 1: the sum
/// Zimmermann & Zysno (1980), Fuzzy Sets and Systems 4(1), 37-51,
/// https://doi.org/10.1016/0165-0114(80)90062-7; on maps: Bonham-Carter (1994), Geographic
/// information systems for geoscientists.
Overlaid overlaid(const CriterionValues& values, const OverlayRule& rule);

/// Which classes of one hazard an overlay may not lower.
enum class KeepWorst { very_high, all, nothing };
inline constexpr std::string_view kKeepWorstWords[] = {"very_high", "all", "nothing"};
inline constexpr ParamSpec kKeepWorst{
    .name = "keep_worst",
    .lowest = 0,
    .highest = 2,
    .meaning =
        "very_high: what is very high by one hazard stays so, whatever the other; all: no "
        "class falls below the worst of the hazards; nothing: a mean may hide it, and the "
        "cells are counted",
    .choices = kKeepWorstWords};

/// The class of the overlay with the classes of the hazards kept, and who decided: the hazard whose
/// class was kept, else the one which contributes more, both where they contribute the same. No
/// data where the overlay is missing, or a missing class may have to be kept, unless the other is 5
/// already.
WorstClass kept_class(std::uint8_t overlay_class,
                      const Overlaid& overlay,
                      std::uint8_t landslide,
                      std::uint8_t flash_flood,
                      KeepWorst keep);

// The tables of every overlay.
inline constexpr FieldSpec kOverlayNeeds[] = {kLandslideSusceptibility, kFlashFloodSusceptibility,
                                              kLandslideClass, kFlashFloodClass};
inline constexpr FieldSpec kOverlayUses[] = {kRunoutReachProbability, kFloodHazardClass};
inline constexpr FieldSpec kOverlayMakes[] = {kHazardClass, kDecidingHazard,
                                              kCombinedSusceptibility};
/// The limits, hazone's own, part the middle of the range: what is combined is seldom near its
/// ends.
inline constexpr auto kOverlayParams =
    joined_params(class_params(limits_from(kCombinedSusceptibility, {0.2, 0.35, 0.5, 0.65})),
                  std::array{kKeepWorst});

/// For Model::check: says what overlay() would refuse before it looks at the data.
void check_overlay(std::string_view model,
                   const OverlayRule& rule,
                   const Params& params,
                   const HasField& has);

/// Makes kOverlayMakes. An InputError names a criterion which has a weight and no field, or says
/// what class_codes() says.
void overlay(std::string_view model,
             const OverlayRule& rule,
             const Params& params,
             FieldSet& fields);
/// The same strip by strip.
void overlay(std::string_view model,
             const OverlayRule& rule,
             const Params& params,
             StoredFields& fields);

/// For Model::survey and Model::conclude: the cells in which one hazard is very high and the answer
/// is not.
void survey_hidden(const FieldSet& fields, Window cells, std::vector<double>& sums);
std::string conclude_hidden(const std::vector<double>& sums);

}  // namespace hazone::models
