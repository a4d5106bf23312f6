#include "models/flood/stability/stability.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include <gtest/gtest.h>

#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::plain_grid;
using hazone::testing::run_model;

using Judge = std::uint8_t (*)(const WaterMaxima&);
constexpr std::array<Judge, 4> kJudges{adult_hazard, child_hazard, vehicle_hazard, building_damage};

TEST(Stability, AdultsFollowTheTableOfCox) {
    EXPECT_EQ(adult_hazard({0, 0, 0}), 1);
    EXPECT_EQ(adult_hazard({1.2F, 0.5F, 0.6F}), 1);
    EXPECT_EQ(adult_hazard({1, 0.7F, 0.7F}), 2);
    EXPECT_EQ(adult_hazard({1, 0.8F, 0.8F}), 2);
    EXPECT_EQ(adult_hazard({1, 1, 1}), 3);
    EXPECT_EQ(adult_hazard({1, 1.2F, 1.2F}), 3);
    EXPECT_EQ(adult_hazard({1, 1.3F, 1.3F}), 4);
    EXPECT_EQ(adult_hazard({1.21F, 0, 0}), 4);
    EXPECT_EQ(adult_hazard({0.1F, 3.01F, 0.301F}), 4);
}

TEST(Stability, ChildrenFollowTheTableOfCox) {
    EXPECT_EQ(child_hazard({0, 0, 0}), 1);
    EXPECT_EQ(child_hazard({0.5F, 0.8F, 0.4F}), 1);
    EXPECT_EQ(child_hazard({0.5F, 1, 0.5F}), 3);
    EXPECT_EQ(child_hazard({0.5F, 1.3F, 0.65F}), 4);
    EXPECT_EQ(child_hazard({0.51F, 0, 0}), 4);
    EXPECT_EQ(child_hazard({0.1F, 3.01F, 0.301F}), 4);
}

TEST(Stability, VehiclesFollowTheTableOfShand) {
    EXPECT_EQ(vehicle_hazard({0.3F, 1, 0.3F}), 1);
    EXPECT_EQ(vehicle_hazard({0.31F, 0, 0}), 2);
    EXPECT_EQ(vehicle_hazard({0.2F, 2, 0.4F}), 2);
    EXPECT_EQ(vehicle_hazard({0.41F, 0, 0}), 3);
    EXPECT_EQ(vehicle_hazard({0.2F, 2.5F, 0.5F}), 3);
    EXPECT_EQ(vehicle_hazard({0.51F, 0, 0}), 4);
    EXPECT_EQ(vehicle_hazard({0.3F, 2.1F, 0.63F}), 4);
    EXPECT_EQ(vehicle_hazard({0.05F, 3.1F, 0.155F}), 4);
}

TEST(Stability, BuildingsFollowClausenAndClark) {
    EXPECT_EQ(building_damage({5, 1.9F, 9.5F}), 1);
    EXPECT_EQ(building_damage({1, 2.9F, 2.9F}), 1);
    EXPECT_EQ(building_damage({1.5F, 2, 3}), 2);
    EXPECT_EQ(building_damage({2, 3.4F, 6.8F}), 2);
    EXPECT_EQ(building_damage({3.5F, 2, 7}), 3);
}

TEST(Stability, UnknownStaysUnknown) {
    for (const Judge judge : kJudges) {
        EXPECT_EQ(judge({kMissing, 9, 9}), kNoClass);
        EXPECT_EQ(judge({9, kMissing, 9}), kNoClass);
        EXPECT_EQ(judge({9, 9, kMissing}), kNoClass);
    }
}

// The class of the maxima of a wave is the worst class of its times, and never better for
// buildings.
TEST(Stability, MaximaMeetTheWorstTime) {
    std::mt19937 random(7);
    std::uniform_real_distribution<float> depths(0, 3);
    std::uniform_real_distribution<float> speeds(0, 4);
    int worse = 0;
    for (int wave = 0; wave < 2000; ++wave) {
        WaterMaxima most;
        std::array<std::uint8_t, 4> worst{};
        for (int time = 0; time < 4; ++time) {
            const float share = wave % 3 == 0 ? 0.2F : 1;
            const float depth = share * depths(random);
            const float speed = share * speeds(random);
            const WaterMaxima now{depth, speed, depth * speed};
            most = {std::max(most.depth, depth), std::max(most.speed, speed),
                    std::max(most.flow, now.flow)};
            for (std::size_t kind = 0; kind < kJudges.size(); ++kind) {
                worst[kind] = std::max(worst[kind], kJudges[kind](now));
            }
        }
        for (std::size_t kind = 0; kind < 3; ++kind) {
            ASSERT_EQ(kJudges[kind](most), worst[kind]);
        }
        ASSERT_GE(building_damage(most), worst[3]);
        worse += building_damage(most) > worst[3] ? 1 : 0;
    }
    EXPECT_GT(worse, 0);
}

/// Maxima of seeded random water with a missing cell in the corner.
FieldSet flooded(Extent extent) {
    std::mt19937 random(11);
    std::uniform_real_distribution<float> values(0, 4);
    FieldSet fields(plain_grid(extent));
    for (const FieldSpec* field : {&kMaximumWaterDepth, &kMaximumSpeed, &kMaximumUnitDischarge}) {
        Raster<float> raster(extent, 0.0F);
        for (Index cell = 0; cell < raster.size(); ++cell) {
            raster.data()[cell] = values(random);
        }
        raster(0, 0) = kMissing;
        fields.put(*field, std::move(raster));
    }
    return fields;
}

TEST(Stability, ModelsJudgeEachCellWithAnyThreads) {
    const std::array<std::pair<const FieldSpec*, const char*>, 4> made{
        {{&kAdultFloodHazard, "people_stability"},
         {&kChildFloodHazard, "people_stability"},
         {&kVehicleFloodHazard, "vehicle_stability"},
         {&kBuildingFloodDamage, "building_stability"}}};
    for (const Extent extent : {Extent{1, 1}, Extent{57, 43}}) {
        for (std::size_t kind = 0; kind < made.size(); ++kind) {
            const auto compute = [&] {
                FieldSet fields = flooded(extent);
                run_model(made[kind].second, {}, fields);
                return std::get<Raster<std::uint8_t>>(fields.take(*made[kind].first));
            };
            EXPECT_TRUE(hazone::testing::same_for_any_thread_count(compute));
            const Raster<std::uint8_t> classes = compute();
            FieldSet fields = flooded(extent);
            const auto depth = fields.read(kMaximumWaterDepth);
            const auto speed = fields.read(kMaximumSpeed);
            const auto flow = fields.read(kMaximumUnitDischarge);
            EXPECT_EQ(classes(0, 0), kNoClass);
            for (Index row = 0; row < extent.rows; ++row) {
                for (Index col = 0; col < extent.cols; ++col) {
                    ASSERT_EQ(classes(row, col),
                              kJudges[kind]({depth(row, col), speed(row, col), flow(row, col)}));
                }
            }
        }
    }
}

}  // namespace
}  // namespace hazone::models
