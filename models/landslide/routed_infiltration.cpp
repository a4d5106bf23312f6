// Rain that the ground cannot take runs downhill and infiltrates where capacity is left. Baum,
// Savage & Godt (2008), USGS OFR 2008-1159, doi:10.3133/ofr20081159, "Runoff and flow routing"; the
// shares of flow in several directions: Freeman (1991), doi:10.1016/0098-3004(91)90048-I.
#include <memory>
#include <string_view>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/runoff.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {kRain, kConductivity, kFilledElevation, kFlowDirection};
constexpr FieldSpec kUses[] = {kInitialWaterTableDepth, kBackgroundFlux};
constexpr FieldSpec kMakes[] = {kInfiltration};

enum class Routing { d8, multiple };
constexpr std::string_view kRoutings[] = {"d8", "multiple"};  // as in Routing

constexpr ParamSpec kRouting{.name = "routing",
                             .meaning =
                                 "where runoff goes: to the steepest neighbour, or shared "
                                 "among all lower ones",
                             .choices = kRoutings,
                             .required = true};
constexpr ParamSpec kExponent{
    .name = "exponent",
    .fallback = 1.1,
    .lowest = 0.1,
    .highest = 20,
    .meaning = "routing multiple: how much the steepest way is preferred"};
constexpr ParamSpec kParams[] = {kRouting, kExponent};

/// Water that comes out where the table stands at the ground; missing where it may come out and is
/// not known: then what infiltrates below is not known either.
float emerging_water(float table, float flux) {
    if (table > 0 || flux >= 0) {
        return 0;
    }
    return is_missing(table) ? table : -flux;
}

/// What of each step of the rain infiltrates in each cell, m. Routed when a step is read.
class RoutedInfiltration final : public RainSeries {
public:
    RoutedInfiltration(const Params& params, const FieldSet& fields)
        : rain_(std::get<std::shared_ptr<const RainSeries>>(fields.at(kRain))),
          routing_(params.choice<Routing>(kRouting)),
          sharing_{.exponent = params[kExponent]},
          direction_(std::get<Raster<std::uint8_t>>(fields.at(kFlowDirection)).clone()),
          capacity_(std::get<Raster<float>>(fields.at(kConductivity)).clone()),
          emerging_(fields.extent(), 0.0F) {
        if (routing_ == Routing::multiple) {
            filled_ = std::get<Raster<float>>(fields.at(kFilledElevation)).clone();
        }
        if (fields.has(kInitialWaterTableDepth) && fields.has(kBackgroundFlux)) {
            const auto table = fields.read(kInitialWaterTableDepth);
            const auto flux = fields.read(kBackgroundFlux);
            const auto emerging = emerging_.view();
            for_each_cell(fields.extent(), [=](Index row, Index col) {
                emerging(row, col) = emerging_water(table(row, col), flux(row, col));
            });
        }
    }

    Index steps() const override { return rain_->steps(); }
    double step_length() const override { return rain_->step_length(); }
    double length(Index step) const override { return rain_->length(step); }
    double begin(Index step) const override { return rain_->begin(step); }
    UtcSeconds start() const override { return rain_->start(); }
    void read(Index step, View<float> infiltration) const override {
        const Extent extent = infiltration.extent();
        Raster<float> rates(extent);
        Raster<float> runoff(extent);
        rain_->read(step, rates.view());
        const auto per_second = static_cast<float>(1 / length(step));
        scale(rates.view(), per_second);
        const RunoffGrids period{rates.view(), capacity_.view(), emerging_.view(), infiltration,
                                 runoff.view()};
        if (routing_ == Routing::d8) {
            route_runoff(direction_.view(), period);
        } else {
            route_runoff(filled_.view(), direction_.view(), sharing_, period);
        }
        scale(infiltration, static_cast<float>(length(step)));
    }

private:
    static void scale(View<float> cells, float factor) {
        for_each_cell(cells.extent(), [=](Index row, Index col) { cells(row, col) *= factor; });
    }

    std::shared_ptr<const RainSeries> rain_;
    Routing routing_;
    FlowSharing sharing_;
    Raster<std::uint8_t> direction_;
    Raster<float> capacity_;
    Raster<float> emerging_;
    Raster<float> filled_;
};

void run(const Params& params, FieldSet& fields) {
    std::shared_ptr<const RainSeries> series = std::make_shared<RoutedInfiltration>(params, fields);
    fields.put(kInfiltration, std::move(series));
}

}  // namespace

constinit const Model routed_infiltration{
    .name = "routed_infiltration",
    .summary = "what of the rain infiltrates, runoff from above included",
    .source = "Baum, Savage & Godt (2008), doi:10.3133/ofr20081159",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 13,
    .nanoseconds_per_cell = 5,
    .uses = kUses,
};

}  // namespace hazone::models
