// The probability of failure of transient columns against what the columns themselves say, closed
// forms where the safety factor is linear, and brute force where water is uncertain.
#include <cmath>
#include <functional>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/statistics/failure_sampling.hpp"
#include "engine/statistics/normal.hpp"
#include "tests/support/thread_check.hpp"
#include "tests/support/wet_hillside.hpp"

namespace hazone::models {
namespace {

using testing::hillside;
using testing::kTimes;
using testing::run_model;
using transient::Column;
using transient::Profile;

constexpr Extent kExtent{12, 11};
constexpr double kHighest = 1e6;  // safety factors of columns solved here do not end
const ParamTexts kCertain{{"cohesion_variation", "0"}, {"friction_variation", "0"}};

ParamTexts with(ParamTexts texts, const ParamTexts& more) {
    for (const auto& [name, text] : more) {
        texts[name] = text;
    }
    return texts;
}

/// Soils of which about half fail.
FieldSet weak_hillside(Extent extent = kExtent) {
    FieldSet fields = hillside(extent, true);
    for (Index cell = 0; cell < extent.size(); ++cell) {
        fields.write(kCohesion).data()[cell] *= 0.8F;
        fields.write(kInitialWaterTableDepth).data()[cell] *= 0.6F;
    }
    return fields;
}

/// The solver behind a run on a hillside, one depth only where `increments` is 1: the other of its
/// two depths is too shallow for a slide.
transient::ColumnSolver solver_of(int increments) {
    const std::vector<transient::ColumnSoil> zone{
        {.saturated_water_content = 0.4, .residual_water_content = 0.1, .gardner_alpha = 1}};
    return {{.increments = increments, .shallowest_depth = 0.001, .highest_safety = kHighest},
            {.boundaries = {0, 14400, 18000, 46800}, .end = 46800},
            kTimes,
            zone};
}
ParamTexts one_depth() { return {{"increments", "1"}, {"shallowest_depth", "1 mm"}}; }

/// Rates of the storm, the same everywhere.
struct StormRates {
    std::vector<float> values;
    StormRates() {
        const testing::StepRain rain(testing::kLengths, testing::kRates, true);
        for (Index step = 0; step < rain.steps(); ++step) {
            values.push_back(static_cast<float>(rain.depth(step, 0) / rain.length(step)));
        }
    }
    transient::Rates rates() const { return {values.data(), 1, 0}; }
};

/// Calls see(row, col, time, column) for every cell and output time.
void for_each_column(const FieldSet& fields,
                     const std::function<void(Index, Index, Index, const Column&)>& see) {
    for (Index row = 0; row < fields.extent().rows; ++row) {
        for (Index col = 0; col < fields.extent().cols; ++col) {
            for (Index time = 0; time < static_cast<Index>(kTimes.size()); ++time) {
                see(row, col, time, testing::column_at(fields, row, col));
            }
        }
    }
}

/// Below this cohesion a column fails, the friction as it is: from the profiles of the column with
/// two cohesions, as the safety factor at each depth is linear in it.
double failing_cohesion(const transient::ColumnSolver& solver, Column column, Index time) {
    const StormRates storm;
    column.soil.cohesion = 1000;
    const Profile weak = solver.profile(column, storm.rates(), time);
    column.soil.cohesion += 1000;
    const Profile strong = solver.profile(column, storm.rates(), time);
    double least = 0;
    for (std::size_t k = 0; k < weak.depth.size(); ++k) {
        if (weak.safety_factor[k] < kHighest) {
            const double per_pascal = (strong.safety_factor[k] - weak.safety_factor[k]) / 1000;
            least = std::max(least, 1000 + (1 - weak.safety_factor[k]) / per_pascal);
        }
    }
    return least;
}

void expect_indicator(const ParamTexts& settings) {
    FieldSet fields = weak_hillside();
    run_model("transient_infiltration", settings, fields);
    run_model("transient_failure", with(with(settings, kCertain), {{"samples", "8"}}), fields);
    int failing = 0, compared = 0;
    for_each_column(fields, [&](Index row, Index col, Index time, const Column&) {
        const float safety = fields.read_frames(kMinimumSafetyFactor).at(time)(row, col);
        const float found = fields.read_frames(kFailureProbabilityInTime).at(time)(row, col);
        if (std::abs(safety - 1) > 2e-6F) {  // float against double
            EXPECT_EQ(found, safety < 1 ? 1 : 0) << safety;
            ++compared;
            failing += safety < 1 ? 1 : 0;
        }
        EXPECT_LE(found, fields.read(kHighestFailureProbability)(row, col));
        EXPECT_EQ(fields.read(kLandslideSusceptibility)(row, col),
                  fields.read(kHighestFailureProbability)(row, col))
            << "all samples are alike: one fails at some time where all do";
    });
    EXPECT_GT(failing, compared / 20);
    EXPECT_LT(failing, compared * 19 / 20);
}

TEST(TransientFailure, WithoutVariationIsWhetherTheSafetyFactorIsBelowOne) {
    expect_indicator({});
    expect_indicator({{"initial_condition", "saturated"}, {"ignore_suction", "no"}});
    expect_indicator({{"initial_condition", "saturated"}, {"depth", "infinite"}});
    expect_indicator({{"mode", "trigrs-2.1"}, {"increments", "7"}});
}

TEST(TransientFailure, OfUncertainCohesionIsTheDistributionAtTheGoverningDepthAndTime) {
    constexpr double kVariation = 0.3;
    constexpr double kSamples = 4000;
    const auto solver = solver_of(10);
    for (const bool lognormal : {false, true}) {
        FieldSet fields = weak_hillside();
        run_model("transient_failure",
                  {{"friction_variation", "0"},
                   {"cohesion_variation", "0.3"},
                   {"cohesion_distribution", lognormal ? "lognormal" : "normal"},
                   {"samples", "4000"}},
                  fields);
        const double spread = std::sqrt(std::log1p(kVariation * kVariation));
        int between = 0;
        for_each_column(fields, [&](Index row, Index col, Index time, const Column& column) {
            const double bound = failing_cohesion(solver, column, time) / column.soil.cohesion;
            const double z = lognormal ? (std::log(bound) + spread * spread / 2) / spread
                                       : (bound - 1) / kVariation;
            const double exact = bound > 0 ? normal_probability(z) : 0;
            const double found = fields.read_frames(kFailureProbabilityInTime).at(time)(row, col);
            EXPECT_NEAR(found, exact, 1.5 / kSamples) << row << ' ' << col << ' ' << time;
            between += exact > 0.02 && exact < 0.98 ? 1 : 0;
        });
        EXPECT_GT(between, 50);
    }
}

/// Mean and deviation of the strength left over at the base of a column, Pa: it fails below 0. All
/// that is uncertain is normal.
struct Spare {
    double mean = 0, deviation = 0;
    double probability() const { return normal_probability(-mean / deviation); }
};

Spare spare_of(const transient::ColumnSolver& solver,
               const Column& column,
               Index time,
               double correlation,
               double cohesion_variation,
               double friction_variation,
               double weight_variation) {
    const StormRates storm;
    const Profile profile = solver.profile(column, storm.rates(), time);
    const double weight = column.soil.unit_weight * column.depth;  // saturated at the start
    const double along = weight * std::sin(column.slope) * std::cos(column.slope);
    const double across = weight * std::cos(column.slope) * std::cos(column.slope);
    const double water = std::max(0.0, profile.pressure_head.back()) * 9800;
    const double tangent = std::tan(column.soil.friction_angle);
    const double cohesion = cohesion_variation * column.soil.cohesion;
    const double friction = friction_variation * tangent * (across - water);
    const double heavier = weight_variation * (tangent * across - along);
    return {.mean = column.soil.cohesion + tangent * (across - water) - along,
            .deviation = std::sqrt(cohesion * cohesion + friction * friction +
                                   2 * correlation * cohesion * friction + heavier * heavier)};
}

const ParamTexts kNormalStrength{{"initial_condition", "saturated"},
                                 {"cohesion_distribution", "normal"},
                                 {"cohesion_variation", "0.2"}};

TEST(TransientFailure, EqualsTheClosedFormOfCorrelatedNormalStrength) {
    const auto solver = solver_of(1);
    FieldSet fields = weak_hillside();
    testing::put_constant(fields, kGardnerAlpha, -1);
    const auto settings = with(with(kNormalStrength, one_depth()), {{"samples", "20000"}});
    for (const double correlation : {0.0, -0.6}) {
        run_model("transient_failure",
                  with(settings, {{"correlation", std::to_string(correlation)}}), fields);
        for_each_column(fields, [&](Index row, Index col, Index time, const Column& column) {
            const Spare spare = spare_of(solver, column, time, correlation, 0.2, 0.12, 0);
            EXPECT_NEAR(fields.read_frames(kFailureProbabilityInTime).at(time)(row, col),
                        spare.probability(), 5 * 0.5 / std::sqrt(20000));
        });
    }
}

TEST(TransientFailure, EqualsTheClosedFormOfUncertainUnitWeight) {
    const auto solver = solver_of(1);
    FieldSet fields = weak_hillside();
    testing::put_constant(fields, kGardnerAlpha, -1);
    run_model("transient_failure",
              with(with(kNormalStrength, one_depth()), {{"friction_variation", "0"},
                                                        {"unit_weight_variation", "0.15"},
                                                        {"samples", "20000"}}),
              fields);
    for_each_column(fields, [&](Index row, Index col, Index time, const Column& column) {
        const Spare spare = spare_of(solver, column, time, 0, 0.2, 0, 0.15);
        EXPECT_NEAR(fields.read_frames(kFailureProbabilityInTime).at(time)(row, col),
                    spare.probability(), 5 * 0.5 / std::sqrt(20000));
    });
}

/// Hardly uncertain unit weights take the other kernel, over all depths, to the same answer.
TEST(TransientFailure, DepthsWhichAreLeftOutNeverFailAlone) {
    FieldSet fields = weak_hillside();
    const ParamTexts settings{{"increments", "25"}, {"samples", "2000"}};
    run_model("transient_failure", settings, fields);
    const auto pruned = std::get<Raster<float>>(fields.take(kFailureProbabilityInTime));
    run_model("transient_failure", with(settings, {{"unit_weight_variation", "1e-9"}}), fields);
    const auto all = std::get<Raster<float>>(fields.take(kFailureProbabilityInTime));
    double most = 0;
    for (Index cell = 0; cell < all.size(); ++cell) {
        EXPECT_NEAR(all.data()[cell], pruned.data()[cell], 2.0 / 2000);
        most = std::max(most, static_cast<double>(all.data()[cell]));
    }
    EXPECT_GT(most, 0.5);
}

TEST(TransientFailure, RootsAreStrengthOfTheirOwn) {
    FieldSet rooted = weak_hillside();
    FieldSet strong = weak_hillside();
    testing::put_constant(rooted, kRootCohesion, 1500);
    for (Index cell = 0; cell < kExtent.size(); ++cell) {
        strong.write(kCohesion).data()[cell] += 1500;
    }
    run_model("transient_failure", {{"samples", "500"}}, rooted);
    run_model("transient_failure", {{"samples", "500"}}, strong);
    for (Index cell = 0; cell < kExtent.size(); ++cell) {
        EXPECT_NEAR(rooted.read(kLandslideSusceptibility).data()[cell],
                    strong.read(kLandslideSusceptibility).data()[cell], 1.1 / 500);
    }
    // roots alone uncertain, the whole cohesion theirs: the distribution of the cohesion
    testing::put_constant(rooted, kCohesion, 0);
    const ParamTexts sampled{{"friction_variation", "0"}, {"samples", "4000"}};
    run_model("transient_failure", with(sampled, {{"cohesion_variation", "0.3"}}), rooted);
    const auto by_soil = testing::take_raster(rooted, kLandslideSusceptibility);
    run_model("transient_failure",
              with(sampled, {{"cohesion_variation", "0"}, {"root_cohesion_variation", "0.3"}}),
              rooted);
    for (Index cell = 0; cell < kExtent.size(); ++cell) {
        EXPECT_NEAR(rooted.read(kLandslideSusceptibility).data()[cell], by_soil.data()[cell],
                    1.5 / 4000);
    }
}

/// Root mean square of the errors of normal strength at one depth.
double error_of(const char* sampling, int samples) {
    const auto solver = solver_of(1);
    FieldSet fields = weak_hillside({30, 30});
    testing::put_constant(fields, kGardnerAlpha, -1);
    run_model("transient_failure",
              with(with(kNormalStrength, one_depth()),
                   {{"sampling", sampling}, {"samples", std::to_string(samples)}}),
              fields);
    double squares = 0;
    double count = 0;
    for_each_column(fields, [&](Index row, Index col, Index time, const Column& column) {
        const double exact = spare_of(solver, column, time, 0, 0.2, 0.12, 0).probability();
        const double found = fields.read_frames(kFailureProbabilityInTime).at(time)(row, col);
        squares += (found - exact) * (found - exact);
        ++count;
    });
    return std::sqrt(squares / count);
}

TEST(TransientFailure, ConvergesWithTheRootOfTheSamplesAndLatinHypercubesFaster) {
    const double few = error_of("monte_carlo", 200);
    const double many = error_of("monte_carlo", 3200);
    EXPECT_NEAR(few / many, 4, 0.5);
    EXPECT_LT(error_of("latin_hypercube", 200), 0.65 * few);
    EXPECT_LT(error_of("latin_hypercube", 3200), 0.65 * many);
}

/// Share of evenly spread factors of one property with which the column fails.
double share_by_force(const transient::ColumnSolver& solver,
                      const Column& likely,
                      Index time,
                      const Marginal& factor,
                      double Column::*depth,
                      double transient::ColumnSoil::*property) {
    constexpr int kCount = 400;
    const StormRates storm;
    std::vector<Column> columns;
    for (int number = 0; number < kCount; ++number) {
        Column& column = columns.emplace_back(likely);
        const double drawn = factor.quantile((number + 0.5) / kCount);
        (depth != nullptr ? column.*depth : column.soil.*property) *= drawn;
    }
    std::vector<float> safety(kTimes.size() * kCount);
    solver.solve_columns(columns, storm.rates(),
                         {.safety_factor = safety.data(), .time_stride = kCount});
    const auto first = safety.begin() + time * kCount;
    return static_cast<double>(
               std::count_if(first, first + kCount, [](float value) { return value < 1; })) /
           kCount;
}

void expect_by_force(const std::string& name,
                     Shape shape,
                     double variation,
                     double Column::*depth,
                     double transient::ColumnSoil::*property) {
    FieldSet fields = weak_hillside({5, 6});
    testing::put_constant(fields, kGardnerAlpha, -1);
    run_model("transient_failure",
              with(kCertain,
                   {{name + "_variation", std::to_string(variation)},
                    {name + "_distribution", shape == Shape::lognormal ? "lognormal" : "uniform"},
                    {"samples", "200"},
                    {"column_samples", "200"}}),
              fields);
    const auto solver = solver_of(10);
    int between = 0;
    for_each_column(fields, [&](Index row, Index col, Index time, const Column& column) {
        const double exact =
            share_by_force(solver, column, time, Marginal(shape, 1, variation), depth, property);
        const double found = fields.read_frames(kFailureProbabilityInTime).at(time)(row, col);
        EXPECT_NEAR(found, exact, 0.011) << name;  // two samples of 200, and one of 400
        between += exact > 0.05 && exact < 0.95 ? 1 : 0;
    });
    EXPECT_GT(between, 3) << name;
}

TEST(TransientFailure, OfUncertainWaterIsTheShareOfColumnsWhichFail) {
    using transient::ColumnSoil;
    expect_by_force("depth", Shape::lognormal, 0.5, &Column::depth, nullptr);
    expect_by_force("water_table", Shape::uniform, 0.5, &Column::water_table_depth, nullptr);
    expect_by_force("conductivity", Shape::lognormal, 2, nullptr, &ColumnSoil::conductivity);
    expect_by_force("diffusivity", Shape::lognormal, 2, nullptr, &ColumnSoil::diffusivity);
}

TEST(TransientFailure, NestedSamplesAgreeWithThoseOfKnownWater) {
    FieldSet fields = weak_hillside();
    run_model("transient_failure", {{"samples", "20000"}}, fields);
    const auto known = testing::take_raster(fields, kLandslideSusceptibility);
    run_model("transient_failure", {{"samples", "4990"}, {"conductivity_variation", "1e-9"}},
              fields);
    const auto nested = fields.read(kLandslideSusceptibility);
    for_each_cell(kExtent, [&](Index row, Index col) {
        EXPECT_NEAR(nested(row, col), known(row, col), 5 * 0.5 / std::sqrt(5000));
        const float samples = nested(row, col) * 5000;  // the next multiple of 50
        EXPECT_NEAR(samples, std::round(samples), 1e-2);
    });
}

/// Share of the cells whose interval holds the probability.
double covered(const Raster<float>& exact, const FieldSet& fields, double samples) {
    const auto found = fields.read(kLandslideSusceptibility);
    const auto error = fields.read(kFailureProbabilityError);
    double inside = 0;
    double uncertain = 0;
    for (Index cell = 0; cell < exact.size(); ++cell) {
        const double p = found.data()[cell];
        const double width =
            samples > 0 ? wilson_half_width(p * samples, samples) : error.data()[cell];
        if (exact.data()[cell] > 0.02F && exact.data()[cell] < 0.98F) {
            inside += std::abs(p - exact.data()[cell]) <= width ? 1 : 0;
            ++uncertain;
        }
    }
    EXPECT_GT(uncertain, 40);
    return inside / uncertain;
}

TEST(TransientFailure, IntervalsHonourThatSamplesShareTheirWater) {
    FieldSet fields = weak_hillside();
    const ParamTexts settings{
        {"water_table_variation", "0.5"}, {"depth_variation", "0.4"}, {"cohesion_variation", "0.1"},
        {"friction_variation", "0.03"},   {"increments", "4"},        {"sampling", "monte_carlo"}};
    run_model("transient_failure",
              with(settings, {{"samples", "8000"}, {"column_samples", "2000"}}), fields);
    const auto exact = testing::take_raster(fields, kLandslideSusceptibility);
    run_model("transient_failure",
              with(settings, {{"samples", "4000"}, {"column_samples", "40"}, {"seed", "7"}}),
              fields);
    EXPECT_GE(covered(exact, fields, 0), 0.9);
    EXPECT_LT(covered(exact, fields, 4000), 0.6) << "as though all samples were independent";
}

constexpr const FieldSpec* kMade[] = {&kFailureProbabilityInTime, &kFailureProbabilityErrorInTime,
                                      &kHighestFailureProbability, &kLandslideSusceptibility,
                                      &kFailureProbabilityError};
const ParamTexts kNested{{"conductivity_variation", "1"},
                         {"samples", "40"},
                         {"column_samples", "10"},
                         {"initial_condition", "saturated"}};

TEST(TransientFailure, IsMissingWhereAnyInputIsAndCounted) {
    for (const ParamTexts& settings : {ParamTexts{{"samples", "20"}}, kNested}) {
        for (const FieldSpec* field : testing::kGround) {
            FieldSet fields = hillside({2, 9});
            testing::put_constant(fields, kRootCohesion, 100);
            fields.write (*field)(1, 4) = kMissing;
            fields.write(kRootCohesion)(0, 2) = kMissing;
            fields.write(kSoilDepth)(0, 2) = 0;
            run_model("transient_failure", settings, fields);
            for (const FieldSpec* made : kMade) {
                EXPECT_EQ(fields.missing_cells(*made), 2) << made->name << ' ' << field->name;
            }
        }
        FieldSet fields = hillside({2, 9}, true);
        fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<testing::StepRain>(
                              testing::kLengths, std::vector<double>{1e-7, kMissing, 0}, false)));
        run_model("transient_failure", settings, fields);
        for (const FieldSpec* made : kMade) {
            EXPECT_EQ(fields.missing_cells(*made), 18) << made->name << " without rain";
        }
    }
}

