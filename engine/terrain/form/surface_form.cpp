#include "engine/terrain/form/surface_form.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/fast_math.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/streaming_store.hpp"
#include "engine/parallel/loops.hpp"

namespace hazone {
namespace {

// Cells of a row which are worked on together: their results stay in the innermost cache until they
// are streamed out, and the lines streamed at a time are few enough not to hold up the next cells.
constexpr Index kRun = 64;
struct alignas(64) Cells : std::array<float, kRun> {};  // a vector never straddles two lines

/// Part of a row: the cells from `first` on, all with eight neighbours.
struct Run {
    RowTriple z;
    Index first;
    Index count;
    Index worked;  // count, or more where that spares the loops an uneven end
};

/// Calls body(cell) for the cells of the run; with a number of cells known beforehand where it can.
template <class Body>
void for_each_cell_of(const Run& run, Body body) {
    if (run.worked == kRun) {
        for (Index cell = 0; cell < kRun; ++cell) {
            body(cell);
        }
        return;
    }
    for (Index cell = 0; cell < run.worked; ++cell) {
        body(cell);
    }
}

/// The value, or kMissing where it is NaN of any kind or infinite: the same bits in every loop.
float known(float value) {
    return std::abs(value) <= std::numeric_limits<float>::max() ? value : kMissing;
}

struct Direction {
    float east;
    float north;
    float up;
};

Direction direction_to(const Sun& sun) {
    return {static_cast<float>(std::cos(sun.altitude) * std::sin(sun.azimuth)),
            static_cast<float>(std::cos(sun.altitude) * std::cos(sun.azimuth)),
            static_cast<float>(std::sin(sun.altitude))};
}

constexpr float kQuarterTurn = std::numbers::pi_v<float> / 2;
constexpr float kHalfTurn = std::numbers::pi_v<float>;
constexpr float kTurn = 2 * std::numbers::pi_v<float>;

/// Gradients of a run, made once for all which follow from them. Short loops one after the other
/// take less time than one long loop: more of their cells are under way at once.
struct Gradients {
    Cells east;
    Cells north;
    Cells steepness;  // square of the rise per metre
    Cells rise;       // its root
};

void find_gradients(const Run& run, float per_eight_cells, Gradients& found) {
    for_each_cell_of(run, [&](Index cell) {
        const auto z = heights<float>(run.z, run.first + cell);
        const auto [east, north] = horn_rise(z);
        found.east[cell] = east * per_eight_cells;
        found.north[cell] = north * per_eight_cells;
        found.steepness[cell] = horn_steepness(z, per_eight_cells);
    });
    for_each_cell_of(run, [&](Index cell) { found.rise[cell] = std::sqrt(found.steepness[cell]); });
}

/// Angle of a rise per metre; missing where that is NaN or infinite. The division, as the square
/// root before it, runs beside the multiplications of the arc tangent: inverse_root() would wait in
/// line with them.
float slope_of(float rise) {
    const bool steep = rise > 1;
    const float angle = fast_atan_of_unit((steep ? 1 : rise) / (steep ? rise : 1));
    const float slope = steep ? kQuarterTurn - angle : angle;
    return rise <= std::numeric_limits<float>::max() ? slope : kMissing;
}

void find_slope(const Run& run, const Gradients& g, Cells& slope) {
    for_each_cell_of(run, [&](Index cell) { slope[cell] = slope_of(g.rise[cell]); });
}

/// Direction of steepest descent; from the sine of its angle with the nearest axis.
void find_aspect(const Run& run, const Gradients& g, Cells& aspect) {
    for_each_cell_of(run, [&](Index cell) {
        const float across = std::abs(g.east[cell]);
        const float along = std::abs(g.north[cell]);
        const bool sideways = across > along;
        const float sine = (sideways ? along : across) / g.rise[cell];
        const float eighth = fast_asin_of_eighth(sine);
        const float quarter = sideways ? kQuarterTurn - eighth : eighth;
        const float half = g.north[cell] > 0 ? kHalfTurn - quarter : quarter;
        const float turned = g.east[cell] > 0 ? kTurn - half : half;
        const float in_turn = turned >= kTurn ? 0 : turned;  // the last angles round up to a turn
        // false for a missing height too, and for an infinite one
        const bool faces = g.steepness[cell] >= static_cast<float>(kLevelSteepness) &&
                           g.steepness[cell] <= std::numeric_limits<float>::max();
        aspect[cell] = faces ? in_turn : kMissing;
    });
}

void find_hillshade(const Run& run, const Gradients& g, Direction sun, Cells& hillshade) {
    for_each_cell_of(run, [&](Index cell) {
        hillshade[cell] =
            known(hillshade_of<float>({g.east[cell], g.north[cell]}, sun.east, sun.north, sun.up) +
                  nothing_if_known(g.steepness[cell]));
    });
}

struct CurvatureCells {
    Cells profile;
    Cells plan;
    Cells tangential;
    Cells mean;
    Cells total;
};

template <class DerivativesOf>
void find_curvatures(const Run& run, DerivativesOf derivatives_of, CurvatureCells& out) {
    for_each_cell_of(run, [&](Index cell) {
        const Curvatures<float> found =
            curvatures(derivatives_of(heights<float>(run.z, run.first + cell)));
        // all nine heights are in the total curvature
        const bool missing = !(found.total <= std::numeric_limits<float>::max());
        out.profile[cell] = missing ? kMissing : found.profile;
        out.plan[cell] = missing ? kMissing : found.plan;
        out.tangential[cell] = missing ? kMissing : found.tangential;
        out.mean[cell] = missing ? kMissing : found.mean;
        out.total[cell] = missing ? kMissing : found.total;
    });
}

/// Whether the view is one of cells: an output that is asked for.
bool asked(const View<float>& view) { return view.data() != nullptr; }

template <class Call>
void for_each_output(const SurfaceFormOutputs& o, Call call) {
    for (const View<float>& output :
         {o.slope, o.aspect, o.hillshade, o.profile_curvature, o.plan_curvature,
          o.tangential_curvature, o.mean_curvature, o.total_curvature, o.position_index,
          o.ruggedness_index, o.roughness}) {
        if (asked(output)) {
            call(output);
        }
    }
}

Index number_of(const SurfaceFormOutputs& outputs) {
    Index number = 0;
    for_each_output(outputs, [&](View<float>) { ++number; });
    return number;
}

/// The work on one row; knows what is asked for and where it goes.
class RowWorker {
public:
    RowWorker(View<const float> z, const SurfaceFormSpec& spec, const SurfaceFormOutputs& outputs)
        : z_(z),
          spec_(spec),
          outputs_(outputs),
          slope_alone_(asked(outputs.slope) && number_of(outputs) == 1),
          sun_(direction_to(spec.sun)),
          per_eight_cells_(static_cast<float>(1.0 / (8.0 * spec.cell_size))) {}

