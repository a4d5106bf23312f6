// The flash-flood potential index as published: how the ground itself answers to heavy rain,
//   FFPI = (w M + L + S + V) / N,   N the sum of the weights,
// M the index of the slope, L of the land cover, S of the soil, V of the forest, each 1 to 10.
// Smith (2003), Flash flood potential: determining the hydrologic response of FFMP basins to heavy
// rain by analyzing their physiographic characteristics, NWS Colorado Basin River Forecast Center,
// averages the four: so Lincoln, Zogg & Brewster (2016), Addition of a vulnerability component to
// the flash flood potential index, NWS. Offices of the NWS which took it over weigh the layers
// (Zogg & Deitsch 2013, The flash flood potential index at WFO Des Moines); their numbers were not
// found in a text that could be read, so the weights here are those of the plain mean, to be set.
// Of the tables of classes Brewster, Development of the flash flood potential index, NWS
// Binghamton, gives: swamp and water 1 to 2, towns 8 to 10, dense forest low. The rest belongs to
// the region, and therefore the three indices are inputs: a raster of classes with a table.
// What is not known is not averaged over: a layer which is not given is refused, or, where the user
// says so, left out and named.
// The index ranks basins and ground by the water they shed; it is no probability, and knows no
// rain. flash_flood_potential has the event and the reach of a flood in it.
#include "models/flood/potential/flash_flood_potential_index.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/flash_flood_potential.hpp"

namespace hazone::models {

double mean_potential_index(const PerLayer& index, const PerLayer& weight) {
    double sum = 0;
    double weights = 0;
    for (std::size_t layer = 0; layer < kPotentialLayers; ++layer) {
        if (weight[layer] > 0) {
            sum += weight[layer] * index[layer];
            weights += weight[layer];
        }
    }
    return sum / weights;
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope};
constexpr FieldSpec kUses[] = {kLandCoverFloodIndex, kSoilFloodIndex, kForestFloodIndex};
constexpr FieldSpec kMakes[] = {kFlashFloodPotentialIndex};

constexpr ParamSpec layer_weight(std::string_view name, std::string_view meaning) {
    return {.name = name, .fallback = 1, .lowest = 0, .highest = 100, .meaning = meaning};
}
constexpr ParamSpec kWeights[kPotentialLayers] = {
    layer_weight("slope_weight", "weight of the slope; offices of the NWS give it more than 1"),
    layer_weight("land_cover_weight", "weight of land_cover_flood_index; 0 leaves it out"),
    layer_weight("soil_weight", "weight of soil_flood_index; 0 leaves it out"),
    layer_weight("forest_weight", "weight of forest_flood_index; 0 leaves it out")};

enum class MissingLayers { refuse, leave_out };
constexpr std::string_view kMissingWords[] = {"refuse", "leave_out"};
constexpr ParamSpec kMissingLayers{
    .name = "missing_layers",
    .fallback = 0,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "what is done where a layer with a weight is not given: refuse the run, or leave_out "
        "the layer and note it",
    .choices = kMissingWords};
constexpr ParamSpec kParams[] = {kWeights[0], kWeights[1], kWeights[2], kWeights[3],
                                 kMissingLayers};

/// The layers of the index as they are given: a view of each, or none.
struct GivenLayers {
    std::array<View<const float>, kPotentialLayers> index;
    std::array<bool, kPotentialLayers> given{true};
};

GivenLayers given_layers(const FieldSet& fields) {
    GivenLayers layers;
    for (std::size_t layer = 1; layer < kPotentialLayers; ++layer) {
        const FieldSpec& field = kUses[layer - 1];
        layers.given[layer] = fields.has(field);
        if (layers.given[layer]) {
            layers.index[layer] = fields.read(field);
        }
    }
    return layers;
}

void append(std::string& list, std::string_view word) {
    list += list.empty() ? "" : ", ";
    list += word;
}

/// Weights of the layers which count, and the note which says which do.
struct ChosenWeights {
    PerLayer weight{};
    std::string note;
};

ChosenWeights chosen_weights(const Params& params,
                             const std::array<bool, kPotentialLayers>& given) {
    const bool refuse = params.choice<MissingLayers>(kMissingLayers) == MissingLayers::refuse;
    ChosenWeights chosen;
    std::string counted;
    std::string left_out;
    for (std::size_t layer = 0; layer < kPotentialLayers; ++layer) {
        const double weight = params[kWeights[layer]];
        const std::string_view name = layer == 0 ? kSlope.name : kUses[layer - 1].name;
        if (weight > 0 && given[layer]) {
            chosen.weight[layer] = weight;
            append(counted, fmt::format("{} (weight {})", name, weight));
        } else if (weight > 0 && refuse) {
            throw InputError(fmt::format(
                "flash_flood_potential_index: {} is not given; give it, set {} = 0, or set "
                "missing_layers = leave_out",
                name, kWeights[layer].name));
        } else {
            append(left_out, fmt::format("{} ({})", name, weight > 0 ? "not given" : "weight 0"));
        }
    }
    if (counted.empty()) {
        throw InputError(
            "flash_flood_potential_index: no layer with a weight above 0 is given; at least one "
            "must be");
    }
    chosen.note = fmt::format("flash_flood_potential_index is the mean of {}", counted) +
                  (left_out.empty() ? "" : fmt::format("; it does not know {}", left_out));
    return chosen;
}

void check(const Params& params, const HasField& has) {
    std::array<bool, kPotentialLayers> given{true};
    std::transform(std::begin(kUses), std::end(kUses), given.begin() + 1, has);
    chosen_weights(params, given);
}

void run(const Params& params, FieldSet& fields) {
    const GivenLayers layers = given_layers(fields);
    const ChosenWeights chosen = chosen_weights(params, layers.given);
    const auto slope = fields.read(kSlope);
    const auto potential = fields.write(kFlashFloodPotentialIndex);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        PerLayer index{slope_index(slope(row, col))};
        for (std::size_t layer = 1; layer < kPotentialLayers; ++layer) {
            index[layer] = layers.given[layer] ? layers.index[layer](row, col) : kMissing;
        }
        potential(row, col) = static_cast<float>(mean_potential_index(index, chosen.weight));
    });
    fields.note(chosen.note);
}

}  // namespace

constinit const Model flash_flood_potential_index{
    .name = "flash_flood_potential_index",
    .summary = "published flash-flood potential index: mean of slope, land cover, soil and forest",
    .source =
        "Smith (2003), NWS Colorado Basin River Forecast Center; Lincoln, Zogg & Brewster (2016), "
        "NWS; Brewster, NWS Binghamton",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 22,
    .halo = no_halo,
    .uses = kUses,
    .check = check,
};

}  // namespace hazone::models
