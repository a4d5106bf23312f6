#include "engine/terrain/flow/flow_direction.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flats.hpp"

namespace hazone {
namespace {

constexpr float kInverseDiagonal = 0.70710678F;

/// The lowest neighbour so far of one kind (straight or diagonal). Starts as the cell itself.
struct Lowest {
    float height;
    int code = 0;

    void compare(float neighbour_height, int its_code) {
        code = neighbour_height < height ? its_code : code;
        height = neighbour_height < height ? neighbour_height : height;
    }
};

/// The steeper of the lowest straight and the lowest diagonal neighbour: among neighbours at one
/// distance the lowest is the steepest, without rounding; one fall straight and one diagonal are
/// compared in float. Missing neighbours compare false; so does
/// a missing cell with its neighbours, and gets its own code. `otherwise`: code where none is
/// lower.
int steepest(float own, Lowest straight, Lowest diagonal, int otherwise) {
    const float straight_fall = own - straight.height;
    const float diagonal_fall = (own - diagonal.height) * kInverseDiagonal;
    const int steeper = straight_fall >= diagonal_fall ? straight.code : diagonal.code;
    // the fall from an infinite height to itself is no number, so one kind may hide the other
    const int code = steeper == 0 ? straight.code | diagonal.code : steeper;
    const int resolved = code == 0 ? otherwise : code;
    return is_missing(own) ? int{kNoDirection} : resolved;
}

/// A row and those beside it, from one column on.
struct Rows {
    const float* above;
    const float* level;
    const float* below;
};

/// The other neighbours after those from which the two start.
void compare_others(Rows z, Index col, Lowest& straight, Lowest& diagonal) {
    straight.compare(z.below[col], 4);
    straight.compare(z.level[col - 1], 16);
    straight.compare(z.above[col], 64);
    diagonal.compare(z.below[col - 1], 8);
    diagonal.compare(z.above[col - 1], 32);
    diagonal.compare(z.above[col + 1], 128);
}

/// Not in line, as the next: inside another function GCC 12 does not vectorise the loop, which then
/// takes seventy times as long.
[[gnu::noinline]] void direct(Rows z, Index cols, std::uint8_t* out) {
    for (Index col = 0; col < cols; ++col) {
        const float own = z.level[col];
        Lowest straight{own, 0};
        straight.compare(z.level[col + 1], 1);
        Lowest diagonal{own, 0};
        diagonal.compare(z.below[col + 1], 2);
        compare_others(z, col, straight, diagonal);
        const bool open = beside_missing(z.above + col, z.level + col, z.below + col);
        const int otherwise = open ? int{kOutlet} : int{kInFlat};
        out[col] = static_cast<std::uint8_t>(steepest(own, straight, diagonal, otherwise));
    }
}

/// As direct() where all heights are finite, a quarter faster: a neighbour which is not lower falls
/// by nothing or less, so that no comparison with the cell itself is needed before the last.
[[gnu::noinline]] void direct_finite(Rows z, Index cols, std::uint8_t* out) {
    for (Index col = 0; col < cols; ++col) {
        const float own = z.level[col];
        Lowest straight{z.level[col + 1], 1};
        Lowest diagonal{z.below[col + 1], 2};
        compare_others(z, col, straight, diagonal);
        const float straight_fall = own - straight.height;
        const float diagonal_fall = (own - diagonal.height) * kInverseDiagonal;
        const bool is_straight = straight_fall >= diagonal_fall;
        const int code = is_straight ? straight.code : diagonal.code;
        const float fall = is_straight ? straight_fall : diagonal_fall;
        out[col] = static_cast<std::uint8_t>(fall > 0 ? code : int{kInFlat});
    }
}

/// True when all heights of three rows are finite; false also where their sum is not.
bool all_finite(Rows z, Index cols) {
    std::uint32_t greatest = 0;
    for (Index col = 0; col < cols; ++col) {
        const float sum = z.above[col] + z.level[col] + z.below[col];
        greatest = std::max(greatest, std::bit_cast<std::uint32_t>(sum) & 0x7FFFFFFFU);
    }
    return greatest < std::bit_cast<std::uint32_t>(std::numeric_limits<float>::infinity());
}

/// Sea is missing from one end of a part to the other.
bool all_missing(const float* level, Index cols) {
    int known = 0;
    for (Index col = 0; col < cols; ++col) {
        known |= is_missing(level[col]) ? 0 : 1;
    }
    return known == 0;
}

void direct_part(Rows z, Index cols, std::uint8_t* out) {
    if (all_finite({z.above - 1, z.level - 1, z.below - 1}, cols + 2)) {
        direct_finite(z, cols, out);
    } else if (all_missing(z.level, cols)) {
        std::fill_n(out, cols, kNoDirection);
    } else {
        direct(z, cols, out);
    }
}

void direct_inner_row(View<const float> z, Index row, View<std::uint8_t> direction) {
    constexpr Index kPart = 512;  // cells: three rows of them stay in the first cache
    const Index last = z.cols() - 1;
    for (Index col = 1; col < last; col += kPart) {
        const Index cols = std::min(kPart, last - col);
        direct_part({z.row(row - 1) + col, z.row(row) + col, z.row(row + 1) + col}, cols,
                    direction.row(row) + col);
    }
}

std::uint8_t edge_direction(View<const float> z, Cell cell) {
    Lowest straight{z(cell)};
    Lowest diagonal{z(cell)};
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell next = neighbour(cell, number);
        if (z.extent().contains(next.row, next.col)) {
            (number % 2 == 0 ? straight : diagonal).compare(z(next), direction_code(number));
        }
    }
    return static_cast<std::uint8_t>(steepest(z(cell), straight, diagonal, kOutlet));
}

}  // namespace

void steepest_direction(View<const float> filled, View<std::uint8_t> direction) {
    assert(filled.extent() == direction.extent());
    if (filled.extent().empty()) {
        return;
    }
    for_each_edge_cell(filled.extent(), [=](Index row, Index col) {
        direction(row, col) = edge_direction(filled, {row, col});
    });
    if (filled.rows() < 3 || filled.cols() < 3) {
        return;
    }
    for_each_row(filled.rows() - 2,
                 [=](Index inner_row) { direct_inner_row(filled, inner_row + 1, direction); });
}

void flow_direction(View<const float> filled, View<std::uint8_t> direction) {
    steepest_direction(filled, direction);
    resolve_flats(filled, direction);
}

}  // namespace hazone
