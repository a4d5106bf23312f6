// Topographic wetness index: how much area drains through a cell against how steeply it can leave,
//   w = ln(a / tan slope),  a specific catchment area in m.
// Beven & Kirkby (1979), Hydrological Sciences Bulletin 24(1), 43-69,
// https://doi.org/10.1080/02626667909491834. The index has no value on level ground: the slope is
// bounded below by the parameter least_slope.
#include "models/terrain/form/wetness_index.hpp"

#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double wetness_index_of(double specific_area, double slope, double least_slope) {
    // A missing slope compares false and stays.
    const double bounded = slope < least_slope ? least_slope : slope;
    return std::log(specific_area / std::tan(bounded));
}

namespace {

constexpr FieldSpec kNeeds[] = {kSpecificCatchmentArea, kSlope};
constexpr FieldSpec kMakes[] = {kWetnessIndex};

constexpr ParamSpec kLeastSlope{.name = "least_slope",
                                .unit = Unit::radian,
                                .fallback = 0.001,
                                .lowest = 1e-6,
                                .highest = 0.1,
                                .meaning = "gentler ground counts as this steep"};
constexpr ParamSpec kParams[] = {kLeastSlope};

void run(const Params& params, FieldSet& fields) {
    const auto area = fields.read(kSpecificCatchmentArea);
    const auto slope = fields.read(kSlope);
    const auto index = fields.write(kWetnessIndex);
    const double least_slope = params[kLeastSlope];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        index(row, col) =
            static_cast<float>(wetness_index_of(area(row, col), slope(row, col), least_slope));
    });
}

}  // namespace

constinit const Model wetness_index{
    .name = "wetness_index",
    .summary = "topographic wetness index ln(a / tan slope)",
    .source = "Beven & Kirkby (1979), doi:10.1080/02626667909491834",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 7,
    .halo = no_halo,
};

}  // namespace hazone::models
