// What is known of every slope unit: its form, and of each result of a run that is there the mean,
// the worst value and the share of cells which alarm. Alvioli et al. (2016), Geoscientific Model
// Development 9, 3975-3991, https://doi.org/10.5194/gmd-9-3975-2016 (slope units as mapping units);
// Carrara (1983), Mathematical Geology 15, 403-426, https://doi.org/10.1007/BF01031290 (statistics
// of units). Shares are of the cells with a value; the cells without are counted beside them: a
// unit of which little is known is not safe.
#include "models/terrain/network/slope_unit_summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/terrain/network/slope_unit_tree.hpp"

namespace hazone::models {

double UnitValues::mean() const {
    return finite > 0 ? sum / static_cast<double>(finite) : double{kMissing};
}

double UnitValues::alarming_share() const {
    return cells > 0 ? static_cast<double>(alarming) / static_cast<double>(cells)
                     : double{kMissing};
}

void UnitValues::add(double value, const AlarmingRange& range) {
    if (is_missing(value)) {
        ++missing;
        return;
    }
    lowest = cells == 0 ? value : std::min(lowest, value);
    highest = cells == 0 ? value : std::max(highest, value);
    ++cells;
    if (std::isfinite(value)) {
        sum += value;
        ++finite;
    }
    alarming += value >= range.low && value < range.high ? 1 : 0;
}

std::vector<UnitValues> values_by_unit(View<const std::int32_t> unit,
                                       View<const float> field,
                                       std::int32_t units,
                                       const AlarmingRange& alarming) {
    std::vector<UnitValues> all(static_cast<std::size_t>(units),
                                {.lowest = kMissing, .highest = kMissing});
    for (Index row = 0; row < unit.rows(); ++row) {
        for (Index col = 0; col < unit.cols(); ++col) {
            if (unit(row, col) <= kNoLabel) {
                continue;
            }
            all[static_cast<std::size_t>(unit(row, col)) - 1].add(
                static_cast<double>(field(row, col)), alarming);
        }
    }
    return all;
}

namespace {

/// A result and the names of its columns.
struct Result {
    const FieldSpec* field;
    AlarmingRange alarming;
    bool low_is_worse;
    std::string_view mean_name;
    std::string_view worst_name;
    std::string_view share_name;
    std::string_view share_meaning;
    std::string_view missing_name;
};

constexpr std::array<Result, 6> kResults{{
    {&kSafetyFactor,
     {0, 1},
     true,
     "safety_factor_mean",
     "safety_factor_lowest",
     "safety_factor_unstable",
     "share of the cells with a safety factor below 1",
     "safety_factor_missing"},
    {&kStabilityIndex,
     {0, 0.5},
     true,
     "stability_index_mean",
     "stability_index_lowest",
     "stability_index_unstable",
     "share of the cells more likely to fail than not",
     "stability_index_missing"},
    {&kCriticalRainfall,
     {0, 1e-6},
     true,
     "critical_rainfall_mean",
     "critical_rainfall_lowest",
     "critical_rainfall_low",
     "share of the cells which less than 3.6 mm/h brings to failure",
     "critical_rainfall_missing"},
    {&kLandslideSusceptibility,
     {0.5, kInfinity},
     false,
     "susceptibility_mean",
     "susceptibility_highest",
     "susceptibility_high",
     "share of the cells more likely to fail than not",
     "susceptibility_missing"},
    {&kSlope,
     {0.5235987755982988, kInfinity},
     false,
     "slope_mean",
     "slope_highest",
     "slope_steep",
     "share of the cells of 30 degrees and more",
     "slope_missing"},
    {&kThresholdExceedance,
     {1, kInfinity},
     false,
     "exceedance_mean",
     "exceedance_highest",
     "exceedance_above_1",
     "share of the cells above the threshold of rain",
     "exceedance_missing"},
}};

constexpr FieldSpec kNeeds[] = {kSlopeUnit, kSlope, kAspect};
constexpr FieldSpec kUses[] = {kSafetyFactor, kStabilityIndex, kCriticalRainfall,
                               kLandslideSusceptibility, kThresholdExceedance};
constexpr FieldSpec kMakes[] = {kSlopeUnits};

std::int32_t highest_unit(View<const std::int32_t> unit) {
    std::int32_t highest = 0;
    for (Index row = 0; row < unit.rows(); ++row) {
        highest = std::max(highest, *std::max_element(unit.row(row), unit.row(row) + unit.cols()));
    }
    return highest;
}

Raster<float> mapped(View<const float> cells, double (*function)(double)) {
    Raster<float> result(cells.extent());
    for_each_cell(cells.extent(), [=, to = result.view()](Index row, Index col) {
        to(row, col) = static_cast<float>(function(static_cast<double>(cells(row, col))));
    });
    return result;
}

void add_form(const FieldSet& fields, std::int32_t units, FeatureLayer& layer) {
    const auto unit = fields.read<std::int32_t>(kSlopeUnit);
    const auto aspect = fields.read(kAspect);
    const auto sines =
        values_by_unit(unit, mapped(aspect, [](double a) { return std::sin(a); }), units, {});
    const auto cosines =
        values_by_unit(unit, mapped(aspect, [](double a) { return std::cos(a); }), units, {});
    std::vector<std::int32_t> numbers;
    std::vector<double> areas;
    std::vector<double> facing;
    std::vector<double> variances;
    const double cell_area = fields.grid().cell_size * fields.grid().cell_size;
    for (std::size_t number = 0; number < sines.size(); ++number) {
        const UnitValues& own = sines[number];
        const double mean = std::atan2(own.sum, cosines[number].sum);
        numbers.push_back(static_cast<std::int32_t>(number) + 1);
        areas.push_back(cell_area * static_cast<double>(own.cells + own.missing));
        facing.push_back(own.cells == 0 ? double{kMissing} : mean < 0 ? mean + kFullTurn : mean);
        variances.push_back(
            circular_variance(own.sum, cosines[number].sum, static_cast<double>(own.cells)));
    }
    layer.attributes = {
        {"unit", Unit::one, "number of the unit, as in the field slope_unit", std::move(numbers)},
        {"area", Unit::square_metre, "area of the outline", std::move(areas)},
        {"aspect", Unit::radian, "mean direction the unit faces", std::move(facing)},
        {"circular_variance", Unit::one, "of its aspect: 0 faces one way, 1 all ways",
         std::move(variances)},
    };
}

void add_result(const FieldSet& fields,
                const Result& result,
                std::int32_t units,
                FeatureLayer& layer) {
    std::vector<double> means;
    std::vector<double> worst;
    std::vector<double> shares;
    std::vector<double> missing;
    for (const UnitValues& own :
         values_by_unit(fields.read<std::int32_t>(kSlopeUnit), fields.read(*result.field), units,
                        result.alarming)) {
        means.push_back(own.mean());
        worst.push_back(result.low_is_worse ? own.lowest : own.highest);
        shares.push_back(own.alarming_share());
        missing.push_back(static_cast<double>(own.missing) /
                          static_cast<double>(own.cells + own.missing));
    }
    const Unit measured = result.field->unit;
    layer.attributes.push_back(
        {result.mean_name, measured, "mean of the finite values", std::move(means)});
    layer.attributes.push_back({result.worst_name, measured, "worst value", std::move(worst)});
    layer.attributes.push_back(
        {result.share_name, Unit::one, result.share_meaning, std::move(shares)});
    layer.attributes.push_back(
        {result.missing_name, Unit::one, "share of the cells without a value", std::move(missing)});
}

void run(const Params& /*params*/, FieldSet& fields) {
    const std::int32_t units = highest_unit(fields.read<std::int32_t>(kSlopeUnit));
    FeatureLayer layer{
        .name = "slope_units", .shape = FeatureShape::area, .labels = kSlopeUnit.name};
    add_form(fields, units, layer);
    for (const Result& result : kResults) {
        if (fields.has(*result.field)) {
            add_result(fields, result, units, layer);
        }
    }
    fields.put(kSlopeUnits, std::make_shared<const FeatureLayer>(std::move(layer)));
}

}  // namespace

constinit const Model slope_unit_summary{
    .name = "slope_unit_summary",
    .summary = "form of the slope units, and mean, worst value and share of each result in them",
    .source = "Alvioli et al. (2016), doi:10.5194/gmd-9-3975-2016",
    .needs = kNeeds,
    .makes = kMakes,
    .params = {},
    .run = run,
    .scratch_bytes_per_cell = 4,
    .nanoseconds_per_cell = 35,
    .uses = kUses,
};

}  // namespace hazone::models
