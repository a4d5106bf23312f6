// Unit hydrograph of each basin from the travel times of its cells to the outlet: the areas between
// isochrones, one interval apart, over the interval. Maidment (1993), Developing a spatially
// distributed unit hydrograph by using GIS, HydroGIS 93, IAHS Publ. 211, 181-192; Maidment,
// Olivera, Calver, Eatherall & Fraczek (1996), Hydrological Processes 10(6), 831-844,
// https://doi.org/10.1002/(SICI)1099-1085(199606)10:6<831::AID-HYP374>3.0.CO;2-N. With a linear
// reservoir behind it, Clark (1945), Storage and the unit hydrograph, Transactions ASCE 110,
// 1419-1446: time_area.hpp.
//
// The velocity is that of the field flow_velocity, the same for floods of every size. The limit of
// 1000 square miles for unit hydrographs is that of FHWA (2024), HEC-22, section 4.3.1.
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "models/declarations.hpp"
#include "models/flood/response/time_area.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kDrainageBasin, kFlowDirection, kContributingArea, kFlowVelocity};
constexpr FieldSpec kMakes[] = {kUnitHydrographs};

constexpr ParamSpec kInterval{.name = "interval",
                              .unit = Unit::second,
                              .fallback = 900,
                              .lowest = 10,
                              .highest = 86400,
                              .meaning =
                                  "time between two isochrones, and for which the unit of "
                                  "runoff is shed"};
constexpr ParamSpec kStorageRatio{.name = "storage_ratio",
                                  .fallback = 0,
                                  .lowest = 0,
                                  .highest = 5,
                                  .meaning =
                                      "time constant of the linear reservoir over the longest "
                                      "travel time of the basin; 0 for none"};
constexpr ParamSpec kLeastArea{.name = "least_area",
                               .unit = Unit::square_metre,
                               .fallback = 1e6,
                               .lowest = 0,
                               .highest = 1e12,
                               .meaning = "smaller basins get no unit hydrograph"};
constexpr ParamSpec kLargestArea{.name = "largest_area",
                                 .unit = Unit::square_metre,
                                 .fallback = 2.59e9,
                                 .lowest = 0,
                                 .highest = 1e12,
                                 .meaning = "nor do larger ones, over which no storm is even"};
constexpr ParamSpec kParams[] = {kInterval, kStorageRatio, kLeastArea, kLargestArea};
constexpr Index kMostIntervals = 10000;

/// The outlets of all basins; wanted are those of one outlet and of an area in the limits.
std::vector<TimeAreaOutlet> outlets_of(const Params& params,
                                       const FieldSet& fields,
                                       const std::vector<BasinOutlet>& all) {
    const auto area = fields.read<double>(kContributingArea);
    std::vector<TimeAreaOutlet> outlets;
    for (std::size_t place = 0; place < all.size(); ++place) {
        const bool single = (place == 0 || all[place - 1].label != all[place].label) &&
                            (place + 1 == all.size() || all[place + 1].label != all[place].label);
        const double own = area(all[place].cell);
        outlets.push_back(
            {all[place].cell, single && own >= params[kLeastArea] && own <= params[kLargestArea]});
    }
    return outlets;
}

/// The rows of the table.
struct Rows {
    std::vector<std::int32_t> basin;
    std::vector<double> time;
    std::vector<double> discharge;

    void add(std::int32_t label, double interval, const std::vector<double>& ordinates) {
        for (std::size_t number = 0; number < ordinates.size(); ++number) {
            basin.push_back(label);
            time.push_back(static_cast<double>(number) * interval);
            discharge.push_back(ordinates[number]);
        }
    }
    FeatureLayer layer() && {
        return {.name = "unit_hydrographs",
                .shape = FeatureShape::none,
                .attributes = {
                    {"basin", Unit::one, "number of the basin, as in the field drainage_basin",
                     std::move(basin)},
                    {"time_s", Unit::one, "s after the runoff begins", std::move(time)},
                    {"discharge_m3s_per_mm", Unit::one,
                     "discharge at the outlet for 1 mm of runoff, shed over the interval from all "
                     "ground above, m3/s",
                     std::move(discharge)},
                }};
    }
};

void run(const Params& params, FieldSet& fields) {
    const double interval = params[kInterval];
    const double cell_area = fields.grid().cell_area();
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const std::vector<BasinOutlet> basins =
        basin_outlets(fields.read<std::int32_t>(kDrainageBasin), direction);
    const std::vector<TimeAreaOutlet> outlets = outlets_of(params, fields, basins);
    const std::vector<TimeArea> areas =
        time_areas({direction, fields.read(kFlowVelocity), fields.grid().cell_size}, outlets,
                   interval, kMostIntervals);
    Rows rows;
    Index unwanted = 0;
    Index unknown = 0;
    Index too_long = 0;
    for (std::size_t place = 0; place < areas.size(); ++place) {
        const TimeArea& area = areas[place];
        unwanted += outlets[place].is_wanted ? 0 : 1;
        if (!area.cells.empty()) {
            rows.add(basins[place].label, interval,
                     unit_hydrograph(area.cells, cell_area, interval,
                                     params[kStorageRatio] * area.longest));
        } else if (outlets[place].is_wanted) {
            ++(is_missing(area.longest) ? unknown : too_long);
        }
    }
    if (unwanted > 0) {
        fields.note(fmt::format(
            "{} outlets of basins get no unit hydrograph: their area is not within {} and {}, or "
            "their basin has several",
            unwanted, params.text(kLeastArea), params.text(kLargestArea)));
    }
    if (unknown > 0) {
        fields.note(fmt::format(
            "{} basins get no unit hydrograph: flow_velocity is missing or 0 in them", unknown));
    }
    if (too_long > 0) {
        fields.note(fmt::format(
            "{} basins get no unit hydrograph: their travel time takes more than {} intervals; "
            "raise isochrone_unit_hydrograph.interval",
            too_long, kMostIntervals));
    }
    fields.put(kUnitHydrographs, std::make_shared<const FeatureLayer>(std::move(rows).layer()));
}

}  // namespace

constinit const Model isochrone_unit_hydrograph{
    .name = "isochrone_unit_hydrograph",
    .summary = "unit hydrograph of each basin from the travel times of its cells",
    .source =
        "Maidment (1993), HydroGIS 93, IAHS Publ. 211, 181-192; Maidment et al. (1996), "
        "doi:10.1002/(SICI)1099-1085(199606)10:6<831::AID-HYP374>3.0.CO;2-N; Clark (1945), "
        "Transactions ASCE 110, 1419-1446",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 20,
    .nanoseconds_per_cell = 90,  // grows with the basins below each other
};

}  // namespace hazone::models
