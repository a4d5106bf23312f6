// The bulletin as one page A4.
#include <array>

#include <fmt/format.h>

#include "io/map/map_badges.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/map_panel.hpp"
#include "io/map/paper.hpp"
#include "io/map/picture_file.hpp"
#include "io/map/sheet_words.hpp"
#include "io/publish/bulletin.hpp"
#include "io/publish/bulletin_words.hpp"

namespace hazone::io {
namespace {

constexpr double kMargin = millimetres(17);
constexpr double kHeadWidth = millimetres(36);  // of the names of the head
constexpr double kIndent = 34;                  // of the zones, right of the badge

/// How much is said of the zones, and in which letters.
struct Density {
    double size = 10;              // of letters, points
    std::size_t most = 1'000'000;  // names in a row
};

// The first which fits the page is taken; the last fits any number of zones.
constexpr std::array kDensities{Density{10},    Density{9.3},   Density{8.6},   Density{8},
                                Density{8, 60}, Density{8, 40}, Density{8, 25}, Density{8, 15},
                                Density{8, 10}, Density{8, 6},  Density{8, 3},  Density{7.5, 1}};

class Page {
public:
    Page(cairo_t* context, const Bulletin& bulletin, const Density& density)
        : bulletin_(bulletin), density_(density), column_(context, room()) {}

    /// Draws all and tells whether it ended above the lower edge.
    bool draw() {
        draw_title();
        draw_head();
        draw_levels();
        for (const SheetNote& section : bulletin_.sections) {
            draw_note(section, density_.size + 1, density_.size);
        }
        draw_rule();
        for (const SheetNote& note : bulletin_.about) {
            draw_note(note, 8.2, 7.6);
        }
        column_.skip(3);
        column_.note(bulletin_.disclaimer, {.size = 9, .bold = true});
        return column_.left_over() >= 0;
    }

private:
    static Box room() {
        const PaperSize size = paper_size(Paper::a4);
        return Box{0, 0, size.short_side, size.long_side}.shrunk(kMargin);
    }

    cairo_t* context() const { return column_.context(); }

    void draw_centred(const std::string& words, const TextStyle& style) {
        const TextStyle own = fitted(context(), words, style, column_.box().width);
        const TextBlock block(context(), words, own);
        block.draw({column_.box().centre().x - block.width() / 2, column_.y()});
        column_.skip(block.height() + 2);
    }

    void draw_rule() {
        column_.skip(4);
        set_colour(context(), kInk);
        cairo_set_line_width(context(), 0.7);
        stroke_line(context(), {column_.box().x, column_.y()},
                    {column_.box().right(), column_.y()});
        column_.skip(5);
    }

    void draw_title() {
        draw_centred(bulletin_.title, {.size = 19, .bold = true});
        draw_centred(bulletin_.area, {.size = 12, .colour = kSoftInk});
        if (!bulletin_.notice.empty()) {
            draw_centred(bulletin_.notice, {.size = 11, .bold = true, .colour = kWarningColour});
        }
        draw_rule();
    }

    void draw_head() {
        for (const auto& [name, value] : bulletin_.head) {
            TextBlock(context(), name, {.size = 9, .colour = kSoftInk})
                .draw({column_.box().x, column_.y()});
            const TextBlock block(context(), value, {.size = 9}, column_.box().width - kHeadWidth);
            block.draw({column_.box().x + kHeadWidth, column_.y()});
            column_.skip(block.height() + 2);
        }
        column_.skip(4);
        for (const std::string& line : bulletin_.summary) {
            column_.note(line, {.size = density_.size + 1.5, .bold = true});
        }
        column_.skip(3);
    }

    std::string names_of(const BulletinRow& row) {
        const bool all = row.names.size() <= density_.most;
        const std::size_t shown = all ? row.names.size() : density_.most;
        cut_ = cut_ || !all;
        std::string names = row.hazard.empty() ? "" : capitalised(row.hazard) + ": ";
        for (std::size_t place = 0; place < shown; ++place) {
            names += (place == 0 ? "" : ", ") + row.names[place];
        }
        if (!all) {
            names += " " + fmt::format(fmt::runtime(text(BulletinWord::more, bulletin_.language)),
                                       row.names.size() - shown);
        }
        return names + ".";
    }

    void draw_level(const BulletinLevel& level) {
        const double badge = density_.size + 2;
        const double top = column_.y();
        draw_badge(context(), level.mark, bulletin_.colours, badge,
                   {column_.box().x + 12, top + badge * 0.72});
        Column inner(context(),
                     {column_.box().x + kIndent, top, column_.box().width - kIndent, 1e5});
        inner.note(level.title, {.size = density_.size + 0.5, .bold = true});
        for (const BulletinRow& row : level.rows) {
            inner.note(names_of(row), {.size = density_.size});
        }
        column_.skip(std::max(inner.y() - top, badge * 1.5) + 4);
    }

    void draw_levels() {
        column_.heading(text(BulletinWord::levels, bulletin_.language));
        column_.skip(2);
        for (const BulletinLevel& level : bulletin_.levels) {
            draw_level(level);
        }
        std::string note(text(BulletinWord::order_note, bulletin_.language));
        if (cut_) {
            note += " " + std::string(text(BulletinWord::all_names, bulletin_.language));
        }
        column_.note(note, {.size = 7.6, .colour = kSoftInk});
        column_.skip(3);
    }

    void draw_note(const SheetNote& note, double heading_size, double size) {
        column_.note(note.heading, {.size = heading_size, .bold = true});
        for (const std::string& line : note.lines) {
            column_.note(line, {.size = size});
        }
        column_.skip(4);
    }

    const Bulletin& bulletin_;
    const Density& density_;
    Column column_;
    bool cut_ = false;
};

/// The first density with which everything ends on the page.
Density fitting_density(const Bulletin& bulletin) {
    const SurfacePtr surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
    const ContextPtr context(cairo_create(surface.get()));
    for (const Density& density : kDensities) {
        if (Page(context.get(), bulletin, density).draw()) {
            return density;
        }
    }
    return kDensities.back();
}

}  // namespace

void draw_bulletin(const Bulletin& bulletin, const std::filesystem::path& path) {
    const Density density = fitting_density(bulletin);
    const PaperSize size = paper_size(Paper::a4);
    write_picture({.title = bulletin.title,
                   .width = size.short_side,
                   .height = size.long_side,
                   .made = bulletin.made},
                  PictureFormat::pdf, path, [&](cairo_t* context) {
                      set_colour(context, kPaper);
                      cairo_paint(context);
                      Page(context, bulletin, density).draw();
                  });
}

}  // namespace hazone::io
