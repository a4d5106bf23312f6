#include "models/landslide/transient/column.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models::transient {
namespace {

constexpr ColumnSoil kWetSoil{.cohesion = 3000,
                              .friction_angle = 0.55,
                              .unit_weight = 19000,
                              .diffusivity = 3e-5,
                              .conductivity = 5e-6,
                              .saturated_water_content = 0.45,
                              .residual_water_content = 0.08,
                              .gardner_alpha = -1};
ColumnSoil dry_soil() {
    ColumnSoil soil = kWetSoil;
    soil.gardner_alpha = 3;
    return soil;
}

// NOLINTBEGIN(cert-err58-cpp): constants of the tests
const std::vector<double> output_times{14400, 28800, 50000};
const Storm storm{.boundaries = {0, 14400, 28800}, .end = 50000};
constexpr std::array<float, 2> kRain{4e-6F, 1e-6F};
const Rates uniform_rates{.values = kRain.data(), .period_stride = 1, .column_stride = 0};
// NOLINTEND(cert-err58-cpp)

struct Found {
    std::vector<float> safety, depth, pressure, table;

    Results results(Index columns, std::size_t times) {
        for (std::vector<float>* list : {&safety, &depth, &pressure, &table}) {
            list->assign(static_cast<std::size_t>(columns) * times, -1);
        }
        return {.safety_factor = safety.data(),
                .depth_of_minimum = depth.data(),
                .pressure_head = pressure.data(),
                .water_table_depth = table.data(),
                .time_stride = columns};
    }
};

Found solve(const Settings& settings, const std::vector<Column>& columns) {
    const std::vector<ColumnSoil> zones{kWetSoil, dry_soil()};
    const ColumnSolver solver(settings, storm, output_times, zones);
    Found found;
    const Results results = found.results(static_cast<Index>(columns.size()), output_times.size());
    solver.solve_columns(columns, uniform_rates, results);
    return found;
}

struct Variant {
    Mode mode;
    Boundary boundary;
};

class Columns : public ::testing::TestWithParam<Variant> {
protected:
    Settings settings() const {
        return {
            .mode = GetParam().mode, .boundary = GetParam().boundary, .shallowest_depth = 0.001};
    }
};

std::vector<Column> random_columns(int count) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<Column> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (int number = 0; number < count; ++number) {
        columns.push_back({.slope = 1.2 * unit(random),
                           .depth = 4 * unit(random) * unit(random),
                           .water_table_depth = 3 * unit(random),
                           .background_flux = 2e-7 * (unit(random) - 0.2),
                           .soil = unit(random) < 0.5 ? kWetSoil : dry_soil()});
    }
    return columns;
}

TEST_P(Columns, MissingInputIsMissingInAllResults) {
    const Column whole{.slope = 0.5,
                       .depth = 2,
                       .water_table_depth = 1.5,
                       .background_flux = 1e-8,
                       .soil = kWetSoil};
    std::vector<Column> columns(12, whole);
    columns[0].slope = kMissing;
    columns[1].depth = kMissing;
    columns[2].water_table_depth = kMissing;
    columns[3].background_flux = kMissing;
    columns[4].soil.cohesion = kMissing;
    columns[5].soil.friction_angle = kMissing;
    columns[6].soil.unit_weight = kMissing;
    columns[7].soil.diffusivity = kMissing;
    columns[8].soil.conductivity = kMissing;
    columns[9].soil.saturated_water_content = kMissing;
    columns[10].soil.gardner_alpha = kMissing;
    const Found found = solve(settings(), columns);
    for (std::size_t at = 0; at < found.safety.size(); ++at) {
        const bool missing = at % 12 < 11;
        EXPECT_EQ(is_missing(found.safety[at]), missing) << at;
        EXPECT_EQ(is_missing(found.depth[at]), missing) << at;
        EXPECT_EQ(is_missing(found.pressure[at]), missing) << at;
        EXPECT_EQ(is_missing(found.table[at]), missing) << at;
    }
}

