#include "models/flood/losses/losses.hpp"

#include <algorithm>
#include <array>
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
    static bool carries(Carried /*what*/) { return false; }
    static double carried(Carried /*what*/, Index /*place*/) { return 0; }
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

/// The rain after which curve numbers have taken up so much, m: the inverse of rain less
/// runoff_so_far(). They never take up more than (1 + ratio) * retention: what is given above that
/// counts as just below it.
double rain_of_infiltration(double infiltrated, double retention, double ratio) {
    constexpr double kFull = 1 - 1e-9;
    const double above = infiltrated - ratio * retention;
    if (!(above > 0)) {
        return infiltrated;  // NaN too
    }
    const double filled = retention > 0 ? std::min(above / retention, kFull) : kFull;
    return ratio * retention + retention * filled / (1 - filled);
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
          initial_(kInitialInfiltration, 0.0, fields, cells),
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
            fallen_[place] = initial_rain(place);
        });
    }

    void take(Index first, Index last, double /*length*/, double* water) override {
        curve_number_excess(last - first, ratio_, retention_.data() + first, fallen_ + first,
                            water);
    }
    double taken(Index place) const override {
        return infiltrated(place, fallen_[place]) - infiltrated(place, initial_rain(place));
    }
    double on_the_way(Index /*place*/) const override { return 0; }
    bool carries(Carried what) const override { return what == Carried::infiltration; }
    double carried(Carried /*what*/, Index place) const override {
        return infiltrated(place, fallen_[place]);
    }

private:
    double retention(Index place) const {
        return double{retention_[static_cast<std::size_t>(place)]};
    }
    double infiltrated(Index place, double rain) const {
        return rain - runoff_so_far(rain, retention(place), ratio_);
    }
    double initial_rain(Index place) const {
        return rain_of_infiltration(initial_(place), retention(place), ratio_);
    }

    double ratio_;
    std::vector<float> retention_;
    PlaceValues initial_;
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
    PlaceValues initial;
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
    /// Cells under water by the short way, the others one by one.
    void take_all(Index first, Index last, double length, double* water) {
        constexpr Index kTogether = 256;
        std::array<double, kTogether> rate, head, after;
        for (Index from = first; from < last; from += kTogether) {
            const Index count = std::min(last - from, kTogether);
            double* rain = water + (from - first);
            front_heads(from, count, head.data());
            conductivity.copy(from, count, rate.data());
            ponded_infiltrations(count, length, rain, rate.data(), head.data(), infiltrated + from,
                                 after.data());
            for (Index i = 0; i < count; ++i) {
                const double now = after[static_cast<std::size_t>(i)];
                if (std::isnan(now) || resting[from + i] > 0) {
                    rain[i] = take(from + i, rain[i], length);
                    continue;
                }
                const double taken = std::min(rain[i], now - infiltrated[from + i]);
                infiltrated[from + i] += taken;
                rain[i] -= taken;
            }
        }
    }
    void front_heads(Index first, Index count, double* head) const {
        for (Index i = 0; i < count; ++i) {
            head[i] = suction(first + i) * deficit(first + i);
        }
    }
    double taken(Index place) const { return infiltrated[place] - initial(place); }
    static bool carries(Carried what) {
        return what == Carried::infiltration || what == Carried::resting ||
               what == Carried::filling;
    }
    double carried(Carried what, Index place) const {
        return what == Carried::resting   ? resting[place]
               : what == Carried::filling ? filled[place]
                                          : infiltrated[place];
    }
};

/// Most losses know of the past only how much water they have taken up.
bool is_infiltration(Carried what) { return what == Carried::infiltration; }

/// `infiltrated` counts all water, `time` is where the capacity stands on its curve and goes back
/// in dry time: what the curve has taken up until then is the state.
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
    static bool carries(Carried what) { return is_infiltration(what); }
    double carried(Carried /*what*/, Index place) const {
        return horton_infiltration(soil, time[place]);
    }
};

struct PhilipLosses {
    PlaceValues initial;
    PlaceValues conductivity;
    double sorptivity;
    double share;
    double* infiltrated;
    double take(Index place, double rain, double length) {
        return philip_excess({sorptivity, share * conductivity(place)}, rain, length,
                             infiltrated[place]);
    }
    double taken(Index place) const { return infiltrated[place] - initial(place); }
    static bool carries(Carried what) { return is_infiltration(what); }
    double carried(Carried /*what*/, Index place) const { return infiltrated[place]; }
};

