#include "engine/terrain/form/geomorphons.hpp"

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <string_view>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/form/cell_window.hpp"
#include "engine/terrain/form/sight_lines.hpp"

namespace hazone {
namespace {

constexpr int kDirections = 8;

// Rows: directions that lead down, columns: that lead up, 0 to 8; a letter for each form.
constexpr std::array<std::string_view, kDirections + 1> kForms{
    "---ffvvv*", "--fffvvv", "-sLLhhv", "ssLLLh", "ssuLL", "rruu", "rrr", "rr", "^"};

Landform form_of_letter(char letter) {
    switch (letter) {
        case '-':
            return Landform::flat;
        case '^':
            return Landform::peak;
        case 'r':
            return Landform::ridge;
        case 's':
            return Landform::shoulder;
        case 'u':
            return Landform::spur;
        case 'L':
            return Landform::slope;
        case 'h':
            return Landform::hollow;
        case 'f':
            return Landform::footslope;
        case 'v':
            return Landform::valley;
        case '*':
            return Landform::pit;
        default:
            return Landform::none;
    }
}

// One number for both counts: kDown for each direction that leads down, 1 for each that leads up.
constexpr int kDown = kDirections + 1;
using FormTable = std::array<std::uint8_t, std::size_t{kDown} * kDown>;

FormTable form_table() {
    FormTable table{};
    for (int lower = 0; lower <= kDirections; ++lower) {
        for (int higher = 0; higher <= kDirections - lower; ++higher) {
            table.at(static_cast<std::size_t>(lower) * kDown + static_cast<std::size_t>(higher)) =
                static_cast<std::uint8_t>(landform_of(lower, higher));
        }
    }
    return table;
}

/// The steepest sights up or down along a direction: height of the cell seen, m, and its distance
/// in steps.
struct Sight {
    Lanes height;
    Lanes distance;
};

struct Sights {
    Sight highest;
    Sight lowest;
};

/// Heights and distances, not angles, are kept, so that equal angles compare as equal below.
Sights look(const float* own, const std::vector<SightStep>& steps) {
    constexpr float kNever = std::numeric_limits<float>::infinity();
    const Lanes from = load_lanes(own);
    Lanes steepest_up = all_lanes(-kNever);
    Lanes steepest_down = all_lanes(kNever);
    Sights seen{{Lanes{}, all_lanes(1)}, {Lanes{}, all_lanes(1)}};
    for (const SightStep& step : steps) {
        const Lanes height = load_lanes(own + step.offset) - from;
        const Lanes tangent = height * step.inverse;
        const Lanes distance = all_lanes(step.distance);
        const auto higher = tangent > steepest_up;  // false for missing ground
        const auto lower = tangent < steepest_down;
        steepest_up = higher ? tangent : steepest_up;
        seen.highest.height = higher ? height : seen.highest.height;
        seen.highest.distance = higher ? distance : seen.highest.distance;
        steepest_down = lower ? tangent : steepest_down;
        seen.lowest.height = lower ? height : seen.lowest.height;
        seen.lowest.distance = lower ? distance : seen.lowest.distance;
    }
    return seen;
}

/// When a direction is not level.
struct Threshold {
    float tangent;        // m per step
    float flat_distance;  // in steps
    float flat_height;    // m, beyond the flat distance
};

/// 1 where a direction leads up, kDown where it leads down, 0 where it is level or has no cell.
Lanes direction_code(const Sights& seen, const Threshold& threshold) {
    const auto exceeds = [&](const Sight& sight) {
        const Lanes size = sight.height < 0 ? -sight.height : sight.height;
        const auto far = sight.distance > threshold.flat_distance;
        return far ? size > threshold.flat_height : size > threshold.tangent * sight.distance;
    };
    const Lanes balance =
        seen.highest.height / seen.highest.distance + seen.lowest.height / seen.lowest.distance;
    const auto sloping = exceeds(seen.highest) | exceeds(seen.lowest);
    const Lanes up = balance > 0 ? all_lanes(1) : all_lanes(0);
    const Lanes down = balance < 0 ? all_lanes(kDown) : all_lanes(0);
    return sloping ? up + down : all_lanes(0);
}

struct Direction {
    SightLine line;
    Threshold threshold;
    SightCell next;
};

struct DirectionSteps {
    std::vector<SightStep> steps;
    Threshold threshold;
    Index next;  // place of the first cell in this direction
};

struct Scratch {
    PaddedTile ground;
    std::array<DirectionSteps, kDirections> directions;
    std::vector<float> codes;
};

Index skipped_cells(const GeomorphonSpec& spec) {
    return spec.skip_radius < spec.cell_size ? 0
                                             : radius_in_cells(spec.skip_radius, spec.cell_size);
}

/// Distances along a direction are counted in its steps, so that equal angles are equal in float.
Direction direction_of(const GeomorphonSpec& spec, double azimuth) {
    const double reach = spec.radius / spec.cell_size * (1 + 1e-9);
    const double tangent = std::tan(spec.flat_threshold);
    const SightCell next = sight_line(azimuth, 2).front();
    const double step = next.distance * spec.cell_size;
    Direction direction{
        .line = sight_line(azimuth, reach, skipped_cells(spec)),
        .threshold = {.tangent = static_cast<float>(tangent * step),
                      .flat_distance = std::numeric_limits<float>::infinity(),
                      .flat_height = static_cast<float>(tangent * spec.flat_distance)},
        .next = next};
    if (spec.flat_distance > 0) {
        direction.threshold.flat_distance = static_cast<float>(spec.flat_distance / step);
    }
    for (SightCell& cell : direction.line) {
        cell.distance = std::round(cell.distance / next.distance);
    }
    return direction;
}

std::array<Direction, kDirections> directions_of(const GeomorphonSpec& spec) {
    std::array<Direction, kDirections> directions;
    for (int number = 0; number < kDirections; ++number) {
        directions.at(static_cast<std::size_t>(number)) =
            direction_of(spec, number * std::numbers::pi / 4);
    }
    return directions;
}

/// Codes of the cells of a row, added over the directions.
void find_codes(const Scratch& scratch, Index row, Index cols, float* codes) {
    const float* own = scratch.ground.row(row);
    for (Index col = 0; col < cols; col += kLanes) {
        Lanes sum = all_lanes(0);
        for (const DirectionSteps& direction : scratch.directions) {
            const Lanes next = load_lanes(own + col + direction.next);
            const Lanes code =
                direction_code(look(own + col, direction.steps), direction.threshold);
            sum += next == next ? code : all_lanes(0);
        }
        store_lanes(sum, codes + col);
    }
}

struct Worker {
    View<const float> z;
    const GeomorphonSpec& spec;
    std::array<Direction, kDirections> directions;
    FormTable table;
    View<std::uint8_t> landform;

