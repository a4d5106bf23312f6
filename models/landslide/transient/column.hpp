#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/index.hpp"

// Transient infiltration, pore pressure and safety factor of soil columns, after Iverson (2000),
// https://doi.org/10.1029/2000WR900090, Savage, Godt & Baum (2003), Baum, Savage & Godt (2002, USGS
// OFR 02-424, https://doi.org/10.3133/ofr02424; 2008, USGS OFR 2008-1159,
// https://doi.org/10.3133/ofr20081159), Srivastava & Yeh (1991), https://doi.org/10.1029/90WR02772,
// Baum, Godt & Savage (2010), https://doi.org/10.1029/2009JF001321, and Alvioli & Baum (2016),
// https://doi.org/10.1016/j.envsoft.2016.04.002. All depths are vertical, positive downwards.

namespace hazone::models::transient {

/// exact: the published equations, each series summed until what is left out is known to be small.
/// trigrs_2_1: what the program TRIGRS 2.1 computes, with its truncated series and known defects.
enum class Mode : std::uint8_t { exact, trigrs_2_1 };

/// Where the saturated zone ends below: never (`mmax` < 0 in a TRIGRS file), or at the depth of
/// the column, which lets nothing through (`mmax` > 0).
enum class Boundary : std::uint8_t { infinite_depth, finite_depth };

/// Direction of the ground water flow; sets the slope of pressure head with depth, beta:
/// general: cos2(slope) - background flux / K_s ("gener"); along_slope: cos2(slope) ("slope");
/// hydrostatic: 1 ("hydro").
enum class FlowDirection : std::uint8_t { general, along_slope, hydrostatic };

/// The parameters of one property zone.
struct ColumnSoil {
    double cohesion = 0;                 // Pa
    double friction_angle = 0;           // rad
    double unit_weight = 0;              // N/m3, of the saturated soil
    double diffusivity = 0;              // m2/s, D_0 of the saturated soil
    double conductivity = 0;             // m/s, saturated, K_s
    double saturated_water_content = 0;  // share of volume
    double residual_water_content = 0;   // share of volume
    double gardner_alpha = 0;  // 1/m; 0 or less: wet up to the ground, no unsaturated zone
};

/// One column. A missing (NaN) value makes all its results missing.
struct Column {
    double slope = 0;              // rad
    double depth = 0;              // m, of the lowest possible slip surface, `zmax`
    double water_table_depth = 0;  // m, at the start; may lie below `depth`
    double background_flux = 0;    // m/s, steady and positive downwards, `rizero`
    ColumnSoil soil;
};

struct Settings {
    Mode mode = Mode::exact;
    Boundary boundary = Boundary::finite_depth;
    FlowDirection flow_direction = FlowDirection::general;
    int increments = 10;                // `nzs`: the column is judged at increments + 1 depths
    double shallowest_depth = 0;        // m, `zmin`: the first of these depths
    double water_unit_weight = 9800;    // N/m3, `uww`
    double lowest_slope = 0;            // rad; columns outside these limits are not judged: missing
    double highest_slope = 1.57079633;  // rad
    double highest_safety = 10;         // safety factors end here
    bool analytic_fillable_porosity = true;  // `lany`
    bool water_table_rises = true;           // `llus`: pressure of the risen table is estimated
    bool fringe_above_table = false;         // `lps0`: psi_0 = -1/alpha instead of 0
    bool add_background_flux = true;         // `bkgrof`
    bool ignore_suction = true;              // `lpge0`: saturated model only
    /// `igcap`: the unsaturated model although the fringe reaches the ground; TRIGRS 2.1 reads this
    /// option, but never acts on it, nor does that mode.
    bool unsaturated_in_thin_soil = true;
    // Only for trigrs_2_1:
    int steps_per_period = 1;         // `tx`
    int most_unsaturated_terms = 30;  // `nmax`
    int most_saturated_terms = 100;   // |`mmax`|
    bool skip_other_steps = false;    // `lskip`
};

/// Rain as steps: rate p holds from boundaries[p] to boundaries[p + 1]. After the last one no water
/// enters. `end` is TRIGRS' `t`: no output is later. Seconds.
struct Storm {
    std::vector<double> boundaries;  // one more than there are rates; not falling
    double end = 0;
};

/// Infiltration rates, m/s: that of period p in column c is values[p * period_stride + c *
/// column_stride]. What exceeds K_s of a column does not enter it.
struct Rates {
    const float* values = nullptr;
    Index period_stride = 0;
    Index column_stride = 0;  // 0 where all columns have the same rain
};

/// Where results go: that of output time k and column c is at [k * time_stride + c]. An array that
/// is null is not wanted. Missing input gives NaN in all; so does a slope outside the limits.
/// A column without soil (depth of at most 0.1 mm) has the highest safety factor.
struct Results {
    float* safety_factor = nullptr;      // lowest in the column
    float* depth_of_minimum = nullptr;   // m
    float* pressure_head = nullptr;      // m, at that depth
    float* water_table_depth = nullptr;  // m
    Index time_stride = 0;
};

/// What one column holds at one output time, from above.
struct Profile {
    std::vector<double> depth;          // m
    std::vector<double> pressure_head;  // m
    std::vector<double> water_content;  // share of volume
    std::vector<double> safety_factor;
};

/// The stresses on a possible slip at one depth, by the infinite slope: with cohesion c and angle
/// of friction phi its safety factor is
///   FS = (c + tan(phi) max(0, normal)) / driving.
struct Slip {
    double driving = 0;  // Pa, along the slip; 0 where nothing slides
    double normal = 0;   // Pa, across it, of the grains; missing where the pressure has no solution
    // What a share of 1 more unit weight of the soil adds to them:
    double more_driving = 0;  // Pa
    double more_normal = 0;   // Pa
};

/// missing: no input, or outside the limits of slope; no_soil: cannot slide.
enum class ColumnState : std::uint8_t { missing, no_soil, solved };

/// The slips of several columns at all output times and depths, whatever their strength.
struct Slips {
    std::size_t outputs = 0;
    std::size_t depths = 0;
    std::vector<ColumnState> states;  // per column
    std::vector<Slip> all;            // per column, output and depth

