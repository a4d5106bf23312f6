#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/terrain/synthetic.hpp"
#include "io/map/map_labels.hpp"
#include "io/map/map_layout.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/map_streams.hpp"
#include "io/map/palette.hpp"
#include "io/map/paper.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::io {
namespace {

std::uint32_t dot_of(Colour colour) {
    return 0xFF000000U | static_cast<std::uint32_t>(colour.red) << 16U |
           static_cast<std::uint32_t>(colour.green) << 8U | colour.blue;
}

Raster<std::uint8_t> random_classes(Extent extent, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> classes(0, 5);
    Raster<std::uint8_t> cells(extent);
    for (Index place = 0; place < cells.size(); ++place) {
        cells.data()[place] = static_cast<std::uint8_t>(classes(random));
    }
    return cells;
}

Grid grid_of(Extent extent) { return {.extent = extent, .cell_size = 30}; }

TEST(MapRaster, EveryCellFallsOnExactlyOneDotWhereDotsAreFewer) {
    for (const Index cells : {10, 17, 1000, 1001}) {
        Index next = 0;
        for (Index dot = 0; dot < 10; ++dot) {
            const CellRange range = cells_of_dot(dot, 10, cells);
            EXPECT_EQ(range.begin, next);
            EXPECT_GT(range.end, range.begin);
            next = range.end;
        }
        EXPECT_EQ(next, cells);
    }
}

TEST(MapRaster, TheHighestClassOfTheCellsIsShown) {
    Raster<std::uint8_t> cells(Extent{4, 4}, 1);
    cells(1, 0) = 5;
    cells(0, 3) = 2;
    cells(2, 2) = cells(2, 3) = cells(3, 2) = cells(3, 3) = 0;
    cells(3, 1) = 0;
    const auto dots = highest_class(cells, {2, 2});
    EXPECT_EQ(dots(0, 0), 5);
    EXPECT_EQ(dots(0, 1), 2);
    EXPECT_EQ(dots(1, 0), 1);
    EXPECT_EQ(dots(1, 1), kNoClass);
}

TEST(MapRaster, NoDotLooksSaferThanAnyOfItsCells) {
    const Extent dots{31, 17};
    const auto cells = random_classes({97, 103}, 5);
    const auto shown = highest_class(cells, dots);
    for (Index row = 0; row < cells.rows(); ++row) {
        for (Index col = 0; col < cells.cols(); ++col) {
            Index dot_row = row * dots.rows / cells.rows();
            Index dot_col = col * dots.cols / cells.cols();
            dot_row += cells_of_dot(dot_row, dots.rows, cells.rows()).end <= row ? 1 : 0;
            dot_col += cells_of_dot(dot_col, dots.cols, cells.cols()).end <= col ? 1 : 0;
            ASSERT_GE(shown(dot_row, dot_col), cells(row, col));
        }
    }
}

TEST(MapRaster, FewCellsAreSpreadOverManyDots) {
    const auto cells = random_classes({3, 2}, 9);
    const auto shown = highest_class(cells, {30, 40});
    EXPECT_EQ(shown(0, 0), cells(0, 0));
    EXPECT_EQ(shown(15, 39), cells(1, 1));
    EXPECT_EQ(shown(29, 10), cells(2, 0));
}

TEST(MapRaster, MissingHeightsDoNotEnterAMean) {
    Raster<float> heights(Extent{2, 4}, 10.0F);
    heights(0, 0) = kMissing;
    heights(1, 1) = 40.0F;
    heights(0, 2) = heights(0, 3) = heights(1, 2) = heights(1, 3) = kMissing;
    const auto means = mean_of_blocks(heights, {1, 2});
    EXPECT_FLOAT_EQ(means(0, 0), 20.0F);
    EXPECT_TRUE(is_missing(means(0, 1)));
}

TEST(MapRaster, SlopesToTheSunAreBrighterThanFlatGroundAndSlopesAwayDarker) {
    Raster<float> to_sun(Extent{5, 5});
    Raster<float> away(Extent{5, 5});
    for (Index row = 0; row < 5; ++row) {
        for (Index col = 0; col < 5; ++col) {
            to_sun(row, col) = static_cast<float>(row + col);  // rises to the south-east
            away(row, col) = static_cast<float>(-row - col);
        }
    }
    const double gradient = std::sqrt(2.0);
    // The unit normal of a plane of gradient g that faces the sun, by a sun at 45 degrees.
    const double facing = (1 + gradient) / std::sqrt(2.0) / std::sqrt(1 + gradient * gradient);
    EXPECT_NEAR(hillshade(to_sun, 1, 1)(2, 2), facing, 1e-6);
    EXPECT_EQ(hillshade(away, 1, 1)(2, 2), 0.0F);
    EXPECT_NEAR(hillshade(Raster<float>(Extent{5, 5}, 7.0F), 1, 1)(2, 2), std::sqrt(0.5), 1e-6);
    EXPECT_NEAR(hillshade(Raster<float>(Extent{5, 5}, kMissing), 1, 1)(2, 2), std::sqrt(0.5), 1e-6);
}

TEST(MapRaster, WithoutReliefTheDotsHaveTheColoursOfThePalette) {
    for (const std::uint8_t number : {1, 2, 3, 4, 5}) {
        const Raster<std::uint8_t> cells(Extent{1, 1}, number);
        const auto picture = compose_picture({.hazard_class = cells, .dots = {40, 40}});
        const std::uint32_t expected = dot_of(kLevelColours[number - 1]);
        Index exact = 0;
        for (Index place = 0; place < picture.size(); ++place) {
            exact += picture.data()[place] == expected ? 1 : 0;
        }
        EXPECT_GT(exact, picture.size() * 7 / 10) << "class " << int{number};
        EXPECT_EQ(exact == picture.size(), number == 2) << "every class but 2 has a sign";
    }
}

TEST(MapRaster, NoDataIsTransparent) {
    const Raster<std::uint8_t> cells(Extent{2, 2}, kNoClass);
    const auto picture = compose_picture({.hazard_class = cells, .dots = {3, 3}});
    EXPECT_EQ(picture(1, 1), 0U);
}

TEST(MapRaster, AnyNumberOfThreadsComposesTheSamePicture) {
    const Extent extent{211, 173};
    const auto cells = random_classes(extent, 3);
    auto heights = synthetic_terrain(SyntheticTerrain::fractal, extent, 3);
    heights(50, 60) = kMissing;
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        return compose_picture(
            {.hazard_class = cells, .elevation = heights, .cell_size = 10, .dots = {100, 250}});
    }));
}

