// How long a column takes, for the foretold time of a run.
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::models::transient {

namespace {

/// Nanoseconds on two threads: of each column, of each step of the rain, of each output time, and
/// of each pair of them. Measured by transient_infiltration_bench with 11 depths.
struct Cost {
    double column, step, output, pair;
};

constexpr Cost kSaturated[] = {{30, 5.5, 10.5, 0.17}, {30, 140, 140, 5.3}};  // exact, trigrs-2.1
constexpr Cost kUnsaturated[] = {{150, 95, 35, 0.35}, {300, 90, 210, 0.8}};
constexpr double kDepths = 11;

}  // namespace

double nanoseconds_of_column(const Params& params, const Effort& effort) {
    const auto mode = static_cast<int>(params[kMode]);
    const bool unsaturated = params[kCondition] == 0;
    const Cost& cost = unsaturated ? kUnsaturated[mode] : kSaturated[mode];
    const auto steps = static_cast<double>(effort.rain_steps);
    const auto outputs = static_cast<double>(effort.output_times);
    const double depths = (params[kIncrements] + 1) / kDepths;
    return depths *
           (cost.column + cost.step * steps + cost.output * outputs + cost.pair * steps * outputs);
}

}  // namespace hazone::models::transient
