// Length-slope factor where flow lines gather and part, of the area A above a cell of side D:
//   L = ((A + D^2)^(m+1) - A^(m+1)) / (D^(m+2) x^m 22.13^m),  x = |sin aspect| + |cos aspect|
//   m = r f / (1 + r f),  f = (sin b / 0.0896) / (3 sin^0.8 b + 0.56)
//   S = 10.8 sin b + 0.03 on slopes b below 9 %, else 16.8 sin b - 0.5
// Desmet & Govers (1996), Journal of Soil and Water Conservation 51(5), 427-433, eq. 9; McCool et
// al. (1989), https://doi.org/10.13031/2013.31192; McCool et al. (1987),
// https://doi.org/10.13031/2013.30576.
#include "models/terrain/form/desmet_govers.hpp"

#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double desmet_govers_factor(const ErosionCell& cell, double rill_ratio) {
    constexpr double kPlotLength = 22.13;      // m
    constexpr double kPlotSteepness = 0.0896;  // sine of 9 %
    constexpr double kGentle = 0.09;           // rise per metre
    const double sine = std::sin(cell.slope);
    const double rills = rill_ratio * (sine / kPlotSteepness) / (3 * std::pow(sine, 0.8) + 0.56);
    const double m = rills / (1 + rills);
    // on level ground m is 0 and the width of no weight
    const double width = is_missing(cell.direction) ? 1
                                                    : std::abs(std::sin(cell.direction)) +
                                                          std::abs(std::cos(cell.direction));
    const double above = cell.area - cell.size * cell.size;
    const double length = (std::pow(cell.area, m + 1) - std::pow(above, m + 1)) /
                          (std::pow(cell.size, m + 2) * std::pow(width * kPlotLength, m));
    const bool gentle = std::tan(cell.slope) < kGentle;
    return length * (gentle ? 10.8 * sine + 0.03 : 16.8 * sine - 0.5);
}

namespace {

constexpr FieldSpec kNeeds[] = {kContributingArea, kSlope, kAspect};
constexpr FieldSpec kMakes[] = {kLengthSlopeFactor};

constexpr ParamSpec kRillRatio{
    .name = "rill_ratio",
    .fallback = 1,
    .lowest = 0,
    .highest = 10,
    .meaning =
        "erosion in rills against that between them: 0.5 where rills are rare, 2 where deep"};
constexpr ParamSpec kParams[] = {kRillRatio};

void run(const Params& params, FieldSet& fields) {
    const auto area = fields.read<double>(kContributingArea);
    const auto slope = fields.read(kSlope);
    const auto aspect = fields.read(kAspect);
    const auto factor = fields.write(kLengthSlopeFactor);
    const double size = fields.grid().cell_size;
    const double rill_ratio = params[kRillRatio];
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const ErosionCell cell{area(row, col), size, slope(row, col), aspect(row, col)};
        const double found = desmet_govers_factor(cell, rill_ratio);
        factor(row, col) = is_missing(found) ? kMissing : static_cast<float>(found);
    });
}

}  // namespace

constinit const Model desmet_govers{
    .name = "desmet_govers",
    .summary = "length-slope factor of converging flow",
    .source =
        "Desmet & Govers (1996); McCool et al. (1987), doi:10.13031/2013.30576; McCool et al. "
        "(1989), doi:10.13031/2013.31192",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 60,
    .halo = no_halo,
};

}  // namespace hazone::models