TEST(TransientFailure, KeepsTheRulesOfLevelGroundZeroDepthAndSteepGround) {
    for (const ParamTexts& settings : {ParamTexts{}, kNested}) {
        FieldSet fields = hillside({1, 4});
        fields.write(kSoilDepth)(0, 0) = 0;
        fields.write(kSlope)(0, 1) = 0;
        fields.write(kSlope)(0, 2) = 1.4F;
        run_model("transient_failure", with(settings, {{"highest_slope", "70 deg"}}), fields);
        for (const FieldSpec* made : kMade) {
            const float* const cells = fields.read<float>(*made).data();
            EXPECT_EQ(cells[0], 0) << made->name << ": without soil nothing slides";
            EXPECT_EQ(cells[1], 0) << made->name << ": level ground";
            EXPECT_TRUE(is_missing(cells[2])) << made->name << ": steeper than the limit";
            EXPECT_FALSE(is_missing(cells[3])) << made->name;
        }
        FieldSet single = hillside({1, 1});
        run_model("transient_failure", settings, single);
        EXPECT_EQ(single.missing_cells(kFailureProbabilityInTime), 0);
    }
}

TEST(TransientFailure, OfWorseTimesIsWithinThatOfAnyTime) {
    FieldSet fields = weak_hillside();
    run_model("transient_failure", {{"samples", "500"}}, fields);
    int more = 0;
    for_each_column(fields, [&](Index row, Index col, Index time, const Column&) {
        const float here = fields.read_frames(kFailureProbabilityInTime).at(time)(row, col);
        const float highest = fields.read(kHighestFailureProbability)(row, col);
        EXPECT_LE(here, highest);
        EXPECT_LE(highest, fields.read(kLandslideSusceptibility)(row, col));
        more += here < highest ? 1 : 0;
    });
    EXPECT_GT(more, 20);
}

