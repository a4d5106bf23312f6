// The calibration plot of SINMAP as a picture. Pack, Tarboton & Goodwin (1998), The SINMAP approach
// to terrain stability mapping, 8th Congress of the International Association of Engineering
// Geology, Vancouver.
#include "io/map/stability_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "engine/core/standard_fields.hpp"
#include "io/map/legend.hpp"
#include "io/map/map_canvas.hpp"
#include "io/map/picture_file.hpp"

namespace hazone::io {
namespace {

constexpr double kSheetWidth = millimetres(230);
constexpr double kSheetHeight = millimetres(150);
constexpr Box kPlot{78, 58, 346, 310};
constexpr double kLegendLeft = 446;
constexpr double kLegendRight = kSheetWidth - 20;
constexpr Colour kGridColour{0xDD, 0xDD, 0xDD};
constexpr Colour kLandslideFill{0xFF, 0xF2, 0x00};
constexpr Colour kSaturationColour{0x1F, 0x5F, 0xA8};
constexpr double kDegrees = 180 / std::numbers::pi;
constexpr std::size_t kKinds = 7;  // 0: no data, 1..6: the classes

/// The columns of the table.
struct Columns {
    const std::vector<std::string>& series;
    const std::vector<double>& slope;
    const std::vector<double>& area;
    const std::vector<double>& index;

    explicit Columns(const FeatureLayer& layer)
        : series(layer.values<std::string>("series")),
          slope(layer.values<double>("slope")),
          area(layer.values<double>("specific_catchment_area")),
          index(layer.values<double>("stability_index")) {}
};

/// The class of an index by the limits of the manual; 0 without one.
std::size_t kind_of(double index) {
    constexpr std::array<double, 4> kLimits{1.5, 1.25, 1.0, 0.5};
    if (std::isnan(index)) {
        return 0;
    }
    if (index <= 0) {
        return 6;
    }
    return 1 + static_cast<std::size_t>(std::count_if(kLimits.begin(), kLimits.end(),
                                                      [&](double limit) { return index < limit; }));
}

/// Slope in degrees from 0, area in decades.
struct Axes {
    double steepest = 60;
    double lowest_decade = 0;
    double highest_decade = 4;

    explicit Axes(const Columns& table) {
        double least = 1e4;
        double most = 1e3;
        for (std::size_t row = 0; row < table.series.size(); ++row) {
            const bool point = table.series[row] == "cell" || table.series[row] == "landslide";
            if (!point || !(table.area[row] > 0)) {
                continue;
            }
            steepest = std::max(steepest, std::ceil(table.slope[row] * kDegrees / 10) * 10);
            least = std::min(least, table.area[row]);
            most = std::max(most, table.area[row]);
        }
        lowest_decade = std::floor(std::log10(least));
        highest_decade = std::ceil(std::log10(most));
    }

    SheetPoint place(double slope, double area) const {
        const double up = (std::log10(area) - lowest_decade) / (highest_decade - lowest_decade);
        return {kPlot.x + kPlot.width * slope * kDegrees / steepest,
                kPlot.bottom() - kPlot.height * up};
    }
};

class StabilityDrawing {
public:
    StabilityDrawing(cairo_t* context, const StabilityPicture& picture)
        : context_(context),
          picture_(picture),
          table_(*picture.layer),
          axes_(table_),
          legend_(legend_of(kStabilityClass, picture.language)) {}

    void draw() {
        set_colour(context_, kPaper);
        cairo_paint(context_);
        draw_title();
        draw_grid();
        {
            const SavedState state(context_);
            add_box(context_, kPlot);
            cairo_clip(context_);
            draw_cells();
            draw_lines();
            draw_landslides();
        }
        draw_line_names();
        draw_frame();
        draw_legend();
    }

private:
    std::string_view word(Word word) const { return text(word, picture_.language); }
    std::string number(double value, int decimals) const {
        return number_text(value, decimals, picture_.language);
    }

    void draw_title() {
        const TextStyle style{.size = 13, .bold = true};
        const std::string_view title = word(Word::stability_plot_title);
        TextBlock(context_, title, fitted(context_, title, style, kSheetWidth - 80))
            .draw({kPlot.x, 14});
        TextBlock(context_, picture_.subtitle, {.size = 8.5, .colour = kSoftInk})
            .draw({kPlot.x, 33});
        if (picture_.synthetic) {
            const TextBlock notice(context_, word(Word::synthetic_notice),
                                   {.size = 8.5, .bold = true, .colour = kWarningColour});
            notice.draw({kLegendRight - notice.width(), 33});
        }
    }

