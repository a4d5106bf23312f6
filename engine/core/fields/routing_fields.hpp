#pragma once

#include <array>

#include "engine/core/field.hpp"

namespace hazone {

// Water on its way over the ground and in channels.
inline constexpr FieldSpec kManningRoughness{"manning_roughness", Unit::one,
                                             "Manning roughness n, s m-1/3", 1e-4, 2};
inline constexpr FieldSpec kChannelWidth{"channel_width", Unit::metre,
                                         "width of the channel in a stream cell", 0.01, 5000};
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
                                           &kBankfullDischarge,
                                           &kThresholdRunoff,
                                           &kFlashFloodGuidance,
                                           &kFlashFloodThreat,
                                           &kUnitStreamPower,
                                           &kSedimentConcentration,
                                           &kBulkedDischarge};

}  // namespace hazone
