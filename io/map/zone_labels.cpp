// Names and levels of zones on the map.
#include <algorithm>
#include <memory>

#include "io/map/map_badges.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_zones.hpp"

namespace hazone::io {
namespace {

constexpr double kNameSize = 7.5;
constexpr double kSmallNameSize = 6.2;
constexpr double kBesideFocus = 0.9;  // size of the names of neighbours
constexpr double kSmallestNamed = 30.0;
constexpr std::size_t kMostNames = 600;
constexpr double kGap = 2.5;  // between name and badge

/// One way to write a label: a name over or beside a badge, or either of them.
struct LabelForm {
    std::optional<TextBlock> name;
    bool badge = false;
    double letters = kNameSize;
    LabelSize size;
};

/// The largest zones with something to say, as many as a sheet could hold.
std::vector<const SheetZone*> zones_to_name(const std::vector<SheetZone>& zones) {
    std::vector<const SheetZone*> named;
    for (const SheetZone& zone : zones) {
        if ((!zone.name.empty() || zone.mark) && zone.area >= kSmallestNamed) {
            named.push_back(&zone);
        }
    }
    std::stable_sort(named.begin(), named.end(),
                     [](const auto* a, const auto* b) { return a->area > b->area; });
    named.resize(std::min(named.size(), kMostNames));
    return named;
}

class FormMaker {
public:
    FormMaker(cairo_t* context, const SheetZone& zone, double factor, Colour colour)
        : context_(context), zone_(zone), factor_(factor), colour_(colour) {}

    /// One line, two lines, the same smaller, the badge alone.
    std::vector<LabelForm> make() {
        if (!zone_.name.empty()) {
            const double width = named(kNameSize, 0);
            named(kNameSize, width * 0.62);
            named(kSmallNameSize, 0);
            named(kSmallNameSize, width * 0.62 * kSmallNameSize / kNameSize);
        }
        if (zone_.mark) {
            LabelForm alone{.badge = true, .letters = kSmallNameSize * factor_};
            const BadgeSize badge = badge_size(context_, *zone_.mark, alone.letters);
            alone.size = {badge.width, badge.height};
            forms_.push_back(std::move(alone));
        }
        return std::move(forms_);
    }

private:
    double named(double size, double wrap) {
        LabelForm form{.badge = zone_.mark.has_value(), .letters = size * factor_};
        form.name.emplace(context_, zone_.name,
                          TextStyle{.size = form.letters,
                                    .bold = true,
                                    .colour = colour_,
                                    .alignment = PANGO_ALIGN_CENTER,
                                    .wrap = PANGO_WRAP_WORD},
                          wrap);
        form.size = {form.name->width(), form.name->height()};
        if (zone_.mark) {
            const BadgeSize badge = badge_size(context_, *zone_.mark, form.letters);
            form.size.width += kGap + badge.width;
            form.size.height = std::max(form.size.height, badge.height);
        }
        const double width = form.name->width();
        forms_.push_back(std::move(form));
        return width;
    }

    cairo_t* context_;
    const SheetZone& zone_;
    double factor_;
    Colour colour_;
    std::vector<LabelForm> forms_;
};

void draw_form(cairo_t* context,
               const LabelForm& form,
               const SheetZone& zone,
               const LevelColours& colours,
               const Box& box) {
    const double middle = box.centre().y;
    if (form.name) {
        form.name->draw_with_halo({box.x, middle - form.name->height() / 2});
    }
    if (form.badge) {
        const BadgeSize badge = badge_size(context, *zone.mark, form.letters);
        draw_badge(context, *zone.mark, colours, form.letters,
                   {box.right() - badge.width / 2, middle});
    }
}

double inside(const Box& box, double value, bool across) {
    return across ? std::clamp(value, box.x, box.right()) : std::clamp(value, box.y, box.bottom());
}

/// Keeps the side of a line x = limit or y = limit, low or high (Sutherland & Hodgman, 1974,
/// Commun. ACM 17(1), 32-42, doi:10.1145/360767.360802).
Ring cut(const Ring& ring, bool across, double limit, bool keep_high) {
    const auto place = [across](const SheetPoint& point) { return across ? point.x : point.y; };
    const auto kept = [&](const SheetPoint& point) {
        return keep_high ? place(point) >= limit : place(point) <= limit;
    };
    Ring result;
    for (std::size_t number = 0; number < ring.size(); ++number) {
        const SheetPoint& from = ring[number];
        const SheetPoint& to = ring[(number + 1) % ring.size()];
        if (kept(from)) {
            result.push_back(from);
        }
        if (kept(from) != kept(to)) {
            const double part = (limit - place(from)) / (place(to) - place(from));
            result.push_back({from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)});
        }
    }
    return result;
}

std::vector<Ring> clipped_all(const std::vector<Ring>& rings, const Box& box) {
    std::vector<Ring> result;
    for (const Ring& ring : rings) {
        Ring part = clipped(ring, box);
        if (part.size() > 2) {
            result.push_back(std::move(part));
        }
    }
    return result;
}

}  // namespace

Ring clipped(const Ring& ring, const Box& box) {
    const bool whole = std::all_of(ring.begin(), ring.end(), [&](const SheetPoint& point) {
        return inside(box, point.x, true) == point.x && inside(box, point.y, false) == point.y;
    });
    return whole ? ring
                 : cut(cut(cut(cut(ring, true, box.x, true), true, box.right(), false), false,
                           box.y, true),
                       false, box.bottom(), false);
}

void draw_zone_labels(cairo_t* context,
                      const std::vector<SheetZone>& zones,
                      const MapSheet& sheet,
                      const Box& bounds) {
    std::vector<LabelRequest> requests;
    std::vector<std::vector<LabelForm>> forms;
    const std::vector<const SheetZone*> named = zones_to_name(zones);
    for (const SheetZone* zone : named) {
        const bool neighbour = sheet.focus && zone->number != *sheet.focus;
        forms.push_back(FormMaker(context, *zone,
                                  neighbour     ? kBesideFocus
                                  : sheet.focus ? 1.25
                                                : 1,
                                  neighbour ? kSoftInk : kInk)
                            .make());
        LabelRequest request{label_places(clipped_all(zone->largest_part, bounds)),
                             {},
                             neighbour ? zone->area : zone->area * 1000};
        for (const LabelForm& form : forms.back()) {
            request.forms.push_back(form.size);
        }
        requests.push_back(std::move(request));
    }
    for (const PlacedLabel& label : place_labels(requests, bounds)) {
        draw_form(context, forms[label.request][label.form], *named[label.request],
                  sheet.level_colours, label.box);
    }
}

}  // namespace hazone::io
