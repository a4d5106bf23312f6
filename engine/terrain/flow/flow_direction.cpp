#include "engine/terrain/flow/flow_direction.hpp"

#include <algorithm>
#include <cassert>

#include "engine/parallel/loops.hpp"
#include "engine/terrain/d8.hpp"
#include "engine/terrain/flow/flats.hpp"

namespace hazone {
namespace {

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
    constexpr float kInverseDiagonal = 0.70710678F;
    const float straight_fall = own - straight.height;
    const float diagonal_fall = (own - diagonal.height) * kInverseDiagonal;
    const int steeper = straight_fall >= diagonal_fall ? straight.code : diagonal.code;
    // the fall from an infinite height to itself is no number, so one kind may hide the other
    const int code = steeper == 0 ? straight.code | diagonal.code : steeper;
    const int resolved = code == 0 ? otherwise : code;
    return is_missing(own) ? int{kNoDirection} : resolved;
}

void direct_inner_row(View<const float> z, Index row, View<std::uint8_t> direction) {
    const float* above = z.row(row - 1);
    const float* level = z.row(row);
    const float* below = z.row(row + 1);
    std::uint8_t* out = direction.row(row);
    const Index last = z.cols() - 1;
    for (Index col = 1; col < last; ++col) {
        const float own = level[col];
        Lowest straight{own, 0};
        straight.compare(level[col + 1], 1);
        straight.compare(below[col], 4);
        straight.compare(level[col - 1], 16);
        straight.compare(above[col], 64);
        Lowest diagonal{own, 0};
        diagonal.compare(below[col + 1], 2);
        diagonal.compare(below[col - 1], 8);
        diagonal.compare(above[col - 1], 32);
        diagonal.compare(above[col + 1], 128);
        const bool open = beside_missing(above + col, level + col, below + col);
        const int otherwise = open ? int{kOutlet} : int{kInFlat};
        out[col] = static_cast<std::uint8_t>(steepest(own, straight, diagonal, otherwise));
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
