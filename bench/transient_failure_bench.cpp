// Probability of failure of columns of soil under a storm: cells times samples times output times
// per second, with known water and with columns drawn for every cell.
#include <cmath>
#include <memory>
#include <random>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "models/catalogue.hpp"

namespace hazone::bench {
namespace {

constexpr int kPeriods = 6;
constexpr double kPeriod = 14400;  // s
constexpr int kSamples = 1000;

/// Six periods of rain, the same everywhere.
class Storm final : public RainSeries {
public:
    Index steps() const override { return kPeriods; }
    double step_length() const override { return kPeriod; }
    UtcSeconds start() const override { return 0; }
    std::optional<float> everywhere(Index step) const override {
        return static_cast<float>(1e-5 * kPeriod *
                                  std::pow(std::sin(0.7 * static_cast<double>(step) + 0.4), 2));
    }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(),
                      [=, this](Index row, Index col) { rain(row, col) = *everywhere(step); });
    }
};

/// Three soils of a weathered hill in patches, as on the grid on which the reference was timed.
FieldSet hills(Index size, bool unsaturated) {
    FieldSet fields(Grid{.extent = {size, size}, .cell_size = 10});
    std::vector<double> times;
    for (int period = 1; period <= kPeriods; ++period) {
        times.push_back(period * kPeriod);
    }
    fields.set_times(times);
    const auto by_soil = [&](const FieldSpec& spec, float first, float second, float third) {
        Raster<float> cells(fields.extent());
        for_each_cell(fields.extent(),
                      [view = cells.view(), first, second, third](Index row, Index col) {
                          const Index soil = (row / 128 + col / 128) % 3;
                          view(row, col) = soil == 0 ? first : soil == 1 ? second : third;
                      });
        fields.put(spec, std::move(cells));
    };
    by_soil(kCohesion, 4000, 8000, 2000);
    by_soil(kFrictionAngle, 0.524F, 0.489F, 0.576F);
    by_soil(kUnitWeight, 19000, 20000, 18500);
    by_soil(kHydraulicDiffusivity, 1e-5F, 5e-5F, 2e-4F);
    by_soil(kConductivity, 1e-6F, 5e-6F, 2e-5F);
    by_soil(kSaturatedWaterContent, 0.45F, 0.42F, 0.48F);
    by_soil(kResidualWaterContent, 0.1F, 0.08F, 0.06F);
    if (unsaturated) {
        by_soil(kGardnerAlpha, 2, 3.5F, 5);
    } else {
        by_soil(kGardnerAlpha, -1, -1, -1);
    }
    by_soil(kBackgroundFlux, 1e-8F, 1e-8F, 1e-8F);
    std::mt19937_64 random(512);
    std::uniform_real_distribution<float> unit(0, 1);
    for (const FieldSpec* field : {&kSlope, &kSoilDepth, &kInitialWaterTableDepth}) {
        Raster<float> cells(fields.extent());
        for (Index cell = 0; cell < cells.size(); ++cell) {
            cells.data()[cell] = unit(random);
        }
        fields.put(*field, std::move(cells));
    }
    const auto slope = fields.write(kSlope);
    const auto depth = fields.write(kSoilDepth);
    const auto table = fields.write(kInitialWaterTableDepth);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        slope(row, col) = 0.15F + 0.7F * slope(row, col);
        depth(row, col) = 0.8F + 2.4F * depth(row, col);
        table(row, col) = depth(row, col) * (0.6F + 0.4F * table(row, col));
    });
    fields.put(kRain, std::shared_ptr<const RainSeries>(std::make_shared<Storm>()));
    return fields;
}

void run(FieldSet& fields, const char* name, const ParamTexts& texts) {
    const Model& model = *find_model(catalogue(), name);
    model.run(Params::resolve(model.name, model.params, texts), fields);
}

/// A column which fails by more than what its likely strength leaves is likely to fail, and one
/// which holds is not.
const char* what_is_wrong(FieldSet& fields, const ParamTexts& condition) {
    run(fields, "transient_infiltration", condition);
    const auto safety = fields.read_frames(kMinimumSafetyFactor);
    const auto found = fields.read_frames(kFailureProbabilityInTime);
    Index wrong = 0;
    for (Index time = 0; time < kPeriods; ++time) {
        wrong += count_cells(fields.extent(), [&](Index row, Index col) {
            const float here = safety.at(time)(row, col);
            const float probability = found.at(time)(row, col);
            return !(probability >= 0 && probability <= 1) || (here < 0.8F && probability < 0.5F) ||
                   (here > 2 && probability > 0.5F);
        });
    }
    return wrong == 0 ? nullptr : "probabilities which do not follow the safety factor";
}

void measure(benchmark::State& state, bool unsaturated, ParamTexts texts) {
    const Index size = state.range(0);
    FieldSet fields = hills(size, unsaturated);
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const ParamTexts condition{{"initial_condition", unsaturated ? "unsaturated" : "saturated"}};
    texts.insert(condition.begin(), condition.end());
    texts["samples"] = std::to_string(kSamples);
    for ([[maybe_unused]] auto _ : state) {
        run(fields, "transient_failure", texts);
    }
    if (const char* wrong = what_is_wrong(fields, condition); wrong != nullptr) {
        state.SkipWithError(wrong);
    }
    const auto steps = static_cast<double>(size * size * kPeriods * state.iterations());
    state.counters["cells_x_steps"] = {steps, benchmark::Counter::kIsRate};
    state.counters["samples"] = {steps * kSamples, benchmark::Counter::kIsRate};
}

void saturated(benchmark::State& state) { measure(state, false, {}); }
void unsaturated(benchmark::State& state) { measure(state, true, {}); }
void heavy(benchmark::State& state) { measure(state, true, {{"unit_weight_variation", "0.05"}}); }
void drawn(benchmark::State& state) {
    measure(
        state, true,
        {{"conductivity_variation", "0.5"}, {"depth_variation", "0.1"}, {"column_samples", "50"}});
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads"})
        ->ArgsProduct({{512, 1024}, {1, 2}})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

BENCHMARK(saturated)->Name("transient_failure/saturated")->Apply(arguments);
BENCHMARK(unsaturated)->Name("transient_failure/unsaturated")->Apply(arguments);
BENCHMARK(heavy)->Name("transient_failure/unsaturated_uncertain_weight")->Apply(arguments);
BENCHMARK(drawn)
    ->Name("transient_failure/unsaturated_50_columns")
    ->ArgNames({"size", "threads"})
    ->ArgsProduct({{128, 512}, {2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace hazone::bench
