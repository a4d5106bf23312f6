#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "models/flood/inundation/flood_ground.hpp"
#include "models/flood/inundation/flood_model.hpp"

namespace hazone::models {

/// Writes the fields of kFloodMakes which are rasters; cells outside are missing.
void write_flood_results(const inundation::MaximaViews& maxima,
                         const FloodSolver& solver,
                         FieldSet& fields);

/// Cells which are flooded and at their highest at the end of the run.
Index count_rising(const inundation::MaximaViews& maxima, const FloodSolver& solver);

/// time_s, gauge, water_level_m, depth_m, discharge_m3s.
std::shared_ptr<const FeatureLayer> flood_gauge_table(const std::vector<FloodGauge>& gauges,
                                                      const FloodSolver& solver,
                                                      const FieldSet& state);

struct FloodNotes {
    std::string_view name;
    Index unknown = 0;
    Index still_rising = 0;
};

/// The water of the run in words, how far its balance is from closing, and what was met.
void note_flood(const FloodNotes& notes,
                FloodSolver& solver,
                const FieldSet& state,
                FieldSet& fields);

}  // namespace hazone::models
