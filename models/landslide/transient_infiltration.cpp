// Pore pressure and safety factor of soil columns while rain infiltrates, at the output times of
// the run. One column, its equations and its two modes: models/landslide/transient/column.hpp.
// Iverson (2000), Water Resources Research 36(7), 1897-1910, doi:10.1029/2000WR900090; Baum, Savage
// & Godt (2008), USGS OFR 2008-1159, doi:10.3133/ofr20081159; Srivastava & Yeh (1991),
// doi:10.1029/90WR02772; Alvioli & Baum (2016), doi:10.1016/j.envsoft.2016.04.002.
//
// Rain that is missing in one period makes a column missing: what infiltrated is not known.
// The reference writes 10 where the safety factor is capped, as here, and 11 where a cell is
// skipped: outside the limits of slope that is missing here, and without soil it is the cap.
#include <vector>

#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"
#include "models/landslide/transient/column_params.hpp"
#include "models/landslide/transient/ground.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kMinimumSafetyFactor, kDepthOfMinimum, kPressureHeadAtMinimum,
                                kWaterTableDepth};

/// Where the results of the row begin; null where they are not wanted.
float* row_of(Frames<float> frames, Index row) {
    return frames.count() == 0 ? nullptr : frames.at(0).row(row);
}

void run(const Params& params, FieldSet& fields) {
    const transient::Ground ground(params, fields);
    const Frames<float> safety = fields.write_frames_if_wanted(kMinimumSafetyFactor);
    const Frames<float> depth = fields.write_frames_if_wanted(kDepthOfMinimum);
    const Frames<float> pressure = fields.write_frames_if_wanted(kPressureHeadAtMinimum);
    const Frames<float> water = fields.write_frames_if_wanted(kWaterTableDepth);
    for_each_block(fields.extent().rows, [&](Index row) {  // rows without soil cost nothing
        std::vector<transient::Column> line(static_cast<std::size_t>(fields.extent().cols));
        for (Index col = 0; col < fields.extent().cols; ++col) {
            line[static_cast<std::size_t>(col)] = ground.column(row, col);
        }
        ground.solver().solve_columns(line, ground.rates().row(row),
                                      {.safety_factor = row_of(safety, row),
                                       .depth_of_minimum = row_of(depth, row),
                                       .pressure_head = row_of(pressure, row),
                                       .water_table_depth = row_of(water, row),
                                       .time_stride = fields.extent().size()});
    });
    note_other_times("transient_infiltration", ground.solver(), fields);
}

}  // namespace

constinit const Model transient_infiltration{
    .name = "transient_infiltration",
    .summary = "pore pressure and lowest safety factor of soil columns while rain infiltrates",
    .source =
        "Iverson (2000), doi:10.1029/2000WR900090; Baum, Savage & Godt (2008), "
        "doi:10.3133/ofr20081159",
    .needs = transient::kColumnNeeds,
    .makes = kMakes,
    .params = transient::kColumnParams,
    .run = run,
    .scratch_bytes_per_cell = 13,  // of routed_infiltration, which lives on in its series
    .nanoseconds_of_column = transient::nanoseconds_of_column,
    .scratch_bytes_per_rain_step = 4,
    .halo = no_halo,
    .uses = transient::kColumnUses,
    .on_demand = true,
};

}  // namespace hazone::models
