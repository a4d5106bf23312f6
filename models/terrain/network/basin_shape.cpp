// Form of the drainage basins: area, relief, length, slope, the ratios of Melton and of Schumm, and
// the process which they speak for on the fan below: flood, debris flood or debris flow.
// Melton (1965), Journal of Geology 73(1), 1-38: relief / sqrt(area). Schumm (1956), GSA Bulletin
// 67(5), 597-646, https://doi.org/10.1130/0016-7606(1956)67[597:EODSAS]2.0.CO;2: relief / length.
// Wilford, Sakals, Innes, Sidle & Bergerud (2004), Landslides 1, 61-66,
// https://doi.org/10.1007/s10346-003-0002-0: Melton ratio below 0.3 flood; above 0.6 in a basin
// shorter than 2.7 km debris flow; else debris flood. Their limits are those of western British
// Columbia.
#include "engine/terrain/network/basin_shape.hpp"

#include <algorithm>
#include <array>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/terrain/network/fan_process.hpp"

namespace hazone::models {

FanProcess fan_process(double melton_ratio, double length, const FanLimits& limits) {
    if (any_missing(melton_ratio, length)) {
        return FanProcess::unknown;
    }
    if (melton_ratio > limits.debris_flow_ratio && length < limits.debris_flow_length) {
        return FanProcess::debris_flow;
    }
    return melton_ratio < limits.flood_ratio ? FanProcess::flood : FanProcess::debris_flood;
}

namespace {

constexpr ParamSpec kFloodRatio{.name = "flood_ratio",
                                .unit = Unit::one,
                                .fallback = 0.3,
                                .lowest = 0,
                                .highest = 10,
                                .meaning = "Melton ratio below which a basin sends floods"};
constexpr ParamSpec kDebrisFlowRatio{
    .name = "debris_flow_ratio",
    .unit = Unit::one,
    .fallback = 0.6,
    .lowest = 0,
    .highest = 10,
    .meaning = "Melton ratio above which a short basin sends debris flows"};
constexpr ParamSpec kDebrisFlowLength{.name = "debris_flow_length",
                                      .unit = Unit::metre,
                                      .fallback = 2700,
                                      .lowest = 0,
                                      .highest = 1e6,
                                      .meaning = "length below which a basin counts as short"};
constexpr ParamSpec kParams[] = {kFloodRatio, kDebrisFlowRatio, kDebrisFlowLength};
constexpr FieldSpec kNeeds[] = {kDrainageBasin, kFlowDirection, kFilledElevation, kSlope,
                                kUpstreamLength};
constexpr FieldSpec kMakes[] = {kBasins, kMeltonRatio, kReliefRatio, kFanProcess};

template <class T>
std::vector<T> column(const std::vector<BasinShape>& shapes, T BasinShape::*member) {
    std::vector<T> values(shapes.size());
    std::transform(shapes.begin(), shapes.end(), values.begin(),
                   [member](const BasinShape& shape) { return shape.*member; });
    return values;
}

std::vector<std::int32_t> processes(const std::vector<BasinShape>& shapes,
                                    const FanLimits& limits) {
    std::vector<std::int32_t> values(shapes.size());
    std::transform(shapes.begin(), shapes.end(), values.begin(), [&](const BasinShape& shape) {
        return static_cast<std::int32_t>(fan_process(shape.melton_ratio, shape.length, limits));
    });
    return values;
}

/// The process of a basin; none where there is no such basin. `shapes` by label.
std::uint8_t process_of_basin(const std::vector<BasinShape>& shapes,
                              std::int32_t label,
                              const FanLimits& limits) {
    const auto shape = std::lower_bound(
        shapes.begin(), shapes.end(), label,
        [](const BasinShape& one, std::int32_t wanted) { return one.label < wanted; });
    return shape == shapes.end() || shape->label != label
               ? kNoClass
               : static_cast<std::uint8_t>(fan_process(shape->melton_ratio, shape->length, limits));
}

void spread_process(View<const std::int32_t> basin,
                    const std::vector<BasinShape>& shapes,
                    const FanLimits& limits,
                    View<std::uint8_t> out) {
    for_each_row(out.rows(), [&](Index row) {
        std::int32_t last = kNoLabel;
        std::uint8_t own = kNoClass;
        for (Index col = 0; col < out.cols(); ++col) {
            if (basin(row, col) != last) {
                last = basin(row, col);
                own = process_of_basin(shapes, last, limits);
            }
            out(row, col) = own;
        }
    });
}

FeatureLayer layer_of(const std::vector<BasinShape>& shapes, const FanLimits& limits) {
    return {
        .name = "basins",
        .shape = FeatureShape::area,
        .attributes =
            {{"basin", Unit::one, "number of the basin, as in the field drainage_basin",
              column(shapes, &BasinShape::label)},
             {"downstream", Unit::one,
              "number of the basin into which it flows; none where it ends",
              column(shapes, &BasinShape::downstream)},
             {"area", Unit::square_metre, "area of the outline", column(shapes, &BasinShape::area)},
             {"catchment_area", Unit::square_metre,
              "area of all ground above the outlet, other basins included; what follows is said of "
              "it",
              column(shapes, &BasinShape::catchment_area)},
             {"relief", Unit::metre, "height of the highest over the lowest cell",
              column(shapes, &BasinShape::relief)},
             {"length", Unit::metre, "straight distance from the outlet to the farthest cell",
              column(shapes, &BasinShape::length)},
             {"flow_path_length", Unit::metre, "length of the longest flow path to the outlet",
              column(shapes, &BasinShape::path_length)},
             {"mean_slope", Unit::radian, "mean slope of the ground",
              column(shapes, &BasinShape::mean_slope)},
             {"melton_ratio", Unit::one, "relief over the square root of the area (Melton 1965)",
              column(shapes, &BasinShape::melton_ratio)},
             {"relief_ratio", Unit::one, "relief over length (Schumm 1956)",
              column(shapes, &BasinShape::relief_ratio)},
             {"process", Unit::one,
              "what the basin sends to its fan: 1 flood, 2 debris flood, 3 debris flow (Wilford et "
              "al. 2004)",
              processes(shapes, limits)}},
        .labels = kDrainageBasin.name,
    };
}

void run(const Params& params, FieldSet& fields) {
    const auto basin = fields.read<std::int32_t>(kDrainageBasin);
    const std::vector<BasinOutlet> outlets =
        basin_outlets(basin, fields.read<std::uint8_t>(kFlowDirection));
    const std::vector<BasinShape> shapes =
        basin_shapes({.basin = basin,
                      .filled = fields.read(kFilledElevation),
                      .slope = fields.read(kSlope),
                      .upstream_length = fields.read(kUpstreamLength),
                      .cell_size = fields.grid().cell_size},
                     outlets);
    spread_by_basin(basin, shapes, &BasinShape::melton_ratio, fields.write(kMeltonRatio));
    spread_by_basin(basin, shapes, &BasinShape::relief_ratio, fields.write(kReliefRatio));
    const FanLimits limits{.flood_ratio = params[kFloodRatio],
                           .debris_flow_ratio = params[kDebrisFlowRatio],
                           .debris_flow_length = params[kDebrisFlowLength]};
    spread_process(basin, shapes, limits, fields.write<std::uint8_t>(kFanProcess));
    fields.put(kBasins, std::make_shared<const FeatureLayer>(layer_of(shapes, limits)));
}

}  // namespace

constinit const Model basin_shape{
    .name = "basin_shape",
    .summary =
        "area, relief, length, slope, Melton ratio and relief ratio of the basins, and the process "
        "they send to their fans",
    .source =
        "Melton (1965), Journal of Geology 73(1), 1-38; Schumm (1956), "
        "doi:10.1130/0016-7606(1956)67[597:EODSAS]2.0.CO;2; Wilford et al. (2004), "
        "doi:10.1007/s10346-003-0002-0",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 1,
    .nanoseconds_per_cell = 10,
};

}  // namespace hazone::models
