#include "engine/parallel/windows.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace hazone {
namespace {

TEST(Windows, CutAGridRowByRowAndKeepTheRestAtTheEdges) {
    const Windows windows({5, 7}, {2, 3});
    ASSERT_EQ(windows.count(), 9);
    EXPECT_EQ(windows.at(0), (Window{{0, 0}, {2, 3}}));
    EXPECT_EQ(windows.at(2), (Window{{0, 6}, {2, 1}}));
    EXPECT_EQ(windows.at(3), (Window{{2, 0}, {2, 3}}));
    EXPECT_EQ(windows.at(8), (Window{{4, 6}, {1, 1}}));
}

TEST(Windows, CoverEveryCellOnce) {
    for (const Extent each : {Extent{1, 1}, {3, 5}, {7, 2}, {100, 1}, {1, 100}, {64, 64}}) {
        const Extent whole{13, 11};
        std::vector<int> met(static_cast<std::size_t>(whole.size()), 0);
        const Windows windows(whole, each);
        for (Index number = 0; number < windows.count(); ++number) {
            const Window window = windows.at(number);
            for (Index row = window.from.row; row < window.end_row(); ++row) {
                for (Index col = window.from.col; col < window.end_col(); ++col) {
                    ++met[static_cast<std::size_t>(row * whole.cols + col)];
                }
            }
        }
        EXPECT_EQ(met, std::vector<int>(met.size(), 1));
    }
}

TEST(Windows, OfOneCellAndOfNone) {
    EXPECT_EQ(Windows({1, 1}, {512, 512}).count(), 1);
    EXPECT_EQ(Windows({1, 1}, {512, 512}).at(0), whole_window({1, 1}));
    EXPECT_EQ(Windows({0, 9}, {3, 3}).count(), 0);
    EXPECT_EQ(Windows({9, 0}, {3, 3}).count(), 0);
}

TEST(Windows, HaloStopsAtTheEdgeOfTheGrid) {
    const Windows windows({10, 12}, {4, 4});
    EXPECT_EQ(windows.with_halo(windows.at(0), 2), (Window{{0, 0}, {6, 6}}));
    EXPECT_EQ(windows.with_halo(windows.at(4), 2), (Window{{2, 2}, {8, 8}}));
    EXPECT_EQ(windows.with_halo(windows.at(8), 2), (Window{{6, 6}, {4, 6}}));
    EXPECT_EQ(windows.with_halo(windows.at(4), 99), whole_window({10, 12}));
    EXPECT_EQ(windows.with_halo(windows.at(4), 0), windows.at(4));
}

TEST(Windows, OfGridsAboveTwoToThe31Cells) {
    const Windows windows({100'000, 90'000}, {512, 512});
    const Window last = windows.at(windows.count() - 1);
    EXPECT_EQ(last.end_row(), 100'000);
    EXPECT_EQ(last.end_col(), 90'000);
}

}  // namespace
}  // namespace hazone
