#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include <cairo.h>

#include "io/map/map_canvas.hpp"
#include "io/map/map_layout.hpp"

namespace hazone::io {

/// Draws from the top of a box downwards.
class Column {
public:
    Column(cairo_t* context, const Box& box) : context_(context), box_(box), y_(box.y) {}

    cairo_t* context() const { return context_; }
    double y() const { return y_; }
    double left_over() const { return box_.bottom() - y_; }
    const Box& box() const { return box_; }
    void skip(double height) { y_ += height; }
    /// One bold line, its letters small enough for the width less `kept_free`.
    void heading(std::string_view words, double kept_free = 0);
    /// A paragraph, wrapped at the width.
    void note(std::string_view words, const TextStyle& style);
    /// Right edges of the two columns of numbers.
    double first_number() const { return box_.right() - box_.width * 0.22; }
    double second_number() const { return box_.right(); }

private:
    cairo_t* context_;
    Box box_;
    double y_;
};

/// Words beside the point, their middle at its height.
void draw_right(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at);
void draw_left(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at);

/// What stands beside the map, in the order of reading. A block draws itself and moves its column
/// on by its height; it is drawn once more than is seen, to be measured. `factor` is how much
/// larger its units are than those of the sheet.
using PanelBlock = std::function<void(Column&, double factor)>;

struct PanelContent {
    std::vector<PanelBlock> blocks;
    PanelBlock last;  // takes the room which is left, may draw nothing; may be empty
};

/// Draws the blocks into the box, in columns from left to right where it is wide, all of them as
/// large as they fit: never beyond the box.
void draw_panel(cairo_t* context, const PanelContent& content, const Box& box, bool one_column);

}  // namespace hazone::io
