#pragma once

#include <cstring>
#include <vector>

#include "engine/core/view.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/form/window_tiles.hpp"

// What the kernels share that look along straight lines from every cell: the cells of a line, and
// many cells looking along it at once.

namespace hazone {

/// As many cells as one register of the processor holds. A compiler does not vectorise the loop
/// around the loop along a line by itself.
#if defined(__AVX512F__)
inline constexpr Index kLanes = 16;
#elif defined(__AVX__)
inline constexpr Index kLanes = 8;
#else
inline constexpr Index kLanes = 4;
#endif
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

inline Lanes load_lanes(const float* from) {
    Lanes lanes;
    std::memcpy(&lanes, from, sizeof lanes);
    return lanes;
}
inline void store_lanes(const Lanes& lanes, float* to) { std::memcpy(to, &lanes, sizeof lanes); }
inline Lanes all_lanes(float value) { return Lanes{} + value; }

/// The least multiple of kLanes which is not below the count.
constexpr Index whole_lanes(Index count) { return (count + kLanes - 1) / kLanes * kLanes; }

/// A cell on a line, seen from the cell where the line begins.
struct SightCell {
    Index rows = 0;       // to the south
    Index cols = 0;       // to the east
    double distance = 0;  // in cells, between the centres
};
using SightLine = std::vector<SightCell>;

/// The cells on a line towards an azimuth, rad clockwise from north, whose centres are no further
/// than `radius` cells: one in each row, or in each column where the line runs more east or west.
/// The first `skipped` of them are left out.
SightLine sight_line(double azimuth, double radius, Index skipped = 0);

/// The same cell as a place in memory beside that of the beginning.
struct SightStep {
    Index offset = 0;
    float distance = 0;  // in cells
    float inverse = 0;   // of the distance
};

/// A tile with a margin on all sides in memory of its own: missing where the height is missing,
/// infinite or outside the grid. Rows may be read kLanes cells beyond the tile's last column.
class PaddedTile {
public:
    void read(View<const float> z, const Window& tile, Index margin);
    /// The cell (row, 0) of the tile.
    const float* row(Index number) const {
        return cells_.data() + (number + margin_) * stride_ + margin_;
    }
    std::vector<SightStep> steps(const SightLine& line) const;

private:
    std::vector<float> cells_;
    Index margin_ = 0;
    Index stride_ = 0;
};

}  // namespace hazone
