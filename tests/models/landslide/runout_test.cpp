// Runout by flux and by random walks: lines of energy known exactly, the sum of the flux, what both
// have in common, and cells at which something ends.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::plain_grid;

constexpr double kCell = 10;  // m
constexpr double kDegree = 0.017453292519943295;
const std::string kMethods[] = {"flow_runout", "random_walk_runout"};

const FieldSpec& impacted_of(const std::string& method) {
    return method == "flow_runout" ? kRunoutImpacted : kWalkImpacted;
}
const FieldSpec& energy_of(const std::string& method) {
    return method == "flow_runout" ? kRunoutEnergyHeight : kWalkEnergyHeight;
}
const FieldSpec& source_of(const std::string& method) {
    return method == "flow_runout" ? kRunoutSource : kWalkSource;
}
const FieldSpec& length_of(const std::string& method) {
    return method == "flow_runout" ? kRunoutPathLength : kWalkPathLength;
}
const FieldSpec& at_rest_of(const std::string& method) {
    return method == "flow_runout" ? kRunoutAtRest : kWalkAtRest;
}

/// Ground given as a function of row and column.
template <class Height>
Raster<float> ground(Extent extent, Height height) {
    Raster<float> z(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) =
            static_cast<float>(height(static_cast<double>(row), static_cast<double>(col)));
    });
    return z;
}

/// A run with one release per given cell, numbered from 1.
FieldSet runout(const std::string& method,
                const Raster<float>& z,
                const std::vector<Cell>& releases,
                const ParamTexts& settings) {
    FieldSet fields(plain_grid(z.extent(), kCell));
    Raster<std::int32_t> zone(z.extent(), kNoLabel);
    std::int32_t label = 0;
    for (const Cell cell : releases) {
        zone(cell.row, cell.col) = ++label;
    }
    fields.put(kElevation, z.clone());
    fields.put(kReleaseZone, std::move(zone));
    testing::run_model(method, settings, fields);
    return fields;
}

ParamTexts quick(const std::string& method, ParamTexts settings) {
    if (method == "random_walk_runout") {
        settings.emplace("walks", "50");
    }
    return settings;
}

double total(View<const float> cells) {
    return sum_cells(cells.extent(), [&](Index row, Index col) {
        return is_missing(cells(row, col)) ? 0.0 : double{cells(row, col)};
    });
}

/// Rough ground on a slope to the south, with holes where `holes`.
Raster<float> rough_slope(Extent extent, std::uint64_t seed, bool holes) {
    Raster<float> z = synthetic_terrain(SyntheticTerrain::fractal, extent, seed);
    for_each_cell(extent, [&](Index row, Index col) {
        z(row, col) = 0.2F * z(row, col) - 5.0F * static_cast<float>(row);
    });
    if (holes) {
        testing::punch_holes(z, seed, 8);
    }
    return z;
}

std::vector<Cell> some_releases(Extent extent, unsigned seed, int count) {
    std::mt19937 random(seed);
    std::vector<Cell> cells;
    for (int number = 0; number < count; ++number) {
        cells.push_back({static_cast<Index>(random() % static_cast<unsigned>(extent.rows / 2)),
                         static_cast<Index>(random() % static_cast<unsigned>(extent.cols))});
    }
    return cells;
}

// A steep V-shaped valley, straight to the south: 35 degrees for 40 cells, level beyond. The path
// is the axis. The energy line from the release falls at the angle of reach: z = H - s tan alpha.
TEST(Runout, OnAnInclinedPlaneTheEnergyLineIsExact) {
    const double slope = std::tan(35 * kDegree);
    const Raster<float> z = ground({140, 9}, [&](double row, double col) {
        return 1000 - slope * kCell * std::min(row, 40.0) + 40 * std::abs(col - 4);
    });
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, z, {{1, 4}},
                                       quick(method, {{"angle_of_reach", "20 deg"},
                                                      {"exponent", "64"},
                                                      {"largest_energy_height", "9000 m"}}));
        const auto energy = fields.read(energy_of(method));
        const auto impacted = fields.read<std::uint8_t>(impacted_of(method));
        Index reached = 0;
        for (Index row = 1; row < 140; ++row) {
            const double line =
                z(1, 4) - static_cast<double>(row - 1) * kCell * std::tan(20 * kDegree);
            const double expected = std::max(line - double{z(row, 4)}, 0.0);
            EXPECT_NEAR(energy(row, 4), expected, 1e-3) << method << " row " << row;
            reached += impacted(row, 4);
        }
        // 39 cells down the slope: drop 273 m, reach 273 / tan 20 = 750 m: 75 cells, and the first
        EXPECT_EQ(reached, 1 + static_cast<Index>(39 * slope / std::tan(20 * kDegree)));
        EXPECT_NEAR(fields.read(length_of(method))(75, 4), 740, 1e-3);
    }
}

