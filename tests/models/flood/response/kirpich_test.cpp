#include "models/flood/response/kirpich.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

constexpr KirpichLimits kNoLimits{.minimum_slope = 1e-6, .shortest_time = 0};

TEST(Kirpich, EqualsValuesWorkedByHand) {
    // 0.0195 * 1000^0.77 * 0.05^-0.385 = 0.0195 * 204.1738 * 3.168813 = 12.6163 min
    EXPECT_NEAR(kirpich_time(1000, 50, kNoLimits), 60 * 12.6163, 0.05);
    // The form in feet, 0.0078 L^0.77 S^-0.385: 4921 ft at 3 % give 20.95 min; its constant is
    // rounded apart from that in metres by 0.2 %.
    EXPECT_NEAR(kirpich_time(1500, 45, kNoLimits), 60 * 20.95, 0.005 * 60 * 20.95);
}

TEST(Kirpich, LongerOrFlatterPathsTakeLonger) {
    for (int power = 0; power < 14; ++power) {
        const double length = 100 * std::pow(1.7, power);
        EXPECT_GT(kirpich_time(1.1 * length, 50, kNoLimits), kirpich_time(length, 50, kNoLimits));
        EXPECT_LT(kirpich_time(length, 55, kNoLimits), kirpich_time(length, 50, kNoLimits));
    }
}

TEST(Kirpich, AFlatPathHasTheMinimumSlopeAndAShortOneTheShortestTime) {
    const KirpichLimits limits{.minimum_slope = 0.0005, .shortest_time = 360};
    EXPECT_EQ(kirpich_time(10000, 0, limits), kirpich_time(10000, 5, limits));
    EXPECT_GT(kirpich_time(10000, 5, limits), kirpich_time(10000, 6, limits));
    EXPECT_EQ(kirpich_time(0, 0, limits), 360);
    EXPECT_EQ(kirpich_time(30, 10, limits), 360);
    EXPECT_GT(kirpich_time(3000, 10, limits), 360);
}

TEST(Kirpich, IsMissingWhereAnInputIs) {
    EXPECT_TRUE(is_missing(kirpich_time(kMissing, 10, kNoLimits)));
    EXPECT_TRUE(is_missing(kirpich_time(10, kMissing, kNoLimits)));
    EXPECT_TRUE(is_missing(kirpich_time(0, kMissing, kNoLimits)));
}

Raster<float> times(const ParamTexts& settings) {
    const Extent extent{16, 9};
    FieldSet fields(testing::plain_grid(extent));
    Raster<float> length(extent);
    Raster<float> drop(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        length(row, col) = static_cast<float>(row * 100);
        drop(row, col) = col == 8 ? kMissing : static_cast<float>(col * 10);
    });
    fields.put(kUpstreamLength, std::move(length));
    fields.put(kUpstreamDrop, std::move(drop));
    testing::run_model("kirpich", settings, fields);
    return testing::take_raster(fields, kConcentrationTime);
}

TEST(KirpichModel, UsesItsParameters) {
    const Raster<float> time = times({});
    EXPECT_NEAR(time(10, 5), 60 * 12.6163, 0.05);
    EXPECT_EQ(time(0, 0), 360);
    EXPECT_TRUE(is_missing(time(10, 8)));
    EXPECT_EQ(times({{"shortest_time", "10 min"}})(0, 0), 600);
    EXPECT_LT(times({{"minimum_slope", "0.01"}})(10, 0), time(10, 0));
}

TEST(KirpichModel, HasTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] { return times({}); }));
}

}  // namespace
}  // namespace hazone::models
