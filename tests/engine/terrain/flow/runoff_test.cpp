#include "engine/terrain/flow/runoff.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/conditioning/fill.hpp"
#include "engine/terrain/flow/flow_direction.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::same_for_any_thread_count;

TEST(RunoffBalance, GroundTakesWhatItCan) {
    EXPECT_EQ(runoff_balance(3, 5, 0).infiltration, 3);
    EXPECT_EQ(runoff_balance(3, 5, 0).runoff, 0);
    EXPECT_EQ(runoff_balance(3, 3, 0).runoff, 0);
    EXPECT_EQ(runoff_balance(3, 2, 0).infiltration, 2);
    EXPECT_EQ(runoff_balance(3, 2, 0).runoff, 1);
    EXPECT_EQ(runoff_balance(3, 2, 0.5F).infiltration, 0) << "water comes out";
    EXPECT_EQ(runoff_balance(3, 2, 0.5F).runoff, 3.5F);
    EXPECT_TRUE(is_missing(runoff_balance(kMissing, 2, 0).infiltration));
    EXPECT_TRUE(is_missing(runoff_balance(3, kMissing, 0).infiltration));
    EXPECT_TRUE(is_missing(runoff_balance(3, 2, kMissing).runoff));
}

TEST(RouteRunoff, AListOfReceiversIsWorkedOffFromAbove) {
    // Cell 1 gives 0.4 to cell 0 and 0.6 to cell 2; cell 2 gives to 0, which keeps what it has.
    const RunoffNetwork network{.order = {1, 2, 0},
                                .first = {0, 1, 3, 4},
                                .shares = {{0, 1}, {0, 0.4F}, {2, 0.6F}, {0, 1}}};
    const std::vector<float> rain{2, 12, 1};
    const std::vector<float> capacity{3, 2, 6};
    const std::vector<float> emerging{0, 0, 0};
    std::vector<float> infiltration(3);
    std::vector<float> runoff(3);
    route_runoff(network, {rain, capacity, emerging, infiltration, runoff});
    EXPECT_EQ(infiltration, (std::vector<float>{3, 2, 6}));
    EXPECT_FLOAT_EQ(runoff[1], 10);
    EXPECT_FLOAT_EQ(runoff[2], 1);
    EXPECT_FLOAT_EQ(runoff[0], 4) << "4 from cell 1, 1 from cell 2 and 2 of rain, less 3";
}

/// A row that drains east.
struct Row {
    explicit Row(std::vector<float> rain_rates)
        : extent{1, static_cast<Index>(rain_rates.size())},
          rain(extent),
          capacity(extent, 2.0F),
          emerging(extent, 0.0F),
          infiltration(extent),
          runoff(extent),
          direction(extent, 1) {
        std::copy(rain_rates.begin(), rain_rates.end(), rain.data());
        direction(0, extent.cols - 1) = 0;
    }
    void route() {
        route_runoff(direction, {rain, capacity, emerging, infiltration.view(), runoff.view()});
    }
    Extent extent;
    Raster<float> rain, capacity, emerging, infiltration, runoff;
    Raster<std::uint8_t> direction;
};

TEST(RouteRunoff, InfiltratesBelowWhereCapacityIsLeft) {
    Row row({5, 0, 0, 0});
    row.route();
    const std::vector<float> expected{2, 2, 1, 0};
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), row.infiltration.data()));
    EXPECT_EQ(row.runoff(0, 2), 0);
}

TEST(RouteRunoff, WhereWaterComesOutNothingEnters) {
    Row row({1, 1, 0, 0});
    row.emerging(0, 1) = 0.5F;
    row.route();
    const std::vector<float> expected{1, 0, 1.5F, 0};
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), row.infiltration.data()));
}

