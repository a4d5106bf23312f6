// Velocity of water over land and in channels from slope and contributing area,
//   V = Vm s^b A^c / mean of s^b A^c over all cells,
// within limits. Maidment, Olivera, Calver, Eatherall & Fraczek (1996), Unit hydrograph derived
// from a spatially distributed velocity field, Hydrological Processes 10(6), 831-844,
// https://doi.org/10.1002/(SICI)1099-1085(199606)10:6<831::AID-HYP374>3.0.CO;2-N, with their
// b = c = 1/2, Vm = 0.1 m/s and limits of 0.02 and 2 m/s. The slope is that of the D8 step by which
// the water leaves the cell, so that it is known up to the edge of the grid. An outlet has no such
// step, and no velocity. The mean is over the whole grid: it moves with the extent of the run.
#include "models/terrain/flow/slope_area_velocity.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double slope_area_term(const VelocityLaw& law, double slope, double area) {
    return std::pow(slope, law.slope_exponent) * std::pow(area, law.area_exponent);
}

double velocity_of(const VelocityLaw& law, double term, double mean_term) {
    if (any_missing(term, mean_term)) {
        return kMissing;
    }
    const double relative = mean_term > 0 ? term / mean_term : 1.0;
    return std::clamp(law.mean_velocity * relative, law.least, law.most);
}

namespace {

constexpr ParamSpec kMeanVelocity{.name = "mean_velocity",
                                  .unit = Unit::metre_per_second,
                                  .fallback = 0.1,
                                  .lowest = 0.001,
                                  .highest = 10,
                                  .meaning = "velocity of a cell whose term is the mean"};
constexpr ParamSpec kSlopeExponent{.name = "slope_exponent",
                                   .unit = Unit::one,
                                   .fallback = 0.5,
                                   .lowest = 0,
                                   .highest = 2,
                                   .meaning = "power of the slope"};
constexpr ParamSpec kAreaExponent{.name = "area_exponent",
                                  .unit = Unit::one,
                                  .fallback = 0.5,
                                  .lowest = 0,
                                  .highest = 2,
                                  .meaning = "power of the contributing area"};
constexpr ParamSpec kLeast{.name = "least_velocity",
                           .unit = Unit::metre_per_second,
                           .fallback = 0.02,
                           .lowest = 0.0001,
                           .highest = 10,
                           .meaning = "slower water counts as this fast"};
constexpr ParamSpec kMost{.name = "most_velocity",
                          .unit = Unit::metre_per_second,
                          .fallback = 2,
                          .lowest = 0.001,
                          .highest = 20,
                          .meaning = "faster water counts as this fast"};
constexpr ParamSpec kParams[] = {kMeanVelocity, kSlopeExponent, kAreaExponent, kLeast, kMost};
constexpr FieldSpec kNeeds[] = {kFilledElevation, kFlowDirection, kContributingArea};
constexpr FieldSpec kMakes[] = {kFlowVelocity};

/// Fall per metre of the D8 step out of a cell; missing where there is none.
double slope_of_step(View<const float> filled,
                     View<const std::uint8_t> direction,
                     double cell_size,
                     Cell cell) {
    Cell next = cell;
    if (!flow_on(direction, next)) {
        return kMissing;
    }
    const double fall = double{filled(cell)} - double{filled(next)};
    return fall / (cell_size * step_length(neighbour_of(direction(cell))));
}

void run(const Params& params, FieldSet& fields) {
    const VelocityLaw law{.mean_velocity = params[kMeanVelocity],
                          .slope_exponent = params[kSlopeExponent],
                          .area_exponent = params[kAreaExponent],
                          .least = params[kLeast],
                          .most = std::max(params[kLeast], params[kMost])};
    const auto filled = fields.read(kFilledElevation);
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto area = fields.read<double>(kContributingArea);
    const auto velocity = fields.write(kFlowVelocity);
    const double cell_size = fields.grid().cell_size;
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const double slope = slope_of_step(filled, direction, cell_size, {row, col});
        velocity(row, col) = static_cast<float>(slope_area_term(law, slope, area(row, col)));
    });
    const auto known = [=](Index row, Index col) { return !is_missing(velocity(row, col)); };
    const double sum = sum_cells(fields.extent(), [=](Index row, Index col) {
        return known(row, col) ? double{velocity(row, col)} : 0.0;
    });
    const double mean = sum / static_cast<double>(count_cells(fields.extent(), known));
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        velocity(row, col) = static_cast<float>(velocity_of(law, velocity(row, col), mean));
    });
}

}  // namespace

constinit const Model slope_area_velocity{
    .name = "slope_area_velocity",
    .summary = "velocity of flowing water by a power law of slope and contributing area",
    .source =
        "Maidment et al. (1996), "
        "doi:10.1002/(SICI)1099-1085(199606)10:6<831::AID-HYP374>3.0.CO;2-N",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 30,
};

}  // namespace hazone::models
