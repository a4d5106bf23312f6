#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Water on its way over the ground and in channels.
inline constexpr FieldSpec kManningRoughness{"manning_roughness", Unit::one,
                                             "Manning roughness n, s m-1/3", 1e-4, 2};
inline constexpr FieldSpec kChannelWidth{"channel_width", Unit::metre,
                                         "width of the channel in a stream cell", 0.01, 5000};
inline constexpr FieldSpec kCrossSections{
    "cross_sections", Unit::one, "surveyed cross-sections of channels, point by point",
    -kInfinity,       kInfinity, CellType::float32,
    Form::features};
inline constexpr FieldSpec kImperviousShare{"impervious_share", Unit::one,
                                            "share of the cell which takes up no water", 0, 1};
inline constexpr FieldSpec kPeakTime{
    "peak_time", Unit::second, "time of the highest discharge after the start of the rain", 0};
inline constexpr FieldSpec kGauges{"gauges",
                                   Unit::one,
                                   "water level, depth and discharge at gauges in time",
                                   0,
                                   kInfinity,
                                   CellType::float32,
                                   Form::features};

// What takes up rain before it runs off.
inline constexpr FieldSpec kMoistureDeficit{
    "moisture_deficit", Unit::one, "porosity less water content of the soil before the rain", 0, 1};
inline constexpr FieldSpec kSuctionHead{"suction_head", Unit::metre,
                                        "suction of the soil at the wetting front", 0, 10};
inline constexpr FieldSpec kSoilWaterCapacity{"soil_water_capacity", Unit::metre,
                                              "depth of water which the soil of the cell can hold",
                                              0, 10};
inline constexpr FieldSpec kSoilSaturation{"soil_saturation", Unit::one,
                                           "share of soil_water_capacity which is filled", 0, 1};
inline constexpr FieldSpec kAirTemperature{"air_temperature", Unit::one,
                                           "mean temperature of the day, degrees Celsius", -90, 60};
inline constexpr FieldSpec kTemperatureRange{
    "temperature_range", Unit::one, "highest less lowest temperature of the day, K", 0, 60};
inline constexpr FieldSpec kPotentialEvapotranspiration{
    "potential_evapotranspiration", Unit::metre_per_second,
    "evapotranspiration where water is not short", 0, 1e-6};

// What a run leaves in soil and leaves, and what the next one finds there.
inline constexpr FieldSpec kInitialInfiltration{
    "initial_infiltration", Unit::metre,
    "water which the soil has taken up before the run, beyond the moisture of the other inputs", 0,
    kInfinity};
inline constexpr FieldSpec kInitialRestingInfiltration{
    "initial_resting_infiltration", Unit::metre,
    "green_ampt: the part of initial_infiltration which lies in the older of two profiles", 0,
    kInfinity};
inline constexpr FieldSpec kInitialProfileFilling{
    "initial_profile_filling", Unit::one,
    "green_ampt: share of the moisture deficit which the older profile fills", 0, 1};
inline constexpr FieldSpec kInitialInterflowWater{"initial_interflow_water", Unit::metre,
                                                  "water on its way through the soil at first", 0,
                                                  kInfinity};
inline constexpr FieldSpec kInitialCanopyWater{"initial_canopy_water", Unit::metre,
                                               "water on leaves at the beginning", 0, kInfinity};
inline constexpr FieldSpec kFinalInfiltration{
    "final_infiltration", Unit::metre, "initial_infiltration of a run which goes on from this one",
    0};
inline constexpr FieldSpec kFinalRestingInfiltration{
    "final_resting_infiltration", Unit::metre,
    "initial_resting_infiltration of a run which goes on from this one", 0};
inline constexpr FieldSpec kFinalProfileFilling{
    "final_profile_filling", Unit::one,
    "initial_profile_filling of a run which goes on from this one", 0, 1};
inline constexpr FieldSpec kFinalSoilSaturation{
    "final_soil_saturation", Unit::one, "share of soil_water_capacity which is filled at the end",
    0, 1};
inline constexpr FieldSpec kFinalInterflowWater{"final_interflow_water", Unit::metre,
                                                "water on its way through the soil at the end", 0};
inline constexpr FieldSpec kFinalCanopyWater{"final_canopy_water", Unit::metre,
                                             "water on leaves at the end", 0};

// Lakes and reservoirs.
inline constexpr FieldSpec kReservoirs{
    "reservoirs",  Unit::one, "lakes and reservoirs on streams, with their outlets",
    -kInfinity,    kInfinity, CellType::float32,
    Form::features};
inline constexpr FieldSpec kReservoirLevels{
    "reservoir_levels", Unit::one, "storage and release of reservoirs by level",
    -kInfinity,         kInfinity, CellType::float32,
    Form::features};

// The rain which it takes to bring a flood.
inline constexpr FieldSpec kBankfullDischarge{"bankfull_discharge", Unit::cubic_metre_per_second,
                                              "discharge at which the stream leaves its banks", 0};
