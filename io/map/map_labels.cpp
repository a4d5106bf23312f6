#include "io/map/map_labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace hazone::io {
namespace {

constexpr double kOverhang = 1.15;  // a label may be this much wider than its polygon
constexpr double kClearance = 1.5;  // points between two labels
constexpr std::array kHeights{0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82};

struct Span {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
};

Span height_span(const std::vector<Ring>& rings) {
    Span span;
    for (const Ring& ring : rings) {
        for (const SheetPoint& point : ring) {
            span.low = std::min(span.low, point.y);
            span.high = std::max(span.high, point.y);
        }
    }
    return span;
}

/// Where the rings cross the horizontal line, from left to right.
std::vector<double> crossings(const std::vector<Ring>& rings, double y) {
    std::vector<double> found;
    for (const Ring& ring : rings) {
        for (std::size_t place = 0; place < ring.size(); ++place) {
            const SheetPoint& from = ring[place];
            const SheetPoint& to = ring[(place + 1) % ring.size()];
            if ((from.y <= y) != (to.y <= y)) {
                found.push_back(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x));
            }
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::optional<LabelPlace> widest_place(const std::vector<Ring>& rings, double y) {
    const std::vector<double> x = crossings(rings, y);
    std::optional<LabelPlace> widest;
    for (std::size_t place = 0; place + 1 < x.size(); place += 2) {
        const double room = x[place + 1] - x[place];
        if (room > 0 && (!widest || room > widest->room)) {
            widest = LabelPlace{{(x[place] + x[place + 1]) / 2, y}, room};
        }
    }
    return widest;
}

Box grown(const Box& box) { return box.shrunk(-kClearance / 2); }

std::optional<Box> free_box(const LabelPlace& place,
                            const LabelSize& size,
                            const Box& bounds,
                            const std::vector<PlacedLabel>& placed) {
    const Box box{place.centre.x - size.width / 2, place.centre.y - size.height / 2, size.width,
                  size.height};
    const bool taken = std::any_of(placed.begin(), placed.end(), [&](const PlacedLabel& other) {
        return grown(box).overlaps(grown(other.box));
    });
    if (size.width > place.room * kOverhang || taken || !bounds.contains(box)) {
        return std::nullopt;
    }
    return box;
}

std::optional<PlacedLabel> first_fit(const LabelRequest& request,
                                     const Box& bounds,
                                     const std::vector<PlacedLabel>& placed) {
    for (std::size_t form = 0; form < request.forms.size(); ++form) {
        for (const LabelPlace& place : request.places) {
            if (const auto box = free_box(place, request.forms[form], bounds, placed)) {
                return PlacedLabel{0, form, *box};
            }
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<LabelPlace> label_places(const std::vector<Ring>& rings) {
    const Span span = height_span(rings);
    std::vector<std::pair<double, LabelPlace>> rated;
    for (const double height : kHeights) {
        const auto place = widest_place(rings, span.low + height * (span.high - span.low));
        if (place) {
            rated.emplace_back(place->room * (1 - 0.8 * std::abs(height - 0.5)), *place);
        }
    }
    std::stable_sort(rated.begin(), rated.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<LabelPlace> places;
    places.reserve(rated.size());
    for (const auto& [rating, place] : rated) {
        places.push_back(place);
    }
    return places;
}

std::vector<PlacedLabel> place_labels(const std::vector<LabelRequest>& requests,
                                      const Box& bounds) {
    std::vector<std::size_t> order(requests.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return requests[a].importance > requests[b].importance;
    });
    std::vector<PlacedLabel> placed;
    for (const std::size_t number : order) {
        if (auto label = first_fit(requests[number], bounds, placed)) {
            label->request = number;
            placed.push_back(*label);
        }
    }
    return placed;
}

}  // namespace hazone::io