TEST(MapStreams, ABlockHasANodeInTheMiddleOfItsStreamCells) {
    Raster<std::uint8_t> streams(Extent{4, 4}, 0);
    streams(0, 0) = streams(0, 1) = 1;
    streams(3, 3) = 255;
    const StreamNodes nodes = stream_nodes(streams, {2, 2});
    EXPECT_FLOAT_EQ(nodes.row(0, 0), 0.5F);
    EXPECT_FLOAT_EQ(nodes.col(0, 0), 1.0F);
    EXPECT_TRUE(is_missing(nodes.row(1, 1)));
}

TEST(MapLabels, NoTwoLabelsOverlapAndNoneLeavesTheMap) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> place(0, 500);
    const Box bounds{20, 20, 450, 450};
    std::vector<LabelRequest> requests;
    for (int number = 0; number < 300; ++number) {
        const LabelPlace first{{place(random), place(random)}, 60};
        const LabelPlace second{{place(random), place(random)}, 40};
        requests.push_back({{first, second}, {{50, 10}, {30, 18}}, place(random)});
    }
    const auto placed = place_labels(requests, bounds);
    ASSERT_GT(placed.size(), 50U);
    for (std::size_t a = 0; a < placed.size(); ++a) {
        EXPECT_TRUE(bounds.contains(placed[a].box));
        for (std::size_t b = a + 1; b < placed.size(); ++b) {
            EXPECT_FALSE(placed[a].box.overlaps(placed[b].box));
        }
    }
}

