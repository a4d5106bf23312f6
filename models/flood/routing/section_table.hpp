#pragma once

// Area, top width and conveyance of a surveyed cross-section by the depth of its water.
// Manning's law holds in each panel of the section by itself, and panels add up, the divided
// channel method:
//   Q = K sqrt(S),  K = sum of A^(5/3) / (n P^(2/3)),
// where the upright line between two panels counts for no friction. Chow (1959), Open-Channel
// Hydraulics, section 6-5 (not opened); the same in the HEC-RAS 1D Technical Reference Manual,
// "Cross Section Subdivision for Conveyance Calculations".
//
// A panel ends where n changes and where the bed is convex upwards: the top of a bank, the crest of
// a levee. So the bed of a panel is concave upwards, and then K rises with the level: with the
// width B, B' <= B / h, dP/dh <= 2 + B / h, A <= B h and P >= B, 2 h, from which
// 5 P B >= 2 A dP/dh, which is dK/dh >= 0.

#include <cstddef>
#include <vector>

namespace hazone::models {

/// A point of a section, from one bank to the other.
struct SectionPoint {
    double station = 0;    // m along the section
    double elevation = 0;  // m
    double roughness = 0;  // Manning n of the bed from here to the next point, s m-1/3
};

/// Level water over the bed of a section.
struct SectionWater {
    double area = 0;        // m2
    double width = 0;       // m, of the surface
    double perimeter = 0;   // m, wetted, without lines between panels
    double conveyance = 0;  // m3/s
};

/// The bed in panels. Beyond its ends stand upright walls, which are as rough as the bed.
class SectionShape {
public:
    /// Three points or more, stations that do not fall, and a bed below both ends.
    explicit SectionShape(std::vector<SectionPoint> points);

    double bottom() const { return bottom_; }  // lowest elevation, m
    /// Height of the lower end above the bottom, m: higher water stands against a wall.
    double rim() const;
    /// The heights of the points above the bottom, m, each once, rising.
    std::vector<double> heights() const;
    std::size_t panels() const { return panel_first_.size(); }
    /// Water of that depth above the bottom, m.
    SectionWater water(double depth) const;

private:
    SectionWater panel_water(std::size_t panel, double depth) const;

    std::vector<SectionPoint> points_;      // elevations above the bottom
    std::vector<std::size_t> panel_first_;  // first point; the last is the first of the next
    double bottom_ = 0;
};

/// The same as a table by area, for routing: K is a power of A between two rows, within
/// kTableTolerance of the shape, and so rises with A, and depth is exact. Above the last row the
/// power of the last two goes on.
class SectionTable {
public:
    static constexpr double kTableTolerance = 1e-5;

    explicit SectionTable(const SectionShape& shape);

    std::size_t rows() const { return rows_.size(); }
    double bottom() const { return bottom_; }
    double rim() const { return rim_; }
    double conveyance_at_rim() const { return conveyance_at_rim_; }
    /// All of these are 0 for 0, and missing where what they are given is.
    double conveyance(double area) const;
    double area(double conveyance) const;
    double depth(double area) const;
    double width(double area) const;
    /// d ln K / d ln A.
    double exponent(double area) const;

    /// The area a, m2, at which per_conveyance * K(a) + per_area * a = content, with a residual of
    /// kRootTolerance of the content.
    double area_of_content(double per_conveyance, double per_area, double content) const;

private:
    struct Row {
        double depth = 0;
        double area = 0;
        double conveyance = 0;
        double width = 0;     // just above
        double widening = 0;  // dB/dh up to the next row
        double exponent = 0;  // up to the next row; of the last, that before
    };
    void add_rows(const SectionShape& shape, double low, double high);
    void refine(const SectionShape& shape,
                const SectionWater& low,
                double low_depth,
                const SectionWater& high,
                double high_depth,
                int halvings);
    void finish_rows(const SectionShape& shape);
    const Row& row_of_area(double area) const;

    std::vector<Row> rows_;
    double bottom_ = 0;
    double rim_ = 0;
    double conveyance_at_rim_ = 0;
};

}  // namespace hazone::models
