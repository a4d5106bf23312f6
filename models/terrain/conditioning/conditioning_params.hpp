#pragma once

#include <string_view>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/model.hpp"
#include "engine/terrain/conditioning/breach.hpp"
#include "engine/terrain/conditioning/holes.hpp"
#include "engine/terrain/conditioning/least_step.hpp"

// What the models that make ground drain have in common: the ground they start from, and
// parameters.
namespace hazone {

/// The ground as far as it was made ready: burned where streams are given, else levelled where
/// lakes are, else the elevation. The model has kReadyGround among its `uses`.
template <class Fields>  // FieldSet or StoredFields
decltype(auto) ready_ground(const Fields& fields) {
    const FieldSpec& levelled = fields.has(kLevelledElevation) ? kLevelledElevation : kElevation;
    return fields.read(fields.has(kBurnedElevation) ? kBurnedElevation : levelled);
}
inline constexpr FieldSpec kReadyGround[] = {kLevelledElevation, kBurnedElevation};

inline constexpr std::string_view kHolesWords[] = {"outlet", "barrier"};  // as in Holes
inline constexpr ParamSpec kHoles{
    .name = "holes",
    .unit = Unit::one,
    .fallback = 0,
    .highest = 1,
    .meaning =
        "what missing cells inside the ground do with water: take it in, or stand in its way",
    .choices = kHolesWords};

inline constexpr ParamSpec kLeastSlope{
    .name = "least_slope",
    .unit = Unit::one,
    .fallback = 0,
    .lowest = 0,
    .highest = 0.1,
    .meaning = "fall over distance to the next cell; 0 is the least that heights can hold"};

// A road or a railway bank with its drains is 20 to 60 m wide and up to some 10 m high. A channel
// many cells longer is more than an error of the heights.
inline constexpr ParamSpec kMaximumLength{.name = "maximum_length",
                                          .unit = Unit::metre,
                                          .fallback = 200,
                                          .lowest = 0,
                                          .highest = 1e5,
                                          .meaning = "longest way through ground which is cut"};
inline constexpr ParamSpec kMaximumDepth{.name = "maximum_depth",
                                         .unit = Unit::metre,
                                         .fallback = 10,
                                         .lowest = 0,
                                         .highest = 1e4,
                                         .meaning = "most by which a cell is lowered"};

inline BreachLimits breach_limits(const Params& params, const Grid& grid) {
    return {.cell_size = grid.cell_size,
            .maximum_length = params[kMaximumLength],
            .maximum_depth = params[kMaximumDepth],
            .holes = params.choice<Holes>(kHoles)};
}

}  // namespace hazone
