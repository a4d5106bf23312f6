// What models of the whole grid state of their memory is what they take: beside the fields in a run
// in memory, and for a window in a run which goes window by window.
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <malloc.h>

#include "engine/core/standard_fields.hpp"
#include "engine/core/stored_fields.hpp"
#include "engine/parallel/windows.hpp"
#include "engine/terrain/synthetic.hpp"
#include "models/catalogue.hpp"

namespace hazone {
namespace {

/// The most memory which was resident since reset_peak(), bytes; 0 where the system does not say.
double status_bytes(const std::string& item) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        if (word == item) {
            double kibibytes = 0;
            status >> kibibytes;
            return kibibytes * 1024;
        }
    }
    return 0;
}

/// Freed memory is given back at once: what the program keeps for its next buffers is counted with
/// the program (kProgramBytes), not with a model.
void keep_no_freed_memory() {
    constexpr int kLeast = 128 << 10;  // bytes, of the C library
    mallopt(M_MMAP_THRESHOLD, kLeast);
    mallopt(M_TRIM_THRESHOLD, kLeast);
}

bool reset_peak() {
    malloc_trim(0);
    std::ofstream file("/proc/self/clear_refs");
    file << 5 << std::flush;
    return file.good();
}

/// Bytes which `work` takes at its fullest moment beside what is there before.
template <class Work>
double bytes_taken(Work work) {
    const double before = status_bytes("VmRSS:");
    work();
    return status_bytes("VmHWM:") - before;
}

Raster<float> ground(const std::string& kind, Extent extent) {
    if (kind == "noise") {
        return synthetic_terrain(SyntheticTerrain::noise, extent, 3);
    }
    if (kind == "fractal") {
        return synthetic_terrain(SyntheticTerrain::fractal, extent, 3);
    }
    Raster<float> z(extent, 7.0F);
    if (kind == "plane") {
        for_each_cell(extent, [cells = z.view()](Index row, Index col) {
            cells(row, col) = static_cast<float>(3 * row + 2 * col);
        });
    }
    return z;
}

const Model& model_of(const std::string& name) { return *find_model(catalogue(), name); }

class Memory : public ::testing::Test {
protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__)
        GTEST_SKIP() << "the sanitizer takes memory of its own";
#endif
        keep_no_freed_memory();
        if (!reset_peak()) {
            GTEST_SKIP() << "this system does not say how much memory was resident at most";
        }
    }
};

constexpr Extent kExtent{1700, 1600};

/// Beside the fields, per cell, when it runs after those before it in the chain.
double scratch_bytes_per_cell(const Model& model, FieldSet& fields) {
    double made = 0;
    for (const FieldSpec& field : model.makes) {
        made += static_cast<double>(bytes_per_cell(field.type));
    }
    const Params params = Params::resolve(model.name, model.params, {});
    reset_peak();
    const double bytes = bytes_taken([&] { model.run(params, fields); });
    return bytes / static_cast<double>(kExtent.size()) - made;
}

TEST_F(Memory, ScratchOfModelsIsWhatTheyStateOnGround) {
    constexpr double kTolerance = 1.5;  // bytes per cell; cells are on 2 MiB pages
    FieldSet fields(Grid{.extent = kExtent, .cell_size = 10});
    fields.put(kElevation, ground("fractal", kExtent));
    for (const char* name : {"fill_depressions", "d8_flow", "flow_accumulation", "stream_network",
                             "height_above_drainage", "drainage_basin"}) {
        const Model& model = model_of(name);
        const double scratch = scratch_bytes_per_cell(model, fields);
        if (&model != &model_of("d8_flow")) {  // a third of this ground is lakes: flats
            EXPECT_NEAR(scratch, model.scratch_bytes_per_cell, kTolerance) << name;
        }
    }
}

/// Bytes which the model may take by windows: those which the plan counts, and what libraries and
/// pages of 2 MiB take beside.
double allowed_bytes(const Model& model, Extent window) {
    constexpr double kBeside = 12 * 1024.0 * 1024.0;
    constexpr double kBorderBytes = 80;  // as in stored_plan.cpp
    const Windows windows(kExtent, window);
    const auto rim =
        static_cast<double>(2 * (windows.across() * kExtent.rows + windows.down() * kExtent.cols));
    return model.stored_bytes_per_cell * static_cast<double>(window.size()) + kBorderBytes * rim +
           kBeside;
}

/// Streams are found cell by cell: their store needs no windows of its own here.
void store_streams(StoredFields& fields) {
    const Model& model = model_of("stream_network");
    FieldSet whole(fields.grid());
    fields.read_part(kContributingArea, whole_window(kExtent), whole);
    model.run(Params::resolve(model.name, model.params, {}), whole);
    fields.write_part(kStreamNetwork, whole, whole_window(kExtent), whole_window(kExtent));
}

void expect_windows_within_bounds(const std::string& kind) {
    constexpr Extent kWindow{850, 800};
    StoredFields fields(Grid{.extent = kExtent, .cell_size = 10},
                        std::filesystem::temp_directory_path());
    fields.write(kElevation).write({0, 0}, ground(kind, kExtent).view());
    fields.set_window(kWindow);
    for (const char* name : {"fill_depressions", "d8_flow", "flow_accumulation",
                             "height_above_drainage", "drainage_basin"}) {
        const Model& model = model_of(name);
        const Params params = Params::resolve(model.name, model.params, {});
        reset_peak();
        const double bytes = bytes_taken([&] { model.run_stored(params, fields); });
        EXPECT_GT(bytes, 0.0) << name;
        EXPECT_LT(bytes, allowed_bytes(model, kWindow)) << name << " on " << kind;
        if (&model == &model_of("flow_accumulation")) {
            store_streams(fields);
        }
    }
}

TEST_F(Memory, OfWindowsIsWithinWhatThePlanCountsOnTheHardestGrounds) {
    for (const char* kind : {"noise", "plane", "flat"}) {
        expect_windows_within_bounds(kind);
    }
}

}  // namespace
}  // namespace hazone
