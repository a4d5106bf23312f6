#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/field.hpp"
#include "engine/core/field_set.hpp"
#include "engine/core/stored_fields.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/pipeline/params.hpp"

namespace hazone {

/// One step of a rain series, or a part of it, as a time-dependent model meets it. After the rain
/// `number` is `count` and the rain 0 everywhere.
struct TimeStep {
    Index number = 0;
    Index count = 0;
    UtcSeconds start = 0;
    double length = 0;       // s
    View<const float> rain;  // m in the whole rain step; missing where not known
    double share = 1;        // of the rain step which this is
};

/// Whether a run has a field.
using HasField = std::function<bool(const FieldSpec& field)>;

/// That of a FieldSet or StoredFields.
template <class Fields>
HasField among(const Fields& fields) {
    return [&fields](const FieldSpec& field) { return fields.has(field); };
}

/// What the time of a model may depend on beside its settings.
struct Effort {
    Index rain_steps = 1;    // of the rain series
    Index output_times = 0;  // of the fields in time
};

/// A model is a table of constants and one plain function. `run` reads the fields it needs, and
/// those it `uses` where there are any, and writes the fields it makes. A model of time has
/// `start`, `step`, `finish` in place of `run`: it needs the series `rain`, and what it remembers
/// between two steps is a FieldSet. Functions do not throw once their loops have begun: bad input
/// was refused before.
struct Model {
    std::string_view name;
    std::string_view summary;
    std::string_view source;  // author (year), DOI, equation numbers
    std::span<const FieldSpec> needs;
    std::span<const FieldSpec> makes;
    std::span<const ParamSpec> params;
    void (*run)(const Params& params, FieldSet& fields) = nullptr;

    /// Working memory beside the fields, and time on two cores; for `hazone check`. Measured.
    double scratch_bytes_per_cell = 0;
    double nanoseconds_per_cell = 5;
    /// The same for a model of columns in time, whose cost depends on more than the cells.
    double (*nanoseconds_of_column)(const Params& params, const Effort& effort) = nullptr;
    /// More of that working memory for each step of the rain, where a model holds them.
    double scratch_bytes_per_rain_step = 0;
    /// And for each output time, where it adds up several at once.
    double scratch_bytes_per_output_time = 0;

    /// How far around a cell `run` looks, in cells: with that many rows and columns around a window
    /// the values inside it are those of the whole grid, bit for bit, so that a run which does not
    /// fit in memory goes window by window. nullptr: every cell may depend on the whole grid.
    Index (*halo)(const Params& params, const Grid& grid) = nullptr;
    /// What a model of the whole grid brings for such a run, in place of `halo`: reads and makes
    /// the same fields, same bits, but holds no more than fields.window() of each at a time.
    void (*run_stored)(const Params& params, StoredFields& fields) = nullptr;
    /// Working memory of run_stored per cell of the window; 0: as that of `run`, with all its
    /// fields.
    double stored_bytes_per_cell = 0;

    /// Fields which `run` reads as well where they are given or can be made, and does without where
    /// not: it asks fields.has(). An optional input so takes part by being given, nothing else.
    std::span<const FieldSpec> uses = {};
    /// Whether the model with these settings reads a field of `uses`: one that it does not read is
    /// not made for it. nullptr: it reads all.
    bool (*takes)(const Params& params, const FieldSpec& use) = nullptr;

    /// Throws an InputError where settings contradict each other, or ask for a field of `uses`
    /// which the run will not have: asked before it begins, so that it is told with all other
    /// problems. `run` refuses the same. nullptr: all that are in their ranges will do.
    void (*check)(const Params& params, const HasField& has) = nullptr;

    /// `run` makes of its fields only those which somebody reads or wants: it writes through
    /// fields.write_if_wanted(). For a model that makes many at once, each at a cost.
    bool on_demand = false;

    /// Another model, whose settings hold for this one too where the user gives it none of its own:
    /// two models that must be told the same are told once. Parameters of one name in both tables
    /// must be the same parameter (tests/models/shared_params_test.cpp).
    std::string_view params_of = {};

    /// What the user shall read of all cells together: `survey` adds to `sums`, empty at first,
    /// what it finds in those cells of the fields which the model made, and `conclude` makes a
    /// sentence of the sums over the whole grid, or "". Where the model notes one itself it is of
    /// one window alone.
    void (*survey)(const FieldSet& fields, Window cells, std::vector<double>& sums) = nullptr;
    std::string (*conclude)(const std::vector<double>& sums) = nullptr;

    void (*start)(const Params& params, const FieldSet& fields, FieldSet& state) = nullptr;
    void (*step)(const Params& params,
                 const FieldSet& fields,
                 const TimeStep& step,
                 FieldSet& state) = nullptr;
    void (*finish)(const Params& params, FieldSet& fields, FieldSet& state) = nullptr;
    /// Asked before each step how long it shall be, s, where `rest` of the rain step is left: the
    /// model divides long steps, between which a run can stop. With `rest` = 0 the rain is over,
    /// and the model goes on as long as it gives more than 0. nullptr: each rain step is one step,
    /// and the run ends with the rain.
    double (*next_step)(const Params& params,
                        const FieldSet& fields,
                        const FieldSet& state,
                        double rest) = nullptr;

    bool in_time() const { return step != nullptr; }
};

/// Values for Model::halo.
inline Index no_halo(const Params& /*params*/, const Grid& /*grid*/) { return 0; }
inline Index one_cell_halo(const Params& /*params*/, const Grid& /*grid*/) { return 1; }

using Catalogue = std::span<const Model* const>;

/// The model of that name, or nullptr.
const Model* find_model(Catalogue catalogue, std::string_view name);

/// What a message says of a name that no model has, with the nearest one that exists.
std::string unknown_model(Catalogue catalogue, const std::string& name);

/// Names of the models, in their order.
std::vector<std::string> model_names(Catalogue models);

/// The models which make the field, in the order of the catalogue.
std::vector<const Model*> makers(Catalogue catalogue, const FieldSpec& field);

}  // namespace hazone
