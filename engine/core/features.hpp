#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/grid.hpp"
#include "engine/core/units.hpp"

namespace hazone {

/// One attribute of the features of a layer: a value per feature. A whole number counts from 1, and
/// 0 stands for none; other numbers are SI, and NaN stands for none.
struct Attribute {
    using Values =
        std::variant<std::vector<std::int32_t>, std::vector<double>, std::vector<std::string>>;

    std::string_view name;
    Unit unit = Unit::one;
    std::string_view meaning;
    Values values;
};

/// `none`: rows of a table, which have no place.
enum class FeatureShape { point, line, area, none };

/// Points, lines or areas with attributes, in the CRS of the run's grid.
struct FeatureLayer {
    std::string_view name;  // of the layer in a file
    FeatureShape shape = FeatureShape::point;
    std::vector<Attribute> attributes;  // all of one length; the first tells the features apart
    /// The places of feature f are places[first[f]] .. places[first[f + 1] - 1]: one for a point,
    /// two or more for a line, none where it has no place. Rows of a table have no entry here.
    std::vector<std::size_t> first = {0};
    std::vector<Point> places;
    /// Areas have no places: an area is that of the cells of this label field which hold the value
    /// of the first attribute.
    std::string_view labels;

    std::size_t size() const {
        return attributes.empty() ? 0
                                  : std::visit([](const auto& values) { return values.size(); },
                                               attributes.front().values);
    }
    /// The values of an attribute, which must exist and be of this type.
    template <class T>
    const std::vector<T>& values(std::string_view attribute) const {
        for (const Attribute& own : attributes) {
            if (own.name == attribute) {
                return std::get<std::vector<T>>(own.values);
            }
        }
        throw std::logic_error("no attribute '" + std::string(attribute) + "'");
    }
};

}  // namespace hazone
