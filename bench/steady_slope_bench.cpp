// The models of a slope in steady rain, cell by cell: infinite slope, steady wetness, SHALSTAB and
// SINMAP. Each is checked on a lattice of cells against its formula as it is printed.
#include <algorithm>
#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "engine/terrain/form/surface_form.hpp"
#include "models/catalogue.hpp"

namespace hazone::bench {
namespace {

constexpr double kCellSize = 10;
constexpr double kWater = 9810;     // N/m3
constexpr double kRecharge = 1e-6;  // m/s

/// Slope and catchment of the ground, and soil which varies from cell to cell.
FieldSet slopes(const Ground& given) {
    FieldSet fields(Grid{.extent = given.z.extent(), .cell_size = kCellSize});
    Raster<double> total(given.z.extent());
    flow_accumulation(given.direction, total, kCellSize);  // per metre of contour
    const auto area = fields.write(kSpecificCatchmentArea);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        area(row, col) = static_cast<float>(total(row, col));
    });
    surface_form(given.z, {.cell_size = kCellSize}, {.slope = fields.write(kSlope)});
    const auto put = [&](const FieldSpec& spec, double low, double high, Index period) {
        const auto to = fields.write(spec);
        for_each_cell(fields.extent(), [=](Index row, Index col) {
            const auto share =
                static_cast<double>((row * 7 + col * 3) % period) / static_cast<double>(period - 1);
            to(row, col) = static_cast<float>(low + share * (high - low));
        });
    };
    put(kSoilDepth, 0.3, 3, 67);
    put(kCohesion, 1000, 10000, 29);
    put(kFrictionAngle, 0.4, 0.7, 37);
    put(kUnitWeight, 16000, 21000, 13);
    put(kTransmissivity, 1e-4, 1e-3, 31);
    put(kSoilWetness, 0, 1, 43);
    put(kRootCohesion, 0, 3000, 7);
    put(kSurcharge, 0, 1000, 5);
    return fields;
}

double value(const FieldSet& fields, const FieldSpec& field, Cell cell) {
    return fields.read(field)(cell);
}

double printed_safety(const FieldSet& fields, Cell cell) {
    const double slope = value(fields, kSlope, cell);
    const double depth = value(fields, kSoilDepth, cell);
    const double weight = value(fields, kUnitWeight, cell);
    const double load = value(fields, kSurcharge, cell);
    const double cohesion = value(fields, kCohesion, cell) + value(fields, kRootCohesion, cell);
    const double normal = load + (weight - value(fields, kSoilWetness, cell) * kWater) * depth;
    return std::min(10.0, (cohesion + std::pow(std::cos(slope), 2) * normal *
                                          std::tan(value(fields, kFrictionAngle, cell))) /
                              (std::sin(slope) * std::cos(slope) * (load + weight * depth)));
}

double printed_wetness(const FieldSet& fields, Cell cell) {
    return std::min(
        1.0, kRecharge * value(fields, kSpecificCatchmentArea, cell) /
                 (value(fields, kTransmissivity, cell) * std::sin(value(fields, kSlope, cell))));
}

double printed_rainfall(const FieldSet& fields, Cell cell) {
    const double slope = value(fields, kSlope, cell);
    const double friction = std::tan(value(fields, kFrictionAngle, cell));
    const double cohesion = value(fields, kCohesion, cell) + value(fields, kRootCohesion, cell);
    const double share =
        cohesion /
            (kWater * value(fields, kSoilDepth, cell) * std::pow(std::cos(slope), 2) * friction) +
        value(fields, kUnitWeight, cell) / kWater * (1 - std::tan(slope) / friction);
    if (share >= 1) {
        return kInfinity;
    }
    return std::max(0.0, share) * value(fields, kTransmissivity, cell) * std::sin(slope) /
           value(fields, kSpecificCatchmentArea, cell);
}

