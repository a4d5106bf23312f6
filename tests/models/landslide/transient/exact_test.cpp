// The exact mode against the published series summed to the end, written here from the papers in
// another form, and against the properties which a linear theory must have.
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "models/landslide/transient/column.hpp"

namespace hazone {
namespace {

using namespace models::transient;

struct Rain {
    std::vector<double> boundaries;
    std::vector<float> rates;

    Rates table() const { return {.values = rates.data(), .period_stride = 1, .column_stride = 0}; }
};

Column sample_column() {
    return {.slope = 0.55,
            .depth = 2.4,
            .water_table_depth = 1.7,
            .background_flux = 1e-8,
            .soil = {.cohesion = 4000,
                     .friction_angle = 0.56,
                     .unit_weight = 19000,
                     .diffusivity = 2e-5,
                     .conductivity = 4e-6,
                     .saturated_water_content = 0.45,
                     .residual_water_content = 0.08,
                     .gardner_alpha = -1}};
}

Profile profile_of(const Settings& settings, const Column& column, const Rain& rain, double time) {
    const Storm storm{.boundaries = rain.boundaries, .end = time};
    const ColumnSolver solver(settings, storm, {time}, {&column.soil, 1});
    return solver.profile(column, rain.table(), 0);
}

double ierfc(double x) { return std::exp(-x * x) / std::sqrt(std::numbers::pi) - x * std::erfc(x); }

/// Images of the finite depth until nothing is added (Savage et al. 2003; Baum et al. 2002, eq. 2).
double image_response(const Column& column, bool finite, double depth, double time) {
    if (time <= 0) {
        return 0;
    }
    const double cosine = std::cos(column.slope);
    const double reach = 2 * std::sqrt(column.soil.diffusivity / (cosine * cosine) * time);
    if (!finite) {
        return reach * ierfc(depth / reach);
    }
    double sum = 0;
    for (int m = 1; m < 100000; ++m) {
        const double middle = (2.0 * m - 1) * column.depth;
        const double above = column.depth - depth;
        const double added = ierfc((middle - above) / reach) + ierfc((middle + above) / reach);
        sum += added;
        if (added < 1e-18 * sum && m > 3) {
            break;
        }
    }
    return reach * sum;
}

double image_pressure(
    const Column& column, bool finite, const Rain& rain, double depth, double time) {
    const double cosine = std::cos(column.slope);
    const double beta = cosine * cosine - column.background_flux / column.soil.conductivity;
    double pressure = beta * (depth - column.water_table_depth);
    for (std::size_t period = 0; period < rain.rates.size(); ++period) {
        const double share =
            std::min(1.0, static_cast<double>(rain.rates[period]) / column.soil.conductivity);
        pressure +=
            share * (image_response(column, finite, depth, time - rain.boundaries[period]) -
                     image_response(column, finite, depth, time - rain.boundaries[period + 1]));
    }
    return std::min(pressure, beta * depth);
}

Rain random_rain(std::mt19937_64& random, double conductivity) {
    Rain rain{.boundaries = {0}, .rates = {}};
    std::uniform_real_distribution<double> unit(0, 1);
    const int periods = 1 + static_cast<int>(8 * unit(random));
    for (int period = 0; period < periods; ++period) {
        rain.boundaries.push_back(rain.boundaries.back() + 60 + 40000 * std::pow(unit(random), 3));
        rain.rates.push_back(static_cast<float>(1.3 * conductivity * unit(random)));
    }
    return rain;
}

class SaturatedExact : public ::testing::TestWithParam<Boundary> {};

TEST_P(SaturatedExact, EqualsTheConvergedImages) {
    std::mt19937_64 random(20240909);
    std::uniform_real_distribution<double> unit(0, 1);
    double worst = 0;
    int compared = 0;
    for (int trial = 0; trial < 400; ++trial) {
        Column column = sample_column();
        column.slope = 0.1 + unit(random);
        column.depth = 0.2 + 5 * unit(random);
        column.water_table_depth = 6 * unit(random);
        column.soil.diffusivity = std::pow(10.0, -7 + 5 * unit(random));
        const Rain rain = random_rain(random, column.soil.conductivity);
        const double time = 1.5 * rain.boundaries.back() * unit(random) + 1;
        const Settings settings{.boundary = GetParam(), .shallowest_depth = 0.003};
        const Profile profile = profile_of(settings, column, rain, time);
        ASSERT_EQ(profile.depth.size(), 11U);
        for (std::size_t at = 0; at < profile.depth.size(); ++at) {
            const double expected = image_pressure(column, GetParam() == Boundary::finite_depth,
                                                   rain, profile.depth[at], time);
            worst = std::max(worst, std::abs(profile.pressure_head[at] - expected));
            ++compared;
        }
    }
    EXPECT_EQ(compared, 4400);
    EXPECT_LT(worst, 1e-9);  // m; asked for is 1e-6
    RecordProperty("worst", std::to_string(worst));
    std::printf("worst difference to the images %.3g m\n", worst);
}

INSTANTIATE_TEST_SUITE_P(Boundaries,
                         SaturatedExact,
                         ::testing::Values(Boundary::infinite_depth, Boundary::finite_depth));

/// Srivastava & Yeh (1991), eq. 13 with the slope of Baum et al. (2008): many roots, by bisection.
struct SrivastavaYeh {
    double alpha, pace, length, top, conductivity, steady;
    std::vector<double> roots;

