// Height above drainage of a grid that does not fit in memory: see height_above_drainage.hpp.
#include <cassert>
#include <utility>

#include "engine/core/raster.hpp"
#include "engine/terrain/border_values.hpp"
#include "engine/terrain/flow/drainage_ground.hpp"
#include "engine/terrain/flow/height_above_drainage.hpp"

namespace hazone {
namespace {

/// One window with the cells around it, and the ways of its water.
class WindowDrainage {
public:
    WindowDrainage(const StoredDrainage& stored, const Windows& windows, Index window)
        : place_(windows.at(window)),
          outer_(windows.with_halo(place_, 1)),
          filled_(outer_.extent),
          direction_(outer_.extent),
          stream_(outer_.extent),
          roots_(place_.extent) {
        stored.filled.read(outer_, filled_);
        stored.direction.read(outer_, direction_);
        stored.stream.read(outer_, stream_);
        roots_.find([&](Index row, Index col, Index cols, std::uint8_t* out) {
            ground().codes(in_outer({row, col}), cols, out);
        });
    }

    Window place() const { return place_; }
    const TileRoots& in_window() const { return roots_; }
    std::uint8_t code(Cell cell) const {
        std::uint8_t code = 0;
        ground().codes(in_outer(cell), 1, &code);
        return code;
    }
    float value(Cell root) const { return ground().drainage(in_outer(root)); }
    View<const float> filled() const {
        return filled_.view().window(in_outer({0, 0}), place_.extent);
    }

private:
    DrainageGround ground() const { return {filled_, direction_, stream_}; }
    Cell in_outer(Cell cell) const {
        return {cell.row + place_.from.row - outer_.from.row,
                cell.col + place_.from.col - outer_.from.col};
    }

    Window place_;
    Window outer_;
    Raster<float> filled_;
    Raster<std::uint8_t> direction_;
    Raster<std::uint8_t> stream_;
    TileRoots roots_;
};

}  // namespace

void height_above_drainage(const StoredDrainage& ground, CellStore<float>& height, Extent window) {
    const Extent extent = ground.filled.extent();
    assert(extent == ground.direction.extent() && extent == ground.stream.extent());
    assert(extent == height.extent());
    if (extent.empty()) {
        return;
    }
    const Windows windows(extent, window);
    BorderValues<float> border(windows, kMissing);
    for (Index number = 0; number < windows.count(); ++number) {
        border.tell(number, WindowDrainage(ground, windows, number));
    }
    border.resolve();
    for (Index number = 0; number < windows.count(); ++number) {
        const WindowDrainage drainage(ground, windows, number);
        Raster<float> above(drainage.place().extent);
        write_heights(drainage.filled(), drainage.in_window(), border.values(number, drainage),
                      above);
        height.write(drainage.place().from, std::as_const(above).view());
    }
}

}  // namespace hazone
