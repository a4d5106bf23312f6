// A kinematic wave over hillslopes and channels, with rain, maxima and ground without data, and the
// same with losses: updates of cells per second, a sub-step of the channels counting as one each.
#include <cmath>

#include "bench/flow_bench.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/catalogue.hpp"
#include "models/flood/losses/losses.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::bench {
namespace {

using models::Catchment;
using models::CatchmentState;
using models::Losses;
using models::PlaceCells;
using models::WaveScheme;

constexpr double kCell = 30;      // m
constexpr double kStep = 60;      // s
constexpr double kRain = 2e-5;    // m/s
constexpr double kChannel = 555;  // cells above, from which on there is a channel

/// A catchment on the ground of the benchmark, with round holes in a lattice.
class Storm {
public:
    Storm(const Ground& given, WaveScheme scheme)
        : scheme_(scheme), fields_(Grid{.extent = given.z.extent(), .cell_size = kCell}) {
        const Extent extent = given.z.extent();
        Raster<std::uint8_t> direction(extent);
        Raster<std::uint8_t> channel(extent);
        Raster<float> slope(extent);
        const Raster<float> roughness(extent, 0.1F);
        Raster<float> width(extent);
        for_each_cell(extent, [&](Index row, Index col) {
            const double hole = std::hypot(static_cast<double>(row % 512) - 256,
                                           static_cast<double>(col % 512) - 256);
            direction(row, col) = hole < 40 ? kNoDirection : given.direction(row, col);
            const double area = given.area(row, col);  // cells of 1 m2
            channel(row, col) = static_cast<std::uint8_t>(area >= kChannel);
            width(row, col) =
                static_cast<float>(2.7 * std::pow(area * 1e-6 * kCell * kCell, 0.352));
        });
        models::reach_slope(direction, given.filled, kCell, 1e-3, slope);
        catchment_ = std::make_unique<Catchment>(
            models::CatchmentGround{direction, channel, slope, roughness, width, kCell});
        const auto places = static_cast<std::size_t>(catchment_->places());
        volume_.resize(places);
        peak_.resize(places);
        time_.resize(places);
        outflow_.resize(scheme == WaveScheme::box ? places : 0);
    }

    void lose(const std::string& loss) {
        fields_.put(kCurveNumber, Raster<float>(fields_.extent(), 75.0F));
        fields_.put(kConductivity, Raster<float>(fields_.extent(), 2e-6F));
        const Model& model = *find_model(catalogue(), "kinematic_wave");
        PlaceCells cells(static_cast<std::size_t>(catchment_->places()));
        for (Index place = 0; place < catchment_->places(); ++place) {
            cells[static_cast<std::size_t>(place)] = catchment_->cell(place);
        }
        losses_ = models::make_losses(Params::resolve(model.name, model.params, {{"loss", loss}}),
                                      fields_, cells, fields_);
    }

    void step() {
        now_ += kStep;
        const auto moved = catchment_->advance(
            kStep, now_,
            [&](Index first, Index last, double* rate) {
                std::fill_n(rate, last - first, losses_ ? kRain * kStep : kRain);
                if (losses_) {
                    losses_->take(first, last, kStep, rate);
                    for (Index i = 0; i < last - first; ++i) {
                        rate[i] /= kStep;
                    }
                }
            },
            {.scheme = scheme_},
            CatchmentState{volume_.data(), peak_.data(), time_.data(),
                           outflow_.empty() ? nullptr : outflow_.data()});
        supplied_ += moved.supplied;
        left_ += moved.left;
        updates_ += static_cast<double>(catchment_->first_channel()) +
                    static_cast<double>(moved.sub_steps) *
                        static_cast<double>(catchment_->places() - catchment_->first_channel());
    }

    double updates() const { return updates_; }
    /// Water must be neither made nor lost.
    const char* what_is_wrong() const {
        double stored = 0;
        for (const double volume : volume_) {
            stored += volume;
        }
        return std::abs(stored + left_ - supplied_) < 1e-9 * supplied_ ? nullptr
                                                                       : "the balance is open";
    }

private:
    WaveScheme scheme_;
    FieldSet fields_;
    std::unique_ptr<Catchment> catchment_;
    std::unique_ptr<Losses> losses_;
    std::vector<double> volume_;
    std::vector<float> peak_;
    std::vector<float> time_;
    std::vector<float> outflow_;
    double now_ = 0;
    double supplied_ = 0;
    double left_ = 0;
    double updates_ = 0;
};

void run_storm(benchmark::State& state, const std::string& loss, WaveScheme scheme) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Storm storm(given, scheme);
    if (!loss.empty()) {
        storm.lose(loss);
    }
    constexpr int kWetting = 60;  // until all ground is wet
    for (int step = 0; step < kWetting; ++step) {
        storm.step();
    }
    const double before = storm.updates();
    for ([[maybe_unused]] auto _ : state) {
        storm.step();
    }
    state.counters["updates/s"] = {storm.updates() - before, benchmark::Counter::kIsRate};
    report(state, storm.what_is_wrong());
}

void building(benchmark::State& state) {
    const Ground& given = ground(state);
    const ThreadScope threads(thread_argument(state));
    Index places = 0;
    for ([[maybe_unused]] auto _ : state) {
        const models::RoutingNetwork network(given.direction);
        places = network.size();
        benchmark::DoNotOptimize(places);
    }
    report(state, places > 0 ? nullptr : "the network is empty");
}

void routing_arguments(benchmark::internal::Benchmark* benchmark) {
    benchmark->ArgNames({"size", "threads", "terrain"});
    for (const GroundKind kind : {GroundKind::smooth_fractal, GroundKind::fractal}) {
        for (const int threads : {1, 2}) {
            benchmark->Args({2048, threads, static_cast<int>(kind)});
        }
    }
    benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

BENCHMARK(building)->Name("routing_network")->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, rain, "", WaveScheme::upwind)
    ->Name("kinematic_wave")
    ->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, losses, "curve_number", WaveScheme::upwind)
    ->Name("kinematic_wave_with_curve_numbers")
    ->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, soil, "green_ampt", WaveScheme::upwind)
    ->Name("kinematic_wave_with_green_ampt")
    ->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, box, "", WaveScheme::box)
    ->Name("kinematic_wave_by_the_box")
    ->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, box_losses, "curve_number", WaveScheme::box)
    ->Name("kinematic_wave_by_the_box_with_curve_numbers")
    ->Apply(routing_arguments);
BENCHMARK_CAPTURE(run_storm, box_soil, "green_ampt", WaveScheme::box)
    ->Name("kinematic_wave_by_the_box_with_green_ampt")
    ->Apply(routing_arguments);

}  // namespace
}  // namespace hazone::bench