    void draw_grid() {
        cairo_set_line_width(context_, 0.4);
        for (double slope = 0; slope <= axes_.steepest; slope += 10) {
            const double x = kPlot.x + kPlot.width * slope / axes_.steepest;
            set_colour(context_, kGridColour);
            stroke_line(context_, {x, kPlot.y}, {x, kPlot.bottom()});
            TextBlock(context_, number(slope, 0), {.size = 8})
                .draw_centred({x, kPlot.bottom() + 9});
        }
        for (double decade = axes_.lowest_decade; decade <= axes_.highest_decade; ++decade) {
            const double y = axes_.place(0, std::pow(10, decade)).y;
            set_colour(context_, kGridColour);
            stroke_line(context_, {kPlot.x, y}, {kPlot.right(), y});
            const TextBlock label(context_, number(std::pow(10, decade), 0), {.size = 8});
            label.draw({kPlot.x - 6 - label.width(), y - label.height() / 2});
        }
        TextBlock(context_, word(Word::slope_axis), {.size = 9})
            .draw_centred({kPlot.centre().x, kPlot.bottom() + 25});
        const SavedState state(context_);
        cairo_translate(context_, 14, kPlot.centre().y);
        cairo_rotate(context_, -std::numbers::pi / 2);
        TextBlock(context_, word(Word::catchment_axis), {.size = 9}).draw_centred({0, 0});
    }

    void draw_frame() {
        set_colour(context_, kInk);
        cairo_set_line_width(context_, 0.8);
        add_box(context_, kPlot);
        cairo_stroke(context_);
        for (double slope = 0; slope <= axes_.steepest; slope += 10) {
            const double x = kPlot.x + kPlot.width * slope / axes_.steepest;
            stroke_line(context_, {x, kPlot.bottom()}, {x, kPlot.bottom() + 3});
        }
    }

    Colour colour_of(std::size_t kind) const { return legend_[kind].colour; }

    void add_dot(SheetPoint place, std::size_t kind) {
        cairo_new_sub_path(context_);
        cairo_arc(context_, place.x, place.y, 1.7, 0, 2 * std::numbers::pi);
        set_colour(context_, colour_of(kind));
        cairo_fill_preserve(context_);
        set_colour(context_, kSoftInk, 0.8);
        cairo_set_line_width(context_, 0.25);
        cairo_stroke(context_);
    }

    void add_triangle(SheetPoint place) {
        constexpr double kSize = 4.2;
        cairo_move_to(context_, place.x, place.y - kSize);
        cairo_line_to(context_, place.x + kSize * 0.87, place.y + kSize / 2);
        cairo_line_to(context_, place.x - kSize * 0.87, place.y + kSize / 2);
        cairo_close_path(context_);
        set_colour(context_, kLandslideFill);
        cairo_fill_preserve(context_);
        set_colour(context_, kInk);
        cairo_set_line_width(context_, 0.9);
        cairo_stroke(context_);
    }

    void draw_cells() {
        for (std::size_t row = 0; row < table_.series.size(); ++row) {
            if (table_.series[row] == "cell") {
                const std::size_t kind = kind_of(table_.index[row]);
                cells_.at(kind) += 1;
                add_dot(axes_.place(table_.slope[row], table_.area[row]), kind);
            }
        }
    }

    void draw_landslides() {
        for (std::size_t row = 0; row < table_.series.size(); ++row) {
            if (table_.series[row] != "landslide") {
                continue;
            }
            const std::size_t kind = kind_of(table_.index[row]);
            landslides_.at(kind) += 1;
            if (kind != 0) {
                add_triangle(axes_.place(table_.slope[row], table_.area[row]));
            }
        }
    }

    void set_line(bool saturation) {
        constexpr std::array<double, 2> kDashes{5, 3};
        set_colour(context_, saturation ? kSaturationColour : kInk);
        cairo_set_line_width(context_, saturation ? 1.3 : 1.1);
        cairo_set_dash(context_, kDashes.data(), saturation ? 2 : 0, 0);
    }

    void draw_lines() {
        const SavedState state(context_);
        for (std::size_t row = 0; row < table_.series.size();) {
            const std::string& name = table_.series[row];
            if (name == "cell" || name == "landslide") {
                ++row;
                continue;
            }
            set_line(name == "saturation");
            cairo_new_path(context_);
            for (; row < table_.series.size() && table_.series[row] == name; ++row) {
                const SheetPoint at = axes_.place(table_.slope[row], table_.area[row]);
                cairo_line_to(context_, at.x, at.y);
            }
            cairo_stroke(context_);
        }
    }

    /// The index of each line, in steps above the lower edge where the lines stand apart.
    void draw_line_names() {
        int step = 0;
        for (std::size_t row = 0; row < table_.series.size(); ++row) {
            const bool first = row == 0 || table_.series[row] != table_.series[row - 1];
            if (!first || table_.series[row].rfind("line ", 0) != 0) {
                continue;
            }
            const SheetPoint at = place_on_line(row, 14.0 + 13.0 * (step % 2));
            ++step;
            const TextBlock label(context_, number(table_.index[row], decimals(table_.index[row])),
                                  {.size = 8, .bold = true});
            label.draw_with_halo({at.x - label.width() / 2, at.y - label.height() / 2});
        }
    }

    static int decimals(double index) {
        return index == std::floor(index) ? 0 : 10 * index == std::floor(10 * index) ? 1 : 2;
    }

