#pragma once

#include "engine/pipeline/params.hpp"

namespace hazone::models {

// Parameters of the losses, shared by the models which route rain. A soil constant stands for all
// cells where its field is not given.
enum class LossKind {
    none,
    curve_number,
    green_ampt,
    horton,
    philip,
    variable_infiltration,
    initial_and_constant
};
inline constexpr std::string_view kLossWords[] = {
    "none",   "curve_number",          "green_ampt",          "horton",
    "philip", "variable_infiltration", "initial_and_constant"};
inline constexpr ParamSpec kLoss{.name = "loss",
                                 .fallback = 1,
                                 .lowest = 0,
                                 .highest = 6,
                                 .meaning = "what takes up rain before it runs off",
                                 .choices = kLossWords};

inline constexpr ParamSpec kLossAbstraction{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning = "curve_number: share of the retention which is filled before runoff begins"};
/// The first three as AntecedentWetness.
enum class LossWetness { dry, average, wet, from_rain };
inline constexpr std::string_view kWetnessWords[] = {"dry", "average", "wet", "from_rain"};
inline constexpr ParamSpec kLossWetness{
    .name = "antecedent_wetness",
    .fallback = 1,
    .lowest = 0,
    .highest = 3,
    .meaning =
        "curve_number: antecedent class I, II or III, or that of antecedent_rain by the limits "
        "35.6 mm and 53.3 mm",
    .choices = kWetnessWords};
inline constexpr std::string_view kSlopeWords[] = {"none", "sharpley_williams", "huang"};
inline constexpr ParamSpec kLossSlope{.name = "slope_correction",
                                      .lowest = 0,
                                      .highest = 2,
                                      .meaning = "curve_number: how it follows the slope",
                                      .choices = kSlopeWords};

inline constexpr ParamSpec kLossSuction{
    .name = "suction_head",
    .unit = Unit::metre,
    .fallback = 0.1668,
    .lowest = 0,
    .highest = 10,
    .meaning = "green_ampt: suction at the wetting front; the default is that of silt loam"};
inline constexpr ParamSpec kLossDeficit{
    .name = "moisture_deficit",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 1,
    .meaning = "green_ampt: porosity less water content before the rain"};
inline constexpr ParamSpec kLossPorosity{
    .name = "effective_porosity",
    .fallback = 0.486,
    .lowest = 0.01,
    .highest = 1,
    .meaning = "green_ampt: porosity less residual water content, for the redistribution"};
inline constexpr ParamSpec kLossPoreIndex{
    .name = "pore_size_index",
    .fallback = 0.234,
    .lowest = 0,
    .highest = 5,
    .meaning =
        "green_ampt: lambda of Brooks & Corey, for the redistribution between rains; 0: none"};

inline constexpr ParamSpec kLossInitialCapacity{
    .name = "initial_capacity",
    .unit = Unit::metre_per_second,
    .fallback = 76e-3 / 3600,
    .lowest = 0,
    .highest = 1e-2,
    .meaning = "horton: infiltration capacity of dry soil"};
inline constexpr ParamSpec kLossFinalCapacity{
    .name = "final_capacity",
    .unit = Unit::metre_per_second,
    .fallback = 13e-3 / 3600,
    .lowest = 0,
    .highest = 1e-2,
    .meaning = "horton: infiltration capacity of wet soil"};
inline constexpr ParamSpec kLossDecay{.name = "decay_time",
                                      .unit = Unit::second,
                                      .fallback = 3600 / 4.14,
                                      .lowest = 1,
                                      .highest = 1e7,
                                      .meaning = "horton: 1/k, in which the capacity falls to 1/e"};
inline constexpr ParamSpec kLossRecovery{
    .name = "recovery_time",
    .unit = Unit::second,
    .fallback = 7 * 86400.0,
    .lowest = 1,
    .highest = 1e9,
    .meaning = "horton: dry time in which the lost capacity falls to 1/e"};

inline constexpr ParamSpec kLossSorptivity{.name = "sorptivity",
                                           .fallback = 6e-4,
                                           .lowest = 0,
                                           .highest = 1,
                                           .meaning = "philip: S, m s-1/2"};
inline constexpr ParamSpec kLossPhilipShare{
    .name = "philip_share",
    .fallback = 0.5,
    .lowest = 0.01,
    .highest = 1,
    .meaning = "philip: A as a share of the conductivity, 1/3 to 2/3 for short times"};

inline constexpr ParamSpec kLossCapacity{
    .name = "soil_water_capacity",
    .unit = Unit::metre,
    .fallback = 0.12,
    .lowest = 1e-4,
    .highest = 10,
    .meaning = "variable_infiltration: water which the soil can hold, mean of the cell"};
inline constexpr ParamSpec kLossSaturation{
    .name = "soil_saturation",
    .fallback = 0.5,
    .lowest = 0,
    .highest = 1,
    .meaning = "variable_infiltration: share of it which is filled at the beginning"};
inline constexpr ParamSpec kLossExponent{
    .name = "capacity_exponent",
    .fallback = 0.3,
    .lowest = 0,
    .highest = 20,
    .meaning = "variable_infiltration: b, how much the capacity differs inside a cell"};
inline constexpr ParamSpec kLossInterflow{
    .name = "interflow_time",
    .unit = Unit::second,
    .fallback = 6 * 3600.0,
    .lowest = 1,
    .highest = 1e8,
    .meaning = "variable_infiltration: interflow leaves a linear reservoir with this time"};

inline constexpr ParamSpec kLossInitial{
    .name = "initial_loss",
    .unit = Unit::metre,
    .fallback = 0.01,
    .lowest = 0,
    .highest = 1,
    .meaning = "initial_and_constant: rain which is lost before any runs off"};
inline constexpr ParamSpec kLossRate{.name = "constant_loss",
                                     .unit = Unit::metre_per_second,
                                     .fallback = 2.5e-3 / 3600,
                                     .lowest = 0,
                                     .highest = 1e-2,
                                     .meaning = "initial_and_constant: rate of loss afterwards"};

inline constexpr ParamSpec kLossImpervious{
    .name = "impervious_share",
    .fallback = 0,
    .lowest = 0,
    .highest = 1,
    .meaning = "share of the cell whose rain runs off at once"};
inline constexpr ParamSpec kLossCanopy{.name = "canopy_capacity",
                                       .unit = Unit::metre,
                                       .fallback = 0,
                                       .lowest = 0,
                                       .highest = 0.02,
                                       .meaning = "rain which leaves hold until it evaporates"};
inline constexpr ParamSpec kLossEvaporation{
    .name = "potential_evapotranspiration",
    .unit = Unit::metre_per_second,
    .fallback = 0,
    .lowest = 0,
    .highest = 1e-6,
    .meaning = "evapotranspiration of the canopy, and in variable_infiltration of the soil"};

}  // namespace hazone::models
