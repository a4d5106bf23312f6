#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/core/field_set.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/run_in_time.hpp"
#include "models/catalogue.hpp"

namespace hazone::testing {

/// Runs one model of the catalogue alone, a model of time over the series `rain` too: its needs
/// must be in `fields` and stay there, what it makes is in `fields` afterwards.
inline void run_model(std::string_view name, const ParamTexts& settings, FieldSet& fields) {
    const Model* model = find_model(catalogue(), name);
    if (model == nullptr) {
        throw std::invalid_argument(std::string(name) + " is not in the catalogue");
    }
    const Params params = Params::resolve(model->name, model->params, settings);
    if (!model->in_time()) {
        model->run(params, fields);
        if (model->survey != nullptr) {
            std::vector<double> sums;
            model->survey(fields, whole_window(fields.extent()), sums);
            fields.note(model->conclude(sums));
        }
        return;
    }
    run_in_time(*model, params, fields);
}

/// A grid of cells of `cell_size` metres with its corner at (0, rows * cell_size) and no CRS.
inline Grid plain_grid(Extent extent, double cell_size = 10) {
    return {.extent = extent,
            .north = cell_size * static_cast<double>(extent.rows),
            .cell_size = cell_size};
}

/// Puts a field with the same value in every cell.
inline void put_constant(FieldSet& fields, const FieldSpec& spec, float value) {
    fields.put(spec, Raster<float>(fields.extent(), value));
}

/// Takes a float field out of the set.
inline Raster<float> take_raster(FieldSet& fields, const FieldSpec& spec) {
    if (!fields.has(spec)) {
        throw std::invalid_argument(std::string(spec.name) + " was not made");
    }
    return std::get<Raster<float>>(fields.take(spec));
}

}  // namespace hazone::testing
