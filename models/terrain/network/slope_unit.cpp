// Slope units: half-basins, each facing one way. The ground is divided into the left and right side
// of every channel; a side which is large and faces many ways is divided again by the channels of a
// smaller contributing area, until
//   circular variance of its aspect, 1 - |sum of unit vectors| / n, <= a limit, or area <= a limit.
// Alvioli, Marchesini, Reichenbach, Rossi, Ardizzone, Fiorucci & Guzzetti (2016), Automatic
// delineation of geomorphological slope units with r.slopeunits v1.0 and their optimization for
// landslide susceptibility modeling, Geoscientific Model Development 9, 3975-3991,
// https://doi.org/10.5194/gmd-9-3975-2016.
//
// As there, a division whose parts would be smaller on average than the least area is not made, and
// each round takes a tenth (1 / reduction) off the area of the channels; and the two limits are
// those which divide this ground best (slope_unit_search.cpp), unless they are set. Other than
// there, a channel is led on above its head along the largest inflow up to the ridge: every basin
// so has two sides and no third, and the units of a round lie whole within those of the round
// before. That makes the search cheap: all divisions which it compares lie in one tree. A channel's
// own cells belong to its left side. A catchment off the edge which is too small for a channel is
// one unit.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"
#include "models/terrain/network/slope_unit_search.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kFlowDirection, kContributingArea, kAspect};
constexpr FieldSpec kMakes[] = {kSlopeUnit, kSlopeUnitSearch};

constexpr ParamSpec area_param(const char* name, const char* meaning) {
    return {.name = name,
            .unit = Unit::square_metre,
            .fallback = 0,
            .lowest = 0,
            .highest = 1e10,
            .meaning = meaning};
}
constexpr ParamSpec kFirstArea =
    area_param("first_area",
               "contributing area of the channels which divide first; 0: eight times a "
               "minimum_area that is set, else 80 hectares or 800 cells");
constexpr ParamSpec kLeastArea =
    area_param("minimum_area",
               "a unit up to this area is not divided; 0: the best of seven from 2.5 hectares or "
               "25 cells to twelve times that");
constexpr ParamSpec kVariance{
    .name = "largest_circular_variance",
    .fallback = 0,
    .lowest = 0,
    .highest = 1,
    .meaning =
        "a unit whose aspect varies no more than this is not divided; near 0 faces one way; "
        "0: the best of twelve from 0.05 to 0.6"};
constexpr ParamSpec kReduction{
    .name = "reduction",
    .fallback = 10,
    .lowest = 2,
    .highest = 100,
    .meaning = "each round takes this part off the area of the channels"};
constexpr ParamSpec kRounds{.name = "most_rounds",
                            .fallback = 50,
                            .lowest = 1,
                            .highest = 1000,
                            .meaning = "rounds after which nothing is divided further",
                            .whole = true};
constexpr ParamSpec kParams[] = {kFirstArea, kLeastArea, kVariance, kReduction, kRounds};

/// The least area that is tried: below some cells an aspect has no variance worth the name.
double smallest_area(double cell_size) { return std::max(25000.0, 25 * cell_size * cell_size); }

SlopeUnitChoices choices_of(const Params& params, double cell_size) {
    SlopeUnitChoices choices;
    if (params[kLeastArea] > 0) {
        choices.least_areas = {params[kLeastArea]};
    } else {
        for (const double times : {12, 8, 6, 4, 3, 2, 1}) {
            choices.least_areas.push_back(times * smallest_area(cell_size));
        }
    }
    if (params[kVariance] > 0) {
        choices.largest_variances = {params[kVariance]};
    } else {
        for (int twentieth = 12; twentieth >= 1; --twentieth) {
            choices.largest_variances.push_back(twentieth / 20.0);
        }
    }
    return choices;
}

double first_area(const Params& params, double cell_size) {
    if (params[kFirstArea] > 0) {
        return params[kFirstArea];
    }
    return params[kLeastArea] > 0 ? 8 * params[kLeastArea] : 32 * smallest_area(cell_size);
}

