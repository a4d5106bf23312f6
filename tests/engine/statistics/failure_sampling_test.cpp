#include "engine/statistics/failure_sampling.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"

namespace hazone {
namespace {

TEST(BatchedHalfWidth, IsThatOfBatchMeans) {
    // ten batches of 100, failing 10 .. 28: mean 19, s2 = 330 / 9, and t(9) = 2.2622
    BatchCounts counts;
    for (int batch = 0; batch < 10; ++batch) {
        counts.add(10 + 2 * batch);
    }
    const double deviation = std::sqrt(330.0 / 9 / 10) / 100;
    EXPECT_NEAR(batched_half_width(counts, 10, 100), 2.2622 * deviation, 0.02 * 2.26 * deviation);
    // no batch differs: as sure as that many samples
    BatchCounts alike;
    for (int batch = 0; batch < 50; ++batch) {
        alike.add(5);
    }
    EXPECT_NEAR(batched_half_width(alike, 50, 20), wilson_half_width(250, 1000), 1e-12);
    // all of a batch fail, or none does: as sure as so many batches are, by Student's t
    BatchCounts apart;
    for (int batch = 0; batch < 50; ++batch) {
        apart.add(batch % 5 == 0 ? 20 : 0);
    }
    EXPECT_NEAR(batched_half_width(apart, 50, 20), wilson_half_width(10, 50), 1e-12);
    EXPECT_NEAR(batched_half_width({}, 50, 20), wilson_half_width(0, 50), 1e-12);
    EXPECT_TRUE(is_missing(batched_half_width({kMissing, kMissing}, 50, 20)));
}

}  // namespace
}  // namespace hazone
