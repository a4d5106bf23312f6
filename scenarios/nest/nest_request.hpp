#pragma once

#include <string>

namespace hazone {

/// By what a basin is judged: its flash flood threat, or its peak discharge per km2.
enum class NestMeasure { flash_flood_threat, unit_peak_discharge, worst_flash_flood_threat };

/// The table [nest] of a scenario: see docs/decisions/0024.
struct NestRequest {
    NestMeasure by = NestMeasure::flash_flood_threat;
    double threshold = 1;  // m3/s per km2 where by unit_peak_discharge
    std::string model = "local_inertial";
    double least_area = 1e6;           // m2
    double valley_height = 20;         // m
    double margin = 500;               // m
    double run_out = 2 * 3600.0;       // s after the rain
    double interval = 300;             // s, between two values of a hydrograph
    bool bulked = false;               // by landslide runout volume
    double most_concentration = 0.45;  // by volume
};

}  // namespace hazone
