#pragma once

#include <array>
#include <string_view>

#include "engine/core/field.hpp"

namespace hazone {

// What rules give levels for, beside classes and rain.
inline constexpr FieldSpec kRainDays{
    "rain_days", Unit::one, "days of rain in a row before and with the heaviest 24 h", 0, 400};
inline constexpr FieldSpec kHeavyRainDays{"heavy_rain_days", Unit::one,
                                          "most days in a row with heavy rain", 0, 400};
inline constexpr FieldSpec kLowland{
    "lowland", Unit::one, "1 in the plain and on the coast, 0 in midland and mountains",
    0,         1,         CellType::code8};
inline constexpr FieldSpec kDailyMaximumTemperature{
    "daily_maximum_temperature", Unit::one,
    "highest temperature of the days of a hot spell, degrees Celsius", -90, 60};
inline constexpr FieldSpec kHotDays{"hot_days", Unit::one, "days which the hot spell lasts", 0,
                                    400};
inline constexpr FieldSpec kDailyMeanTemperature{
    "daily_mean_temperature", Unit::one,
    "mean temperature of the days of a cold spell, degrees Celsius", -90, 60};
inline constexpr FieldSpec kColdDays{"cold_days", Unit::one, "days which the cold spell lasts", 0,
                                     400};
inline constexpr FieldSpec kWaterShortfall{"water_shortfall", Unit::one,
                                           "share of the usual water which is lacking", 0, 1};
inline constexpr FieldSpec kDroughtMonths{"drought_months", Unit::one,
                                          "months which the drought lasts", 0, 120};
inline constexpr FieldSpec kWindSpeed{"wind_speed", Unit::metre_per_second,
                                      "highest mean wind at 10 m height", 0, 120};
inline constexpr FieldSpec kWindForce{"wind_force", Unit::one, "Beaufort number of the wind", 0,
                                      17};
inline constexpr FieldSpec kConvectionShare{
    "convection_share", Unit::one,
    "share of the province's communes under tornado, lightning or hail", 0, 1};

// Water level at the gauge which stands for a place, and its alarm levels (báo động).
inline constexpr FieldSpec kGaugeStage{"gauge_stage", Unit::metre,
                                       "highest water level at the gauge of the place", -50, 5000};
inline constexpr FieldSpec kAlarmStage1{"alarm_stage_1", Unit::metre,
                                        "first alarm level of the gauge", -50, 5000};
inline constexpr FieldSpec kAlarmStage2{"alarm_stage_2", Unit::metre,
                                        "second alarm level of the gauge", -50, 5000};
inline constexpr FieldSpec kAlarmStage3{"alarm_stage_3", Unit::metre,
                                        "third alarm level of the gauge", -50, 5000};
inline constexpr FieldSpec kRecordStage{
    "record_stage", Unit::metre, "highest level on record at the gauge, or of the design flood",
    -50, 5000};
inline constexpr FieldSpec kGaugeRegion{
    "gauge_region",  Unit::one, "region of the gauge in the rules for river floods", 1, 4,
    CellType::class8};
inline constexpr FieldSpec kAlarmPassed{"alarm_passed", Unit::one,
                                        "alarm levels which the gauge has reached: 0 to 3", 0, 3};
inline constexpr FieldSpec kStageAboveAlarm3{"stage_above_alarm_3", Unit::metre,
                                             "water level over the third alarm level", -5000, 5000};
inline constexpr FieldSpec kStageAboveRecord{
    "stage_above_record", Unit::metre, "water level over the record or design flood", -5000, 5000};

/// A level by the rules: 0 below level 1, 1 to 5; 255 no data.
constexpr FieldSpec level_field(std::string_view name, std::string_view meaning) {
    return {name, Unit::one, meaning, 0, 5, CellType::code8};
}
inline constexpr FieldSpec kLandslideLevel =
    level_field("landslide_level", "level of landslide by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kFlashFloodLevel =
    level_field("flash_flood_level", "level of flash flood by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kRiverFloodLevel =
    level_field("river_flood_level", "level of river flood by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kHeavyRainLevel =
    level_field("heavy_rain_level", "level of heavy rain by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kStormLevel = level_field(
    "storm_level", "level of storm or tropical depression by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kHeatLevel =
    level_field("heat_level", "level of heat by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kDroughtLevel =
    level_field("drought_level", "level of drought by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kColdLevel =
    level_field("cold_level", "level of severe cold by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kConvectionLevel = level_field(
    "convection_level", "level of tornado, lightning and hail by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kRiskLevel =
    level_field("risk_level", "highest level of all hazards by the rules, 0 below level 1 to 5");
inline constexpr FieldSpec kRiskHazard{
    "risk_hazard",  Unit::one, "hazard which decided risk_level, 0 none reaches level 1", 0, 9,
    CellType::code8};
inline constexpr FieldSpec kRiskRule{
    "risk_rule",
    Unit::one,
    "number of the row of the rules which decided risk_level, 0 none applies",
    0,
    254,
    CellType::code8};

// The rules themselves, and which share of each cell belongs to which zone.
inline constexpr FieldSpec kRules{
    "rules", Unit::one, "rules which give levels", 0, kInfinity, CellType::float32, Form::rules};
inline constexpr FieldSpec kZoneCover{
    "zone_cover",      Unit::one,  "share of each cell which lies in each zone", 0, 1,
    CellType::float32, Form::cover};

// Who and what stands in the way.
inline constexpr FieldSpec kPopulationDensity{"population_density", Unit::per_square_metre,
                                              "people per area", 0, 1};
inline constexpr FieldSpec kBuildings{"buildings", Unit::one,         "buildings as points", 0,
                                      kInfinity,   CellType::float32, Form::features};

// Several hazards in one number.
inline constexpr FieldSpec kCombinedSusceptibility{
    "combined_susceptibility", Unit::one, "susceptibility to all hazards, by weights or fuzzy sets",
    0, 1};

// How sure a class or a level is: shares of the members of an ensemble.
constexpr FieldSpec share_of_members(std::string_view name, std::string_view meaning) {
    return {name, Unit::one, meaning, 0, 1};
}
inline constexpr std::array kHazardClassProbability{
    share_of_members("hazard_class_1_probability", "probability of hazard class 1"),
    share_of_members("hazard_class_2_probability", "probability of hazard class 2"),
    share_of_members("hazard_class_3_probability", "probability of hazard class 3"),
    share_of_members("hazard_class_4_probability", "probability of hazard class 4"),
    share_of_members("hazard_class_5_probability", "probability of hazard class 5"),
};
inline constexpr std::array kRiskLevelProbability{
    share_of_members("risk_level_0_probability", "probability that no level is reached"),
    share_of_members("risk_level_1_probability", "probability of level 1"),
    share_of_members("risk_level_2_probability", "probability of level 2"),
    share_of_members("risk_level_3_probability", "probability of level 3"),
    share_of_members("risk_level_4_probability", "probability of level 4"),
    share_of_members("risk_level_5_probability", "probability of level 5"),
};

inline constexpr std::array kLevelFields{
    &kRainDays,
    &kHeavyRainDays,
    &kLowland,
    &kDailyMaximumTemperature,
    &kHotDays,
    &kDailyMeanTemperature,
    &kColdDays,
    &kWaterShortfall,
    &kDroughtMonths,
    &kWindSpeed,
    &kWindForce,
    &kConvectionShare,
    &kGaugeStage,
    &kAlarmStage1,
    &kAlarmStage2,
    &kAlarmStage3,
    &kRecordStage,
    &kGaugeRegion,
    &kAlarmPassed,
    &kStageAboveAlarm3,
    &kStageAboveRecord,
    &kLandslideLevel,
    &kFlashFloodLevel,
    &kRiverFloodLevel,
    &kHeavyRainLevel,
    &kStormLevel,
    &kHeatLevel,
    &kDroughtLevel,
    &kColdLevel,
    &kConvectionLevel,
    &kRiskLevel,
    &kRiskHazard,
    &kRiskRule,
    &kRules,
    &kZoneCover,
    &kPopulationDensity,
    &kBuildings,
    &kCombinedSusceptibility,
    &kHazardClassProbability[0],
    &kHazardClassProbability[1],
    &kHazardClassProbability[2],
    &kHazardClassProbability[3],
    &kHazardClassProbability[4],
    &kRiskLevelProbability[0],
    &kRiskLevelProbability[1],
    &kRiskLevelProbability[2],
    &kRiskLevelProbability[3],
    &kRiskLevelProbability[4],
    &kRiskLevelProbability[5],
};

/// The field of the levels of a hazard, which is not Hazard::none, in the order of kHazards.
inline constexpr std::array kLevelOfHazard{
    &kLandslideLevel, &kFlashFloodLevel, &kRiverFloodLevel, &kHeavyRainLevel,  &kStormLevel,
    &kHeatLevel,      &kDroughtLevel,    &kColdLevel,       &kConvectionLevel,
};

}  // namespace hazone
