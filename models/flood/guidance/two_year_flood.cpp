// The flood which is reached every second year on average as the discharge that fills the stream:
// the usual stand-in where the banks are not surveyed. Carpenter et al. (1999), Journal of
// Hydrology 224, 21-44, https://doi.org/10.1016/S0022-1694(99)00115-8, take the 2-year flood beside
// the bankfull discharge.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischargeOf2Years};
constexpr FieldSpec kMakes[] = {kBankfullDischarge};

void run(const Params& /*params*/, FieldSet& fields) {
    fields.put(kBankfullDischarge, discharge_as_threshold(fields.read(kPeakDischargeOf2Years)));
}

}  // namespace

constinit const Model two_year_flood{
    .name = "two_year_flood",
    .summary = "the 2-year flood as the discharge which fills the stream",
    .source = "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
