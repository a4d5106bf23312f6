#include "models/flood/guidance/present_soil.hpp"

#include "engine/core/missing.hpp"
#include "engine/parallel/loops.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"

namespace hazone::models {
namespace {

enum class Moisture { dry, average, wet, from_rain };
constexpr WetnessLimits kLimits{.dry_below = 0.0356, .wet_above = 0.0533};

}  // namespace

Raster<float> present_retention(const Params& params, const FieldSet& fields) {
    const auto moisture = params.choice<Moisture>(kPresentMoisture);
    const bool by_rain = moisture == Moisture::from_rain && fields.has(kAntecedentRain);
    const auto own = moisture == Moisture::from_rain ? AntecedentWetness::average
                                                     : static_cast<AntecedentWetness>(moisture);
    const auto before = by_rain ? fields.read(kAntecedentRain) : View<const float>();
    const auto number = fields.read(kCurveNumber);
    Raster<float> retention(fields.extent());
    for_each_cell(fields.extent(), [&](Index row, Index col) {
        const double rain = by_rain ? double{before(row, col)} : 0;
        const auto wetness = by_rain ? antecedent_wetness(rain, kLimits) : own;
        const double storm =
            storm_curve_number(double{number(row, col)}, 0, SlopeCorrection::none, wetness);
        retention(row, col) =
            is_missing(rain) ? kMissing : static_cast<float>(potential_retention(storm));
    });
    return retention;
}

}  // namespace hazone::models
