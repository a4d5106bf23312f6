#include "models/flood/losses/losses.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/core/error.hpp"
#include "engine/core/standard_fields.hpp"
#include "models/flood/losses/capacity_curves.hpp"
#include "models/flood/losses/cell_losses.hpp"
#include "models/flood/losses/cover.hpp"
#include "models/flood/losses/curve_number_runoff.hpp"
#include "models/flood/losses/green_ampt.hpp"
#include "models/flood/losses/loss_params.hpp"
#include "models/flood/losses/place_rasters.hpp"
#include "models/flood/losses/variable_infiltration.hpp"

namespace hazone::models {
namespace {

struct NoLosses {
    static double take(Index /*place*/, double rain, double /*length*/) { return rain; }
    static double taken(Index /*place*/) { return 0; }
};

// ---- curve numbers

/// Runoff of the storm so far, m, without branches; missing where an input is.
inline double runoff_so_far(double rain, double retention, double ratio) {
    const double above = rain - ratio * retention;
    const double effective = above < 0 ? 0 : above;  // NaN stays
    return effective * effective / (effective + retention + 1e-300);
}

void curve_number_excess(Index count,
                         double ratio,
                         const float* __restrict retention,
                         double* __restrict fallen,
                         double* __restrict water) {
    for (Index i = 0; i < count; ++i) {
        const double before = fallen[i];
        const double after = before + water[i];
        fallen[i] = after;
        water[i] = runoff_so_far(after, double{retention[i]}, ratio) -
                   runoff_so_far(before, double{retention[i]}, ratio);
    }
}

constexpr FieldSpec kFallen{"rain_fallen", Unit::metre,      "by place", 0,
                            kInfinity,     CellType::float64};
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
            const double gradient =
                correction == SlopeCorrection::none ? 0 : std::tan(double{fields.read(kSlope)(at)});
            const auto own = wetness == LossWetness::from_rain
                                 ? antecedent_wetness(fields.read(kAntecedentRain)(at), kNehLimits)
                                 : static_cast<AntecedentWetness>(wetness);
            retention_[static_cast<std::size_t>(place)] = static_cast<float>(potential_retention(
                storm_curve_number(double{number(at)}, gradient, correction, own)));
        });
    }

    void take(Index first, Index last, double /*length*/, double* water) override {
        curve_number_excess(last - first, ratio_, retention_.data() + first, fallen_ + first,
                            water);
    }
    double taken(Index place) const override {
        return fallen_[place] - runoff_so_far(fallen_[place],
                                              double{retention_[static_cast<std::size_t>(place)]},
                                              ratio_);
    }

private:
    double ratio_;
    std::vector<float> retention_;
    double* fallen_;
};

// ---- soils

constexpr FieldSpec kTakenUp{"taken_up", Unit::metre, "by place", 0, kInfinity, CellType::float64};
constexpr FieldSpec kResting{"resting_profile", Unit::metre,      "by place", 0,
                             kInfinity,         CellType::float64};
constexpr FieldSpec kFilled{"filled_profile", Unit::one, "by place", 0, 1, CellType::float64};
constexpr FieldSpec kCurveTime{"capacity_curve_time", Unit::second, "by place", 0, kInfinity,
                               CellType::float64};
constexpr FieldSpec kHeld{"soil_water", Unit::metre, "by place", 0, kInfinity, CellType::float64};
constexpr FieldSpec kReservoir{"interflow_water", Unit::metre,      "by place", 0,
                               kInfinity,         CellType::float64};

/// A soil constant of each place.
PlaceValues soil_values(const FieldSpec& field,
                        const ParamSpec& fallback,
                        const Params& params,
                        const FieldSet& fields,
                        const PlaceCells& cells) {
    return {field, params[fallback], fields, cells};
}

struct GreenAmptLosses {
    PlaceValues conductivity;
    PlaceValues suction;
    PlaceValues deficit;
    double porosity;
    double pore_size_index;
    double* infiltrated;
    double* resting;
    double* filled;

