// SINMAP: stability index of a slope in steady rain whose soil and rain are known as ranges,
//   FS = [C + cos(slope) (1 - w r) tan(phi)] / sin(slope),   w = min(R a / (T sin(slope)), 1),
//   SI = least FS where that is at least 1, else P(FS > 1),
// C, tan(phi) and R/T uniform and independent between their bounds; C = (c_r + c_s) / (h d_s g) the
// cohesion of roots and soil over the weight of the soil (thickness h normal to the slope, density
// d_s), r density of water over that of soil, R recharge, T transmissivity, a specific catchment
// area, w saturated share of the soil.
// Pack, Tarboton & Goodwin (1998), The SINMAP approach to terrain stability mapping, 8th Congress
// of the International Association of Engineering Geology, Vancouver; Pack, Tarboton, Goodwin &
// Prasad (2005), SINMAP 2.0 user's manual (the classes).
//
// P(FS > 1) is the share of a box of C, tan(phi) and R/T. The area for one w is written out; its
// mean over w is taken piece by piece where it is a quadratic over a linear function of w, by a
// rule of eight points which is exact to rounding there: the antiderivative, with logarithms, loses
// its digits where a range is narrow. SINMAP's defaults: C 0 to 0.25, phi 30 to 45 degrees, T/R
// 2000 to 3000 m, soil density 2000 kg/m3.
//
// Level ground has the highest index: nothing drives a slide there.
#include "models/landslide/sinmap.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/infinite_slope.hpp"

