// Discharge of water and sediment together, Q_b = Q / (1 - C), with the concentration C by volume
// in equilibrium with the slope of the bed, S = tan(theta):
//   C1 = S / ((s - 1) (tan(phi) - S)),   s density of the grains over that of water,
//   S > 0.138:          C = C1, at most 0.9 C*, stony debris flow;
//   0.03 < S <= 0.138:  C = 6.7 C1^2, immature debris flow (at most C1, to which it does not rise);
//   S <= 0.03:          C = 0: bed load and wash load are not counted.
// Takahashi (2007), Debris flow: mechanics, prediction and countermeasures, Taylor & Francis; a
// review in English of the same: Takahashi (2009), International Journal of Erosion Control
// Engineering 2(1), 1-14.
// Only streams have a bed: other cells have no value.
// An upper limit: it holds where loose sediment without end lies in the bed, and the water reaches
// equilibrium with it; a bed of rock gives clear water. C is of the place, and a flow which left
// steep ground still carries more than C for a while.
#include <algorithm>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/bed_grains.hpp"
#include "models/flood/potential/debris_flood.hpp"
#include "models/flood/routing/catchment.hpp"

namespace hazone::models {

double equilibrium_concentration(double slope, const BedSediment& bed) {
    constexpr double kDebrisFlowSlope = 0.138;
    constexpr double kImmatureSlope = 0.03;
    if (is_missing(slope)) {
        return slope;
    }
    if (slope <= kImmatureSlope) {
        return 0.0;
    }
    const double most = 0.9 * bed.bed_concentration;
    if (slope >= bed.tan_friction) {
        return most;
    }
    const double stony = slope / ((bed.relative_density - 1) * (bed.tan_friction - slope));
    return std::min(slope > kDebrisFlowSlope ? stony : std::min(stony, 6.7 * stony * stony), most);
}

namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischarge, kFilledElevation, kFlowDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kSedimentConcentration, kBulkedDischarge};

constexpr ParamSpec kFriction{.name = "tangent_of_repose",
                              .fallback = 0.7,
                              .lowest = 0.3,
                              .highest = 1.5,
                              .meaning = "tangent of the angle of repose of the grains"};
constexpr ParamSpec kBed{.name = "bed_concentration",
                         .fallback = 0.65,
                         .lowest = 0.3,
                         .highest = 0.8,
                         .meaning = "share of the volume of the bed which is grains"};
constexpr ParamSpec kParams[] = {kRelativeDensity, kFriction, kBed};

void run(const Params& params, FieldSet& fields) {
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, 0.0, slope);
    const BedSediment bed{.relative_density = params[kRelativeDensity],
                          .tan_friction = params[kFriction],
                          .bed_concentration = params[kBed]};
    const auto water = fields.read(kPeakDischarge);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto concentration = fields.write(kSedimentConcentration);
    const auto bulked = fields.write(kBulkedDischarge);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double share = equilibrium_concentration(slope(row, col), bed);
        const bool known = stream(row, col) == 1 && !is_missing(water(row, col));
        concentration(row, col) = known ? static_cast<float>(share) : kMissing;
        bulked(row, col) = known ? static_cast<float>(water(row, col) / (1 - share)) : kMissing;
    });
}

}  // namespace

constinit const Model bulked_discharge{
    .name = "bulked_discharge",
    .summary = "peak discharge with the sediment which the slope of the bed can keep moving",
    .source =
        "Takahashi (2007), Debris flow, Taylor & Francis; Takahashi (2009), International Journal "
        "of Erosion Control Engineering 2(1), 1-14",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 7,
    .halo = one_cell_halo,
};

}  // namespace hazone::models
