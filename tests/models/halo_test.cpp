// Every model of the catalogue that states a halo: window by window it makes the bits which it
// makes of the whole grid.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "engine/core/missing.hpp"
#include "engine/core/standard_fields.hpp"
#include "engine/pipeline/run_stored.hpp"
#include "models/catalogue.hpp"
#include "models/rain/gauge_rain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

constexpr Extent kExtent{70, 61};
const std::vector<double> kTimes{1800, 7200};  // s, where a model makes frames

/// A grid whose cells have no round coordinates.
Grid odd_grid() {
    return {.extent = kExtent, .west = 499'980.1, .north = 2'500'020.7, .cell_size = 24.6};
}

/// A value which the field may have; `share` runs from 0 to 1.
double plausible(const FieldSpec& field, double share) {
    constexpr std::array<double, 10> kCodes{0, 1, 2, 4, 8, 16, 32, 64, 128, kNoDirection};
    switch (field.type) {
        case CellType::code8:
            return field.highest == 128 ? kCodes.at(static_cast<std::size_t>(9.999 * share))
                                        : std::floor(1.999 * share);
        case CellType::class8:
            return std::floor(5.999 * share);
        case CellType::label32:
            return std::floor(9.999 * share);
        default:
            break;
    }
    const double lowest = std::isfinite(field.lowest) ? field.lowest : -100;
    const double highest = std::isfinite(field.highest) ? field.highest : lowest + 1e4;
    return lowest + share * (highest - lowest);
}

template <class T>
Raster<T> random_cells(const FieldSpec& field, Extent extent) {
    std::mt19937_64 random(std::hash<std::string_view>{}(field.name));
    std::uniform_real_distribution<double> share(0, 1);
    Raster<T> cells(extent);
    for (Index row = 0; row < extent.rows; ++row) {
        for (Index col = 0; col < extent.cols; ++col) {
            cells(row, col) = static_cast<T>(plausible(field, share(random)));
            if (std::is_floating_point_v<T> && share(random) < 0.05) {
                cells(row, col) = static_cast<T>(kMissing);
            }
        }
    }
    return cells;
}

std::shared_ptr<const GaugeSet> gauges() {
    auto set = std::make_shared<GaugeSet>();
    set->stations = {{"a", {500'000, 2'500'000}, {0.01, 0.02, 0.005}},
                     {"b", {500'700.5, 2'499'300.25}, {0.03, kMissing, 0.01}},
                     {"c", {501'300, 2'498'800}, {0.001, 0.09, 0.0}}};
    return set;
}

/// Inputs which are no rasters, made for the grid of the fields.
void put_series(const FieldSpec& field, FieldSet& fields) {
    if (field.form == Form::gauges) {
        fields.put(field, gauges());
    } else {
        fields.put(field, std::shared_ptr<const RainSeries>(
                              std::make_shared<models::GaugeRain>(gauges(), fields.grid(), 2, 2)));
    }
}

/// Settings for the parameters without defaults.
ParamTexts required_settings(const Model& model) {
    ParamTexts texts;
    double share = 0.3;  // rises from one to the next: a lower bound stands before its upper one
    for (const ParamSpec& param : model.params) {
        const double highest = std::isfinite(param.highest) ? param.highest : param.lowest + 1;
        if (param.required) {
            texts[std::string(param.name)] =
                display_text(param.lowest + share * (highest - param.lowest), param.unit);
            share += 0.5 / static_cast<double>(model.params.size());
        }
    }
    if (model.name == "transient_infiltration") {
        texts["initial_condition"] = "saturated";  // random unsaturated soils take half a minute
    }
    return texts;
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
    request.settings[std::string(model.name)] = required_settings(model);
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
            set.put(field, random_cells<decltype(kind)>(field, extent_of(field)));
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
                fields.write<T>(*input).write({0, 0}, random_cells<T>(*input, extent_of(*input)));
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