TEST_P(Columns, MissingRainIsMissing) {
    const std::array<float, 2> rain{4e-6F, kMissing};
    for (const ColumnSoil& soil : {kWetSoil, dry_soil()}) {
        const Column column{.slope = 0.5,
                            .depth = 2,
                            .water_table_depth = 1.5,
                            .background_flux = 1e-8,
                            .soil = soil};
        const ColumnSolver solver(settings(), storm, output_times, {&soil, 1});
        Found found;
        solver.solve_column(column, {.values = rain.data(), .period_stride = 1},
                            found.results(1, output_times.size()));
        for (const float safety : found.safety) {
            EXPECT_TRUE(is_missing(safety));
        }
    }
}

// Level ground and no soil are as safe as a map can say; outside the limits nothing is said.
TEST_P(Columns, LevelGroundAndNoSoilHaveTheHighestSafety) {
    const Column whole{.slope = 0.5,
                       .depth = 2,
                       .water_table_depth = 1.5,
                       .background_flux = 1e-8,
                       .soil = kWetSoil};
    std::vector<Column> columns(6, whole);
    columns[0].slope = 0;
    columns[1].depth = 0;
    columns[2].depth = 5e-5;
    columns[3].slope = 0.05;
    columns[4].depth = -1;
    columns[5].water_table_depth = 0;
    Settings limited = settings();
    limited.lowest_slope = 0;
    limited.highest_slope = 0.6;
    Found found = solve(limited, columns);
    EXPECT_EQ(found.safety[0], 10);
    EXPECT_EQ(found.safety[1], 10);
    EXPECT_EQ(found.safety[2], 10);
    EXPECT_TRUE(is_missing(found.safety[4]));
    EXPECT_LT(found.safety[5], 10);
    limited.lowest_slope = 0.1;
    found = solve(limited, columns);
    EXPECT_TRUE(is_missing(found.safety[0]));
    EXPECT_TRUE(is_missing(found.safety[3]));
}

// A full column by hand: psi = cos2(slope) z everywhere, friction and buoyancy in closed form.
TEST_P(Columns, FullColumnIsTheHandWorkedAnswer) {
    Column column{
        .slope = 0.4, .depth = 3, .water_table_depth = 0, .background_flux = 0, .soil = kWetSoil};
    column.soil.cohesion = 0;
    const Found found = solve(settings(), {column});
    const double buoyant = 1 - 9800.0 / 19000;
    const double expected = std::tan(0.55) / std::tan(0.4) * buoyant;
    for (const float safety : found.safety) {
        EXPECT_NEAR(safety, expected, 1e-6);
    }
    for (const float table : found.table) {
        EXPECT_NEAR(table, 0, 1e-6);
    }
}

TEST_P(Columns, SafetyIsWithinItsRangeAndRainOnWetSoilNeverRaisesIt) {
    const std::vector<Column> columns = random_columns(500);
    const Found wet = solve(settings(), columns);
    const std::vector<ColumnSoil> zones{kWetSoil, dry_soil()};
    const ColumnSolver solver(settings(), storm, output_times, zones);
    const std::array<float, 2> none{0, 0};
    Found dry;
    const Results results = dry.results(500, output_times.size());
    solver.solve_columns(columns, {.values = none.data(), .period_stride = 1}, results);
    int judged = 0;
    for (std::size_t at = 0; at < wet.safety.size(); ++at) {
        if (is_missing(wet.safety[at])) {
            continue;
        }
        EXPECT_LE(wet.safety[at], 10);
        EXPECT_GE(wet.safety[at], 0);
        // suction of moist soil can be worth more than that of dry soil
        const Column& column = columns[at % columns.size()];
        if (column.soil.gardner_alpha < 0 && column.background_flux >= 0) {
            EXPECT_LE(wet.safety[at], dry.safety[at] + 1e-5F) << at;
        }
        ++judged;
    }
    EXPECT_GT(judged, 1000);
}

