// The shallow water solver against exact solutions, with the norms of FullSWOF_2D at second order.
#include <algorithm>
#include <numbers>

#include <gtest/gtest.h>

#include "tests/models/flood/inundation/flow_cases.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::Case;
using testing::Channel;
using testing::everywhere;
using testing::Norms;
using testing::norms;
using testing::run_to;
using testing::sampled;
using testing::show;
using testing::solver_for;

constexpr double g = kGravity;

// Thacker (1981), doi:10.1017/S0022112081001882: a plane surface that turns in a paraboloid.
TEST(ShallowWaterExact, ThackersPlaneTurnsInItsBowl) {
    constexpr double a = 1, h0 = 0.1, eta = 0.5, length = 4;
    const double omega = std::sqrt(2 * g * h0) / a;
    const auto bed = [&](double x, double y) {
        const double r2 = (x - length / 2) * (x - length / 2) + (y - length / 2) * (y - length / 2);
        return -h0 * (1 - r2 / (a * a));
    };
    const auto depth = [&](double x, double y) {
        const double level = eta * h0 / (a * a) * (2 * (x - length / 2) - eta);
        return std::max(0.0, level - bed(x, y));
    };
    const Case flow{{100, 100}, length / 100, bed, depth};
    ShallowWater<double> solver = solver_for(flow, Order::second);
    const Raster<double> speed = sampled(
        flow.extent, flow.cell_size, [&](double x, double y) { return depth(x, y) * eta * omega; });
    solver.set_flow(Raster<double>(flow.extent, 0.0).view(), speed.view());
    run_to(solver, 3 * 2 * std::numbers::pi / omega);
    const Norms found = norms(sampled(flow.extent, flow.cell_size, depth),
                              [&](Index r, Index c) { return solver.water().depth(r, c); });
    show("Thacker h", found);
    EXPECT_LE(found.l1, 1.2 * 3.618910e-04);
    EXPECT_LE(found.l2, 1.2 * 9.515991e-04);
    EXPECT_LE(found.highest, 1.2 * 7.33e-03);
}

// Ritter (1892): a dam across the diagonal of a square, dry below.
TEST(ShallowWaterExact, ADamAcrossTheDiagonalBreaksOnADryBed) {
    constexpr double high = 0.005, length = 7.07106, end = 6;
    const double c = std::sqrt(g * high);
    const auto ritter = [&](double x, double y, double t) {
        const double along = (x + y) / std::sqrt(2.0) - length / std::sqrt(2.0);
        if (t == 0) {  // means of the cells: the dam cuts those on the diagonal in halves
            return std::abs(along) < 1e-9 ? high / 2 : (along < 0 ? high : 0.0);
        }
        const double xi = along / t;
        if (xi < -c) {
            return high;
        }
        return xi < 2 * c ? 4 / (9 * g) * (c - xi / 2) * (c - xi / 2) : 0.0;
    };
    const Case flow{{100, 100},
                    length / 100,
                    [](double, double) { return 0.0; },
                    [&](double x, double y) { return ritter(x, y, 0); },
                    0,
                    everywhere({{Side::north, {EdgeKind::through}},
                                {Side::south, {EdgeKind::through}},
                                {Side::west, {EdgeKind::through}},
                                {Side::east, {EdgeKind::through}}})};
    ShallowWater<double> solver = solver_for(flow, Order::second);
    run_to(solver, end);
    const Norms found = norms(
        sampled(flow.extent, flow.cell_size, [&](double x, double y) { return ritter(x, y, end); }),
        [&](Index r, Index col) { return solver.water().depth(r, col); });
    show("Ritter diagonal h", found);
    EXPECT_LE(found.l1, 1.2 * 2.809313e-05);
    EXPECT_LE(found.l2, 1.2 * 5.792338e-05);
    EXPECT_LE(found.highest, 1.2 * 5.6577e-04);
}

// MacDonald (1997), doi:10.1061/(ASCE)0733-9429(1997)123:11(1041): 100 m of channel with a jump.
TEST(ShallowWaterExact, MacDonaldsShortChannelHasItsJump) {
    const auto columns = testing::oracle_columns("analytic/macdonald_short_shock.csv");
    if (columns.empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED";
    }
    const Channel channel{columns[0], columns[1], columns[2]};
    constexpr double q = 2;
    const Case flow{
        {2, 100},
        1,
        [&](double x, double) { return channel.bed_at(x); },
        [&](double x, double) { return std::max(0.0, 2.87870797 - channel.bed_at(x)); },
        0.0328,
        everywhere({{Side::west, {EdgeKind::discharge, q}},
                    {Side::east, {EdgeKind::stage, channel.bed_at(99.5) + 2.87870797}}})};
    ShallowWater<double> solver = solver_for(flow, Order::second);
    run_to(solver, 400);
    const Norms depth =
        norms(sampled(flow.extent, 1, [&](double x, double) { return channel.depth_at(x); }),
              [&](Index r, Index c) { return solver.water().depth(r, c); });
    const Norms discharge = norms(Raster<double>(flow.extent, q),
                                  [&](Index r, Index c) { return solver.water().east(r, c); });
    show("MacDonald h", depth);
    show("MacDonald q", discharge);
    EXPECT_LE(depth.l1, 1.2 * 1.255212e-02);
    EXPECT_LE(depth.l2, 1.2 * 2.770857e-02);
    EXPECT_LE(depth.highest, 1.2 * 2.209960e-01);
    EXPECT_LE(discharge.l1 / q, 1.2 * 0.00229);
}

}  // namespace
}  // namespace hazone
