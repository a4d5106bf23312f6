// Class of the landslide hazard by the steady rain which brings the slope to failure: the less
// rain, the worse. A slope that never fails (infinite) is of the lowest class, however the limits
// are found, and counts in none. 50, 100 and 200 mm/d part the classes of the Shalstab of the
// HortonMachine (JGrassTools); the limit of class 1 is hazone's own. Montgomery & Dietrich (1994),
// Water Resour. Res. 30(4), 1153-1171, https://doi.org/10.1029/93WR02979: such rain ranks slopes
// and is no forecast.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/zoning/class_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kCriticalRainfall};
constexpr FieldSpec kMakes[] = {kLandslideClass};
constexpr double kMillimetrePerDay = 1e-3 / 86400;  // m/s
constexpr auto kParams =
    landslide_class_params(limits_below(kCriticalRainfall,
                                        {50 * kMillimetrePerDay, 100 * kMillimetrePerDay,
                                         200 * kMillimetrePerDay, 400 * kMillimetrePerDay}));
constexpr ClassSource kSource{
    .model = "landslide_class_by_critical_rainfall",
    .of = "critical_rainfall",
    .unit = Unit::metre_per_second,
    .danger = Danger::of_low_values,
    .reads = kNeeds,
    .makes = &kMakes[0],
    .has_runout = true,
};

}  // namespace

constinit const Model landslide_class_by_critical_rainfall{
    .name = "landslide_class_by_critical_rainfall",
    .summary = "class of the landslide hazard by the rain which brings failure",
    .source = "Montgomery & Dietrich (1994), doi:10.1029/93WR02979; limits of the scenario",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run_classes<kSource>,
    .nanoseconds_per_cell = 2,
    .halo = class_halo,
    .run_stored = run_stored_classes<kSource>,
    .uses = kRunoutUse,
    .takes = takes_runout,
    .check = check_source<kSource>,
};

}  // namespace hazone::models