bool same_bits(const std::vector<float>& one, const std::vector<float>& other) {
    return one.size() == other.size() &&
           std::memcmp(one.data(), other.data(), one.size() * sizeof(float)) == 0;
}

TEST_P(Columns, NeighboursChangeNothing) {
    const std::vector<Column> columns = random_columns(101);
    const Found together = solve(settings(), columns);
    for (std::size_t number = 0; number < columns.size(); ++number) {
        const Found alone = solve(settings(), {columns[number]});
        for (std::size_t time = 0; time < output_times.size(); ++time) {
            const std::size_t at = time * columns.size() + number;
            EXPECT_TRUE(same_bits({alone.safety[time], alone.pressure[time], alone.table[time]},
                                  {together.safety[at], together.pressure[at], together.table[at]}))
                << number;
        }
    }
}

TEST_P(Columns, SameBitsOnAnyNumberOfThreads) {
    constexpr Index kCount = 997;
    const std::vector<Column> columns = random_columns(kCount);
    const std::vector<ColumnSoil> zones{kWetSoil, dry_soil()};
    const ColumnSolver solver(settings(), storm, output_times, zones);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        Raster<float> safety(Extent{static_cast<Index>(output_times.size()), kCount}, 0.0F);
        const Index size = 1 + kCount / threads() / 3;  // blocks differ too
        for_each_block((kCount + size - 1) / size, [&](Index block) {
            const Index first = block * size;
            const Index count = std::min(size, kCount - first);
            solver.solve_columns(
                {&columns[static_cast<std::size_t>(first)], static_cast<std::size_t>(count)},
                uniform_rates, {.safety_factor = safety.data() + first, .time_stride = kCount});
        });
        return safety;
    }));
}

INSTANTIATE_TEST_SUITE_P(Modes,
                         Columns,
                         ::testing::Values(Variant{Mode::exact, Boundary::finite_depth},
                                           Variant{Mode::exact, Boundary::infinite_depth},
                                           Variant{Mode::trigrs_2_1, Boundary::finite_depth},
                                           Variant{Mode::trigrs_2_1, Boundary::infinite_depth}));

// Options change what they are for, in both modes.
TEST(Options, ChangeTheirNumbers) {
    const Column column{.slope = 0.5,
                        .depth = 2.5,
                        .water_table_depth = 1.4,
                        .background_flux = 5e-8,
                        .soil = dry_soil()};
    for (const Mode mode : {Mode::exact, Mode::trigrs_2_1}) {
        const Settings plain{.mode = mode};
        const auto table = [&](const Settings& settings) {
            const ColumnSolver solver(settings, {.boundaries = {0, 86400}, .end = 86400}, {86400},
                                      {&column.soil, 1});
            const float rain = 4e-6F;
            Found found;
            solver.solve_column(column, {.values = &rain}, found.results(1, 1));
            return found;
        };
        Settings changed = plain;
        changed.water_table_rises = false;
        EXPECT_LT(table(plain).table[0], 1.3F);
        EXPECT_EQ(table(changed).table[0], 1.4F);
        changed = plain;
        changed.flow_direction = FlowDirection::hydrostatic;
        EXPECT_NE(table(changed).safety[0], table(plain).safety[0]);
        changed.flow_direction = FlowDirection::along_slope;
        EXPECT_NE(table(changed).safety[0], table(plain).safety[0]);
        changed = plain;
        changed.fringe_above_table = true;
        EXPECT_NE(table(changed).safety[0], table(plain).safety[0]);
        changed = plain;
        changed.add_background_flux = false;
        EXPECT_NE(table(changed).table[0], table(plain).table[0]);
    }
}

TEST(Options, SuctionCountsWhereItIsNotIgnored) {
    const Column column{.slope = 0.5, .depth = 2, .water_table_depth = 3, .soil = kWetSoil};
    const auto safety = [&](bool ignored) {
        return solve({.ignore_suction = ignored}, {column}).safety[0];
    };
    EXPECT_GT(safety(false), safety(true));
}

}  // namespace
}  // namespace hazone::models::transient
