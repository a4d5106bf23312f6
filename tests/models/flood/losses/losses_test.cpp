#include <bit>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "models/flood/losses/capacity_curves.hpp"
#include "models/flood/losses/cover.hpp"
#include "models/flood/losses/green_ampt.hpp"
#include "models/flood/losses/variable_infiltration.hpp"

namespace hazone::models {
namespace {

constexpr double kHour = 3600;
constexpr double kCentimetre = 0.01;

// ---- Green & Ampt. Silt loam of Chow, Maidment & Mays (1988), examples 4.3.1 and 4.4.2: K 0.65
// cm/h, psi 16.68 cm, initial saturation 30 %, so that D = 0.34.
constexpr GreenAmptSoil kSiltLoam{.conductivity = 0.65 * kCentimetre / kHour,
                                  .suction = 16.68 * kCentimetre,
                                  .deficit = 0.34,
                                  .porosity = 0.486,
                                  .pore_size_index = 0.234};
constexpr double kHead = kSiltLoam.suction * kSiltLoam.deficit;

TEST(GreenAmpt, EqualsThePublishedExampleUnderWater) {
    const double infiltrated = ponded_infiltration(0, kSiltLoam.conductivity, kHead, kHour);
    EXPECT_NEAR(infiltrated / kCentimetre, 3.164801, 5e-7);
    const double rate = kSiltLoam.conductivity * (1 + kHead / infiltrated);
    EXPECT_NEAR(rate * kHour / kCentimetre, 1.814775, 5e-7);
    // and in 60 steps of a minute
    double sum = 0;
    for (int minute = 0; minute < 60; ++minute) {
        sum = ponded_infiltration(sum, kSiltLoam.conductivity, kHead, 60);
    }
    EXPECT_NEAR(sum / infiltrated, 1, 1e-12);
}

TEST(GreenAmpt, PondsWhenItShould) {
    const double intensity = 5 * kCentimetre / kHour;
    EXPECT_NEAR(ponding_time(intensity, kSiltLoam.conductivity, kHead) / kHour, 0.169484, 5e-7);
    EXPECT_TRUE(std::isinf(ponding_time(kSiltLoam.conductivity, kSiltLoam.conductivity, kHead)));
    // Runoff begins at that time, whatever the step.
    for (const double step : {60.0, 610.0, 3600.0}) {
        GreenAmptProfile profile;
        double excess = 0;
        for (double time = 0; time < kHour - 1; time += step) {
            const double length = std::min(step, kHour - time);
            excess += green_ampt_excess(kSiltLoam, intensity * length, length, profile);
        }
        const double ponded = ponding_time(intensity, kSiltLoam.conductivity, kHead);
        const double infiltrated =
            ponded_infiltration(intensity * ponded, kSiltLoam.conductivity, kHead, kHour - ponded);
        EXPECT_NEAR(profile.infiltrated, infiltrated, 1e-12);
        EXPECT_NEAR(excess, intensity * kHour - infiltrated, 1e-12);
    }
}

TEST(GreenAmpt, SolvesItsEquation) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> share(0, 1);
    for (int i = 0; i < 20'000; ++i) {
        const double head = std::pow(10, -6 + 7 * share(random));
        const double before = std::pow(10, -9 + 9 * share(random));
        const double length = std::pow(10, 5 * share(random));
        const double conductivity = std::pow(10, -9 + 5 * share(random));
        const double after = ponded_infiltration(before, conductivity, head, length);
        const double taken = after - before;
        ASSERT_GT(taken, 0);
        ASSERT_NEAR((taken - head * std::log1p(taken / (before + head))) / (conductivity * length),
                    1, 1e-6 + 1e-11 * after / (conductivity * length));
    }
    EXPECT_EQ(ponded_infiltration(0.1, 1e-6, 0, 1000), 0.1 + 1e-3);
    EXPECT_EQ(ponded_infiltration(0.1, 0, 0.05, 1000), 0.1);
}

/// Cells under all sorts of rain, some of it light or missing, some soils without head or outlet.
struct RandomCells {
    static constexpr Index kCount = 20'000;
    std::vector<double> rain, conductivity, head, before;

