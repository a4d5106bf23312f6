#include "models/flood/losses/losses.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/curve_number_runoff.hpp"
#include "models/flood/losses/loss_params.hpp"
#include "models/flood/losses/place_rasters.hpp"

namespace hazone::models {
namespace {

/// All rain runs off.
class NoLosses : public Losses {
public:
    void excess(Index first, Index last, const LossStep& step, const float* rain, double* rate) override {
        const double factor = step.share / step.length;
        for (Index i = 0; i < last - first; ++i) {
            rate[i] = factor * double{rain[i]};
        }
    }
    double taken(Index /*place*/) const override { return 0; }
};

/// Runoff of the storm so far, m, without branches; missing where an input is.
inline double runoff_so_far(double rain, double retention, double ratio) {
    const double above = rain - ratio * retention;
    const double effective = above < 0 ? 0 : above;  // NaN stays
    return effective * effective / (effective + retention + 1e-300);
}

void curve_number_excess(Index count,
                         double share,
                         double length,
                         double ratio,
                         const float* __restrict rain,
                         const float* __restrict retention,
                         double* __restrict fallen,
                         double* __restrict rate) {
    for (Index i = 0; i < count; ++i) {
        const double before = fallen[i];
        const double after = before + share * double{rain[i]};
        fallen[i] = after;
        rate[i] = (runoff_so_far(after, double{retention[i]}, ratio) -
                   runoff_so_far(before, double{retention[i]}, ratio)) /
                  length;
    }
}

constexpr FieldSpec kFallen{"rain_fallen", Unit::metre, "rain of the event so far", 0, kInfinity,
                            CellType::float64};

constexpr WetnessLimits kNehLimits{.dry_below = 0.0356, .wet_above = 0.0533};

/// Curve numbers on the rain so far: what runs off in a step is the difference of the runoff before
/// and after it. See curve_number_runoff for the sources.
class CurveNumberLosses : public Losses {
public:
    CurveNumberLosses(const Params& params,
                      const FieldSet& fields,
                      const PlaceCells& cells,
                      FieldSet& state)
        : ratio_(params[kLossAbstraction]),
          retention_(cells.size()),
          fallen_(state_raster<double>(kFallen, cells, 0.0, state)) {
        const auto number = fields.read(kCurveNumber);
        const auto wetness = params.choice<LossWetness>(kLossWetness);
        const auto correction = params.choice<SlopeCorrection>(kLossSlope);
        for_each_place(cells, fields.extent().cols, [&](Index place, Cell at) {
            const double gradient = correction == SlopeCorrection::none
                                        ? 0
                                        : std::tan(double{fields.read(kSlope)(at)});
            const auto own = wetness == LossWetness::from_rain
                                 ? antecedent_wetness(fields.read(kAntecedentRain)(at), kNehLimits)
                                 : static_cast<AntecedentWetness>(wetness);
            retention_[static_cast<std::size_t>(place)] = static_cast<float>(potential_retention(
                storm_curve_number(double{number(at)}, gradient, correction, own)));
        });
    }

    void excess(Index first, Index last, const LossStep& step, const float* rain, double* rate) override {
        curve_number_excess(last - first, step.share, step.length, ratio_, rain,
                            retention_.data() + first, fallen_ + first, rate);
    }
    double taken(Index place) const override {
        return fallen_[place] -
               runoff_so_far(fallen_[place], double{retention_[static_cast<std::size_t>(place)]}, ratio_);
    }

private:
    double ratio_;
    std::vector<float> retention_;
    double* fallen_;
};

}  // namespace

std::vector<const FieldSpec*> loss_inputs(const Params& params, const FieldSet& fields) {
    std::vector<const FieldSpec*> inputs;
    const auto need = [&](const FieldSpec& field, std::string_view why) {
        if (!fields.has(field)) {
            throw InputError(fmt::format("{} needs the input {}; give it, or choose otherwise", why,
                                         field.name));
        }
        inputs.push_back(&field);
    };
    if (params.choice<LossKind>(kLoss) == LossKind::curve_number) {
        need(kCurveNumber, "loss = curve_number");
        if (params.choice<LossWetness>(kLossWetness) == LossWetness::from_rain) {
            need(kAntecedentRain, "antecedent_wetness = from_rain");
        }
        if (params.choice<SlopeCorrection>(kLossSlope) != SlopeCorrection::none) {
            need(kSlope, "slope_correction");
        }
    }
    return inputs;
}

std::unique_ptr<Losses> make_losses(const Params& params,
                                    const FieldSet& fields,
                                    const PlaceCells& cells,
                                    FieldSet& state) {
    switch (params.choice<LossKind>(kLoss)) {
        case LossKind::curve_number:
            return std::make_unique<CurveNumberLosses>(params, fields, cells, state);
        case LossKind::none:
            break;
    }
    return std::make_unique<NoLosses>();
}

}  // namespace hazone::models
