#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/params.hpp"
#include "models/flood/inundation/flood_ground.hpp"
#include "models/flood/inundation/flood_model.hpp"
#include "models/flood/inundation/subgrid_channels.hpp"
#include "models/flood/routing/channel_width.hpp"

// Channels narrower than a cell, of a flood model which takes them: their parameters and inputs,
// and how the channels are made from the stream network.

namespace hazone::models {

inline constexpr std::string_view kChannelWords[] = {"none", "subgrid"};
inline constexpr ParamSpec kChannels{
    .name = "channels",
    .fallback = 0,
    .lowest = 0,
    .highest = 1,
    .meaning = "subgrid: cells of stream_network have a channel narrower than the cell",
    .choices = kChannelWords};
inline constexpr ParamSpec kBankDepthOf1Km2{
    .name = "depth_of_1_km2",
    .unit = Unit::metre,
    .fallback = 0,
    .lowest = 0,
    .highest = 10,
    .meaning = "depth of the banks below 1 km2, fitted to the region; channels need it"};
inline constexpr ParamSpec kBankDepthExponent{
    .name = "depth_exponent",
    .fallback = 0,
    .lowest = 0,
    .highest = 1,
    .meaning = "power of the contributing area for the depth of the banks"};
inline constexpr ParamSpec kBedRoughness{.name = "channel_roughness",
                                         .fallback = 0.05,
                                         .lowest = 0.005,
                                         .highest = 1,
                                         .meaning = "Manning n of the channel, s m-1/3"};

inline constexpr std::array kChannelUses{kStreamNetwork, kFlowDirection, kContributingArea,
                                         kChannelWidth};

/// What a flood model uses, and more.
template <std::size_t More>
constexpr std::array<FieldSpec, More + std::size(kFloodUses)> with_flood_uses(
    const std::array<FieldSpec, More>& more) {
    std::array<FieldSpec, More + std::size(kFloodUses)> all{};
    std::copy(more.begin(), more.end(),
              std::copy(std::begin(kFloodUses), std::end(kFloodUses), all.begin()));
    return all;
}

inline bool wants_channels(const Params& params) { return params[kChannels] != 0; }

inline bool is_channel_use(const FieldSpec& use) {
    return std::any_of(kChannelUses.begin(), kChannelUses.end(),
                       [&](const FieldSpec& own) { return own.name == use.name; });
}

struct FloodChannels {
    std::unique_ptr<inundation::ChannelRun> run;
    std::string note;  // how many there are, and what was done to their beds
};

/// For Model::check: InputError where channels are asked for and an input of kChannelUses but the
/// width, or depth_of_1_km2, is not given.
void check_channels(std::string_view model, const Params& params, const HasField& has);

/// The channels of the stream cells with ground and contributing area, as wide as channel_width or
/// hydraulic geometry has them but not wider than the cell, as deep as hydraulic geometry has them
/// below the ground of the cell. No bed rises downstream: where the ground does, as it does at
/// bridges and where a grid is too coarse for a gorge, the channel is cut deeper. A channel whose
/// direction leads to ground without a stream ends there, and its water spreads over the cell.
/// Under water that stands on the ground at first a channel is full, and elsewhere filled to
/// initial_water_level.
/// Errors of check_channels().
FloodChannels channels_of(std::string_view model,
                          const Params& params,
                          const FieldSet& fields,
                          const FloodGround& ground,
                          const inundation::Edges& edges);

}  // namespace hazone::models