// A channel whose bed is a parabola, z = (y - y0)^2 / (2 R): down, and up the other side, to where
// the line of energy from the release meets the bed.
TEST(Runout, InAParabolicChannelTheEnergyLineIsExact) {
    const double radius = 1000;
    const Raster<float> z = ground({160, 7}, [&](double row, double col) {
        const double y = (row - 80) * kCell;
        return y * y / (2 * radius) + 60 * std::abs(col - 3);
    });
    const double friction = std::tan(10 * kDegree);
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, z, {{5, 3}},
                                       quick(method, {{"angle_of_reach", "10 deg"},
                                                      {"exponent", "64"},
                                                      {"largest_energy_height", "9000 m"}}));
        const auto energy = fields.read(energy_of(method));
        Index last = 0;
        for (Index row = 5; row < 160; ++row) {
            const double line = z(5, 3) - static_cast<double>(row - 5) * kCell * friction;
            EXPECT_NEAR(energy(row, 3), std::max(line - double{z(row, 3)}, 0.0), 1e-3) << method;
            last = energy(row, 3) > 0 ? row : last;
        }
        // y1 + y0 = 2 R tan(alpha), from -750 m: to 750 - 352.7 = 397.3 m beyond the lowest point
        EXPECT_EQ(last, 80 + static_cast<Index>((750 - 2 * radius * friction) / kCell));
        EXPECT_FLOAT_EQ(
            fields.read(method == "flow_runout" ? kRunoutMaximumSpeed : kWalkMaximumSpeed)(60, 3),
            static_cast<float>(std::sqrt(2 * 9.80665 * energy(60, 3))));
    }
}

TEST(Runout, WhatIsReleasedComesToRest) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        const Raster<float> z = rough_slope({70, 60}, seed, seed == 3);
        const std::vector<Cell> releases = some_releases(z.extent(), seed, 25);
        for (const std::string& method : kMethods) {
            for (const char* law : {"angle_of_reach", "two_parameter"}) {
                const FieldSet fields =
                    runout(method, z, releases,
                           quick(method, {{"friction", law}, {"angle_of_reach", "22 deg"}}));
                const auto zone = fields.read<std::int32_t>(kReleaseZone);
                const Index released = count_cells(z.extent(), [&](Index row, Index col) {
                    return zone(row, col) != kNoLabel && !is_missing(z(row, col));
                });
                EXPECT_GT(released, 10);
                EXPECT_NEAR(total(fields.read(at_rest_of(method))), static_cast<double>(released),
                            1e-5)
                    << method << ' ' << law;
            }
        }
    }
}

TEST(Runout, TheModeOfFlowPyDoesNotKeepTheFlux) {
    const Raster<float> z = rough_slope({70, 60}, 1, false);
    const FieldSet fields = runout("flow_runout", z, {{10, 30}}, {{"mode", "flow_py"}});
    EXPECT_GT(std::abs(total(fields.read(kRunoutAtRest)) - 1), 0.01);
}

TEST(Runout, ALowerAngleReachesEveryCellOfAHigherOne) {
    const Raster<float> z = rough_slope({80, 60}, 5, false);
    const std::vector<Cell> releases = some_releases(z.extent(), 5, 6);
    const ParamTexts all{{"flux_threshold", "0.000001"}};
    ParamTexts high = all;
    ParamTexts low = all;
    high["angle_of_reach"] = "22 deg";
    low["angle_of_reach"] = "18 deg";
    const FieldSet wide = runout("flow_runout", z, releases, low);
    const FieldSet narrow = runout("flow_runout", z, releases, high);
    const auto more = wide.read(kRunoutEnergyHeight);
    const auto less = narrow.read(kRunoutEnergyHeight);
    Index compared = 0;
    Index lower = 0;
    for (Index row = 0; row < z.rows(); ++row) {
        for (Index col = 0; col < z.cols(); ++col) {
            compared += less(row, col) > 0 ? 1 : 0;
            lower += less(row, col) > 0 && more(row, col) < less(row, col) ? 1 : 0;
        }
    }
    EXPECT_GT(compared, 100);
    EXPECT_LE(lower, compared / 50);  // ways change with the energy; the line as a whole does not
}

