#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/view.hpp"

namespace hazone::models {

/// What the division reads; all views have one extent.
struct SlopeUnitGround {
    View<const std::uint8_t> direction;  // ESRI codes, 255 missing
    View<const double> area;             // contributing area, m2
    View<const float> aspect;            // rad; missing where flat
    double cell_size = 1;                // m
};

/// When the ground is divided further.
struct SlopeUnitRule {
    double first_area = 0;        // m2, contributing area of the coarsest channels
    double least_area = 0;        // m2, no smaller unit is divided
    double largest_variance = 0;  // circular variance of aspect, 0 to 1, up to which a unit stays
    double reduction = 10;        // each round takes this part off the area of the channels
    int most_rounds = 100;

    double least_cells(const SlopeUnitGround& ground) const;
};

/// Circular variance, 0 to 1, of `count` directions with these sums of sines and cosines; 0 for
/// none.
double circular_variance(double sines, double cosines, double count);

/// A part of the ground as some round of the division made it.
struct SlopeUnitNode {
    std::int32_t parent = 0;
    std::int32_t parts = 0;  // into which it was divided; 0: none
    bool always = false;     // it is divided under any rule: by the first channels
    double cells = 0;
    double sines = 0;  // sums over the cells which face somewhere
    double cosines = 0;
    double facing = 0;  // how many these are

    double variance() const;
};

/// Whether the rule lets a part be divided by finer channels.
bool goes_on(const SlopeUnitNode& node, const SlopeUnitRule& rule, const SlopeUnitGround& ground);

inline constexpr std::int32_t kWholeGround = 1;

/// The divisions of one rule. Those of every rule with the same channels and a larger least_area or
/// largest_variance are among them: a unit divided there is divided here, into the same parts.
struct SlopeUnitTree {
    std::vector<SlopeUnitNode> nodes;  // 0 is none; parts follow what they are parts of
    std::vector<std::int32_t> finest;  // node of each cell, row by row; 0 where nothing is known

    /// The unit, itself a node, in which each node lies under such a rule; its own number for the
    /// units and for what is divided.
    std::vector<std::int32_t> units(const SlopeUnitRule& rule, const SlopeUnitGround& ground) const;
    /// Labels from 1 row by row, 0 where nothing is known. Gives how many units there are.
    std::int32_t write(const std::vector<std::int32_t>& units, View<std::int32_t> to) const;
};

/// Serial: the same bits for any number of threads. Scratch: 18 bytes per cell.
SlopeUnitTree slope_unit_tree(const SlopeUnitGround& ground, const SlopeUnitRule& rule);

/// The units of one rule: labels from 1 row by row, 0 where the direction is missing. Gives how
/// many units there are.
std::int32_t slope_units_of(const SlopeUnitGround& ground,
                            const SlopeUnitRule& rule,
                            View<std::int32_t> unit);

}  // namespace hazone::models
