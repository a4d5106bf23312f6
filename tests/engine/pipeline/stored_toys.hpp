#pragma once

// Small models which look near a cell, or at the whole grid, to test runs through stores.
#include <algorithm>
#include <memory>

#include "engine/core/missing.hpp"
#include "tests/engine/pipeline/toy_models.hpp"

namespace hazone::testing {

/// The highest ground within `reach` cells; missing where the cell is.
inline void highest_around(View<const float> z, Index reach, View<float> highest) {
    for_each_cell(z.extent(), [=](Index row, Index col) {
        float most = z(row, col);
        for (Index r = std::max<Index>(row - reach, 0); r <= std::min(row + reach, z.rows() - 1);
             ++r) {
            for (Index c = std::max<Index>(col - reach, 0);
                 c <= std::min(col + reach, z.cols() - 1); ++c) {
                most = z(r, c) > most ? z(r, c) : most;
            }
        }
        highest(row, col) = most;
    });
}

inline constexpr FieldSpec kFilledOnly[] = {kFilledElevation};
inline constexpr FieldSpec kStreamOnly[] = {kStreamNetwork};
inline constexpr FieldSpec kRainAndDepth[] = {kRain, kSoilDepth};
inline constexpr FieldSpec kStreamAndDepth[] = {kStreamNetwork, kSoilDepth};
inline constexpr FieldSpec kAreaOnly[] = {kContributingArea};
inline constexpr FieldSpec kPeakOnly[] = {kPeakIntensity};

/// elevation -> filled_elevation, two cells around
inline constexpr Model kNearHighest{.name = "near_highest",
                                    .summary = "highest",
                                    .source = "-",
                                    .needs = kElevationOnly,
                                    .makes = kFilledOnly,
                                    .params = {},
                                    .run =
                                        [](const Params&, FieldSet& fields) {
                                            highest_around(fields.read(kElevation), 2,
                                                           fields.write(kFilledElevation));
                                        },
                                    .scratch_bytes_per_cell = 3,
                                    .halo = [](const Params&, const Grid&) { return Index{2}; }};

/// filled_elevation -> slope, aspect (one cell around; where the cell lies on the map)
inline constexpr Model kNearSlope{
    .name = "near_slope",
    .summary = "slope",
    .source = "-",
    .needs = kFilledOnly,
    .makes = kSlopeAndAspect,
    .params = {},
    .run =
        [](const Params&, FieldSet& fields) {
            highest_around(fields.read(kFilledElevation), 1, fields.write(kSlope));
            const auto aspect = fields.write(kAspect);
            for_each_cell(fields.extent(), [=, &fields](Index row, Index col) {
                aspect(row, col) = static_cast<float>(fields.grid().centre({row, col}).x);
            });
        },
    .halo = one_cell_halo};

/// slope -> soil_depth, cell by cell
inline constexpr Model kNearDepth{.name = "near_depth",
                                  .summary = "depth",
                                  .source = "-",
                                  .needs = kSlopeOnly,
                                  .makes = kDepthOnly,
                                  .params = {},
                                  .run = make_depth,
                                  .halo = no_halo};

/// The mean of the known cells of each row, and whether a cell is above that of the first row.
inline void mark_above_first_row(View<const float> first,
                                 View<const float> z,
                                 View<std::uint8_t> mark) {
    double sum = 0;
    Index known = 0;
    for (Index col = 0; col < first.cols(); ++col) {
        sum += is_missing(first(0, col)) ? 0.0 : first(0, col);
        known += is_missing(first(0, col)) ? 0 : 1;
    }
    const double mean = sum / static_cast<double>(std::max<Index>(known, 1));
    for_each_cell(z.extent(), [=](Index row, Index col) {
        mark(row, col) = is_missing(z(row, col)) ? kNoDirection : (z(row, col) > mean ? 1 : 0);
    });
}

/// soil_depth -> stream_network: above the mean of the first row of the whole grid
inline constexpr Model kWholeStream{
    .name = "whole_stream",
    .summary = "stream",
    .source = "-",
    .needs = kDepthOnly,
    .makes = kStreamOnly,
    .params = {},
    .run =
        [](const Params&, FieldSet& fields) {
            const auto z = fields.read(kSoilDepth);
            mark_above_first_row(z, z, fields.write<std::uint8_t>(kStreamNetwork));
        },
    .run_stored =
        [](const Params&, StoredFields& fields) {
            const auto& z = fields.read(kSoilDepth);
            auto& mark = fields.write<std::uint8_t>(kStreamNetwork);
            Raster<float> first({1, z.cols()});
            z.read({{0, 0}, first.extent()}, first);
            const Windows windows(z.extent(), fields.window());
            for (Index number = 0; number < windows.count(); ++number) {
                const Window window = windows.at(number);
                Raster<float> cells(window.extent);
                Raster<std::uint8_t> marks(window.extent);
                z.read(window, cells);
                mark_above_first_row(first, cells, marks);
                mark.write(window.from, marks);
            }
        },
    .stored_bytes_per_cell = 5};

/// stream_network, soil_depth -> contributing_area, one cell around
inline constexpr Model kNearArea{.name = "near_area",
                                 .summary = "area",
                                 .source = "-",
                                 .needs = kStreamAndDepth,
                                 .makes = kAreaOnly,
                                 .params = {},
                                 .run =
                                     [](const Params&, FieldSet& fields) {
                                         const auto stream =
                                             fields.read<std::uint8_t>(kStreamNetwork);
                                         const auto depth = fields.read(kSoilDepth);
                                         const auto area = fields.write<double>(kContributingArea);
                                         const Index last = fields.extent().cols - 1;
                                         for_each_cell(fields.extent(), [=](Index row, Index col) {
                                             area(row, col) = double{depth(row, col)} / 3.0 +
                                                              stream(row, std::min(col + 1, last));
                                         });
                                     },
                                 .halo = one_cell_halo};

/// A series which is as many metres as the cell lies east, in kilometres.
class EastRain final : public RainSeries {
public:
    explicit EastRain(Grid grid) : grid_(std::move(grid)) {}
    Index steps() const override { return 3; }
    double step_length() const override { return 3600; }
    UtcSeconds start() const override { return 0; }
    void read(Index step, View<float> rain) const override {
        for_each_cell(rain.extent(), [&](Index row, Index col) {
            rain(row, col) =
                static_cast<float>(1e-3 * grid_.centre({row, col}).x) + static_cast<float>(step);
        });
    }

private:
    Grid grid_;
};

/// nothing -> rain
inline constexpr Model kNearStorm{
    .name = "near_storm",
    .summary = "storm",
    .source = "-",
    .needs = {},
    .makes = kRainOnly,
    .params = {},
    .run =
        [](const Params&, FieldSet& fields) {
            fields.put(kRain, std::shared_ptr<const RainSeries>(
                                  std::make_shared<EastRain>(fields.grid())));
        },
    .halo = no_halo};

inline void add_rain(const TimeStep& step, View<float> sum) {
    for_each_cell(sum.extent(),
                  [=](Index row, Index col) { sum(row, col) += step.rain(row, col); });
}

/// rain -> event_rain
inline constexpr Model kNearEvent{
    .name = "near_event",
    .summary = "event",
    .source = "-",
    .needs = kRainOnly,
    .makes = kEventOnly,
    .params = {},
    .halo = no_halo,
    .start = [](const Params&,
                const FieldSet& fields,
                FieldSet& state) { state.put(kEventRain, Raster<float>(fields.extent(), 0.0F)); },
    .step =
        [](const Params&, const FieldSet&, const TimeStep& step, FieldSet& state) {
            add_rain(step, state.write(kEventRain));
        },
    .finish = [](const Params&,
                 FieldSet& fields,
                 FieldSet& state) { fields.put(kEventRain, state.take(kEventRain)); }};

/// rain, soil_depth -> peak_intensity: the series once more, behind other models
inline constexpr Model kNearPeak{
    .name = "near_peak",
    .summary = "peak",
    .source = "-",
    .needs = kRainAndDepth,
    .makes = kPeakOnly,
    .params = {},
    .halo = no_halo,
    .start =
        [](const Params&, const FieldSet& fields, FieldSet& state) {
            state.put(kPeakIntensity, Raster<float>(fields.extent(), 0.0F));
        },
    .step =
        [](const Params&, const FieldSet&, const TimeStep& step, FieldSet& state) {
            add_rain(step, state.write(kPeakIntensity));
        },
    .finish = [](const Params&,
                 FieldSet& fields,
                 FieldSet& state) { fields.put(kPeakIntensity, state.take(kPeakIntensity)); }};

inline constexpr std::array<const Model*, 8> kStoredToys{&kNearHighest, &kNearSlope, &kNearDepth,
                                                         &kWholeStream, &kNearArea,  &kNearStorm,
                                                         &kNearEvent,   &kNearPeak};

}  // namespace hazone::testing