    void work(const Window& tile, Scratch& scratch) const {
        scratch.ground.read(z, tile, geomorphon_reach(spec));
        for (std::size_t number = 0; number < kDirections; ++number) {
            const Direction& direction = directions.at(number);
            scratch.directions.at(number) = {scratch.ground.steps(direction.line),
                                             direction.threshold,
                                             scratch.ground.steps({direction.next}).front().offset};
        }
        scratch.codes.resize(static_cast<std::size_t>(whole_lanes(tile.extent.cols)));
        for (Index row = 0; row < tile.extent.rows; ++row) {
            find_codes(scratch, row, tile.extent.cols, scratch.codes.data());
            classify(tile, row, scratch);
        }
    }

    void classify(const Window& tile, Index row, const Scratch& scratch) const {
        const Index ring = skipped_cells(spec) + 1;
        const Index grid_row = tile.from.row + row;
        const float* own = scratch.ground.row(row);
        std::uint8_t* to = landform.row(grid_row) + tile.from.col;
        const bool inner_row = grid_row >= ring && grid_row < z.rows() - ring;
        for (Index col = 0; col < tile.extent.cols; ++col) {
            const Index grid_col = tile.from.col + col;
            const bool inner = inner_row && grid_col >= ring && grid_col < z.cols() - ring;
            const auto code =
                static_cast<std::size_t>(scratch.codes[static_cast<std::size_t>(col)]);
            to[col] = inner && !is_missing(own[col]) ? table[code] : kNoClass;
        }
    }
};

}  // namespace

Landform landform_of(int lower, int higher) {
    assert(lower >= 0 && higher >= 0 && lower + higher <= kDirections);
    return form_of_letter(
        kForms.at(static_cast<std::size_t>(lower)).at(static_cast<std::size_t>(higher)));
}

Index geomorphon_reach(const GeomorphonSpec& spec) {
    return std::max(radius_in_cells(spec.radius, spec.cell_size), skipped_cells(spec) + 1);
}

void geomorphons(View<const float> elevation,
                 const GeomorphonSpec& spec,
                 View<std::uint8_t> landform) {
    assert(landform.extent() == elevation.extent());
    const Worker worker{elevation, spec, directions_of(spec), form_table(), landform};
    const Windows tiles(elevation.extent(), tile_extent(geomorphon_reach(spec)));
    for_each_block_with<Scratch>(tiles.count(), [&](Index number, Scratch& scratch) {
        worker.work(tiles.at(number), scratch);
    });
}

}  // namespace hazone
