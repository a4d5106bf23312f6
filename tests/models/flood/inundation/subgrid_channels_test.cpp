// Channels narrower than a cell: what flows in them alone, and with the cells of local_inertial.
#include "models/flood/inundation/subgrid_channels.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/pipeline/plan.hpp"
#include "engine/terrain/d8.hpp"
#include "models/catalogue.hpp"
#include "models/rain/uniform_rain.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using inundation::ChannelCell;
using inundation::ChannelRules;
using inundation::ChannelRun;
using inundation::EdgeKind;
using inundation::EdgeRule;
using ::testing::HasSubstr;
using testing::run_model;
using testing::same_bits;
using testing::take_raster;

constexpr double kSize = 20;  // m

/// Depth at which a rectangle carries the discharge by Manning's law, by bisection.
double normal_depth(double discharge, double width, double slope, double roughness) {
    double low = 0;
    double high = 100;
    for (int turn = 0; turn < 200; ++turn) {
        const double depth = (low + high) / 2;
        const double area = width * depth;
        const double radius = area / (width + 2 * depth);
        const double flow = area * std::cbrt(radius * radius) * std::sqrt(slope) / roughness;
        (flow < discharge ? low : high) = depth;
    }
    return (low + high) / 2;
}

/// A channel which falls evenly through the cells of a row, or of a diagonal, and out at its end.
std::vector<ChannelCell> even_channel(Index count, int direction, double slope) {
    std::vector<ChannelCell> cells;
    const double length = kSize * step_length(direction);
    for (Index number = 0; number < count; ++number) {
        ChannelCell own{.cell = {direction == 0 ? 0 : number, number}};
        own.bed = 500 - slope * length * static_cast<double>(number);
        own.ground = own.bed + 3;
        own.width = 4;
        own.length = length;
        own.direction = direction;
        own.to = number + 1 < count ? number + 1 : ChannelCell::kNone;
        own.rule = number + 1 < count ? ChannelCell::kNone : 0;
        own.slope = slope;
        cells.push_back(own);
    }
    return cells;
}

class EvenChannels : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Directions,
                         EvenChannels,
                         ::testing::Values(0, 1),
                         [](const auto& direction) {
                             return direction.param == 0 ? "Straight" : "Diagonal";
                         });

// Steady flow in a prism has the depth of Manning's law everywhere.
TEST_P(EvenChannels, FlowAsManningHasIt) {
    const double slope = 0.002;
    ChannelRun run(even_channel(40, GetParam(), slope), kSize, {.roughness = 0.03});
    const std::vector<EdgeRule> open{{EdgeKind::open}};
    std::vector<double> edges{0.0};
    const double discharge = 10;
    for (int turn = 0; turn < 3000; ++turn) {
        run.depth()[0] += discharge * 2 / (kSize * kSize);
        run.advance(2, open, edges);
    }
    const double expected = normal_depth(discharge, 4, slope, 0.03);
    ASSERT_LT(expected, 3);
    for (Index number = 2; number < 40; ++number) {
        EXPECT_NEAR(run.depth_at(number), expected, 1e-3 * expected) << number;
        EXPECT_NEAR(run.discharge(number), discharge, 1e-3 * discharge) << number;
    }
}

TEST(SubgridChannels, DryOnesStayDry) {
    ChannelRun run(even_channel(10, 1, 0.01), kSize, {});
    std::vector<double> edges{0.0};
    EXPECT_TRUE(std::isinf(run.stable_step({{EdgeKind::open}})));
    run.advance(600, {{EdgeKind::open}}, edges);
    EXPECT_EQ(run.volume(), 0);
    EXPECT_EQ(edges[0], 0);
}

