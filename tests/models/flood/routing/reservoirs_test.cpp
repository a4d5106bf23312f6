// Lakes and reservoirs in the kinematic wave, from their tables to the gauges.
#include "tests/support/reservoirs.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/d8.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using ::testing::HasSubstr;
using testing::ReservoirRow;
using testing::run_model;
using testing::storm_of;

FieldSet storm() { return testing::storm_ground({70, 60}, 1, storm_of(6, 0.02F, 30), 900); }

/// The stream cells with the largest contributing areas, the largest first, down to the share.
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

/// A lake in the middle of the largest stream, full to the crest of its weir.
ReservoirRow lake_in(const FieldSet& fields, double area, double width) {
    const Cell cell = main_stream(fields, 12).back();
    return {
        .place = fields.grid().centre(cell), .area = area, .crest_level = 100, .weir_width = width};
}

struct Hydrograph {
    std::vector<double> time;
    std::vector<double> level;
    std::vector<double> discharge;
    std::vector<double> storage;
    double peak() const { return *std::max_element(discharge.begin(), discharge.end()); }
};

Hydrograph hydrograph(const FieldSet& fields, const std::string& name) {
    Hydrograph own;
    const FeatureLayer& table = fields.features(kGauges);
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (table.values<std::string>("gauge")[row] == name) {
            own.time.push_back(table.values<double>("time_s")[row]);
            own.level.push_back(table.values<double>("water_level_m")[row]);
            own.discharge.push_back(table.values<double>("discharge_m3s")[row]);
            own.storage.push_back(table.values<double>("storage_m3")[row]);
        }
    }
    return own;
}

std::string balance_note(const FieldSet& fields) {
    for (const std::string& note : fields.notes()) {
        if (note.find("water balance: rain") != std::string::npos) {
            return note;
        }
    }
    return "";
}

double unaccounted(const FieldSet& fields) {
    const std::string note = balance_note(fields);
    const auto at = note.find("; ");
    return at == std::string::npos ? 1 : std::stod(note.substr(at + 2));
}

const ParamTexts kFineGauges{{"gauge_interval", "60 s"}, {"reservoir_snap_distance", "0 m"}};