// The first step down a plane: no way leads sideways, so that flux and walks are the same numbers.
TEST(Runout, FluxAndWalksShareTheFirstStepAlike) {
    const Raster<float> z =
        ground({9, 9}, [](double row, double col) { return 1000 - 7 * row - 0.5 * col; });
    constexpr double kWalks = 20000;
    const FieldSet flux = runout("flow_runout", z, {{2, 4}}, {{"angle_of_reach", "20 deg"}});
    const FieldSet walks = runout("random_walk_runout", z, {{2, 4}},
                                  {{"angle_of_reach", "20 deg"}, {"walks", "20000"}});
    double sum = 0;
    for (Index col = 3; col <= 5; ++col) {
        const double share = flux.read(kRunoutFlux)(3, col);
        EXPECT_GT(share, 0.01);
        EXPECT_NEAR(walks.read(kRunoutReachProbability)(3, col), share,
                    4 * std::sqrt(share * (1 - share) / kWalks));
        sum += share;
    }
    EXPECT_NEAR(sum, 1, 1e-6);
    EXPECT_EQ(walks.read(kRunoutReachProbability)(2, 4), 1.0F);
}

TEST(Runout, SaysWhichReleaseComesWithTheHighestEnergy) {
    const Raster<float> z = ground(
        {60, 9}, [](double row, double col) { return 1000 - 7 * row + 40 * std::abs(col - 4); });
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, z, {{20, 4}, {3, 4}}, quick(method, {}));
        const auto source = fields.read<std::int32_t>(source_of(method));
        EXPECT_EQ(source(10, 4), 1 + 1);
        EXPECT_EQ(source(40, 4), 1 + 1);  // from higher up, so with more energy
        EXPECT_EQ(source(1, 0), kNoLabel);
        EXPECT_EQ(fields.read<std::uint8_t>(impacted_of(method))(1, 0), 0);
    }
}

TEST(Runout, IsMissingOnUnknownGroundAndSaysWhatItCutsOff) {
    Raster<float> z = ground(
        {40, 9}, [](double row, double col) { return 1000 - 7 * row + 40 * std::abs(col - 4); });
    z(20, 4) = kMissing;
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, z, {{2, 4}, {20, 4}}, quick(method, {}));
        EXPECT_TRUE(is_missing(fields.read(energy_of(method))(20, 4)));
        EXPECT_EQ(fields.read<std::uint8_t>(impacted_of(method))(20, 4), kNoDirection);
        EXPECT_EQ(fields.read<std::uint8_t>(impacted_of(method))(19, 4), 1);
        ASSERT_EQ(fields.notes().size(), 2U);
        EXPECT_NE(fields.notes()[0].find("missing ground"), std::string::npos);
        EXPECT_NE(fields.notes()[1].find("edge of the grid"), std::string::npos);
    }
}

TEST(Runout, OnFlatGroundStaysWhereItIs) {
    const Raster<float> z({11, 11}, 5.0F);
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, z, {{5, 5}}, quick(method, {}));
        EXPECT_EQ(fields.read<std::uint8_t>(impacted_of(method))(5, 5), 1);
        EXPECT_EQ(count_cells(z.extent(),
                              [&](Index row, Index col) {
                                  return fields.read<std::uint8_t>(impacted_of(method))(row, col) ==
                                         1;
                              }),
                  1);
        EXPECT_EQ(fields.read(at_rest_of(method))(5, 5), 1.0F);
    }
}

TEST(Runout, OfAwkwardGridsDoesNoHarm) {
    for (const Extent extent : testing::awkward_extents()) {
        for (const std::string& method : kMethods) {
            for (const float height : {7.0F, kMissing}) {
                const FieldSet fields =
                    runout(method, Raster<float>(extent, height), {{0, 0}}, quick(method, {}));
                const auto impacted = fields.read<std::uint8_t>(impacted_of(method));
                EXPECT_EQ(impacted(0, 0), is_missing(height) ? kNoDirection : 1);
            }
        }
    }
}

