// What whole soil columns hold at the output times, at chosen points: pressure head, water content
// and safety factor by depth. The same columns and settings as transient_infiltration; sources and
// equations in models/landslide/transient/column.hpp.
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "models/declarations.hpp"
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kProfilePoints,
                                kRain,
                                kSlope,
                                kSoilDepth,
                                kInitialWaterTableDepth,
                                kBackgroundFlux,
                                kCohesion,
                                kFrictionAngle,
                                kUnitWeight,
                                kHydraulicDiffusivity,
                                kConductivity,
                                kSaturatedWaterContent,
                                kResidualWaterContent,
                                kGardnerAlpha};
constexpr FieldSpec kMakes[] = {kPressureProfiles};

/// One row per point, time and depth.
struct Rows {
    std::vector<std::int32_t> number;
    std::vector<std::string> name;
    std::vector<double> time, depth, pressure, content, safety;
    std::vector<std::size_t> first = {0};
    std::vector<Point> places;

    void add(std::int32_t point,
             const std::string& label,
             Point place,
             double seconds,
             const transient::Profile& profile) {
        for (std::size_t k = 0; k < profile.depth.size(); ++k) {
            number.push_back(point);
            name.push_back(label);
            time.push_back(seconds);
            depth.push_back(profile.depth[k]);
            pressure.push_back(profile.pressure_head[k]);
            content.push_back(k < profile.water_content.size() ? profile.water_content[k]
                                                               : kMissing);
            safety.push_back(profile.safety_factor[k]);
            places.push_back(place);
            first.push_back(places.size());
        }
    }
};

FeatureLayer layer_of(Rows rows) {
    FeatureLayer layer{.name = "pressure_profiles", .shape = FeatureShape::point};
    layer.first = std::move(rows.first);
    layer.places = std::move(rows.places);
    layer.attributes = {
        {"point", Unit::one, "number of the point, from 1", std::move(rows.number)},
        {"name", Unit::one, "name of the point", std::move(rows.name)},
        {"time", Unit::second, "time after the start of the rain", std::move(rows.time)},
        {"depth", Unit::metre, "depth below the ground", std::move(rows.depth)},
        {"pressure_head", Unit::metre, "pressure head of the water", std::move(rows.pressure)},
        {"water_content", Unit::one, "water, share of the volume", std::move(rows.content)},
        {"safety_factor", Unit::one, "safety factor of a slide at that depth",
         std::move(rows.safety)}};
    return layer;
}

void run(const Params& params, FieldSet& fields) {
    const transient::Ground ground(params, fields);
    const FeatureLayer& points = fields.features(kProfilePoints);
    const auto& names = points.values<std::string>("name");
    Rows rows;
    for (std::size_t k = 0; k < points.size(); ++k) {
        const Point place = points.places[points.first[k]];
        const Cell cell = fields.grid().cell_at(place);
        if (!fields.extent().contains(cell.row, cell.col)) {
            fields.note(fmt::format("pressure_profiles: point {} '{}' lies outside the grid", k + 1,
                                    names[k]));
            continue;
        }
        const std::size_t before = rows.depth.size();
        for (std::size_t time = 0; time < fields.times().size(); ++time) {
            rows.add(static_cast<std::int32_t>(k + 1), names[k], fields.grid().centre(cell),
                     ground.solver().output_times()[time],
                     ground.solver().profile(ground.column(cell.row, cell.col),
                                             ground.rates().column(cell.row, cell.col),
                                             static_cast<Index>(time)));
        }
        if (rows.depth.size() == before) {
            fields.note(
                fmt::format("pressure_profiles: point {} '{}' has no profile: something is missing "
                            "in its cell, "
                            "or there is no soil",
                            k + 1, names[k]));
        }
    }
    note_other_times("pressure_profiles", ground.solver(), fields);
    fields.put(kPressureProfiles, std::make_shared<const FeatureLayer>(layer_of(std::move(rows))));
}

}  // namespace

constinit const Model pressure_profiles{
    .name = "pressure_profiles",
    .summary = "pressure, water and safety by depth, in the columns at given points",
    .source =
        "Iverson (2000), doi:10.1029/2000WR900090; Baum, Savage & Godt (2008), "
        "doi:10.3133/ofr20081159",
    .needs = kNeeds,
    .makes = kMakes,
    .params = transient::kColumnParams,
    .run = run,
    .nanoseconds_per_cell = 1,
    .scratch_bytes_per_rain_step = 4,
    .uses = transient::kColumnUses,
    .params_of = "transient_infiltration",
};

}  // namespace hazone::models
