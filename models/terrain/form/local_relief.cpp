// Local relief: highest less lowest ground of a window around a cell. Smith (1935), The relative
// relief of Ohio, Geographical Review 25(2), 272-284, https://doi.org/10.2307/209602.
#include "engine/terrain/form/local_relief.hpp"

#include <array>

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kLocalRelief};

constexpr std::array<std::string_view, 2> kShapes{"disc", "square"};
constexpr ParamSpec kRadius{.name = "radius",
                            .unit = Unit::metre,
                            .fallback = LocalReliefSpec{}.radius,
                            .lowest = 0.1,
                            .highest = 20000,
                            .meaning = "how far from the cell its window reaches, at least a cell"};
constexpr ParamSpec kShape{
    .name = "shape",
    .highest = 1,
    .meaning = "form of the window; the time of a disc grows with its radius, that of a square not",
    .choices = kShapes};
constexpr ParamSpec kParams[] = {kRadius, kShape};

void run(const Params& params, FieldSet& fields) {
    hazone::local_relief(fields.read(kElevation),
                         {.cell_size = fields.grid().cell_size,
                          .radius = params[kRadius],
                          .shape = params.choice<WindowShape>(kShape)},
                         fields.write(kLocalRelief));
}

Index halo(const Params& params, const Grid& grid) {
    return radius_in_cells(params[kRadius], grid.cell_size);
}

}  // namespace

constinit const Model local_relief{
    .name = "local_relief",
    .summary = "highest less lowest ground of a window around a cell",
    .source = "Smith (1935), doi:10.2307/209602",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 12,
    .halo = halo,
};

}  // namespace hazone::models
