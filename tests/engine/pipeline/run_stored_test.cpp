#include "engine/pipeline/run_stored.hpp"

#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include <gmock/gmock.h>

#include "engine/core/error.hpp"
#include "tests/engine/pipeline/stored_toys.hpp"
#include "tests/support/terrain.hpp"
#include "tests/support/thread_check.hpp"

namespace hazone {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kStoredToys;
using ::testing::Pair;
using testing::same_bits;

using Rasters = std::map<std::string, FieldSet::Value>;

const FieldSpec& spec_of(const std::string& name) { return *find_field(name); }

/// A grid whose cells have no round coordinates, so that a window's arithmetic shows.
Grid odd_grid(Extent extent) {
    return {.extent = extent, .west = 499'980.1, .north = 2'500'020.7, .cell_size = 24.6};
}

PlanRequest whole_chain() {
    return {.wanted = {"filled_elevation", "aspect", "stream_network", "contributing_area",
                       "event_rain", "peak_intensity"},
            .given = {"elevation"}};
}

template <class T>
Raster<T> copy_of(View<const T> cells) {
    Raster<T> copy(cells.extent());
    for_each_cell(cells.extent(),
                  [&, to = copy.view()](Index row, Index col) { to(row, col) = cells(row, col); });
    return copy;
}

struct Results {
    Rasters fields;
    std::vector<StageReport> stages;
};

Results in_memory(const Plan& plan, const Grid& grid, const Raster<float>& z) {
    Results results;
    FieldSet fields(grid);
    RunHooks hooks;
    hooks.load = [&](const FieldSpec& field, FieldSet& set) { set.put(field, z.clone()); };
    hooks.made = [&](const FieldSpec& field, const FieldSet& set) {
        if (field.form == Form::raster) {
            with_type_of(field.type, [&](auto kind) {
                using T = decltype(kind);
                results.fields.insert_or_assign(std::string(field.name),
                                                copy_of(set.read<T>(field)));
            });
        }
    };
    results.stages = run_plan(plan, fields, hooks);
    return results;
}

std::filesystem::path folder() { return std::filesystem::temp_directory_path(); }

Results through_stores(const Plan& plan, const Grid& grid, const Raster<float>& z, Extent window) {
    Results results;
    StoredFields fields(grid, folder());
    fields.write(kElevation).write({0, 0}, z);
    StoredHooks hooks;
    hooks.made = [&](const FieldSpec& field, const StoredFields& set) {
        FieldSet whole(grid);
        set.read_part(field, whole_window(grid.extent), whole);
        results.fields.insert_or_assign(std::string(field.name), whole.take(field));
    };
    const StoredPlan stored = make_stored_plan(plan, grid, {.window = window});
    results.stages = run_stored(plan, stored, fields, hooks).stages;
    return results;
}

/// Every field which the run through stores announced has the bits of the run in memory.
void expect_same(const Results& stored, const Results& memory) {
    for (const auto& [name, value] : stored.fields) {
        SCOPED_TRACE(name);
        with_type_of(spec_of(name).type, [&, &name = name, &value = value](auto kind) {
            using T = decltype(kind);
            EXPECT_TRUE(
                same_bits(std::get<Raster<T>>(value), std::get<Raster<T>>(memory.fields.at(name))));
        });
    }
}

/// Windows down to one cell; on the larger grid not so many that the test takes long.
std::vector<Extent> tiny_windows(Extent extent) {
    std::vector<Extent> windows{{7, 5}, {64, 64}, {100, 9}, {4, 100}};
    if (extent.size() < 100) {
        windows.insert(windows.end(), {{1, 1}, {3, 5}, {1, 100}, {2, 1}, {100, 1}});
    }
    return windows;
}

TEST(RunStored, HasTheBitsOfTheRunInMemoryForEveryWindow) {
    const Plan plan = make_plan(kStoredToys, whole_chain());
    for (const Extent extent : testing::awkward_extents()) {
        const Grid grid = odd_grid(extent);
        const Raster<float> z = testing::test_terrain(extent, 5);
        const Results memory = in_memory(plan, grid, z);
        for (const Extent window : tiny_windows(extent)) {
            const Results stored = through_stores(plan, grid, z, window);
            for (const std::string& name : whole_chain().wanted) {
                EXPECT_TRUE(stored.fields.contains(name)) << name;
            }
            expect_same(stored, memory);
        }
    }
}

TEST(RunStored, ReportsTheCellsAndMissingCellsOfTheRunInMemory) {
    const Plan plan = make_plan(kStoredToys, whole_chain());
    const Grid grid = odd_grid({40, 33});
    const Raster<float> z = testing::test_terrain(grid.extent, 2);
    const Results memory = in_memory(plan, grid, z);
    const Results stored = through_stores(plan, grid, z, {7, 5});
    ASSERT_EQ(stored.stages.size(), memory.stages.size());
    Index compared = 0;
    for (std::size_t i = 0; i < memory.stages.size(); ++i) {
        EXPECT_EQ(stored.stages[i].model, memory.stages[i].model);
        EXPECT_EQ(stored.stages[i].cells, memory.stages[i].cells);
        EXPECT_EQ(stored.stages[i].missing_cells, memory.stages[i].missing_cells);
        for (const auto& count : memory.stages[i].missing_cells) {
            compared += count.second;
        }
    }
    EXPECT_GT(compared, 0);
}

TEST(RunStored, KeepsWhatOnlyOneSweepReadsOutOfTheStores) {
    const Plan plan = make_plan(kStoredToys, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    const Grid grid = odd_grid({9, 9});
    const Results stored =
        through_stores(plan, grid, testing::test_terrain(grid.extent, 1), {4, 4});
    EXPECT_EQ(stored.fields.size(), 1U);  // filled_elevation, slope and aspect were never stored
    EXPECT_TRUE(stored.fields.contains("soil_depth"));
}

TEST(RunStored, ReleasesEveryStoreAfterItsLastReader) {
    const Plan plan = make_plan(kStoredToys, whole_chain());
    const Grid grid = odd_grid({9, 9});
    StoredFields fields(grid, folder());
    fields.write(kElevation).write({0, 0}, testing::test_terrain(grid.extent, 1));
    std::vector<std::string> alive_at_area;
    StoredHooks hooks;
    hooks.made = [&](const FieldSpec& made, const StoredFields& set) {
        if (made.name == kContributingArea.name) {
            for (const FieldSpec* field : kStandardFields) {
                if (set.has(*field)) {
                    alive_at_area.emplace_back(field->name);
                }
            }
        }
    };
    run_stored(plan, make_stored_plan(plan, grid, {.window = Extent{4, 4}}), fields, hooks);
    EXPECT_EQ(std::count(alive_at_area.begin(), alive_at_area.end(), "elevation"), 0);
    EXPECT_EQ(std::count(alive_at_area.begin(), alive_at_area.end(), "contributing_area"), 1);
    for (const FieldSpec* field : kStandardFields) {
        EXPECT_FALSE(fields.has(*field)) << field->name;
    }
}

TEST(RunStored, MakesAnInputAnewForEveryWindowAndStoresItForAModelOfTheWholeGrid) {
    const Plan plan = make_plan(
        kStoredToys, {.wanted = {"soil_depth", "contributing_area"}, .given = {"soil_depth"}});
    const Grid grid = odd_grid({9, 8});
    const auto load = [](const FieldSpec& field, FieldSet& part) {
        Raster<float> cells(part.extent());
        for_each_cell(part.extent(), [&](Index row, Index col) {
            cells(row, col) = static_cast<float>(part.grid().centre({row, col}).y);
        });
        part.put(field, std::move(cells));
    };
    Results memory;
    FieldSet whole(grid);
    RunHooks memory_hooks;
    memory_hooks.load = load;
    memory_hooks.made = [&](const FieldSpec& field, const FieldSet& set) {
        if (field.type == CellType::float64) {
            memory.fields.insert_or_assign(std::string(field.name),
                                           copy_of(set.read<double>(field)));
        }
    };
    run_plan(plan, whole, memory_hooks);
    Results stored;
    StoredFields fields(grid, folder());
    StoredHooks hooks;
    hooks.load_part = load;
    std::vector<std::string> made;
    hooks.made = [&](const FieldSpec& field, const StoredFields& set) {
        made.emplace_back(field.name);
        if (field.type == CellType::float64) {
            FieldSet cells(grid);
            set.read_part(field, whole_window(grid.extent), cells);
            stored.fields.insert_or_assign(std::string(field.name), cells.take(field));
        }
    };
    const StoredPlan sweeps =
        make_stored_plan(plan, grid, {.by_window = {"soil_depth"}, .window = Extent{3, 5}});
    run_stored(plan, sweeps, fields, hooks);
    EXPECT_THAT(made, ElementsAre("soil_depth", "stream_network", "contributing_area"));
    ASSERT_EQ(stored.fields.size(), 1U);
    expect_same(stored, memory);
}

TEST(RunStored, LeavesAGivenFieldAsItWas) {
    const Plan plan = make_plan(
        kStoredToys, {.wanted = {"aspect", "soil_depth"}, .given = {"elevation", "slope"}});
    const Grid grid = odd_grid({6, 7});
    StoredFields fields(grid, folder());
    fields.write(kElevation).write({0, 0}, testing::test_terrain(grid.extent, 1));
    fields.write(kSlope).write({0, 0}, Raster<float>(grid.extent, 0.5F));
    Raster<float> depth(grid.extent);
    StoredHooks hooks;
    hooks.made = [&](const FieldSpec& field, const StoredFields& set) {
        if (field.name == kSoilDepth.name) {
            set.read(kSoilDepth).read(whole_window(grid.extent), depth);
        }
    };
    run_stored(plan, make_stored_plan(plan, grid, {.window = Extent{4, 4}}), fields, hooks);
    EXPECT_EQ(testing::cells(depth), std::vector<float>(42, 1.5F));
}

constexpr FieldSpec kElevationAlone[] = {kElevation};
constexpr FieldSpec kFilledAlone[] = {kFilledElevation};
constexpr Model kTeller{.name = "teller",
                        .summary = "tells",
                        .source = "-",
                        .needs = kElevationAlone,
                        .makes = kFilledAlone,
                        .params = {},
                        .run =
                            [](const Params&, FieldSet& fields) {
                                testing::highest_around(fields.read(kElevation), 0,
                                                        fields.write(kFilledElevation));
                                fields.note("said of every window");
                                if (fields.extent().cols == 2) {
                                    fields.note("said of the last column of windows");
                                }
                            },
                        .halo = no_halo};

TEST(RunStored, GivesEveryNoteOfTheModelsOnce) {
    constexpr const Model* kTellers[] = {&kTeller};
    const Plan plan = make_plan(kTellers, {.wanted = {"filled_elevation"}, .given = {"elevation"}});
    const Grid grid = odd_grid({9, 10});
    StoredFields fields(grid, folder());
    fields.write(kElevation).write({0, 0}, testing::test_terrain(grid.extent, 1));
    const StoredPlan sweeps = make_stored_plan(plan, grid, {.window = Extent{4, 4}});
    EXPECT_THAT(run_stored(plan, sweeps, fields).notes,
                ElementsAre("said of every window", "said of the last column of windows"));
}

TEST(RunStored, StopsBetweenTwoWindowsAndShowsProgress) {
    const Plan plan = make_plan(kStoredToys, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    const Grid grid = odd_grid({8, 8});
    StoredFields fields(grid, folder());
    fields.write(kElevation).write({0, 0}, testing::test_terrain(grid.extent, 1));
    std::vector<std::pair<std::size_t, double>> shown;
    StoredHooks hooks;
    hooks.progress = [&](std::size_t stage, double share) { shown.emplace_back(stage, share); };
    hooks.stop = [&] { return shown.size() == 3; };
    const StoredPlan sweeps = make_stored_plan(plan, grid, {.window = Extent{4, 4}});
    EXPECT_THROW(run_stored(plan, sweeps, fields, hooks), Interrupted);
    EXPECT_THAT(shown, ElementsAre(Pair(0U, 0.0), Pair(0U, 0.75), Pair(1U, 0.5)));
}

TEST(RunStored, GivesTheSameBitsForAnyNumberOfThreads) {
    const Plan plan = make_plan(kStoredToys, whole_chain());
    const Grid grid = odd_grid({40, 33});
    const Raster<float> z = testing::test_terrain(grid.extent, 6);
    EXPECT_TRUE(testing::same_for_any_thread_count([&] {
        return std::get<Raster<double>>(
            std::move(through_stores(plan, grid, z, {7, 5}).fields.at("contributing_area")));
    }));
}

/// Tells of every window and of all cells.
Model talking_depth() {
    Model model = testing::kNearDepth;
    model.run = [](const Params&, FieldSet& fields) {
        testing::kNearDepth.run({}, fields);
        fields.note("the same everywhere");
    };
    model.survey = [](const FieldSet& fields, Window cells, std::vector<double>& sums) {
        sums.resize(2);
        sums[0] += static_cast<double>(cells.extent.size());
        sums[1] += static_cast<double>(fields.missing_cells(kSoilDepth, cells));
    };
    model.conclude = [](const std::vector<double>& sums) {
        return std::to_string(static_cast<int>(sums[0])) + " cells, missing " +
               std::to_string(static_cast<int>(sums[1]));
    };
    return model;
}

TEST(RunStored, TellsOfAllWindowsWhatARunInMemoryTells) {
    const Model talking = talking_depth();
    const std::array<const Model*, 3> chain{&testing::kNearHighest, &testing::kNearSlope, &talking};
    const Plan plan = make_plan(chain, {.wanted = {"soil_depth"}, .given = {"elevation"}});
    const Grid grid = odd_grid({40, 33});
    const Raster<float> z = testing::test_terrain(grid.extent, 2);

    FieldSet memory(grid);
    memory.put(kElevation, z.clone());
    run_plan(plan, memory);
    ASSERT_EQ(memory.notes().size(), 2U);
    EXPECT_EQ(memory.notes()[0], "the same everywhere");
    EXPECT_THAT(memory.notes()[1], HasSubstr("1320 cells, missing "));

    StoredFields stored(grid, folder());
    stored.write(kElevation).write({0, 0}, z);
    const StoredReport report =
        run_stored(plan, make_stored_plan(plan, grid, {.window = Extent{7, 5}}), stored);
    EXPECT_EQ(report.notes, memory.notes());
}

}  // namespace
}  // namespace hazone
