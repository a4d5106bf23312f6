// Peak and time to peak of the geomorphologic instantaneous unit hydrograph (GIUH) of each basin,
// from the ratios of Horton of the streams above its outlet and the velocity of the flood.
// Rodriguez-Iturbe & Valdes (1979), Water Resources Research 15(6), 1409-1420,
// https://doi.org/10.1029/WR015i006p01409: horton_ratios.hpp. The two formulas were not compared
// with the paper itself. They are within 7 % of the hydrograph of a basin of order 3 of which they
// are a fit, and give the time to peak which Narayan, Dikshit & Dwivedi (2012), International
// Journal of Advances in Earth Sciences 1(2), 68-76, state for the Varuna.
//
// The ratios are those of the streams which the run makes: with a lower threshold_area there are
// more orders. The velocity scales all answers, and no default would be more than a guess.
#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "models/declarations.hpp"
#include "models/flood/response/horton_ratios.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kDrainageBasin, kFlowDirection, kContributingArea, kStrahlerOrder};
constexpr FieldSpec kMakes[] = {kGeomorphologicUnitHydrographs};

constexpr ParamSpec kStreamVelocity{
    .name = "stream_velocity",
    .unit = Unit::metre_per_second,
    .lowest = 0.01,
    .highest = 20,
    .meaning = "velocity of the flood in the streams, near its peak",
    .required = true};
constexpr ParamSpec kParams[] = {kStreamVelocity};

/// The columns of the table, a row per basin.
struct Columns {
    std::vector<std::int32_t> basin;
    std::vector<double> area;
    std::vector<std::int32_t> order;
    std::vector<double> bifurcation;
    std::vector<double> length;
    std::vector<double> area_ratio;
    std::vector<double> main_length;
    std::vector<double> rate;
    std::vector<double> time;
    std::vector<double> discharge;

    void add(std::int32_t label,
             double own_area,
             const std::vector<OrderStreams>& orders,
             double velocity) {
        constexpr double kUnit = 1e-3;  // m, of runoff
        const HortonRatios ratios = horton_ratios(orders);
        const double main = orders.empty() ? double{kMissing} : orders.back().length;
        const GeomorphologicPeak peak = geomorphologic_peak(ratios, main, velocity);
        basin.push_back(label);
        area.push_back(own_area);
        order.push_back(static_cast<std::int32_t>(orders.size()));
        bifurcation.push_back(ratios.bifurcation);
        length.push_back(ratios.length);
        area_ratio.push_back(ratios.area);
        main_length.push_back(main);
        rate.push_back(peak.rate);
        time.push_back(peak.time);
        discharge.push_back(peak.rate * own_area * kUnit);
    }
    std::vector<Attribute> attributes() && {
        return {
            {"basin", Unit::one, "number of the basin, as in the field drainage_basin",
             std::move(basin)},
            {"catchment_area", Unit::square_metre, "area of all ground above the outlet",
             std::move(area)},
            {"strahler", Unit::one, "Strahler order at the outlet; none off streams",
             std::move(order)},
            {"bifurcation_ratio", Unit::one, "R_B: streams of an order over those of the next",
             std::move(bifurcation)},
            {"length_ratio", Unit::one, "R_L: mean length of an order over that of the one before",
             std::move(length)},
            {"area_ratio", Unit::one, "R_A: mean area of an order over that of the one before",
             std::move(area_ratio)},
            {"main_length", Unit::metre, "length of the stream of the highest order",
             std::move(main_length)},
            {"peak_per_s", Unit::one, "peak of the instantaneous unit hydrograph, 1/s",
             std::move(rate)},
            {"time_to_peak", Unit::second, "from the burst of rain to the peak", std::move(time)},
            {"peak_m3s_per_mm", Unit::one,
             "peak discharge of a burst which leaves 1 mm of runoff, m3/s", std::move(discharge)},
        };
    }
};

void run(const Params& params, FieldSet& fields) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    const auto area = fields.read<double>(kContributingArea);
    const std::vector<BasinOutlet> outlets =
        single_outlets(basin_outlets(fields.read<std::int32_t>(kDrainageBasin), direction));
    std::vector<Cell> cells;
    FeatureLayer layer{.name = "geomorphologic_unit_hydrographs", .shape = FeatureShape::point};
    for (const BasinOutlet& outlet : outlets) {
        cells.push_back(outlet.cell);
        layer.places.push_back(fields.grid().centre(outlet.cell));
        layer.first.push_back(layer.places.size());
    }
    const auto streams = streams_above({.direction = direction,
                                        .order = fields.read<std::uint8_t>(kStrahlerOrder),
                                        .area = area,
                                        .cell_size = fields.grid().cell_size},
                                       cells);
    Columns columns;
    Index without = 0;
    for (std::size_t place = 0; place < outlets.size(); ++place) {
        columns.add(outlets[place].label, area(cells[place]), streams[place],
                    params[kStreamVelocity]);
        without += is_missing(columns.rate.back()) ? 1 : 0;
    }
    if (without > 0) {
        fields.note(fmt::format(
            "{} of {} basins have no ratios of Horton: less than two orders of streams, or one "
            "without length",
            without, outlets.size()));
    }
    layer.attributes = std::move(columns).attributes();
    fields.put(kGeomorphologicUnitHydrographs,
               std::make_shared<const FeatureLayer>(std::move(layer)));
}

}  // namespace

constinit const Model geomorphologic_unit_hydrograph{
    .name = "geomorphologic_unit_hydrograph",
    .summary = "ratios of Horton of each basin, with peak and time to peak of its unit hydrograph",
    .source =
        "Rodriguez-Iturbe & Valdes (1979), doi:10.1029/WR015i006p01409; Horton (1945), GSA "
        "Bulletin 56(3), 275-370",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 2,
    .nanoseconds_per_cell = 15,
};

}  // namespace hazone::models
