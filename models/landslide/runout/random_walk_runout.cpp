// Runout of slides and debris flows by random walks, many from each release cell: the share of them
// which reach a cell is its probability of being reached, given the slide. Wichmann (2017), The
// Gravitational Process Path (GPP) model, Geosci. Model Dev. 10, 3309-3327,
// https://doi.org/10.5194/gmd-10-3309-2017; Mergili, Krenn & Chu (2015), r.randomwalk v1, Geosci.
// Model Dev. 8, 4027-4043, https://doi.org/10.5194/gmd-8-4027-2015. Steps are drawn with the
// weights of Holmgren (1994), https://doi.org/10.1002/hyp.3360080405, and persistence; speed after
// Perla, Cheng & McClung (1980), https://doi.org/10.3189/S002214300001073X. See path_step.hpp.
//
// The random numbers are a function of seed, release cell, walk and step: any number of threads
// gives the same bits.
#include "models/declarations.hpp"
#include "models/landslide/runout/random_walks.hpp"
#include "models/landslide/runout/runout_params.hpp"

namespace hazone::models {
namespace {

constexpr ParamSpec kWalks{.name = "walks",
                           .fallback = 200,
                           .lowest = 1,
                           .highest = 1e6,
                           .meaning = "random walks from each release cell",
                           .whole = true};
constexpr ParamSpec kSeed{.name = "seed",
                          .fallback = 1,
                          .lowest = 0,
                          .highest = 1e9,
                          .meaning = "another seed draws other walks",
                          .whole = true};
constexpr std::string_view kBendWords[] = {"kept", "lost"};
constexpr ParamSpec kBend{
    .name = "energy_at_bends",
    .fallback = 0,
    .highest = 1,
    .meaning = "where the slope becomes gentler energy is kept, or lost by the cosine of the bend",
    .choices = kBendWords};
constexpr ParamSpec kParams[] = {kWalks,           kSeed,       kFrictionLaw, kAngleOfReach,
                                 kSlidingFriction, kMassToDrag, kBend,        kLargestEnergy,
                                 kExponent,        kSpreading};
constexpr FieldSpec kMakes[] = {
    kRunoutReachProbability, kWalkEnergyHeight, kWalkMaximumSpeed, kWalkImpacted, kWalkSource,
    kWalkPathLength,         kWalkAtRest};

void run(const Params& params, FieldSet& fields) {
    WalkRules rules{.path = path_rules(params),
                    .walks = static_cast<std::int64_t>(params[kWalks]),
                    .seed = static_cast<std::uint64_t>(params[kSeed])};
    rules.path.bend_loss = params[kBend] != 0;
    const std::vector<ReleaseCell> releases = release_cells(fields);
    const PaddedGround ground(fields.read(kElevation), fields.grid().cell_size);
    const RunoutViews views{.share = fields.write_if_wanted(kRunoutReachProbability),
                            .energy = fields.write_if_wanted(kWalkEnergyHeight),
                            .speed = fields.write_if_wanted(kWalkMaximumSpeed),
                            .impacted = fields.write_if_wanted<std::uint8_t>(kWalkImpacted),
                            .source = fields.write_if_wanted<std::int32_t>(kWalkSource),
                            .length = fields.write_if_wanted(kWalkPathLength),
                            .at_rest = fields.write_if_wanted(kWalkAtRest)};
    note_runout(releases, random_walks(ground, releases, rules, views), fields);
}

}  // namespace

constinit const Model random_walk_runout{
    .name = "random_walk_runout",
    .summary = "probability that the runout of a slide reaches a cell, by random walks",
    .source =
        "Wichmann (2017), doi:10.5194/gmd-10-3309-2017; Mergili, Krenn & Chu (2015), "
        "doi:10.5194/gmd-8-4027-2015; Holmgren (1994), doi:10.1002/hyp.3360080405; Perla, Cheng "
        "& McClung (1980), doi:10.3189/S002214300001073X",
    .needs = kRunoutNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 500,
    .on_demand = true,
};

}  // namespace hazone::models
