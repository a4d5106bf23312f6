#include "scenarios/demo/communes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <queue>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "scenarios/demo/noise.hpp"

namespace hazone::demo {
namespace {

// Words for the make-believe (sample, supposed, imagined, tried, dreamt) behind words for
// landforms.
constexpr std::array<std::string_view, 8> kLandforms{"Suối", "Nậm",    "Khe",   "Bản",
                                                     "Đèo",  "Phiêng", "Mường", "Đồi"};
constexpr std::array<std::string_view, 5> kInventions{"Mẫu", "Giả Định", "Tưởng", "Thử", "Mộng"};
static_assert(kLandforms.size() * kInventions.size() == kCommuneCount);

constexpr Index kVillageRows = 9;
constexpr Index kVillageCols = 10;

// A village in every box of a coarse lattice: the place near a random point with the most water.
Cell village_in(Cell box, Extent extent, const Streams& streams, std::uint64_t seed) {
    constexpr Index kSearch = 12;  // cells
    const double down =
        static_cast<double>(box.row) + 0.15 + 0.7 * random_unit(box.row, box.col, seed + 2000);
    const double across =
        static_cast<double>(box.col) + 0.15 + 0.7 * random_unit(box.row, box.col, seed + 2001);
    const auto row = static_cast<Index>(down * static_cast<double>(extent.rows) / kVillageRows);
    const auto col = static_cast<Index>(across * static_cast<double>(extent.cols) / kVillageCols);
    Cell best{row, col};
    double most = 0.0;
    for (Index r = std::max<Index>(row - kSearch, 0); r <= std::min(row + kSearch, extent.rows - 1);
         ++r) {
        for (Index c = std::max<Index>(col - kSearch, 0);
             c <= std::min(col + kSearch, extent.cols - 1); ++c) {
            const double area = streams.area[static_cast<std::size_t>(r * extent.cols + c)];
            if (area > most) {
                most = area;
                best = {r, c};
            }
        }
    }
    return best;
}

// Squared distance from the middle in an ellipse that leans with the range.
double eccentricity(Cell cell, Extent extent) {
    const double x = static_cast<double>(cell.col) / static_cast<double>(extent.cols) - 0.5;
    const double y = static_cast<double>(cell.row) / static_cast<double>(extent.rows) - 0.5;
    const double along = 0.8 * x + 0.6 * y;
    const double across = 0.8 * y - 0.6 * x;
    return along * along + 1.5 * across * across;
}

// Villages of the province first, from north to south; then those of its neighbours.
std::vector<Cell> make_villages(Extent extent, const Streams& streams, std::uint64_t seed) {
    std::vector<Cell> villages;
    for (Index row = 0; row < kVillageRows; ++row) {
        for (Index col = 0; col < kVillageCols; ++col) {
            villages.push_back(village_in({row, col}, extent, streams, seed));
        }
    }
    std::stable_sort(villages.begin(), villages.end(), [&](Cell a, Cell b) {
        return eccentricity(a, extent) < eccentricity(b, extent);
    });
    std::stable_sort(villages.begin(), villages.begin() + kCommuneCount,
                     [](Cell a, Cell b) { return a.row < b.row; });
    return villages;
}

struct Front {
    double effort;  // to come here from the village, m
    std::int32_t cell;
    std::int32_t label;
    bool operator>(const Front& other) const {
        return effort > other.effort || (effort == other.effort && cell > other.cell);
    }
};

// Every cell gets the village from which it is reached with the least effort (Dijkstra).
// Thickets and bogs of a kilometre and less bend the borders.
Raster<std::int32_t> grow(View<const float> z,
                          const std::vector<Cell>& villages,
                          std::uint64_t seed) {
    constexpr double kEffortOfClimb = 3.0;                // m of way for 1 m of height
    const FractalNoise thicket{35, 4, 0.7, seed + 2100};  // in cells
    constexpr std::array<Cell, 4> kSteps{{{-1, 0}, {0, -1}, {0, 1}, {1, 0}}};
    Raster<std::int32_t> label(z.extent(), 0);
    std::vector<double> least(static_cast<std::size_t>(z.size()),
                              std::numeric_limits<double>::infinity());
    std::priority_queue<Front, std::vector<Front>, std::greater<>> queue;
    std::int32_t next = 0;
    for (const Cell village : villages) {
        queue.push({0.0, static_cast<std::int32_t>(village.row * z.cols() + village.col), ++next});
    }
    while (!queue.empty()) {
        const Front front = queue.top();
        queue.pop();
        if (label.data()[front.cell] != 0) {
            continue;
        }
        label.data()[front.cell] = front.label;
        const Cell here{front.cell / z.cols(), front.cell % z.cols()};
        for (const Cell step : kSteps) {
            const Cell there{here.row + step.row, here.col + step.col};
            if (!z.extent().contains(there.row, there.col)) {
                continue;
            }
            const auto neighbour = static_cast<std::int32_t>(there.row * z.cols() + there.col);
            const double way =
                1.0 + 1.5 * thicket(static_cast<double>(there.col), static_cast<double>(there.row));
            const double climb = std::abs(static_cast<double>(z(there)) - z(here));
            const double effort =
                front.effort + kProvinceCellSize * std::max(way, 0.2) + kEffortOfClimb * climb;
            if (effort < least[static_cast<std::size_t>(neighbour)]) {
                least[static_cast<std::size_t>(neighbour)] = effort;
                queue.push({effort, neighbour, front.label});
            }
        }
    }
    return label;
}

}  // namespace

Communes make_communes(const Landscape& landscape, const Ground& ground, std::uint64_t seed) {
    const Extent extent = landscape.elevation.extent();
    Communes result{grow(landscape.elevation, make_villages(extent, ground.streams, seed), seed),
                    {}};
    for_each_cell(extent, [&](Index row, Index col) {
        std::int32_t& label = result.label(row, col);
        label = label <= kCommuneCount ? label : kNoLabel;
    });
    for (int number = 0; number < kCommuneCount; ++number) {
        const auto index = static_cast<std::size_t>(number);
        result.communes.push_back(
            {fmt::format("D{:02}", number + 1),
             fmt::format("{} {}", kLandforms[index % kLandforms.size()],
                         kInventions[(index + index / kLandforms.size()) % kInventions.size()])});
    }
    return result;
}

}  // namespace hazone::demo