    SrivastavaYeh(const Column& column, int count) {
        const double cosine = std::cos(column.slope);
        const ColumnSoil& soil = column.soil;
        alpha = soil.gardner_alpha * cosine * cosine;
        pace = alpha * soil.conductivity /
               (soil.saturated_water_content - soil.residual_water_content);
        top = column.water_table_depth;
        length = alpha * top;
        conductivity = soil.conductivity;
        steady = column.background_flux;
        for (int k = 1; k <= count; ++k) {
            double low = (k - 0.5) * std::numbers::pi;
            double high = k * std::numbers::pi;
            for (int halving = 0; halving < 200; ++halving) {
                const double middle = 0.5 * (low + high);
                (std::tan(middle) + 2 * middle / length < 0 ? low : high) = middle;
            }
            roots.push_back(0.5 * (low + high) / length);
        }
    }

    double response(double depth, double time) const {
        if (time <= 0) {
            return 0;
        }
        const double z = alpha * depth;
        const double t = pace * time;
        double sum = 0;
        for (const double root : roots) {
            sum += std::sin(root * (length - z)) * std::sin(root * length) *
                   std::exp(z / 2 - t / 4 - root * root * t) /
                   (1 + length / 2 + 2 * length * root * root);
        }
        return 1 - std::exp(z - length) - 4 * sum;
    }

    /// Flux at the water table (eq. 15).
    double flux_response(double time) const {
        if (time <= 0) {
            return 0;
        }
        const double t = pace * time;
        double sum = 0;
        for (const double root : roots) {
            sum += root * std::sin(root * length) * std::exp(length / 2 - t / 4 - root * root * t) /
                   (1 + length / 2 + 2 * length * root * root);
        }
        return 1 - 4 * sum;
    }

    double at(const std::function<double(double)>& response_of,
              double start,
              const Rain& rain,
              double background,
              double time) const {
        double value = start;
        double before = steady;
        for (std::size_t period = 0; period <= rain.rates.size(); ++period) {
            const double rain_rate =
                period < rain.rates.size()
                    ? std::min(static_cast<double>(rain.rates[period]), conductivity)
                    : 0;
            value +=
                (rain_rate + background - before) * response_of(time - rain.boundaries[period]);
            before = rain_rate + background;
        }
        return value;
    }

