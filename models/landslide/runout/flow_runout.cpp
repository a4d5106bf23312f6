// Runout of slides and debris flows by sharing flux from cell to cell down to where the energy line
// meets the ground. D'Amboise, Neuhauser, Teich, Huber, Kofler, Perzl, Fromm, Kleemayr & Fischer
// (2022), Flow-Py v1.0, Geosci. Model Dev. 15, 2423-2439, https://doi.org/10.5194/gmd-15-2423-2022;
// the sharing after Holmgren (1994), https://doi.org/10.1002/hyp.3360080405; the law of two
// parameters of Perla, Cheng & McClung (1980), https://doi.org/10.3189/S002214300001073X. The step
// is in path_step.hpp.
//
// Every release cell is followed by itself with a flux of 1. In the mode `conserving` all of it
// comes to rest somewhere; runout_at_rest says where. The mode `flow_py` gives the numbers of
// Flow-Py: shares below the threshold are handed on divided by their own number and not by that of
// the receivers, so that flux is lost or made, and cells beside missing ground are not entered.
#include "models/declarations.hpp"
#include "models/landslide/runout/flow_paths.hpp"
#include "models/landslide/runout/runout_params.hpp"

namespace hazone::models {
namespace {

constexpr std::string_view kModeWords[] = {"conserving", "flow_py"};
constexpr ParamSpec kMode{.name = "mode",
                          .fallback = 0,
                          .highest = 1,
                          .meaning = "flux is kept, or as the program Flow-Py does",
                          .choices = kModeWords};
constexpr ParamSpec kFluxThreshold{
    .name = "flux_threshold",
    .fallback = 3e-4,
    .lowest = 1e-6,
    .highest = 0.1,
    .meaning = "share of a release cell's flux below which a way is not followed by itself"};
constexpr ParamSpec kParams[] = {kMode,         kFrictionLaw,   kAngleOfReach, kSlidingFriction,
                                 kMassToDrag,   kLargestEnergy, kExponent,     kSpreading,
                                 kFluxThreshold};
constexpr FieldSpec kMakes[] = {kRunoutImpacted, kRunoutEnergyHeight, kRunoutMaximumSpeed,
                                kRunoutFlux,     kRunoutSource,       kRunoutPathLength,
                                kRunoutAtRest};

void run(const Params& params, FieldSet& fields) {
    FlowRules rules{.path = path_rules(params),
                    .threshold = params[kFluxThreshold],
                    .small = params.choice<SmallShares>(kMode)};
    rules.path.enter_border = rules.small == SmallShares::conserving;
    const std::vector<ReleaseCell> releases = release_cells(fields);
    const PaddedGround ground(fields.read(kElevation), fields.grid().cell_size);
    const RunoutViews views{.share = fields.write_if_wanted(kRunoutFlux),
                            .energy = fields.write_if_wanted(kRunoutEnergyHeight),
                            .speed = fields.write_if_wanted(kRunoutMaximumSpeed),
                            .impacted = fields.write_if_wanted<std::uint8_t>(kRunoutImpacted),
                            .source = fields.write_if_wanted<std::int32_t>(kRunoutSource),
                            .length = fields.write_if_wanted(kRunoutPathLength),
                            .at_rest = fields.write_if_wanted(kRunoutAtRest)};
    note_runout(releases, flow_paths(ground, releases, rules, views), fields);
}

}  // namespace

constinit const Model flow_runout{
    .name = "flow_runout",
    .summary = "runout of slides by flux shared among the cells below, to the end of its energy",
    .source =
        "D'Amboise et al. (2022), doi:10.5194/gmd-15-2423-2022; Holmgren (1994), "
        "doi:10.1002/hyp.3360080405; Perla, Cheng & McClung (1980), "
        "doi:10.3189/S002214300001073X",
    .needs = kRunoutNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 100,
    .on_demand = true,
};

}  // namespace hazone::models
