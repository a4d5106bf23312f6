// Surveyed sections in the kinematic wave: where they hold, and from their table to the gauges.
#include "tests/support/sections.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/d8.hpp"
#include "models/flood/routing/kinematic_wave_params.hpp"
#include "models/flood/routing/section_reaches.hpp"
#include "tests/support/reservoirs.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::rectangle;
using testing::run_model;
using testing::section_layer;
using testing::storm_of;
using testing::SurveyedSection;

/// A stream of twelve cells of 10 m eastwards along row 2, into whose cell 6 one comes from the
/// north; all other ground drains into them.
FieldSet two_streams() {
    constexpr Extent kExtent{5, 12};
    FieldSet fields(testing::plain_grid(kExtent));
    Raster<float> height(kExtent);
    Raster<std::uint8_t> direction(kExtent);
    Raster<double> area(kExtent);
    Raster<std::uint8_t> stream(kExtent);
    for_each_cell(kExtent, [&](Index row, Index col) {
        constexpr std::uint8_t kEast = 1;
        constexpr std::uint8_t kSouth = 4;
        constexpr std::uint8_t kNorth = 64;
        const bool is_main = row == 2;
        const bool is_side = col == 6 && row < 2;
        direction(row, col) = is_main ? kEast : row < 2 ? kSouth : kNorth;
        height(row, col) = static_cast<float>(500 - 0.5 * double(col) + std::abs(double(row) - 2));
        stream(row, col) = static_cast<std::uint8_t>(is_main || is_side);
        area(row, col) = is_main ? 1e6 + 100 * double(col) : is_side ? 1000 + 10 * double(row) : 50;
    });
    fields.put(kFilledElevation, std::move(height));
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kContributingArea, std::move(area));
    fields.put(kStreamNetwork, std::move(stream));
    return fields;
}

/// The name of the section which holds in each cell, '.' for none, row by row.
std::string held_cells(const FieldSet& fields,
                       const ParamTexts& settings,
                       const std::vector<Cell>& reservoirs = {}) {
    const Extent extent = fields.extent();
    const Raster<float> slope(extent, 0.01F);
    const Raster<float> roughness(extent, 0.05F);
    const Raster<float> width(extent, 3.0F);
    Catchment catchment({fields.read<std::uint8_t>(kFlowDirection),
                         fields.read<std::uint8_t>(kStreamNetwork), slope, roughness, width,
                         fields.grid().cell_size});
    std::vector<std::pair<Index, LevelPool>> pools;
    for (Index place = catchment.first_channel(); place < catchment.places(); ++place) {
        for (const Cell cell : reservoirs) {
            if (catchment.cell(place) == cell.row * extent.cols + cell.col) {
                pools.emplace_back(place, LevelPool({{0, 0}, {1, 10}}, {}, {1, 2}));
            }
        }
    }
    catchment.set_pools(std::move(pools));
    const auto sections = add_sections(
        Params::resolve("kinematic_wave", kKinematicWaveParams, settings), fields, catchment);
    std::string cells(static_cast<std::size_t>(extent.rows * extent.cols), '.');
    for (Index number = 0; number < catchment.sections().count(); ++number) {
        const auto& reach = catchment.sections().reach(number);
        cells[static_cast<std::size_t>(catchment.cell(catchment.first_channel() + reach.place))] =
            sections.names[reach.table][0];
    }
    return cells;
}

std::string main_row(const std::string& cells) {
    return std::string(24, '.') + cells + std::string(24, '.');
}

SurveyedSection at(const FieldSet& fields, const char* name, Cell cell) {
    SurveyedSection own = rectangle(fields.grid().centre(cell), 3, 2);
    own.name = name;
    return own;
}

