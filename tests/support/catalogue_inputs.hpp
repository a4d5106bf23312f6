#pragma once

// Inputs and settings for any model of the catalogue, made of what its table says alone.

#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/core/zones.hpp"
#include "engine/pipeline/model.hpp"
#include "engine/rules/rule_set.hpp"
#include "models/rain/gauge_rain.hpp"

namespace hazone::testing {

/// A value which the field may have; `share` runs from 0 to 1.
inline double plausible(const FieldSpec& field, double share) {
    constexpr std::array<double, 10> kCodes{0, 1, 2, 4, 8, 16, 32, 64, 128, kNoDirection};
    switch (field.type) {
        case CellType::code8:
            return field.highest == 128 ? kCodes.at(static_cast<std::size_t>(9.999 * share))
                                        : std::floor(1.999 * share);
        case CellType::class8:
            return std::floor(5.999 * share);
        case CellType::label32:
            return std::floor(9.999 * share);
        default:
            break;
    }
    const double lowest = std::isfinite(field.lowest) ? field.lowest : -100;
    const double highest = std::isfinite(field.highest) ? field.highest : lowest + 1e4;
    return lowest + share * (highest - lowest);
}

/// Random plausible cells, of which a share of those with a floating type is missing.
template <class T>
Raster<T> random_cells(const FieldSpec& field, Extent extent, double missing_share) {
    std::mt19937_64 random(std::hash<std::string_view>{}(field.name));
    std::uniform_real_distribution<double> share(0, 1);
    Raster<T> cells(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            cells(row, col) = static_cast<T>(plausible(field, share(random)));
            if (std::is_floating_point_v<T> && share(random) < missing_share) {
                cells(row, col) = static_cast<T>(kMissing);
            }
        }
    }
    return cells;
}

inline std::shared_ptr<const GaugeSet> three_gauges() {
    auto set = std::make_shared<GaugeSet>();
    set->stations = {{"a", {500'000, 2'500'000}, {0.01, 0.02, 0.005}},
                     {"b", {500'700.5, 2'499'300.25}, {0.03, kMissing, 0.01}},
                     {"c", {501'300, 2'498'800}, {0.001, 0.09, 0.0}}};
    return set;
}

/// Rules which can always judge: a hazard by a quantity for which something stands.
inline std::shared_ptr<const RuleSet> rules_without_inputs() {
    auto rules = std::make_shared<RuleSet>();
    RuleTable table{.hazard = Hazard::heavy_rain, .title = "rain"};
    table.axes = {{.field = "event_rain", .absent = 0.3}};
    table.rows = {{.id = "1",
                   .conditions = {{"event_rain", {.lowest = 0.1}, ">=100 mm"}},
                   .level = 2,
                   .number = 1}};
    rules->tables = {table};
    return rules;
}

/// Inputs which are no rasters, made for the grid of the fields.
inline void put_series(const FieldSpec& field, FieldSet& fields) {
    if (field.form == Form::rules) {
        fields.put(field, rules_without_inputs());
    } else if (field.form == Form::gauges) {
        fields.put(field, three_gauges());
    } else {
        fields.put(field, std::shared_ptr<const RainSeries>(std::make_shared<models::GaugeRain>(
                              three_gauges(), fields.grid(), 2, 2)));
    }
}

/// Settings for the parameters without defaults.
inline ParamTexts required_settings(const Model& model) {
    ParamTexts texts;
    double share = 0.3;  // rises from one to the next: a lower bound stands before its upper one
    for (const ParamSpec& param : model.params) {
        if (!param.required) {
            continue;
        }
        const double highest = std::isfinite(param.highest) ? param.highest : param.lowest + 1;
        texts[std::string(param.name)] =
            param.choices.empty()
                ? display_text(param.lowest + share * (highest - param.lowest), param.unit)
                : std::string(param.choices.front());
        share += 0.5 / static_cast<double>(model.params.size());
    }
    if (model.name == "flash_flood_potential_index") {
        texts["missing_layers"] = "leave_out";  // alone it has the slope and no other layer
    }
    return texts;
}

}  // namespace hazone::testing
