// Light on the ground from a sun at one place in the sky: the cosine of the angle between the sun
// and the normal of the ground, that of an evenly scattering surface. Slope from the eight
// neighbours, as `gdaldem hillshade`: Horn (1981), Hill shading and the reflectance map, Proc. IEEE
// 69(1), 14-47, https://doi.org/10.1109/PROC.1981.11918. The shade which other ground casts is not
// in it.
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/form/surface_form.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kHillshade};

constexpr ParamSpec kAzimuth{.name = "azimuth",
                             .unit = Unit::radian,
                             .fallback = Sun{}.azimuth,
                             .lowest = 0,
                             .highest = kFullTurn,
                             .meaning = "where the sun stands, clockwise from north"};
constexpr ParamSpec kAltitude{.name = "altitude",
                              .unit = Unit::radian,
                              .fallback = Sun{}.altitude,
                              .lowest = 0,
                              .highest = kRightAngle,
                              .meaning = "how high the sun stands above the horizon"};
constexpr ParamSpec kExaggeration{.name = "exaggeration",
                                  .unit = Unit::one,
                                  .fallback = 1,
                                  .lowest = 0.01,
                                  .highest = 100,
                                  .meaning = "heights are multiplied by it"};
constexpr ParamSpec kParams[] = {kAzimuth, kAltitude, kExaggeration};

void run(const Params& params, FieldSet& fields) {
    // higher ground and closer cells are the same to a slope
    const SurfaceFormSpec spec{.cell_size = fields.grid().cell_size / params[kExaggeration],
                               .sun = {.azimuth = params[kAzimuth], .altitude = params[kAltitude]}};
    hazone::surface_form(fields.read(kElevation), spec, {.hillshade = fields.write(kHillshade)});
}

}  // namespace

constinit const Model hillshade{
    .name = "hillshade",
    .summary = "light on the ground from a sun in the north-west, or elsewhere",
    .source = "Horn (1981), doi:10.1109/PROC.1981.11918",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = one_cell_halo,
};

}  // namespace hazone::models
