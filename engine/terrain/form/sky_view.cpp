#include "engine/terrain/form/sky_view.hpp"

#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/core/fast_math.hpp"
#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/form/cell_window.hpp"
#include "engine/terrain/form/sight_lines.hpp"

namespace hazone {
namespace {

constexpr float kNever = std::numeric_limits<float>::infinity();
constexpr float kQuarterTurn = std::numbers::pi_v<float> / 2;

bool asked(const View<float>& output) { return output.data() != nullptr; }

/// Sums over the directions for the cells of a row.
struct RowSums {
    std::vector<float> sky;
    std::vector<float> positive;
    std::vector<float> negative;
    std::vector<float> count;     // directions with a known cell
    std::vector<float> steepest;  // of one direction: rise per cell of distance
    std::vector<float> lowest;

    void start(Index cells) {
        for (std::vector<float>* row : {&sky, &positive, &negative, &count, &steepest, &lowest}) {
            row->assign(static_cast<std::size_t>(cells), 0.0F);
        }
    }
};

struct Scratch {
    PaddedTile ground;
    std::vector<std::vector<SightStep>> directions;
    RowSums sums;
};

/// The steepest sight up from each cell of the row; -kNever where no cell is known.
void look_up(const float* own, const std::vector<SightStep>& steps, Index cols, float* steepest) {
    for (Index col = 0; col < cols; col += kLanes) {
        const Lanes from = load_lanes(own + col);
        Lanes highest = all_lanes(-kNever);
        for (const SightStep& step : steps) {
            const Lanes tangent = (load_lanes(own + col + step.offset) - from) * step.inverse;
            highest = tangent > highest ? tangent : highest;  // a missing cell raises nothing
        }
        store_lanes(highest, steepest + col);
    }
}

/// The steepest sights up and down.
void look_both_ways(const float* own,
                    const std::vector<SightStep>& steps,
                    Index cols,
                    float* steepest,
                    float* lowest) {
    for (Index col = 0; col < cols; col += kLanes) {
        const Lanes from = load_lanes(own + col);
        Lanes highest = all_lanes(-kNever);
        Lanes deepest = all_lanes(kNever);
        for (const SightStep& step : steps) {
            const Lanes tangent = (load_lanes(own + col + step.offset) - from) * step.inverse;
            highest = tangent > highest ? tangent : highest;
            deepest = tangent < deepest ? tangent : deepest;
        }
        store_lanes(highest, steepest + col);
        store_lanes(deepest, lowest + col);
    }
}

float angle_of(float tangent) {
    const float size = std::abs(tangent);
    const bool steep = size > 1;
    const float part = fast_atan_of_unit(steep ? 1 / size : size);
    return std::copysign(steep ? kQuarterTurn - part : part, tangent);
}

/// Sine of the angle with that tangent, 0 below the horizontal. By the inverse where the tangent is
/// large, whose square would leave the range of float.
float sine_of_horizon(float tangent) {
    const float up = tangent > 0 ? tangent : 0;
    const bool steep = up > 1;
    const float ratio = steep ? 1 / up : up;
    const float root = std::sqrt(1 + ratio * ratio);
    return steep ? 1 / root : ratio / root;
}

void add_sky(const float* steepest, Index cols, float per_cell, float* sky, float* count) {
    for (Index col = 0; col < cols; ++col) {
        const bool seen = steepest[col] > -kNever;
        sky[col] += seen ? 1 - sine_of_horizon(steepest[col] * per_cell) : 0;
        count[col] += seen ? 1.0F : 0.0F;
    }
}

/// `sign` 1: angle from the zenith, -1: from the nadir.
void add_openness(const float* tangents, Index cols, float per_cell, float sign, float* openness) {
    for (Index col = 0; col < cols; ++col) {
        const float tangent = tangents[col];
        const bool seen = std::abs(tangent) < kNever;
        openness[col] += seen ? kQuarterTurn - sign * angle_of(tangent * per_cell) : 0;
    }
}

class Worker {
public:
    Worker(View<const float> z, const SkyViewSpec& spec, const SkyViewOutputs& outputs)
        : z_(z),
          outputs_(outputs),
          reach_(radius_in_cells(spec.radius, spec.cell_size)),
          per_cell_(static_cast<float>(1 / spec.cell_size)) {
        const double radius = std::max(1.0, spec.radius / spec.cell_size * (1 + 1e-9));
        for (int number = 0; number < spec.directions; ++number) {
            const SightLine line =
                sight_line(2 * std::numbers::pi * number / spec.directions, radius);
            if (!line.empty()) {  // no cell lies within a cell towards a diagonal
                lines_.push_back(line);
            }
        }
    }

    Extent tile() const { return tile_extent(reach_); }

    void work(const Window& tile, Scratch& scratch) const {
        scratch.ground.read(z_, tile, reach_);
        scratch.directions.clear();
        for (const SightLine& line : lines_) {
            scratch.directions.push_back(scratch.ground.steps(line));
        }
        for (Index row = 0; row < tile.extent.rows; ++row) {
            work_row(scratch, row, tile.extent.cols);
            const float* own = scratch.ground.row(row);
            const Cell first{tile.from.row + row, tile.from.col};
            const RowSums& sums = scratch.sums;
            put(own, sums.sky, sums.count, tile.extent.cols, outputs_.sky_view_factor, first);
            put(own, sums.positive, sums.count, tile.extent.cols, outputs_.positive_openness,
                first);
            put(own, sums.negative, sums.count, tile.extent.cols, outputs_.negative_openness,
                first);
        }
    }

private:
    void work_row(Scratch& scratch, Index row, Index cols) const {
        RowSums& sums = scratch.sums;
        sums.start(whole_lanes(cols));
        const float* own = scratch.ground.row(row);
        for (const std::vector<SightStep>& steps : scratch.directions) {
            if (asked(outputs_.negative_openness)) {
                look_both_ways(own, steps, cols, sums.steepest.data(), sums.lowest.data());
                add_openness(sums.lowest.data(), cols, per_cell_, -1, sums.negative.data());
            } else {
                look_up(own, steps, cols, sums.steepest.data());
            }
            add_sky(sums.steepest.data(), cols, per_cell_, sums.sky.data(), sums.count.data());
            if (asked(outputs_.positive_openness)) {
                add_openness(sums.steepest.data(), cols, per_cell_, 1, sums.positive.data());
            }
        }
    }

    static void put(const float* own,
                    const std::vector<float>& sums,
                    const std::vector<float>& count,
                    Index cols,
                    View<float> output,
                    Cell first) {
        if (!asked(output)) {
            return;
        }
        float* to = output.row(first.row) + first.col;
        for (Index col = 0; col < cols; ++col) {
            const auto cell = static_cast<std::size_t>(col);
            to[col] =
                !is_missing(own[col]) && count[cell] > 0 ? sums[cell] / count[cell] : kMissing;
        }
    }

    View<const float> z_;
    const SkyViewOutputs& outputs_;
    std::vector<SightLine> lines_;
    Index reach_;
    float per_cell_;
};

}  // namespace

void sky_view(View<const float> elevation, const SkyViewSpec& spec, const SkyViewOutputs& outputs) {
    assert(spec.directions > 0);
    const Worker worker(elevation, spec, outputs);
    const Windows tiles(elevation.extent(), worker.tile());
    for_each_block_with<Scratch>(tiles.count(), [&](Index number, Scratch& scratch) {
        worker.work(tiles.at(number), scratch);
    });
}

}  // namespace hazone
