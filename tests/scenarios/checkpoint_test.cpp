#include "scenarios/checkpoint.hpp"

#include <cstring>
#include <fstream>

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/run.hpp"
#include "models/catalogue.hpp"
#include "tests/support/program.hpp"
#include "tests/support/reservoirs.hpp"
#include "tests/support/sections.hpp"
#include "tests/support/storm_ground.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::TemporaryFolder;

TEST(CheckpointInterval, IsACountOfStepsOrATime) {
    EXPECT_EQ(checkpoint_interval("24").steps, 24);
    EXPECT_EQ(checkpoint_interval("10 min").seconds, 600);
    EXPECT_FALSE(checkpoint_interval("").steps);
    for (const char* wrong : {"0", "-1", "0 s", "often", "3 km"}) {
        EXPECT_THROW(checkpoint_interval(wrong), InputError) << wrong;
    }
}

TEST(CheckpointFile, GivesBackWhatWasWritten) {
    const TemporaryFolder folder("checkpoint");
    const auto file = folder / "checkpoint.h5";
    const FieldSpec numbers{.name = "numbers", .type = CellType::float64};
    const FieldSpec marks{.name = "marks", .type = CellType::code8};
    FieldSet state(Grid{.extent = {3, 4}});
    state.put(numbers, Raster<double>({1, 5}, 0.1));
    state.put(marks, Raster<std::uint8_t>({3, 4}, std::uint8_t{7}));
    state.write<double>(numbers)(0, 2) = std::nan("");
    const io::CheckpointFacts facts{{"version", "1"}, {"text", "\"quoted\"\n"}};
    io::write_checkpoint(file, facts, state);
    EXPECT_EQ(io::read_checkpoint_facts(file), facts);

    FieldSet other(Grid{.extent = {3, 4}});
    other.put(numbers, Raster<double>({1, 5}, 0.0));
    other.put(marks, Raster<std::uint8_t>({3, 4}, std::uint8_t{0}));
    const double* place = other.read<double>(numbers).data();
    io::read_checkpoint(file, other);
    EXPECT_EQ(other.read<double>(numbers).data(), place) << "filled, not replaced";
    EXPECT_EQ(std::memcmp(place, state.read<double>(numbers).data(), 5 * sizeof(double)), 0);
    EXPECT_EQ(other.read<std::uint8_t>(marks)(2, 3), 7);

    other.put(numbers, Raster<double>({1, 6}, 0.0));
    EXPECT_THROW(io::read_checkpoint(file, other), InputError);
    other.put(numbers, Raster<float>({1, 5}, 0.0F));
    EXPECT_THROW(io::read_checkpoint(file, other), InputError);
    std::ofstream(folder / "text.h5") << "no checkpoint";
    EXPECT_THROW(io::read_checkpoint_facts(folder / "text.h5"), InputError);
}

constexpr Extent kExtent{50, 60};

FieldSet ground() {
    return testing::storm_ground(kExtent, 1, testing::storm_of(4, 0.02F, 5), 1800);
}

/// What stands at the outlet of the largest stream.
enum class AtOutlet { nothing, lake, section };

void put_at_outlet(AtOutlet what, FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    Cell outlet{0, 0};
    double largest = 0;
    for (Index cell = 0; cell < kExtent.rows * kExtent.cols; ++cell) {
        const Cell at{cell / kExtent.cols, cell % kExtent.cols};
        if (area(at) > largest) {
            largest = area(at);
            outlet = at;
        }
    }
    const Point place = fields.grid().centre(outlet);
    if (what == AtOutlet::lake) {
        fields.put(kReservoirs,
                   testing::reservoir_layer(
                       {{.name = "lake", .place = place, .area = 5000, .crest_level = 3}}));
    } else if (what == AtOutlet::section) {
        fields.put(kCrossSections, testing::section_layer({testing::rectangle(place, 2, 0.5)}));
    }
}

