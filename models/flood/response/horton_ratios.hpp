#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone::models {

/// The streams of one Strahler order above an outlet: how many, and the sums over them.
struct OrderStreams {
    double count = 0;
    double length = 0;  // m
    double area = 0;    // m2, of all ground above the end of each stream
};

/// The streams above each outlet, by order from 1 to that of the outlet; empty where the outlet is
/// on no stream. A stream of an order runs from where the order begins to where the next begins;
/// the last ends in the outlet. direction: ESRI codes, 255 missing; order: Strahler, 0 off streams,
/// 255 unknown; area: m2. All views have one extent. Same bits for any number of threads.
struct StreamGround {
    View<const std::uint8_t> direction;
    View<const std::uint8_t> order;
    View<const double> area;
    double cell_size = 1;  // m
};
std::vector<std::vector<OrderStreams>> streams_above(const StreamGround& ground,
                                                     const std::vector<Cell>& outlets);

/// Ratios of Horton (1945), GSA Bulletin 56(3), 275-370, on the orders of Strahler: the number,
/// mean length and mean area of streams from order to order, by the straight line of least squares
/// through their logarithms. Missing for less than two orders, and where a stream has no length.
struct HortonRatios {
    double bifurcation = 0;  // R_B, numbers falling
    double length = 0;       // R_L, growing
    double area = 0;         // R_A, growing
};
HortonRatios horton_ratios(std::span<const OrderStreams> orders);

/// Peak, 1/s, and time to peak, s, of the geomorphologic instantaneous unit hydrograph,
///   q_p = 1.31 R_L^0.43 v / L (1/h),  t_p = 0.44 (L / v) (R_B / R_A)^0.55 R_L^-0.38 (h)
/// with the length L of the stream of the highest order in km and the velocity v in m/s:
/// Rodriguez-Iturbe & Valdes (1979), Water Resources Research 15(6), 1409-1420,
/// https://doi.org/10.1029/WR015i006p01409. Fitted to natural basins. Missing where an argument is.
struct GeomorphologicPeak {
    double rate = 0;  // 1/s
    double time = 0;  // s
};
GeomorphologicPeak geomorphologic_peak(const HortonRatios& ratios, double length, double velocity);

}  // namespace hazone::models
