#include "bench/peers/comparison.hpp"

#include <gtest/gtest.h>

#include "engine/core/field.hpp"
#include "engine/core/missing.hpp"
#include "engine/terrain/synthetic.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::bench {
namespace {

constexpr double kNone = kMissing;

TEST(AgreementOf, CountsAndMeasuresWhatDiffers) {
    const auto first = testing::grid<double>({{1, 2, 3}, {4, kNone, 6}});
    const auto second = testing::grid<double>({{1, 2.5, 2}, {4, 5, kNone}});
    const Agreement found = agreement_of(first, second, {}, {.tolerance = 0.5});
    EXPECT_EQ(found.compared, 4);
    EXPECT_EQ(found.only_in_first, 1);
    EXPECT_EQ(found.only_in_second, 1);
    EXPECT_EQ(found.equal, 2);
    EXPECT_EQ(found.within, 3);
    EXPECT_EQ(found.greatest, 1.0);
    EXPECT_EQ(found.median, 0.0);
}

TEST(AgreementOf, LooksAtTheChosenCellsOnly) {
    const auto first = testing::grid<double>({{1, 2, 3}});
    const auto second = testing::grid<double>({{9, 2, 9}});
    const auto where = testing::grid<std::uint8_t>({{0, 1, 0}});
    const Agreement found = agreement_of(first, second, where, {});
    EXPECT_EQ(found.compared, 1);
    EXPECT_EQ(found.equal, 1);
    EXPECT_EQ(found.greatest, 0.0);
}

TEST(AgreementOf, GoesAroundTheCircleScalesAndDivides) {
    const auto north = testing::grid<double>({{359}});
    const auto also = testing::grid<double>({{2}});
    EXPECT_EQ(agreement_of(north, also, {}, {.circle = 360}).greatest, 3.0);
    const auto half = testing::grid<double>({{1}});
    EXPECT_EQ(agreement_of(half, also, {}, {.scale = 2}).equal, 1);
    EXPECT_EQ(agreement_of(half, also, {}, {.relative = true}).greatest, 0.5);
}

TEST(AgreementOf, InfinitiesOfOneSignAreEqual) {
    const auto first = testing::grid<double>({{kInfinity, -kInfinity}});
    const auto second = testing::grid<double>({{kInfinity, kInfinity}});
    EXPECT_EQ(agreement_of(first, second, {}, {}).equal, 1);
}

TEST(CellsWithOneD8Area, AreThoseNotBelowAnEdgeATieOrADepression) {
    // Falls to the east by 4 and to the south by 1: straight east is steepest everywhere.
    Raster<float> slope({6, 8});
    for_each_cell(slope.extent(), [&](Index row, Index col) {
        slope(row, col) = 100.0F - 4.0F * static_cast<float>(col) - static_cast<float>(row);
    });
    const auto sure_of_slope = cells_with_one_d8_area(slope);
    EXPECT_EQ(count_cells(slope.extent(),
                          [&](Index row, Index col) { return sure_of_slope(row, col) != 0; }),
              0)
        << "every row begins at the western edge";

    // A ridge along column 4: east of it nothing comes from an edge.
    Raster<float> roof({9, 12});
    for_each_cell(roof.extent(), [&](Index row, Index col) {
        const auto away = static_cast<float>(col < 4 ? 4 - col : col - 4);
        roof(row, col) =
            100.0F - 4.0F * away - 0.01F * static_cast<float>(row) - (col > 4 ? 0.5F : 0.0F);
    });
    const auto sure = cells_with_one_d8_area(roof);
    EXPECT_EQ(sure(4, 4), 1) << "the ridge: one neighbour is steepest, the eastern one";
    EXPECT_EQ(sure(4, 7), 1);
    EXPECT_EQ(sure(0, 7), 0) << "an edge cell";
    EXPECT_EQ(sure(4, 11), 0) << "an edge cell";

    roof(4, 6) = 40.0F;  // a pit: all below it in its row is doubtful
    const auto with_pit = cells_with_one_d8_area(roof);
    EXPECT_EQ(with_pit(4, 6), 0);
    EXPECT_EQ(with_pit(4, 5), 1) << "above the pit";
    EXPECT_EQ(with_pit(2, 7), 1) << "another row";

    roof(4, 6) = kMissing;
    const auto with_hole = cells_with_one_d8_area(roof);
    EXPECT_EQ(with_hole(4, 5), 0) << "beside a missing cell";
    EXPECT_EQ(with_hole(2, 4), 1);
}

TEST(CellsWithOneD8Area, ATieIsDoubtful) {
    Raster<float> ridge({7, 9});
    for_each_cell(ridge.extent(), [&](Index row, Index col) {
        ridge(row, col) = -static_cast<float>(std::abs(col - 4)) - 0.01F * static_cast<float>(row);
    });
    const auto sure = cells_with_one_d8_area(ridge);
    EXPECT_EQ(sure(3, 4), 0) << "east and west are equally steep";
    EXPECT_EQ(sure(3, 6), 0) << "below the tie";
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        return cells_with_one_d8_area(
            synthetic_terrain(SyntheticTerrain::whole_metre_fractal, {90, 70}, 2));
    }));
}

}  // namespace
}  // namespace hazone::bench
