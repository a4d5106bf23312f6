#include "engine/terrain/conditioning/lakes.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/terrain/conditioning/regions.hpp"

namespace hazone {
namespace {

constexpr float kNone = std::numeric_limits<float>::infinity();

/// The lowest heights seen: of the shore, and of the lake itself.
struct Lowest {
    float shore = kNone;
    float water = kNone;

    void add(const Lowest& other) {
        shore = std::min(shore, other.shore);
        water = std::min(water, other.water);
    }
    float level() const {
        const float lowest = shore < kNone ? shore : water;
        return lowest < kNone ? lowest : kMissing;
    }
};

/// What one run of a lake and the cells around it show. A missing height compares false.
Lowest look_around(const CellRun& run, View<const float> z, View<const std::uint8_t> lake) {
    Lowest lowest;
    const Index first_row = std::max<Index>(run.row - 1, 0);
    const Index last_row = std::min(run.row + 1, z.rows() - 1);
    const Index first_col = std::max<Index>(run.first - 1, 0);
    const Index last_col = std::min(run.last, z.cols() - 1);
    for (Index row = first_row; row <= last_row; ++row) {
        for (Index col = first_col; col <= last_col; ++col) {
            float& kind = lake(row, col) == 1 ? lowest.water : lowest.shore;
            kind = z(row, col) < kind ? z(row, col) : kind;
        }
    }
    return lowest;
}

}  // namespace

void level_lakes(View<const float> z, View<const std::uint8_t> lake, View<float> levelled) {
    assert(z.extent() == lake.extent() && z.extent() == levelled.extent());
    assert(z.data() != levelled.data());
    for_each_row(z.rows(),
                 [=](Index row) { std::copy_n(z.row(row), z.cols(), levelled.row(row)); });
    const Regions lakes =
        connected_regions(z.extent(), [=](Index row, Index col) { return lake(row, col) == 1; });
    const auto runs = static_cast<Index>(lakes.runs.size());
    std::vector<Lowest> of_run(lakes.runs.size());
    for_each_row(runs, [&](Index number) {
        const auto run = static_cast<std::size_t>(number);
        of_run[run] = look_around(lakes.runs[run], z, lake);
    });
    std::vector<Lowest> of_lake(lakes.count);
    for (std::size_t run = 0; run < lakes.runs.size(); ++run) {
        of_lake[lakes.runs[run].region].add(of_run[run]);
    }
    for_each_row(runs, [&](Index number) {
        const CellRun& run = lakes.runs[static_cast<std::size_t>(number)];
        std::fill(levelled.row(run.row) + run.first, levelled.row(run.row) + run.last,
                  of_lake[run.region].level());
    });
}

}  // namespace hazone
