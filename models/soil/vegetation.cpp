// Roots and weight of trees where no map of them is given: the same everywhere, none by default.
// A map by land cover is better: give the fields `root_cohesion` and `surcharge` as inputs. Values:
// Sidle & Ochiai (2006), Landslides: Processes, Prediction, and Land Use, Water Resources Monograph
// 18, https://doi.org/10.1029/WM018.
#include "engine/core/standard_fields.hpp"
#include "engine/parallel/loops.hpp"
#include "models/declarations.hpp"

namespace hazone::models {
namespace {

constexpr FieldSpec kMakes[] = {kRootCohesion, kSurcharge};

constexpr ParamSpec kRoots{.name = "root_cohesion",
                           .unit = Unit::pascal,
                           .fallback = 0,
                           .lowest = 0,
                           .highest = 50e3,
                           .meaning = "cohesion which roots add to that of the soil"};
constexpr ParamSpec kTrees{.name = "surcharge",
                           .unit = Unit::pascal,
                           .fallback = 0,
                           .lowest = 0,
                           .highest = 50e3,
                           .meaning = "weight of the trees per area"};
constexpr ParamSpec kParams[] = {kRoots, kTrees};

void fill(View<float> cells, double value) {
    const auto stored = static_cast<float>(value);
    for_each_cell(cells.extent(), [=](Index row, Index col) { cells(row, col) = stored; });
}

void run(const Params& params, FieldSet& fields) {
    fill(fields.write(kRootCohesion), params[kRoots]);
    fill(fields.write(kSurcharge), params[kTrees]);
}

}  // namespace

constinit const Model vegetation{
    .name = "vegetation",
    .summary = "root cohesion and weight of trees, the same everywhere",
    .source = "values: Sidle & Ochiai (2006), doi:10.1029/WM018",
    .needs = {},
    .makes = kMakes,
    .params = kParams,
    .run = run,
    .nanoseconds_per_cell = 2,
    .halo = no_halo,
};

}  // namespace hazone::models