    double conductivity_at(const Rain& rain, double background, double depth, double time) const {
        const double start = steady - (steady - conductivity) * std::exp(alpha * depth - length);
        return at([&](double lag) { return response(depth, lag); }, start, rain, background, time);
    }
};

Column unsaturated_column() {
    Column column = sample_column();
    column.soil.gardner_alpha = 4;
    column.soil.conductivity = 1e-5;
    column.background_flux = 5e-8;
    column.water_table_depth = 1.3;
    return column;
}

TEST(UnsaturatedExact, EqualsSrivastavaAndYeh) {
    std::mt19937_64 random(1991);
    std::uniform_real_distribution<double> unit(0, 1);
    double worst = 0;
    int compared = 0;
    for (int trial = 0; trial < 200; ++trial) {
        Column column = unsaturated_column();
        column.slope = unit(random);
        column.soil.gardner_alpha = 0.3 + 8 * unit(random);
        column.soil.conductivity = std::pow(10.0, -7 + 3 * unit(random));
        column.water_table_depth = 0.3 + 3 * unit(random);
        column.depth = column.water_table_depth * (0.5 + unit(random));
        column.background_flux = 0.02 * column.soil.conductivity;
        const Rain rain = random_rain(random, column.soil.conductivity);
        const SrivastavaYeh theory(column, 1500);
        const double time = rain.boundaries.back() * (0.02 + 1.2 * unit(random));
        double shortest = 1e30;
        for (const double boundary : rain.boundaries) {
            shortest = time > boundary ? std::min(shortest, time - boundary) : shortest;
        }
        if (theory.pace * shortest * std::pow(1500 * std::numbers::pi / theory.length, 2) < 60) {
            continue;  // 1500 roots would not do
        }
        const Settings settings{.water_table_rises = false};
        const Profile profile = profile_of(settings, column, rain, time);
        const double cosine = std::cos(column.slope);
        for (std::size_t at = 0; at < profile.depth.size(); ++at) {
            if (profile.depth[at] >= column.water_table_depth) {
                continue;
            }
            const double conductivity =
                theory.conductivity_at(rain, column.background_flux, profile.depth[at], time);
            const double expected = std::min(
                0.0, cosine * std::log(conductivity / column.soil.conductivity) / theory.alpha);
            worst = std::max(worst, std::abs(profile.pressure_head[at] - expected));
            ++compared;
        }
    }
    EXPECT_GT(compared, 1000);
    EXPECT_LT(worst, 1e-6);  // m
    std::printf("worst difference to Srivastava & Yeh %.3g m of %d\n", worst, compared);
}

double simpson(const std::function<double(double)>& f, double from, double to, int halves) {
    const double step = (to - from) / (2 * halves);
    double sum = f(from) + f(to);
    for (int at = 1; at < 2 * halves; ++at) {
        sum += f(from + at * step) * (at % 2 == 1 ? 4 : 2);
    }
    return sum * step / 3;
}

// The water that has reached the table and could not drain fills the empty volume above it.
TEST(UnsaturatedExact, RiseHoldsTheWaterThatReachedTheTable) {
    int compared = 0;
    for (const double hours : {4.0, 9.0, 16.0}) {
        Column column = unsaturated_column();
        column.depth = 3;
        column.water_table_depth = 1.9;
        const Rain rain{.boundaries = {0, 3600 * 6, 3600 * 10}, .rates = {5e-6F, 8e-6F}};
        const Settings settings{.increments = 40, .shallowest_depth = 0};
        const Storm storm{.boundaries = rain.boundaries, .end = 0};
        const double time = 3600 * hours;
        const ColumnSolver solver(settings, storm, {time}, {&column.soil, 1});
        float table = 0;
        solver.solve_column(column, rain.table(), {.water_table_depth = &table, .time_stride = 1});
        const SrivastavaYeh theory(column, 400);
        const double cosine2 = std::pow(std::cos(column.slope), 2);
        const double drained =
            0.1 * ((1 - cosine2 + column.background_flux / column.soil.conductivity) *
                       column.soil.conductivity -
                   column.background_flux);
        const double reached = simpson(
            [&](double at) {
                const double flux =
                    theory.at([&](double lag) { return theory.flux_response(lag); }, theory.steady,
                              rain, column.background_flux, at + 1e-9);
                return std::max(flux - drained - theory.steady, 0.0);
            },
            1200, time, 8000);
        const double empty = simpson(
            [&](double depth) {
                return (column.soil.saturated_water_content - column.soil.residual_water_content) *
                       (1 - theory.conductivity_at(rain, column.background_flux, depth, time) /
                                column.soil.conductivity);
            },
            static_cast<double>(table), column.water_table_depth, 400);
        std::printf("%g h: table %g m, reached %g m, empty %g m\n", hours,
                    static_cast<double>(table), reached, empty);
        EXPECT_NEAR(empty, reached, 1e-6);
        ++compared;
    }
    EXPECT_EQ(compared, 3);
}

double worst_pressure_difference(const Profile& one, const Profile& other) {
    double worst = 0;
    for (std::size_t at = 0; at < one.depth.size(); ++at) {
        worst = std::max(worst, std::abs(one.pressure_head[at] - other.pressure_head[at]));
    }
    return worst;
}

struct Variant {
    Boundary boundary;
    bool unsaturated;
};

class Invariances : public ::testing::TestWithParam<Variant> {};

Column column_for(const Variant& variant) {
    Column column = variant.unsaturated ? unsaturated_column() : sample_column();
    column.depth = 2.4;
    return column;
}

// A dry time before the storm changes nothing but the clock.
TEST_P(Invariances, TimeShift) {
    const Column column = column_for(GetParam());
    const Settings settings{.boundary = GetParam().boundary};
    const Rain rain{.boundaries = {0, 14400, 28800}, .rates = {6e-6F, 2e-6F}};
    const Rain later{.boundaries = {0, 7200, 21600, 36000}, .rates = {0, 6e-6F, 2e-6F}};
    for (const double time : {5000.0, 14400.0, 28800.0, 60000.0}) {
        EXPECT_LT(worst_pressure_difference(profile_of(settings, column, rain, time),
                                            profile_of(settings, column, later, time + 7200)),
                  1e-9)
            << time;
    }
}

// A period cut in two with the same rain is the same rain.
TEST_P(Invariances, PeriodSplitting) {
    const Column column = column_for(GetParam());
    const Settings settings{.boundary = GetParam().boundary};
    const Rain rain{.boundaries = {0, 14400, 28800}, .rates = {6e-6F, 2e-6F}};
    const Rain split{.boundaries = {0, 5000, 14400, 20000, 28800},
                     .rates = {6e-6F, 6e-6F, 2e-6F, 2e-6F}};
    // when the table begins to rise is found to the fourth power of the cut, the rest to rounding
    const double bound = GetParam().unsaturated ? 2e-6 : 1e-9;
    for (const double time : {5000.0, 14400.0, 28800.0, 60000.0}) {
        const double off = worst_pressure_difference(profile_of(settings, column, rain, time),
                                                     profile_of(settings, column, split, time));
        std::printf("split %g: %.3g\n", time, off);
        EXPECT_LT(off, bound) << time;
    }
}

INSTANTIATE_TEST_SUITE_P(Models,
                         Invariances,
                         ::testing::Values(Variant{Boundary::infinite_depth, false},
                                           Variant{Boundary::finite_depth, false},
                                           Variant{Boundary::infinite_depth, true},
                                           Variant{Boundary::finite_depth, true}));

// Below the cap, what two rains add is the sum of what each adds.
TEST(SaturatedSuperposition, AddsBelowTheCap) {
    for (const Boundary boundary : {Boundary::infinite_depth, Boundary::finite_depth}) {
        Column column = sample_column();
        column.water_table_depth = 30;
        const Settings settings{.boundary = boundary};
        const std::vector<double> times{0, 3600, 7200, 14400, 50000};
        const Rain dry{.boundaries = times, .rates = {0, 0, 0, 0}};
        const Rain one{.boundaries = times, .rates = {1e-6F, 0, 2e-6F, 5e-7F}};
        const Rain other{.boundaries = times, .rates = {5e-7F, 1e-6F, 0, 5e-7F}};
        Rain both = one;
        for (std::size_t period = 0; period < both.rates.size(); ++period) {
            both.rates[period] += other.rates[period];
        }
        const auto at = [&](const Rain& rain) { return profile_of(settings, column, rain, 40000); };
        const Profile start = at(dry);
        const Profile first = at(one);
        const Profile second = at(other);
        const Profile sum = at(both);
        for (std::size_t depth = 0; depth < sum.depth.size(); ++depth) {
            EXPECT_NEAR(sum.pressure_head[depth] + start.pressure_head[depth],
                        first.pressure_head[depth] + second.pressure_head[depth], 1e-6);
        }
    }
}

}  // namespace
}  // namespace hazone
