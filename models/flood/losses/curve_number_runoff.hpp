#pragma once

namespace hazone::models {

/// Wetness of the soil before the storm, SCS classes I, II and III.
enum class AntecedentWetness { dry, average, wet };

/// How a curve number is fitted to the slope of the cell.
enum class SlopeCorrection { none, sharpley_williams, huang };

/// Rain of the five days before the storm which parts the classes of wetness, m.
struct WetnessLimits {
    double dry_below = 0;
    double wet_above = 0;
};

/// Class of wetness by the rain of the five days before, m (NEH-4 table 4.2, growing season: dry
/// below 1.4 in, wet above 2.1 in; both limits belong to the average class).
AntecedentWetness antecedent_wetness(double antecedent_rain, const WetnessLimits& limits);

/// Curve number of dry soil (class I) from that of average soil, both 0..100. Neitsch et al.
/// (2011), SWAT theoretical documentation 2009, eq. 2:1.1.4; never below 0.4 of the average one.
double dry_curve_number(double average);

/// Curve number of wet soil (class III) from that of average soil, both 0..100. Neitsch et al.
/// (2011), eq. 2:1.1.5, with the constant 0.006729 of the SWAT program (0.00673 in the text).
double wet_curve_number(double average);

/// Curve number of average wetness fitted to the slope; `gradient` is the tangent of the slope.
/// sharpley_williams: Neitsch et al. (2011), eq. 2:1.1.12, tables taken to hold for 5 % slope.
/// huang: Huang et al. (2006), Hydrological Processes 20, 579-589, doi:10.1002/hyp.5925, fitted to
/// slopes of 0.14 to 1.4 on the Loess Plateau. The result is at most 100.
double slope_adjusted_curve_number(double average, double gradient, SlopeCorrection correction);

/// Curve number of the cell on the day of the storm.
double storm_curve_number(double average,
                          double gradient,
                          SlopeCorrection correction,
                          AntecedentWetness wetness);

/// Greatest depth of rain which the ground can hold back, m: S = 25.4/CN - 0.254. NEH 630 chapter
/// 10, S = 1000/CN - 10 in inches; CN above 0, at most 100.
double potential_retention(double curve_number);

/// Depth of rain which runs off, m: Q = (P - lS)^2 / (P + (1 - l)S) once P exceeds lS, else 0.
/// NEH 630 chapter 10, where the ratio l is 0.2. Missing rain gives missing runoff.
double direct_runoff(double rain, double retention, double initial_abstraction_ratio);

}  // namespace hazone::models
