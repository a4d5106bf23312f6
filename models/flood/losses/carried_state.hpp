#pragma once

#include <array>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/losses/losses.hpp"

namespace hazone::models {

/// What losses remember between two runs, by the fields which hold it: `initial` is read by the
/// later run, `final` made by the earlier one. Values are stored as float: the losses of the later
/// run differ by no more than that rounding, 6e-8 of the value, from those of one long run.
struct CarriedField {
    Carried what;
    const FieldSpec* initial;
    const FieldSpec* final;
};
inline constexpr std::array kCarriedFields{
    CarriedField{Carried::infiltration, &kInitialInfiltration, &kFinalInfiltration},
    CarriedField{Carried::resting, &kInitialRestingInfiltration, &kFinalRestingInfiltration},
    CarriedField{Carried::filling, &kInitialProfileFilling, &kFinalProfileFilling},
    CarriedField{Carried::saturation, &kSoilSaturation, &kFinalSoilSaturation},
    CarriedField{Carried::interflow, &kInitialInterflowWater, &kFinalInterflowWater},
    CarriedField{Carried::canopy, &kInitialCanopyWater, &kFinalCanopyWater}};

/// Writes those of the fields final_* which somebody wants. A field which this kind of loss does
/// not have is missing everywhere, and a note of `model` says so.
void write_carried(std::string_view model,
                   std::string_view loss,
                   const Losses& losses,
                   const PlaceCells& cells,
                   FieldSet& fields);

/// Notes which fields initial_* are given and not read by this kind of loss.
void note_unread_state(std::string_view model,
                       std::string_view loss,
                       const Losses& losses,
                       FieldSet& fields);

}  // namespace hazone::models