TEST(Sections, HoldHalfwayToTheNextOrToTheLimit) {
    FieldSet fields = two_streams();
    fields.put(kCrossSections, section_layer({at(fields, "A", {2, 2}), at(fields, "B", {2, 9})}));
    EXPECT_EQ(held_cells(fields, {}), main_row("AAAAAABBBBBB"));
    EXPECT_EQ(held_cells(fields, {{"section_reach", "21 m"}}), main_row("AAAAA..BBBBB"));
    EXPECT_EQ(held_cells(fields, {{"section_reach", "0 m"}}), main_row("..A......B.."));
    // Halfway is a cell: it goes to the first in the table.
    fields.put(kCrossSections, section_layer({at(fields, "B", {2, 8}), at(fields, "A", {2, 2})}));
    EXPECT_EQ(held_cells(fields, {}), main_row("AAAAABBBBBBB"));
    // Three of them.
    fields.put(kCrossSections, section_layer({at(fields, "A", {2, 0}), at(fields, "C", {2, 11}),
                                              at(fields, "B", {2, 3})}));
    EXPECT_EQ(held_cells(fields, {}), main_row("AABBBBBCCCCC"));
}

TEST(Sections, KeepToTheirStream) {
    FieldSet fields = two_streams();
    fields.put(kCrossSections, section_layer({at(fields, "A", {1, 6})}));
    EXPECT_EQ(held_cells(fields, {}),
              std::string(6, '.') + "A" + std::string(11, '.') + "A" + std::string(41, '.'));
    fields.put(kCrossSections, section_layer({at(fields, "B", {2, 8})}));
    EXPECT_EQ(held_cells(fields, {}), main_row("BBBBBBBBBBBB"));
    // Not through a lake.
    EXPECT_EQ(held_cells(fields, {}, {Cell{2, 5}}), main_row("......BBBBBB"));
}

FieldSet storm(std::vector<float> rain = storm_of(6, 0.02F, 30), double step = 900) {
    return testing::storm_ground({70, 60}, 1, std::move(rain), step);
}

/// The stream cells with the largest contributing areas, the largest first.
std::vector<Cell> main_stream(const FieldSet& fields, std::size_t count) {
    const auto area = fields.read<double>(kContributingArea);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    std::vector<Cell> cells;
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            if (stream(row, col) == 1) {
                cells.push_back({row, col});
            }
        }
    }
    std::sort(cells.begin(), cells.end(),
              [&](Cell one, Cell other) { return area(one) > area(other); });
    cells.resize(std::min(count, cells.size()));
    return cells;
}

/// A ditch of 1 m in flat meadows, which the storm overflows; the valley's sides are far.
SurveyedSection meadow(const FieldSet& fields, Cell cell, const char* name = "meadow") {
    return {.name = name,
            .place = fields.grid().centre(cell),
            .rows = {{0, 305, 0.08},
                     {10, 300.5, 0.08},
                     {30, 300.5, 0.04},
                     {30.5, 300, 0.04},
                     {31.5, 300, 0.04},
                     {32, 300.5, 0.08},
                     {50, 300.6, 0.08},
                     {60, 305, 0.08}}};
}

double unaccounted(const FieldSet& fields) {
    for (const std::string& note : fields.notes()) {
        const auto found = note.find("water balance: rain");
        if (found != std::string::npos) {
            return std::stod(note.substr(note.find("; ", found) + 2));
        }
    }
    return 1;
}

const std::pair<const char*, const char*> kSchemes[] = {
    {"kinematic_wave", "upwind"}, {"kinematic_wave", "box"}, {"muskingum_cunge", "upwind"}};

struct GaugeRows {
    std::vector<double> level;
    std::vector<double> depth;
    std::vector<double> discharge;
    double volume() const {
        double sum = 0;
        for (const double own : discharge) {
            sum += own;
        }
        return sum;
    }
};

GaugeRows gauge_rows(const FieldSet& fields) {
    const FeatureLayer& table = fields.features(kGauges);
    return {table.values<double>("water_level_m"), table.values<double>("depth_m"),
            table.values<double>("discharge_m3s")};
}

