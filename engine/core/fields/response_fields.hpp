#pragma once

#include <array>

#include "engine/core/field.hpp"
#include "engine/core/fields/threshold_fields.hpp"

namespace hazone {

// Rain by its rarity.
inline constexpr FieldSpec kMeanAnnualMaximumRain{
    "mean_annual_maximum_rain", Unit::metre,
    "mean of the greatest rain of one day in each year, at the place", 0, 2};
inline constexpr FieldSpec kAnnualMaximumRainVariation{
    "annual_maximum_rain_variation", Unit::one,
    "standard deviation over mean of the greatest rain of one day in each year", 0, 3};

/// The peak discharge which is reached or exceeded once in so many years on average.
constexpr FieldSpec return_discharge(std::string_view name, std::string_view meaning) {
    return {name, Unit::cubic_metre_per_second, meaning, 0};
}
inline constexpr FieldSpec kPeakDischargeOf2Years =
    return_discharge("peak_discharge_of_2_years", "peak discharge of the 2-year design storm");
inline constexpr FieldSpec kPeakDischargeOf5Years =
    return_discharge("peak_discharge_of_5_years", "peak discharge of the 5-year design storm");
inline constexpr FieldSpec kPeakDischargeOf10Years =
    return_discharge("peak_discharge_of_10_years", "peak discharge of the 10-year design storm");
inline constexpr FieldSpec kPeakDischargeOf20Years =
    return_discharge("peak_discharge_of_20_years", "peak discharge of the 20-year design storm");
inline constexpr FieldSpec kPeakDischargeOf50Years =
    return_discharge("peak_discharge_of_50_years", "peak discharge of the 50-year design storm");
inline constexpr FieldSpec kPeakDischargeOf100Years =
    return_discharge("peak_discharge_of_100_years", "peak discharge of the 100-year design storm");
inline constexpr FieldSpec kPeakDischargeOf200Years =
    return_discharge("peak_discharge_of_200_years", "peak discharge of the 200-year design storm");
inline constexpr FieldSpec kPeakDischargeOf500Years =
    return_discharge("peak_discharge_of_500_years", "peak discharge of the 500-year design storm");
inline constexpr FieldSpec kPeakDischargeOfReturnPeriod =
    return_discharge("peak_discharge_of_return_period",
                     "peak discharge of the design storm of the return period which is set");
inline constexpr FieldSpec kDesignDischarges{"design_discharges",
                                             Unit::one,
                                             "outlet of each basin with its peak discharge by "
                                             "return period",
                                             0,
                                             kInfinity,
                                             CellType::float32,
                                             Form::features};

inline constexpr FieldSpec kUnitHydrographs =
    feature_field("unit_hydrographs",
                  "discharge of each basin in time for 1 mm of runoff from all ground above its "
                  "outlet");
inline constexpr FieldSpec kGeomorphologicUnitHydrographs =
    feature_field("geomorphologic_unit_hydrographs",
                  "outlet of each basin with the ratios of Horton, peak and time to peak of its "
                  "geomorphologic unit hydrograph");

inline constexpr std::array kResponseFields{
    &kMeanAnnualMaximumRain,   &kAnnualMaximumRainVariation,   &kPeakDischargeOf2Years,
    &kPeakDischargeOf5Years,   &kPeakDischargeOf10Years,       &kPeakDischargeOf20Years,
    &kPeakDischargeOf50Years,  &kPeakDischargeOf100Years,      &kPeakDischargeOf200Years,
    &kPeakDischargeOf500Years, &kPeakDischargeOfReturnPeriod,  &kDesignDischarges,
    &kUnitHydrographs,         &kGeomorphologicUnitHydrographs};

}  // namespace hazone
