#pragma once

// Evapotranspiration where water is not short. Radiation at the top of the atmosphere: Allen,
// Pereira, Raes & Smith (1998), Crop evapotranspiration, FAO Irrigation and Drainage Paper 56, eq.
// 21-25.

namespace hazone::models {

/// Day of the year, 1..366, and latitude, rad: MJ m-2 d-1.
double extraterrestrial_radiation(double latitude, double day);

/// Hargreaves & Samani (1985), Applied Engineering in Agriculture 1(2), 96-99,
/// https://doi.org/10.13031/2013.26773; FAO 56 eq. 52: 0.0023 (T + 17.8) sqrt(TD) Ra / 2.45, in
/// mm/d; here m/s, not below 0. T mean temperature, degrees Celsius; TD range of the day, K.
double hargreaves(double temperature, double range, double radiation);

/// Priestley & Taylor (1972), Monthly Weather Review 100(2), 81-92,
/// https://doi.org/10.1175/1520-0493(1972)100<0081:OTAOSH>2.3.CO;2: alpha D / (D + g) (Rn - G) /
/// lambda, with the slope D of the vapour pressure curve (FAO 56 eq. 13) and g 0.665e-3 p (eq. 8).
/// `available`: Rn - G, W/m2; height of the ground, m; here m/s, not below 0.
double priestley_taylor(double temperature, double available, double elevation, double alpha);

}  // namespace hazone::models
