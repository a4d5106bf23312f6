#include "models/flood/routing/gauge_series.hpp"

#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/pour_points.hpp"

namespace hazone::models {
namespace {

// One row per time: the time, then depth, discharge and storage of each gauge. The count is a
// raster of one.
constexpr FieldSpec kRows{"gauge_rows", Unit::one, "see above",
                          -kInfinity,   kInfinity, CellType::float64};
constexpr FieldSpec kRowCount{"gauge_row_count", Unit::one,        "rows so far", 0,
                              kInfinity,         CellType::float64};

struct GaugeCell {
    std::string name;
    std::optional<Cell> cell;  // none where no ground is near
};

std::vector<GaugeCell> given_gauges(const Params& params, const FieldSet& fields) {
    std::vector<GaugeCell> gauges;
    const FeatureLayer& points = fields.features(kPourPoints);
    const SnapRule rule{SnapTo::largest_area, params[kGaugeSnap]};
    const SnapGround ground{fields.read<double>(kContributingArea),
                            fields.read<std::uint8_t>(kStreamNetwork)};
    for (std::size_t number = 0; number < points.size(); ++number) {
        const std::string& name = points.values<std::string>("name")[number];
        gauges.push_back(
            {name.empty() ? fmt::format("gauge {}", number + 1) : name,
             snapped_cell(points.places[points.first[number]], rule, ground, fields.grid())});
    }
    return gauges;
}

/// The cell with the largest contributing area; none where no cell has one.
std::vector<GaugeCell> largest_outlet(const FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    GaugeCell gauge{"outlet", std::nullopt};
    double largest = 0;
    for (Index row = 0; row < area.rows(); ++row) {
        for (Index col = 0; col < area.cols(); ++col) {
            if (area(row, col) > largest) {
                largest = area(row, col);
                gauge.cell = Cell{row, col};
            }
        }
    }
    return largest > 0 ? std::vector{gauge} : std::vector<GaugeCell>();
}

/// Rows for a run of the length of the rain and the recession.
Index capacity_of(const FieldSet& fields, double recession, double interval) {
    return static_cast<Index>((fields.series(kRain).end() + recession) / interval) + 2;
}

}  // namespace

GaugeRecorder::GaugeRecorder(const Params& params,
                             const FieldSet& fields,
                             const Catchment& catchment,
                             const std::vector<std::string>& pool_names,
                             double recession,
                             FieldSet& state)
    : interval_(params[kGaugeInterval]) {
    const Index cols = fields.extent().cols;
    const auto cells =
        fields.has(kPourPoints) ? given_gauges(params, fields) : largest_outlet(fields);
    std::unordered_map<Index, Index> place_of;  // cell of a gauge, its place
    const auto number_of = [cols](Cell cell) { return cell.row * cols + cell.col; };
    for (const GaugeCell& gauge : cells) {
        if (gauge.cell) {
            place_of[number_of(*gauge.cell)] = RoutingNetwork::kNone;
        }
    }
    for (Index place = 0; place < catchment.places(); ++place) {
        const auto found = place_of.find(catchment.cell(place));
        if (found != place_of.end()) {
            found->second = place;
        }
    }
    const auto bed = fields.read(kFilledElevation);
    for (const GaugeCell& gauge : cells) {
        const Index place = gauge.cell ? place_of[number_of(*gauge.cell)] : RoutingNetwork::kNone;
        if (place == RoutingNetwork::kNone) {
            without_place_.push_back(gauge.name);
        } else {
            gauges_.push_back({gauge.name, place, catchment.bed(place, double{bed(*gauge.cell)})});
        }
    }
    for (Gauge& gauge : of_pools(catchment, pool_names)) {
        for (Gauge& given : gauges_) {  // a gauge in the cell of a pool shows the pool
            if (given.place == gauge.place) {
                given.pool = gauge.pool;
                given.bed = gauge.bed;
            }
        }
        gauges_.push_back(std::move(gauge));
    }
    const auto columns = static_cast<Index>(3 * gauges_.size() + 1);
    state.put(kRows, Raster<double>({capacity_of(fields, recession, interval_), columns},
                                    double{kMissing}));
    state.put(kRowCount, Raster<double>({1, 1}, 0.0));
}

std::vector<GaugeRecorder::Gauge> GaugeRecorder::of_pools(const Catchment& catchment,
                                                          const std::vector<std::string>& names) {
    std::vector<Gauge> gauges;
    const Pools& pools = catchment.pools();
    for (Index number = 0; number < pools.count(); ++number) {
        gauges.push_back({names[static_cast<std::size_t>(number)],
                          catchment.first_channel() + pools.place(number),
                          pools.pool(number).bottom(), number});
    }
    return gauges;
}

void GaugeRecorder::record(double time,
                           const Catchment& catchment,
                           const CatchmentState& water,
                           FieldSet& state) {
    double& count = state.write<double>(kRowCount)(0, 0);
    const auto rows = state.write<double>(kRows);
    // A step which ends some rounding before the time of a row still reaches it.
    if (time < (count + 1) * interval_ * (1 - 1e-9) || static_cast<Index>(count) >= rows.rows()) {
        return;
    }
    double* row = rows.row(static_cast<Index>(count));
    *row++ = time;
    for (const Gauge& gauge : gauges_) {
        if (gauge.pool == RoutingNetwork::kNone) {
            *row++ = catchment.depth(gauge.place, water);
            *row++ = catchment.discharge(gauge.place, water);
            *row++ = double{kMissing};
        } else {
            const LevelPool& pool = catchment.pools().pool(gauge.pool);
            const double storage = water.pool_storage[gauge.pool];
            *row++ = pool.level(storage) - pool.bottom();
            *row++ = pool.outflow(pool.level(storage));
            *row++ = storage;
        }
    }
    count += 1;
}

std::shared_ptr<const FeatureLayer> GaugeRecorder::table(const FieldSet& state) const {
    const auto rows = state.read<double>(kRows);
    const auto count = static_cast<Index>(state.read<double>(kRowCount)(0, 0));
    std::vector<double> time;
    std::vector<std::string> name;
    std::vector<double> level;
    std::vector<double> depth;
    std::vector<double> discharge;
    std::vector<double> storage;
    bool any_pool = false;
    for (const Gauge& gauge : gauges_) {
        any_pool = any_pool || gauge.pool != RoutingNetwork::kNone;
    }
    for (Index row = 0; row < count; ++row) {
        for (std::size_t number = 0; number < gauges_.size(); ++number) {
            const double* own = rows.row(row) + 1 + 3 * number;
            time.push_back(rows(row, 0));
            name.push_back(gauges_[number].name);
            level.push_back(gauges_[number].bed + own[0]);
            depth.push_back(own[0]);
            discharge.push_back(own[1]);
            storage.push_back(own[2]);
        }
    }
    auto layer = std::make_shared<FeatureLayer>();
    layer->name = "gauges";
    layer->shape = FeatureShape::none;
    layer->attributes = {
        {"time_s", Unit::one, "s after the start of the rain", std::move(time)},
        {"gauge", Unit::one, "name of the gauge", std::move(name)},
        {"water_level_m", Unit::one, "bed and depth, m", std::move(level)},
        {"depth_m", Unit::one, "depth of water, m", std::move(depth)},
        {"discharge_m3s", Unit::one, "discharge, m3/s", std::move(discharge)},
    };
    if (any_pool) {
        layer->attributes.push_back(
            {"storage_m3", Unit::one, "water in a lake or reservoir, m3", std::move(storage)});
    }
    return layer;
}

}  // namespace hazone::models
