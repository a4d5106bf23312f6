#include "models/flood/potential/flash_flood_potential_index.hpp"

#include <cmath>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::HasSubstr;

constexpr const FieldSpec* kLayers[] = {&kLandCoverFloodIndex, &kSoilFloodIndex,
                                        &kForestFloodIndex};
constexpr const char* kLayerWeights[] = {"land_cover_weight", "soil_weight", "forest_weight"};

TEST(PotentialIndex, IsTheMeanOfTheFourLayers) {
    // Smith (2003) in the plain form: (10 + 4 + 7 + 2) / 4
    EXPECT_DOUBLE_EQ(mean_potential_index({10, 4, 7, 2}, {1, 1, 1, 1}), 5.75);
    // the slope with 1.5: (15 + 4 + 7 + 2) / 4.5
    EXPECT_DOUBLE_EQ(mean_potential_index({10, 4, 7, 2}, {1.5, 1, 1, 1}), 28.0 / 4.5);
    // and the forest with half: (15 + 4 + 7 + 1) / 4
    EXPECT_DOUBLE_EQ(mean_potential_index({10, 4, 7, 2}, {1.5, 1, 1, 0.5}), 6.75);
}

TEST(PotentialIndex, StaysFromOneToTenAndRisesWithEveryLayer) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> index(1, 9.5);
    std::uniform_real_distribution<double> weight(0.01, 5);
    for (int trial = 0; trial < 500; ++trial) {
        PerLayer layers{index(random), index(random), index(random), index(random)};
        const PerLayer weights{weight(random), weight(random), weight(random), weight(random)};
        const double before = mean_potential_index(layers, weights);
        ASSERT_GE(before, 1);
        ASSERT_LE(before, 10);
        layers[static_cast<std::size_t>(trial % 4)] += 0.5;
        ASSERT_GT(mean_potential_index(layers, weights), before);
    }
}

TEST(PotentialIndex, OnlyALayerWithoutWeightMayBeMissing) {
    EXPECT_TRUE(is_missing(mean_potential_index({5, std::nan(""), 5, 5}, {1, 1, 1, 1})));
    EXPECT_DOUBLE_EQ(mean_potential_index({5, std::nan(""), 5, 8}, {1, 0, 1, 1}), 6);
}

/// Ground with a slope of so many per cent and the layers 4, 7 and 2, but the one without.
FieldSet ground(double per_cent, int without = -1) {
    FieldSet fields(testing::plain_grid({2, 3}));
    testing::put_constant(fields, kSlope, static_cast<float>(std::atan(per_cent / 100)));
    const float values[] = {4, 7, 2};
    for (int layer = 0; layer < 3; ++layer) {
        if (layer != without) {
            testing::put_constant(fields, *kLayers[layer], values[layer]);
        }
    }
    return fields;
}

float index_of(FieldSet& fields, const ParamTexts& settings = {}) {
    testing::run_model("flash_flood_potential_index", settings, fields);
    return fields.read(kFlashFloodPotentialIndex)(1, 2);
}

TEST(FlashFloodPotentialIndex, TakesTheSlopeToTenAtThirtyPerCent) {
    const std::pair<double, double> cases[] = {
        {0, 1},  {15, std::sqrt(10.0)}, {29.9, std::pow(10.0, 29.9 / 30)}, {30, 10}, {30.1, 10},
        {90, 10}};
    for (const auto& [per_cent, slope] : cases) {
        FieldSet fields = ground(per_cent);
        EXPECT_NEAR(index_of(fields), (slope + 4 + 7 + 2) / 4, 1e-5) << per_cent;
    }
}

TEST(FlashFloodPotentialIndex, WeighsAndSaysWhatItKnows) {
    FieldSet fields = ground(40);
    EXPECT_NEAR(index_of(fields, {{"slope_weight", "1.5"}}), 28.0 / 4.5, 1e-6);
    ASSERT_EQ(fields.notes().size(), 1U);
    EXPECT_EQ(fields.notes()[0],
              "flash_flood_potential_index is the mean of slope (weight 1.5), "
              "land_cover_flood_index (weight 1), soil_flood_index (weight 1), forest_flood_index "
              "(weight 1)");
}

TEST(FlashFloodPotentialIndex, RefusesALayerWhichIsNotGivenByName) {
    for (int layer = 0; layer < 3; ++layer) {
        FieldSet fields = ground(40, layer);
        try {
            index_of(fields);
            FAIL() << kLayers[layer]->name << " was not missed";
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr(std::string(kLayers[layer]->name)));
            EXPECT_THAT(error.what(), HasSubstr(kLayerWeights[layer]));
        }
    }
}

TEST(FlashFloodPotentialIndex, LeavesALayerOutWhereToldAndNamesIt) {
    const double expected[] = {(10 + 7 + 2) / 3.0, (10 + 4 + 2) / 3.0, (10 + 4 + 7) / 3.0};
    for (int layer = 0; layer < 3; ++layer) {
        const std::string name(kLayers[layer]->name);
        FieldSet told = ground(40, layer);
        EXPECT_NEAR(index_of(told, {{"missing_layers", "leave_out"}}), expected[layer], 1e-6);
        EXPECT_THAT(told.notes()[0], HasSubstr("it does not know " + name + " (not given)"));
        FieldSet weightless = ground(40, layer);
        EXPECT_NEAR(index_of(weightless, {{kLayerWeights[layer], "0"}}), expected[layer], 1e-6);
        EXPECT_THAT(weightless.notes()[0], HasSubstr("it does not know " + name + " (weight 0)"));
    }
}

TEST(FlashFloodPotentialIndex, RefusesAMeanOfNothing) {
    FieldSet none = ground(40);
    EXPECT_THROW(index_of(none, {{"slope_weight", "0"},
                                 {"land_cover_weight", "0"},
                                 {"soil_weight", "0"},
                                 {"forest_weight", "0"}}),
                 InputError);
    FieldSet without_soil = ground(40, 1);
    EXPECT_THROW(index_of(without_soil, {{"slope_weight", "0"},
                                         {"land_cover_weight", "0"},
                                         {"forest_weight", "0"},
                                         {"missing_layers", "leave_out"}}),
                 InputError);
}

TEST(FlashFloodPotentialIndex, NeverAveragesOverFewerLayersInACell) {
    for (int layer = 0; layer < 3; ++layer) {
        for (const char* word : {"refuse", "leave_out"}) {
            FieldSet fields = ground(40);
            fields.write (*kLayers[layer])(1, 2) = kMissing;
            EXPECT_TRUE(is_missing(index_of(fields, {{"missing_layers", word}})));
            EXPECT_FALSE(is_missing(fields.read(kFlashFloodPotentialIndex)(0, 0)));
        }
    }
    FieldSet fields = ground(40);
    fields.write(kSlope)(1, 2) = kMissing;
    EXPECT_TRUE(is_missing(index_of(fields)));
}

TEST(FlashFloodPotentialIndex, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        const Extent extent{23, 41};
        FieldSet fields(testing::plain_grid(extent));
        for (const FieldSpec* layer : kLayers) {
            testing::put_constant(fields, *layer, 3);
        }
        for_each_cell(extent, [slope = fields.write(kSlope)](Index row, Index col) {
            slope(row, col) = static_cast<float>(row * col) / 3000;
        });
        testing::run_model("flash_flood_potential_index", {{"slope_weight", "1.7"}}, fields);
        return testing::take_raster(fields, kFlashFloodPotentialIndex);
    }));
}

}  // namespace
}  // namespace hazone::models
