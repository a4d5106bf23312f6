// Rain on a slope whose cells lie deeper than the water each below the last, as those of mountains
// on every grid do: the depth is that of Manning's law.
#include <cmath>

#include <gtest/gtest.h>

#include "models/flood/inundation/shallow_water.hpp"
#include "tests/models/flood/inundation/flow_cases.hpp"

namespace hazone {
namespace {

using namespace inundation;
using namespace testing;

struct Slope {
    double cell_size;  // m
    double gradient;
    double manning;
};

/// Depth after so long a rain that no more comes in than goes out, over that of Manning's law, in
/// the 43rd of 60 rows.
double depth_to_manning(const Slope& slope, Order order) {
    constexpr double kRain = 100e-3 / 3600;  // m/s
    constexpr Index kRow = 42;
    const Extent extent{60, 3};
    const Raster<double> bed =
        sampled(extent, slope.cell_size, [&](double, double y) { return -slope.gradient * y; });
    ShallowWater<double> solver(
        {.bed = bed.view(), .uniform_roughness = slope.manning, .cell_size = slope.cell_size},
        everywhere({{Side::south, {EdgeKind::slope, slope.gradient}}}), {.order = order});
    solver.sources().set_uniform(kRain);
    run_to(solver, 3 * 3600.0, 10);
    const double flow = kRain * (kRow + 0.5) * slope.cell_size;  // m2/s in the middle of the cell
    return solver.water().depth(kRow, 1) /
           std::pow(flow * slope.manning / std::sqrt(slope.gradient), 0.6);
}

TEST(SteepGround, HasTheDepthOfManningsLawAtSecondOrder) {
    for (const Slope& slope : {Slope{1, 0.05, 0.05}, Slope{10, 0.02, 0.05}, Slope{30, 0.3, 0.05},
                               Slope{30, 0.3, 0.15}, Slope{10, 0.3, 0.03}}) {
        EXPECT_NEAR(depth_to_manning(slope, Order::second), 1, 0.01)
            << slope.cell_size << " m, " << slope.gradient << ", n " << slope.manning;
    }
}

// Why the second order is the default: what the first gives is wrong either way.
TEST(SteepGround, IsWrongAtFirstOrder) {
    EXPECT_LT(depth_to_manning({10, 0.02, 0.05}, Order::first), 0.9);
    EXPECT_GT(depth_to_manning({30, 0.3, 0.05}, Order::first), 1.5);
}

}  // namespace
}  // namespace hazone