    RandomCells() {
        std::mt19937_64 random(11);
        std::uniform_real_distribution<double> share(0, 1);
        for (Index i = 0; i < kCount; ++i) {
            rain.push_back(i % 97 == 0 ? kMissing : std::pow(10, -5 + 3 * share(random)));
            conductivity.push_back(i % 89 == 0 ? 0 : std::pow(10, -8 + 4 * share(random)));
            head.push_back(i % 83 == 0 ? 0 : std::pow(10, -3 + 3 * share(random)));
            before.push_back(i % 79 == 0 ? 0 : std::pow(10, -4 + 4 * share(random)));
        }
    }
    void find(Index first, Index count, double* after) const {
        ponded_infiltrations(count, 60, rain.data() + first, conductivity.data() + first,
                             head.data() + first, before.data() + first, after + first);
    }
};

TEST(GreenAmpt, ManyCellsTogetherGoTheShortWayOrSayThatTheyCannot) {
    const RandomCells cells;
    std::vector<double> after(RandomCells::kCount);
    cells.find(0, RandomCells::kCount, after.data());
    int together = 0;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (std::isnan(after[i])) {
            continue;
        }
        ++together;
        const double alone =
            ponded_infiltration(cells.before[i], cells.conductivity[i], cells.head[i], 60);
        ASSERT_NEAR(after[i], alone, 1e-14 * alone) << i;
        const double capacity = cells.conductivity[i] * (1 + cells.head[i] / cells.before[i]);
        ASSERT_LE(capacity, cells.rain[i] / 60 * (1 + 1e-14)) << i;
    }
    EXPECT_GT(together, 2000);
    EXPECT_LT(together, RandomCells::kCount - 2000);
}

TEST(GreenAmpt, CellsTogetherHaveTheBitsOfEachAlone) {
    const RandomCells cells;
    std::vector<double> together(RandomCells::kCount), alone(RandomCells::kCount);
    cells.find(0, RandomCells::kCount, together.data());
    for (Index i = 0; i < RandomCells::kCount; ++i) {
        cells.find(i, 1, alone.data());
    }
    for (std::size_t i = 0; i < alone.size(); ++i) {
        ASSERT_EQ(std::bit_cast<std::uint64_t>(together[i]), std::bit_cast<std::uint64_t>(alone[i]))
            << i;
    }
}

/// Infiltration of two bursts of 5 cm/h for an hour with a dry time between them.
double second_burst(const GreenAmptSoil& soil, double dry) {
    GreenAmptProfile profile;
    const auto rain = [&](double intensity, double lasting) {
        for (double time = 0; time < lasting - 1; time += 60) {
            green_ampt_excess(soil, intensity * 60, 60, profile);
        }
    };
    rain(5 * kCentimetre / kHour, kHour);
    rain(0, dry);
    const double before = profile.infiltrated;
    rain(5 * kCentimetre / kHour, kHour);
    return profile.infiltrated - before;
}

TEST(GreenAmpt, SpreadsBetweenRains) {
    GreenAmptSoil stiff = kSiltLoam;
    stiff.pore_size_index = 0;
    const double none = second_burst(stiff, 24 * kHour);
    const double first = ponded_infiltration(0, kSiltLoam.conductivity, kHead, kHour);
    double before = none;
    for (const double hours : {3.0, 12.0, 48.0, 240.0}) {
        const double second = second_burst(kSiltLoam, hours * kHour);
        EXPECT_GT(second, before) << hours;
        EXPECT_LT(second, first) << hours;
        before = second;
    }
    // Drier profiles spread more slowly, and never below the initial moisture.
    double filled = 1;
    for (int hour = 0; hour < 1000; ++hour) {
        const double next = redistributed(kSiltLoam, filled, 0.03, 0, kHour);
        EXPECT_LT(next, filled);
        EXPECT_GT(next, 0);
        filled = next;
    }
    EXPECT_EQ(redistributed(kSiltLoam, 0.5, 0.03, 1, 60), 0.5);  // more comes than goes
}

TEST(GreenAmpt, KeepsWhatIsMissing) {
    GreenAmptProfile profile;
    EXPECT_TRUE(is_missing(green_ampt_excess(kSiltLoam, kMissing, 60, profile)));
    EXPECT_TRUE(is_missing(profile.infiltrated));
}

// ---- Horton and Philip

