#pragma once

// Random soil columns under a storm of three periods, for the tests of the transient models.
#include <array>
#include <memory>
#include <random>
#include <vector>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/landslide/transient/column.hpp"
#include "tests/support/run_model.hpp"

namespace hazone::testing {

/// Periods of unequal length whose rain grows from west to east, or is the same everywhere.
class StepRain final : public RainSeries {
public:
    StepRain(std::vector<double> lengths, std::vector<double> rates, bool uniform)
        : lengths_(std::move(lengths)), rates_(std::move(rates)), uniform_(uniform) {}

    Index steps() const override { return static_cast<Index>(lengths_.size()); }
    double step_length() const override { return lengths_.front(); }
    double length(Index step) const override { return lengths_[static_cast<std::size_t>(step)]; }
    double begin(Index step) const override {
        double begin = 0;
        for (Index earlier = 0; earlier < step; ++earlier) {
            begin += length(earlier);
        }
        return begin;
    }
    UtcSeconds start() const override { return 0; }
    std::optional<float> everywhere(Index step) const override {
        return uniform_ ? std::optional(depth(step, 0)) : std::nullopt;
    }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(), [=, this](Index row, Index col) {
            rain(row, col) = depth(step, uniform_ ? 0 : col);
        });
    }
    float depth(Index step, Index col) const {
        return static_cast<float>(rates_[static_cast<std::size_t>(step)] * length(step) *
                                  (1 + 0.02 * static_cast<double>(col)));
    }

private:
    std::vector<double> lengths_, rates_;
    bool uniform_;
};

inline const std::vector<double> kLengths{14400, 3600, 28800};  // s
inline const std::vector<double> kRates{8e-7, 2e-6, 1e-7};      // m/s
inline const std::vector<double> kTimes{7200, 18000, 40000};    // s

inline constexpr std::array kGround{&kSlope,
                                    &kSoilDepth,
                                    &kInitialWaterTableDepth,
                                    &kBackgroundFlux,
                                    &kCohesion,
                                    &kFrictionAngle,
                                    &kUnitWeight,
                                    &kHydraulicDiffusivity,
                                    &kConductivity,
                                    &kSaturatedWaterContent,
                                    &kResidualWaterContent,
                                    &kGardnerAlpha};
inline constexpr std::array<double, kGround.size()> kLeast{0.3,  0.8,  0.5,  0,    1e3,  0.4,
                                                           18e3, 1e-6, 1e-6, 0.35, 0.05, 1};
inline constexpr std::array<double, kGround.size()> kMost{0.9,  3.0,  2.5,  1e-8, 9e3, 0.7,
                                                          21e3, 1e-4, 1e-5, 0.5,  0.1, 6};

inline FieldSet hillside(Extent extent, bool uniform = false) {
    FieldSet fields(testing::plain_grid(extent));
    fields.set_times(kTimes);
    std::mt19937_64 random(4);
    for (std::size_t k = 0; k < kGround.size(); ++k) {
        std::uniform_real_distribution<double> value(kLeast[k], kMost[k]);
        Raster<float> cells(extent);
        for (Index cell = 0; cell < extent.size(); ++cell) {
            cells.data()[cell] = static_cast<float>(value(random));
        }
        fields.put(*kGround[k], std::move(cells));
    }
    fields.put(kRain, std::shared_ptr<const RainSeries>(
                          std::make_shared<StepRain>(kLengths, kRates, uniform)));
    return fields;
}

inline models::transient::Column column_at(const FieldSet& fields, Index row, Index col) {
    const auto value = [&](const FieldSpec& field) {
        return static_cast<double>(fields.read(field)(row, col));
    };
    return {
        .slope = value(kSlope),
        .depth = value(kSoilDepth),
        .water_table_depth = value(kInitialWaterTableDepth),
        .background_flux = value(kBackgroundFlux),
        .soil = {value(kCohesion), value(kFrictionAngle), value(kUnitWeight),
                 value(kHydraulicDiffusivity), value(kConductivity), value(kSaturatedWaterContent),
                 value(kResidualWaterContent), value(kGardnerAlpha)}};
}

}  // namespace hazone::testing