FeatureLayer table_of(const SlopeUnitSearch& search) {
    std::vector<std::int32_t> numbers;
    std::vector<double> areas, variances, units, internal, likeness, quality, chosen;
    for (std::size_t number = 0; number < search.tried.size(); ++number) {
        const Segmentation& own = search.tried[number];
        numbers.push_back(static_cast<std::int32_t>(number) + 1);
        areas.push_back(own.least_area);
        variances.push_back(own.largest_variance);
        units.push_back(own.units);
        internal.push_back(own.internal_variance);
        likeness.push_back(own.autocorrelation);
        quality.push_back(own.quality);
        chosen.push_back(number == search.best ? 1 : 0);
    }
    FeatureLayer layer{.name = "slope_unit_search", .shape = FeatureShape::none};
    layer.attributes = {
        {"trial", Unit::one, "number of the pair, from 1", std::move(numbers)},
        {"minimum_area", Unit::square_metre, "up to which a unit stays", std::move(areas)},
        {"largest_circular_variance", Unit::one, "up to which a unit stays", std::move(variances)},
        {"units", Unit::one, "how many there are", std::move(units)},
        {"internal_variance", Unit::one, "V, circular variance of aspect within the units",
         std::move(internal)},
        {"autocorrelation", Unit::one, "I, likeness of the aspect of neighbours",
         std::move(likeness)},
        {"quality", Unit::one, "F, the sum of both on a scale from worst 0 to best 1",
         std::move(quality)},
        {"chosen", Unit::one, "1 for the pair that was taken", std::move(chosen)},
    };
    return layer;
}

/// Whether the best lies at an end of several choices: a better one may lie beyond.
bool at_an_end(double value, const std::vector<double>& tried) {
    return tried.size() > 1 && (value == tried.front() || value == tried.back());
}

std::string note_of(const SlopeUnitSearch& search, const SlopeUnitChoices& choices) {
    const Segmentation& best = search.tried[search.best];
    const bool end = at_an_end(best.least_area, choices.least_areas) ||
                     at_an_end(best.largest_variance, choices.largest_variances);
    return fmt::format(
        "slope_unit: {:.0f} units with minimum_area {:.0f} m2 and largest_circular_variance {:.3g}"
        "{}; V {:.4g}, I {:.4g}{}",
        best.units, best.least_area, best.largest_variance,
        search.tried.size() == 1
            ? ", as set"
            : fmt::format(", the best of {} pairs (slope_unit_search)", search.tried.size()),
        best.internal_variance, best.autocorrelation,
        end ? "; the best lies at an end of what was tried" : "");
}

void run(const Params& params, FieldSet& fields) {
    const SlopeUnitGround ground{.direction = fields.read<std::uint8_t>(kFlowDirection),
                                 .area = fields.read<double>(kContributingArea),
                                 .aspect = fields.read(kAspect),
                                 .cell_size = fields.grid().cell_size};
    const SlopeUnitRule rule{.first_area = first_area(params, ground.cell_size),
                             .reduction = params[kReduction],
                             .most_rounds = static_cast<int>(params[kRounds])};
    const SlopeUnitChoices choices = choices_of(params, ground.cell_size);
    const SlopeUnitSearch search = search_slope_units(ground, rule, choices);
    search.tree.write(search.units, fields.write<std::int32_t>(kSlopeUnit));
    fields.note(note_of(search, choices));
    fields.put(kSlopeUnitSearch, std::make_shared<const FeatureLayer>(table_of(search)));
}

}  // namespace

constinit const Model slope_unit{
    .name = "slope_unit",
    .summary = "half-basins, divided until each faces one way or is small, as divides them best",
    .source =
        "Alvioli et al. (2016), doi:10.5194/gmd-9-3975-2016; Espindola et al. (2006), "
        "doi:10.1080/01431160600617194",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 24,
    .nanoseconds_per_cell = 2800,  // with the search, cells of 30 m
};

}  // namespace hazone::models
