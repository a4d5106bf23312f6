// Every model of the catalogue that states a halo: window by window it makes the bits which it
// makes of the whole grid.
#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "engine/pipeline/run_stored.hpp"
#include "models/catalogue.hpp"
#include "tests/support/catalogue_inputs.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using testing::put_series;
using testing::random_cells;

constexpr Extent kExtent{70, 61};
constexpr double kMissingShare = 0.05;
const std::vector<double> kTimes{1800, 7200};  // s, where a model makes frames

/// A grid whose cells have no round coordinates.
Grid odd_grid() {
    return {.extent = kExtent, .west = 499'980.1, .north = 2'500'020.7, .cell_size = 24.6};
}

Plan plan_of(const Model& model) {
    PlanRequest request;
    for (const FieldSpec& made : model.makes) {
        request.wanted.emplace_back(made.name);
        request.kept.emplace(made.name);
    }
    for (const FieldSpec& need : model.needs) {
        request.given.emplace(need.name);
    }
    ParamTexts& texts = request.settings[std::string(model.name)];
    texts = testing::required_settings(model);
    if (model.name == "transient_infiltration" || model.name == "transient_failure") {
        texts["initial_condition"] = "saturated";  // random unsaturated soils take half a minute
    }
    if (model.name == "transient_failure") {
        texts["depth_variation"] = "0.2";  // columns drawn for every cell
        texts["column_samples"] = "10";
        texts["samples"] = "20";
    }
    if (model.name == "valley_confinement") {
        texts["widest"] = "200 m";  // so that a window looks at a part of the grid
    }
    request.times = static_cast<Index>(kTimes.size());
    const std::array<const Model*, 1> alone{&model};
    return make_plan(alone, request);
}

/// Of the raster, or of those of all times.
Extent extent_of(const FieldSpec& field) {
    return stacked(kExtent, field.form == Form::frames ? static_cast<Index>(kTimes.size()) : 1);
}

FieldSet in_memory(const Plan& plan) {
    FieldSet fields(odd_grid());
    fields.set_times(kTimes);
    RunHooks hooks;
    hooks.load = [](const FieldSpec& field, FieldSet& set) {
        if (!has_cells(field)) {
            put_series(field, set);
            return;
        }
        with_type_of(field.type, [&](auto kind) {
            set.put(field, random_cells<decltype(kind)>(field, extent_of(field), kMissingShare));
        });
    };
    run_plan(plan, fields, hooks);
    return fields;
}

/// Number of fields compared.
int expect_same_through_stores(const Plan& plan, const FieldSet& memory, Extent window) {
    StoredFields fields(odd_grid(), std::filesystem::temp_directory_path());
    fields.set_times(kTimes);
    for (const FieldSpec* input : plan.inputs) {
        if (has_cells(*input)) {
            with_type_of(input->type, [&](auto kind) {
                using T = decltype(kind);
                fields.put(*input,
                           CellStore<T>(extent_of(*input), std::filesystem::temp_directory_path()));
                fields.write<T>(*input).write(
                    {0, 0}, random_cells<T>(*input, extent_of(*input), kMissingShare));
            });
        }
    }
    int compared = 0;
    StoredHooks hooks;
    hooks.load_part = put_series;
    hooks.made = [&](const FieldSpec& field, const StoredFields& stored) {
        with_type_of(field.type, [&](auto kind) {
            using T = decltype(kind);
            Raster<T> cells(extent_of(field));
            stored.read<T>(field).read(whole_window(cells.extent()), cells);
            EXPECT_EQ(std::memcmp(cells.data(), memory.read<T>(field).data(),
                                  static_cast<std::size_t>(cells.size()) * sizeof(T)),
                      0)
                << field.name;
        });
        ++compared;
    };
    run_stored(plan, make_stored_plan(plan, odd_grid(), {.window = window}), fields, hooks);
    return compared;
}

Index made_with_cells(const Model& model) {
    return std::count_if(model.makes.begin(), model.makes.end(),
                         [](const FieldSpec& made) { return has_cells(made); });
}

class Halo : public ::testing::TestWithParam<const Model*> {};

TEST_P(Halo, GivesTheBitsOfTheWholeGridInEveryWindow) {
    const Model& model = *GetParam();
    const Plan plan = plan_of(model);
    const FieldSet memory = in_memory(plan);
    for (const Extent window : {Extent{7, 5}, {64, 64}, {9, 100}}) {
        EXPECT_EQ(expect_same_through_stores(plan, memory, window), made_with_cells(model));
    }
}

/// A model which makes a series alone has no cells to compare; event_totals reads one here.
std::vector<const Model*> models_with_halo() {
    std::vector<const Model*> found;
    std::copy_if(
        catalogue().begin(), catalogue().end(), std::back_inserter(found),
        [](const Model* model) { return model->halo != nullptr && made_with_cells(*model) > 0; });
    return found;
}

INSTANTIATE_TEST_SUITE_P(Models,
                         Halo,
                         ::testing::ValuesIn(models_with_halo()),
                         [](const auto& tested) { return std::string(tested.param->name); });

}  // namespace
}  // namespace hazone
