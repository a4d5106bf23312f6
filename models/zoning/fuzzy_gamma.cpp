// Hazard class by the fuzzy gamma of the susceptibilities to landslide and flash flood,
//   S = (1 - (1 - l) (1 - f))^g (l f)^(1 - g),
// classed by limits of S. With g = 0 both must be high, with g = 1 one is enough. Zimmermann &
// Zysno (1980), Fuzzy Sets and Systems 4(1), 37-51, https://doi.org/10.1016/0165-0114(80)90062-7;
// Bonham-Carter (1994), Geographic information systems for geoscientists, takes 0.75 to 0.95 for
// maps.
#include "models/declarations.hpp"
#include "models/zoning/overlay.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kGamma{.name = "gamma",
                           .fallback = 0.9,
                           .lowest = 0,
                           .highest = 1,
                           .meaning = "0: both susceptibilities must be high; 1: one is enough"};
constexpr auto kParams = joined_params(kOverlayParams, std::array{kGamma});

OverlayRule rule_of(const Params& params) {
    return {.weights = {1, 1, 0, 0}, .gamma = params[kGamma]};
}

void check(const Params& params, const HasField& has) {
    check_overlay("fuzzy_gamma", rule_of(params), params, has);
}
void run(const Params& params, FieldSet& fields) {
    overlay("fuzzy_gamma", rule_of(params), params, fields);
}
void run_stored(const Params& params, StoredFields& fields) {
    overlay("fuzzy_gamma", rule_of(params), params, fields);
}

}  // namespace

constinit const Model fuzzy_gamma{
    .name = "fuzzy_gamma",
    .summary = "hazard class by the fuzzy gamma of the susceptibilities",
    .source = "Zimmermann & Zysno (1980), doi:10.1016/0165-0114(80)90062-7; Bonham-Carter (1994)",
    .needs = kOverlayNeeds,
    .makes = kOverlayMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 30,
    .halo = class_halo,
    .run_stored = run_stored,
    .check = check,
    .survey = survey_hidden,
    .conclude = conclude_hidden,
};

}  // namespace hazone::models
