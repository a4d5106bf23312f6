#include "io/map/map_panel.hpp"

#include <algorithm>
#include <array>

namespace hazone::io {
namespace {

constexpr double kBlockGap = 10;
constexpr double kBetween = millimetres(6);       // columns
constexpr double kColumnWidth = millimetres(66);  // which a block wants
constexpr double kLeastLast = 60;                 // height worth having
constexpr std::array kFactors{1.2,  1.12, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8,
                              0.75, 0.7,  0.65, 0.6, 0.55, 0.5, 0.4,  0.3};

/// Where each block stands, and what is left below the last one.
struct Flow {
    std::vector<std::size_t> column_of;
    int columns = 1;
    double left_over = 0;
    bool fits = false;
};

/// A sheet without paper, to measure on.
ContextPtr measuring_context() {
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
    return ContextPtr(cairo_create(surface.get()));
}

std::vector<double> heights(const PanelContent& content, double width, double factor) {
    constexpr double kEndless = 1e5;
    const ContextPtr context = measuring_context();
    std::vector<double> measured;
    for (const PanelBlock& block : content.blocks) {
        Column column(context.get(), {0, 0, width, kEndless});
        block(column, factor);
        measured.push_back(column.y());
    }
    return measured;
}

/// Fills column after column, each up to its height.
Flow flow_of(const std::vector<double>& heights, double room, int columns) {
    Flow flow{.columns = columns, .left_over = room, .fits = true};
    std::size_t column = 0;
    for (const double height : heights) {
        const double gap = flow.left_over == room ? 0 : kBlockGap;
        if (gap + height > flow.left_over) {
            ++column;
            flow.left_over = room - height;
            flow.fits = flow.fits && height <= room;
        } else {
            flow.left_over -= gap + height;
        }
        flow.column_of.push_back(column);
    }
    flow.fits = flow.fits && column < static_cast<std::size_t>(columns);
    // The last block may have a column of its own.
    if (column + 1 < static_cast<std::size_t>(columns)) {
        flow.left_over = room;
    }
    return flow;
}

int columns_in(double width, bool one_column) {
    return one_column
               ? 1
               : std::max(1, static_cast<int>((width + kBetween) / (kColumnWidth + kBetween)));
}

double column_width(double width, int columns) {
    return (width - (columns - 1) * kBetween) / columns;
}

void draw_flow(cairo_t* context,
               const PanelContent& content,
               const Flow& flow,
               const Box& room,
               double factor) {
    const double width = column_width(room.width, flow.columns);
    std::vector<Column> columns;
    for (int number = 0; number < flow.columns; ++number) {
        columns.emplace_back(context,
                             Box{room.x + number * (width + kBetween), room.y, width, room.height});
    }
    for (std::size_t place = 0; place < content.blocks.size(); ++place) {
        Column& column = columns[flow.column_of[place]];
        if (column.y() > room.y) {
            column.skip(kBlockGap);
        }
        content.blocks[place](column, factor);
    }
    const std::size_t used = flow.column_of.empty() ? 0 : flow.column_of.back();
    const bool own = used + 1 < columns.size();
    Column& last = own ? columns[used + 1] : columns[used];
    if (last.y() > room.y) {
        last.skip(kBlockGap);
    }
    if (content.last && last.left_over() >= kLeastLast) {
        content.last(last, factor);
    }
}

}  // namespace

void Column::heading(std::string_view words, double kept_free) {
    const TextStyle style =
        fitted(context_, words, {.size = 10.5, .bold = true}, box_.width - kept_free);
    const TextBlock block(context_, words, style);
    const double height = TextBlock(context_, "X", {.size = 10.5, .bold = true}).height();
    block.draw({box_.x, y_ + height - block.height()});
    y_ += height + 4;
}

void Column::note(std::string_view words, const TextStyle& style) {
    const TextBlock block(context_, words, style, box_.width);
    block.draw({box_.x, y_});
    y_ += block.height() + 2.5;
}

void draw_right(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at) {
    const TextBlock block(context, words, style);
    block.draw({at.x - block.width(), at.y - block.height() / 2});
}

void draw_left(cairo_t* context, std::string_view words, const TextStyle& style, SheetPoint at) {
    const TextBlock block(context, words, style);
    block.draw({at.x, at.y - block.height() / 2});
}

void draw_panel(cairo_t* context, const PanelContent& content, const Box& box, bool one_column) {
    const SavedState state(context);
    for (const double factor : kFactors) {
        const Box room{box.x / factor, box.y / factor, box.width / factor, box.height / factor};
        const int columns = columns_in(room.width, one_column);
        const Flow flow = flow_of(heights(content, column_width(room.width, columns), factor),
                                  room.height, columns);
        if (flow.fits || factor == kFactors.back()) {
            add_box(context, box);
            cairo_clip(context);
            cairo_scale(context, factor, factor);
            draw_flow(context, content, flow, room, factor);
            return;
        }
    }
}

}  // namespace hazone::io
