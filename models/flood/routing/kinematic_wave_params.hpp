#pragma once

#include "engine/pipeline/params.hpp"
#include "models/flood/losses/loss_params.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"
#include "models/flood/routing/gauge_series.hpp"
#include "models/flood/routing/reservoirs.hpp"
#include "models/flood/routing/section_reaches.hpp"

// What can be set of the model kinematic_wave.

namespace hazone::models {

inline constexpr ParamSpec kLongestStep{
    .name = "longest_step",
    .unit = Unit::second,
    .fallback = 60,
    .lowest = 0.1,
    .highest = 86400,
    .meaning = "a rain step is divided into equal parts no longer"};
inline constexpr ParamSpec kMostCourant{
    .name = "courant",
    .fallback = 1,
    .lowest = 0.1,
    .highest = 1000,
    .meaning = "a step of the channels is divided where the wave would pass more cells"};
inline constexpr ParamSpec kMostSubSteps{.name = "most_sub_steps",
                                         .fallback = 60,
                                         .lowest = 1,
                                         .highest = 10000,
                                         .meaning = "but into no more parts",
                                         .whole = true};
inline constexpr std::string_view kChannelRoutingWords[] = {"kinematic_wave", "muskingum_cunge"};
inline constexpr ParamSpec kChannelRouting{
    .name = "channel_routing",
    .lowest = 0,
    .highest = 1,
    .meaning = "of channels: muskingum_cunge lets waves spread where the slope is low",
    .choices = kChannelRoutingWords};
inline constexpr std::string_view kWaveSchemeWords[] = {"upwind", "box"};
inline constexpr ParamSpec kWaveSchemeChoice{
    .name = "scheme",
    .lowest = 0,
    .highest = 1,
    .meaning =
        "upwind: of first order, rounds what is sharp; box: of second order, mean of both "
        "ends of a reach and a step",
    .choices = kWaveSchemeWords};
inline constexpr ParamSpec kLeastRecession{
    .name = "least_recession",
    .unit = Unit::second,
    .fallback = 0,
    .lowest = 0,
    .highest = 30 * 86400.0,
    .meaning = "the run goes on at least so long after the rain, for the gauges"};
inline constexpr ParamSpec kLongestRecession{
    .name = "longest_recession",
    .unit = Unit::second,
    .fallback = 2 * 86400.0,
    .lowest = 0,
    .highest = 30 * 86400.0,
    .meaning = "and no longer than so, even where peaks still come"};
inline constexpr ParamSpec kHillslopeRoughness{
    .name = "hillslope_roughness",
    .fallback = 0.15,
    .lowest = 1e-4,
    .highest = 2,
    .meaning = "Manning n of hillslopes, s m-1/3, where manning_roughness is not given"};
inline constexpr ParamSpec kChannelRoughness{.name = "channel_roughness",
                                             .fallback = 0.05,
                                             .lowest = 1e-4,
                                             .highest = 2,
                                             .meaning = "Manning n of all channels, s m-1/3"};
inline constexpr ParamSpec kSideSlope{
    .name = "channel_side_slope",
    .fallback = 0,
    .lowest = 0,
    .highest = 20,
    .meaning =
        "of the banks of channels, m outwards for each m upwards; 0: a rectangle. The width "
        "is that of the bed"};
inline constexpr ParamSpec kKinematicWaveParams[] = {kLongestStep,
                                                     kMostCourant,
                                                     kMostSubSteps,
                                                     kWaveSchemeChoice,
                                                     kChannelRouting,
                                                     kLeastRecession,
                                                     kLongestRecession,
                                                     kLeastReachSlope,
                                                     kHillslopeRoughness,
                                                     kChannelRoughness,
                                                     kSideSlope,
                                                     kWidthOf1Km2,
                                                     kWidthExponent,
                                                     kGaugeInterval,
                                                     kGaugeSnap,
                                                     kReservoirSnap,
                                                     kSectionSnap,
                                                     kSectionReach,
                                                     kLoss,
                                                     kLossAbstraction,
                                                     kLossWetness,
                                                     kLossSlope,
                                                     kLossSuction,
                                                     kLossDeficit,
                                                     kLossPorosity,
                                                     kLossPoreIndex,
                                                     kLossInitialCapacity,
                                                     kLossFinalCapacity,
                                                     kLossDecay,
                                                     kLossRecovery,
                                                     kLossSorptivity,
                                                     kLossPhilipShare,
                                                     kLossCapacity,
                                                     kLossSaturation,
                                                     kLossExponent,
                                                     kLossInterflow,
                                                     kLossInitial,
                                                     kLossRate,
                                                     kLossImpervious,
                                                     kLossCanopy,
                                                     kLossEvaporation};

}  // namespace hazone::models