/// A random tree of channels: each cell drains to a neighbour nearer to the corner in the
/// south-east, where the water leaves.
std::vector<ChannelCell> random_tree(Extent extent, unsigned seed, double fall) {
    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> random(0, 1);
    std::vector<ChannelCell> cells;
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            ChannelCell own{.cell = {row, col}};
            own.ground = 900 - fall * static_cast<double>(row + col) + random(generator);
            own.bed = own.ground - 0.2 - random(generator);
            own.width = 1 + 19 * random(generator);
            const bool last_row = row + 1 == extent.rows;
            const bool last_col = col + 1 == extent.cols;
            const double draw = random(generator);
            own.direction = last_row ? 0 : last_col ? 2 : draw < 0.4 ? 1 : draw < 0.7 ? 0 : 2;
            own.length = kSize * step_length(own.direction);
            const Cell next = neighbour(own.cell, own.direction);
            own.to = last_row && last_col ? ChannelCell::kNone : next.row * extent.cols + next.col;
            own.rule = last_row && last_col ? 0 : ChannelCell::kNone;
            own.slope = 0.01;
            cells.push_back(own);
        }
    }
    return cells;
}

double all_water(ChannelRun& run) {
    double sum = run.volume();
    for (const double depth : run.depth()) {
        sum += depth * kSize * kSize;
    }
    return sum;
}

// On steep ground the channels run dry upstream, on flat ground the water lies over the banks.
TEST(SubgridChannels, KeepTheirWater) {
    for (const double fall : {0.0, 0.5, 5.0}) {
        ChannelRun run(random_tree({12, 15}, 7, fall), kSize, {});
        std::mt19937 generator(3);
        std::uniform_real_distribution<double> random(0, 0.5);
        std::generate(run.depth().begin(), run.depth().end(), [&] { return random(generator); });
        const double before = all_water(run);
        std::vector<double> edges{0.0};
        for (int turn = 0; turn < 300; ++turn) {
            run.advance(3, {{EdgeKind::open}}, edges);
            ASSERT_GE(*std::min_element(run.depth().begin(), run.depth().end()), 0);
        }
        EXPECT_LT(edges[0], -0.01 * before);
        EXPECT_NEAR(all_water(run) - edges[0], before, 1e-12 * before) << fall;
    }
}

// A level over all banks, and one below some of them: what flows is rounding.
TEST(SubgridChannels, ALakeStaysAtRest) {
    for (const double level : {902.0, 900.3}) {
        std::vector<ChannelCell> cells = random_tree({8, 9}, 11, 0);
        for (ChannelCell& own : cells) {
            own.rule = ChannelCell::kNone;
            own.bed = own.ground - 1.5;  // below the lower level everywhere
        }
        ChannelRun run(cells, kSize, {});
        for (std::size_t number = 0; number < cells.size(); ++number) {
            run.fill_to(static_cast<Index>(number), level);
            run.depth()[number] = std::max(level - cells[number].ground, 0.0);
        }
        std::vector<double> edges;
        run.advance(500, {}, edges);
        for (Index number = 0; number < static_cast<Index>(cells.size()); ++number) {
            const ChannelCell& own = cells[static_cast<std::size_t>(number)];
            EXPECT_NEAR(run.depth_at(number) + own.bed, level, 1e-10);
            EXPECT_LT(run.discharge(number), 1e-9);
        }
    }
}

// A level outside fills the channel from below and then holds it.
TEST(SubgridChannels, TakeTheLevelOutside) {
    ChannelRun run(even_channel(12, 0, 0.001), kSize, {});
    std::vector<double> edges{0.0};
    run.advance(4 * 3600, {{EdgeKind::stage, 501.0}}, edges);
    for (Index number = 0; number < 12; ++number) {
        const double bed = run.cells()[static_cast<std::size_t>(number)].bed;
        EXPECT_NEAR(run.depth_at(number) + bed, 501, 1e-3);
    }
    EXPECT_NEAR(edges[0], run.volume(), 1e-9);
}

TEST(SubgridChannels, WallsLetNothingOut) {
    ChannelRun run(even_channel(6, 1, 0.01), kSize, {});
    run.depth()[0] = 1;
    std::vector<double> edges{0.0};
    run.advance(3600, {{EdgeKind::wall}}, edges);
    EXPECT_EQ(edges[0], 0);
    EXPECT_NEAR(all_water(run), kSize * kSize, 1e-9);
}