// The gauge is the outlet of the largest basin, on the section: its depth is that which Manning's
// law has for its discharge in the section, and its level stands on the surveyed bed.
TEST(Sections, GaugesShowTheirDepthAndLevel) {
    for (const auto& [channels, scheme] : kSchemes) {
        FieldSet fields = storm();
        const Cell outlet = main_stream(fields, 1)[0];
        fields.put(kCrossSections, section_layer({meadow(fields, outlet)}));
        run_model("kinematic_wave",
                  {{"channel_routing", channels}, {"scheme", scheme}, {"gauge_interval", "60 s"}},
                  fields);
        EXPECT_LT(unaccounted(fields), 1e-11) << channels << ", " << scheme;
        const GaugeRows rows = gauge_rows(fields);
        std::vector<SectionPoint> points;
        for (const auto& row : meadow(fields, outlet).rows) {
            points.push_back({row.station, row.elevation, row.manning_n});
        }
        const SectionShape shape(points);
        Raster<float> slope(fields.extent());
        reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                    fields.grid().cell_size, 1e-3, slope);
        double deepest = 0;
        for (std::size_t row = 0; row < rows.depth.size(); ++row) {
            ASSERT_NEAR(rows.level[row], 300 + rows.depth[row], 1e-9);
            const double normal = shape.water(rows.depth[row]).conveyance *
                                  std::sqrt(double{slope(outlet.row, outlet.col)});
            // Below a thousandth of its lowest bank the table goes on as a power.
            const double share = rows.depth[row] > 5e-4 ? 3e-5 : 1e-3;
            ASSERT_NEAR(rows.discharge[row], normal, share * normal + 1e-12) << row;
            deepest = std::max(deepest, rows.depth[row]);
        }
        EXPECT_GT(deepest, 0.55);
        EXPECT_LT(deepest, 5);
        EXPECT_THAT(fields.notes(), Contains(HasSubstr("1 surveyed section holds in ")));
        EXPECT_THAT(fields.notes(), Not(Contains(HasSubstr("upright walls"))));
    }
}

TEST(Sections, MeadowsHoldTheFloodBack) {
    FieldSet without = storm();
    const Cell outlet = main_stream(without, 1)[0];
    run_model("kinematic_wave", {}, without);
    FieldSet fields = storm();
    fields.put(kCrossSections, section_layer({meadow(fields, outlet)}));
    run_model("kinematic_wave", {}, fields);
    EXPECT_LT(fields.read(kPeakDischarge)(outlet), without.read(kPeakDischarge)(outlet));
    EXPECT_GT(fields.read(kPeakDischarge)(outlet), 0.5F * without.read(kPeakDischarge)(outlet));
    // Far above, nothing has changed.
    Index same = 0;
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        same += fields.read(kPeakDischarge)(row, col) == without.read(kPeakDischarge)(row, col);
    });
    EXPECT_GT(same, 2000);
}

TEST(Sections, AnOvertoppedOneIsTold) {
    FieldSet fields = storm();
    const Cell outlet = main_stream(fields, 1)[0];
    SurveyedSection ditch = rectangle(fields.grid().centre(outlet), 1, 0.4);
    ditch.name = "ditch";
    fields.put(kCrossSections, section_layer({ditch}));
    run_model("kinematic_wave", {{"gauge_interval", "60 s"}, {"section_reach", "0 m"}}, fields);
    const GaugeRows rows = gauge_rows(fields);
    const double deepest = *std::max_element(rows.depth.begin(), rows.depth.end());
    EXPECT_GT(deepest, 0.5);  // not cut off at the walls
    EXPECT_THAT(fields.notes(),
                Contains(AllOf(HasSubstr("water stood above the lower end of 1 surveyed section,"),
                               HasSubstr("'ditch' in 1 cells by up to"))));
    EXPECT_LT(unaccounted(fields), 1e-11);
}