    /// The point of the line which starts in this row, so far above the lower edge.
    SheetPoint place_on_line(std::size_t row, double height) const {
        const std::string& name = table_.series[row];
        SheetPoint last = axes_.place(table_.slope[row], table_.area[row]);
        for (; row < table_.series.size() && table_.series[row] == name; ++row) {
            last = axes_.place(table_.slope[row], table_.area[row]);
            if (last.y <= kPlot.bottom() - height) {
                break;
            }
        }
        return {last.x, kPlot.bottom() - height};
    }

    void draw_right(const std::string& content, double right, double y, const TextStyle& style) {
        const TextBlock block(context_, content, style);
        block.draw({right - block.width(), y});
    }

    void draw_legend() {
        constexpr double kCellsRight = kLegendRight - 48;
        double y = kPlot.y - 2;
        TextBlock(context_, word(Word::stability_index), {.size = 9, .bold = true})
            .draw({kLegendLeft, y});
        y += 16;
        draw_right(std::string(word(Word::cells)), kCellsRight, y, {.size = 8, .colour = kSoftInk});
        draw_right(std::string(word(Word::landslides)), kLegendRight, y,
                   {.size = 8, .colour = kSoftInk});
        y += 15;
        constexpr std::array<const char*, kKinds> kRanges{"",      "≥ 1.5", "1.25-1.5", "1-1.25",
                                                          "0.5-1", "0-0.5", "0"};
        for (std::size_t kind = 1; kind < kKinds; ++kind) {
            draw_class(kind, range_text(kRanges.at(kind)), y, kCellsRight);
            y += 27;
        }
        if (landslides_[0] > 0) {
            draw_class(0, "", y, kCellsRight);
            y += 20;
        }
        draw_symbols(y + 4);
    }

    /// The range with the decimal sign of the language, and a dash between.
    std::string range_text(std::string range) const {
        if (picture_.language == Language::vietnamese) {
            std::replace(range.begin(), range.end(), '.', ',');
        }
        const std::size_t dash = range.find('-');
        return dash == std::string::npos ? range : range.replace(dash, 1, " – ");
    }

    static double total(const std::array<double, kKinds>& counts) {
        double sum = 0;
        for (const double count : counts) {
            sum += count;
        }
        return sum;
    }

    std::string share(const std::array<double, kKinds>& counts, std::size_t kind) const {
        const double all = total(counts);
        return all > 0 ? number(100 * counts.at(kind) / all, 1) + " %" : "-";
    }

    void draw_class(std::size_t kind, const std::string& range, double y, double cells_right) {
        set_colour(context_, colour_of(kind));
        add_box(context_, {kLegendLeft, y, 14, 11});
        cairo_fill_preserve(context_);
        set_colour(context_, kSoftInk);
        cairo_set_line_width(context_, 0.4);
        cairo_stroke(context_);
        const double left = kLegendLeft + 20;
        const std::string& name = legend_[kind].name;
        TextBlock(context_, name, fitted(context_, name, {.size = 8.5}, cells_right - 36 - left))
            .draw({left, y - 1});
        TextBlock(context_, range, {.size = 7.5, .colour = kSoftInk}).draw({left, y + 10});
        if (kind != 0) {
            draw_right(share(cells_, kind), cells_right, y, {.size = 8});
        }
        draw_right(number(landslides_.at(kind), 0), kLegendRight, y, {.size = 8});
    }

    void draw_symbols(double y) {
        const double left = kLegendLeft + 20;
        const double middle = kLegendLeft + 7;
        const TextStyle style{.size = 8};
        const auto described = [&](const std::string& content) {
            const TextBlock block(context_, content, style, kLegendRight - left);
            block.draw({left, y - block.height() / 2});
            y += std::max(15.0, block.height() + 4);
        };
        cairo_new_path(context_);
        add_dot({middle, y}, 1);
        described(fmt::format("{} ({})", word(Word::sampled_cells), number(total(cells_), 0)));
        if (total(landslides_) > 0) {
            cairo_new_path(context_);
            add_triangle({middle, y});
            described(
                fmt::format("{} ({})", word(Word::landslides), number(total(landslides_), 0)));
        }
        for (const bool saturation : {false, true}) {
            const SavedState state(context_);
            set_line(saturation);
            stroke_line(context_, {kLegendLeft, y}, {kLegendLeft + 15, y});
            described(std::string(word(saturation ? Word::saturation_line : Word::index_lines)));
        }
    }

    cairo_t* context_;
    const StabilityPicture& picture_;
    Columns table_;
    Axes axes_;
    std::vector<LegendEntry> legend_;
    std::array<double, kKinds> cells_{};
    std::array<double, kKinds> landslides_{};
};

}  // namespace

void draw_stability_picture(const StabilityPicture& picture,
                            PictureFormat format,
                            const std::filesystem::path& path) {
    write_picture({.title = std::string(text(Word::stability_plot_title, picture.language)),
                   .width = kSheetWidth,
                   .height = kSheetHeight,
                   .dots_per_inch = 200},
                  format, path,
                  [&](cairo_t* context) { StabilityDrawing(context, picture).draw(); });
}

}  // namespace hazone::io
