#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone::models {
namespace {

using hazone::testing::EvenRain;
using hazone::testing::run_model;
using hazone::testing::storm_of;

FieldSet catchment(Extent extent, std::uint64_t seed, std::vector<float> depths, double length) {
    return hazone::testing::storm_ground(extent, seed, std::move(depths), length);
}

/// The share of the rain for which the note on the water balance does not account.
double unaccounted(const FieldSet& fields) {
    for (const std::string& note : fields.notes()) {
        const auto at = note.find("; ");
        if (note.find("water balance: rain") != std::string::npos && at != std::string::npos) {
            return std::stod(note.substr(at + 2));
        }
    }
    return 1;
}

TEST(KinematicWave, ClosesTheWaterBalanceAndSaysSo) {
    for (const char* loss : {"none", "curve_number", "green_ampt", "horton", "philip",
                             "variable_infiltration", "initial_and_constant"}) {
        FieldSet fields = catchment({70, 60}, 1, storm_of(6, 0.03F, 6), 3600);
        run_model("kinematic_wave",
                  {{"loss", loss},
                   {"impervious_share", "0.1"},
                   {"canopy_capacity", "2 mm"},
                   {"potential_evapotranspiration", "4 mm/d"},
                   {"longest_step", "5 min"}},
                  fields);
        EXPECT_LT(unaccounted(fields), 1e-12) << loss;
    }
}

// What leaves the grid and stays on it is the runoff of the curve numbers.
TEST(KinematicWave, RoutesTheRunoffOfTheCurveNumbers) {
    FieldSet fields = catchment({70, 60}, 2, storm_of(5, 0.02F, 60), 3600);
    run_model("kinematic_wave", {{"longest_step", "600 s"}}, fields);
    const auto& note = fields.notes().front();
    const double rain = std::stod(note.substr(note.find("rain ") + 5));
    const double lost = std::stod(note.substr(note.find("= ") + 2));
    const double runoff = direct_runoff(0.1, potential_retention(75), 0.2);
    EXPECT_NEAR(runoff, 0.04113715, 1e-8);
    EXPECT_NEAR((rain - lost) / rain, runoff / 0.1, 1e-6);
}

Raster<float> peak_of(FieldSet& fields, const ParamTexts& settings) {
    run_model("kinematic_wave", settings, fields);
    return hazone::testing::take_raster(fields, kPeakDischarge);
}

TEST(KinematicWave, TheSameStormInOtherStepsBringsTheSamePeaks) {
    FieldSet fine = catchment({60, 60}, 1, storm_of(36, 0.02F / 12, 36), 300);
    const auto expected = peak_of(fine, {});
    const auto series = fine.features(kGauges).values<double>("discharge_m3s");
    const std::pair<int, double> kSteps[] = {{3, 900.0}, {12, 3600.0}};
    for (const auto& [per_step, length] : kSteps) {
        FieldSet coarse = catchment(
            {60, 60}, 1, storm_of(36 / per_step, 0.02F / 12 * per_step, 36 / per_step), length);
        const auto peak = peak_of(coarse, {});
        for_each_cell(peak.extent(), [&](Index row, Index col) {
            if (!is_missing(expected(row, col))) {
                EXPECT_NEAR(peak(row, col) / expected(row, col), 1, 1e-4);
            }
        });
        const auto same = coarse.features(kGauges).values<double>("discharge_m3s");
        ASSERT_EQ(same.size(), series.size());
        ASSERT_GT(same.size(), 36U);
        for (std::size_t row = 0; row < same.size(); ++row) {
            EXPECT_NEAR(same[row], series[row], 1e-5 * series[35] + 1e-12);
        }
    }
}

/// The cell with the largest contributing area.
Cell outlet_of(const FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    Cell outlet;
    for_each_cell(area.extent(), [&](Index row, Index col) {
        if (area(row, col) > area(outlet) || is_missing(area(outlet))) {
            outlet = {row, col};
        }
    });
    return outlet;
}

TEST(KinematicWave, TheGaugeShowsTheHydrographOfTheOutlet) {
    FieldSet fields = catchment({60, 60}, 1, storm_of(6, 0.02F, 6), 600);
    const auto peak = peak_of(fields, {{"gauge_interval", "10 min"}, {"least_recession", "3 h"}});
    const FeatureLayer& table = fields.features(kGauges);
    EXPECT_EQ(table.attributes.size(), 5U);
    EXPECT_EQ(table.size(), 30U);
    EXPECT_EQ(table.values<double>("time_s").back(), 18000);
    EXPECT_EQ(table.values<std::string>("gauge").front(), "outlet");
    double highest = 0;
    for (std::size_t row = 0; row < table.size(); ++row) {
        highest = std::max(highest, table.values<double>("discharge_m3s")[row]);
        EXPECT_GE(table.values<double>("depth_m")[row], 0);
    }
    const Cell outlet = outlet_of(fields);
    EXPECT_LE(highest, peak.view()(outlet) * 1.0001);
    EXPECT_GT(highest, peak.view()(outlet) * 0.9);
}

/// The outflow of a reach by Muskingum-Cunge does not follow from the water in it.
TEST(KinematicWave, TheGaugeShowsWhatLeavesAReachByMuskingumCunge) {
    for (const char* scheme : {"upwind", "box"}) {
        FieldSet fields = catchment({60, 60}, 1, storm_of(6, 0.02F, 6), 600);
        const auto peak = peak_of(fields, {{"gauge_interval", "10 min"},
                                           {"longest_step", "10 min"},
                                           {"most_sub_steps", "1"},
                                           {"scheme", scheme},
                                           {"channel_routing", "muskingum_cunge"}});
        const auto& flow = fields.features(kGauges).values<double>("discharge_m3s");
        const double highest = *std::max_element(flow.begin(), flow.end());
        EXPECT_EQ(static_cast<float>(highest), peak.view()(outlet_of(fields))) << scheme;
        EXPECT_GT(highest, 0);
    }
}

TEST(KinematicWave, GaugesAreThePourPointsAndOneWithoutGroundIsNamed) {
    FieldSet fields = catchment({60, 60}, 1, storm_of(2, 0.02F, 0), 600);
    const auto area = fields.read<double>(kContributingArea);
    Cell outlet{-1, -1};
    for (Index row = 0; row < 60; ++row) {
        for (Index col = 0; col < 60; ++col) {
            if (outlet.row < 0 || area(row, col) > area(outlet) || is_missing(area(outlet))) {
                outlet = {row, col};
            }
        }
    }
    auto points = std::make_shared<FeatureLayer>();
    points->attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge", "far away"}}};
    points->places = {fields.grid().centre(outlet), {1e6, 1e6}};
    points->first = {0, 1, 2};
    fields.put(kPourPoints, std::shared_ptr<const FeatureLayer>(points));
    const auto peak = peak_of(fields, {{"gauge_interval", "60 s"}});
    const FeatureLayer& table = fields.features(kGauges);
    ASSERT_GT(table.size(), 10U);
    double highest = 0;
    for (std::size_t row = 0; row < table.size(); ++row) {
        EXPECT_EQ(table.values<std::string>("gauge")[row], "bridge");
        highest = std::max(highest, table.values<double>("discharge_m3s")[row]);
    }
    EXPECT_NEAR(highest / peak(outlet.row, outlet.col), 1, 0.05);
    EXPECT_THAT(fields.notes(), ::testing::Contains(::testing::HasSubstr("'far away'")));
}

// A burst on a long slope, steep above and gentle below: its wave reaches the foot after the rain.
TEST(KinematicWave, APeakAfterTheRainIsAPeak) {
    FieldSet fields = catchment({1, 400}, 1, {0.01F}, 600);
    Raster<float> z({1, 400});
    Raster<double> area({1, 400});
    for (Index col = 0; col < 400; ++col) {
        z(0, col) = static_cast<float>(400 - col) * 0.02F +
                    static_cast<float>(std::max<Index>(300 - col, 0)) * 5.0F;
        area(0, col) = 100.0 * static_cast<double>(col + 1);
    }
    fields.put(kFilledElevation, std::move(z));
    fields.put(kContributingArea, std::move(area));
    fields.put(kFlowDirection, Raster<std::uint8_t>({1, 400}, direction_code(0)));
    fields.put(kStreamNetwork, Raster<std::uint8_t>({1, 400}, std::uint8_t{0}));
    const auto peak = peak_of(fields, {{"loss", "none"}});
    EXPECT_GT(fields.read(kPeakTime)(0, 399), 5400);
    EXPECT_LT(fields.read(kPeakTime)(0, 10), 1200);
    EXPECT_GT(peak(0, 399), 0);
    // Cut short, it says so.
    FieldSet cut = catchment({1, 400}, 1, {0.01F}, 600);
    for (const FieldSpec* field :
         {&kFilledElevation, &kContributingArea, &kFlowDirection, &kStreamNetwork}) {
        cut.put(*field, fields.take(*field));
    }
    peak_of(cut, {{"loss", "none"}, {"longest_recession", "30 min"}});
    EXPECT_THAT(cut.notes(), ::testing::Contains(::testing::HasSubstr("peaks still come")));
}

TEST(KinematicWave, WhatIsNotKnownIsMissingBelow) {
    FieldSet fields = catchment({40, 40}, 2, storm_of(3, 0.02F, 3), 1800);
    Raster<float> number({40, 40}, 75.0F);
    number(20, 20) = kMissing;
    fields.put(kCurveNumber, std::move(number));
    const auto peak = peak_of(fields, {});
    Cell cell{20, 20};
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    ASSERT_NE(direction(cell), kNoDirection);
    Index below = 1;
    EXPECT_TRUE(is_missing(peak(cell.row, cell.col)));
    while (flow_on(direction, cell)) {
        EXPECT_TRUE(is_missing(peak(cell.row, cell.col)));
        ++below;
    }
    const Index missing = count_cells(peak.extent(), [&](Index row, Index col) {
        return is_missing(peak(row, col)) && direction(row, col) != kNoDirection;
    });
    EXPECT_EQ(missing, below);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

TEST(KinematicWave, AnyInputWithoutAValueLeavesTheCellWithoutOne) {
    struct Case {
        const FieldSpec* field;
        const char* loss;
    };
    const Case cases[] = {{&kFilledElevation, "none"},
                          {&kFlowDirection, "none"},
                          {&kContributingArea, "none"},
                          {&kStreamNetwork, "none"},
                          {&kManningRoughness, "none"},
                          {&kImperviousShare, "none"},
                          {&kCurveNumber, "curve_number"},
                          {&kConductivity, "green_ampt"},
                          {&kSuctionHead, "green_ampt"},
                          {&kMoistureDeficit, "green_ampt"},
                          {&kConductivity, "philip"},
                          {&kConductivity, "variable_infiltration"},
                          {&kSoilWaterCapacity, "variable_infiltration"},
                          {&kSoilSaturation, "variable_infiltration"},
                          {&kPotentialEvapotranspiration, "variable_infiltration"},
                          {&kInitialInfiltration, "curve_number"},
                          {&kInitialInfiltration, "horton"},
                          {&kInitialInfiltration, "philip"},
                          {&kInitialInfiltration, "initial_and_constant"},
                          {&kInitialInfiltration, "green_ampt"},
                          {&kInitialRestingInfiltration, "green_ampt"},
                          {&kInitialProfileFilling, "green_ampt"},
                          {&kInitialInterflowWater, "variable_infiltration"}};
    const Cell gap{12, 9};
    for (const Case& one : cases) {
        FieldSet fields = catchment({24, 20}, 2, storm_of(1, 0.02F, 0), 1800);
        ASSERT_NE(fields.read<std::uint8_t>(kFlowDirection)(gap), kNoDirection);
        ASSERT_EQ(fields.read<std::uint8_t>(kStreamNetwork)(gap), 0);
        for (const FieldSpec* field :
             {&kManningRoughness, &kImperviousShare, &kSuctionHead, &kMoistureDeficit,
              &kSoilWaterCapacity, &kSoilSaturation, &kInitialInfiltration,
              &kInitialRestingInfiltration, &kInitialProfileFilling, &kInitialInterflowWater}) {
            hazone::testing::put_constant(fields, *field, 0.1F);
        }
        hazone::testing::put_constant(fields, kPotentialEvapotranspiration, 1e-8F);
        if (one.field->type == CellType::code8) {
            fields.write<std::uint8_t> (*one.field)(gap) = kNoDirection;
        } else if (one.field->type == CellType::float64) {
            fields.write<double> (*one.field)(gap) = kMissing;
        } else {
            fields.write (*one.field)(gap) = kMissing;
        }
        const auto peak = peak_of(fields, {{"loss", one.loss}});
        EXPECT_TRUE(is_missing(peak(gap.row, gap.col))) << one.field->name << ' ' << one.loss;
    }
}

TEST(KinematicWave, RainWhichIsNotKnownIsMissingBelowAndNoBalanceIsClaimed) {
    FieldSet fields = catchment({40, 40}, 2, {}, 1800);
    auto rain = std::make_shared<EvenRain>(storm_of(3, 0.02F, 3), 1800);
    rain->hole = {20, 20};
    fields.put(kRain, std::shared_ptr<const RainSeries>(rain));
    const auto peak = peak_of(fields, {});
    Cell cell{20, 20};
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    do {
        EXPECT_TRUE(is_missing(peak(cell.row, cell.col)));
    } while (flow_on(direction, cell));
    EXPECT_THAT(fields.notes(), ::testing::Contains(::testing::HasSubstr("cannot be drawn up")));
    EXPECT_EQ(unaccounted(fields), 1);
}

TEST(KinematicWave, ChannelsByMuskingumCungeCloseTheBalanceToo) {
    FieldSet wave = catchment({70, 60}, 1, storm_of(4, 0.02F, 2), 1800);
    const auto expected = peak_of(wave, {{"least_slope", "0.2"}});
    FieldSet fields = catchment({70, 60}, 1, storm_of(4, 0.02F, 2), 1800);
    const auto peak =
        peak_of(fields, {{"least_slope", "0.2"}, {"channel_routing", "muskingum_cunge"}});
    EXPECT_LT(unaccounted(fields), 1e-12);
    Index different = 0;
    for (Index row = 0; row < peak.rows(); ++row) {
        for (Index col = 0; col < peak.cols(); ++col) {
            if (!is_missing(peak(row, col))) {
                // steep channels leave a wave no room to spread
                ASSERT_NEAR(peak(row, col) / std::max(expected(row, col), 1e-9F), 1, 0.2);
                different += peak(row, col) != expected(row, col) ? 1 : 0;
            }
        }
    }
    EXPECT_GT(different, 10);
}

TEST(KinematicWave, TheBoxClosesTheBalanceWithEachLossAndWithMuskingumCunge) {
    for (const char* loss : {"none", "curve_number", "green_ampt", "variable_infiltration"}) {
        for (const char* channels : {"kinematic_wave", "muskingum_cunge"}) {
            FieldSet fields = catchment({70, 60}, 1, storm_of(4, 0.03F, 2), 1800);
            const auto peak = peak_of(fields, {{"scheme", "box"},
                                               {"loss", loss},
                                               {"channel_routing", channels},
                                               {"canopy_capacity", "2 mm"},
                                               {"potential_evapotranspiration", "4 mm/d"},
                                               {"longest_step", "5 min"}});
            EXPECT_LT(unaccounted(fields), 1e-12) << loss << ' ' << channels;
            // What the gauge shows is what flows out, and not above the peak.
            const FeatureLayer& table = fields.features(kGauges);
            double highest = 0;
            for (const double flow : table.values<double>("discharge_m3s")) {
                highest = std::max(highest, flow);
            }
            EXPECT_GT(highest, 0);
            EXPECT_LE(highest, *std::max_element(
                                   peak.data(), peak.data() + peak.size(), [](float a, float b) {
                                       return !is_missing(b) && (is_missing(a) || a < b);
                                   }));
        }
    }
}

TEST(KinematicWave, BanksWithASlopeSpreadTheWaterAndKeepIt) {
    std::vector<double> depths;
    for (const char* side : {"0", "3"}) {
        for (const char* scheme : {"upwind", "box"}) {
            FieldSet fields = catchment({60, 60}, 1, storm_of(6, 0.02F, 6), 600);
            peak_of(fields, {{"channel_side_slope", side}, {"scheme", scheme}});
            EXPECT_LT(unaccounted(fields), 1e-12);
            const auto& depth = fields.features(kGauges).values<double>("depth_m");
            depths.push_back(*std::max_element(depth.begin(), depth.end()));
        }
    }
    EXPECT_LT(depths[2], 0.99 * depths[0]);
    EXPECT_LT(depths[3], 0.99 * depths[1]);
    EXPECT_NEAR(depths[3] / depths[2], 1, 0.05);
    FieldSet fields = catchment({10, 10}, 1, storm_of(1, 0.02F, 0), 600);
    EXPECT_THROW(run_model("kinematic_wave", {{"channel_side_slope", "-1"}}, fields), InputError);
}

TEST(KinematicWave, TheBoxKeepsWhatIsNotKnownMissingBelow) {
    FieldSet fields = catchment({40, 40}, 2, {}, 1800);
    auto rain = std::make_shared<EvenRain>(storm_of(3, 0.02F, 3), 1800);
    rain->hole = {20, 20};
    fields.put(kRain, std::shared_ptr<const RainSeries>(rain));
    const auto peak = peak_of(fields, {{"scheme", "box"}});
    FieldSet other = catchment({40, 40}, 2, {}, 1800);
    other.put(kRain, std::shared_ptr<const RainSeries>(rain));
    const auto upwind = peak_of(other, {});
    Index missing = 0;
    for_each_cell(peak.extent(), [&](Index row, Index col) {
        EXPECT_EQ(is_missing(peak(row, col)), is_missing(upwind(row, col)));
    });
    for (Cell cell{20, 20}; flow_on(fields.read<std::uint8_t>(kFlowDirection), cell); ++missing) {
        EXPECT_TRUE(is_missing(peak(cell.row, cell.col)));
    }
    EXPECT_GT(missing, 0);
}

TEST(KinematicWave, ChoicesAskForTheirInputs) {
    FieldSet fields = catchment({10, 10}, 1, storm_of(1, 0.02F, 0), 600);
    fields.erase(kCurveNumber);
    EXPECT_THROW(run_model("kinematic_wave", {}, fields), InputError);
    EXPECT_THROW(run_model("kinematic_wave",
                           {{"loss", "curve_number"}, {"antecedent_wetness", "from_rain"}}, fields),
                 InputError);
    run_model("kinematic_wave", {{"loss", "none"}}, fields);
    const Index without_loss = count_missing(fields.read(kPeakDischarge), CellType::float32);
    // The other one is 13 mm/h unless set.
    EXPECT_THROW(
        run_model("kinematic_wave", {{"loss", "horton"}, {"initial_capacity", "5 mm/h"}}, fields),
        InputError);
    run_model("kinematic_wave",
              {{"loss", "horton"}, {"initial_capacity", "5 mm/h"}, {"final_capacity", "5 mm/h"}},
              fields);
    EXPECT_EQ(count_missing(fields.read(kPeakDischarge), CellType::float32), without_loss);
}

TEST(KinematicWave, ServesAwkwardGridsAndDryOnes) {
    for (const Extent extent : hazone::testing::awkward_extents()) {
        FieldSet fields = catchment(extent, 1, storm_of(2, 0.0F, 1), 600);
        const auto peak = peak_of(fields, {});
        for_each_cell(extent, [&](Index row, Index col) {
            EXPECT_TRUE(is_missing(peak(row, col)) || peak(row, col) == 0);
        });
    }
    FieldSet nothing = catchment({5, 5}, 1, storm_of(1, 0.1F, 0), 600);
    nothing.put(kFlowDirection, Raster<std::uint8_t>({5, 5}, kNoDirection));
    const auto peak = peak_of(nothing, {});
    EXPECT_EQ(count_missing(View<const float>(peak), CellType::float32), 25);
}

// One storm in one run and its halves in two, each with what is lost in all, by the notes.
TEST(KinematicWave, GoesOnWithTheSoilOfAnEarlierRun) {
    const auto lost_in = [](FieldSet& fields, const char* loss) {
        run_model("kinematic_wave", {{"loss", loss}, {"longest_recession", "0 s"}}, fields);
        EXPECT_LT(unaccounted(fields), 1e-12);
        const auto note =
            std::find_if(fields.notes().begin(), fields.notes().end(), [](const std::string& own) {
                return own.find("water balance: rain") != std::string::npos;
            });
        return std::stod(note->substr(note->find("= ") + 2));
    };
    const std::pair<const FieldSpec*, const FieldSpec*> carried[] = {
        {&kInitialInfiltration, &kFinalInfiltration},
        {&kSoilSaturation, &kFinalSoilSaturation},
        {&kInitialInterflowWater, &kFinalInterflowWater}};
    for (const char* loss : {"curve_number", "variable_infiltration"}) {
        FieldSet whole = catchment({40, 40}, 1, storm_of(6, 0.02F, 0), 900);
        FieldSet first = catchment({40, 40}, 1, storm_of(3, 0.02F, 0), 900);
        FieldSet second = catchment({40, 40}, 1, storm_of(3, 0.02F, 0), 900);
        const double expected = lost_in(whole, loss);
        const double before = lost_in(first, loss);
        for (const auto& [initial, final] : carried) {
            if (count_missing(first.read(*final), CellType::float32) < 1600) {
                second.put(*initial, first.take(*final));
            }
        }
        const double after = lost_in(second, loss);
        EXPECT_NEAR((before + after) / expected, 1, 1e-6) << loss;
        EXPECT_LT(after, 0.9 * before) << loss;
    }
}

TEST(KinematicWave, AStateWhichTheLossDoesNotReadIsNamed) {
    FieldSet fields = catchment({20, 20}, 1, storm_of(1, 0.02F, 0), 600);
    hazone::testing::put_constant(fields, kInitialInfiltration, 0.01F);
    run_model("kinematic_wave", {{"loss", "none"}}, fields);
    EXPECT_THAT(
        fields.notes(),
        ::testing::Contains(::testing::HasSubstr("initial_infiltration is given but not read")));
}

TEST(KinematicWave, HasTheSameBitsOnAnyNumberOfThreads) {
    for (const char* scheme : {"upwind", "box"}) {
        EXPECT_TRUE(hazone::testing::same_for_any_thread_count([&] {
            FieldSet fields = catchment({90, 80}, 1, storm_of(2, 0.03F, 1), 1800);
            return peak_of(fields, {{"longest_step", "5 min"}, {"scheme", scheme}});
        }));
    }
}

}  // namespace
}  // namespace hazone::models
