#include "scenarios/ensemble/varied_input.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

/// Rain of another series times a factor.
class ScaledRain : public RainSeries {
public:
    ScaledRain(std::shared_ptr<const RainSeries> rain, double factor)
        : rain_(std::move(rain)), factor_(factor) {}

    Index steps() const override { return rain_->steps(); }
    double step_length() const override { return rain_->step_length(); }
    double length(Index step) const override { return rain_->length(step); }
    double begin(Index step) const override { return rain_->begin(step); }
    UtcSeconds start() const override { return rain_->start(); }
    std::optional<float> everywhere(Index step) const override {
        const auto rain = rain_->everywhere(step);
        return rain ? std::optional(scaled(*rain)) : std::nullopt;
    }
    void read(Index step, View<float> rain) const override {
        rain_->read(step, rain);
        for_each_cell(rain.extent(),
                      [&](Index row, Index col) { rain(row, col) = scaled(rain(row, col)); });
    }

private:
    float scaled(float rain) const {
        return static_cast<float>(factor_ * static_cast<double>(rain));
    }

    std::shared_ptr<const RainSeries> rain_;
    double factor_;
};

std::shared_ptr<const GaugeSet> scaled(const GaugeSet& gauges, double factor) {
    auto made = std::make_shared<GaugeSet>(gauges);
    for (GaugeSet::Station& station : made->stations) {
        for (double& rain : station.rain) {
            rain *= factor;
        }
    }
    return made;
}

template <class T>
VariedInput varied_raster(const FieldSpec& field,
                          View<const T> cells,
                          Effect effect,
                          double drawn) {
    Raster<T> made(cells.extent());
    const auto varied = [=](Index row, Index col) {
        const auto value = static_cast<double>(cells(row, col));
        return effect == Effect::factor ? value * drawn : value + drawn;
    };
    const auto leaves = [&](Index row, Index col) {
        const double value = varied(row, col);
        return value < field.lowest || value > field.highest;
    };
    for_each_cell(made.extent(), [&](Index row, Index col) {
        const double value = varied(row, col);  // missing passes all comparisons of clamp
        made(row, col) = static_cast<T>(std::clamp(value, field.lowest, field.highest));
    });
    const Index held = count_cells(cells.extent(), leaves);
    return {.value = std::move(made), .held = held};
}

}  // namespace

VariedInput varied_input(const FieldSpec& field,
                         const FieldSet::Value& value,
                         Effect effect,
                         double drawn) {
    return std::visit(
        [&](const auto& held) -> VariedInput {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, Raster<float>>) {
                return varied_raster<float>(field, held, effect, drawn);
            } else if constexpr (std::is_same_v<Held, Raster<double>>) {
                return varied_raster<double>(field, held, effect, drawn);
            } else if constexpr (std::is_same_v<Held, std::shared_ptr<const RainSeries>>) {
                return {.value = std::shared_ptr<const RainSeries>(
                            std::make_shared<ScaledRain>(held, drawn))};
            } else if constexpr (std::is_same_v<Held, std::shared_ptr<const GaugeSet>>) {
                return {.value = scaled(*held, drawn)};
            } else {
                throw std::logic_error("this kind of field cannot be varied");
            }
        },
        value);
}

}  // namespace hazone
