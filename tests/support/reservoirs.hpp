#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/features.hpp"
#include "engine/core/missing.hpp"

namespace hazone::testing {

/// A row of the field `reservoirs`; NaN where nothing is given.
struct ReservoirRow {
    std::string name = "lake";
    Point place;
    double area = kMissing;
    double bottom_level = kMissing;
    double crest_level = kMissing;
    double weir_width = kMissing;
    double weir_coefficient = kMissing;
    double initial_level = kMissing;
    double release = kMissing;
};

inline std::shared_ptr<const FeatureLayer> reservoir_layer(const std::vector<ReservoirRow>& rows) {
    auto layer = std::make_shared<FeatureLayer>();
    layer->name = "reservoirs";
    std::vector<std::string> names;
    for (const ReservoirRow& row : rows) {
        names.push_back(row.name);
        layer->places.push_back(row.place);
        layer->first.push_back(layer->places.size());
    }
    layer->attributes = {{"name", Unit::one, "", std::move(names)}};
    const std::pair<const char*, double ReservoirRow::*> columns[] = {
        {"area", &ReservoirRow::area},
        {"bottom_level", &ReservoirRow::bottom_level},
        {"crest_level", &ReservoirRow::crest_level},
        {"weir_width", &ReservoirRow::weir_width},
        {"weir_coefficient", &ReservoirRow::weir_coefficient},
        {"initial_level", &ReservoirRow::initial_level},
        {"release", &ReservoirRow::release}};
    for (const auto& [name, member] : columns) {
        std::vector<double> values;
        for (const ReservoirRow& row : rows) {
            values.push_back(row.*member);
        }
        layer->attributes.push_back({name, Unit::one, "", std::move(values)});
    }
    return layer;
}

/// A row of the field `reservoir_levels`.
struct ReservoirLevelRow {
    std::string name;
    double level = 0;
    double storage = kMissing;
    double release = kMissing;
};

inline std::shared_ptr<const FeatureLayer> reservoir_level_layer(
    const std::vector<ReservoirLevelRow>& rows) {
    auto layer = std::make_shared<FeatureLayer>();
    layer->name = "reservoir_levels";
    layer->shape = FeatureShape::none;
    std::vector<std::string> names;
    std::vector<double> level;
    std::vector<double> storage;
    std::vector<double> release;
    for (const ReservoirLevelRow& row : rows) {
        names.push_back(row.name);
        level.push_back(row.level);
        storage.push_back(row.storage);
        release.push_back(row.release);
    }
    layer->attributes = {{"name", Unit::one, "", std::move(names)},
                         {"level", Unit::metre, "", std::move(level)},
                         {"storage", Unit::cubic_metre, "", std::move(storage)},
                         {"release", Unit::cubic_metre_per_second, "", std::move(release)}};
    return layer;
}

}  // namespace hazone::testing
