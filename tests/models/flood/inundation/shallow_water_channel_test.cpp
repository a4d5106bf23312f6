// The shallow water solver in channels: steady flow over a bump, rain on a channel, the advancing
// wave of uniform velocity, dam break on wet ground, and the order of the scheme.
#include <gtest/gtest.h>

#include "tests/models/flood/inundation/flow_cases.hpp"

namespace hazone {
namespace {

using namespace inundation;
using testing::Case;
using testing::everywhere;
using testing::Norms;
using testing::norms;
using testing::run_to;
using testing::sampled;
using testing::show;
using testing::solver_for;

constexpr double g = kGravity;

double bump(double x, double /*y*/) {
    return x > 8 && x < 12 ? 0.2 - 0.05 * (x - 10) * (x - 10) : 0;
}

struct BumpCase {
    const char* name;
    double discharge;  // m2/s
    double level;      // m at the outlet; not used where the flow leaves faster than waves
    double l1;         // highest mean error of the depth allowed, relative
};

class FlowOverABump : public ::testing::TestWithParam<BumpCase> {};
INSTANTIATE_TEST_SUITE_P(Regimes,
                         FlowOverABump,
                         ::testing::Values(BumpCase{"subcritical", 4.42, 2, 2e-4},
                                           BumpCase{"transcritical", 1.53, 0, 2e-3},
                                           BumpCase{"shock", 0.18, 0.33, 6e-3}),
                         [](const auto& flow) { return flow.param.name; });

TEST_P(FlowOverABump, IsTheExactOne) {
    const BumpCase& given = GetParam();
    const auto columns =
        testing::oracle_columns("analytic/bump_" + std::string(given.name) + ".csv");
    if (columns.empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED";
    }
    const bool falls = given.level == 0;  // faster than waves behind the bump: starts dry there
    const double start = falls ? 0.66 : given.level;
    const EdgeRule outlet =
        falls ? EdgeRule{EdgeKind::open} : EdgeRule{EdgeKind::stage, given.level};
    const Case flow{
        {1, 250},
        0.1,
        bump,
        [&](double x, double y) { return falls && x > 10 ? 0 : std::max(0.0, start - bump(x, y)); },
        0,
        everywhere({{Side::west, {EdgeKind::discharge, given.discharge}}, {Side::east, outlet}})};
    ShallowWater<double> solver = solver_for(flow, Order::second);
    run_to(solver, 200);
    Raster<double> exact(flow.extent);
    std::copy(columns[1].begin(), columns[1].end(), exact.data());
    const Norms depth = norms(exact, [&](Index r, Index c) { return solver.water().depth(r, c); });
    const Norms discharge = norms(Raster<double>(flow.extent, given.discharge),
                                  [&](Index r, Index c) { return solver.water().east(r, c); });
    show((std::string("bump ") + given.name + " h").c_str(), depth);
    show((std::string("bump ") + given.name + " q").c_str(), discharge);
    EXPECT_LE(depth.l1 / depth.scale, given.l1);
    EXPECT_LE(discharge.l1 / discharge.scale, given.l1);
}

// MacDonald's subcritical channel of 1,000 m with rain on it (Delestre et al. 2013, SWASHES,
// doi:10.1002/fld.3741, section 3.3), here with Manning friction.
TEST(ShallowWaterChannel, RainOnAChannelIsTheExactOne) {
    constexpr double length = 1000, n = 0.033, rain = 0.001, inflow = 1;
    const auto depth = [](double x) {
        const double s = x / length - 0.5;
        return std::cbrt(4 / g) * (1 + 0.5 * std::exp(-16 * s * s));
    };
    const auto bed_slope = [&](double x) {
        const double h = depth(x);
        const double q = inflow + rain * x;
        const double s = x / length - 0.5;
        const double dh = std::cbrt(4 / g) * 0.5 * std::exp(-16 * s * s) * -32 * s / length;
        return (q * q / (g * h * h * h) - 1) * dh - 2 * q * rain / (g * h * h) -
               n * n * q * q / std::pow(h, 10.0 / 3);
    };
    constexpr Index cells = 200;
    constexpr int parts = 100;  // of the integral, to a cell
    const double d = length / cells;
    Raster<double> bed({1, cells});
    double z = 0;
    for (Index col = cells - 1; col >= 0; --col) {
        for (int part = 0; part < parts; ++part) {  // from the outlet, by midpoints
            const double from = col == cells - 1 ? length : (static_cast<double>(col) + 1.5) * d;
            const double to = (static_cast<double>(col) + 0.5) * d;
            const double step = (from - to) / parts;
            z -= bed_slope(from - (part + 0.5) * step) * step;
        }
        bed(0, col) = z;
    }
    ShallowWater<double> solver(
        {.bed = bed.view(), .uniform_roughness = n, .cell_size = d},
        everywhere({{Side::west, {EdgeKind::discharge, inflow}},
                    {Side::east, {EdgeKind::stage, bed(0, cells - 1) + depth(length)}}}),
        {.order = Order::second});
    solver.set_depth(Raster<double>({1, cells}, 0.8).view());
    solver.sources().set_uniform(rain);
    run_to(solver, 6000);
    const auto exact = sampled({1, cells}, d, [&](double x, double) { return depth(x); });
    const auto flow = sampled({1, cells}, d, [&](double x, double) { return inflow + rain * x; });
    const Norms found = norms(exact, [&](Index r, Index c) { return solver.water().depth(r, c); });
    const Norms discharge =
        norms(flow, [&](Index r, Index c) { return solver.water().east(r, c); });
    show("MacDonald rain h", found);
    show("MacDonald rain q", discharge);
    EXPECT_LE(found.l1 / found.scale, 1.2 * 0.002960754);
    EXPECT_LE(discharge.l1 / discharge.scale, 1.2 * 0.00491);
}

// Hunter et al. (2005), doi:10.1016/j.advwatres.2005.03.007: h = (7/3 n^2 u^2 (u t - x))^(3/7).
TEST(ShallowWaterChannel, AWaveOfUniformVelocityAdvancesOnADryBed) {
    constexpr double n = 0.03, u = 0.29, d = 5, end = 3600;
    const auto depth = [](double x, double t) {
        return std::pow(7.0 / 3 * n * n * u * u * std::max(0.0, u * t - x), 3.0 / 7);
    };
    const auto columns = testing::oracle_columns("analytic/wave_uniform_velocity.csv");
    if (!columns.empty()) {
        EXPECT_NEAR(depth(0, end), columns[1][0], 1e-9);
    }
    for (const Order order : {Order::first, Order::second}) {
        const Case flow{{1, 240},
                        d,
                        [](double, double) { return 0.0; },
                        [](double, double) { return 0.0; },
                        n,
                        everywhere({{Side::west, {EdgeKind::discharge, 0}}})};
        ShallowWater<double> solver = solver_for(flow, order);
        run_to(solver, end, 2.0, [&](double time, double step) {
            solver.edge_rules()[1].value = u * depth(0, time + step / 2);
        });
        const Norms found =
            norms(sampled(flow.extent, d, [&](double x, double) { return depth(x, end); }),
                  [&](Index r, Index c) { return solver.water().depth(r, c); });
        show(order == Order::first ? "uniform velocity, first" : "uniform velocity, second", found);
        EXPECT_LE(found.l1 / found.scale, order == Order::first ? 0.02 : 0.01);
        const WaterBalance& balance = solver.balance();
        EXPECT_LE(std::abs(balance.defect()), 1e-12 * balance.volume);
    }
}

// Stoker (1957): both depths, speed and place of the shock.
TEST(ShallowWaterChannel, ADamBreaksOnWetGround) {
    const auto columns = testing::oracle_columns("analytic/dam_wet.csv");
    if (columns.empty()) {
        GTEST_SKIP() << "no shared data: set HAZONE_SHARED";
    }
    const Case flow{{1, 1000},
                    0.01,
                    [](double, double) { return 0.0; },
                    [](double x, double) { return x < 5 ? 0.005 : 0.001; }};
    ShallowWater<double> solver = solver_for(flow, Order::second);
    run_to(solver, 6);
    Raster<double> exact(flow.extent);
    std::copy(columns[1].begin(), columns[1].end(), exact.data());
    const Norms found = norms(exact, [&](Index r, Index c) { return solver.water().depth(r, c); });
    show("Stoker h", found);
    EXPECT_LE(found.l1 / found.scale, 1e-3);
    EXPECT_NEAR(solver.water().depth(0, 570), 0.00253936, 2e-6);
    EXPECT_NEAR(solver.water().east(0, 570) / solver.water().depth(0, 570), 0.12728, 2e-4);
}

// A smooth wave that runs to the east, u = 2 (sqrt(g h) - sqrt(g h0)): each depth moves at its own
// speed 3 sqrt(g h) - 2 sqrt(g h0), until the front becomes steep.
struct SimpleWave {
    static double initial(double x) { return 1 + 0.1 * std::exp(-(x - 40) * (x - 40) / 50); }
    static double speed(double depth) { return 3 * std::sqrt(g * depth) - 2 * std::sqrt(g); }
    static double depth(double x, double t) {
        double low = x - 2 * speed(1.1) * t - 1;
        double high = x;
        for (int turn = 0; turn < 80; ++turn) {
            const double middle = (low + high) / 2;
            (middle + speed(initial(middle)) * t < x ? low : high) = middle;
        }
        return initial((low + high) / 2);
    }
};

double wave_error(Index cells, Order order) {
    const double d = 100.0 / static_cast<double>(cells);
    const Case flow{
        {1, cells},
        d,
        [](double, double) { return 0.0; },
        [](double x, double) { return SimpleWave::initial(x); },
        0,
        everywhere({{Side::west, {EdgeKind::through}}, {Side::east, {EdgeKind::through}}})};
    ShallowWater<double> solver = solver_for(flow, order);
    const auto speeds = sampled(flow.extent, d, [](double x, double) {
        const double h = SimpleWave::initial(x);
        return h * 2 * (std::sqrt(g * h) - std::sqrt(g));
    });
    solver.set_flow(speeds.view(), Raster<double>(flow.extent, 0.0).view());
    constexpr double end = 6;
    run_to(solver, end);
    return norms(
               sampled(flow.extent, d, [](double x, double) { return SimpleWave::depth(x, end); }),
               [&](Index r, Index c) { return solver.water().depth(r, c); })
        .l1;
}

TEST(ShallowWaterChannel, ErrorsFallWithTheOrderOfTheScheme) {
    for (const auto& [order, least, coarse] :
         {std::tuple{Order::first, 0.9, Index{1600}}, std::tuple{Order::second, 1.6, Index{400}}}) {
        const double error = wave_error(coarse, order);
        const double finer = wave_error(2 * coarse, order);
        const double found = std::log2(error / finer);
        if (std::getenv("HAZONE_FLOW_TABLES") != nullptr) {
            std::printf("order: %.3f (%.3e, %.3e)\n", found, error, finer);
        }
        EXPECT_GE(found, least);
    }
}

}  // namespace
}  // namespace hazone
