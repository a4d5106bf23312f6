#pragma once

namespace hazone::models {

/// What a basin sends to the fan at its outlet, Wilford et al. (2004),
/// https://doi.org/10.1007/s10346-003-0002-0.
enum class FanProcess { unknown, flood, debris_flood, debris_flow };

/// Limits between the processes.
struct FanLimits {
    double flood_ratio = 0.3;          // Melton ratio
    double debris_flow_ratio = 0.6;    // Melton ratio
    double debris_flow_length = 2700;  // m
};

/// The process which the form of a basin speaks for: floods where the Melton ratio is below the
/// first limit; debris flows where it is above the second and the basin shorter than the third;
/// else debris floods. length: m, straight from the outlet to the most distant point of the basin.
/// Unknown where either is missing.
FanProcess fan_process(double melton_ratio, double length, const FanLimits& limits);

}  // namespace hazone::models