struct VariableLosses {
    PlaceValues conductivity;
    PlaceValues capacity;
    PlaceValues demand;
    PlaceValues saturation;         // at the beginning
    PlaceValues initial_interflow;  // the same
    double exponent;
    double reservoir_time;
    double* held;
    double* reservoir;
    double* evaporated;
    double take(Index place, double rain, double length) {
        const SoilShares shares =
            variable_soil_step({capacity(place), exponent, conductivity(place)}, rain,
                               demand(place) * length, length, held[place]);
        evaporated[place] += shares.evaporated;
        return shares.surface +
               linear_reservoir(reservoir_time, shares.interflow, length, reservoir[place]);
    }
    double initial(Index place) const { return saturation(place) * capacity(place); }
    double on_the_way(Index place) const { return reservoir[place] - initial_interflow(place); }
    double taken(Index place) const {
        return held[place] - initial(place) + on_the_way(place) + evaporated[place];
    }
    static bool carries(Carried what) {
        return what == Carried::saturation || what == Carried::interflow;
    }
    double carried(Carried what, Index place) const {
        return what == Carried::interflow ? reservoir[place]
               : capacity(place) > 0      ? std::min(1.0, held[place] / capacity(place))
                                          : 0 * held[place];
    }
};

struct ConstantLosses {
    PlaceValues before;
    double initial;
    double rate;
    double* lost;
    double take(Index place, double rain, double length) {
        const double first = std::max(0.0, std::min(rain, initial - lost[place]));
        const double then = std::min(rain - first, rate * length);
        lost[place] += first + then;
        return rain - first - then;
    }
    double taken(Index place) const { return lost[place] - before(place); }
    static bool carries(Carried what) { return is_infiltration(what); }
    double carried(Carried /*what*/, Index place) const { return lost[place]; }
};

double* zeros(const FieldSpec& field, const PlaceCells& cells, FieldSet& state) {
    return state_raster<double>(field, cells, 0.0, state);
}

/// What each place remembers, at first what an earlier run has left.
double* going_on(const FieldSpec& field,
                 const PlaceValues& before,
                 const PlaceCells& cells,
                 FieldSet& state) {
    double* now = zeros(field, cells, state);
    for_each_place(cells, 1, [&](Index place, Cell /*at*/) { now[place] = before(place); });
    return now;
}

template <class Kind>
std::unique_ptr<Losses> of_cells(Kind kind) {
    return std::make_unique<CellLosses<Kind>>(std::move(kind));
}

std::unique_ptr<Losses> variable_losses(const Params& params,
                                        const FieldSet& fields,
                                        const PlaceCells& cells,
                                        FieldSet& state) {
    const PlaceValues interflow(kInitialInterflowWater, 0.0, fields, cells);
    VariableLosses losses{
        soil_values(kConductivity, kLossRate, params, fields, cells),
        soil_values(kSoilWaterCapacity, kLossCapacity, params, fields, cells),
        soil_values(kPotentialEvapotranspiration, kLossEvaporation, params, fields, cells),
        soil_values(kSoilSaturation, kLossSaturation, params, fields, cells),
        interflow,
        params[kLossExponent],
        params[kLossInterflow],
        zeros(kHeld, cells, state),
        going_on(kReservoir, interflow, cells, state),
        zeros(kTakenUp, cells, state)};
    for_each_place(cells, fields.extent().cols,
                   [&](Index place, Cell /*at*/) { losses.held[place] = losses.initial(place); });
    return of_cells(std::move(losses));
}

std::unique_ptr<Losses> green_ampt_losses(const Params& params,
                                          const FieldSet& fields,
                                          const PlaceCells& cells,
                                          FieldSet& state) {
    const PlaceValues before(kInitialInfiltration, 0.0, fields, cells);
    const PlaceValues resting(kInitialRestingInfiltration, 0.0, fields, cells);
    const PlaceValues filled(kInitialProfileFilling, 0.0, fields, cells);
    return of_cells(GreenAmptLosses{
        before, soil_values(kConductivity, kLossRate, params, fields, cells),
        soil_values(kSuctionHead, kLossSuction, params, fields, cells),
        soil_values(kMoistureDeficit, kLossDeficit, params, fields, cells), params[kLossPorosity],
        params[kLossPoreIndex], going_on(kTakenUp, before, cells, state),
        going_on(kResting, resting, cells, state), going_on(kFilled, filled, cells, state)});
}

std::unique_ptr<Losses> horton_losses(const Params& params,
                                      const FieldSet& fields,
                                      const PlaceCells& cells,
                                      FieldSet& state) {
    const HortonSoil soil{params[kLossInitialCapacity], params[kLossFinalCapacity],
                          1 / params[kLossDecay], 1 / params[kLossRecovery]};
    const PlaceValues before(kInitialInfiltration, 0.0, fields, cells);
    double* time = going_on(kCurveTime, before, cells, state);
    for_each_place(cells, fields.extent().cols,
                   [&](Index place, Cell /*at*/) { time[place] = horton_time(soil, time[place]); });
    return of_cells(HortonLosses{soil, time, zeros(kTakenUp, cells, state)});
}