TEST(MapLabels, TheLargerZoneKeepsItsLabelAndTheSmallerTakesAShorterForm) {
    const LabelPlace middle{{50, 50}, 40};
    const auto placed = place_labels({{{middle}, {{30, 10}}, 1.0},
                                      {{middle}, {{30, 10}}, 2.0},
                                      {{{{50, 80}, 20}}, {{30, 10}, {18, 20}}, 0.5}},
                                     {0, 0, 100, 100});
    ASSERT_EQ(placed.size(), 2U);
    EXPECT_EQ(placed[0].request, 1U);
    EXPECT_EQ(placed[1].request, 2U);
    EXPECT_EQ(placed[1].form, 1U);
}

TEST(MapLabels, PlacesLieInsideThePolygonAndOutsideItsHoles) {
    const Ring outer{{0, 0}, {100, 0}, {100, 60}, {0, 60}};
    const Ring hole{{20, 10}, {20, 50}, {60, 50}, {60, 10}};
    const auto places = label_places({outer, hole});
    ASSERT_FALSE(places.empty());
    for (const LabelPlace& place : places) {
        const bool in_hole = place.centre.x > 20 && place.centre.x < 60 && place.centre.y > 10 &&
                             place.centre.y < 50;
        EXPECT_FALSE(in_hole);
        EXPECT_GT(place.room, 0);
    }
    EXPECT_TRUE(label_places({}).empty());
}

TEST(MapLayout, WideGridsLieLandscapeAndTallGridsStandPortrait) {
    EXPECT_TRUE(lay_out_sheet(grid_of({500, 1000}), 60, 150, Paper::a3).landscape());
    EXPECT_FALSE(lay_out_sheet(grid_of({1000, 500}), 60, 150, Paper::a3).landscape());
}

TEST(MapLayout, TheMapLiesInItsFrameAndTheLegendBesideIt) {
    for (const Extent extent : {Extent{10, 10}, Extent{1, 5000}, Extent{5000, 1},
                                Extent{9000, 9300}, Extent{700, 1000}, Extent{1000, 700}}) {
        const SheetLayout layout = lay_out_sheet(grid_of(extent), 60, 150, Paper::a3);
        const Box sheet{0, 0, layout.width, layout.height};
        EXPECT_TRUE(layout.frame.contains(layout.map));
        EXPECT_TRUE(layout.border.contains(layout.frame));
        EXPECT_TRUE(sheet.contains(layout.border));
        EXPECT_TRUE(sheet.contains(layout.panel));
        EXPECT_FALSE(layout.panel.overlaps(layout.border));
        EXPECT_FALSE(layout.title.overlaps(layout.panel));
        EXPECT_GT(layout.map.width, 0);
        EXPECT_GT(layout.map.height, 0);
    }
}

TEST(MapLayout, ScalesAndLengthsAreRound) {
    EXPECT_DOUBLE_EQ(round_scale(121300), 130000);
    EXPECT_DOUBLE_EQ(round_scale(120000), 120000);
    EXPECT_DOUBLE_EQ(round_length(4999), 2000);
    EXPECT_DOUBLE_EQ(round_length(5000), 5000);
    EXPECT_DOUBLE_EQ(round_length(0.19), 0.1);
}

TEST(MapLayout, GroundAndSheetAreEachOthersInverse) {
    const MapProjection projection({.extent = {100, 200}, .west = 1000, .north = 9000},
                                   {10, 20, 400, 200});
    const SheetPoint corner = projection.on_sheet({1000, 9000});
    EXPECT_DOUBLE_EQ(corner.x, 10);
    EXPECT_DOUBLE_EQ(corner.y, 20);
    const Point back = projection.on_ground(projection.on_sheet({1037, 8950}));
    EXPECT_NEAR(back.x, 1037, 1e-9);
    EXPECT_NEAR(back.y, 8950, 1e-9);
}

}  // namespace
}  // namespace hazone::io