// In the run of a model.

constexpr Extent kExtent{30, 30};
const ParamTexts kSettings{{"channels", "subgrid"},    {"depth_of_1_km2", "1 m"},
                           {"gauge_interval", "60 s"}, {"channel_roughness", "0.03"},
                           {"width_of_1_km2", "4 m"},  {"width_exponent", "0"},
                           {"longest_step", "5 s"}};

/// A slope of 1 per cent to the south-east with a stream down its diagonal, which cells cross by
/// their corners; the ground of the stream lies no lower than that beside it. One cell is missing.
FieldSet slope_with_stream(double rain) {
    FieldSet fields(testing::plain_grid(kExtent, kSize));
    Raster<float> ground(kExtent);
    Raster<std::uint8_t> stream(kExtent, 0);
    Raster<std::uint8_t> direction(kExtent, direction_code(1));
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            const auto across = static_cast<float>(std::abs(row - col));
            ground(row, col) = 800 - 0.14F * static_cast<float>(row + col) + 0.2F * across;
            stream(row, col) = row == col ? 1 : 0;
        }
    }
    ground(4, 20) = kMissing;
    direction(29, 29) = kOutlet;
    fields.put(kElevation, std::move(ground));
    fields.put(kStreamNetwork, std::move(stream));
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kContributingArea, Raster<double>(kExtent, 1e6));
    std::shared_ptr<const RainSeries> series =
        std::make_shared<models::UniformRain>(rain, 600, 120, models::StormShape::uniform);
    fields.put(kRain, std::move(series));
    FeatureLayer points{.name = "points"};
    points.places = {{25.5 * kSize, 4.5 * kSize}};  // row 25, column 25
    points.first = {0, 1};
    points.attributes = {{"name", Unit::one, "", std::vector<std::string>{"bridge"}}};
    fields.put(kPourPoints, std::make_shared<const FeatureLayer>(std::move(points)));
    return fields;
}

/// Brings a discharge, m3/s, into the upper end of the stream for so many seconds.
void put_inflow(double discharge, double seconds, FieldSet& fields) {
    FeatureLayer inflow{.name = "inflow"};
    const Point place{1.5 * kSize, (30 - 1.5) * kSize};
    inflow.places = {place, place};
    inflow.first = {0, 1, 2};
    inflow.attributes = {
        {"name", Unit::one, "", std::vector<std::string>{"a", "a"}},
        {"time", Unit::second, "", std::vector<double>{0, seconds}},
        {"discharge", Unit::cubic_metre_per_second, "", std::vector<double>{discharge, discharge}}};
    fields.put(kInflow, std::make_shared<const FeatureLayer>(std::move(inflow)));
}

ParamTexts with(ParamTexts settings, const std::string& name, const std::string& value) {
    settings[name] = value;
    return settings;
}

/// What of the water the balance of the run does not account for.
double unaccounted(const FieldSet& fields) {
    for (const std::string& note : fields.notes()) {
        const std::size_t end = note.find(" of the water is not accounted for");
        if (end != std::string::npos) {
            return std::stod(note.substr(note.rfind("; ", end) + 2));
        }
    }
    ADD_FAILURE() << "no balance";
    return 1;
}

