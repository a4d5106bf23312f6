// Topographic position at the scale of a radius: height above the mean of a window or a ring.
// Guisan, Weiss & Weiss (1999), Plant Ecology 143, 107-122, https://doi.org/10.1023/A:1009841519580
// Weiss (2001), Topographic position and landforms analysis, ESRI User Conference, San Diego
// The index of gdaldem, of nine cells, is `topographic_position_index` of the model surface_form.
#include "engine/terrain/form/topographic_position.hpp"

#include <array>
#include <string>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kTopographicPosition};

constexpr std::array<std::string_view, 2> kShapes{"disc", "square"};
constexpr ParamSpec kRadius{.name = "radius",
                            .unit = Unit::metre,
                            .fallback = TopographicPositionSpec{}.radius,
                            .lowest = 0.1,
                            .highest = 20000,
                            .meaning = "how far from the cell its window reaches, at least a cell"};
constexpr ParamSpec kInnerRadius{.name = "inner_radius",
                                 .unit = Unit::metre,
                                 .fallback = 0,
                                 .lowest = 0,
                                 .highest = 20000,
                                 .meaning = "cells as near as this do not count: a ring is left"};
constexpr ParamSpec kShape{
    .name = "shape",
    .highest = 1,
    .meaning = "form of the window; the time of a disc grows with its radius, that of a square not",
    .choices = kShapes};
constexpr ParamSpec kParams[] = {kRadius, kInnerRadius, kShape};

void run(const Params& params, FieldSet& fields) {
    const TopographicPositionSpec spec{.cell_size = fields.grid().cell_size,
                                       .radius = params[kRadius],
                                       .inner_radius = params[kInnerRadius],
                                       .shape = params.choice<WindowShape>(kShape)};
    if (!has_cells(spec)) {
        throw InputError("topographic_position: between inner_radius = " +
                         params.text(kInnerRadius) + " and radius = " + params.text(kRadius) +
                         " lies no cell; let them be a cell or more apart");
    }
    if (radius_in_cells(spec.radius, spec.cell_size) > kLargestPositionRadius) {
        throw InputError("topographic_position: radius = " + params.text(kRadius) + " is over " +
                         std::to_string(kLargestPositionRadius) + " cells");
    }
    hazone::topographic_position(fields.read(kElevation), spec, fields.write(kTopographicPosition));
}

Index halo(const Params& params, const Grid& grid) {
    return radius_in_cells(params[kRadius], grid.cell_size);
}

}  // namespace

constinit const Model topographic_position{
    .name = "topographic_position",
    .summary = "height of the ground above the mean of a window around it",
    .source =
        "Guisan, Weiss & Weiss (1999), doi:10.1023/A:1009841519580; Weiss (2001), ESRI User "
        "Conference",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 14,
    .halo = halo,
};

}  // namespace hazone::models
