// What lies on the demo landscape: soil, cover, communes and the storm.
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "scenarios/demo/communes.hpp"
#include "scenarios/demo/ground.hpp"
#include "scenarios/demo/storm.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::demo {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Lt;
using ::testing::SizeIs;

constexpr Index kCells = 240;

std::set<int> classes_in(const Raster<std::uint8_t>& raster) {
    return {raster.data(), raster.data() + raster.size()};
}

// The first column of a table.
std::set<int> classes_of(const std::string& table) {
    std::istringstream lines(table);
    std::set<int> found;
    std::string line;
    std::getline(lines, line);  // the header
    while (std::getline(lines, line)) {
        found.insert(std::stoi(line));
    }
    return found;
}

TEST(DemoGround, EveryClassHasItsRow) {
    const Ground ground = make_ground(make_landscape(1, kCells), 1);
    EXPECT_THAT(classes_of(soil_table()), ::testing::ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(classes_of(cover_table()), ::testing::ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(classes_in(ground.soil), ::testing::IsSubsetOf({1, 2, 3, 4, 5}));
    EXPECT_THAT(classes_in(ground.cover), ::testing::IsSubsetOf({1, 2, 3, 4, 5}));
    EXPECT_GE(classes_in(ground.soil).size(), 4U);
    EXPECT_GE(classes_in(ground.cover).size(), 4U);
}

TEST(DemoGround, IsTheSameForAnyNumberOfThreads) {
    const Landscape land = make_landscape(1, kCells);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return make_ground(land, 1).soil; }));
    EXPECT_TRUE(testing::same_for_any_thread_count([&] { return make_ground(land, 1).cover; }));
}

// Cells that are reached from the first cell of the label over common sides.
Index connected_cells(const Raster<std::int32_t>& label, std::int32_t number) {
    std::vector<Cell> open;
    std::set<std::pair<Index, Index>> seen;
    const auto visit = [&](Cell cell) {
        if (label.extent().contains(cell.row, cell.col) && label(cell.row, cell.col) == number &&
            seen.insert({cell.row, cell.col}).second) {
            open.push_back(cell);
        }
    };
    for (Index index = 0; index < label.size() && seen.empty(); ++index) {
        visit({index / label.cols(), index % label.cols()});
    }
    while (!open.empty()) {
        const Cell cell = open.back();
        open.pop_back();
        visit({cell.row - 1, cell.col});
        visit({cell.row + 1, cell.col});
        visit({cell.row, cell.col - 1});
        visit({cell.row, cell.col + 1});
    }
    return static_cast<Index>(seen.size());
}

TEST(DemoCommunes, AreFortyEachInOnePiece) {
    const Landscape land = make_landscape(1, kCells);
    const Communes communes = make_communes(land, make_ground(land, 1), 1);
    ASSERT_EQ(communes.communes.size(), 40U);
    for (std::int32_t number = 1; number <= kCommuneCount; ++number) {
        const Index cells = count_cells(communes.label.extent(), [&](Index row, Index col) {
            return communes.label(row, col) == number;
        });
        EXPECT_GT(cells, 0);
        EXPECT_EQ(connected_cells(communes.label, number), cells) << "commune " << number;
    }
}

TEST(DemoCommunes, LeaveNoHoleInTheProvince) {
    const Landscape land = make_landscape(1, kCells);
    const Communes communes = make_communes(land, make_ground(land, 1), 1);
    const Index outside = count_cells(communes.label.extent(), [&](Index row, Index col) {
        return communes.label(row, col) == kNoLabel;
    });
    EXPECT_GT(outside, communes.label.size() / 4);
    EXPECT_EQ(connected_cells(communes.label, kNoLabel), outside);
}

TEST(DemoCommunes, NamesAndCodesAreUnique) {
    const Landscape land = make_landscape(1, kCells);
    std::set<std::string> words;
    for (const Commune& commune : make_communes(land, make_ground(land, 1), 1).communes) {
        words.insert(commune.name);
        words.insert(commune.code);
    }
    EXPECT_EQ(words.size(), 80U);
}

// Rain of the hours [from, to) at every gauge, mm.
std::vector<double> rain_between(const std::vector<Gauge>& gauges, int from, int to) {
    std::vector<double> sums;
    sums.reserve(gauges.size());
    for (const Gauge& gauge : gauges) {
        sums.push_back(std::accumulate(gauge.rain.begin() + from, gauge.rain.begin() + to, 0.0));
    }
    return sums;
}

TEST(DemoStorm, FollowsAQuietDayAtTwelveGauges) {
    const std::vector<Gauge> gauges = make_storm(make_landscape(1, kCells), 1);
    EXPECT_THAT(gauges, SizeIs(12));
    EXPECT_THAT(gauges, Each(Field(&Gauge::rain, AllOf(SizeIs(48), Each(AllOf(Ge(0), Lt(80)))))));
    EXPECT_THAT(rain_between(gauges, 0, kQuietHours), Each(Lt(50.0)));
    EXPECT_THAT(rain_between(gauges, kQuietHours, kQuietHours + kStormHours),
                Each(AllOf(Ge(55.0), Le(355.0))));
    EXPECT_THAT(rain_between(gauges, kQuietHours, kQuietHours + kStormHours),
                AllOf(Contains(Ge(250.0)), Contains(Le(120.0))));
}

}  // namespace
}  // namespace hazone::demo