TEST(Horton, EqualsTheReference) {
    // f0 76, fc 13 mm/h, k 4.14 1/h: F(1 h) = 27.97509 mm
    const HortonSoil soil{76e-3 / kHour, 13e-3 / kHour, 4.14 / kHour, 0};
    EXPECT_NEAR(1e3 * horton_infiltration(soil, kHour), 27.97509, 5e-6);
    double time = 0;
    double excess = 0;
    for (int minute = 0; minute < 60; ++minute) {
        excess += horton_excess(soil, 0.1 / 60, 60, time);
    }
    EXPECT_NEAR(0.1 - excess, 27.97509e-3, 5e-9);
    EXPECT_NEAR(time, kHour, 1e-9);
}

TEST(Horton, LightRainDoesNotUseUpTheCapacity) {
    const HortonSoil soil{76e-3 / kHour, 13e-3 / kHour, 4.14 / kHour, 0};
    double time = 0;
    EXPECT_EQ(horton_excess(soil, 0.005, kHour, time), 0);
    EXPECT_NEAR(horton_infiltration(soil, time), 0.005, 1e-15);
    EXPECT_LT(time, kHour);
    EXPECT_TRUE(is_missing(horton_excess(soil, kMissing, 60, time)));
}

TEST(Horton, RecoversInDryTime) {
    const HortonSoil soil{76e-3 / kHour, 13e-3 / kHour, 4.14 / kHour, 1 / (24 * kHour)};
    double time = kHour;
    horton_excess(soil, 0, 24 * kHour, time);
    EXPECT_NEAR(1 - std::exp(-4.14 * time / kHour), (1 - std::exp(-4.14)) * std::exp(-1), 1e-12);
}

TEST(Philip, TakesUpByItsLawAndWaitsInLightRain) {
    const PhilipSoil soil{6e-4, 2e-6};
    EXPECT_DOUBLE_EQ(philip_infiltration(soil, kHour), 6e-4 * 60 + 2e-6 * kHour);
    EXPECT_NEAR(philip_time(soil, philip_infiltration(soil, 777)), 777, 1e-9);
    EXPECT_EQ(philip_time(soil, 0), 0);
    double infiltrated = 0;
    double excess = 0;
    for (int minute = 0; minute < 60; ++minute) {
        excess += philip_excess(soil, 0.1 / 60, 60, infiltrated);
    }
    // Ponding at once would give F(1 h); rain of 100 mm/h is below the capacity for a while, and
    // what it spared in the first minutes is taken up later.
    EXPECT_LT(infiltrated, philip_infiltration(soil, kHour));
    EXPECT_GT(infiltrated, 0.85 * philip_infiltration(soil, kHour));
    EXPECT_NEAR(infiltrated + excess, 0.1, 1e-15);
    EXPECT_TRUE(is_missing(philip_excess(soil, kMissing, 60, infiltrated)));
}

// ---- variable infiltration

TEST(VariableInfiltration, EqualsTheCurveWorkedByHand) {
    // W_m 100 mm, b 1: i_m = 200 mm. Half full: i_0 = 200 (1 - sqrt(0.5)) = 58.5786 mm. 20 mm of
    // rain reach i = 78.5786: W = 100 (1 - (1 - 0.392893)^2) = 63.1421 mm.
    const VariableSoil soil{.capacity = 0.1, .exponent = 1, .conductivity = 0};
    EXPECT_NEAR(variable_infiltration(soil, 0.05, 0.02), 0.0131421, 5e-8);
    // b 0: a bucket
    EXPECT_NEAR(variable_infiltration({0.1, 0, 0}, 0.05, 0.02), 0.02, 1e-15);
    EXPECT_NEAR(variable_infiltration({0.1, 0, 0}, 0.05, 0.07), 0.05, 1e-15);
    EXPECT_EQ(variable_infiltration(soil, 0.1, 0.02), 0);
    EXPECT_NEAR(variable_infiltration(soil, 0.05, 1), 0.05, 1e-15);
    EXPECT_TRUE(is_missing(variable_infiltration(soil, 0.05, kMissing)));
}

