#include "io/map/map_layout.hpp"

#include <algorithm>
#include <cmath>

#include "io/map/paper.hpp"

namespace hazone::io {
namespace {

constexpr double kMargin = millimetres(10);
constexpr double kCoordinateStrip = millimetres(5.5);
constexpr double kGap = millimetres(4);
constexpr double kPanelWidth = millimetres(82);
constexpr double kPanelHeight = millimetres(84);
constexpr double kPanelMostWidth = millimetres(112);
constexpr double kPanelMostHeight = millimetres(118);
constexpr double kMapPadding = millimetres(1.5);

SheetLayout arrange(bool landscape, PanelPlace place, double title_height, Paper paper_kind) {
    const PaperSize size = paper_size(paper_kind);
    SheetLayout layout;
    layout.enlargement = enlargement(paper_kind);
    layout.width = (landscape ? size.long_side : size.short_side) / layout.enlargement;
    layout.height = (landscape ? size.short_side : size.long_side) / layout.enlargement;
    layout.panel_place = place;
    const Box paper = Box{0, 0, layout.width, layout.height}.shrunk(kMargin);
    layout.title = {paper.x, paper.y, paper.width, title_height};
    layout.border = {paper.x, layout.title.bottom(), paper.width, paper.height - title_height};
    layout.panel = layout.border;
    if (place == PanelPlace::side) {
        layout.border.width -= kPanelWidth + kGap;
        layout.panel.x = layout.border.right() + kGap;
        layout.panel.width = kPanelWidth;
    } else {
        layout.border.height -= kPanelHeight + kGap;
        layout.panel.y = layout.border.bottom() + kGap;
        layout.panel.height = kPanelHeight;
    }
    layout.frame = layout.border.shrunk(kCoordinateStrip);
    return layout;
}

/// Ground metres per paper metre at which the grid just fills the frame.
double filling_scale(const Grid& grid, const SheetLayout& layout) {
    const Box room = layout.room();
    const double metres = layout.enlargement * 0.0254 / kPointsPerInch;  // of paper, in a unit
    return std::max((grid.east() - grid.west) / (metres * room.width),
                    (grid.north - grid.south()) / (metres * room.height));
}

/// Room which the map leaves free goes to the legend, as much as it can use.
void widen_panel(SheetLayout& layout, double map_width, double map_height) {
    const double around = 2 * (kCoordinateStrip + kMapPadding);
    if (layout.panel_place == PanelPlace::side) {
        const double room = kPanelMostWidth - kPanelWidth;
        const double moved = std::clamp(layout.border.width - map_width - around, 0.0, room);
        layout.border.width -= moved;
        layout.panel.x -= moved;
        layout.panel.width += moved;
    } else {
        const double room = kPanelMostHeight - kPanelHeight;
        const double moved = std::clamp(layout.border.height - map_height - around, 0.0, room);
        layout.border.height -= moved;
        layout.panel.y -= moved;
        layout.panel.height += moved;
    }
    layout.frame = layout.border.shrunk(kCoordinateStrip);
}

Box on_whole_dots(const Box& box, double dots_per_inch) {
    const double dot = kPointsPerInch / dots_per_inch;
    const auto whole = [dot](double length) { return std::round(length / dot) * dot; };
    return {whole(box.x), whole(box.y), std::max(whole(box.width), dot),
            std::max(whole(box.height), dot)};
}

}  // namespace

double round_scale(double scale) {
    const double unit = std::pow(10.0, std::floor(std::log10(scale)) - 1);
    return std::ceil(scale / unit - 1e-9) * unit;
}

double round_length(double length) {
    const double unit = std::pow(10.0, std::floor(std::log10(length)));
    const double leading = length / unit;
    if (leading >= 5) {
        return 5 * unit;
    }
    return leading >= 2 ? 2 * unit : unit;
}

SheetLayout lay_out_sheet(const Grid& grid,
                          double title_height,
                          double dots_per_inch,
                          Paper paper) {
    SheetLayout best;
    double best_scale = 0;
    for (const bool landscape : {true, false}) {
        for (const PanelPlace place : {PanelPlace::side, PanelPlace::below}) {
            const SheetLayout layout = arrange(landscape, place, title_height, paper);
            const double scale = filling_scale(grid, layout);
            if (best_scale == 0 || scale < best_scale) {
                best = layout;
                best_scale = scale;
            }
        }
    }
    best.scale = round_scale(best_scale);
    const double width = (grid.east() - grid.west) / best.metres_in_unit();
    const double height = (grid.north - grid.south()) / best.metres_in_unit();
    widen_panel(best, width, height);
    const SheetPoint centre = best.frame.centre();
    best.map = on_whole_dots({centre.x - width / 2, centre.y - height / 2, width, height},
                             dots_per_inch * best.enlargement);
    return best;
}

MapProjection::MapProjection(const Grid& grid, const Box& map)
    : north_west_{grid.west, grid.north},
      map_(map),
      ground_width_(grid.east() - grid.west),
      ground_height_(grid.north - grid.south()) {}

SheetPoint MapProjection::on_sheet(Point point) const {
    return {map_.x + (point.x - north_west_.x) / ground_width_ * map_.width,
            map_.y + (north_west_.y - point.y) / ground_height_ * map_.height};
}

Point MapProjection::on_ground(SheetPoint point) const {
    return {north_west_.x + (point.x - map_.x) / map_.width * ground_width_,
            north_west_.y - (point.y - map_.y) / map_.height * ground_height_};
}

}  // namespace hazone::io
