// A design storm of given depth and duration, the same over the whole grid: of constant intensity,
// or a triangle with its peak in the middle of the duration,
//   i(t) = (2 P / D) min(t, D - t) / (D / 2).
// Yen & Chow (1980), Design hyetographs for small drainage structures, Journal of the Hydraulics
// Division ASCE 106(6), 1055-1076.
#include "models/rain/uniform_rain.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <memory>
#include <string_view>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double fallen_share(StormShape shape, double time) {
    if (shape == StormShape::uniform) {
        return time;
    }
    return time < 0.5 ? 2 * time * time : 1 - 2 * (1 - time) * (1 - time);
}

UniformRain::UniformRain(double depth, double duration, double longest_step, StormShape shape) {
    assert(depth >= 0 && duration > 0 && longest_step > 0);
    // A step given as a fraction of the duration is not split because of its last bit.
    const auto count =
        std::max<Index>(1, static_cast<Index>(std::ceil(duration / longest_step - 1e-9)));
    step_length_ = duration / static_cast<double>(count);
    double fallen = 0;
    for (Index step = 1; step <= count; ++step) {
        const double time = static_cast<double>(step) / static_cast<double>(count);
        const auto rain = static_cast<float>(depth * fallen_share(shape, time) - fallen);
        rain_.push_back(std::max(rain, 0.0F));
        fallen += rain_.back();
    }
}

void UniformRain::read(Index step, View<float> rain) const {
    const float value = rain_[static_cast<std::size_t>(step)];
    for_each_cell(rain.extent(), [=](Index row, Index col) { rain(row, col) = value; });
}

namespace {

constexpr FieldSpec kMakes[] = {kRain};

constexpr std::string_view kShapes[] = {"uniform", "triangular"};  // as in StormShape

constexpr ParamSpec kDepth{.name = "depth",
                           .unit = Unit::metre,
                           .lowest = 0,
                           .highest = 5,
                           .meaning = "rain of the whole storm",
                           .required = true};
constexpr ParamSpec kDuration{.name = "duration",
                              .unit = Unit::second,
                              .lowest = 1,
                              .highest = 30 * 86400.0,
                              .meaning = "length of the storm",
                              .required = true};
constexpr ParamSpec kStep{.name = "step",
                          .unit = Unit::second,
                          .fallback = 3600,
                          .lowest = 1,
                          .highest = 86400,
                          .meaning = "longest time step; shortened until it divides the duration"};
constexpr ParamSpec kShape{
    .name = "shape", .fallback = 0, .meaning = "course of the intensity", .choices = kShapes};
constexpr ParamSpec kParams[] = {kDepth, kDuration, kStep, kShape};

void run(const Params& params, FieldSet& fields) {
    std::shared_ptr<const RainSeries> series = std::make_shared<UniformRain>(
        params[kDepth], params[kDuration], params[kStep], params.choice<StormShape>(kShape));
    fields.put(kRain, std::move(series));
}

}  // namespace

constinit const Model uniform_rain{
    .name = "uniform_rain",
    .summary = "a design storm of given depth and duration over the whole grid",
    .source = "Yen & Chow (1980), J. Hydraul. Div. ASCE 106(6), 1055-1076 (triangular shape)",
    .needs = {},
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 0,
    .halo = no_halo,
};

}  // namespace hazone::models
