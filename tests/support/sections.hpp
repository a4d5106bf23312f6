#pragma once

#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "engine/core/features.hpp"
#include "engine/core/missing.hpp"

namespace hazone::testing {

/// A surveyed section as it stands in a table: n where it is given.
struct SurveyedSection {
    struct Row {
        double station = 0;
        double elevation = 0;
        double manning_n = kMissing;
    };
    std::string name = "A";
    Point place;
    std::vector<Row> rows;
};

/// Upright walls `height` m high at both ends of a flat bed.
inline SurveyedSection rectangle(Point place, double width, double height, double bottom = 100) {
    return {.place = place,
            .rows = {{0, bottom + height}, {0, bottom}, {width, bottom}, {width, bottom + height}}};
}

/// The field `cross_sections` as of a file sections.csv.
inline std::shared_ptr<const FeatureLayer> section_layer(
    const std::vector<SurveyedSection>& sections) {
    auto layer = std::make_shared<FeatureLayer>();
    layer->name = "cross_sections";
    std::vector<std::string> name;
    std::vector<std::string> source;
    std::vector<double> station;
    std::vector<double> elevation;
    std::vector<double> manning_n;
    for (const SurveyedSection& section : sections) {
        for (const auto& row : section.rows) {
            source.push_back(fmt::format("sections.csv, line {}", name.size() + 2));
            name.push_back(section.name);
            station.push_back(row.station);
            elevation.push_back(row.elevation);
            manning_n.push_back(row.manning_n);
            layer->places.push_back(section.place);
            layer->first.push_back(layer->places.size());
        }
    }
    layer->attributes = {{"section", Unit::one, "", std::move(name)},
                         {"source", Unit::one, "", std::move(source)},
                         {"station", Unit::metre, "", std::move(station)},
                         {"elevation", Unit::metre, "", std::move(elevation)},
                         {"manning_n", Unit::one, "", std::move(manning_n)}};
    return layer;
}

}  // namespace hazone::testing
