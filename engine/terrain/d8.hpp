#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "engine/core/index.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/view.hpp"

namespace hazone {

/// The eight neighbours of a cell in the order of the ESRI codes 1 E, 2 SE, 4 S, 8 SW, 16 W, 32 NW,
/// 64 N, 128 NE: neighbour number k has the code 1 << k, and k + 4 (modulo 8) lies opposite.
inline constexpr int kNeighbours = 8;
inline constexpr std::array<Cell, kNeighbours> kNeighbourOffset{
    {{0, 1}, {1, 1}, {1, 0}, {1, -1}, {0, -1}, {-1, -1}, {-1, 0}, {-1, 1}}};

/// Order in which a kernel looks at the neighbours where several are equally good: the straight
/// ones before the diagonal ones, each by their code.
inline constexpr std::array<int, kNeighbours> kStraightFirst{0, 2, 4, 6, 1, 3, 5, 7};

/// The code of a cell which drains off the grid or into missing ground.
inline constexpr std::uint8_t kOutlet = 0;

constexpr std::uint8_t direction_code(int neighbour) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(neighbour));
}

constexpr int opposite(int neighbour) { return (neighbour + 4) % kNeighbours; }

/// Number of the neighbour to which the code points. The code must have one bit.
constexpr int neighbour_of(std::uint8_t code) { return std::countr_zero(code); }

constexpr Cell neighbour(Cell cell, int number) {
    const Cell offset = kNeighbourOffset[static_cast<std::size_t>(number)];
    return {cell.row + offset.row, cell.col + offset.col};
}

/// Distance to the neighbour, in cells: 1 straight, sqrt 2 diagonal.
constexpr double step_length(int neighbour) {
    return neighbour % 2 == 0 ? 1.0 : 1.4142135623730951;
}

/// True when the cell has all eight neighbours.
constexpr bool is_inner(Extent extent, Cell cell) {
    return cell.row > 0 && cell.col > 0 && cell.row < extent.rows - 1 && cell.col < extent.cols - 1;
}

/// True when one of the eight neighbours is missing. The pointers are to the cell above, the cell
/// itself and the cell below, each with both its neighbours in the row. Without branches, so that
/// loops vectorise.
inline bool beside_missing(const float* above, const float* level, const float* below) {
    return static_cast<bool>(
        __builtin_isunordered(above[-1], above[0]) | __builtin_isunordered(above[1], level[-1]) |
        __builtin_isunordered(level[1], below[-1]) | __builtin_isunordered(below[0], below[1]));
}

/// Moves `cell` to the cell it drains to. False, and `cell` untouched, where the flow ends: at an
/// outlet, at a code which is no direction, where the next cell is off the grid or missing.
inline bool flow_on(View<const std::uint8_t> direction, Cell& cell) {
    const std::uint8_t code = direction(cell);
    if (!std::has_single_bit(code)) {
        return false;
    }
    const Cell next = neighbour(cell, neighbour_of(code));
    if (!direction.extent().contains(next.row, next.col) || direction(next) == kNoDirection) {
        return false;
    }
    cell = next;
    return true;
}

}  // namespace hazone
