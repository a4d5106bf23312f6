// Probability that a soil column fails while rain infiltrates, at each output time: the share of
// samples of what is uncertain whose lowest safety factor is below 1. Raia, Alvioli, Rossi, Baum,
// Godt & Guzzetti (2014), Geoscientific Model Development 7(2), 495-514,
// https://doi.org/10.5194/gmd-7-495-2014 (soil properties of TRIGRS sampled). One column, its
// equations and its settings: models/landslide/transient/column.hpp; samples:
// engine/statistics/sampler.hpp.
//
// Strength (cohesion of the soil and of roots, tan(phi), unit weight) does not move water. So the
// pressure of a column is solved once, and samples of strength cost a few operations each. Where
// soil depth, initial water table, conductivity or diffusivity are uncertain, `column_samples`
// columns of each cell are solved, and each meets an equal part of the samples of strength. Samples
// of one column share its water: the interval of the probability comes from how the columns differ
// (batched_half_width), not from the number of samples.
//
// The same samples meet all output times. A column is judged at its increments + 1 depths and at
// the output times alone: what fails between them is not seen. A strength below 0, which normal
// factors may give, counts as 0; factors of unit weight, conductivity and diffusivity count as 0.01
// at least. Samples without soil and level ground do not fail. Infiltration by
// routed_infiltration is that of the likely conductivity.
#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/statistics/failure_sampling.hpp"
#include "models/declarations.hpp"
#include "models/landslide/probability/column_failure.hpp"
#include "models/landslide/probability/uncertain_params.hpp"
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::models {
namespace {

using transient::Column;

constexpr FieldSpec kMakes[] = {kFailureProbabilityInTime, kFailureProbabilityErrorInTime,
                                kHighestFailureProbability, kLandslideSusceptibility,
                                kFailureProbabilityError};

constexpr ParamSpec kColumnSamples{
    .name = "column_samples",
    .fallback = 50,
    .lowest = 10,
    .highest = 10000,
    .meaning =
        "columns solved for each cell where soil depth, water table, conductivity or diffusivity "
        "are uncertain; the samples are then the next multiple of it",
    .whole = true};
constexpr ParamSpec kRootVariation =
    variation("root_cohesion_variation",
              0,
              "standard deviation over mean of the cohesion of roots, beside that which it shares "
              "with the soil");
constexpr ParamSpec kRootDistribution =
    distribution("root_cohesion_distribution", Shape::lognormal, "distribution of that part");
constexpr ParamSpec kWeightVariation =
    variation("unit_weight_variation", 0, "standard deviation over mean of the unit weight");
constexpr ParamSpec kWeightDistribution =
    distribution("unit_weight_distribution", Shape::normal, "distribution of the unit weight");
constexpr ParamSpec kTableVariation =
    variation("water_table_variation",
              0,
              "standard deviation over mean of the initial depth of the water table");
constexpr ParamSpec kTableDistribution =
    distribution("water_table_distribution", Shape::normal, "distribution of that depth");

/// Hydraulic properties vary by more than their mean.
constexpr ParamSpec wide_variation(std::string_view name, std::string_view meaning) {
    ParamSpec made = variation(name, 0, meaning);
    made.highest = 5;
    return made;
}
constexpr ParamSpec kConductivityVariation = wide_variation(
    "conductivity_variation", "standard deviation over mean of the saturated conductivity");
constexpr ParamSpec kConductivityDistribution = distribution(
    "conductivity_distribution", Shape::lognormal, "distribution of the saturated conductivity");
constexpr ParamSpec kDiffusivityVariation = wide_variation(
    "diffusivity_variation", "standard deviation over mean of the hydraulic diffusivity");
constexpr ParamSpec kDiffusivityDistribution = distribution(
    "diffusivity_distribution", Shape::lognormal, "distribution of the hydraulic diffusivity");

constexpr ParamSpec kSamplingParams[] = {kSampling,
                                         kSamples,
                                         kColumnSamples,
                                         kSeed,
                                         kCohesionVariation,
                                         kFrictionVariation,
                                         kRootVariation,
                                         kWeightVariation,
                                         kDepthVariation,
                                         kTableVariation,
                                         kConductivityVariation,
                                         kDiffusivityVariation,
                                         kCohesionDistribution,
                                         kFrictionDistribution,
                                         kRootDistribution,
                                         kWeightDistribution,
                                         kDepthDistribution,
                                         kTableDistribution,
                                         kConductivityDistribution,
                                         kDiffusivityDistribution,
                                         kTruncation,
                                         kCorrelation};

constexpr std::size_t kOwnParams = std::size(kSamplingParams);
constexpr auto all_params() {
    std::array<ParamSpec, kOwnParams + std::size(transient::kColumnParams)> all{};
    std::copy(std::begin(kSamplingParams), std::end(kSamplingParams), all.begin());
    std::copy(std::begin(transient::kColumnParams), std::end(transient::kColumnParams),
              all.begin() + kOwnParams);
    return all;
}
constexpr auto kParams = all_params();

constexpr float kLeastFactor = 0.01F;

// Places of the quantities in the samples of strength and in those of columns.
constexpr std::size_t kOfCohesion = 0;
constexpr std::size_t kOfFriction = 1;
constexpr std::size_t kOfRoots = 2;
constexpr std::size_t kOfWeight = 3;
constexpr std::size_t kOfDepth = 0;
constexpr std::size_t kOfTable = 1;
constexpr std::size_t kOfConductivity = 2;
constexpr std::size_t kOfDiffusivity = 3;

/// What is drawn: strengths, and columns where their water is uncertain.
class Draws {
public:
    Draws(const Params& params, bool roots)
        : water_(water_of(params)),
          batches_(std::all_of(water_.begin(),
                               water_.end(),
                               [](const Marginal& quantity) { return quantity.certain(); })
                       ? 1
                       : static_cast<Index>(params[kColumnSamples])),
          each_((static_cast<Index>(params[kSamples]) + batches_ - 1) / batches_),
          strength_(strength_plan(params, roots)),
          columns_({.sampling = params.choice<Sampling>(kSampling),
                    .samples = batches_,
                    .seed = seed_of(params) | kColumnSeeds,
                    .quantities = water_}),
          uncertain_weight_(params[kWeightVariation] > 0) {}

    /// Columns which are solved for a cell, and samples of strength for each.
    Index batches() const { return batches_; }
    Index each() const { return each_; }
    const Sampler& strength() const { return strength_; }
    const Sampler& columns() const { return columns_; }
    bool uncertain_weight() const { return uncertain_weight_; }

private:
    static constexpr std::uint64_t kColumnSeeds = std::uint64_t{1} << 32;  // beyond those of kSeed

    static std::uint64_t seed_of(const Params& params) {
        return static_cast<std::uint64_t>(params[kSeed]);
    }
    static std::vector<Marginal> water_of(const Params& params) {
        return {factor_of(params, kDepthVariation, kDepthDistribution),
                factor_of(params, kTableVariation, kTableDistribution),
                factor_of(params, kConductivityVariation, kConductivityDistribution),
                factor_of(params, kDiffusivityVariation, kDiffusivityDistribution)};
    }
    SamplePlan strength_plan(const Params& params, bool roots) const {
        return {.sampling = params.choice<Sampling>(kSampling),
                .samples = batches_ * each_,
                .seed = seed_of(params),
                .quantities = {factor_of(params, kCohesionVariation, kCohesionDistribution),
                               factor_of(params, kFrictionVariation, kFrictionDistribution),
                               roots ? factor_of(params, kRootVariation, kRootDistribution)
                                     : Marginal(),
                               factor_of(params, kWeightVariation, kWeightDistribution)},
                .correlation = params[kCorrelation],
                .in_parts = batches_ > 1};
    }

    std::vector<Marginal> water_;
    Index batches_;
    Index each_;
    Sampler strength_;
    Sampler columns_;
    bool uncertain_weight_;
};

/// The samples of strength of one cell.
class CellStrength {
public:
    void draw(const Draws& draws, std::uint64_t cell, const Column& column, double roots) {
        const Sampler& sampler = draws.strength();
        sampler.draw(cell, samples_);
        const auto count = static_cast<std::size_t>(sampler.samples());
        cohesion_.resize(count);
        tangent_.resize(count);
        const double all = column.soil.cohesion;
        fill_cohesion(static_cast<float>(all), static_cast<float>(all > 0 ? roots / all : 0));
        fill_tangent(static_cast<float>(std::tan(column.soil.friction_angle)));
        heavier_.clear();
        if (draws.uncertain_weight()) {
            heavier_.resize(count);
            const float* const weight = samples_.of(kOfWeight);
            std::transform(weight, weight + count, heavier_.begin(),
                           [](float factor) { return std::max(factor, kLeastFactor) - 1; });
        }
    }

    StrengthSamples all() const {
        return {.cohesion = cohesion_.data(),
                .tangent = tangent_.data(),
                .heavier = heavier_.empty() ? nullptr : heavier_.data(),
                .count = static_cast<Index>(cohesion_.size())};
    }

private:
    void fill_cohesion(float all, float root_share) {
        const float* const factor = samples_.of(kOfCohesion);
        const float* const roots = samples_.of(kOfRoots);
        float* const out = cohesion_.data();
        const std::size_t count = cohesion_.size();
#pragma GCC ivdep  // the factors are none of the strengths
        for (std::size_t number = 0; number < count; ++number) {
            const float rooted = roots[number] > 0 ? roots[number] : 0;
            const float value = factor[number] * all * (1 + root_share * (rooted - 1));
            out[number] = value > 0 ? value : 0;
        }
    }
    void fill_tangent(float likely) {
        const float* const factor = samples_.of(kOfFriction);
        float* const out = tangent_.data();
        const std::size_t count = tangent_.size();
#pragma GCC ivdep  // as above
        for (std::size_t number = 0; number < count; ++number) {
            const float value = factor[number] * likely;
            out[number] = value > 0 ? value : 0;
        }
    }

    Samples samples_;
    std::vector<float> cohesion_, tangent_, heavier_;
};

/// The answer for one cell.
struct CellEstimate {
    std::vector<double> probability, error;  // per output time
    double ever = kMissing;                  // fails at one of them at least
    double ever_error = kMissing;

    void fill(std::size_t outputs, double value) {
        probability.assign(outputs, value);
        error.assign(outputs, value);
        ever = value;
        ever_error = value;
    }
};

/// Where results go; views of nothing are not wanted.
struct Answers {
    Frames<float> probability, error;
    View<float> highest, ever, ever_error;

    explicit Answers(FieldSet& fields)
        : probability(fields.write_frames_if_wanted(kFailureProbabilityInTime)),
          error(fields.write_frames_if_wanted(kFailureProbabilityErrorInTime)),
          highest(fields.write_if_wanted(kHighestFailureProbability)),
          ever(fields.write_if_wanted(kLandslideSusceptibility)),
          ever_error(fields.write_if_wanted(kFailureProbabilityError)) {}

    void store(Index row, Index col, const CellEstimate& found) const {
        double most = 0;
        for (std::size_t output = 0; output < found.probability.size(); ++output) {
            const double here = found.probability[output];
            put(probability, output, row, col, here);
            put(error, output, row, col, found.error[output]);
            most = here > most || is_missing(here) ? here : most;  // once missing, it stays
        }
        put(highest, row, col, most);
        put(ever, row, col, found.ever);
        put(ever_error, row, col, found.ever_error);
    }

private:
    static void put(Frames<float> to, std::size_t output, Index row, Index col, double value) {
        if (to.count() > 0) {
            to.at(static_cast<Index>(output))(row, col) = static_cast<float>(value);
        }
    }
    static void put(View<float> to, Index row, Index col, double value) {
        if (to.data() != nullptr) {
            to(row, col) = static_cast<float>(value);
        }
    }
};

/// Working memory of one thread.
struct Bench {
    CellStrength strength;
    Samples water;
    std::vector<Column> columns;
    transient::Slips slips;
    ColumnFailure failure;
    FailureCounts counts;
    std::vector<BatchCounts> batches;  // per output, and ever
    CellEstimate found;
};

/// The cells of one run.
class Cells {
public:
    Cells(const Params& params, FieldSet& fields)
        : ground_(params, fields),
          draws_(params, fields.has(kRootCohesion)),
          answers_(fields),
          extent_(fields.extent()),
          first_(fields.grid().first),
          whole_cols_(fields.grid().whole.empty() ? extent_.cols : fields.grid().whole.cols) {}

    const transient::ColumnSolver& solver() const { return ground_.solver(); }

    void solve_row(Index row, Bench& bench) const {
        constexpr Index kChunk = 64;
        const bool nested = draws_.batches() > 1;
        const Index step = nested ? 1 : kChunk;
        for (Index col = 0; col < extent_.cols; col += step) {
            if (nested) {
                solve_nested({row, col}, bench);
            } else {
                solve_chunk({row, col}, std::min(kChunk, extent_.cols - col), bench);
            }
        }
    }

private:
    std::size_t outputs() const { return ground_.solver().output_times().size(); }
    std::uint64_t number(Cell cell) const { return cell_number(cell, first_, whole_cols_); }

    /// Neighbouring cells with one column each.
    void solve_chunk(Cell from, Index count, Bench& bench) const {
        bench.columns.clear();
        for (Index place = 0; place < count; ++place) {
            bench.columns.push_back(ground_.column(from.row, from.col + place));
        }
        ground_.solver().find_slips(bench.columns, ground_.rates().column(from.row, from.col),
                                    bench.slips);
        for (Index place = 0; place < count; ++place) {
            estimate_one({from.row, from.col + place}, static_cast<std::size_t>(place), bench);
            answers_.store(from.row, from.col + place, bench.found);
        }
    }

    void estimate_one(Cell cell, std::size_t place, Bench& bench) const {
        const transient::ColumnState state = bench.slips.states[place];
        if (state != transient::ColumnState::solved) {
            bench.found.fill(outputs(), state == transient::ColumnState::missing ? kMissing : 0);
            return;
        }
        bench.failure.load(bench.slips, place, draws_.uncertain_weight());
        if (!bench.failure.driven()) {
            bench.found.fill(outputs(), 0);
            return;
        }
        bench.strength.draw(draws_, number(cell), bench.columns[place],
                            ground_.roots(cell.row, cell.col));
        count(bench.strength.all(), bench);
        const auto samples = static_cast<double>(draws_.each());
        CellEstimate& found = bench.found;
        found.fill(outputs(), 0);
        for (std::size_t output = 0; output < outputs(); ++output) {
            found.probability[output] = bench.counts.at[output] / samples;
            found.error[output] = wilson_half_width(bench.counts.at[output], samples);
        }
        found.ever = bench.counts.ever / samples;
        found.ever_error = wilson_half_width(bench.counts.ever, samples);
    }

    void count(const StrengthSamples& samples, Bench& bench) const {
        bench.counts.at.assign(outputs(), 0);
        bench.counts.ever = 0;
        bench.failure.count(samples, bench.counts);
    }

    /// The columns drawn for one cell, each with its part of the samples of strength.
    void solve_nested(Cell cell, Bench& bench) const {
        const Column likely = ground_.column(cell.row, cell.col);
        draw_columns(cell, likely, bench);
        transient::Rates rates = ground_.rates().column(cell.row, cell.col);
        rates.column_stride = 0;
        ground_.solver().find_slips(bench.columns, rates, bench.slips);
        const auto& states = bench.slips.states;
        if (std::find(states.begin(), states.end(), transient::ColumnState::missing) !=
            states.end()) {
            bench.found.fill(outputs(), kMissing);
        } else {
            bench.strength.draw(draws_, number(cell), likely, ground_.roots(cell.row, cell.col));
            estimate_nested(bench);
        }
        answers_.store(cell.row, cell.col, bench.found);
    }

    void draw_columns(Cell cell, const Column& likely, Bench& bench) const {
        draws_.columns().draw(number(cell), bench.water);
        bench.columns.assign(static_cast<std::size_t>(draws_.batches()), likely);
        for (std::size_t batch = 0; batch < bench.columns.size(); ++batch) {
            const auto factor = [&](std::size_t quantity, float least) {
                return std::max(bench.water.of(quantity)[batch], least);
            };
            Column& column = bench.columns[batch];
            column.depth *= factor(kOfDepth, 0);
            column.water_table_depth *= factor(kOfTable, 0);
            column.soil.conductivity *= factor(kOfConductivity, kLeastFactor);
            column.soil.diffusivity *= factor(kOfDiffusivity, kLeastFactor);
        }
    }

    void estimate_nested(Bench& bench) const {
        bench.batches.assign(outputs() + 1, {});
        bool driven = false;
        for (std::size_t batch = 0; batch < bench.columns.size(); ++batch) {
            if (bench.slips.states[batch] == transient::ColumnState::no_soil) {
                continue;  // none of this batch fails
            }
            bench.failure.load(bench.slips, batch, draws_.uncertain_weight());
            driven = driven || bench.failure.driven();
            count(
                bench.strength.all().part(static_cast<Index>(batch) * draws_.each(), draws_.each()),
                bench);
            for (std::size_t output = 0; output < outputs(); ++output) {
                bench.batches[output].add(bench.counts.at[output]);
            }
            bench.batches.back().add(bench.counts.ever);
        }
        CellEstimate& found = bench.found;
        found.fill(outputs(), 0);
        if (!driven) {
            return;
        }
        const auto samples = static_cast<double>(draws_.batches() * draws_.each());
        const auto error_of = [&](const BatchCounts& counts) {
            return batched_half_width(counts, draws_.batches(), draws_.each());
        };
        for (std::size_t output = 0; output < outputs(); ++output) {
            found.probability[output] = bench.batches[output].failures / samples;
            found.error[output] = error_of(bench.batches[output]);
        }
        found.ever = bench.batches.back().failures / samples;
        found.ever_error = error_of(bench.batches.back());
    }

    transient::Ground ground_;
    Draws draws_;
    Answers answers_;
    Extent extent_;
    Cell first_;
    Index whole_cols_;
};

void run(const Params& params, FieldSet& fields) {
    const Cells cells(params, fields);
    for_each_block_with<Bench>(fields.extent().rows,
                               [&](Index row, Bench& bench) { cells.solve_row(row, bench); });
    note_other_times("transient_failure", cells.solver(), fields);
}

}  // namespace

constinit const Model transient_failure{
    .name = "transient_failure",
    .summary =
        "probability that soil columns fail while rain infiltrates, by sampling what is uncertain",
    .source =
        "Raia et al. (2014), doi:10.5194/gmd-7-495-2014; Iverson (2000), doi:10.1029/2000WR900090; "
        "Baum, Savage & Godt (2008), doi:10.3133/ofr20081159",
    .needs = transient::kColumnNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 13,  // as transient_infiltration
    .nanoseconds_per_cell = 5000,
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .uses = transient::kColumnUses,
    .on_demand = true,
};

}  // namespace hazone::models
