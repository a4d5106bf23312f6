// The outlet of each basin with its peak discharge by return period, as points for a map or as a
// table: the field design_discharge at the last cell of the basin, all ground above it counted.
#include <array>
#include <string_view>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/terrain/network/basin_outlets.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kNeeds[] = {
    kDrainageBasin,           kFlowDirection,           kContributingArea,
    kConcentrationTime,       kPeakDischargeOf2Years,   kPeakDischargeOf5Years,
    kPeakDischargeOf10Years,  kPeakDischargeOf20Years,  kPeakDischargeOf50Years,
    kPeakDischargeOf100Years, kPeakDischargeOf200Years, kPeakDischargeOf500Years};
constexpr FieldSpec kMakes[] = {kDesignDischarges};

struct Column {
    const FieldSpec* field;
    std::string_view name;
    std::string_view meaning;
};
constexpr std::array kColumns{
    Column{&kPeakDischargeOf2Years, "discharge_2_years", "peak discharge of 2 years"},
    Column{&kPeakDischargeOf5Years, "discharge_5_years", "peak discharge of 5 years"},
    Column{&kPeakDischargeOf10Years, "discharge_10_years", "peak discharge of 10 years"},
    Column{&kPeakDischargeOf20Years, "discharge_20_years", "peak discharge of 20 years"},
    Column{&kPeakDischargeOf50Years, "discharge_50_years", "peak discharge of 50 years"},
    Column{&kPeakDischargeOf100Years, "discharge_100_years", "peak discharge of 100 years"},
    Column{&kPeakDischargeOf200Years, "discharge_200_years", "peak discharge of 200 years"},
    Column{&kPeakDischargeOf500Years, "discharge_500_years", "peak discharge of 500 years"}};

template <class T>
std::vector<double> values_at(const std::vector<BasinOutlet>& outlets, View<const T> cells) {
    std::vector<double> values;
    for (const BasinOutlet& outlet : outlets) {
        values.push_back(static_cast<double>(cells(outlet.cell)));
    }
    return values;
}

void run(const Params& /*params*/, FieldSet& fields) {
    const std::vector<BasinOutlet> outlets = single_outlets(basin_outlets(
        fields.read<std::int32_t>(kDrainageBasin), fields.read<std::uint8_t>(kFlowDirection)));
    FeatureLayer layer{.name = "design_discharges", .shape = FeatureShape::point};
    std::vector<std::int32_t> labels;
    for (const BasinOutlet& outlet : outlets) {
        labels.push_back(outlet.label);
        layer.places.push_back(fields.grid().centre(outlet.cell));
        layer.first.push_back(layer.places.size());
    }
    layer.attributes = {
        {"basin", Unit::one, "number of the basin, as in the field drainage_basin", labels},
        {"catchment_area", Unit::square_metre, "area of all ground above the outlet",
         values_at(outlets, fields.read<double>(kContributingArea))},
        {"concentration_time", Unit::second, "time of concentration of that ground",
         values_at(outlets, fields.read(kConcentrationTime))}};
    for (const Column& column : kColumns) {
        layer.attributes.push_back({column.name, Unit::cubic_metre_per_second, column.meaning,
                                    values_at(outlets, fields.read(*column.field))});
    }
    fields.put(kDesignDischarges, std::make_shared<const FeatureLayer>(std::move(layer)));
}

}  // namespace

constinit const Model design_discharge_table{
    .name = "design_discharge_table",
    .summary = "outlets of the basins with their peak discharges by return period",
    .source = "as design_discharge",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 1,
    .nanoseconds_per_cell = 1.4,
};

}  // namespace hazone::models
