#include "models/flood/losses/carried_state.hpp"

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/losses/place_rasters.hpp"

namespace hazone::models {

void write_carried(std::string_view model,
                   std::string_view loss,
                   const Losses& losses,
                   const PlaceCells& cells,
                   FieldSet& fields) {
    for (const CarriedField& carried : kCarriedFields) {
        const auto view = fields.write_if_wanted(*carried.final);
        if (view.extent().empty()) {
            continue;
        }
        for_each_cell(view.extent(), [=](Index row, Index col) { view(row, col) = kMissing; });
        if (!losses.carries(carried.what)) {
            fields.note(fmt::format("{}: {} has no values, since loss = {} has no such state",
                                    model, carried.final->name, loss));
            continue;
        }
        for_each_place(cells, view.extent().cols, [&](Index place, Cell at) {
            view(at) = static_cast<float>(losses.carried(carried.what, place));
        });
    }
}

void note_unread_state(std::string_view model,
                       std::string_view loss,
                       const Losses& losses,
                       FieldSet& fields) {
    for (const CarriedField& carried : kCarriedFields) {
        // soil_saturation is an input of its own, of other models too
        if (carried.what != Carried::saturation && fields.has(*carried.initial) &&
            !losses.carries(carried.what)) {
            fields.note(
                fmt::format("{}: {} is given but not read, since loss = {} has no such "
                            "state; choose the loss of the earlier run",
                            model, carried.initial->name, loss));
        }
    }
}

}  // namespace hazone::models
