#include <cassert>
#include <numbers>

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/d_infinity.hpp"

namespace hazone {
namespace {

constexpr double kEighth = std::numbers::pi / 4;
constexpr auto kFullCircle = static_cast<float>(2 * std::numbers::pi);

/// The eight neighbours of a cell by their side; missing where there is none.
struct Around {
    float east, south_east, south, south_west, west, north_west, north, north_east;
};

/// The steepest triangle so far. `fall` is the square of its fall per cell; only triangles count in
/// which the steepest way runs inside. In float: the difference of two heights of one magnitude is
/// exact there, and so the angle is; which way is the steepest is told to 1e-6 of the fall.
struct Steepest {
    float fall;
    float straight = 1;  // fall per cell towards the straight neighbour, s1 of Tarboton (1997)
    float across = 0;    // and from there to the diagonal one, s2
    float start = -1;    // eighths of a circle to the straight neighbour; below 0: no triangle
    float turn = 0;      // 1: the diagonal neighbour lies counter-clockwise of it, -1 clockwise

    void compare(float own, float straight_height, float diagonal_height, float at, float way) {
        const float s1 = own - straight_height;
        const float s2 = straight_height - diagonal_height;
        const float its_fall = s1 * s1 + s2 * s2;
        const bool steeper =
            static_cast<bool>(static_cast<int>(s2 > 0) & static_cast<int>(s1 > s2) &
                              static_cast<int>(its_fall > fall));
        fall = steeper ? its_fall : fall;
        straight = steeper ? s1 : straight;
        across = steeper ? s2 : across;
        start = steeper ? at : start;
        turn = steeper ? way : turn;
    }
};

float larger(float a, float b) { return a > b ? a : b; }

/// Fall to the lowest of four neighbours; a missing one compares false.
float fall_to_lowest(float own, float a, float b, float c, float d) {
    const float to_a = own > a ? own - a : 0.0F;
    const float to_b = own > b ? own - b : 0.0F;
    const float to_c = own > c ? own - c : 0.0F;
    const float to_d = own > d ? own - d : 0.0F;
    return larger(larger(to_a, to_b), larger(to_c, to_d));
}

/// atan(across / straight), 0 < across < straight, without calls, so that loops vectorise: from
/// pi/8 on as pi/4 less the arc tangent of the rest, by the series of Gregory up to x^19. Error
/// below 1e-9 rad.
double arc_tangent(double across, double straight) {
    constexpr double kTanEighth = 0.41421356237309503;
    const bool folded = across > kTanEighth * straight;
    const double x =
        (folded ? straight - across : across) / (folded ? straight + across : straight);
    const double s = x * x;
    const double series =
        1.0 - s * (1.0 / 3 -
                   s * (1.0 / 5 -
                        s * (1.0 / 7 -
                             s * (1.0 / 9 -
                                  s * (1.0 / 11 -
                                       s * (1.0 / 13 -
                                            s * (1.0 / 15 - s * (1.0 / 17 - s * (1.0 / 19)))))))));
    return folded ? kEighth - x * series : x * series;
}

/// The angle of a D8 code, ESRI codes going clockwise from east; kNoFlowAngle for 0.
float angle_of(int code) {
    constexpr unsigned kExponentBits = 23;
    constexpr unsigned kExponentBias = 127;
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(code));
    const unsigned number =
        (bits >> kExponentBits) - kExponentBias;  // vectorises, unlike countr_zero
    const auto eighths = static_cast<int>((0U - number) % 8U);
    return code == 0 ? kNoFlowAngle : static_cast<float>(eighths * kEighth);
}

/// Inlined by force: a loop over it vectorises.
[[gnu::always_inline]] inline float angle_at(float own, Around z, std::uint8_t d8) {
    const float straight = fall_to_lowest(own, z.east, z.south, z.west, z.north);
    const float diagonal =
        fall_to_lowest(own, z.south_east, z.south_west, z.north_west, z.north_east);
    // a triangle is steeper than its edges; rounding must not hide that
    constexpr float kJustBelow = 1 - 1e-6F;
    Steepest steepest{larger(straight * straight, diagonal * diagonal * 0.5F) * kJustBelow};
    steepest.compare(own, z.east, z.north_east, 0, 1);
    steepest.compare(own, z.north, z.north_east, 2, -1);
    steepest.compare(own, z.north, z.north_west, 2, 1);
    steepest.compare(own, z.west, z.north_west, 4, -1);
    steepest.compare(own, z.west, z.south_west, 4, 1);
    steepest.compare(own, z.south, z.south_west, 6, -1);
    steepest.compare(own, z.south, z.south_east, 6, 1);
    steepest.compare(own, z.east, z.south_east, 8, -1);
    const double angle =
        steepest.start * kEighth + steepest.turn * arc_tangent(steepest.across, steepest.straight);
    const auto rounded = static_cast<float>(angle);
    const float within = rounded < kFullCircle ? rounded : 0.0F;
    const float found = steepest.start < 0 ? angle_of(d8) : within;
    const bool missing =
        static_cast<bool>(static_cast<int>(is_missing(own)) | static_cast<int>(d8 == kNoDirection));
    return missing ? kMissing : found;
}

void direct_inner_row(View<const float> z, View<const std::uint8_t> d8, Index row, float* angle) {
    const float* above = z.row(row - 1);
    const float* level = z.row(row);
    const float* below = z.row(row + 1);
    const std::uint8_t* code = d8.row(row);
    const Index last = z.cols() - 1;
    for (Index col = 1; col < last; ++col) {
        const Around around{level[col + 1], below[col + 1], below[col], below[col - 1],
                            level[col - 1], above[col - 1], above[col], above[col + 1]};
        angle[col] = angle_at(level[col], around, code[col]);
    }
}

float edge_angle(View<const float> z, View<const std::uint8_t> d8, Cell cell) {
    std::array<float, kNeighbours> height{};
    for (int number = 0; number < kNeighbours; ++number) {
        const Cell next = neighbour(cell, number);
        height[static_cast<std::size_t>(number)] =
            z.extent().contains(next.row, next.col) ? z(next) : kMissing;
    }
    const auto [east, south_east, south, south_west, west, north_west, north, north_east] = height;
    return angle_at(z(cell),
                    {east, south_east, south, south_west, west, north_west, north, north_east},
                    d8(cell));
}

}  // namespace

void d_infinity_direction(View<const float> filled,
                          View<const std::uint8_t> d8,
                          View<float> angle) {
    assert(filled.extent() == d8.extent() && filled.extent() == angle.extent());
    for_each_edge_cell(filled.extent(), [=](Index row, Index col) {
        angle(row, col) = edge_angle(filled, d8, {row, col});
    });
    for_each_row(filled.rows() - 2, [=](Index inner_row) {
        direct_inner_row(filled, d8, inner_row + 1, angle.row(inner_row + 1));
    });
}

}  // namespace hazone
