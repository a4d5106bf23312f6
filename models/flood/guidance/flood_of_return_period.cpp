// The flood of design_discharge.return_period as the discharge from which on a stream is dangerous:
// guidance then is the rain which brings that flood. Set the period: 100 years, its default, asks
// for far more rain than fills the banks.
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/flood/guidance/guidance.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kPeakDischargeOfReturnPeriod};
constexpr FieldSpec kMakes[] = {kBankfullDischarge};

void run(const Params& /*params*/, FieldSet& fields) {
    fields.put(kBankfullDischarge,
               discharge_as_threshold(fields.read(kPeakDischargeOfReturnPeriod)));
}

}  // namespace

constinit const Model flood_of_return_period{
    .name = "flood_of_return_period",
    .summary = "the flood of design_discharge.return_period as the threshold of the guidance",
    .source = "Carpenter et al. (1999), doi:10.1016/S0022-1694(99)00115-8",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .nanoseconds_per_cell = 1,
    .halo = no_halo,
};

}  // namespace hazone::models
