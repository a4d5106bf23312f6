#include "models/landslide/landslide_nowcast.hpp"

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

TEST(LandslideNowcast, IsTheTreeOfThePaper) {
    for (std::uint8_t susceptibility = 1; susceptibility <= 5; ++susceptibility) {
        EXPECT_EQ(nowcast_of(0.02F, 0.03F, susceptibility), 1);
        EXPECT_EQ(nowcast_of(0.03F, 0.03F, susceptibility), 1) << "above, not at";
    }
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 1), 1);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 2), 1);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 3), 2);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 4), 2);
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, 5), 3);
}

TEST(LandslideNowcast, IsMissingWhereTheAnswerCouldBeAnother) {
    EXPECT_EQ(nowcast_of(0.04F, 0.03F, kNoClass), kNoClass);
    EXPECT_EQ(nowcast_of(kMissing, 0.03F, 3), kNoClass);
    EXPECT_EQ(nowcast_of(0.04F, kMissing, 5), kNoClass);
    EXPECT_EQ(nowcast_of(kMissing, kMissing, 2), 1) << "no rain makes this one more than low";
}

Raster<std::uint8_t> run_nowcast() {
    const Extent extent{9, 11};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> index(extent);
    Raster<std::uint8_t> susceptibility(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        index(row, col) = 0.004F * static_cast<float>(row);
        susceptibility(row, col) = static_cast<std::uint8_t>(col % 6);
    });
    fields.put(kAntecedentRainfallIndex, std::move(index));
    fields.put(kSusceptibilityClass, std::move(susceptibility));
    testing::put_constant(fields, kAntecedentRainfallLimit, 0.02F);
    testing::run_model("landslide_nowcast", {}, fields);
    return std::get<Raster<std::uint8_t>>(fields.take(kLandslideNowcast));
}

TEST(LandslideNowcastModel, RisesWithRainAndSusceptibility) {
    const auto nowcast = run_nowcast();
    EXPECT_EQ(nowcast(8, 5), 3);
    EXPECT_EQ(nowcast(8, 4), 2);
    EXPECT_EQ(nowcast(8, 2), 1);
    EXPECT_EQ(nowcast(0, 5), 1);
    EXPECT_EQ(nowcast(8, 0), kNoClass);
}

TEST(LandslideNowcastModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count(run_nowcast));
}

}  // namespace
}  // namespace hazone::models
