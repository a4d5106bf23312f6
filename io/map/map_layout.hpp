#pragma once

#include "engine/core/grid.hpp"

namespace hazone::io {

/// Lengths on the sheet are points (1/72 inch), x to the right and y downwards from the upper left.
inline constexpr double kPointsPerInch = 72.0;
constexpr double millimetres(double length) { return length * kPointsPerInch / 25.4; }

struct SheetPoint {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    double right() const { return x + width; }
    double bottom() const { return y + height; }
    SheetPoint centre() const { return {x + width / 2, y + height / 2}; }
    Box shrunk(double margin) const {
        return {x + margin, y + margin, width - 2 * margin, height - 2 * margin};
    }
    bool contains(const Box& other) const {
        return other.x >= x && other.y >= y && other.right() <= right() &&
               other.bottom() <= bottom();
    }
    bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
};

enum class PanelPlace { side, below };
enum class Paper;

/// Where everything stands on a sheet, in units of `enlargement` points.
struct SheetLayout {
    double width = 0;        // of the sheet
    double height = 0;       // of the sheet
    double enlargement = 1;  // points in a unit: 1 on A3
    Box title;
    Box border;  // outer line; the coordinates stand between border and frame
    Box frame;   // the neat line around the map
    Box map;     // exactly the grid, inside the frame, on whole dots
    Box panel;   // the legend, never over the map
    PanelPlace panel_place = PanelPlace::side;
    double scale = 1;  // 1:scale, two significant digits

    /// Where the map may stand: the frame less a narrow strip.
    Box room() const { return frame.shrunk(millimetres(1.5)); }
    bool landscape() const { return width > height; }
    /// Ground metres in a unit of the sheet.
    double metres_in_unit() const { return scale * enlargement * 0.0254 / kPointsPerInch; }
};

/// The arrangement (portrait or landscape, legend at the side or below) which shows the grid at the
/// largest scale. `dots_per_inch` is the resolution of the map picture on paper; `map` begins and
/// ends on whole dots and is at least one dot wide and high. `title_height` is in units.
SheetLayout lay_out_sheet(const Grid& grid, double title_height, double dots_per_inch, Paper paper);

/// The smallest round scale that is not below `scale`: two significant digits.
double round_scale(double scale);

/// The largest of 1, 2, 5 × 10^k that is not above `length`.
double round_length(double length);

/// From map coordinates to the sheet and back.
class MapProjection {
public:
    MapProjection(const Grid& grid, const Box& map);
    SheetPoint on_sheet(Point point) const;
    Point on_ground(SheetPoint point) const;

private:
    Point north_west_;
    Box map_;
    double ground_width_;
    double ground_height_;
};

}  // namespace hazone::io
