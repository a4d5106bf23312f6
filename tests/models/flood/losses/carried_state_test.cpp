#include "models/flood/losses/carried_state.hpp"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/missing.hpp"
#include "tests/support/storm_ground.hpp"

namespace hazone::models {
namespace {

constexpr Extent kExtent{8, 9};
constexpr double kStep = 900;  // s

/// Rain of each step on each place, m: two bursts with a dry time in the middle of the second half.
double rain_of(int step, Index place) {
    const double share = 0.2 + static_cast<double>(place % 13) / 10;
    const bool dry = (step >= 8 && step < 11) || (step >= 19 && step < 24) || step >= 36;
    return dry ? 0 : share * (0.002 + 0.0007 * (step % 5));
}

FieldSet soil() {
    FieldSet fields(testing::plain_grid(kExtent));
    for (const auto& [field, value] :
         {std::pair(&kCurveNumber, 70.0F), std::pair(&kConductivity, 1.5e-6F),
          std::pair(&kSuctionHead, 0.15F), std::pair(&kMoistureDeficit, 0.25F),
          std::pair(&kSoilWaterCapacity, 0.09F), std::pair(&kPotentialEvapotranspiration, 4e-8F),
          std::pair(&kImperviousShare, 0.05F)}) {
        testing::put_constant(fields, *field, value);
    }
    testing::put_constant(fields, kSoilSaturation, 0.4F);
    return fields;
}

struct Course {
    std::vector<double> excess;  // m, by place, in the steps from `counted` on
    std::vector<double> taken;   // m, by place
};

/// Losses of the steps [first, last), whose state is left in `fields`.
Course course_of(const ParamTexts& settings, int first, int last, int counted, FieldSet& fields) {
    const Model* model = find_model(catalogue(), "kinematic_wave");
    const Params params = Params::resolve(model->name, model->params, settings);
    PlaceCells cells;
    for (Index cell = 0; cell < kExtent.rows * kExtent.cols; ++cell) {
        cells.push_back(cell);
    }
    FieldSet state(fields.grid());
    const auto losses = make_losses(params, fields, cells, state);
    Course course{std::vector<double>(cells.size(), 0.0), {}};
    const auto count = static_cast<Index>(cells.size());
    for (int step = first; step < last; ++step) {
        std::vector<double> water;
        for (Index place = 0; place < count; ++place) {
            water.push_back(rain_of(step, place));
        }
        losses->take(0, count, kStep, water.data());
        for (std::size_t place = 0; place < water.size(); ++place) {
            course.excess[place] += step < counted ? 0 : water[place];
        }
    }
    for (Index place = 0; place < count; ++place) {
        course.taken.push_back(losses->taken(place));
    }
    write_carried("test", settings.at("loss"), *losses, cells, fields);
    return course;
}

/// The inputs of a run which goes on from one whose results are in `before`.
FieldSet going_on(const FieldSet& before) {
    FieldSet fields = soil();
    for (const CarriedField& carried : kCarriedFields) {
        const auto final = before.read(*carried.final);
        if (count_missing(final, CellType::float32) == 0) {
            Raster<float> cells(kExtent);
            std::copy_n(final.data(), cells.size(), cells.data());
            fields.put(*carried.initial, std::move(cells));
        }
    }
    return fields;
}

// The state is stored as float: what runs off in the second half, and what the soil takes up,
// differs by less than 5e-9 m of some 0.1 m from that of one long run.
TEST(CarriedState, AStormInTwoRunsLosesWhatItLosesInOne) {
    constexpr double kRounding = 5e-9;  // m
    for (const char* loss : {"curve_number", "green_ampt", "horton", "philip",
                             "variable_infiltration", "initial_and_constant"}) {
        for (const int middle : {6, 9, 21, 30}) {
            const ParamTexts settings{{"loss", loss},
                                      {"canopy_capacity", "1.5 mm"},
                                      {"initial_capacity", "30 mm/h"},
                                      {"final_capacity", "4 mm/h"},
                                      {"decay_time", "3 h"},
                                      {"initial_loss", "20 mm"}};
            FieldSet all = soil();
            const Course one = course_of(settings, 0, 48, middle, all);
            FieldSet first = soil();
            const Course before = course_of(settings, 0, middle, 0, first);
            FieldSet second = going_on(first);
            const Course after = course_of(settings, middle, 48, 0, second);
            double most = 0;
            for (std::size_t place = 0; place < one.excess.size(); ++place) {
                ASSERT_NEAR(after.excess[place], one.excess[place], kRounding) << loss << middle;
                ASSERT_NEAR(before.taken[place] + after.taken[place], one.taken[place], kRounding)
                    << loss << middle;
                most = std::max(most, one.excess[place]);
            }
            EXPECT_GT(most, 0.01) << loss << " lets water run off after " << middle;
            // Without it the second run would lose more.
            FieldSet forgetful = soil();
            const Course dry = course_of(settings, middle, 48, 0, forgetful);
            EXPECT_GT(std::abs(dry.excess[12] - one.excess[12]), 1e-4) << loss << middle;
        }
    }
}

TEST(CarriedState, WhatALossDoesNotKnowIsMissingAndNamed) {
    FieldSet fields = soil();
    course_of({{"loss", "horton"}}, 0, 4, 0, fields);
    EXPECT_EQ(count_missing(fields.read(kFinalSoilSaturation), CellType::float32), 72);
    EXPECT_EQ(count_missing(fields.read(kFinalInfiltration), CellType::float32), 0);
    EXPECT_THAT(fields.notes(),
                ::testing::Contains("test: final_soil_saturation has no values, since loss = "
                                    "horton has no such state"));
    FieldSet none = soil();
    const Course all = course_of({{"loss", "none"}}, 0, 4, 0, none);
    EXPECT_EQ(count_missing(none.read(kFinalInfiltration), CellType::float32), 72);
    EXPECT_NEAR(all.excess[0], all.excess[13], 1e-15);
}

TEST(CarriedState, AStateBeyondWhatTheSoilHoldsIsFullSoil) {
    for (const char* loss : {"curve_number", "horton"}) {
        FieldSet fields = soil();
        testing::put_constant(fields, kInitialInfiltration, 50);
        const Course course =
            course_of({{"loss", loss}, {"final_capacity", "0 mm/h"}}, 0, 4, 0, fields);
        double rain = 0;
        for (int step = 0; step < 4; ++step) {
            rain += rain_of(step, 5);
        }
        // all but the impervious share takes nothing up
        EXPECT_NEAR(course.excess[5], rain, 1e-8) << loss;
    }
}

}  // namespace
}  // namespace hazone::models
