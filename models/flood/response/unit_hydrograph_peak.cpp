// Peak discharge of the event at every cell,
//   q_p = 0.208 A Q / T_p (m3/s; km2, mm, h) = 3/4 V / T_p,  T_p = D/2 + 0.6 T_c:
// the SCS triangular unit hydrograph, USDA NRCS (2007), National Engineering Handbook, Part 630,
// Chapter 16; its falling limb is 5/3 of the rising one, so V = 1/2 q_p (8/3) T_p. V is the runoff
// of all cells above, summed along D8. Or the rational method, q_p = C i A (Kuichling 1889,
// Transactions ASCE 20, 1-60) with C = runoff / rain and i the peak intensity over the area above.
//
// Duration D of the excess rain. The event is known by its rain P and its peak intensity i alone.
// If all of it fell at the peak intensity it would last D = P / i: the whole storm for an even
// rain, the burst with the same volume for an uneven one. This is the default. It errs on the safe
// side for storms of several bursts, and no choice of a number does for all storms.
#include "models/flood/response/unit_hydrograph_peak.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "engine/terrain/flow/flow_accumulation.hpp"
#include "models/declarations.hpp"

namespace hazone::models {

double peak_of_volume(double volume,
                      double duration,
                      double concentration_time,
                      PeakMethod method) {
    if (is_missing(volume) || is_missing(duration) || is_missing(concentration_time)) {
        return kMissing;
    }
    if (volume <= 0) {
        return 0.0;
    }
    if (!std::isfinite(duration)) {
        return kMissing;
    }
    const double even_outflow = volume / duration;
    if (method == PeakMethod::rational) {
        return even_outflow;
    }
    const double time_to_peak = duration / 2.0 + 0.6 * concentration_time;
    return std::min(0.75 * volume / time_to_peak, even_outflow);
}

namespace {

constexpr FieldSpec kNeeds[] = {kRunoffDepth, kFlowDirection, kConcentrationTime, kEventRain,
                                kPeakIntensity};
constexpr FieldSpec kMakes[] = {kPeakDischarge};

constexpr std::string_view kMethods[] = {"unit_hydrograph", "rational"};
constexpr ParamSpec kMethod{.name = "method",
                            .lowest = 0,
                            .highest = 1,
                            .meaning = "SCS triangular unit hydrograph, or C i A",
                            .choices = kMethods};
enum class Duration { of_event, fixed };
constexpr std::string_view kDurations[] = {"of_event", "fixed"};
constexpr ParamSpec kDuration{.name = "duration",
                              .lowest = 0,
                              .highest = 1,
                              .meaning =
                                  "duration of the excess rain: event rain over peak "
                                  "intensity in the area above, or excess_duration; the "
                                  "rational method takes the first always",
                              .choices = kDurations};
constexpr ParamSpec kExcessDuration{.name = "excess_duration",
                                    .unit = Unit::second,
                                    .fallback = 3600,
                                    .lowest = 60,
                                    .highest = 864000,
                                    .meaning = "duration of the excess rain where it is fixed"};
constexpr ParamSpec kParams[] = {kMethod, kDuration, kExcessDuration};

/// Seconds in which the rain on the area above each cell would fall at its peak intensity; missing
/// where an input above is missing, infinite where no rain falls.
void write_event_duration(const FieldSet& fields, View<double> scratch, View<float> duration) {
    const auto direction = fields.read<std::uint8_t>(kFlowDirection);
    Raster<double> intensity(fields.extent());
    accumulate(direction, fields.read(kEventRain), scratch);
    accumulate(direction, fields.read(kPeakIntensity), intensity);
    for_each_cell(fields.extent(), [=, i = intensity.view()](Index row, Index col) {
        const bool dry = scratch(row, col) == 0 && i(row, col) == 0;
        duration(row, col) = static_cast<float>(dry ? kInfinity : scratch(row, col) / i(row, col));
    });
}

void run(const Params& params, FieldSet& fields) {
    const auto method = params.choice<PeakMethod>(kMethod);
    const bool fixed = method == PeakMethod::unit_hydrograph &&
                       params.choice<Duration>(kDuration) == Duration::fixed;
    const double fixed_duration = params[kExcessDuration];
    const double cell_area = fields.grid().cell_area();
    const auto time = fields.read(kConcentrationTime);
    const auto peak = fields.write(kPeakDischarge);  // holds the duration until the peak is known
    Raster<double> total(fields.extent());
    if (!fixed) {
        write_event_duration(fields, total, peak);
    }
    accumulate(fields.read<std::uint8_t>(kFlowDirection), fields.read(kRunoffDepth), total);
    for_each_cell(fields.extent(), [=, runoff = total.view()](Index row, Index col) {
        const double duration = fixed ? fixed_duration : peak(row, col);
        peak(row, col) = static_cast<float>(
            peak_of_volume(runoff(row, col) * cell_area, duration, time(row, col), method));
    });
}

}  // namespace

constinit const Model unit_hydrograph_peak{
    .name = "unit_hydrograph_peak",
    .summary = "peak discharge at every cell from the runoff above it",
    .source =
        "USDA NRCS (2007), National Engineering Handbook Part 630, Chapter 16; "
        "Kuichling (1889), Transactions ASCE 20, 1-60",
    .needs = kNeeds,
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .scratch_bytes_per_cell = 17,
    .nanoseconds_per_cell = 34,
};

}  // namespace hazone::models