    std::span<const Slip> of(std::size_t column, std::size_t output) const {
        return {&all[(column * outputs + output) * depths], depths};
    }
};

class TimePlan;  // times and lags that all columns share

/// Solves columns for one storm. Immutable; may be used by many threads at once. A result depends
/// on nothing but its own column: the same bits whatever stands beside it.
class ColumnSolver {
public:
    /// `output_times` in seconds. The mode trigrs_2_1 knows only its own time steps: where an
    /// output time is none of them, the step before it is taken, as in the reference.
    ColumnSolver(const Settings& settings,
                 const Storm& storm,
                 const std::vector<double>& output_times,
                 std::span<const ColumnSoil> zones);
    ~ColumnSolver();
    ColumnSolver(const ColumnSolver&) = delete;
    ColumnSolver& operator=(const ColumnSolver&) = delete;
    ColumnSolver(ColumnSolver&&) noexcept;
    ColumnSolver& operator=(ColumnSolver&&) noexcept;

    /// The times of the results, in the order of `output_times`.
    const std::vector<double>& output_times() const;

    /// Solves neighbouring columns in one go, several at a time in vector registers.
    void solve_columns(std::span<const Column> columns,
                       const Rates& rates,
                       const Results& results) const;

    /// One column: the same bits as solve_columns gives it.
    void solve_column(const Column& column, const Rates& rates, const Results& results) const;

    /// The slips of the columns, as solve_columns judges them; their strength does not matter.
    void find_slips(std::span<const Column> columns, const Rates& rates, Slips& slips) const;

    /// The whole column at output time number `output`; empty where it has no solution.
    Profile profile(const Column& column, const Rates& rates, Index output) const;

private:
    Settings settings_;
    bool unsaturated_;  // some zone has an unsaturated part
    std::unique_ptr<const TimePlan> plan_;
};

}  // namespace hazone::models::transient
