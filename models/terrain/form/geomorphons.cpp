// Landforms by what is seen from a cell: Jasiewicz & Stepinski (2013), Geomorphons - a pattern
// recognition approach to classification and mapping of landforms, Geomorphology 182, 147-156,
// https://doi.org/10.1016/j.geomorph.2012.11.005; parameters as those of r.geomorphon.
#include "engine/terrain/form/geomorphons.hpp"

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kLandform};

constexpr ParamSpec kRadius{.name = "radius",
                            .unit = Unit::metre,
                            .fallback = GeomorphonSpec{}.radius,
                            .lowest = 0.1,
                            .highest = 100000,
                            .meaning = "how far from the cell is looked"};
constexpr ParamSpec kSkipRadius{.name = "skip_radius",
                                .unit = Unit::metre,
                                .fallback = GeomorphonSpec{}.skip_radius,
                                .lowest = 0,
                                .highest = 100000,
                                .meaning = "cells as near as this are passed over"};
constexpr ParamSpec kFlatThreshold{.name = "flat_threshold",
                                   .unit = Unit::radian,
                                   .fallback = GeomorphonSpec{}.flat_threshold,
                                   .lowest = 1e-6,
                                   .highest = 0.5,
                                   .meaning = "angle up to which a direction is level"};
constexpr ParamSpec kFlatDistance{
    .name = "flat_distance",
    .unit = Unit::metre,
    .fallback = GeomorphonSpec{}.flat_distance,
    .lowest = 0,
    .highest = 100000,
    .meaning = "beyond it the height that has the angle at it decides what is level; 0: nowhere"};
constexpr ParamSpec kParams[] = {kRadius, kSkipRadius, kFlatThreshold, kFlatDistance};

GeomorphonSpec spec_of(const Params& params, const Grid& grid) {
    return {.cell_size = grid.cell_size,
            .radius = params[kRadius],
            .skip_radius = params[kSkipRadius],
            .flat_threshold = params[kFlatThreshold],
            .flat_distance = params[kFlatDistance]};
}

void run(const Params& params, FieldSet& fields) {
    const GeomorphonSpec spec = spec_of(params, fields.grid());
    // a cell on the diagonal is seen as well
    if (spec.radius < 1.5 * (spec.skip_radius + spec.cell_size)) {
        throw InputError("geomorphons: radius = " + params.text(kRadius) +
                         " must be at least 1.5 times a cell more than skip_radius = " +
                         params.text(kSkipRadius));
    }
    hazone::geomorphons(fields.read(kElevation), spec, fields.write<std::uint8_t>(kLandform));
}

Index halo(const Params& params, const Grid& grid) {
    return geomorphon_reach(spec_of(params, grid));
}

}  // namespace

constinit const Model geomorphons{
    .name = "geomorphons",
    .summary = "form of the ground around a cell: one of ten, from flat to pit",
    .source = "Jasiewicz & Stepinski (2013), doi:10.1016/j.geomorph.2012.11.005",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 23,
    .halo = halo,
};

}  // namespace hazone::models
