// The probability of failure of the infinite slope: sampling, and the methods which spare it.
#include <cmath>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/threads.hpp"
#include "models/catalogue.hpp"

namespace hazone::bench {
namespace {

constexpr Index kSamples = 1000;

/// Slopes, depths and wetness from gentle and thin to steep and deep, a tenth of it without soil
/// data.
FieldSet slopes(Index size) {
    FieldSet fields(Grid{.extent = {size, size}, .cell_size = 10});
    const auto put = [&](const FieldSpec& spec, double low, double high, Index period) {
        Raster<float> cells(fields.extent());
        for_each_cell(fields.extent(),
                      [view = cells.view(), low, high, period](Index row, Index col) {
                          const auto share = static_cast<double>((row * 7 + col * 3) % period) /
                                             static_cast<double>(period - 1);
                          view(row, col) = static_cast<float>(low + share * (high - low));
                      });
        fields.put(spec, std::move(cells));
    };
    put(kSlope, 0.1, 0.9, 101);
    put(kSoilDepth, 0.3, 3, 67);
    put(kCohesion, 1000, 10000, 29);
    put(kFrictionAngle, 0.4, 0.7, 37);
    put(kUnitWeight, 16000, 21000, 13);
    put(kSoilWetness, 0, 1, 43);
    put(kRootCohesion, 0, 3000, 7);
    put(kSurcharge, 0, 1000, 5);
    return fields;
}

void run(FieldSet& fields, const char* name, const ParamTexts& texts) {
    const Model& model = *find_model(catalogue(), name);
    model.run(Params::resolve(model.name, model.params, texts), fields);
}

/// Against the closed form, whose strengths these settings share.
const char* what_is_wrong(FieldSet& fields, const char* name, ParamTexts texts, double tolerance) {
    texts["cohesion_distribution"] = "normal";
    run(fields, "failure_probability", {});
    const Raster<float> exact = std::get<Raster<float>>(fields.take(kLandslideSusceptibility));
    run(fields, name, texts);
    const auto found = fields.read(kLandslideSusceptibility);
    const Index wrong = count_cells(fields.extent(), [&](Index row, Index col) {
        return !(std::abs(found(row, col) - exact(row, col)) < static_cast<float>(tolerance));
    });
    return wrong == 0 ? nullptr : "probabilities which are not those of the closed form";
}

void measure(benchmark::State& state,
             const char* name,
             const ParamTexts& checked,
             ParamTexts texts) {
    FieldSet fields = slopes(state.range(0));
    const ThreadScope threads(static_cast<int>(state.range(1)));
    const bool samples = std::string(name) == "monte_carlo_failure";
    // six standard errors of 1000 samples
    const char* const wrong = what_is_wrong(fields, name, checked, samples ? 0.095 : 1e-5);
    for (const auto& [parameter, text] : checked) {
        texts.emplace(parameter, text);
    }
    for ([[maybe_unused]] auto _ : state) {
        run(fields, name, texts);
    }
    if (wrong != nullptr) {
        state.SkipWithError(wrong);
    }
    const auto cells = static_cast<double>(fields.extent().size() * state.iterations());
    state.counters["cells"] = {cells, benchmark::Counter::kIsRate};
    if (samples) {
        state.counters["samples"] = {cells * kSamples, benchmark::Counter::kIsRate};
    }
}

ParamTexts all_uncertain() { return {{"depth_variation", "0.2"}, {"wetness_variation", "0.2"}}; }

void latin_of_strength(benchmark::State& state) { measure(state, "monte_carlo_failure", {}, {}); }
void latin_of_all(benchmark::State& state) {
    measure(state, "monte_carlo_failure", {}, all_uncertain());
}
void latin_correlated(benchmark::State& state) {
    measure(state, "monte_carlo_failure", {}, {{"correlation", "-0.3"}});
}
void random_of_all(benchmark::State& state) {
    measure(state, "monte_carlo_failure", {{"sampling", "monte_carlo"}}, all_uncertain());
}
void reliability(benchmark::State& state) { measure(state, "form_failure", {}, all_uncertain()); }
void points(benchmark::State& state) {
    measure(state, "point_estimate_failure", {}, all_uncertain());
}

/// Its values are compared in tests/models/landslide/probability_test.cpp.
void sensitivity(benchmark::State& state) {
    FieldSet fields = slopes(state.range(0));
    const ThreadScope threads(static_cast<int>(state.range(1)));
    for ([[maybe_unused]] auto _ : state) {
        run(fields, "safety_sensitivity", {});
    }
    if (is_missing(fields.read(kSensitivityToCohesion)(0, 0))) {
        state.SkipWithError("no shares on the lattice");
    }
    state.counters["cells"] = {static_cast<double>(fields.extent().size() * state.iterations()),
                               benchmark::Counter::kIsRate};
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads"})
        ->ArgsProduct({{512, 1024}, {1, 2}})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

BENCHMARK(latin_of_strength)->Name("monte_carlo/latin_hypercube_2")->Apply(arguments);
BENCHMARK(latin_correlated)->Name("monte_carlo/latin_hypercube_correlated_2")->Apply(arguments);
BENCHMARK(latin_of_all)->Name("monte_carlo/latin_hypercube_4")->Apply(arguments);
BENCHMARK(random_of_all)->Name("monte_carlo/independent_4")->Apply(arguments);
BENCHMARK(reliability)->Name("form_failure")->Apply(arguments);
BENCHMARK(sensitivity)->Name("safety_sensitivity")->Apply(arguments);
BENCHMARK(points)->Name("point_estimate_failure")->Apply(arguments);

}  // namespace
}  // namespace hazone::bench
