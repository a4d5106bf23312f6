// Form of the ground from nine cells: how it bends, and how it stands among its neighbours. The
// formulas, with their papers, are in engine/terrain/form/neighbourhood.hpp.
//   curvatures      of the surface of Zevenbergen & Thorne (1987), Earth Surface Processes and
//                   Landforms 12(1), 47-56, https://doi.org/10.1002/esp.3290120107, or of Evans
//                   (1980), Zeitschrift fuer Geomorphologie, Supplementband 36, 274-295; named as
//                   in Minar, Evans & Jenco (2020), Earth-Science Reviews 211, 103414,
//                   https://doi.org/10.1016/j.earscirev.2020.103414
//   position, ruggedness, roughness   as `gdaldem TPI`, `TRI`, `roughness`: Wilson et al. (2007),
//                   Marine Geodesy 30, 3-35, https://doi.org/10.1080/01490410701295962, and Riley,
//                   DeGloria & Elliot (1999), Intermountain Journal of Sciences 5(1-4), 23-27
#include "engine/terrain/form/surface_form.hpp"

#include <array>

#include "engine/core/standard_fields.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kElevation};
constexpr FieldSpec kMakes[] = {kProfileCurvature,       kPlanCurvature,  kTangentialCurvature,
                                kMeanCurvature,          kTotalCurvature, kTopographicPositionIndex,
                                kTerrainRuggednessIndex, kRoughness};

constexpr std::array<std::string_view, 2> kMethods{"zevenbergen_thorne", "evans"};
constexpr std::array<std::string_view, 2> kRuggednessMethods{"riley", "wilson"};
constexpr ParamSpec kMethod{
    .name = "method",
    .highest = 1,
    .meaning =
        "surface whose curvatures are taken: through all nine heights, or the nearest "
        "quadric, which is smoother",
    .choices = kMethods};
constexpr ParamSpec kRuggedness{
    .name = "ruggedness",
    .highest = 1,
    .meaning = "terrain_ruggedness_index: root of the sum of squares, or mean of the differences",
    .choices = kRuggednessMethods};
constexpr ParamSpec kParams[] = {kMethod, kRuggedness};

void run(const Params& params, FieldSet& fields) {
    const SurfaceFormSpec spec{.cell_size = fields.grid().cell_size,
                               .curvature = params.choice<CurvatureMethod>(kMethod),
                               .ruggedness = params.choice<RuggednessMethod>(kRuggedness)};
    hazone::surface_form(fields.read(kElevation), spec,
                         {.profile_curvature = fields.write_if_wanted(kProfileCurvature),
                          .plan_curvature = fields.write_if_wanted(kPlanCurvature),
                          .tangential_curvature = fields.write_if_wanted(kTangentialCurvature),
                          .mean_curvature = fields.write_if_wanted(kMeanCurvature),
                          .total_curvature = fields.write_if_wanted(kTotalCurvature),
                          .position_index = fields.write_if_wanted(kTopographicPositionIndex),
                          .ruggedness_index = fields.write_if_wanted(kTerrainRuggednessIndex),
                          .roughness = fields.write_if_wanted(kRoughness)});
}

}  // namespace

constinit const Model surface_form{
    .name = "surface_form",
    .summary = "curvatures, topographic position, ruggedness and roughness from nine cells",
    .source =
        "Zevenbergen & Thorne (1987), doi:10.1002/esp.3290120107; Evans (1980); Minar, Evans & "
        "Jenco (2020), doi:10.1016/j.earscirev.2020.103414; Riley et al. (1999); Wilson et al. "
        "(2007), doi:10.1080/01490410701295962",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = one_cell_halo,
    .on_demand = true,
};

}  // namespace hazone::models
