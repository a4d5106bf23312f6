#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/core/series.hpp"

namespace hazone::models {

/// One station as seen from a cell: its squared distance, m2, and its rain, m.
struct NearStation {
    double distance_squared = 0;
    double rain = 0;
};

/// Rain at a point from stations: sum(d^-power rain) / sum(d^-power); exactly the rain of a station
/// where the distance to it is 0. Shepard (1968), doi:10.1145/800186.810616, the weighting function
/// of his equation for f1. `stations` is not empty and no rain in it is missing; power > 0.
double inverse_distance_mean(std::span<const NearStation> stations, double power);

/// The rain of gauges spread over a grid, one step at a time. At each step the stations without a
/// measurement are left out; of the others the `nearest` ones weigh at each cell (of two equally
/// far, the one named first). With nearest = 1 this is the Thiessen partition of the stations which
/// report. Every cell is missing at a step without any measurement.
class GaugeRain final : public RainSeries {
public:
    /// nearest from 1 to kMostStations; power > 0.
    GaugeRain(std::shared_ptr<const GaugeSet> gauges, Grid grid, int nearest, double power);

    Index steps() const override { return gauges_->steps(); }
    double step_length() const override { return gauges_->step_length; }
    UtcSeconds start() const override { return gauges_->start; }
    void read(Index step, View<float> rain) const override;

    static constexpr int kMostStations = 32;

private:
    struct Report {
        Point location;
        double rain = 0;
    };

    std::vector<Report> reports(Index step) const;
    std::vector<Report> candidates(const std::vector<Report>& reports,
                                   Cell from,
                                   Extent block) const;
    void fill_block(const std::vector<Report>& reports, Cell from, View<float> rain) const;
    double value_at(Point point, const std::vector<Report>& candidates) const;

    std::shared_ptr<const GaugeSet> gauges_;
    Grid grid_;
    int nearest_;
    double power_;
};

}  // namespace hazone::models
