// Runoff of a storm by curve numbers,
//   Q = (P - l S)^2 / (P + (1 - l) S)  for P > l S, else 0;  S = 25.4/CN - 0.254 (m),
// USDA Natural Resources Conservation Service (2004), National Engineering Handbook, Part 630,
// Chapter 10. Wet and dry soil: Neitsch et al. (2011), Soil and Water Assessment Tool, theoretical
// documentation version 2009, Texas Water Resources Institute TR-406, eq. 2:1.1.4-5. Slope: the
// same, eq. 2:1.1.12, or Huang et al. (2006), https://doi.org/10.1002/hyp.5925.
#include "models/flood/losses/curve_number_runoff.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

AntecedentWetness antecedent_wetness(double antecedent_rain, const WetnessLimits& limits) {
    if (antecedent_rain < limits.dry_below) {
        return AntecedentWetness::dry;
    }
    return antecedent_rain > limits.wet_above ? AntecedentWetness::wet : AntecedentWetness::average;
}

double dry_curve_number(double average) {
    const double rest = 100.0 - average;
    const double dry = average - 20.0 * rest / (rest + std::exp(2.533 - 0.0636 * rest));
    return std::max(dry, 0.4 * average);
}

double wet_curve_number(double average) { return average * std::exp(0.006729 * (100.0 - average)); }

double slope_adjusted_curve_number(double average, double gradient, SlopeCorrection correction) {
    double adjusted = average;
    if (correction == SlopeCorrection::sharpley_williams) {
        const double wetter = (wet_curve_number(average) - average) / 3.0;
        adjusted = average + wetter * (1.0 - 2.0 * std::exp(-13.86 * gradient));
    } else if (correction == SlopeCorrection::huang) {
        adjusted = average * (322.79 + 15.63 * gradient) / (gradient + 323.52);
    }
    return std::min(adjusted, 100.0);
}

double storm_curve_number(double average,
                          double gradient,
                          SlopeCorrection correction,
                          AntecedentWetness wetness) {
    const double adjusted = slope_adjusted_curve_number(average, gradient, correction);
    switch (wetness) {
        case AntecedentWetness::dry:
            return dry_curve_number(adjusted);
        case AntecedentWetness::wet:
            return wet_curve_number(adjusted);
        case AntecedentWetness::average:
            break;
    }
    return adjusted;
}

double potential_retention(double curve_number) { return 25.4 / curve_number - 0.254; }

double direct_runoff(double rain, double retention, double initial_abstraction_ratio) {
    const double initial_abstraction = initial_abstraction_ratio * retention;
    if (rain <= initial_abstraction) {
        return 0.0;
    }
    const double effective_rain = rain - initial_abstraction;
    return effective_rain * effective_rain / (effective_rain + retention);
}

namespace {

constexpr FieldSpec kNeeds[] = {kEventRain, kCurveNumber, kAntecedentRain, kSlope};
constexpr FieldSpec kMakes[] = {kRunoffDepth};

constexpr ParamSpec kInitialAbstractionRatio{
    .name = "initial_abstraction_ratio",
    .fallback = 0.2,
    .lowest = 0,
    .highest = 0.4,
    .meaning =
        "share of the retention which is filled before runoff begins; published curve "
        "numbers belong to 0.2, use 0.05 only with curve numbers fitted for it"};
constexpr ParamSpec kDryBelow{.name = "dry_below",
                              .unit = Unit::metre,
                              .fallback = 0.0356,
                              .lowest = 0,
                              .highest = 1,
                              .meaning =
                                  "rain of five days below which the soil is dry (class I); "
                                  "NEH-4: 35.6 mm in the growing season, 12.7 mm outside"};
constexpr ParamSpec kWetAbove{.name = "wet_above",
                              .unit = Unit::metre,
                              .fallback = 0.0533,
                              .lowest = 0,
                              .highest = 1,
                              .meaning =
                                  "rain of five days above which the soil is wet (class "
                                  "III); NEH-4: 53.3 mm in the growing season, 27.9 mm "
                                  "outside"};
constexpr std::string_view kCorrections[] = {"none", "sharpley_williams", "huang"};
constexpr ParamSpec kSlopeCorrection{
    .name = "slope_correction",
    .lowest = 0,
    .highest = 2,
    .meaning = "how the curve number follows the slope of the cell",
    .choices = kCorrections};
constexpr ParamSpec kParams[] = {kInitialAbstractionRatio, kDryBelow, kWetAbove, kSlopeCorrection};

WetnessLimits wetness_limits(const Params& params) {
    const WetnessLimits limits{params[kDryBelow], params[kWetAbove]};
    if (limits.dry_below > limits.wet_above) {
        throw InputError(
            fmt::format("curve_number_runoff: dry_below {} is above wet_above {}; it must not be",
                        params.text(kDryBelow), params.text(kWetAbove)));
    }
    return limits;
}

void check(const Params& params, const HasField& /*has*/) { wetness_limits(params); }

void run(const Params& params, FieldSet& fields) {
    const WetnessLimits limits = wetness_limits(params);
    const auto correction = params.choice<SlopeCorrection>(kSlopeCorrection);
    const bool flat = correction == SlopeCorrection::none;  // a missing slope then does no harm
    const double ratio = params[kInitialAbstractionRatio];
    const auto rain = fields.read(kEventRain);
    const auto average = fields.read(kCurveNumber);
    const auto antecedent = fields.read(kAntecedentRain);
    const auto slope = fields.read(kSlope);
    const auto runoff = fields.write(kRunoffDepth);
    for_each_cell(fields.extent(), [=](Index row, Index col) {
        const double gradient = flat ? 0.0 : std::tan(static_cast<double>(slope(row, col)));
        const double before = antecedent(row, col);
        if (is_missing(before) || is_missing(gradient)) {
            runoff(row, col) = kMissing;
            return;
        }
        const double number = storm_curve_number(average(row, col), gradient, correction,
                                                 antecedent_wetness(before, limits));
        runoff(row, col) =
            static_cast<float>(direct_runoff(rain(row, col), potential_retention(number), ratio));
    });
}

}  // namespace

constinit const Model curve_number_runoff{
    .name = "curve_number_runoff",
    .summary = "runoff of the event by SCS curve numbers, with antecedent wetness and slope",
    .source =
        "USDA NRCS (2004), National Engineering Handbook Part 630, Chapter 10; "
        "Neitsch et al. (2011), SWAT theoretical documentation 2009, eq. 2:1.1.4-12; "
        "Huang et al. (2006), doi:10.1002/hyp.5925",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 4,
    .halo = no_halo,
    .check = check,
};

}  // namespace hazone::models
