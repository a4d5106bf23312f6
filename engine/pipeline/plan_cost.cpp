#include "engine/pipeline/plan_cost.hpp"

#include <algorithm>

namespace hazone {
namespace {

/// Bytes of a cell of the largest raster that the stage makes and the caller wants.
double largest_wanted(const Plan& plan, const Stage& stage) {
    double most = 0;
    for (const FieldSpec* made : stage.makes()) {
        const bool wanted =
            std::any_of(plan.wanted.begin(), plan.wanted.end(),
                        [&](const FieldSpec* field) { return field->name == made->name; });
        most = wanted ? std::max(most, bytes_of_cell(*made, plan.times)) : most;
    }
    return most;
}

}  // namespace

double peak_bytes_per_cell(const Plan& plan, double writing_share) {
    double alive = 0;
    double peak = 0;
    for (const Stage& stage : plan.stages) {
        for (const FieldSpec* field : stage.loads) {
            alive += bytes_of_cell(*field, plan.times);
        }
        for (const FieldSpec* field : stage.makes()) {
            alive += bytes_of_cell(*field, plan.times);
        }
        const double scratch =
            stage.model->scratch_bytes_per_cell +
            stage.model->scratch_bytes_per_rain_step * static_cast<double>(plan.rain_steps) +
            stage.model->scratch_bytes_per_output_time * static_cast<double>(plan.times);
        peak =
            std::max(peak, alive + std::max(scratch, writing_share * largest_wanted(plan, stage)));
        for (const FieldSpec* field : stage.releases) {
            alive -= bytes_of_cell(*field, plan.times);
        }
    }
    return peak;
}

Index peak_bytes(const Plan& plan, Extent extent, double writing_share) {
    return static_cast<Index>(peak_bytes_per_cell(plan, writing_share) *
                              static_cast<double>(extent.size()));
}

double estimated_seconds(const Plan& plan, Extent extent, Index series_steps) {
    double nanoseconds = 0;
    for (const Stage& stage : plan.stages) {
        const Model& model = *stage.model;
        if (model.nanoseconds_of_column != nullptr) {
            nanoseconds += model.nanoseconds_of_column(
                stage.params, {.rain_steps = series_steps, .output_times = plan.times});
            continue;
        }
        const auto repeats = static_cast<double>(model.in_time() ? series_steps : 1);
        nanoseconds += model.nanoseconds_per_cell * repeats;
    }
    return 1e-9 * nanoseconds * static_cast<double>(extent.size());
}

}  // namespace hazone
