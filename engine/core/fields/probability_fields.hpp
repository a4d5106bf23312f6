#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// How sure a safety factor is, and what makes it unsure.
inline constexpr FieldSpec kFailureProbabilityError{
    "failure_probability_error", Unit::one,
    "half the width of the 95 % interval of a probability of failure found by sampling", 0, 1};
inline constexpr FieldSpec kMeanSafetyFactor{
    "mean_safety_factor", Unit::one,
    "mean of the safety factor, given uncertain soil and water; not above its highest value"};
inline constexpr FieldSpec kReliabilityIndex{"reliability_index", Unit::one,
                                             "distance from the likely soil to the nearest that "
                                             "fails, in standard deviations; below 0 where "
                                             "the likely soil fails"};
inline constexpr FieldSpec kSensitivityToCohesion{
    "sensitivity_to_cohesion", Unit::one,
    "share of the variance of the safety factor which the cohesion alone causes (Sobol)"};
inline constexpr FieldSpec kSensitivityToFriction{
    "sensitivity_to_friction", Unit::one,
    "share of the variance of the safety factor which the friction alone causes (Sobol)"};
inline constexpr FieldSpec kSensitivityToDepth{
    "sensitivity_to_depth", Unit::one,
    "share of the variance of the safety factor which the soil depth alone causes (Sobol)"};
inline constexpr FieldSpec kSensitivityToWetness{
    "sensitivity_to_wetness", Unit::one,
    "share of the variance of the safety factor which the soil wetness alone causes (Sobol)"};

inline constexpr FieldSpec kFailureProbabilityInTime{
    "failure_probability_in_time",
    Unit::one,
    "probability that the lowest safety factor of the column is below 1 at each output time",
    0,
    1,
    CellType::float32,
    Form::frames};
inline constexpr FieldSpec kFailureProbabilityErrorInTime{
    "failure_probability_error_in_time",
    Unit::one,
    "half the width of the 95 % interval of the probability of failure at each output time",
    0,
    1,
    CellType::float32,
    Form::frames};
inline constexpr FieldSpec kHighestFailureProbability{
    "highest_failure_probability", Unit::one,
    "highest of the probabilities of failure at the output times", 0, 1};

inline constexpr std::array kProbabilityFields{
    &kFailureProbabilityError,   &kMeanSafetyFactor,         &kReliabilityIndex,
    &kSensitivityToCohesion,     &kSensitivityToFriction,    &kSensitivityToDepth,
    &kSensitivityToWetness,      &kFailureProbabilityInTime, &kFailureProbabilityErrorInTime,
    &kHighestFailureProbability,
};

}  // namespace hazone
