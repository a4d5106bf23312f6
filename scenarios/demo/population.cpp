#include "scenarios/demo/population.hpp"

#include "engine/parallel/loops.hpp"

namespace hazone::demo {
namespace {

constexpr double kInValleys = 400e-6;  // people per m2
constexpr double kOnRidges = 3e-6;
constexpr double kHeightOfHalf = 25;  // m above the stream, where half as many live

double density(double height) {
    const double steps = height / kHeightOfHalf;
    return kOnRidges + (kInValleys - kOnRidges) / (1.0 + steps * steps);
}

}  // namespace

Raster<float> make_population(const Landscape& landscape, const Ground& ground) {
    const Extent extent = landscape.elevation.extent();
    Raster<float> population(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        const double height =
            ground.streams.height_above_stream[static_cast<std::size_t>(row * extent.cols + col)];
        population(row, col) =
            landscape.lake(row, col) == 1 ? 0.0F : static_cast<float>(density(height));
    });
    return population;
}

}  // namespace hazone::demo
