#pragma once

// Soil whose capacity differs from spot to spot inside a cell: the share of the cell with a
// capacity below i is 1 - (1 - i / i_m)^b, i_m = W_m (1 + b). Zhao (1992), The Xinanjiang model
// applied in China, Journal of Hydrology 135, 371-381,
// https://doi.org/10.1016/0022-1694(92)90096-E; in CREST: Wang et al. (2011), Hydrological Sciences
// Journal 56(1), 84-98, https://doi.org/10.1080/02626667.2010.543087. What the curve does not hold
// is parted into surface runoff and interflow by the conductivity and the mean filling of the soil,
// as there.

namespace hazone::models {

struct VariableSoil {
    double capacity = 0;      // W_m, m
    double exponent = 1;      // b
    double conductivity = 0;  // m/s
};

/// What becomes of water in one step, m.
struct SoilShares {
    double surface = 0;
    double interflow = 0;
    double evaporated = 0;
};

/// A linear reservoir, outflow = held / time, which gets `inflow` m evenly over `length` s: what it
/// releases in them, m. Exact, so that steps of any length give the same; `held` closes the
/// balance. The reservoirs of CREST, there with a share of the content per step: Wang et al.
/// (2011), and LinearRoute.cpp of its program EF5.
double linear_reservoir(double time, double inflow, double length, double& held);

/// Water taken up of `rain`, m, by soil which holds `held`, m: the curve integrated from i_0 to
/// i_0 + rain; never more than the room that is left.
double variable_infiltration(const VariableSoil& soil, double held, double rain);

/// One step of `length` s with `demand` m of potential evapotranspiration. `held` changes so that
/// rain = surface + interflow + evaporated + change of `held`.
SoilShares variable_soil_step(
    const VariableSoil& soil, double rain, double demand, double length, double& held);

}  // namespace hazone::models
