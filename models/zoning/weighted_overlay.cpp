// Hazard class by the weighted mean of susceptibilities,
//   S = sum of w s / sum of w,
// classed by limits of S. The weights belong to the scenario; 1 and 1 are hazone's own. A mean
// hides what is very high by one hazard: keep_worst.
#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "models/declarations.hpp"
#include "models/zoning/overlay.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec weight(std::string_view name, double fallback, std::string_view meaning) {
    return {.name = name, .fallback = fallback, .lowest = 0, .highest = 1000, .meaning = meaning};
}
constexpr std::array kWeights{
    weight("landslide_weight", 1, "weight of landslide_susceptibility"),
    weight("flash_flood_weight", 1, "weight of flash_flood_susceptibility"),
    weight("runout_weight", 0, "weight of runout_reach_probability; 0: it takes no part"),
    weight("flood_weight",
           0,
           "weight of flood_hazard_class, 0 for H1 or dry to 1 for H6; 0: it takes no part")};
constexpr auto kParams = joined_params(kOverlayParams, kWeights);

OverlayRule rule_of(const Params& params) {
    OverlayRule rule;
    double whole = 0;
    for (std::size_t number = 0; number < kCriterionCount; ++number) {
        rule.weights[number] = params[kWeights[number]];
        whole += rule.weights[number];
    }
    if (!(whole > 0)) {
        throw InputError("weighted_overlay: all weights are 0; one at least must be above 0");
    }
    return rule;
}

bool takes(const Params& params, const FieldSpec& use) {
    return params[kWeights[use.name == kRunoutReachProbability.name ? 2 : 3]] > 0;
}

void check(const Params& params, const HasField& has) {
    check_overlay("weighted_overlay", rule_of(params), params, has);
}
void run(const Params& params, FieldSet& fields) {
    overlay("weighted_overlay", rule_of(params), params, fields);
}
void run_stored(const Params& params, StoredFields& fields) {
    overlay("weighted_overlay", rule_of(params), params, fields);
}

}  // namespace

constinit const Model weighted_overlay{
    .name = "weighted_overlay",
    .summary = "hazard class by the weighted mean of the susceptibilities",
    .source = "weights and limits of the scenario",
    .needs = kOverlayNeeds,
    .makes = kOverlayMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 15,
    .halo = class_halo,
    .run_stored = run_stored,
    .uses = kOverlayUses,
    .takes = takes,
    .check = check,
    .survey = survey_hidden,
    .conclude = conclude_hidden,
};

}  // namespace hazone::models