TEST(TransientFailure, HasTheSameBitsOnAnyNumberOfThreads) {
    const ParamTexts nested = with(kNested, {{"unit_weight_variation", "0.1"}});
    for (const ParamTexts& settings : {ParamTexts{{"samples", "200"}}, nested}) {
        for (const FieldSpec* made : {&kFailureProbabilityErrorInTime, &kFailureProbabilityError}) {
            EXPECT_TRUE(testing::same_for_any_thread_count([&] {
                FieldSet fields = weak_hillside({5, 70});
                run_model("transient_failure", settings, fields);
                return std::get<Raster<float>>(fields.take(*made));
            })) << made->name;
        }
    }
}

TEST(TransientFailure, OfAWindowHasTheBitsOfTheWholeGrid) {
    const Window window{{3, 2}, {6, 7}};
    for (const ParamTexts& settings : {ParamTexts{{"samples", "200"}}, kNested}) {
        FieldSet whole = weak_hillside();
        run_model("transient_failure", settings, whole);
        FieldSet part(whole.grid().part(window));
        part.set_times(kTimes);
        for (const FieldSpec* field : testing::kGround) {
            const auto from = whole.read(*field).window(window.from, window.extent);
            const auto to = part.write(*field);
            for_each_cell(window.extent,
                          [&](Index row, Index col) { to(row, col) = from(row, col); });
        }
        part.put(kRain, std::get<std::shared_ptr<const RainSeries>>(whole.at(kRain)));
        run_model("transient_failure", settings, part);
        for (Index time = 0; time < 3; ++time) {
            for_each_cell(window.extent, [&](Index row, Index col) {
                EXPECT_EQ(part.read_frames(kFailureProbabilityInTime).at(time)(row, col),
                          whole.read_frames(kFailureProbabilityInTime)
                              .at(time)(window.from.row + row, window.from.col + col));
            });
        }
    }
}

}  // namespace
}  // namespace hazone::models