    void work(Index row) const {
        if (slope_alone_) {
            find_slope_alone(row);
            return;
        }
        const Index last = z_.cols() - 1;
        for (Index begin = 0; begin < last; begin += kRun) {
            const Index first = std::max<Index>(begin, 1);
            const Index end = std::min(begin + kRun, last);
            work_on({rows_around(z_, row), first, end - first, std::min(kRun, last - first)}, row);
        }
        end_streaming();
    }

private:
    void work_on(const Run& run, Index row) const {
        find_first_order(run, row);
        find_second_order(run, row);
        find_relief(run, row);
    }

    void find_first_order(const Run& run, Index row) const {
        const SurfaceFormOutputs& o = outputs_;
        if (!asked(o.slope) && !asked(o.aspect) && !asked(o.hillshade)) {
            return;
        }
        Gradients gradients;
        Cells found;
        find_gradients(run, per_eight_cells_, gradients);
        if (asked(o.slope)) {
            find_slope(run, gradients, found);
            put(found, run, row, o.slope);
        }
        if (asked(o.aspect)) {
            find_aspect(run, gradients, found);
            put(found, run, row, o.aspect);
        }
        if (asked(o.hillshade)) {
            find_hillshade(run, gradients, sun_, found);
            put(found, run, row, o.hillshade);
        }
    }