// The discharge of the stream arrives in full, in the channel, at the depth of Manning's law; the
// cells alone hold water back behind each corner.
TEST(SubgridFloods, AStreamCrossesCellsByTheirCorners) {
    FieldSet fields = slope_with_stream(0);
    put_inflow(3, 4 * 3600, fields);
    run_model("local_inertial", with(kSettings, "recession", "2 h"), fields);
    const auto& discharge = fields.features(kGauges).values<double>("discharge_m3s");
    const auto& depth = fields.features(kGauges).values<double>("depth_m");
    const auto& level = fields.features(kGauges).values<double>("water_level_m");
    const double slope = 0.28 / (kSize * std::sqrt(2));
    const double expected = normal_depth(3, 4, slope, 0.03);
    ASSERT_LT(expected, 1);
    EXPECT_NEAR(discharge.back(), 3, 3e-3);
    EXPECT_NEAR(depth.back(), expected, 1e-3 * expected);
    EXPECT_NEAR(level.back(), 800 - 0.14 * 50 - 1 + depth.back(), 1e-4);
    EXPECT_LT(unaccounted(fields), 1e-12);
    const auto highest = fields.read(kMaximumWaterDepth);
    EXPECT_EQ(highest(20, 20), 0);  // all in the channel

    FieldSet plain = slope_with_stream(0);
    put_inflow(3, 4 * 3600, plain);
    run_model("local_inertial", {{"recession", "2 h"}, {"longest_step", "5 s"}}, plain);
    EXPECT_GT(plain.read(kMaximumWaterDepth)(20, 20), 0.05F);
}

TEST(SubgridFloods, AWaveLeavesTheBanksAndComesBack) {
    FieldSet fields = slope_with_stream(0);
    put_inflow(30, 900, fields);
    run_model("local_inertial", with(kSettings, "recession", "5 h"), fields);
    const auto highest = fields.read(kMaximumWaterDepth);
    EXPECT_GT(highest(20, 20), 0.1F);
    EXPECT_GT(highest(20, 21), 0.0F);
    const auto& depth = fields.features(kGauges).values<double>("depth_m");
    EXPECT_GT(*std::max_element(depth.begin(), depth.end()), 1.1);
    EXPECT_LT(depth.back(), 0.1);
    EXPECT_LT(unaccounted(fields), 1e-12);
}

TEST(SubgridFloods, RainAndInflowAreKept) {
    for (const char* precision : {"double", "single"}) {
        FieldSet fields = slope_with_stream(0.08);
        put_inflow(5, 600, fields);
        run_model("local_inertial", with(kSettings, "precision", precision), fields);
        EXPECT_LT(unaccounted(fields), precision == std::string("double") ? 1e-12 : 1e-6);
    }
}