    double take(Index place, double rain, double length) {
        GreenAmptProfile profile{infiltrated[place], resting[place], filled[place]};
        const double excess = green_ampt_excess(
            {conductivity(place), suction(place), deficit(place), porosity, pore_size_index}, rain,
            length, profile);
        infiltrated[place] = profile.infiltrated;
        resting[place] = profile.resting;
        filled[place] = profile.filled;
        return excess;
    }
    double taken(Index place) const { return infiltrated[place]; }
};

struct HortonLosses {
    HortonSoil soil;
    double* time;
    double* infiltrated;
    double take(Index place, double rain, double length) {
        const double excess = horton_excess(soil, rain, length, time[place]);
        infiltrated[place] += rain - excess;
        return excess;
    }
    double taken(Index place) const { return infiltrated[place]; }
};

struct PhilipLosses {
    PlaceValues conductivity;
    double sorptivity;
    double share;
    double* infiltrated;
    double take(Index place, double rain, double length) {
        return philip_excess({sorptivity, share * conductivity(place)}, rain, length,
                             infiltrated[place]);
    }
    double taken(Index place) const { return infiltrated[place]; }
};

struct VariableLosses {
    PlaceValues conductivity;
    PlaceValues capacity;
    PlaceValues demand;
    PlaceValues saturation;  // at the beginning
    double exponent;
    double reservoir_time;
    double* held;
    double* reservoir;
    double* evaporated;
    double take(Index place, double rain, double length) {
        const SoilShares shares =
            variable_soil_step({capacity(place), exponent, conductivity(place)}, rain,
                               demand(place) * length, length, held[place]);
        reservoir[place] += shares.interflow;
        const double released = reservoir[place] * -std::expm1(-length / reservoir_time);
        reservoir[place] -= released;
        evaporated[place] += shares.evaporated;
        return shares.surface + released;
    }
    double initial(Index place) const { return saturation(place) * capacity(place); }
    double taken(Index place) const {
        return held[place] - initial(place) + reservoir[place] + evaporated[place];
    }
};

struct ConstantLosses {
    double initial;
    double rate;
    double* lost;
    double take(Index place, double rain, double length) {
        const double first = std::max(0.0, std::min(rain, initial - lost[place]));
        const double then = std::min(rain - first, rate * length);
        lost[place] += first + then;
        return rain - first - then;
    }
    double taken(Index place) const { return lost[place]; }
};

double* zeros(const FieldSpec& field, const PlaceCells& cells, FieldSet& state) {
    return state_raster<double>(field, cells, 0.0, state);
}

template <class Kind>
std::unique_ptr<Losses> of_cells(Kind kind) {
    return std::make_unique<CellLosses<Kind>>(std::move(kind));
}

std::unique_ptr<Losses> variable_losses(const Params& params,
                                        const FieldSet& fields,
                                        const PlaceCells& cells,
                                        FieldSet& state) {
    VariableLosses losses{
        soil_values(kConductivity, kLossRate, params, fields, cells),
        soil_values(kSoilWaterCapacity, kLossCapacity, params, fields, cells),
        soil_values(kPotentialEvapotranspiration, kLossEvaporation, params, fields, cells),
        soil_values(kSoilSaturation, kLossSaturation, params, fields, cells),
        params[kLossExponent],
        params[kLossInterflow],
        zeros(kHeld, cells, state),
        zeros(kReservoir, cells, state),
        zeros(kTakenUp, cells, state)};
    for_each_place(cells, fields.extent().cols,
                   [&](Index place, Cell /*at*/) { losses.held[place] = losses.initial(place); });
    return of_cells(std::move(losses));
}