TEST(Reservoirs, ALakeHoldsTheFloodBackAndLosesNoWater) {
    const std::pair<const char*, const char*> schemes[] = {{"kinematic_wave", "upwind"},
                                                           {"kinematic_wave", "box"},
                                                           {"muskingum_cunge", "upwind"},
                                                           {"muskingum_cunge", "box"}};
    for (const auto& [channels, scheme] : schemes) {
        ParamTexts settings = kFineGauges;
        settings["channel_routing"] = channels;
        settings["scheme"] = scheme;
        FieldSet without = storm();
        const Cell cell = main_stream(without, 12).back();
        run_model("kinematic_wave", settings, without);
        const double inflow_peak = double{without.read(kPeakDischarge)(cell)};
        FieldSet fields = storm();
        fields.put(kReservoirs, testing::reservoir_layer({lake_in(fields, 20'000, 2)}));
        run_model("kinematic_wave", settings, fields);
        const Hydrograph lake = hydrograph(fields, "lake");
        ASSERT_GT(lake.time.size(), 100U);
        EXPECT_LT(lake.peak(), 0.7 * inflow_peak) << channels;
        EXPECT_GT(lake.peak(), 0.01 * inflow_peak) << channels;
        EXPECT_NEAR(fields.read(kPeakDischarge)(cell), lake.peak(), 0.01 * lake.peak());
        EXPECT_LT(unaccounted(fields), 1e-11) << channels;
        EXPECT_THAT(balance_note(fields), HasSubstr("in reservoirs"));
        for (std::size_t row = 0; row < lake.time.size(); ++row) {
            ASSERT_GE(lake.level[row], 100);
            ASSERT_NEAR(lake.storage[row], 20'000 * (lake.level[row] - 100), 1e-6);
            const double head = lake.level[row] - 100;
            ASSERT_NEAR(lake.discharge[row], 1.705 * 2 * std::pow(head, 1.5), 1e-9);
        }
        // Below it the flood is lower, and far above it nothing has changed.
        Cell below = cell;
        flow_on(fields.read<std::uint8_t>(kFlowDirection), below);
        EXPECT_LT(fields.read(kPeakDischarge)(below), without.read(kPeakDischarge)(below));
    }
}

// What comes less what goes is what is kept: the inflow by a gauge in the cell above, whose water
// is all that comes but for the hillslopes of one cell, would not close; the lake's own rows do.
TEST(Reservoirs, ATinyLakePassesTheFloodOn) {
    FieldSet without = storm();
    const Cell cell = main_stream(without, 12).back();
    run_model("kinematic_wave", kFineGauges, without);
    FieldSet fields = storm();
    fields.put(kReservoirs, testing::reservoir_layer({lake_in(fields, 1, 500)}));
    run_model("kinematic_wave", kFineGauges, fields);
    EXPECT_NEAR(fields.read(kPeakDischarge)(cell) / without.read(kPeakDischarge)(cell), 1, 0.03);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

TEST(Reservoirs, AnEmptyOneFillsBeforeItSpills) {
    FieldSet fields = storm();
    ReservoirRow lake = lake_in(fields, 1e6, 10);
    lake.bottom_level = 90;
    lake.initial_level = 90;
    fields.put(kReservoirs, testing::reservoir_layer({lake}));
    run_model("kinematic_wave", kFineGauges, fields);
    const Hydrograph own = hydrograph(fields, "lake");
    EXPECT_EQ(own.peak(), 0);
    EXPECT_TRUE(std::is_sorted(own.storage.begin(), own.storage.end()));
    EXPECT_GT(own.storage.back(), 1000);
    EXPECT_LT(unaccounted(fields), 1e-12);
    EXPECT_EQ(fields.read(kPeakDischarge)(main_stream(fields, 12).back()), 0.0F);
}

TEST(Reservoirs, LetOutWhatTheirRuleSays) {
    FieldSet fields = storm();
    ReservoirRow dam = lake_in(fields, 50'000, 10);
    dam.name = "dam";
    dam.bottom_level = 80;
    dam.crest_level = 99;
    dam.initial_level = 95;
    dam.release = 0.25;
    ReservoirRow other{.name = "ruled", .place = fields.grid().centre(main_stream(fields, 3)[0])};
    fields.put(kReservoirs, testing::reservoir_layer({dam, other}));
    fields.put(kReservoirLevels,
               testing::reservoir_level_layer(
                   {{"ruled", 10, 0, 0}, {"ruled", 12, 30'000, 0.5}, {"ruled", 15, 90'000, 2}}));
    run_model("kinematic_wave", kFineGauges, fields);
    const Hydrograph steady = hydrograph(fields, "dam");
    for (std::size_t row = 0; row < steady.time.size(); ++row) {
        const double spill = 1.705 * 10 * std::pow(std::max(steady.level[row] - 99, 0.0), 1.5);
        ASSERT_NEAR(steady.discharge[row], 0.25 + spill, 1e-9);
    }
    const Hydrograph ruled = hydrograph(fields, "ruled");
    double highest = 0;
    for (std::size_t row = 0; row < ruled.time.size(); ++row) {
        ASSERT_GE(ruled.level[row], 10);
        const double level = ruled.level[row];
        const double expected = level <= 12   ? 0.25 * (level - 10)
                                : level <= 15 ? 0.5 + 0.5 * (level - 12)
                                              : 2;
        ASSERT_NEAR(ruled.discharge[row], expected, 1e-9);
        highest = std::max(highest, level);
    }
    EXPECT_GT(highest, 10.5);
    EXPECT_LT(unaccounted(fields), 1e-11);
}

TEST(Reservoirs, AreRefusedWithAllTheirProblems) {
    FieldSet fields = storm();
    const Point on_stream = fields.grid().centre(main_stream(fields, 4)[3]);
    ReservoirRow both{.name = "both", .place = on_stream, .area = 100, .release = 1};
    both.bottom_level = 5;
    ReservoirRow dry{.name = "no outlet", .place = on_stream, .area = 100};
    ReservoirRow far{.name = "far", .place = {-50'000, -50'000}, .area = 100, .crest_level = 3};
    ReservoirRow low{.name = "low", .place = on_stream, .area = 100, .crest_level = 3};
    low.bottom_level = 4;
    ReservoirRow shapeless{.name = "shapeless", .place = on_stream, .crest_level = 3};
    ReservoirRow falling{.name = "falling", .place = on_stream};
    fields.put(kReservoirs,
               testing::reservoir_layer({both, dry, far, low, shapeless, falling, dry}));
    fields.put(kReservoirLevels, testing::reservoir_level_layer({{"both", 5, kMissing, 1},
                                                                 {"falling", 1, 0, 2},
                                                                 {"falling", 2, 50, 1},
                                                                 {"falling", 2, 40, 3},
                                                                 {"nobody", 1, 1, 1}}));
    try {
        run_model("kinematic_wave", kFineGauges, fields);
        FAIL() << "was not refused";
    } catch (const InputError& error) {
        const std::string text = error.what();
        for (const char* part :
             {"'both': release_m3s is given in reservoirs and in reservoir_levels",
              "'no outlet': it has no outlet", "'far': no stream within 0 m", "m away",
              "'low': crest_level_m 3 is below its bottom, 4 m",
              "'shapeless': nothing says how much it holds",
              "'falling', row 2 of its levels: release_m3s falls from 2 to 1",
              "'falling', row 3 of its levels: 2 m does not rise above 2 m",
              "'falling', row 3 of its levels: storage_m3 falls from 50 to 40",
              "row 5: no reservoir is called 'nobody'", "rows 2 and 7: both are called 'no outlet'",
              "'both' and 'no outlet' stand in one cell"}) {
            EXPECT_THAT(text, HasSubstr(part));
        }
    }
    FieldSet alone = storm();
    alone.put(kReservoirLevels, testing::reservoir_level_layer({{"x", 1, 1, 1}}));
    EXPECT_THROW(run_model("kinematic_wave", {}, alone), InputError);
}

TEST(Reservoirs, MoveToTheStreamNearByAndSaySo) {
    FieldSet fields = storm();
    ReservoirRow lake = lake_in(fields, 20'000, 2);
    const Cell largest = main_stream(fields, 1)[0];
    lake.place = fields.grid().centre(largest);
    lake.place.x += 12;
    fields.put(kReservoirs, testing::reservoir_layer({lake}));
    run_model("kinematic_wave", {{"reservoir_snap_distance", "15 m"}}, fields);
    EXPECT_THAT(fields.notes(),
                ::testing::Contains(HasSubstr("reservoir 'lake' stands 12 m from its point")));
    EXPECT_GT(hydrograph(fields, "lake").peak(), 0);
}

TEST(Reservoirs, WhatIsNotKnownAboveIsNotKnownInTheLake) {
    FieldSet fields = storm();
    const Cell cell = main_stream(fields, 12).back();
    auto rain = std::make_shared<testing::EvenRain>(storm_of(6, 0.02F, 6), 900);
    rain->hole = cell;
    fields.put(kRain, std::shared_ptr<const RainSeries>(rain));
    fields.put(kReservoirs, testing::reservoir_layer({lake_in(fields, 20'000, 2)}));
    run_model("kinematic_wave", kFineGauges, fields);
    EXPECT_TRUE(is_missing(fields.read(kPeakDischarge)(cell)));
    EXPECT_TRUE(std::isnan(hydrograph(fields, "lake").storage.back()));
    EXPECT_EQ(balance_note(fields), "");
}

TEST(Reservoirs, HaveTheSameBitsOnAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = storm();
        std::vector<ReservoirRow> lakes;
        for (const Cell cell : main_stream(fields, 9)) {
            ReservoirRow lake = lake_in(fields, 3000, 2);
            lake.name = "lake " + std::to_string(lakes.size());
            lake.place = fields.grid().centre(cell);
            lakes.push_back(lake);
        }
        fields.put(kReservoirs, testing::reservoir_layer(lakes));
        run_model("kinematic_wave", kFineGauges, fields);
        return testing::take_raster(fields, kPeakDischarge);
    }));
}

}  // namespace
}  // namespace hazone::models
