#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "tests/support/run_model.hpp"
#include "tests/support/terrain.hpp"

namespace hazone::testing {

/// The same rain everywhere, m by step.
class EvenRain : public RainSeries {
public:
    EvenRain(std::vector<float> depths, double length)
        : depths_(std::move(depths)), length_(length) {}
    Index steps() const override { return static_cast<Index>(depths_.size()); }
    double step_length() const override { return length_; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(), [=, this](Index row, Index col) {
            rain(row, col) = depths_[static_cast<std::size_t>(step)];
        });
        if (hole.row >= 0 && step == 1) {
            rain(hole) = kMissing;
        }
    }
    Cell hole{-1, -1};  // without rain in the second step

private:
    std::vector<float> depths_;
    double length_;
};

/// Rough ground with holes, drained, with channels from 6000 m2 on, soil, cover and a storm.
inline FieldSet storm_ground(Extent extent,
                             std::uint64_t seed,
                             std::vector<float> depths,
                             double length) {
    FieldSet fields(plain_grid(extent));
    auto surface = filled(test_terrain(extent, seed));
    auto direction = directions(surface);
    Raster<double> area(extent);
    flow_accumulation(direction, area, fields.grid().cell_area());
    Raster<std::uint8_t> stream(extent);
    for_each_cell(extent, [&](Index row, Index col) {
        stream(row, col) = is_missing(area(row, col))
                               ? kNoDirection
                               : static_cast<std::uint8_t>(area(row, col) >= 6000);
    });
    fields.put(kFilledElevation, std::move(surface));
    fields.put(kFlowDirection, std::move(direction));
    fields.put(kContributingArea, std::move(area));
    fields.put(kStreamNetwork, std::move(stream));
    put_constant(fields, kCurveNumber, 75);
    put_constant(fields, kConductivity, 2e-6F);
    fields.put(kRain, std::make_shared<const EvenRain>(std::move(depths), length));
    return fields;
}

/// Wet steps of the same rain, then dry ones.
inline std::vector<float> storm_of(int steps, float depth, int dry_steps) {
    std::vector<float> depths(static_cast<std::size_t>(steps), depth);
    depths.resize(static_cast<std::size_t>(steps + dry_steps), 0.0F);
    return depths;
}

}  // namespace hazone::testing