std::unique_ptr<Losses> ground_losses(const Params& params,
                                      const FieldSet& fields,
                                      const PlaceCells& cells,
                                      FieldSet& state) {
    const auto before = [&] { return PlaceValues(kInitialInfiltration, 0.0, fields, cells); };
    switch (params.choice<LossKind>(kLoss)) {
        case LossKind::curve_number:
            return std::make_unique<CurveNumberLosses>(params, fields, cells, state);
        case LossKind::green_ampt:
            return green_ampt_losses(params, fields, cells, state);
        case LossKind::horton:
            return horton_losses(params, fields, cells, state);
        case LossKind::philip:
            return of_cells(
                PhilipLosses{before(), soil_values(kConductivity, kLossRate, params, fields, cells),
                             params[kLossSorptivity], params[kLossPhilipShare],
                             going_on(kTakenUp, before(), cells, state)});
        case LossKind::variable_infiltration:
            return variable_losses(params, fields, cells, state);
        case LossKind::initial_and_constant:
            return of_cells(ConstantLosses{before(), params[kLossInitial], params[kLossRate],
                                           going_on(kTakenUp, before(), cells, state)});
        case LossKind::none:
            break;
    }
    return of_cells(NoLosses());
}

/// An input without which the losses cannot be, and the setting which wants it.
struct LossNeed {
    const FieldSpec* field;
    std::string_view setting;
};

std::vector<LossNeed> loss_needs(const Params& params) {
    switch (params.choice<LossKind>(kLoss)) {
        case LossKind::green_ampt:
            return {{&kConductivity, "loss = green_ampt"}};
        case LossKind::philip:
            return {{&kConductivity, "loss = philip"}};
        case LossKind::variable_infiltration:
            return {{&kConductivity, "loss = variable_infiltration"}};
        case LossKind::curve_number:
            break;
        default:
            return {};
    }
    std::vector<LossNeed> needs{{&kCurveNumber, "loss = curve_number"}};
    if (params.choice<LossWetness>(kLossWetness) == LossWetness::from_rain) {
        needs.push_back({&kAntecedentRain, "antecedent_wetness = from_rain"});
    }
    if (params.choice<SlopeCorrection>(kLossSlope) != SlopeCorrection::none) {
        needs.push_back({&kSlope, "a slope_correction"});
    }
    return needs;
}

}  // namespace

void check_losses(std::string_view model, const Params& params, const HasField& has) {
    Problems problems;
    for (const LossNeed& need : loss_needs(params)) {
        if (!has(*need.field)) {
            problems.add(fmt::format("{}: {} needs the input {}; give it, or choose otherwise",
                                     model, need.setting, need.field->name));
        }
    }
    // A capacity which rises under water is no soil: it comes about where one is set alone.
    if (params.choice<LossKind>(kLoss) == LossKind::horton &&
        params[kLossInitialCapacity] < params[kLossFinalCapacity]) {
        problems.add(fmt::format(
            "{}: loss = horton: initial_capacity {} is below final_capacity {}; allowed: at least "
            "as much. Set both",
            model, params.text(kLossInitialCapacity), params.text(kLossFinalCapacity)));
    }
    problems.raise();
}

std::vector<const FieldSpec*> loss_inputs(const Params& params, const FieldSet& fields) {
    std::vector<const FieldSpec*> inputs;
    for (const LossNeed& need : loss_needs(params)) {
        inputs.push_back(need.field);
    }
    const auto may_use = [&](std::initializer_list<const FieldSpec*> list) {
        for (const FieldSpec* field : list) {
            if (fields.has(*field)) {
                inputs.push_back(field);
            }
        }
    };
    const auto kind = params.choice<LossKind>(kLoss);
    if (kind == LossKind::green_ampt) {
        may_use({&kSuctionHead, &kMoistureDeficit, &kInitialRestingInfiltration,
                 &kInitialProfileFilling});
    } else if (kind == LossKind::variable_infiltration) {
        may_use({&kSoilWaterCapacity, &kSoilSaturation, &kPotentialEvapotranspiration,
                 &kInitialInterflowWater});
    }
    if (kind != LossKind::none && kind != LossKind::variable_infiltration) {
        may_use({&kInitialInfiltration});
    }
    may_use({&kImperviousShare});
    if (params[kLossCanopy] > 0) {
        may_use({&kPotentialEvapotranspiration, &kInitialCanopyWater});
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