inline constexpr FieldSpec kThresholdRunoff{
    "threshold_runoff", Unit::metre, "runoff of the duration which fills the stream to its banks",
    0};
inline constexpr FieldSpec kFlashFloodGuidance{
    "flash_flood_guidance", Unit::metre,
    "rain of the duration which fills the stream to its banks, at the present soil moisture", 0};
inline constexpr FieldSpec kFlashFloodThreat{"flash_flood_threat", Unit::one,
                                             "rain of the event over flash_flood_guidance", 0};
/// Of the usual durations, in their order: FFG of 1, 3, 6, 12 and 24 h.
constexpr FieldSpec guidance_of(std::string_view name) {
    return {name, Unit::metre,
            "rain in that time which fills the stream to its banks, at the present soil moisture",
            0};
}
constexpr FieldSpec greatest_rain_of(std::string_view name) {
    return {name, Unit::metre, "most rain of the event in that time", 0};
}
inline constexpr FieldSpec kGuidanceOf1Hour = guidance_of("flash_flood_guidance_of_1_hour");
inline constexpr FieldSpec kGuidanceOf3Hours = guidance_of("flash_flood_guidance_of_3_hours");
inline constexpr FieldSpec kGuidanceOf6Hours = guidance_of("flash_flood_guidance_of_6_hours");
inline constexpr FieldSpec kGuidanceOf12Hours = guidance_of("flash_flood_guidance_of_12_hours");
inline constexpr FieldSpec kGuidanceOf24Hours = guidance_of("flash_flood_guidance_of_24_hours");
inline constexpr FieldSpec kGreatestRainOf1Hour = greatest_rain_of("greatest_rain_of_1_hour");
inline constexpr FieldSpec kGreatestRainOf3Hours = greatest_rain_of("greatest_rain_of_3_hours");
inline constexpr FieldSpec kGreatestRainOf6Hours = greatest_rain_of("greatest_rain_of_6_hours");
inline constexpr FieldSpec kGreatestRainOf12Hours = greatest_rain_of("greatest_rain_of_12_hours");
inline constexpr FieldSpec kGreatestRainOf24Hours = greatest_rain_of("greatest_rain_of_24_hours");
inline constexpr FieldSpec kWorstFlashFloodThreat{
    "worst_flash_flood_threat", Unit::one,
    "most rain of 1 to 24 h over its flash flood guidance, the worst of them", 0};
inline constexpr FieldSpec kWorstThreatDuration{
    "worst_threat_duration", Unit::second, "duration of the rain of worst_flash_flood_threat", 0};

// What the flood carries and moves.
inline constexpr FieldSpec kUnitStreamPower{
    "unit_stream_power", Unit::one,
    "power of the peak discharge per area of the channel's bed, W m-2", 0};
inline constexpr FieldSpec kSedimentConcentration{
    "sediment_concentration", Unit::one,
    "share of the volume of a flood which is sediment, in equilibrium with the slope of the bed", 0,
    1};
inline constexpr FieldSpec kBulkedDischarge{"bulked_discharge", Unit::cubic_metre_per_second,
                                            "peak discharge of water and sediment together", 0};

inline constexpr std::array kRoutingFields{&kManningRoughness,
                                           &kChannelWidth,
                                           &kCrossSections,
                                           &kImperviousShare,
                                           &kPeakTime,
                                           &kGauges,
                                           &kMoistureDeficit,
                                           &kSuctionHead,
                                           &kSoilWaterCapacity,
                                           &kSoilSaturation,
                                           &kAirTemperature,
                                           &kTemperatureRange,
                                           &kPotentialEvapotranspiration,
                                           &kInitialInfiltration,
                                           &kInitialRestingInfiltration,
                                           &kInitialProfileFilling,
                                           &kInitialInterflowWater,
                                           &kInitialCanopyWater,
                                           &kFinalInfiltration,
                                           &kFinalRestingInfiltration,
                                           &kFinalProfileFilling,
                                           &kFinalSoilSaturation,
                                           &kFinalInterflowWater,
                                           &kFinalCanopyWater,
                                           &kReservoirs,
                                           &kReservoirLevels,
                                           &kBankfullDischarge,
                                           &kThresholdRunoff,
                                           &kFlashFloodGuidance,
                                           &kFlashFloodThreat,
                                           &kGuidanceOf1Hour,
                                           &kGuidanceOf3Hours,
                                           &kGuidanceOf6Hours,
                                           &kGuidanceOf12Hours,
                                           &kGuidanceOf24Hours,
                                           &kGreatestRainOf1Hour,
                                           &kGreatestRainOf3Hours,
                                           &kGreatestRainOf6Hours,
                                           &kGreatestRainOf12Hours,
                                           &kGreatestRainOf24Hours,
                                           &kWorstFlashFloodThreat,
                                           &kWorstThreatDuration,
                                           &kUnitStreamPower,
                                           &kSedimentConcentration,
                                           &kBulkedDischarge};

}  // namespace hazone