TEST(VariableInfiltration, ItsPartsDoNotDependOnTheStep) {
    const VariableSoil soil{.capacity = 0.12, .exponent = 0.4, .conductivity = 0};
    double once = 0.03;
    const SoilShares whole = variable_soil_step(soil, 0.08, 0, kHour, once);
    double often = 0.03;
    double surface = 0;
    for (int part = 0; part < 100; ++part) {
        surface += variable_soil_step(soil, 0.0008, 0, 36, often).surface;
    }
    EXPECT_NEAR(often, once, 1e-14);
    EXPECT_NEAR(surface, whole.surface, 1e-14);
}

TEST(VariableInfiltration, ClosesItsBalanceAndStaysWithinItsCapacity) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> share(0, 1);
    const VariableSoil soil{.capacity = 0.1, .exponent = 0.7, .conductivity = 2e-6};
    double held = 0.02;
    double rain = 0;
    double out = 0;
    for (int step = 0; step < 5000; ++step) {
        const double fallen = share(random) < 0.7 ? 0 : 0.02 * share(random);
        const SoilShares shares = variable_soil_step(soil, fallen, 5e-4, kHour, held);
        ASSERT_GE(shares.surface, 0);
        ASSERT_GE(shares.interflow, 0);
        ASSERT_GE(held, 0);
        ASSERT_LE(held, soil.capacity * (1 + 1e-12));
        rain += fallen;
        out += shares.surface + shares.interflow + shares.evaporated;
    }
    EXPECT_NEAR(rain, out + held - 0.02, 1e-10);
}

TEST(Canopy, FillsThenLetsThroughAndDries) {
    double held = 0;
    CanopyStep step = canopy_step(0.002, 0.0015, 0, held);
    EXPECT_EQ(step.through, 0);
    step = canopy_step(0.002, 0.0015, 0.0001, held);
    EXPECT_NEAR(step.through, 0.001, 1e-18);
    EXPECT_NEAR(step.evaporated, 0.0001, 1e-18);
    EXPECT_NEAR(held, 0.0019, 1e-18);
    canopy_step(0.002, 0, 1, held);
    EXPECT_EQ(held, 0);
    EXPECT_TRUE(is_missing(canopy_step(0.002, kMissing, 0, held).through));
}

// ---- interflow

// Steady inflow q into an empty reservoir: q (1 - e^(-t/k)) flows out; afterwards it runs dry with
// e^(-t/k). Exact in steps of any length.
TEST(LinearReservoir, EqualsTheExactStepResponse) {
    constexpr double kTime = 6 * kHour;
    constexpr double kRate = 3e-6;  // m/s
    for (const double length : {1.0, 300.0, 2700.0, 5 * kHour}) {
        double held = 0;
        double gone = 0;
        double time = 0;
        for (; time < 10 * kHour - 1; time += length) {
            gone += linear_reservoir(kTime, kRate * length, length, held);
        }
        const double filled = kRate * kTime * -std::expm1(-time / kTime);
        EXPECT_NEAR(held / filled, 1, 1e-11) << length;
        EXPECT_NEAR(gone / (kRate * time - filled), 1, 1e-11) << length;
        gone = 0;
        double dry = 0;
        for (; dry < 10 * kHour - 1; dry += length) {
            gone += linear_reservoir(kTime, 0, length, held);
        }
        EXPECT_NEAR(held / (filled * std::exp(-dry / kTime)), 1, 1e-11) << length;
        EXPECT_NEAR((gone + held) / filled, 1, 1e-12) << length;
    }
}

TEST(LinearReservoir, LosesNoWaterAndGivesNoneBack) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> share(0, 1);
    for (int i = 0; i < 20'000; ++i) {
        double held = share(random) < 0.2 ? 0 : std::pow(10, -9 + 8 * share(random));
        const double before = held;
        const double inflow = share(random) < 0.2 ? 0 : std::pow(10, -9 + 8 * share(random));
        const double released = linear_reservoir(std::pow(10, 8 * share(random)), inflow,
                                                 std::pow(10, -1 + 6 * share(random)), held);
        ASSERT_GE(released, 0);
        ASSERT_GE(held, 0);
        ASSERT_NEAR(released + held, before + inflow, 4e-16 * (before + inflow));
    }
    double held = 0;
    EXPECT_TRUE(is_missing(static_cast<float>(linear_reservoir(60, double{kMissing}, 60, held))));
}

}  // namespace
}  // namespace hazone::models