    void find_second_order(const Run& run, Index row) const {
        const SurfaceFormOutputs& o = outputs_;
        if (!asked(o.profile_curvature) && !asked(o.plan_curvature) &&
            !asked(o.tangential_curvature) && !asked(o.mean_curvature) &&
            !asked(o.total_curvature)) {
            return;
        }
        const auto per_cell = static_cast<float>(1.0 / spec_.cell_size);
        CurvatureCells found;
        if (spec_.curvature == CurvatureMethod::evans) {
            find_curvatures(
                run, [=](const auto& z) { return evans_derivatives(z, per_cell); }, found);
        } else {
            find_curvatures(
                run, [=](const auto& z) { return zevenbergen_thorne_derivatives(z, per_cell); },
                found);
        }
        put(found.profile, run, row, o.profile_curvature);
        put(found.plan, run, row, o.plan_curvature);
        put(found.tangential, run, row, o.tangential_curvature);
        put(found.mean, run, row, o.mean_curvature);
        put(found.total, run, row, o.total_curvature);
    }

    void find_relief(const Run& run, Index row) const {
        if (asked(outputs_.position_index) && asked(outputs_.ruggedness_index) &&
            spec_.ruggedness == RuggednessMethod::riley) {
            find_position_and_ruggedness(run, row);
        } else {
            find_position(run, row);
            find_ruggedness(run, row);
        }
        find(run, row, outputs_.roughness, [](const Heights<float>& z) { return roughness_of(z); });
    }

    /// Both are made of the same eight differences.
    void find_position_and_ruggedness(const Run& run, Index row) const {
        Cells position;
        Cells ruggedness;
        for_each_cell_of(run, [&](Index cell) {
            const auto z = heights<float>(run.z, run.first + cell);
            position[cell] = known(position_index(z));
            ruggedness[cell] = known(riley_ruggedness(z));
        });
        put(position, run, row, outputs_.position_index);
        put(ruggedness, run, row, outputs_.ruggedness_index);
    }

    void find_position(const Run& run, Index row) const {
        find(run, row, outputs_.position_index,
             [](const Heights<float>& z) { return position_index(z); });
    }

    void find_ruggedness(const Run& run, Index row) const {
        if (spec_.ruggedness == RuggednessMethod::riley) {
            find(run, row, outputs_.ruggedness_index,
                 [](const Heights<float>& z) { return riley_ruggedness(z); });
        } else {
            find(run, row, outputs_.ruggedness_index,
                 [](const Heights<float>& z) { return wilson_ruggedness(z); });
        }
    }

    template <class Of>
    void find(const Run& run, Index row, View<float> output, Of of) const {
        if (!asked(output)) {
            return;
        }
        Cells found;
        for_each_cell_of(run, [&](Index cell) {
            found[cell] = known(of(heights<float>(run.z, run.first + cell)));
        });
        put(found, run, row, output);
    }

    /// Stored as found: with one result, streaming waits longer than reading its lines takes.
    void find_slope_alone(Index row) const {
        const RowTriple z = rows_around(z_, row);
        float* slope = outputs_.slope.row(row);
        for (Index col = 1; col < z_.cols() - 1; ++col) {
            slope[col] =
                slope_of(std::sqrt(horn_steepness(heights<float>(z, col), per_eight_cells_)));
        }
    }

    static void put(const Cells& found, const Run& run, Index row, View<float> output) {
        if (asked(output)) {
            stream_cells(found.data(), run.count, output.row(row) + run.first);
        }
    }

    View<const float> z_;
    const SurfaceFormSpec& spec_;
    const SurfaceFormOutputs& outputs_;
    bool slope_alone_;
    Direction sun_;
    float per_eight_cells_;
};

}  // namespace

void surface_form(View<const float> z,
                  const SurfaceFormSpec& spec,
                  const SurfaceFormOutputs& outputs) {
    for_each_output(outputs, [&](View<float> output) {
        assert(output.extent() == z.extent());
        for_each_edge_cell(z.extent(), [&](Index row, Index col) { output(row, col) = kMissing; });
    });
    if (z.rows() < 3 || z.cols() < 3) {
        return;
    }
    const RowWorker worker(z, spec, outputs);
    for_each_row(z.rows() - 2, [&](Index inner_row) { worker.work(inner_row + 1); });
}

}  // namespace hazone
