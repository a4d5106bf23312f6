// Whether the landslide which comes to a stream dams it, and whether the dam stands: the indices
// MOI and HDSI and their classes. Source, and what of it was seen: landslide_dams.hpp.
// The volume is an input: one for all cells, to ask what such a slide would do anywhere, or a map,
// such as the runout_volume of runout_growth. Where none comes, 0, there is no dam.
// S is the slope of the D8 step of the stream, `least_slope` at least.
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/flood/potential/landslide_dams.hpp"
#include "models/flood/routing/catchment.hpp"
#include "models/flood/routing/channel_width.hpp"

namespace hazone::models {

double dam_obstruction_index(double volume, double valley_width) {
    return std::log10(volume / valley_width);
}

double dam_stability_index(double volume, double area, double slope) {
    return std::log10(volume / (1e-6 * area * slope));
}

DamClass dam_class(double obstruction, double stability, const DamLimits& limits) {
    if (is_missing(obstruction)) {
        return DamClass::unknown;
    }
    if (obstruction < limits.no_dam_below) {
        return DamClass::none;
    }
    if (obstruction < limits.dam_from) {
        return DamClass::perhaps;
    }
    if (is_missing(stability)) {
        return DamClass::unknown;
    }
    if (stability < limits.breaks_below) {
        return DamClass::breaks;
    }
    return stability < limits.stands_from ? DamClass::uncertain : DamClass::stands;
}

namespace {

constexpr FieldSpec kNeeds[] = {kLandslideVolume, kValleyWidth,   kContributingArea,
                                kFilledElevation, kFlowDirection, kStreamNetwork};
constexpr FieldSpec kMakes[] = {kDamObstructionIndex, kDamStabilityIndex, kLandslideDamClass};

constexpr ParamSpec kBreaksBelow{.name = "breaks_below",
                                 .fallback = 5.74,
                                 .lowest = 0,
                                 .highest = 20,
                                 .meaning = "HDSI below which a dam breaks"};
constexpr ParamSpec kStandsFrom{.name = "stands_from",
                                .fallback = 7.44,
                                .lowest = 0,
                                .highest = 20,
                                .meaning = "HDSI from which a dam stands"};
constexpr ParamSpec kParams[] = {kNoDamBelow, kDamFrom, kBreaksBelow, kStandsFrom,
                                 kLeastReachSlope};

void require_order(const Params& params, const ParamSpec& lower, const ParamSpec& upper) {
    if (params[lower] > params[upper]) {
        throw InputError(fmt::format("landslide_dam: {} {} must not be above {} {}", lower.name,
                                     params[lower], upper.name, params[upper]));
    }
}

DamLimits limits_of(const Params& params) {
    require_order(params, kNoDamBelow, kDamFrom);
    require_order(params, kBreaksBelow, kStandsFrom);
    return {.no_dam_below = params[kNoDamBelow],
            .dam_from = params[kDamFrom],
            .breaks_below = params[kBreaksBelow],
            .stands_from = params[kStandsFrom]};
}

void check(const Params& params, const HasField& /*has*/) { limits_of(params); }

void run(const Params& params, FieldSet& fields) {
    const DamLimits limits = limits_of(params);
    Raster<float> slope(fields.extent());
    reach_slope(fields.read<std::uint8_t>(kFlowDirection), fields.read(kFilledElevation),
                fields.grid().cell_size, params[kLeastReachSlope], slope);
    const auto volume = fields.read(kLandslideVolume);
    const auto width = fields.read(kValleyWidth);
    const auto area = fields.read<double>(kContributingArea);
    const auto stream = fields.read<std::uint8_t>(kStreamNetwork);
    const auto obstruction = fields.write(kDamObstructionIndex);
    const auto stability = fields.write(kDamStabilityIndex);
    const auto kind = fields.write<std::uint8_t>(kLandslideDamClass);
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const bool known =
            stream(row, col) == 1 && !any_missing(area(row, col), double{slope(row, col)});
        const double slid = known ? volume(row, col) : kMissing;
        const double blocks = dam_obstruction_index(slid, width(row, col));
        const double stands = dam_stability_index(slid, area(row, col), slope(row, col));
        obstruction(row, col) = static_cast<float>(blocks);
        stability(row, col) = is_missing(blocks) ? kMissing : static_cast<float>(stands);
        kind(row, col) = static_cast<std::uint8_t>(dam_class(blocks, stands, limits));
    });
}

}  // namespace

constinit const Model landslide_dam{
    .name = "landslide_dam",
    .summary = "whether a landslide dams the stream, and whether the dam stands",
    .source = "Tacconi Stefanelli et al. (2016), doi:10.1016/j.enggeo.2016.04.024",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 25,
    .halo = one_cell_halo,
    .check = check,
    .params_of = "damming_volume",
};

}  // namespace hazone::models
