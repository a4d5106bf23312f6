#include "models/rain/past_rain.hpp"

#include <algorithm>

#include "engine/parallel/loops.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kPastRain{"past_rain", Unit::metre, "rain of the last steps",
                              0,           kInfinity,   CellType::float32,
                              Form::frames};

}  // namespace

void PastRain::start(FieldSet& state, Index steps) {
    state.set_times(std::vector<double>(static_cast<std::size_t>(steps)));
    const Frames<float> rain = state.write_frames(kPastRain);
    for (Index place = 0; place < steps; ++place) {
        const View<float> cells = rain.at(place);
        for_each_row(cells.rows(),
                     [=](Index row) { std::fill_n(cells.row(row), cells.cols(), 0.0F); });
    }
}

PastRain::PastRain(FieldSet& state, Index newest)
    : rain_(state.write_frames(kPastRain)), newest_(newest) {}

Index PastRain::steps() const { return std::min(rain_.count(), newest_ + 1); }

std::vector<const float*> PastRain::from(Index row, Index col) const {
    std::vector<const float*> rain(static_cast<std::size_t>(steps()));
    for (Index age = 0; age < steps(); ++age) {
        rain[static_cast<std::size_t>(age)] = this->row(age, row) + col;
    }
    return rain;
}

Index steps_within(const RainSeries& series, double longest) {
    double briefest = series.step_length();
    for (Index step = 0; step < series.steps(); ++step) {
        briefest = std::min(briefest, series.length(step));
    }
    // One more: the time can begin and end within a step.
    return std::min(series.steps(), static_cast<Index>(longest / briefest) + 1);
}

std::vector<double> lengths_before(const RainSeries& series, Index newest, Index steps) {
    std::vector<double> lengths;
    for (Index age = 0; age < steps; ++age) {
        lengths.push_back(series.length(newest - age));
    }
    return lengths;
}

}  // namespace hazone::models
