#pragma once

#include <string>
#include <vector>

#include "engine/core/features.hpp"
#include "engine/core/field_set.hpp"
#include "engine/pipeline/params.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models {

inline constexpr ParamSpec kGaugeInterval{.name = "gauge_interval",
                                          .unit = Unit::second,
                                          .fallback = 300,
                                          .lowest = 1,
                                          .highest = 86400,
                                          .meaning = "time between two rows of a gauge"};
inline constexpr ParamSpec kGaugeSnap{
    .name = "gauge_snap_distance",
    .unit = Unit::metre,
    .fallback = 100,
    .lowest = 0,
    .highest = 10000,
    .meaning = "a gauge is moved at most so far, to the largest contributing area"};

/// Depth and discharge at gauges in time: at the pour points, moved to the cell with the largest
/// contributing area near by, or where none are given at the outlet with the largest one, and of
/// every lake and reservoir, with its level, its storage and what flows out.
class GaugeRecorder {
public:
    GaugeRecorder() = default;
    GaugeRecorder(const Params& params,
                  const FieldSet& fields,
                  const Catchment& catchment,
                  const std::vector<std::string>& pool_names,
                  double recession,  // s, most that the run goes on after the rain
                  FieldSet& state);

    /// Keeps what the gauges show where `time`, s, has reached the next time of recording.
    void record(double time,
                const Catchment& catchment,
                const CatchmentState& water,
                FieldSet& state);
    /// Gauges which have no place on known ground, and so no rows.
    const std::vector<std::string>& without_place() const { return without_place_; }
    /// time_s, gauge, water_level_m, depth_m, discharge_m3s; with a lake or reservoir storage_m3,
    /// which has no value at other gauges.
    std::shared_ptr<const FeatureLayer> table(const FieldSet& state) const;

private:
    struct Gauge {
        std::string name;
        Index place = 0;
        double bed = 0;                      // m
        Index pool = RoutingNetwork::kNone;  // number of the lake or reservoir which it shows
    };
    static std::vector<Gauge> of_pools(const Catchment& catchment,
                                       const std::vector<std::string>& names);

    double interval_ = 300;
    std::vector<Gauge> gauges_;
    std::vector<std::string> without_place_;
};

}  // namespace hazone::models