namespace hazone::models {
namespace {

/// P(C + k tan(phi) > drive). The box of C and k tan(phi) has the sides u and v; what fails is cut
/// off by a line whose distance along either side from the strongest corner is `margin`.
double share_above(double k, double drive, const SinmapRanges& ranges) {
    const double margin = ranges.cohesion.high + k * ranges.friction.high - drive;
    const double u = ranges.cohesion.high - ranges.cohesion.low;
    const double v = k * (ranges.friction.high - ranges.friction.low);
    const double narrow = std::min(u, v);
    const double wide = std::max(u, v);
    if (margin <= 0) {
        return 0;
    }
    if (margin >= u + v) {
        return 1;
    }
    if (margin < narrow) {
        return margin * margin / (2 * u * v);
    }
    if (margin <= wide) {
        return (margin - narrow / 2) / wide;
    }
    const double rest = u + v - margin;
    return 1 - rest * rest / (2 * u * v);
}

/// Integral of share_above() over k from `from` to `to`, between which it changes its form nowhere
/// and which are within a factor of 1.5: eight points of Gauss and Legendre.
double integral_of_piece(double from, double to, double drive, const SinmapRanges& ranges) {
    constexpr std::array<double, 4> kPlaces{0.1834346424956498, 0.5255324099163290,
                                            0.7966664774136267, 0.9602898564975363};
    constexpr std::array<double, 4> kWeights{0.3626837833783620, 0.3137066458778873,
                                             0.2223810344533745, 0.1012285362903763};
    const double middle = 0.5 * (from + to);
    const double half = 0.5 * (to - from);
    double sum = 0;
    for (std::size_t point = 0; point < kPlaces.size(); ++point) {
        sum += kWeights[point] * (share_above(middle - half * kPlaces[point], drive, ranges) +
                                  share_above(middle + half * kPlaces[point], drive, ranges));
    }
    return half * sum;
}

double integral_between(double from, double to, double drive, const SinmapRanges& ranges) {
    constexpr double kWidest = 1.5;
    double sum = 0;
    while (to > kWidest * from) {
        sum += integral_of_piece(to / kWidest, to, drive, ranges);
        to /= kWidest;
    }
    return sum + integral_of_piece(from, to, drive, ranges);
}

/// Mean of share_above() over k, uniform between two values above 0.
double mean_share(Between k, double drive, const SinmapRanges& ranges) {
    if (!(k.high > k.low)) {
        return share_above(k.high, drive, ranges);
    }
    const Between& c = ranges.cohesion;
    const Between& t = ranges.friction;
    // Where the line passes a corner of the box, and where the box is as wide as high.
    std::array<double, 7> limits{k.low,
                                 (drive - c.high) / t.high,
                                 (drive - c.high) / t.low,
                                 (drive - c.low) / t.high,
                                 (drive - c.low) / t.low,
                                 (c.high - c.low) / (t.high - t.low),
                                 k.high};
    for (double& limit : limits) {  // a quotient of nothing by nothing is no limit
        limit = limit > k.low ? std::min(limit, k.high) : k.low;
    }
    std::sort(limits.begin(), limits.end());
    double sum = 0;
    for (std::size_t piece = 0; piece + 1 < limits.size(); ++piece) {
        if (limits[piece + 1] > limits[piece]) {
            sum += integral_between(limits[piece], limits[piece + 1], drive, ranges);
        }
    }
    return sum / (k.high - k.low);
}

/// P(FS > 1): the share of R/T which saturates the soil, and the rest, where w grows as R/T.
double probability_stable(double slope, double specific_area, const SinmapRanges& ranges) {
    const double drive = std::sin(slope);
    const double cosine = std::cos(slope);
    const auto k_at = [&](double wetness) { return cosine * (1 - wetness * ranges.water_share); };
    const double least = ranges.rain.low * specific_area / drive;
    const double most = ranges.rain.high * specific_area / drive;
    if (least >= 1 || !(most > least)) {
        return share_above(k_at(std::min(least, 1.0)), drive, ranges);
    }
    const double saturated = most > 1 ? (most - 1) / (most - least) : 0;
    const Between k{.low = k_at(std::min(most, 1.0)), .high = k_at(least)};
    return saturated * share_above(k_at(1), drive, ranges) +
           (1 - saturated) * mean_share(k, drive, ranges);
}

}  // namespace

double stability_index_of(double slope, double specific_area, const SinmapRanges& ranges) {
    if (any_missing(slope, specific_area)) {
        return kMissing;
    }
    const double drive = std::sin(slope);
    if (drive <= 0) {
        return kHighestStability;
    }
    const double wetness = std::min(ranges.rain.high * specific_area / drive, 1.0);
    const double least =
        (ranges.cohesion.low +
         std::cos(slope) * (1 - wetness * ranges.water_share) * ranges.friction.low) /
        drive;
    if (least >= 1) {
        return std::min(least, kHighestStability);
    }
    return probability_stable(slope, specific_area, ranges);
}

std::uint8_t stability_class_of(float index) {
    if (is_missing(index)) {
        return kNoClass;
    }
    constexpr std::array<float, 4> kLimits{1.5F, 1.25F, 1.0F, 0.5F};  // of the manual
    if (index <= 0) {
        return 6;
    }
    int reached = 0;
    for (const float limit : kLimits) {
        reached += index < limit ? 1 : 0;
    }
    return static_cast<std::uint8_t>(1 + reached);
}

namespace {

void require_order(std::string_view owner,
                   const Params& params,
                   const ParamSpec& low,
                   const ParamSpec& high) {
    if (params[low] > params[high]) {
        throw InputError(fmt::format("{}: {} {} must not be above {} {}", owner, low.name,
                                     params.text(low), high.name, params.text(high)));
    }
}

}  // namespace

SinmapRanges sinmap_ranges(std::string_view owner, const Params& params) {
    require_order(owner, params, kCohesionLow, kCohesionHigh);
    require_order(owner, params, kFrictionLow, kFrictionHigh);
    require_order(owner, params, kRatioLow, kRatioHigh);
    return {.cohesion = {params[kCohesionLow], params[kCohesionHigh]},
            .friction = {std::tan(params[kFrictionLow]), std::tan(params[kFrictionHigh])},
            .rain = {1 / params[kRatioHigh], 1 / params[kRatioLow]},
            .water_share = kWaterUnitWeight / params[kSoilWeight]};
}

namespace {

constexpr FieldSpec kNeeds[] = {kSlope, kSpecificCatchmentArea};
constexpr FieldSpec kMakes[] = {kStabilityIndex, kStabilityClass};

void check(const Params& params, const HasField& /*has*/) { sinmap_ranges("sinmap", params); }

void run(const Params& params, FieldSet& fields) {
    const SinmapRanges ranges = sinmap_ranges("sinmap", params);
    const auto slope = fields.read(kSlope);
    const auto area = fields.read(kSpecificCatchmentArea);
    const auto index = fields.write(kStabilityIndex);
    const auto number = fields.write<std::uint8_t>(kStabilityClass);
    for_each_block(fields.extent().rows, [=](Index row) {  // unstable slopes cost more than others
        for (Index col = 0; col < index.cols(); ++col) {
            const double here = stability_index_of(slope(row, col), area(row, col), ranges);
            index(row, col) = static_cast<float>(here);
            number(row, col) = stability_class_of(index(row, col));
        }
    });
}

}  // namespace

constinit const Model sinmap{
    .name = "sinmap",
    .summary = "stability index in steady rain, soil and rain given as ranges, and its six classes",
    .source =
        "Pack, Tarboton & Goodwin (1998), The SINMAP approach to terrain stability mapping, 8th "
        "IAEG Congress; Pack et al. (2005), SINMAP 2.0 user's manual",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kSinmapParams,
    .run = run,
    .nanoseconds_per_cell = 27,
    .halo = no_halo,
    .check = check,
};

}  // namespace hazone::models