std::unique_ptr<Losses> ground_losses(const Params& params,
                                      const FieldSet& fields,
                                      const PlaceCells& cells,
                                      FieldSet& state) {
    switch (params.choice<LossKind>(kLoss)) {
        case LossKind::curve_number:
            return std::make_unique<CurveNumberLosses>(params, fields, cells, state);
        case LossKind::green_ampt:
            return of_cells(GreenAmptLosses{
                soil_values(kConductivity, kLossRate, params, fields, cells),
                soil_values(kSuctionHead, kLossSuction, params, fields, cells),
                soil_values(kMoistureDeficit, kLossDeficit, params, fields, cells),
                params[kLossPorosity], params[kLossPoreIndex], zeros(kTakenUp, cells, state),
                zeros(kResting, cells, state), zeros(kFilled, cells, state)});
        case LossKind::horton:
            return of_cells(HortonLosses{{params[kLossInitialCapacity], params[kLossFinalCapacity],
                                          1 / params[kLossDecay], 1 / params[kLossRecovery]},
                                         zeros(kCurveTime, cells, state),
                                         zeros(kTakenUp, cells, state)});
        case LossKind::philip:
            return of_cells(PhilipLosses{
                soil_values(kConductivity, kLossRate, params, fields, cells),
                params[kLossSorptivity], params[kLossPhilipShare], zeros(kTakenUp, cells, state)});
        case LossKind::variable_infiltration:
            return variable_losses(params, fields, cells, state);
        case LossKind::initial_and_constant:
            return of_cells(ConstantLosses{params[kLossInitial], params[kLossRate],
                                           zeros(kTakenUp, cells, state)});
        case LossKind::none:
            break;
    }
    return of_cells(NoLosses());
}

/// A capacity which rises under water is no soil: it comes about where one of the two is set alone.
void check_horton(const Params& params) {
    if (params[kLossInitialCapacity] < params[kLossFinalCapacity]) {
        throw InputError(fmt::format(
            "loss = horton: initial_capacity {} is below final_capacity {}; allowed: at least as "
            "much. Set both",
            params.text(kLossInitialCapacity), params.text(kLossFinalCapacity)));
    }
}

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
    const auto may_use = [&](std::initializer_list<const FieldSpec*> list) {
        for (const FieldSpec* field : list) {
            if (fields.has(*field)) {
                inputs.push_back(field);
            }
        }
    };
    const auto kind = params.choice<LossKind>(kLoss);
    if (kind == LossKind::curve_number) {
        need(kCurveNumber, "loss = curve_number");
        if (params.choice<LossWetness>(kLossWetness) == LossWetness::from_rain) {
            need(kAntecedentRain, "antecedent_wetness = from_rain");
        }
        if (params.choice<SlopeCorrection>(kLossSlope) != SlopeCorrection::none) {
            need(kSlope, "slope_correction");
        }
    } else if (kind == LossKind::green_ampt) {
        need(kConductivity, "loss = green_ampt");
        may_use({&kSuctionHead, &kMoistureDeficit});
    } else if (kind == LossKind::horton) {
        check_horton(params);
    } else if (kind == LossKind::philip) {
        need(kConductivity, "loss = philip");
    } else if (kind == LossKind::variable_infiltration) {
        need(kConductivity, "loss = variable_infiltration");
        may_use({&kSoilWaterCapacity, &kSoilSaturation, &kPotentialEvapotranspiration});
    }
    may_use({&kImperviousShare});
    if (params[kLossCanopy] > 0) {
        may_use({&kPotentialEvapotranspiration});
    }
    return inputs;
}

std::unique_ptr<Losses> make_losses(const Params& params,
                                    const FieldSet& fields,
                                    const PlaceCells& cells,
                                    FieldSet& state) {
    auto ground = ground_losses(params, fields, cells, state);
    if (params[kLossCanopy] <= 0 && params[kLossImpervious] <= 0 && !fields.has(kImperviousShare)) {
        return ground;
    }
    return under_cover(params, fields, cells, state, std::move(ground));
}

}  // namespace hazone::models
