// The reliability index and the point estimate as such, against answers by hand and published ones.
#include "models/landslide/probability/reliability.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/field.hpp"
#include "engine/core/missing.hpp"
#include "models/landslide/probability/point_estimate.hpp"

namespace hazone::models {
namespace {

template <std::size_t kCount, class Limit>
double reliability_index(const Limit& limit) {
    return reliability_of<kCount>(limit).index;
}

// Hasofer & Lind: of a linear limit state the index is mean over deviation.
TEST(ReliabilityIndex, IsMeanOverDeviationOfALinearLimitState) {
    const auto index_of = [](double value) {
        return reliability_index<3>([value](const std::array<double, 3>& z) {
            return LimitPoint<3>{value + 3 * z[0] - 4 * z[1] + 12 * z[2], {3, -4, 12}};
        });
    };
    EXPECT_NEAR(index_of(26), 2, 1e-12);
    EXPECT_NEAR(index_of(-13), -1, 1e-12);
    EXPECT_EQ(index_of(0), 0);
}

// The nearest point of a circle around (3, 4) with radius 2 is 3 from the middle.
TEST(ReliabilityIndex, FindsTheNearestPointOfACurve) {
    const double found = reliability_index<2>([](const std::array<double, 2>& z) {
        const double x = z[0] - 3;
        const double y = z[1] - 4;
        return LimitPoint<2>{x * x + y * y - 4, {2 * x, 2 * y}};
    });
    EXPECT_NEAR(found, 3, 1e-7);
}

/// x1 of mean 10 and deviation 2, x2 of 20 and 5, correlation 0.5, all normal; `limit` gives the
/// limit state and its derivatives by both.
template <class Limit>
Reliability<2> reliability_of_pair(const Limit& limit) {
    constexpr double kCorrelation = 0.5;
    const double rest = std::sqrt(1 - kCorrelation * kCorrelation);
    const auto values = [=](const std::array<double, 2>& z) {
        return std::array<double, 2>{10 + 2 * z[0], 20 + 5 * (kCorrelation * z[0] + rest * z[1])};
    };
    Reliability<2> found = reliability_of<2>([&](const std::array<double, 2>& z) {
        LimitPoint<2> at = limit(values(z));
        at.gradient = {2 * at.gradient[0] + 5 * kCorrelation * at.gradient[1],
                       5 * rest * at.gradient[1]};
        return at;
    });
    found.place = values(found.place);
    return found;
}

// Der Kiureghian (2022), Structural and System Reliability, example 5.2, p. 118, as the tests of
// Fortuna.jl quote it: x1^2 = 2 x2 in two forms, index 2.11 at (6.14, 18.9) for both.
TEST(ReliabilityIndex, EqualsAPublishedExampleInBothOfItsForms) {
    using Point = std::array<double, 2>;
    const auto difference = reliability_of_pair([](const Point& x) {
        return LimitPoint<2>{x[0] * x[0] - 2 * x[1], {2 * x[0], -2}};
    });
    const auto ratio = reliability_of_pair([](const Point& x) {
        return LimitPoint<2>{1 - 2 * x[1] / (x[0] * x[0]),
                             {4 * x[1] / (x[0] * x[0] * x[0]), -2 / (x[0] * x[0])}};
    });
    for (const Reliability<2>& found : {difference, ratio}) {
        EXPECT_NEAR(found.index, 2.11, 0.005);
        EXPECT_NEAR(found.place[0], 6.14, 0.005);
        EXPECT_NEAR(found.place[1], 18.9, 0.05);
    }
}

TEST(ReliabilityIndex, IsInfiniteWithoutVariationAndMissingWithoutValue) {
    EXPECT_EQ(reliability_index<1>([](const std::array<double, 1>&) {
                  return LimitPoint<1>{2, {}};
              }),
              kInfinity);
    EXPECT_EQ(reliability_index<1>([](const std::array<double, 1>&) {
                  return LimitPoint<1>{-2, {}};
              }),
              -kInfinity);
    EXPECT_TRUE(is_missing(reliability_index<1>([](const std::array<double, 1>&) {
        return LimitPoint<1>{kMissing, {kMissing}};
    })));
}

// By hand after Rosenblueth (1975): y = x1 x2, means 10 and 5, deviations 2 and 1, correlation 0.5.
// y++ = 72, y+- = 48, y-+ = 48, y-- = 32; weights 3/8, 1/8, 1/8, 3/8: mean 51 (exactly
// m1 m2 + r s1 s2), E y2 = 2904, variance 303.
TEST(PointEstimate, EqualsAWorkedProduct) {
    const auto product = [](const std::array<double, 2>& x) { return x[0] * x[1]; };
    const PointEstimate found = point_estimate<2>({10, 5}, {2, 1}, 0.5, product);
    EXPECT_NEAR(found.mean, 51, 1e-12);
    EXPECT_NEAR(found.deviation, std::sqrt(303.0), 1e-12);
    const PointEstimate known = point_estimate<2>({10, 5}, {0, 0}, 0.5, product);
    EXPECT_EQ(known.mean, 50);
    EXPECT_EQ(known.deviation, 0);
}

}  // namespace
}  // namespace hazone::models