// A lake over the channel, whose level is below the ground in the north-west.
TEST(SubgridFloods, ALakeOverAChannelStaysAtRest) {
    FieldSet fields = slope_with_stream(0);
    testing::put_constant(fields, kInitialWaterLevel, 795);
    run_model("local_inertial", with(kSettings, "edge", "wall"), fields);
    const auto depth = fields.read(kMaximumWaterDepth);
    const auto ground = fields.read(kElevation);
    Index wet = 0;
    for (Index row = 0; row < kExtent.rows; ++row) {
        for (Index col = 0; col < kExtent.cols; ++col) {
            if (!is_missing(ground(row, col))) {
                EXPECT_NEAR(depth(row, col), std::max(0.0F, 795 - ground(row, col)), 1e-6F);
                wet += depth(row, col) > 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(wet, 50);
    const auto& discharge = fields.features(kGauges).values<double>("discharge_m3s");
    EXPECT_LT(*std::max_element(discharge.begin(), discharge.end()), 1e-6);
}

TEST(SubgridFloods, ADryStreamStaysDry) {
    FieldSet fields = slope_with_stream(0);
    run_model("local_inertial", kSettings, fields);
    EXPECT_EQ(fields.read(kMaximumWaterDepth)(15, 15), 0);
    EXPECT_EQ(fields.features(kGauges).values<double>("depth_m").back(), 0);
}

// Fields of streams which are there change nothing where no channels are asked for.
TEST(SubgridFloods, WithoutChannelsStreamsDoNotCount) {
    FieldSet with_streams = slope_with_stream(0.08);
    FieldSet without = slope_with_stream(0.08);
    for (const FieldSpec& field : {kStreamNetwork, kFlowDirection, kContributingArea}) {
        without.take(field);
    }
    run_model("local_inertial", {}, with_streams);
    run_model("local_inertial", {}, without);
    EXPECT_TRUE(same_bits(take_raster(with_streams, kMaximumWaterDepth),
                          take_raster(without, kMaximumWaterDepth)));
}

TEST(SubgridFloods, SameBitsForAnyNumberOfThreads) {
    EXPECT_TRUE(testing::same_for_any_thread_count([] {
        FieldSet fields = slope_with_stream(0.08);
        put_inflow(20, 600, fields);
        run_model("local_inertial", kSettings, fields);
        return take_raster(fields, kMaximumWaterDepth);
    }));
}

/// Depths of a run, and the water in its channels at the end; with `stop` the state is carried into
/// a new start before that step, as a resumed run does.
std::pair<Raster<float>, Raster<double>> run_resumed_at(Index stop) {
    FieldSet fields = slope_with_stream(0.08);
    put_inflow(20, 600, fields);
    const Model* model = find_model(catalogue(), "local_inertial");
    const Params params = Params::resolve(model->name, model->params, kSettings);
    const RainSeries& series = fields.series(kRain);
    auto state = std::make_unique<FieldSet>(fields.grid());
    model->start(params, fields, *state);
    Raster<float> rain(fields.extent());
    for (Index number = 0; number < series.steps(); ++number) {
        if (number == stop) {
            auto fresh = std::make_unique<FieldSet>(fields.grid());
            model->start(params, fields, *fresh);
            for (const std::string& field : state->names()) {
                const FieldSpec spec{field};
                fresh->put(spec, state->take(spec));
            }
            state = std::move(fresh);
        }
        series.read(number, rain);
        model->step(params, fields,
                    {number, series.steps(), series.start(), series.step_length(), rain.view()},
                    *state);
    }
    model->finish(params, fields, *state);
    auto volume = std::get<Raster<double>>(state->take(FieldSpec{"flood_channel_volume_now"}));
    return {take_raster(fields, kMaximumWaterDepth), std::move(volume)};
}

TEST(SubgridFloods, AResumedRunHasTheSameBits) {
    const auto [depth, volume] = run_resumed_at(-1);
    const auto [other_depth, other_volume] = run_resumed_at(3);
    EXPECT_TRUE(same_bits(depth, other_depth));
    EXPECT_EQ(std::memcmp(volume.data(), other_volume.data(),
                          static_cast<std::size_t>(volume.size()) * sizeof(double)),
              0);
    EXPECT_GT(volume(20, 20), 0);
}

std::string refusal(const ParamTexts& settings, const FieldSpec& without) {
    FieldSet fields = slope_with_stream(0);
    if (fields.has(without)) {
        fields.take(without);
    }
    try {
        run_model("local_inertial", settings, fields);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(SubgridFloods, WhatIsNotThereIsRefusedByName) {
    EXPECT_THAT(refusal(kSettings, kStreamNetwork),
                HasSubstr("local_inertial.channels = subgrid: stream_network"));
    EXPECT_THAT(refusal(kSettings, kFlowDirection), HasSubstr("flow_direction"));
    EXPECT_THAT(refusal(kSettings, kContributingArea), HasSubstr("contributing_area"));
    EXPECT_THAT(refusal({{"channels", "subgrid"}}, kChannelWidth),
                HasSubstr("local_inertial.depth_of_1_km2 = 0 m"));
}

// Ground which rises across the stream, as at a bridge, does not hold the water in the channel.
TEST(SubgridFloods, BedsDoNotRiseDownstream) {
    FieldSet fields = slope_with_stream(0);
    Raster<float> ground = take_raster(fields, kElevation);
    ground(15, 15) += 5;
    fields.put(kElevation, std::move(ground));
    put_inflow(3, 4 * 3600, fields);
    run_model("local_inertial", with(kSettings, "recession", "3 h"), fields);
    EXPECT_NEAR(fields.features(kGauges).values<double>("discharge_m3s").back(), 3, 0.03);
    EXPECT_THAT(fields.notes(), ::testing::Contains(HasSubstr("the bed of 1")));
}

}  // namespace
}  // namespace hazone
