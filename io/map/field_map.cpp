#include "io/map/field_map.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "io/map/field_scale.hpp"
#include "io/map/known_scales.hpp"
#include "io/map/legend.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_furniture.hpp"
#include "io/map/map_raster.hpp"
#include "io/map/picture_file.hpp"

namespace hazone::io {
namespace {

constexpr double kDots = 150;  // per inch
constexpr double kMargin = 20;
constexpr double kTop = 56;
constexpr double kPanelWidth = 168;
constexpr double kPanelHeight = 330;  // the legend has room beside the widest map too
constexpr double kLongest = 480;      // side of the map

/// Where map and legend stand: the map on whole dots.
struct FieldLayout {
    Box map;
    Box panel;
    Extent dots;
    double width = 0;
    double height = 0;

    explicit FieldLayout(Extent cells) {
        const double longest = static_cast<double>(std::max(cells.rows, cells.cols));
        const auto side = [&](Index count) {
            return std::max<Index>(1, std::lround(kLongest * static_cast<double>(count) / longest *
                                                  kDots / kPointsPerInch));
        };
        dots = {side(cells.rows), side(cells.cols)};
        map = {kMargin, kTop, static_cast<double>(dots.cols) * kPointsPerInch / kDots,
               static_cast<double>(dots.rows) * kPointsPerInch / kDots};
        panel = {map.right() + kMargin, kTop, kPanelWidth, std::max(map.height, kPanelHeight)};
        width = panel.right() + kMargin;
        height = panel.bottom() + kMargin;
    }
};

constexpr Colour kOffStreams{0xF7, 0xF7, 0xF7};

/// Whether only cells on streams have a value.
bool is_of_streams(const FieldSpec& field) {
    const KnownScale* const known = known_scale(field);
    return known != nullptr && known->streams;
}

/// Lines of cells made three cells wide; where two meet the higher class stays on top.
Raster<std::uint8_t> widened(View<const std::uint8_t> lines) {
    Raster<std::uint8_t> wide(lines.extent());
    for_each_cell(lines.extent(), [&](Index row, Index col) {
        std::uint8_t highest = lines(row, col);
        for (Index north = std::max<Index>(0, row - 1);
             lines(row, col) == kNoClass && north < std::min(lines.rows(), row + 2); ++north) {
            for (Index west = std::max<Index>(0, col - 1); west < std::min(lines.cols(), col + 2);
                 ++west) {
                highest = std::max(highest, lines(north, west));
            }
        }
        wide(row, col) = highest;
    });
    return wide;
}

class FieldDrawing {
public:
    FieldDrawing(cairo_t* context,
                 const FieldMap& map,
                 const FieldSet& fields,
                 const FieldLayout& layout)
        : context_(context),
          map_(map),
          fields_(fields),
          layout_(layout),
          scale_(field_scale(*map.field, fields, map.time, map.language)),
          streams_(is_of_streams(*map.field)) {}

    void draw() {
        set_colour(context_, kPaper);
        cairo_paint(context_);
        draw_title();
        draw_map();
        draw_panel();
    }

private:
    std::string_view word(Word word) const { return text(word, map_.language); }

    void draw_title() {
        const std::string title = field_title(*map_.field, map_.language);
        TextBlock(context_, title,
                  fitted(context_, title, {.size = 15, .bold = true}, layout_.width - 2 * kMargin))
            .draw({kMargin, 12});
        std::string below = map_.subtitle;
        if (map_.field->form == Form::frames) {
            const double hours = fields_.times()[static_cast<std::size_t>(map_.time)] / 3600;
            below +=
                (below.empty() ? "" : " · ") +
                fmt::format(fmt::runtime(word(Word::hours_after_start)),
                            number_text(hours, hours == std::floor(hours) ? 0 : 1, map_.language));
        }
        TextBlock(
            context_, below,
            fitted(context_, below, {.size = 9, .colour = kSoftInk}, layout_.width - 2 * kMargin))
            .draw({kMargin, 34});
    }

    void draw_map() {
        const Grid& grid = fields_.grid();
        {
            const SavedState state(context_);
            add_box(context_, layout_.map);
            fill_missing(layout_.map);
        }
        const Raster<std::uint8_t> lines =
            streams_ ? widened(scale_.classes) : Raster<std::uint8_t>();
        paint_picture(
            context_,
            compose_picture({.hazard_class = streams_ ? lines.view() : scale_.classes.view(),
                             .elevation = fields_.has(kElevation) ? fields_.read(kElevation)
                                                                  : View<const float>(),
                             .cell_size = grid.cell_size,
                             .dots = layout_.dots,
                             .dots_per_inch = kDots,
                             .colours = scale_.colours,
                             .hatched = false}),
            layout_.map);
        if (map_.synthetic) {
            draw_synthetic_notice(context_, map_.language, layout_.map);
        }
        cairo_new_path(context_);
        set_colour(context_, kInk);
        cairo_set_line_width(context_, 0.8);
        add_box(context_, layout_.map);
        cairo_stroke(context_);
    }