TEST(RouteRunoff, WhatIsMissingIsMissingBelow) {
    Row row({1, kMissing, 1, 1});
    row.route();
    EXPECT_EQ(row.infiltration(0, 0), 1);
    for (const Index col : {1, 2, 3}) {
        EXPECT_TRUE(is_missing(row.infiltration(0, col))) << col;
    }
    Row hole({1, 1, 1, 1});
    hole.direction(0, 1) = kNoDirection;
    hole.direction(0, 0) = 0;
    hole.route();
    EXPECT_TRUE(is_missing(hole.infiltration(0, 1)));
    EXPECT_EQ(hole.infiltration(0, 2), 1);
    Row single({7});
    single.route();
    EXPECT_EQ(single.infiltration(0, 0), 2);
    EXPECT_EQ(single.runoff(0, 0), 5);
}

/// Rough ground with soils that take between nothing and 2 units of a rain of 1.
class RoughGround : public ::testing::Test {
protected:
    static constexpr Extent kExtent{140, 170};

    RoughGround()
        : filled_(kExtent),
          direction_(kExtent),
          rain_(kExtent, 1.0F),
          capacity_(synthetic_terrain(SyntheticTerrain::noise, kExtent, 3)),
          emerging_(kExtent, 0.0F) {
        const Raster<float> ground = synthetic_terrain(SyntheticTerrain::fractal, kExtent, 8);
        fill_depressions(ground, filled_.view());
        flow_direction(filled_, direction_.view());
        float most = 0;
        for (Index k = 0; k < kExtent.size(); ++k) {
            most = std::max(most, capacity_.data()[k]);
        }
        for (Index k = 0; k < kExtent.size(); ++k) {
            capacity_.data()[k] = std::max(0.0F, 2 * capacity_.data()[k] / most);
        }
    }

    Raster<float> infiltration(bool shared) const {
        Raster<float> result(kExtent);
        Raster<float> runoff(kExtent);
        const RunoffGrids period{rain_, capacity_, emerging_, result.view(), runoff.view()};
        if (shared) {
            route_runoff(filled_, direction_, {}, period);
        } else {
            route_runoff(direction_, period);
        }
        return result;
    }

    /// What leaves at the outlets.
    double leaving(const Raster<float>& infiltration) const {
        double left = 0;
        for (Index k = 0; k < kExtent.size(); ++k) {
            left += 1.0 - infiltration.data()[k];
        }
        return left;
    }

    Raster<float> filled_;
    Raster<std::uint8_t> direction_;
    Raster<float> rain_, capacity_, emerging_;
};

TEST_F(RoughGround, NoCellTakesMoreThanItCanAndNoWaterIsMade) {
    for (const bool shared : {false, true}) {
        const Raster<float> taken = infiltration(shared);
        double total = 0;
        for (Index k = 0; k < kExtent.size(); ++k) {
            ASSERT_LE(taken.data()[k], capacity_.data()[k]);
            ASSERT_GE(taken.data()[k], std::min(1.0F, capacity_.data()[k]) - 1e-6F);
            total += taken.data()[k];
        }
        EXPECT_GE(leaving(taken), -1e-3 * total) << "more infiltrates than falls";
        EXPECT_LT(leaving(taken), 0.7 * static_cast<double>(kExtent.size()));
    }
}

TEST_F(RoughGround, WaterIsKept) {
    Raster<float> result(kExtent);
    Raster<float> runoff(kExtent);
    route_runoff(direction_, {rain_, capacity_, emerging_, result.view(), runoff.view()});
    double ended = 0;
    for (Index k = 0; k < kExtent.size(); ++k) {
        ended += direction_.data()[k] == 0 ? static_cast<double>(runoff.data()[k]) : 0.0;
    }
    EXPECT_NEAR(leaving(result), ended, 1e-4 * static_cast<double>(kExtent.size()));
    EXPECT_GT(ended, 0);
}

TEST_F(RoughGround, SameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(same_for_any_thread_count([&] { return infiltration(false); }));
    EXPECT_TRUE(same_for_any_thread_count([&] { return infiltration(true); }));
}

}  // namespace
}  // namespace hazone
