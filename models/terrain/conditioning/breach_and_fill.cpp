// Filled elevation by the hybrid of both ways: depressions are breached within limits, see
// breach_depressions, and those that stay are filled.
// Lindsay (2016), Efficient hybrid breaching-filling sink removal methods for flow path enforcement
// in digital elevation models, Hydrological Processes 30(6), 846-857,
// https://doi.org/10.1002/hyp.10648.
// Lindsay & Dhun (2015), International Journal of Geographical Information Science 29(3), 397-411,
// https://doi.org/10.1080/13658816.2014.975715 (the channels).
#include "engine/terrain/conditioning/fill_variant.hpp"
#include "models/declarations.hpp"
#include "models/terrain/conditioning/conditioning_params.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kFilledElevation};

constexpr std::string_view kFlatsWords[] = {"level", "sloped"};
constexpr ParamSpec kFlats{
    .name = "flats",
    .unit = Unit::one,
    .fallback = 0,
    .highest = 1,
    .meaning = "whether channels and filled ground are level, or fall by least_slope",
    .choices = kFlatsWords};
constexpr ParamSpec kParams[] = {kMaximumLength, kMaximumDepth, kFlats, kLeastSlope, kHoles};

void run(const Params& params, FieldSet& fields) {
    const View<float> filled = fields.write(kFilledElevation);
    hazone::breach_depressions(ready_ground(fields), breach_limits(params, fields.grid()), filled);
    const FillVariant variant{.sloped = params[kFlats] != 0,
                              .step = {fields.grid().cell_size, params[kLeastSlope]},
                              .holes = params.choice<Holes>(kHoles)};
    hazone::fill_depressions(filled, variant, filled);
}

}  // namespace

constinit const Model breach_and_fill{
    .name = "breach_and_fill",
    .summary = "depressions breached within limits, and filled where that is not enough",
    .source =
        "Lindsay (2016), doi:10.1002/hyp.10648; Lindsay & Dhun (2015), "
        "doi:10.1080/13658816.2014.975715",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 12,
    .nanoseconds_per_cell = 40,
    .uses = kReadyGround,
};

}  // namespace hazone::models