TEST(Sections, HaveTheSameVolumeAtAnyStep) {
    for (const auto& [channels, scheme] : kSchemes) {
        double volume = 0;
        for (const char* step : {"300 s", "900 s", "3600 s"}) {
            FieldSet fields = storm({0.03F, 0.05F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3600);
            const auto cells = main_stream(fields, 30);
            fields.put(kCrossSections, section_layer({meadow(fields, cells[0], "low"),
                                                      meadow(fields, cells[29], "high")}));
            run_model("kinematic_wave",
                      {{"channel_routing", channels},
                       {"scheme", scheme},
                       {"longest_step", step},
                       {"loss", "none"},
                       {"gauge_interval", "3600 s"},
                       {"least_recession", "24 h"}},
                      fields);
            EXPECT_LT(unaccounted(fields), 1e-11) << channels << scheme << step;
            const auto note = *std::find_if(
                fields.notes().begin(), fields.notes().end(), [](const std::string& own) {
                    return own.find("water balance: rain") != std::string::npos;
                });
            const auto at = note.find(" left the grid");
            const double left = std::stod(note.substr(note.rfind("+ ", at) + 2));
            // What is still on the hillslopes after 24 h depends on the step.
            EXPECT_NEAR(left / (volume > 0 ? volume : left), 1, 1e-5) << channels << scheme << step;
            volume = left;
        }
    }
}

TEST(Sections, AreRefusedWithAllTheirProblems) {
    FieldSet fields = storm();
    const auto cells = main_stream(fields, 8);
    const auto named = [](SurveyedSection own, const char* name) {
        own.name = name;
        return own;
    };
    const Point centre = fields.grid().centre(cells[3]);
    fields.put(kCrossSections,
               section_layer({named(rectangle(centre, 3, 2), "one"),
                              named(rectangle({-90'000, -50'000}, 3, 2), "far"),
                              named(rectangle({centre.x + 1, centre.y}, 3, 2), "other"),
                              named(rectangle(fields.grid().centre(cells[7]), 3, 2), "drowned")}));
    fields.put(kReservoirs,
               testing::reservoir_layer(
                   {{.place = fields.grid().centre(cells[7]), .area = 100, .crest_level = 3}}));
    try {
        run_model("kinematic_wave",
                  {{"section_snap_distance", "5 m"}, {"reservoir_snap_distance", "0 m"}}, fields);
        FAIL() << "was not refused";
    } catch (const InputError& error) {
        EXPECT_THAT(
            error.what(),
            AllOf(HasSubstr("sections.csv, line 6: section 'far': no stream within 5 m of x "
                            "-90000.0"),
                  HasSubstr("m away. Correct its place, or raise "
                            "kinematic_wave.section_snap_distance"),
                  HasSubstr("sections.csv, line 10: section 'other' stands in one cell of the grid "
                            "with section 'one' (sections.csv, line 2)"),
                  HasSubstr("sections.csv, line 14: section 'drowned' stands in the cell of a "
                            "reservoir")));
    }
}

TEST(Sections, AreRefusedOnGroundWhichIsNotKnown) {
    FieldSet fields = storm();
    const auto cells = main_stream(fields, 3);
    Raster<float> roughness(fields.extent(), 0.1F);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        roughness(row, col) = fields.read<std::uint8_t>(kStreamNetwork)(row, col) == 1
                                  ? 0.1F
                                  : std::numeric_limits<float>::quiet_NaN();
    });
    fields.put(kManningRoughness, std::move(roughness));
    fields.put(kCrossSections, section_layer({meadow(fields, cells[0])}));
    try {
        run_model("kinematic_wave", {}, fields);
        FAIL() << "was not refused";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("sections.csv, line 2: section 'meadow': an input of "
                                            "its cell, or of one above, is missing"));
    }
}

TEST(Sections, HaveTheSameBitsOnAnyNumberOfThreads) {
    for (const auto& [channels, scheme] : kSchemes) {
        EXPECT_TRUE(testing::same_for_any_thread_count([&, one = channels, other = scheme] {
            FieldSet fields = storm(storm_of(4, 0.02F, 2));
            std::vector<SurveyedSection> sections;
            const auto cells = main_stream(fields, 60);
            for (std::size_t number = 0; number < cells.size(); number += 7) {
                sections.push_back(meadow(fields, cells[number]));
                sections.back().name = "section " + std::to_string(number);
            }
            fields.put(kCrossSections, section_layer(sections));
            run_model("kinematic_wave", {{"channel_routing", one}, {"scheme", other}}, fields);
            return testing::take_raster(fields, kPeakDischarge);
        }));
    }
}

}  // namespace
}  // namespace hazone::models
