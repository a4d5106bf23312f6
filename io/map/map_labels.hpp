#pragma once

#include <cstddef>
#include <vector>

#include "io/map/map_layout.hpp"

namespace hazone::io {

using Ring = std::vector<SheetPoint>;

/// A place inside a polygon for the middle of a label, and the free width of the polygon there.
struct LabelPlace {
    SheetPoint centre;
    double room = 0;
};

struct LabelSize {
    double width = 0;
    double height = 0;
};

/// What wants a label: places and forms of the text in the order of preference.
struct LabelRequest {
    std::vector<LabelPlace> places;
    std::vector<LabelSize> forms;
    double importance = 0;  // area of the zone
};

struct PlacedLabel {
    std::size_t request = 0;
    std::size_t form = 0;
    Box box;
};

/// Places inside the polygon given by its rings (outer and holes), on horizontal lines, the best
/// first: wide, and near the middle of its height. Empty for a polygon without area.
std::vector<LabelPlace> label_places(const std::vector<Ring>& rings);

/// Places labels from the most important down, so that no two overlap, all lie inside `bounds` and
/// none is much wider than its polygon. What does not fit is left out.
std::vector<PlacedLabel> place_labels(const std::vector<LabelRequest>& requests, const Box& bounds);

}  // namespace hazone::io
