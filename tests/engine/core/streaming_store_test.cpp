#include "engine/core/streaming_store.hpp"

#include <cstdint>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace hazone {
namespace {

/// Copies `count` cells to `offset` in a field of zeros; true when these cells and no others
/// changed.
template <class T>
bool copies(Index count, Index offset) {
    constexpr Index kCells = 400;
    std::vector<T> from(static_cast<std::size_t>(kCells));
    std::iota(from.begin(), from.end(), T{1});
    std::vector<T> to(static_cast<std::size_t>(kCells), T{0});
    stream_cells(from.data(), count, to.data() + offset);
    end_streaming();
    std::vector<T> expected(static_cast<std::size_t>(kCells), T{0});
    std::copy_n(from.begin(), count, expected.begin() + offset);
    return to == expected;
}

TEST(StreamCells, CopiesAnyNumberOfCellsToAnyPlace) {
    for (const Index count : {0, 1, 2, 15, 16, 17, 63, 64, 65, 127, 200}) {
        for (Index offset = 0; offset < 70; ++offset) {
            EXPECT_TRUE(copies<float>(count, offset)) << count << " at " << offset;
            EXPECT_TRUE(copies<std::uint8_t>(count, offset)) << count << " at " << offset;
            EXPECT_TRUE(copies<double>(count, offset)) << count << " at " << offset;
        }
    }
}

}  // namespace
}  // namespace hazone