/// Runs one model of time, from the file where it exists, to the end or until so many steps or
/// parts of steps are done.
Raster<float> run_model_in_time(const std::string& field,
                                const std::string& model,
                                const ParamTexts& settings,
                                const std::filesystem::path& file,
                                Index stop_after,
                                AtOutlet what) {
    FieldSet fields = ground();
    put_at_outlet(what, fields);
    testing::put_constant(fields, kAntecedentRain, 0.04F);  // else a model of time would make it
    testing::put_constant(fields, kSlope, 0.2F);
    const auto filled = fields.read(kFilledElevation);
    Raster<float> ground(kExtent);
    std::copy_n(filled.data(), ground.size(), ground.data());
    fields.put(kElevation, std::move(ground));
    PlanRequest request{.wanted = {field}, .kept = {field}, .chosen = {{field, model}}};
    for (const std::string& name : fields.names()) {
        request.given.insert(name);
    }
    request.settings[model] = settings;
    const Plan plan = make_plan(catalogue(), request);
    EXPECT_EQ(plan.stages.size(), 1U);
    RunHooks hooks;
    hooks.resume = [&](const TimePoint& begin, FieldSet& state) -> TimePoint {
        if (!std::filesystem::exists(file)) {
            return begin;
        }
        const auto facts = io::read_checkpoint_facts(file);
        io::read_checkpoint(file, state);
        return {begin.model, std::stol(facts[0].second), begin.count, std::stod(facts[1].second)};
    };
    Index done = 0;
    hooks.stop = [&] { return done == stop_after; };
    hooks.pause = [&](const TimePoint& point, const FieldSet& state, Pause why) {
        if (why == Pause::stop) {
            io::write_checkpoint(
                file,
                {{"next", std::to_string(point.next)}, {"within", fmt::format("{}", point.within)}},
                state);
        } else {
            ++done;
        }
    };
    try {
        run_plan(plan, fields, hooks);
    } catch (const Interrupted&) {
        return {};
    }
    return testing::take_raster(fields, *find_field(field));
}

TEST(Resumption, OfEveryModelOfTimeHasTheBitsOfAnUninterruptedRun) {
    struct Case {
        std::string field;
        std::string model;
        ParamTexts settings;
        std::vector<Index> stops = {1, 4, 7};
        AtOutlet what = AtOutlet::nothing;
    };
    std::vector<Case> cases{{"event_rain", "event_totals", {}},
                            {"antecedent_rainfall_index", "antecedent_index", {}},
                            {"threshold_exceedance", "threshold_exceedance", {}}};
    // The rain has 8 steps of half an hour, of which a flood makes three each.
    for (const char* flood : {"shallow_water", "local_inertial"}) {
        cases.push_back({"maximum_depth", flood, {{"recession", "25 min"}}, {1, 9, 26}});
    }
    for (const char* loss : {"none", "curve_number", "green_ampt", "horton", "philip",
                             "variable_infiltration", "initial_and_constant"}) {
        cases.push_back({"peak_discharge",
                         "kinematic_wave",
                         {{"loss", loss},
                          {"canopy_capacity", "1 mm"},
                          {"longest_step", "5 min"},
                          {"least_recession", "40 min"}},
                         {1, 4, 8, 10}});
    }
    for (const char* scheme : {"upwind", "box"}) {
        for (const char* channels : {"kinematic_wave", "muskingum_cunge"}) {
            for (const AtOutlet what : {AtOutlet::lake, AtOutlet::section}) {
                cases.push_back({"peak_discharge",
                                 "kinematic_wave",
                                 {{"longest_step", "5 min"},
                                  {"least_recession", "40 min"},
                                  {"scheme", scheme},
                                  {"channel_routing", channels}},
                                 {1, 4, 8, 10},
                                 what});
            }
        }
    }
    const TemporaryFolder folder("resumption");
    for (const Case& one : cases) {
        const auto none = folder / "none.h5";
        const auto whole =
            run_model_in_time(one.field, one.model, one.settings, none, -1, one.what);
        for (const Index step : one.stops) {
            const auto file = folder / "checkpoint.h5";
            std::filesystem::remove(file);
            run_model_in_time(one.field, one.model, one.settings, file, step, one.what);
            ASSERT_TRUE(std::filesystem::exists(file));
            const auto resumed =
                run_model_in_time(one.field, one.model, one.settings, file, -1, one.what);
            EXPECT_TRUE(testing::same_bits(whole, resumed)) << one.model << " from step " << step;
        }
    }
}

}  // namespace
}  // namespace hazone