/// With the defaults of the model; the probability by summing over friction and rain.
double printed_index(const FieldSet& fields, Cell cell) {
    constexpr double kCohesion = 0.25;
    constexpr int kSteps = 200;
    const double slope = value(fields, kSlope, cell);
    const double area = value(fields, kSpecificCatchmentArea, cell);
    const double low = std::tan(kRightAngle / 3);
    const double high = std::tan(kRightAngle / 2);
    const auto friction_left = [&](double ratio) {
        return std::cos(slope) * (1 - 0.5 * std::min(1.0, area / (ratio * std::sin(slope))));
    };
    const double least = friction_left(2000) * low / std::sin(slope);
    if (least >= 1) {
        return std::min(10.0, least);
    }
    double sum = 0;
    for (int k = 0; k < kSteps * kSteps; ++k) {
        const double friction = low + (high - low) * (k % kSteps + 0.5) / kSteps;
        const double rain = (k / kSteps + 0.5) / kSteps;  // of recharge over transmissivity
        const double ratio = 1 / (1.0 / 3000 + rain * (1.0 / 2000 - 1.0 / 3000));
        const double needed = std::sin(slope) - friction_left(ratio) * friction;
        sum += std::clamp((kCohesion - needed) / kCohesion, 0.0, 1.0);
    }
    return sum / (kSteps * kSteps);
}

struct Steady {
    const char* model;
    const FieldSpec* made;
    double (*printed)(const FieldSet& fields, Cell cell);
    double tolerance;
    ParamTexts texts;
    double bytes;
};

const char* what_is_wrong(const FieldSet& fields, const Steady& steady) {
    const Index stride = std::max<Index>(1, fields.extent().rows / 24) | 1;
    Index compared = 0;
    for (Index row = 0; row < fields.extent().rows; row += stride) {
        for (Index col = 0; col < fields.extent().cols; col += stride) {
            const double slope = value(fields, kSlope, {row, col});
            if (is_missing(slope) || slope <= 0) {
                continue;
            }
            const double expected = steady.printed(fields, {row, col});
            const double found = value(fields, *steady.made, {row, col});
            ++compared;
            if (found != expected && !(std::abs(found - expected) <=
                                       steady.tolerance * std::max(std::abs(expected), 1e-9))) {
                return "values which are not those of the printed formula";
            }
        }
    }
    return compared > 100 ? nullptr : "hardly a cell to compare";
}

void measure(benchmark::State& state, const Steady& steady) {
    FieldSet fields = slopes(ground(state));
    const ThreadScope threads(thread_argument(state));
    const Model& model = *find_model(catalogue(), steady.model);
    const Params params = Params::resolve(model.name, model.params, steady.texts);
    for ([[maybe_unused]] auto _ : state) {
        model.run(params, fields);
        benchmark::ClobberMemory();
    }
    report(state, what_is_wrong(fields, steady), steady.bytes);
}

void infinite_slope(benchmark::State& state) {
    measure(state, {"infinite_slope", &kSafetyFactor, printed_safety, 1e-5, {}, 9 * sizeof(float)});
}
void steady_wetness(benchmark::State& state) {
    measure(state, {"steady_wetness",
                    &kSoilWetness,
                    printed_wetness,
                    1e-5,
                    {{"recharge", "1e-6 m/s"}},
                    4 * sizeof(float)});
}
void shalstab(benchmark::State& state) {
    measure(state, {"shalstab", &kCriticalRainfall, printed_rainfall, 1e-3, {}, 9 * sizeof(float)});
}
void sinmap(benchmark::State& state) {
    measure(state, {"sinmap", &kStabilityIndex, printed_index, 2e-3, {}, 3 * sizeof(float) + 1.0});
}

void arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads", "terrain"})
        ->ArgsProduct({{1024, 4096}, {1, 2}, {static_cast<int>(GroundKind::smooth_fractal)}})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

BENCHMARK(infinite_slope)->Name("steady/infinite_slope")->Apply(arguments);
BENCHMARK(steady_wetness)->Name("steady/steady_wetness")->Apply(arguments);
BENCHMARK(shalstab)->Name("steady/shalstab")->Apply(arguments);
BENCHMARK(sinmap)->Name("steady/sinmap")->Apply(arguments);

}  // namespace
}  // namespace hazone::bench
