#include "models/terrain/form/wetness_index.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

TEST(WetnessIndex, IsTheLogarithmOfAreaOverTangent) {
    EXPECT_NEAR(wetness_index_of(100, std::atan(0.1), 0.001), std::log(1000.0), 1e-12);
    EXPECT_NEAR(wetness_index_of(30, std::atan(1.0), 0.001), std::log(30.0), 1e-12);
}

TEST(WetnessIndex, TakesGentleGroundAsTheLeastSlope) {
    EXPECT_EQ(wetness_index_of(100, 0, 0.001), wetness_index_of(100, 0.001, 0.001));
    EXPECT_LT(wetness_index_of(100, 0.002, 0.001), wetness_index_of(100, 0, 0.001));
}

TEST(WetnessIndex, IsMissingWhereAnInputIs) {
    EXPECT_TRUE(is_missing(wetness_index_of(kMissing, 0.1, 0.001)));
    EXPECT_TRUE(is_missing(wetness_index_of(100, kMissing, 0.001)));
}

TEST(WetnessIndexModel, UsesItsParameterAndHasTheSameBitsOnAnyNumberOfThreads) {
    const Extent extent{20, 30};
    const auto compute = [&] {
        FieldSet fields(testing::plain_grid(extent));
        Raster<float> slope(extent);
        for_each_cell(extent, [&](Index row, Index col) {
            slope(row, col) = static_cast<float>(row) * 0.01F + static_cast<float>(col) * 0.001F;
        });
        fields.put(kSlope, std::move(slope));
        testing::put_constant(fields, kSpecificCatchmentArea, 50);
        testing::run_model("wetness_index", {{"least_slope", "0.02 rad"}}, fields);
        return testing::take_raster(fields, kWetnessIndex);
    };
    const auto index = compute();
    EXPECT_FLOAT_EQ(index(0, 0), static_cast<float>(std::log(50 / std::tan(0.02))));
    EXPECT_EQ(index(0, 0), index(1, 5));
    EXPECT_TRUE(testing::same_for_any_thread_count(compute));
}

}  // namespace
}  // namespace hazone::models
