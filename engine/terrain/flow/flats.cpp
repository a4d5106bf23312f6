#include "engine/terrain/flow/flats.hpp"

#include "engine/terrain/flow/flat_cells.hpp"

namespace hazone {

void resolve_flats(View<const float> filled, View<std::uint8_t> direction) {
    FlatCells flats(filled, direction, whole_window(filled.extent()));
    flats.spread();
    flats.for_each(
        [&](FlatCell::Node node, Cell cell) { direction(cell) = flats.way_through(node); });
}

}  // namespace hazone
