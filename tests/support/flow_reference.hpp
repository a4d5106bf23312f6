#pragma once

#include <bit>
#include <cmath>
#include <random>
#include <vector>

#include "engine/core/missing.hpp"
#include "engine/core/raster.hpp"
#include "engine/terrain/d8.hpp"

namespace hazone::testing {

template <class Visit>
void for_each_cell_in_order(Extent extent, Visit visit) {
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            visit(Cell{row, col});
        }
    }
}

/// Sums along the flow in the plainest way: a cell is its own weight, then the sums of its donors
/// in the order of the neighbours. What is never summed is on a cycle: missing.
inline Raster<double> plain_totals(const Raster<std::uint8_t>& direction,
                                   const Raster<double>& weight) {
    Raster<double> total(direction.extent(), double{kMissing});
    Raster<int> waiting(direction.extent(), 0);
    std::vector<Cell> ready;
    for_each_cell_in_order(direction.extent(), [&](Cell cell) {
        if (Cell next = cell; flow_on(direction, next)) {
            ++waiting(next.row, next.col);
        }
    });
    for_each_cell_in_order(direction.extent(), [&](Cell cell) {
        if (waiting(cell.row, cell.col) == 0 && direction(cell.row, cell.col) != kNoDirection) {
            ready.push_back(cell);
        }
    });
    while (!ready.empty()) {
        Cell cell = ready.back();
        ready.pop_back();
        double sum = weight(cell.row, cell.col);
        for (int number = 0; number < kNeighbours; ++number) {
            const Cell donor = neighbour(cell, number);
            if (direction.extent().contains(donor.row, donor.col) &&
                direction(donor.row, donor.col) == direction_code(opposite(number))) {
                sum += total(donor.row, donor.col);
            }
        }
        total(cell.row, cell.col) = std::isnan(sum) ? double{kMissing} : sum;
        if (flow_on(direction, cell) && --waiting(cell.row, cell.col) == 0) {
            ready.push_back(cell);
        }
    }
    return total;
}

/// Codes at random: mostly directions, with missing cells, outlets and codes which are none; many
/// of the ways run in circles.
inline Raster<std::uint8_t> random_codes(Extent extent, unsigned seed) {
    std::mt19937 random(seed);
    Raster<std::uint8_t> direction(extent, 0);
    for_each_cell_in_order(extent, [&](Cell cell) {
        const unsigned kind = random() % 64;
        const auto any = static_cast<std::uint8_t>(random() % 256);
        const auto one = static_cast<std::uint8_t>(1U << random() % 8);
        direction(cell.row, cell.col) = kind == 0 ? kNoDirection : (kind == 1 ? any : one);
    });
    return direction;
}

/// One path through every cell, to and fro along the rows and then up again: each of its cells
/// waits for the one before.
inline Raster<std::uint8_t> snake(Extent extent) {
    Raster<std::uint8_t> direction(extent, 0);
    for_each_cell_in_order(extent, [&](Cell cell) {
        const bool eastward = cell.row % 2 == 0;
        const bool turns = cell.col == (eastward ? extent.cols - 1 : 0);
        direction(cell.row, cell.col) = turns ? 4 : (eastward ? 1 : 16);
    });
    return direction;
}

/// Weights of any sign from 2^-100 to 2^100: the order of a sum shows in its bits.
inline Raster<float> wild_weights(Extent extent, unsigned seed) {
    std::mt19937 random(seed);
    Raster<float> weight(extent, 0.0F);
    for_each_cell_in_order(extent, [&](Cell cell) {
        const auto mantissa = static_cast<float>(random() % 65536) - 32767.5F;
        weight(cell.row, cell.col) = std::ldexp(mantissa, static_cast<int>(random() % 200) - 115);
    });
    return weight;
}

}  // namespace hazone::testing
