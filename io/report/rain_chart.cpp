#include "io/report/rain_chart.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone::io {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kMillimetres = 1000;

Json known(double metres) {
    return std::isfinite(metres) ? Json(metres * kMillimetres) : Json(nullptr);
}

Json gauges_json(const GaugeSet& gauges) {
    Json steps = Json::array();
    for (Index step = 0; step < gauges.steps(); ++step) {
        double sum = 0;
        double highest = -kInfinity;
        Index count = 0;
        for (const GaugeSet::Station& station : gauges.stations) {
            const double rain = station.rain[static_cast<std::size_t>(step)];
            if (!is_missing(rain)) {
                sum += rain;
                highest = std::max(highest, rain);
                ++count;
            }
        }
        steps.push_back({{"begin", gauges.step_length * static_cast<double>(step)},
                         {"length", gauges.step_length},
                         {"mean", known(sum / static_cast<double>(count))},
                         {"highest", known(highest)}});
    }
    return {{"of", "gauges"},
            {"stations", gauges.stations.size()},
            {"start", gauges.start},
            {"steps", steps}};
}

Json series_json(const RainSeries& series, Extent extent) {
    Json steps = Json::array();
    Raster<float> rain;
    for (Index step = 0; step < series.steps(); ++step) {
        double mean = kMissing;
        double highest = kMissing;
        if (const auto everywhere = series.everywhere(step)) {
            mean = highest = *everywhere;
        } else {
            if (rain.extent() != extent) {
                rain = Raster<float>(extent);
            }
            series.read(step, rain);
            const auto cells = rain.view();
            const Index count = count_cells(
                extent, [&](Index row, Index col) { return !is_missing(cells(row, col)); });
            const double sum = sum_cells(extent, [&](Index row, Index col) {
                return is_missing(cells(row, col)) ? 0.0 : double{cells(row, col)};
            });
            mean = sum / static_cast<double>(count);
            highest = -kInfinity;
            for (Index place = 0; place < rain.size(); ++place) {
                highest =
                    std::max(highest, is_missing(rain.data()[place]) ? -kInfinity
                                                                     : double{rain.data()[place]});
            }
        }
        steps.push_back({{"begin", series.begin(step)},
                         {"length", series.length(step)},
                         {"mean", known(mean)},
                         {"highest", known(highest)}});
    }
    return {{"of", "cells"}, {"stations", 0}, {"start", series.start()}, {"steps", steps}};
}

}  // namespace

Json rain_json(const FieldSet& fields) {
    if (fields.has(kRainGauges)) {
        return gauges_json(fields.gauges(kRainGauges));
    }
    if (fields.has(kRain) && fields.series(kRain).steps() > 0 &&
        fields.series(kRain).steps() <= kChartSteps) {
        return series_json(fields.series(kRain), fields.extent());
    }
    return nullptr;
}

}  // namespace hazone::io