    /// Where no value is: hatched, but plain where that is most of the map by its nature.
    void fill_missing(const Box& box) {
        if (streams_) {
            set_colour(context_, kOffStreams);
            cairo_fill(context_);
        } else {
            fill_no_data(context_, box);
        }
    }

    std::string missing_name() const {
        const std::string no_data(word(Word::no_data));
        return streams_ ? std::string(word(Word::no_stream)) + ", " + no_data : no_data;
    }

    void swatch(double y, int number) {
        const Box box{layout_.panel.x, y, 22, 12};
        add_box(context_, box);
        if (number == kNoClass) {
            const SavedState state(context_);
            fill_missing(box);
        } else {
            set_colour(context_, scale_.colours[static_cast<std::size_t>(number - 1)]);
            cairo_fill(context_);
        }
        cairo_new_path(context_);
        set_colour(context_, kInk);
        cairo_set_line_width(context_, 0.5);
        add_box(context_, box);
        cairo_stroke(context_);
    }

    void row(double y, int number, const std::string& name, double share) {
        swatch(y, number);
        const std::string percent =
            (share > 0 && share < 0.0005 ? "<0" : "") +
            (share > 0 && share < 0.0005 ? number_text(0.1, 1, map_.language).substr(1)
                                         : number_text(100 * share, 1, map_.language)) +
            " %";
        const TextBlock right(context_, percent, {.size = 8.5});
        right.draw({layout_.panel.right() - right.width(), y});
        const double room = layout_.panel.width - 28 - right.width() - 6;
        TextBlock(context_, name, fitted(context_, name, {.size = 9}, room))
            .draw({layout_.panel.x + 28, y - 0.5});
    }

    double cells_of(int number) const {
        const auto classes = scale_.classes.view();
        return static_cast<double>(count_cells(
            classes.extent(), [=](Index row, Index col) { return classes(row, col) == number; }));
    }

    void draw_panel() {
        double y = layout_.panel.y;
        const double all = static_cast<double>(scale_.classes.extent().size());
        const double missing = cells_of(kNoClass);
        const TextBlock head(context_, word(Word::area_share), {.size = 8, .colour = kSoftInk});
        head.draw({layout_.panel.right() - head.width(), y});
        TextBlock(context_, word(Word::legend), {.size = 11, .bold = true})
            .draw({layout_.panel.x, y - 3});
        y += 20;
        for (std::size_t place = scale_.names.size(); place > 0; --place) {
            const auto number = static_cast<int>(place);
            row(y, number, scale_.names[place - 1],
                all > missing ? cells_of(number) / (all - missing) : 0);
            y += 18;
        }
        row(y, kNoClass, missing_name(), all > 0 ? missing / all : 0);
        y += 30;
        const Box& panel = layout_.panel;
        const double metres = fields_.grid().cell_size * static_cast<double>(fields_.extent().cols);
        const double denominator = metres / (layout_.map.width / kPointsPerInch * 0.0254);
        const double used = draw_scale_bar(context_, {denominator, 1}, map_.language,
                                           {panel.x, y, panel.width - 46, 46});
        draw_north_arrow(context_, {panel.right() - 14, y + 20}, 40, map_.language);
        draw_notes(y + std::max(used, 46.0) + 10);
    }

    void draw_notes(double y) {
        const auto note = [&](std::string_view content, bool bold) {
            const TextBlock block(context_, content, {.size = 7.5, .bold = bold},
                                  layout_.panel.width);
            block.draw({layout_.panel.x, y});
            y += block.height() + 3;
        };
        note(word(Word::disclaimer), true);
        note(word(Word::no_data_note), false);
        note(word(Word::share_note), false);
        if (layout_.dots.rows < fields_.extent().rows && !scale_.names.empty()) {
            note(word(Word::worst_note), false);
        }
    }

    cairo_t* context_;
    const FieldMap& map_;
    const FieldSet& fields_;
    const FieldLayout& layout_;
    FieldScale scale_;
    bool streams_;
};

}  // namespace

bool can_be_mapped(const FieldSpec& field) {
    switch (field.type) {
        case CellType::class8:
        case CellType::code8:
            return field.form == Form::raster && !legend_of(field, Language::english).empty();
        case CellType::label32:
            return field.form == Form::raster;
        case CellType::float32:
            return has_cells(field);
        default:
            return false;
    }
}

void draw_field_map(const FieldMap& map,
                    const FieldSet& fields,
                    PictureFormat format,
                    const std::filesystem::path& path) {
    const FieldLayout layout(fields.extent());
    write_picture({.title = field_title(*map.field, map.language),
                   .width = layout.width,
                   .height = layout.height,
                   .dots_per_inch = kDots},
                  format, path,
                  [&](cairo_t* context) { FieldDrawing(context, map, fields, layout).draw(); });
}

}  // namespace hazone::io
