#pragma once

#include <memory>
#include <string_view>

#include "tests/support/run_model.hpp"

namespace hazone::testing {

/// Runs all rain steps of a model in time and gives its state at the end; before the step `stop`
/// the state is carried into a new start, as a resumed run does. -1: it runs through.
inline std::unique_ptr<FieldSet> run_resumed(std::string_view name,
                                             const ParamTexts& settings,
                                             Index stop,
                                             FieldSet& fields) {
    const Model* model = find_model(catalogue(), name);
    const Params params = Params::resolve(model->name, model->params, settings);
    const RainSeries& series = fields.series(kRain);
    auto state = std::make_unique<FieldSet>(fields.grid());
    model->start(params, fields, *state);
    Raster<float> rain(fields.extent());
    for (Index number = 0; number < series.steps(); ++number) {
        if (number == stop) {
            auto fresh = std::make_unique<FieldSet>(fields.grid());
            model->start(params, fields, *fresh);
            for (const std::string& field : state->names()) {
                const FieldSpec spec{field};
                fresh->put(spec, state->take(spec));
            }
            state = std::move(fresh);
        }
        series.read(number, rain);
        model->step(params, fields,
                    {number, series.steps(), series.start(), series.step_length(), rain.view()},
                    *state);
    }
    model->finish(params, fields, *state);
    return state;
}

}  // namespace hazone::testing
