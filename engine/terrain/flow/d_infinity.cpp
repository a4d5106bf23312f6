#include "engine/terrain/flow/d_infinity.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "engine/core/missing.hpp"
#include "engine/terrain/flow/shared_flow.hpp"

namespace hazone {
namespace {

constexpr double kEighths = 4 / std::numbers::pi;

/// Between which two neighbours an angle points: the eighth counter-clockwise from east at or below
/// it, and how far it is past that on the way to the next. Of no meaning where there is no
/// direction. Within kOne it points at one of them.
struct Pointing {
    static constexpr double kOne = 1e-6;
    int eighth;
    double past;

    explicit Pointing(float angle) {
        const double unbounded = std::abs(double{angle}) * kEighths;
        const double turned = unbounded < kNeighbours ? unbounded : kNeighbours;
        eighth = static_cast<int>(turned);
        past = turned - eighth;
    }
    double to_next() const { return past < kOne ? 0.0 : past > 1 - kOne ? 1.0 : past; }
};

/// True for the angles of a circle; rounding may have brought one to the full turn.
bool is_direction(float angle) {
    return static_cast<bool>(static_cast<int>(angle >= 0) & static_cast<int>(angle < 6.2832F));
}

/// The eighth at which a neighbour lies; ESRI codes go clockwise.
constexpr int eighth_of(int neighbour) { return (kNeighbours - neighbour) % kNeighbours; }

/// Share of the water of a cell with this angle which goes to one of its two receivers.
double share_of(float angle, int neighbour) {
    const Pointing pointing(angle);
    return (pointing.eighth - eighth_of(neighbour)) % kNeighbours == 0 ? 1 - pointing.to_next()
                                                                       : pointing.to_next();
}

/// The code, or 0; a choice written as such keeps GCC 12 from making the loop over it a vector one.
int only_if(bool condition, int code) { return code & -static_cast<int>(condition); }

/// Codes of the receivers, wherever they lie.
int codes_towards(float angle) {
    const bool flows = is_direction(angle);
    const Pointing pointing(angle);
    const int first = 1 << ((8 - pointing.eighth) & 7);
    const int next = 1 << ((7 - pointing.eighth) & 7);
    const int codes = only_if(pointing.past <= 1 - Pointing::kOne, first) |
                      only_if(pointing.past >= Pointing::kOne, next);
    return only_if(flows, codes);
}

/// Codes of the neighbours on valid ground.
int valid_neighbours(View<const float> angle, Cell cell) {
    int codes = 0;
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell next = neighbour(cell, number);
        if (angle.extent().contains(next.row, next.col) && !is_missing(angle(next))) {
            codes |= direction_code(number);
        }
    }
    return codes;
}

void find_receivers_in_row(View<const float> angle, Index row, std::uint8_t* codes) {
    const float* above = angle.row(row - 1);
    const float* level = angle.row(row);
    const float* below = angle.row(row + 1);
    const Index last = angle.cols() - 1;
    const auto valid = [](float value, int code) { return only_if(!is_missing(value), code); };
    for (Index col = 1; col < last; ++col) {
        const int around = valid(level[col + 1], 1) | valid(below[col + 1], 2) |
                           valid(below[col], 4) | valid(below[col - 1], 8) |
                           valid(level[col - 1], 16) | valid(above[col - 1], 32) |
                           valid(above[col], 64) | valid(above[col + 1], 128);
        codes[col] = static_cast<std::uint8_t>(codes_towards(level[col]) & around);
    }
}

template <class Own>
void accumulate_own(View<const float> angle, View<double> total, Own own) {
    assert(angle.extent() == total.extent());
    const Raster<std::uint8_t> raster = d_infinity_receivers(angle);
    const View<const std::uint8_t> receivers = raster.view();
    for_each_cell(total.extent(), [=](Index row, Index col) { total(row, col) = kMissing; });
    visit_shared_downstream(receivers, [=](Cell cell) {
        double sum = is_missing(angle(cell)) ? double{kMissing} : own(cell);
        const std::uint8_t from = is_inner(angle.extent(), cell) ? inner_givers(receivers, cell)
                                                                 : givers(receivers, cell);
        for_each_neighbour_in(from, [&](int number) {
            const Cell giver = neighbour(cell, number);
            sum += total(giver) * share_of(angle(giver), opposite(number));
        });
        total(cell) = sum;
    });
}

}  // namespace

std::array<double, kNeighbours> d_infinity_shares(float angle) {
    std::array<double, kNeighbours> shares{};
    for_each_neighbour_in(static_cast<std::uint8_t>(codes_towards(angle)), [&](int number) {
        shares[static_cast<std::size_t>(number)] = share_of(angle, number);
    });
    return shares;
}

Raster<std::uint8_t> d_infinity_receivers(View<const float> angle) {
    Raster<std::uint8_t> raster(angle.extent());
    const View<std::uint8_t> receivers = raster.view();
    for_each_edge_cell(angle.extent(), [=](Index row, Index col) {
        receivers(row, col) = static_cast<std::uint8_t>(codes_towards(angle(row, col)) &
                                                        valid_neighbours(angle, {row, col}));
    });
    for_each_row(std::max<Index>(angle.rows() - 2, 0), [=](Index inner_row) {
        find_receivers_in_row(angle, inner_row + 1, receivers.row(inner_row + 1));
    });
    return raster;
}

void d_infinity_accumulation(View<const float> angle, View<double> area, double cell_area) {
    accumulate_own(angle, area, [=](Cell /*cell*/) { return cell_area; });
}

void d_infinity_accumulate(View<const float> angle, View<const float> weight, View<double> total) {
    assert(angle.extent() == weight.extent());
    accumulate_own(angle, total, [=](Cell cell) { return double{weight(cell)}; });
}

}  // namespace hazone