TEST(Runout, WithoutReleaseIsNowhere) {
    for (const std::string& method : kMethods) {
        const FieldSet fields = runout(method, rough_slope({20, 20}, 4, false), {}, {});
        EXPECT_EQ(total(fields.read(energy_of(method))), 0);
        ASSERT_EQ(fields.notes().size(), 1U);
        EXPECT_NE(fields.notes()[0].find("no cell is released"), std::string::npos);
    }
}

TEST(Runout, HasTheSameBitsForAnyNumberOfThreads) {
    const Raster<float> z = rough_slope({90, 150}, 11, true);
    const std::vector<Cell> releases = some_releases(z.extent(), 7, 40);
    for (const std::string& method : kMethods) {
        for (const FieldSpec* field :
             {&energy_of(method), &at_rest_of(method), &length_of(method),
              method == "flow_runout" ? &kRunoutFlux : &kRunoutReachProbability}) {
            EXPECT_TRUE(testing::same_for_any_thread_count([&] {
                FieldSet fields = runout(method, z, releases, quick(method, {}));
                return testing::take_raster(fields, *field);
            })) << field->name;
        }
        EXPECT_TRUE(testing::same_for_any_thread_count([&] {
            FieldSet fields = runout(method, z, releases, quick(method, {}));
            return std::get<Raster<std::int32_t>>(fields.take(source_of(method)));
        }));
    }
}

TEST(RandomWalkRunout, DrawsOtherWalksWithAnotherSeed) {
    const Raster<float> z = rough_slope({60, 60}, 2, false);
    const auto probability = [&](const char* seed) {
        FieldSet fields = runout("random_walk_runout", z, {{5, 30}}, {{"seed", seed}});
        return testing::take_raster(fields, kRunoutReachProbability);
    };
    EXPECT_TRUE(testing::same_bits(probability("1"), probability("1")));
    EXPECT_FALSE(testing::same_bits(probability("1"), probability("2")));
}

TEST(RandomWalkRunout, LosesEnergyWhereTheSlopeBecomesGentler) {
    const Raster<float> z = ground({80, 7}, [](double row, double col) {
        return 1000 - 8 * std::min(row, 20.0) + 60 * std::abs(col - 3);
    });
    const ParamTexts common{{"friction", "two_parameter"}, {"exponent", "64"}, {"walks", "20"}};
    ParamTexts lossy = common;
    lossy["energy_at_bends"] = "lost";
    const FieldSet kept = runout("random_walk_runout", z, {{2, 3}}, common);
    const FieldSet lost = runout("random_walk_runout", z, {{2, 3}}, lossy);
    EXPECT_EQ(kept.read(kWalkEnergyHeight)(20, 3), lost.read(kWalkEnergyHeight)(20, 3));
    EXPECT_GT(kept.read(kWalkEnergyHeight)(21, 3), lost.read(kWalkEnergyHeight)(21, 3));
}

TEST(Release, IsWhereTheSafetyFactorIsLowAndTouchingCellsAreOne) {
    FieldSet fields(plain_grid({3, 5}));
    fields.put(
        kSafetyFactor,
        testing::grid<float>({{0.9F, 2, 2, 0.5F, 2}, {2, 0.8F, 2, 2, kMissing}, {2, 2, 1, 2, 0}}));
    testing::run_model("release_by_safety_factor", {}, fields);
    testing::run_model("release_zones", {}, fields);
    EXPECT_EQ(testing::cells(std::get<Raster<std::int32_t>>(fields.take(kReleaseZone))),
              (std::vector<std::int32_t>{1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3}));
    EXPECT_EQ(fields.read<std::uint8_t>(kReleaseArea)(1, 4), kNoDirection);
}

TEST(Release, IsWhereTheProbabilityOfFailureIsHigh) {
    FieldSet fields(plain_grid({1, 4}));
    fields.put(kLandslideSusceptibility, testing::grid<float>({{0.5F, 0.51F, 0, kMissing}}));
    testing::run_model("release_by_susceptibility", {}, fields);
    EXPECT_EQ(testing::cells(std::get<Raster<std::uint8_t>>(fields.take(kReleaseArea))),
              (std::vector<std::uint8_t>{0, 1, 0, kNoDirection}));
}

}  // namespace
}  // namespace hazone
