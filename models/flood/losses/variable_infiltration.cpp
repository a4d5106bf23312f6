#include "models/flood/losses/variable_infiltration.hpp"

#include <algorithm>
#include <cmath>

namespace hazone::models {

double variable_infiltration(const VariableSoil& soil, double held, double rain) {
    const double room = std::max(soil.capacity - held, 0.0);
    if (room <= 0) {
        return 0 * rain;
    }
    const double largest = soil.capacity * (1 + soil.exponent);
    // (1 - i_0 / i_m)^(1 + b) = 1 - W / W_m
    const double dry = std::pow(room / soil.capacity, 1 / (1 + soil.exponent));
    const double left = dry - rain / largest;
    if (left <= 0) {
        return std::min(room, rain);
    }
    return std::min(rain, room - soil.capacity * std::pow(left, 1 + soil.exponent));
}

SoilShares variable_soil_step(
    const VariableSoil& soil, double rain, double demand, double length, double& held) {
    SoilShares shares;
    if (rain <= demand) {
        const double filled = soil.capacity > 0 ? held / soil.capacity : 0;
        const double from_soil = std::min(held, (demand - rain) * filled);
        held -= from_soil;
        shares.evaporated = rain + from_soil;
        return shares;
    }
    shares.evaporated = demand;
    const double effective = rain - demand;
    const double taken = variable_infiltration(soil, held, effective);
    const double excess = effective - taken;
    const double filled =
        soil.capacity > 0 ? std::min(1.0, (held + taken / 2) / soil.capacity) : 1.0;
    shares.interflow = std::min(excess, filled * soil.conductivity * length);
    shares.surface = excess - shares.interflow;
    held += taken;
    return shares;
}

double linear_reservoir(double time, double inflow, double length, double& held) {
    const double share = -std::expm1(-length / time);
    const double content = held + inflow;
    // NaN stays
    const double after = held * (1 - share) + inflow / length * time * share;
    held = after > content ? content : after;
    return content - held;
}

}  // namespace hazone::models
